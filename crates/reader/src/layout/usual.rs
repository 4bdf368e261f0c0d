//! How large numbers usually are, before anything of them was seen.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Number;
use crate::joint::Evidence;
use crate::logs::log;

/// Least that is said of any figure, as a log in thousandths against the likeliest one: one in four hundred. A box that is
/// read clearly says more than twenty times as much.
const LEAST: i64 = -6_000;

/// What earlier elections say of some numbers of a form, by field.
///
/// They weigh in the reading of the whole sheet, so none of the fields may follow from others: the men and the women of a line
/// are as many as the line, and a small station's numbers are all small; counted twice, what is usual would outweigh what is
/// written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Usual(BTreeMap<String, Sizes>);

/// How many stations of a thousand have a figure of which size: `[[9, 958], [99, 41], [999, 1]]` says 958 up to 9, 41 from 10 to
/// 99, one from 100 to 999. Counted on earlier elections.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<[u16; 2]>")]
pub struct Sizes(Vec<[u16; 2]>);

impl TryFrom<Vec<[u16; 2]>> for Sizes {
    type Error = &'static str;

    fn try_from(parts: Vec<[u16; 2]>) -> Result<Sizes, Self::Error> {
        let rising = parts.windows(2).all(|two| matches!(two, [[one, _], [other, _]] if one < other));
        let counted = parts.iter().all(|[_, share]| *share > 0);
        let whole = parts.iter().map(|[_, share]| u32::from(*share)).sum::<u32>() == 1_000;
        if rising && counted && whole {
            Ok(Sizes(parts))
        } else {
            Err(
                "usual sizes are pairs of a bound and of how many stations in a thousand stay under it: bounds rising, none of no \
                 station, a thousand in all",
            )
        }
    }
}

impl Usual {
    /// How large a field's numbers usually are, where that is said.
    pub fn of(&self, field: &str) -> Option<&Sizes> {
        self.0.get(field)
    }

    /// A name under which no number of a form stands.
    pub(super) fn stray(&self, numbers: &[&Number]) -> Option<&str> {
        let known = |name: &str| numbers.iter().any(|number| number.field == name);
        self.0.keys().find(|name| !known(name)).map(String::as_str)
    }
}

impl Sizes {
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
        let sizes = Sizes::try_from(vec![[9, 958], [99, 41], [999, 1]]).unwrap().evidence(1_000);
        assert_eq!((sizes.log(0), sizes.log(9)), (0, 0));
        // 958 in ten against 41 in ninety: 210 to 1.
        assert_eq!(sizes.log(10), -5_348);
        assert_eq!(sizes.log(802), -6_000);
        let clear = Evidence::of((0..1_000).map(|figure| if figure == 802 { 0 } else { -9_000 }));
        assert_eq!(clear.and(&sizes).best(), 802);
    }

    #[test]
    fn sizes_without_order_or_stations_or_of_no_thousand_are_refused() {
        assert!(Sizes::try_from(vec![[9, 500], [9, 500]]).is_err());
        assert!(Sizes::try_from(vec![[9, 0], [99, 1_000]]).is_err());
        assert!(Sizes::try_from(vec![[9, 958], [99, 41]]).is_err());
        assert!(Sizes::try_from(Vec::new()).is_err());
    }
}
