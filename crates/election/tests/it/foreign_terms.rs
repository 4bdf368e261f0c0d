//! The core crates hold no code or term of any one country: those live in profiles and adapters.

use std::fs;
use std::path::{Path, PathBuf};

/// Crates whose sources are scanned; one that does not exist yet is passed over.
const CORE: [&str; 10] = [
    "election",
    "ledger",
    "statement",
    "tally",
    "record",
    "sequencer",
    "publish",
    "verify",
    "proof",
    "mirror",
];

/// Modules that speak another system's format on purpose.
const ADAPTERS: [&str; 2] = ["record/src/kpu", "publish/src/kpu"];

/// Single terms that a file may hold, and why.
const EXCEPTIONS: [(&str, &str, &str); 4] = [
    ("record/src/lib.rs", "kpu", "declares the adapter's module"),
    ("record/src/plan.rs", "kpu", "the one place that selects the adapter"),
    ("record/src/pages/labels.rs", "indonesia", "the name of a language"),
    ("statement/src/kind.rs", "hasil", "documentation, given to a macro as text"),
];

/// Whole words. The legal term for a party witness is this system's own name and cannot be among them.
const TERMS: [&str; 61] = [
    "tps",
    "kpu",
    "kpps",
    "kppsln",
    "ppk",
    "pps",
    "ppln",
    "bawaslu",
    "panwaslu",
    "sirekap",
    "situng",
    "dapil",
    "ppwp",
    "pdpr",
    "pdpd",
    "pdprdp",
    "pdprdk",
    "pkwkp",
    "pkwkk",
    "dpr",
    "dpd",
    "dprd",
    "dpt",
    "dptb",
    "dpk",
    "suara",
    "pemilih",
    "pemilu",
    "pilihan",
    "pilkada",
    "paslon",
    "sah",
    "tidak",
    "jumlah",
    "laki",
    "perempuan",
    "kecamatan",
    "kabupaten",
    "kabko",
    "provinsi",
    "kelurahan",
    "desa",
    "nasional",
    "luar",
    "negeri",
    "wilayah",
    "tingkat",
    "kode",
    "nama",
    "noken",
    "psu",
    "hasil",
    "rekapitulasi",
    "plano",
    "c1",
    "indonesia",
    "indonesian",
    "100025",
    "100026",
    "100027",
    "823236",
];

#[test]
fn no_core_crate_holds_a_term_of_one_country_in_its_code() {
    let crates = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let mut found = Vec::new();
    let mut scanned = 0;
    for name in CORE {
        for path in sources(&crates.join(name).join("src")) {
            let shown = path.strip_prefix(crates).unwrap().to_str().unwrap().replace('\\', "/");
            if ADAPTERS.iter().any(|adapter| shown.starts_with(adapter)) {
                continue;
            }
            scanned += 1;
            let text = fs::read_to_string(&path).unwrap();
            // Tests at the end of a file may speak of any country.
            let code = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]"));
            for (number, line) in code.enumerate() {
                for term in terms_in(line).into_iter().filter(|term| !excepted(&shown, term)) {
                    found.push(format!("{shown}:{}: {term}", number + 1));
                }
            }
        }
    }
    assert!(scanned >= 10, "the sources of this crate at least");
    assert!(found.is_empty(), "terms of one country in core code:\n{}", found.join("\n"));
}

#[test]
fn the_scan_finds_terms_in_code_and_leaves_comments_alone() {
    assert_eq!(terms_in("let kode_tps = 1;"), ["kode", "tps"]);
    assert_eq!(terms_in("struct PpwpForm; let SuaraSah = 100_025;"), ["ppwp", "suara", "sah", "100025"]);
    assert_eq!(terms_in("\"/wilayah/0.json\""), ["wilayah"]);
    assert!(terms_in("/// A polling station (TPS).").is_empty());
    assert!(terms_in("let steps = 1; // one TPS").is_empty());
    assert_eq!(terms_in("let url = \"https://kpu.go.id\";"), ["kpu"]);
}

fn excepted(path: &str, term: &str) -> bool {
    EXCEPTIONS.iter().any(|(file, word, _)| *file == path && *word == term)
}

/// The terms in the code of a line, whatever way its words are joined.
fn terms_in(line: &str) -> Vec<&'static str> {
    let mut words: Vec<String> = vec![String::new()];
    let (mut before, mut upper) = (' ', false);
    for character in code_of(line).chars() {
        if !(character.is_alphanumeric() || character == '_') {
            words.push(String::new());
        } else if character == '_' {
            // Digits keep together across an underscore, words do not.
            if !before.is_ascii_digit() {
                words.push(String::new());
            }
            before = character;
            continue;
        } else if character.is_uppercase() && !upper && before.is_alphabetic() {
            words.push(String::new());
        }
        upper = character.is_uppercase();
        before = character;
        if character.is_alphanumeric() {
            words.last_mut().unwrap().extend(character.to_lowercase());
        }
    }
    words.iter().filter_map(|word| TERMS.into_iter().find(|term| term == word)).collect()
}

/// The line without its comment; `//` behind a colon is an address.
fn code_of(line: &str) -> &str {
    let mut from = 0;
    while let Some(at) = line[from..].find("//").map(|at| at + from) {
        if at == 0 || line.as_bytes()[at - 1] != b':' {
            return &line[..at];
        }
        from = at + 2;
    }
    line
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return files };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}
