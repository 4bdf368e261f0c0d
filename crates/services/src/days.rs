//! The day's deliveries: at a set hour, what was published last goes into every receiver's queue.

use std::collections::{BTreeSet, HashMap};

use crate::http::Services;
use crate::outbox::{self, Kept};
use crate::receivers::{self, Receiver, State};
use crate::store::{tell, told};
use crate::tables::Tables;
use crate::{ServicesError, moment};

const DAY_MS: i64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;

/// The day here at a moment, `2024-02-15`.
pub fn date(ms: i64, offset_minutes: i16) -> String {
    moment(ms, offset_minutes).chars().take(10).collect()
}

/// Days since 1970 and minutes since midnight, here.
fn here(ms: i64, offset_minutes: i16) -> (i64, i64) {
    let local = ms.saturating_add(i64::from(offset_minutes).saturating_mul(MINUTE_MS));
    (local.div_euclid(DAY_MS), local.rem_euclid(DAY_MS).div_euclid(MINUTE_MS))
}

/// Makes the day's deliveries if its hour has come and they are not made; how many.
pub fn turn(services: &Services) -> Result<usize, ServicesError> {
    let Some(at) = services.config.send_minute() else {
        return Ok(0);
    };
    let (day, minute) = here(services.around.now_ms(), services.config.utc_offset_minutes);
    let made = services.store.read(|sql| told(sql, "day-made"))?;
    if minute < at || made.is_some_and(|made| made >= day) {
        return Ok(0);
    }
    let number = make(services)?;
    services.store.write(|sql| tell(sql, "day-made", day))?;
    Ok(number)
}

/// Makes a delivery for each receiver that does not have the newest tables yet; how many. Made twice, it is made once; where a
/// contest fails, the others are made.
pub fn make(services: &Services) -> Result<usize, ServicesError> {
    let all = receivers::list(&services.store, false)?;
    let confirmed: Vec<Receiver> = all.into_iter().filter(|one| one.state == State::Confirmed).collect();
    let contests: BTreeSet<&str> = confirmed.iter().map(|one| one.contest.as_str()).collect();
    let (mut number, mut failed) = (0_usize, None);
    for contest in contests {
        let of: Vec<&Receiver> = confirmed.iter().filter(|one| one.contest == contest).collect();
        // One contest's tables that can't be read hold up no other's.
        match of_contest(services, contest, &of) {
            Ok(made) => number = number.saturating_add(made),
            Err(error) => failed = Some(error),
        }
    }
    failed.map_or(Ok(number), Err)
}

fn of_contest(services: &Services, contest: &str, receivers: &[&Receiver]) -> Result<usize, ServicesError> {
    let Some(tables) = Tables::open(&services.publication, contest)? else {
        return Ok(0);
    };
    let now = services.around.now_ms();
    let date = date(now, services.config.utc_offset_minutes);
    let mut kept: HashMap<String, Kept> = HashMap::new();
    let mut ready = Vec::new();
    for receiver in receivers.iter().filter(|one| one.last_cut < tables.cut) {
        let mut files = Vec::new();
        for path in tables.paths(receiver.what, &receiver.regions) {
            let known = match kept.get(&path) {
                Some(known) => known.clone(),
                None => tables.keep(&services.store, &services.out, &path, &date, now)?,
            };
            kept.insert(path, known.clone());
            files.push(known);
        }
        ready.push((receiver.number, files));
    }
    // All are of one cut, or none is sent.
    if !tables.still()? {
        let path = services.publication.root().join("data").join(contest);
        return Err(ServicesError::Changing { path });
    }
    services.store.write(|sql| {
        let mut number = 0_usize;
        for (receiver, files) in &ready {
            number = number
                .saturating_add(usize::from(outbox::add(sql, *receiver, tables.cut, &date, files, now)?));
        }
        Ok(number)
    })
}
