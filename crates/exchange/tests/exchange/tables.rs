//! Constituencies and candidates of the archived lists become an election's tables.

use election::{Election, Sex};
use exchange::kpu::tables::{candidates, constituencies};
use exchange::{Report, What};

use crate::support::{data, profile, real};

#[test]
fn bad_rows_of_the_lists_are_refused() {
    let mut report = Report::default();
    let file = "kode_dapil,jenis_dapil,nama_dapil,kode_wilayah\n1101,DPR RI,ACEH I,1101\n1101,DPR RI,ACEH I,1101\n\
                1101,SENAT,ACEH I,1101\n11-1,DPR RI,ACEH I,1101\n";
    let table = constituencies("d.csv", &mut file.as_bytes(), &|_| false, &mut report);
    assert_eq!((table.rows.len(), report.refused()), (1, 3));
    let mut report = Report::default();
    let file = "jenis,kode_dapil,id_partai,nomor_urut,nama,jk,kabkota\ndpr,1101,8,1,A,P,KOTA SABANG\ndpr,1101,8,1,B,L,\ndpr,1101,999,2,C,L,\n\
                dpr,1101,8,x,D,L,\nxyz,1101,8,3,E,L,\ndpd,11,,1,\"F  G\",X,\n";
    let table = candidates("c.csv", &mut file.as_bytes(), &mut report);
    assert_eq!((table.rows.len(), report.refused(), report.of(What::Oddity)), (2, 4, 1));
    assert_eq!(
        (table.rows[0].party, table.rows[1].party, table.rows[1].name.as_str()),
        (Some(1), None, "F G")
    );
    assert_eq!((table.rows[0].sex, table.rows[0].home.as_str()), (Some(Sex::Female), "KOTA SABANG"));
    assert_eq!((table.rows[1].sex, report.of(What::UnknownName)), (None, 3), "`X` is noted");
}

#[test]
fn the_real_lists_make_an_election_with_every_contest() {
    let Some(data) = data() else { return };
    let open = |name: &str| std::fs::File::open(data.join("id-2024").join(name)).unwrap();
    let mut report = Report::default();
    let skip = |contest: &str| contest == "pdpr";
    let districts =
        constituencies("electoral-districts", &mut open("electoral-districts.csv.gz"), &skip, &mut report);
    let people = candidates("candidates", &mut open("candidates.csv.gz"), &mut report);
    assert_eq!((districts.rows.len(), report.counted("skipped")), (8_421, 514));
    assert_eq!(
        (people.rows.len(), report.refused(), report.of(What::Oddity)),
        (258_229, 0, report.problems.len())
    );
    let places = real(&data).places.clone();
    let election = Election::new(profile(), places, Some(districts), Some(people)).unwrap();
    for (contest, number) in [("pdpr", 84), ("pdprdp", 301), ("pdprdk", 2_325), ("pdpd", 38)] {
        let contest = election.profile.contest(contest).unwrap();
        assert_eq!(election.constituencies(contest).count(), number);
    }
}
