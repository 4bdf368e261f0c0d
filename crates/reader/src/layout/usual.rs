//! How large a number usually is, before anything of it was seen.

use serde::Deserialize;

use crate::joint::Evidence;
use crate::logs::log;

/// Least that is said of any figure, as a log in thousandths against the likeliest one: one in four hundred. A box that is
/// read clearly says more than twenty times as much, so that a station unlike all others is read as it is written.
const LEAST: i64 = -6_000;

/// How many stations of a thousand have a figure of which size: `[[9, 958], [99, 41], [999, 1]]` says 958 up to 9, 41 from 10 to
/// 99, one from 100 to 999. Counted on earlier elections.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<[u16; 2]>")]
pub struct Usual(Vec<[u16; 2]>);

impl TryFrom<Vec<[u16; 2]>> for Usual {
    type Error = &'static str;

    fn try_from(parts: Vec<[u16; 2]>) -> Result<Usual, Self::Error> {
        let rising = parts.windows(2).all(|two| matches!(two, [[one, _], [other, _]] if one < other));
        let counted = parts.iter().all(|[_, share]| *share > 0);
        if parts.is_empty() || !rising || !counted {
            return Err("usual figures are pairs of a bound and of how many in a thousand stay under it, \
                        bounds rising, none of no station");
        }
        Ok(Usual(parts))
    }
}

impl Usual {
    /// What this says of each of so many figures; of those beyond the last bound as little as of any.
    pub fn evidence(&self, figures: usize) -> Evidence {
        let mut from = 0;
        let mut each = Vec::new();
        for [to, share] in &self.0 {
            let wide = u128::from(to.saturating_sub(from)) + 1;
            each.push((*to, log((u128::from(*share) << 56) / wide).unwrap_or(0)));
            from = to.saturating_add(1);
        }
        let best = each.iter().map(|(_, log)| *log).max().unwrap_or(0);
        Evidence::of((0..figures).map(|figure| {
            let log = each.iter().find(|(to, _)| figure <= usize::from(*to)).map(|(_, log)| log - best);
            i32::try_from(log.unwrap_or(LEAST).max(LEAST)).unwrap_or(0)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_stations_have_many_moved_voters_and_a_clear_box_still_outweighs_that() {
        let usual = Usual::try_from(vec![[9, 958], [99, 41], [999, 1]]).unwrap().evidence(1_000);
        assert_eq!((usual.log(0), usual.log(9)), (0, 0));
        // 958 in ten against 41 in ninety: 210 to 1.
        assert_eq!(usual.log(10), -5_348);
        assert_eq!(usual.log(802), -6_000);
        let clear = Evidence::of((0..1_000).map(|figure| if figure == 802 { 0 } else { -9_000 }));
        assert_eq!(clear.and(&usual).best(), 802);
    }

    #[test]
    fn shares_without_order_or_stations_are_refused() {
        assert!(Usual::try_from(vec![[9, 958], [9, 41]]).is_err());
        assert!(Usual::try_from(vec![[9, 0]]).is_err());
        assert!(Usual::try_from(Vec::new()).is_err());
    }
}
