//! No tables panic what makes a station's part of an election of them, nor the layouts of its forms; and of what they made the
//! part makes the same again.

use std::sync::OnceLock;

use election::{Profile, ProfileBundle, StationTables};
use reader::layout::LayoutFiles;

fn law() -> &'static (Profile, LayoutFiles) {
    static LAW: OnceLock<(Profile, LayoutFiles)> = OnceLock::new();
    LAW.get_or_init(|| {
        let bundle = ProfileBundle::from_json(include_bytes!(concat!(env!("OUT_DIR"), "/profile.json")))
            .expect("the profile");
        let layouts = LayoutFiles::of_profile(&bundle.files).expect("the layouts");
        (Profile::from_bundle(&bundle).expect("the profile"), layouts)
    })
}

// The four tables, with a zero byte between.
/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut parts = text.split('\0').map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    let tables =
        StationTables { regions: next(), stations: next(), constituencies: next(), candidates: next() };
    let (profile, layouts) = law();
    let Ok((election, station)) = tables.election(profile.clone()) else { return };
    for (contest, _) in election.profile.contests() {
        if let Some(form) = election.form(contest, station) {
            let _layouts = layouts.of(election.form_by_ix(form));
        }
    }
    let part = StationTables::of(&election, station);
    let (again, at) = part.election(profile.clone()).expect("what was made of tables");
    assert_eq!(StationTables::of(&again, at), part);
}
