//! No files that somebody has panic what says of them what they show, and it always says that it doesn't show the rest. As files of
//! a publication they don't either.

use std::sync::OnceLock;

use election::ProfileBundle;
use proof::public::{self, Files, Next};
use proof::{Asked, Law, Outcome, Step, dropped, examine};

fn laws() -> &'static [Law] {
    static LAWS: OnceLock<[Law; 1]> = OnceLock::new();
    LAWS.get_or_init(|| {
        let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/profile.json"));
        let bundle = ProfileBundle::from_json(bytes).expect("the profile");
        [Law { sha256: ledger::sha256(bundle.to_json().as_bytes()), bundle }]
    })
}

// Files with a zero byte between. The first of a publication are those that are asked for first.
/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    let parts: Vec<Vec<u8>> = bytes.split(|byte| *byte == 0).map(<[u8]>::to_vec).collect();
    let named: Vec<(String, Vec<u8>)> = parts.iter().map(|bytes| (String::new(), bytes.clone())).collect();
    if let Ok(given) = dropped::sort(&named, laws(), "en") {
        let report = examine(&given);
        for step in [Step::Standing, Step::Truth] {
            assert!(report.steps.iter().any(|line| line.step == step && line.outcome == Outcome::NotShown));
        }
    }
    let asked = Asked { entry: 4, contest: "ppwp".to_owned(), station: "1101012001001".to_owned() };
    let (mut files, mut parts) = (Files::new(), parts.into_iter());
    while let Next::Needs(needs) = public::next(&asked, &files, laws(), "en") {
        for need in needs {
            assert!(files.insert(need.path, parts.next()).is_none());
        }
    }
}
