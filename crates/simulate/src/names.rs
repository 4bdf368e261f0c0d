//! Invented names. They are put together from common words; a likeness with a place or person is chance.

use crate::dice::Dice;

const PLACE_FIRST: [&str; 24] = [
    "ALUR", "AMPAR", "BATU", "BUKIT", "CEMARA", "GUNUNG", "KARANG", "KEBUN", "LADANG", "LEMBAH", "LUBUK",
    "MUARA", "PADANG", "PASIR", "PINANG", "RANTAU", "RAWA", "RIMBA", "SIMPANG", "SUNGAI", "TANJUNG",
    "TELAGA", "TELUK", "UJUNG",
];
const PLACE_SECOND: [&str; 24] = [
    "AMANAH", "BARU", "BENING", "BERSATU", "CERMIN", "DAMAI", "EMAS", "GADING", "HARAPAN", "INDAH", "JAYA",
    "JERNIH", "KENCANA", "LESTARI", "MAKMUR", "MULIA", "PELANGI", "PERMAI", "RUKUN", "SARI", "SEJUK",
    "SENTOSA", "TENANG", "TERANG",
];
const GIVEN: [&str; 32] = [
    "ANGKASA", "ANGGREK", "BAYU", "BINTANG", "CAHYA", "CEMPAKA", "DAHLIA", "EMBUN", "FAJAR", "GALIH", "GEMA",
    "INTAN", "JUANG", "KENANGA", "KIRANA", "LANGIT", "LINTANG", "MAWAR", "MELATI", "MENTARI", "NIRWANA",
    "PELITA", "PERTIWI", "PUSPA", "RIMBUN", "SAMUDRA", "SEKAR", "SURYA", "TERATAI", "TIRTA", "WIJAYA",
    "YUDHA",
];
const FAMILY: [&str; 32] = [
    "ARUNIKA",
    "BASKARANI",
    "BUANAJATI",
    "CANDRALOKA",
    "DANURASA",
    "DIRGANTI",
    "EKALAYA",
    "GANDASULI",
    "GIRINATA",
    "HASTARAYA",
    "JATIWANGI",
    "KALINDARA",
    "KARTANILA",
    "LAKSAMITRA",
    "LOKANANTA",
    "MANIKARA",
    "MERTAJATI",
    "NARESWARA",
    "NUSAKARYA",
    "PADMARASA",
    "PANDULOKA",
    "PRAMADATA",
    "RANUWIJI",
    "RATIMAYA",
    "SADAKARSA",
    "SASTRADIPA",
    "SEMERUJATI",
    "TAMANJAYA",
    "TIRTALOKA",
    "UTAMARASA",
    "WANAKERTA",
    "WIRASABDA",
];

/// Every place name, shuffled: each stands once.
pub(crate) fn place_names(seed: u64) -> Vec<String> {
    shuffled_pairs(seed, "place-names", &PLACE_FIRST, &PLACE_SECOND)
}

/// Every person's name, shuffled: each stands once.
pub(crate) fn person_names(seed: u64) -> Vec<String> {
    shuffled_pairs(seed, "person-names", &GIVEN, &FAMILY)
}

fn shuffled_pairs(seed: u64, label: &str, first: &[&str], second: &[&str]) -> Vec<String> {
    let mut names: Vec<String> =
        first.iter().flat_map(|a| second.iter().map(move |b| format!("{a} {b}"))).collect();
    Dice::new(seed, label).shuffle(&mut names);
    names
}
