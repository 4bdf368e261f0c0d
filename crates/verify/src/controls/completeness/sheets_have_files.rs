//! 1.03: every sheet that a roster expects stands in the published files, also one of which nothing is known.

use crate::controls::{Control, Verdict};
use crate::observed::Observed;
use crate::report::{Place, Within};

pub(super) const CONTROL: Control = Control { id: "1.03", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    verdict.checked(seen.files.sheets);
    for (path, contest, station) in &seen.files.unsheeted {
        let within = Within::Sheet { contest: contest.clone(), station: station.clone() };
        verdict.find(Place { path: path.clone(), within }, "the sheet", "nothing");
    }
}
