//! A layout file: refused, or every place it names can be computed with; a template makes such layouts of a list.

use std::sync::LazyLock;

use election::{CandidateTable, ConstituencyTable, Election, Form, Places, Profile, ProfileBundle};
use reader::Gray;
use reader::boxes::Net;
use reader::layout::{LayoutFile, LayoutFiles};

const REGIONS: &[u8] = b"code,name,level,parent,source_id\n98,S,1,,1\n9801,S,2,98,2\n980101,S,3,9801,3\n9801012001,S,4,980101,4\n";
const STATIONS: &[u8] = b"code,name,region,source_id\n9801012001001,TPS 001,9801012001,5\n";
const LISTS: &[u8] =
    b"contest,constituency,party,number,name,source_id\npdpr,9801,1,1,A,\npdpr,9801,1,3,B,\npdpd,98,,1,C,\npdpd,98,,2,D,\n";

/// The forms of one station, with lists and without.
static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let bundle = ProfileBundle::from_json(include_bytes!(concat!(env!("OUT_DIR"), "/profile.json")))
        .expect("the profile");
    let profile = Profile::from_bundle(&bundle).expect("the profile");
    let places = Places::parse(&profile, REGIONS, STATIONS).expect("the places");
    let constituencies = ConstituencyTable::parse(b"contest,code,name,seats,region\npdpr,9801,S,7,9801\n");
    let candidates = CandidateTable::parse(LISTS).expect("the lists");
    let election =
        Election::new(profile, places, constituencies.ok(), Some(candidates)).expect("the election");
    election.forms().iter().filter(|form| form.level == 5).cloned().collect()
});

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(file) = LayoutFile::parse(text) else { return };
    let Ok(files) = LayoutFiles::new(vec![file]) else { return };
    let Some(picture) = Gray::new(200, 300, vec![128; 60_000]) else { return };
    let made = FORMS.iter().filter_map(|form| files.of(form).ok()).flatten();
    for layout in files.outlines().into_iter().chain(made) {
        let _ = reader::read::page::read_page(&picture, &[layout], Net::shipped());
    }
}
