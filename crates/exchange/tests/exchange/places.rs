//! KPU's lists of regions and stations become places, each bad row costing one place.

use exchange::kpu::places::PlaceList;
use exchange::{Report, What};

use crate::support::{data, profile};

const REGIONS: &str = "kode,kpu_id,nama,tingkat,kode_induk\n11,100054,ACEH,1,\n1101,7, PELALAWAN,2,11\n\
                       110101,8,\"LUBUK PAKAM I,II\",3,1101\n1101012001,9,P A P U A,4,110101\n";

fn places(regions: &str, stations: &str) -> (election::Places, Report) {
    let profile = profile();
    let mut report = Report::default();
    let mut list = PlaceList::new(&profile);
    list.regions("regions.csv", &mut regions.as_bytes(), &mut report);
    list.stations("stations.csv", &mut stations.as_bytes(), &mut report);
    (list.finish(&mut report).unwrap(), report)
}

#[test]
fn names_lose_the_space_around_them_and_keep_what_is_inside() {
    let stations = "kode_tps,kpu_id,nama,kode_kelurahan,sumber\r\n1101012001001,1,TPS 001,1101012001,x\r\n";
    let (places, report) = places(REGIONS, stations);
    assert_eq!((places.regions().len(), places.stations().len(), report.refused()), (5, 1, 0));
    assert_eq!(report.of(What::Oddity), 1);
    let name = |code: &str| places.region(places.find_region(code).unwrap()).name.clone();
    assert_eq!(
        [name("1101"), name("110101"), name("1101012001")],
        ["PELALAWAN", "LUBUK PAKAM I,II", "P A P U A"]
    );
    assert_eq!(places.stations()[0].source_id, Some(1));
}

#[test]
fn a_place_that_fits_nowhere_is_refused_alone() {
    let bad = [
        ("12,1,NO LEVEL,9,", What::Shape),
        ("120,1,BAD LENGTH,1,", What::Shape),
        ("1201,1,NO PARENT,2,12", What::UnknownPlace),
        ("1102,1,OTHER PARENT,2,12", What::UnknownPlace),
        ("11,100054,OTHER NAME,1,", What::Duplicate),
        ("1a,1,SMALL LETTER,1,", What::UnknownPlace),
        ("13,x,BAD ID,1,", What::Number),
    ];
    for (row, what) in bad {
        let (places, report) = places(&format!("{REGIONS}{row}\n"), "kode_tps,kpu_id,nama,kode_kelurahan\n");
        assert_eq!((places.regions().len(), report.refused()), (5, 1), "{row}");
        assert_eq!(report.problems.last().unwrap().what, what, "{row}");
    }
    let stations = "kode_tps,kpu_id,nama,kode_kelurahan\n1101012002001,1,TPS 001,1101012002\n1101012001001,2,TPS 001,1101012001\n";
    let (places, report) = places(REGIONS, stations);
    assert_eq!((places.stations().len(), report.of(What::UnknownPlace)), (1, 1));
}

#[test]
fn the_real_lists_become_the_real_places() {
    let Some(data) = data() else { return };
    let election = crate::support::real(&data);
    let count = |level| election.places.region_ixs(level).count();
    assert_eq!([count(1), count(2), count(3), count(4)], [39, 643, 7_405, 83_859]);
    assert_eq!(election.places.stations().len(), 823_236);
}
