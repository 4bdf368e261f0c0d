//! Where the invented district's stations are.

use std::fmt::Write as _;
use std::sync::LazyLock;

#[path = "../../../election/tests/it/bundle.rs"]
pub mod bundle;
#[path = "../../tests/http/support/ledger.rs"]
pub mod ledger;

const VILLAGES: [&str; 8] =
    ["MAWAR", "KENANGA", "CEMPAKA", "FLAMBOYAN", "SUKAMAJU BARAT", "SUKAMAJU TIMUR", "TANJUNG", "DAHLIA"];

pub static REGIONS: LazyLock<String> = LazyLock::new(|| {
    let mut rows = "code,name,level,parent,source_id\n98,SIMULASI,1,,1\n9801,SIMULASI RAYA,2,98,2\n\
                    980101,MELATI,3,9801,3\n"
        .to_owned();
    for (name, one) in VILLAGES.iter().zip(1..) {
        writeln!(rows, "980101200{one},{name},4,980101,{}", 10 + one).unwrap();
    }
    rows
});

pub static STATIONS: LazyLock<String> = LazyLock::new(|| {
    let count: usize = std::env::args().nth(1).map_or(24, |count| count.parse().unwrap());
    let mut rows = "code,name,region,source_id\n".to_owned();
    let mut all: Vec<(usize, usize)> = (0..count).map(|one| (one % 8 + 1, one / 8 + 1)).collect();
    all.sort_unstable();
    for (village, station) in all {
        let id = 1_000 * village + station;
        writeln!(rows, "980101200{village}{station:03},TPS {station:03},980101200{village},{id}").unwrap();
    }
    rows
});

/// Both.
pub fn places() -> [&'static str; 2] {
    [&REGIONS, &STATIONS]
}
