//! Ink of real boxes, of stations that the shipped net never saw.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use reader::boxes::Class;
use sha2::{Digest as _, Sha256};
use simulate::paper::RealInk;

/// `None`, and a line that says so, where the boxes are not at hand.
pub fn of_held_out_stations() -> Option<RealInk> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/digits-2024");
    let Ok(archive) = std::fs::File::open(folder.join("boxes.tar")) else {
        println!("skipped: real ink (no {}); strokes are drawn instead", folder.display());
        return None;
    };
    let mut labels = BTreeMap::new();
    for row in csv::Reader::from_path(folder.join("labels.csv")).unwrap().into_records() {
        let row = row.unwrap();
        if held_out(&row[1]) {
            labels.insert(row[0].to_owned(), row[4].to_owned());
        }
    }
    // Labels that are wrong to the eye, as the model card lists them.
    let wrong = Path::new(env!("CARGO_MANIFEST_DIR")).join("../reader/train/wrong-labels.csv");
    for row in csv::Reader::from_path(wrong).unwrap().into_records() {
        let row = row.unwrap();
        if let Some(label) = labels.get_mut(&row[0]) {
            row[2].clone_into(label);
        }
    }
    let mut ink = RealInk::default();
    for entry in tar::Archive::new(archive).entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().to_string_lossy().into_owned();
        let Some(label) = labels.get(&name) else { continue };
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        let class = label.parse().map_or(Class::Crossed, Class::Digit);
        ink.add(class, &reader::decode::decode(&bytes).unwrap());
    }
    Some(ink)
}

/// As `weights/MODEL-CARD.md` says.
fn held_out(station: &str) -> bool {
    let hash = Sha256::digest(station.as_bytes());
    u64::from_be_bytes(hash[..8].try_into().unwrap()) % 100 < 15
}
