//! The controls. Each is one module that makes findings of what the passes saw; nothing is explained away, and each
//! looks at everything, whatever the others found. `controls.toml` describes them.

mod authenticity;
mod completeness;
mod consistency;
mod evidence;
mod integrity;

use crate::differ::Difference;
use crate::observed::{Class, KEPT, Observed};
use crate::report::{ControlResult, Finding, Place};

/// A numbered control.
pub(crate) struct Control {
    /// Family and number.
    pub id: &'static str,
    /// Judges what was seen.
    pub judge: fn(&Observed, &mut Verdict),
}

/// What a control says, while it looks.
#[derive(Debug)]
pub(crate) struct Verdict {
    id: &'static str,
    checked: u64,
    findings: Vec<Finding>,
    /// Findings that are only counted.
    more: u64,
    asked: bool,
}

impl Verdict {
    /// So many more things were looked at.
    pub(crate) fn checked(&mut self, count: u64) {
        self.checked += count;
    }

    /// Nobody asked for it.
    pub(crate) fn not_asked(&mut self) {
        self.asked = false;
    }

    /// So many more findings, of which nothing else is known any more.
    pub(crate) fn more(&mut self, count: u64) {
        self.more += count;
    }

    /// Something is not as it must be. Behind the first [`KEPT`] it is only counted.
    pub(crate) fn find(&mut self, place: Place, expected: impl Into<String>, found: impl Into<String>) {
        if self.findings.len() >= KEPT {
            return self.more(1);
        }
        self.findings.push(Finding {
            control: self.id,
            place,
            expected: expected.into(),
            found: found.into(),
        });
    }

    /// A file differs from what it must be.
    pub(crate) fn differs(&mut self, difference: &Difference) {
        let Difference { place, expected, found } = difference.clone();
        self.find(place, expected, found);
    }

    /// Files of one class against what the ledger gives.
    pub(crate) fn files(&mut self, seen: &Observed, class: Class) {
        self.checked(seen.files.compared.get(&class).copied().unwrap_or(0));
        for (_, difference) in seen.files.differing.iter().filter(|(of, _)| *of == class) {
            self.differs(difference);
        }
    }
}

/// Every control, in the order of their ids.
pub(crate) const ALL: [&[Control]; 5] = [
    completeness::CONTROLS,
    authenticity::CONTROLS,
    consistency::CONTROLS,
    integrity::CONTROLS,
    evidence::CONTROLS,
];

/// Lets every control judge.
pub(crate) fn judge(seen: &Observed) -> (Vec<ControlResult>, Vec<Finding>) {
    let (mut results, mut findings) = (Vec::new(), Vec::new());
    for Control { id, judge } in ALL.into_iter().flatten() {
        let mut verdict = Verdict { id, checked: 0, findings: Vec::new(), more: 0, asked: true };
        judge(seen, &mut verdict);
        let Verdict { checked, findings: found, more, asked, .. } = verdict;
        results.push(ControlResult { id, checked, findings: found.len() as u64 + more, asked });
        findings.extend(found);
    }
    (results, findings)
}
