//! 3.09: `latest.json` is there and is that of the newest cut.

use crate::controls::{Control, Verdict};
use crate::observed::{Compared, LatestSeen, Observed};
use crate::report::Place;

pub(super) const CONTROL: Control = Control { id: "3.09", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    let Some(latest) = &seen.files.latest else { return };
    verdict.checked(1);
    match latest {
        LatestSeen::Missing => verdict.find(Place::file(record::LATEST_PATH), "the file", "nothing"),
        LatestSeen::Read(Compared::Differs(difference)) => verdict.differs(difference),
        LatestSeen::Read(Compared::Equal | Compared::Not) => {}
    }
}
