//! Ink of real boxes, of stations that the shipped net never saw.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use reader::boxes::Class;
use sha2::{Digest as _, Sha256};
use simulate::paper::{Crop, Ink, Mark};

/// Insides of boxes by what they show.
pub struct RealInk {
    crops: BTreeMap<usize, Vec<Crop>>,
}

impl RealInk {
    /// `None`, and a line that says so, where the boxes are not at hand.
    pub fn held_out() -> Option<RealInk> {
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
        let mut crops: BTreeMap<usize, Vec<Crop>> = BTreeMap::new();
        for entry in tar::Archive::new(archive).entries().unwrap() {
            let mut entry = entry.unwrap();
            let name = entry.path().unwrap().to_string_lossy().into_owned();
            let Some(label) = labels.get(&name) else { continue };
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            let class = label.parse().map_or(Class::Crossed, Class::Digit);
            crops.entry(class.index()).or_default().extend(inside(&bytes));
        }
        Some(RealInk { crops })
    }
}

/// As `weights/MODEL-CARD.md` says.
fn held_out(station: &str) -> bool {
    let hash = Sha256::digest(station.as_bytes());
    u64::from_be_bytes(hash[..8].try_into().unwrap()) % 100 < 15
}

/// What lies within a box's lines: 17 % of a crop at each side are lines and paper around them.
fn inside(jpeg: &[u8]) -> Option<Crop> {
    let picture = reader::decode::decode(jpeg).unwrap();
    let (left, top) = (picture.width() * 17 / 100, picture.height() * 17 / 100);
    let (width, height) = (picture.width() - 2 * left, picture.height() - 2 * top);
    let rows = (top..top + height).flat_map(|y| picture.row(y)[left..left + width].to_vec());
    Crop::of_grey(width, height, &rows.collect::<Vec<u8>>())
}

impl Ink for RealInk {
    fn crop(&self, mark: Mark, throw: u64) -> Option<Crop> {
        let class = match mark {
            Mark::Digit(digit) => Class::Digit(digit),
            Mark::Cross => Class::Crossed,
            Mark::Empty | Mark::Dash | Mark::Slash | Mark::CrossedZero => return None,
        };
        let crops = self.crops.get(&class.index())?;
        crops.get(usize::try_from(throw).unwrap() % crops.len()).cloned()
    }
}
