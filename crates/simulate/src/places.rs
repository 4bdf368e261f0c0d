//! One invented regency: the four canonical tables an election is made of.
//!
//! Codes nest and have the lengths of the law (2, 4, 6, 10 and 13 digits) under province 98, a number that the
//! Interior Ministry has given to nobody; the names of province, regency and constituency say *Simulasi*.

use std::fmt::Write as _;

use crate::cast;
use crate::dice::Dice;
use crate::names::{person_names, place_names};

/// Code of the invented province.
pub const PROVINCE: &str = "98";
/// Code of the invented regency.
pub const REGENCY: &str = "9801";
/// Code of the one constituency.
pub const CONSTITUENCY: &str = "9801";

const SEATS: u32 = 7;
/// Numbers of the parties that stand everywhere (UU 7/2017 Pasal 179; 18 to 23 stand in one province alone).
const PARTIES: [u32; 18] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 24];
/// First of the invented numbers in the source's own system.
const SOURCE_IDS: u64 = 980_000_000;

/// The canonical CSV tables of the crate `election`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demo {
    /// `code,name,level,parent,source_id`
    pub regions_csv: String,
    /// `code,name,region,source_id`
    pub stations_csv: String,
    /// `contest,code,name,seats,region`
    pub constituencies_csv: String,
    /// `contest,constituency,party,number,name,source_id`
    pub candidates_csv: String,
}

/// A regency with this many stations (at least one a village): about 100 a district and 10 a village, two of them at
/// special locations. A [`crate::night`] needs [`crate::least_stations`].
pub fn places(seed: u64, stations: usize) -> Demo {
    let stations = u32::try_from(stations).unwrap_or(u32::MAX).clamp(1, 90_000);
    let districts = (stations / 100).clamp(6, 90);
    let mut dice = Dice::new(seed, "places");
    let mut names = place_names(seed).into_iter().cycle();
    let mut name = || names.next().unwrap_or_default();
    let mut ids = SOURCE_IDS..;
    let mut id = || ids.next().unwrap_or(SOURCE_IDS);
    let mut regions = "code,name,level,parent,source_id\n".to_owned();
    let mut line = |code: &str, name: &str, level: u8, parent: &str, id: u64| {
        let _ = writeln!(regions, "{code},{name},{level},{parent},{id}");
    };
    line(PROVINCE, "SIMULASI", 1, "", id());
    line(REGENCY, "SIMULASI RAYA", 2, PROVINCE, id());
    let district_codes: Vec<String> = (1..=districts).map(|n| format!("{REGENCY}{n:02}")).collect();
    for code in &district_codes {
        line(code, &name(), 3, REGENCY, id());
    }
    let mut stations_csv = "code,name,region,source_id\n".to_owned();
    for (at, district) in (0..districts).zip(&district_codes) {
        let here = stations * (at + 1) / districts - stations * at / districts;
        let villages = (here / 10).max(1);
        let shares = shares(&mut dice, here, villages);
        for (village, count) in (1..).zip(shares) {
            let code = format!("{district}2{village:03}");
            line(&code, &name(), 4, district, id());
            // The last station of the first village of two districts is at a special location (lokasi khusus).
            let special = at < 2 && village == 1 && count > 1;
            for number in 1..=count {
                let number = if special && number == count { 901 } else { number };
                let _ = writeln!(stations_csv, "{code}{number:03},TPS {number:03},{code},{}", id());
            }
        }
    }
    Demo {
        regions_csv: regions,
        stations_csv,
        constituencies_csv: format!(
            "contest,code,name,seats,region\n{},{CONSTITUENCY},SIMULASI I,{SEATS},{REGENCY}\n",
            cast::PARLIAMENT
        ),
        candidates_csv: candidates(seed, id),
    }
}

/// `total` into `parts` of unequal size, at least one each.
fn shares(dice: &mut Dice, total: u32, parts: u32) -> Vec<u32> {
    let mut shares = vec![1; parts as usize];
    for _ in parts..total {
        // Two throws, the lower village wins: villages near the district's seat are larger.
        let at = dice.below(parts).min(dice.below(parts).saturating_add(2)) as usize;
        if let Some(share) = shares.get_mut(at) {
            *share += 1;
        }
    }
    shares
}

fn candidates(seed: u64, mut id: impl FnMut() -> u64) -> String {
    let mut names = person_names(seed).into_iter().cycle();
    let mut csv = "contest,constituency,party,number,name,source_id\n".to_owned();
    for party in PARTIES {
        for number in 1..=SEATS {
            let name = names.next().unwrap_or_default();
            let _ = writeln!(csv, "{},{CONSTITUENCY},{party},{number},{name},{}", cast::PARLIAMENT, id());
        }
    }
    csv
}
