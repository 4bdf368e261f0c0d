//! No file panics the importers, and what can't be used is reported, never lost.

use std::sync::OnceLock;

use election::{Election, Outlines, Places, Profile, ProfileBundle};
use exchange::{Importer, Report, Source, detect};

const REGIONS: &str = "code,name,level,parent,source_id\n11,ACEH,1,,1\n1101,ACEH SELATAN,2,11,2\n110101,BAKONGAN,3,1101,3\n1101012001,KEUDE BAKONGAN,4,110101,4\n";
const STATIONS: &str =
    "code,name,region,source_id\n1101012001001,TPS 001,1101012001,5\n1101012001002,TPS 002,1101012001,6\n";

fn election() -> &'static Election {
    static ELECTION: OnceLock<Election> = OnceLock::new();
    ELECTION.get_or_init(|| {
        let bundle = ProfileBundle::from_json(include_bytes!(concat!(env!("OUT_DIR"), "/profile.json")))
            .expect("the profile");
        let profile = Profile::from_bundle(&bundle).expect("the profile");
        let places = Places::parse(&profile, REGIONS.as_bytes(), STATIONS.as_bytes()).expect("the places");
        Election::new(profile, places, None, None).expect("the election")
    })
}

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    let known = |_, _| None;
    let importer = Importer::new(election(), &known);
    let mut report = Report::default();
    let mut emit = |_: exchange::Draft<'_>| Ok(());
    let mut input = bytes;
    let _done = match detect(bytes) {
        Some(Source::StationRows) => importer.station_rows("fuzz", &mut input, &mut report, &mut emit),
        Some(Source::Versions) => importer.versions("fuzz", &mut input, &mut report, &mut emit),
        Some(Source::OfficialTotals) => importer.official_totals("fuzz", &mut input, &mut report, &mut emit),
        Some(Source::Json) => importer.json(
            "pemilu/hhcw/ppwp/11/1101/110101/1101012001/1101012001001.json",
            &mut input,
            &mut report,
            &mut emit,
        ),
        Some(Source::Regions | Source::Stations | Source::Constituencies | Source::Candidates) | None => {
            Ok(())
        }
    };
    exchange::geojson::outlines("fuzz", bytes, &election().places, &mut Outlines::default(), &mut report);
    let _csv = report.to_csv();
}
