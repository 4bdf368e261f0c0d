//! The real boxes, read where they lie beside the project.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use reader::Gray;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// A box cut from a real form.
pub struct Crop {
    /// Its name in the archive.
    pub file: String,
    /// The station's code.
    pub station: String,
    /// What a person read: 0 to 9, or X.
    pub label: String,
    /// The same, or what stands there where that is wrong to the eye (`train/wrong-labels.csv`).
    pub seen: String,
    /// Its luma.
    pub picture: Gray,
}

/// All of them; `None`, and a line that says so, where they are not at hand.
pub fn crops() -> Option<Vec<Crop>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/digits-2024");
    let Ok(archive) = std::fs::File::open(folder.join("boxes.tar")) else {
        println!("skipped: no {}", folder.display());
        return None;
    };
    let mut pictures = BTreeMap::new();
    for entry in tar::Archive::new(archive).entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().to_string_lossy().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        pictures.insert(name, luma(bytes));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("train/wrong-labels.csv");
    let wrong = csv::Reader::from_path(path).unwrap().into_records().map(Result::unwrap);
    let wrong: BTreeMap<String, String> = wrong.map(|row| (row[0].to_owned(), row[2].to_owned())).collect();
    let labels = csv::Reader::from_path(folder.join("labels.csv")).unwrap().into_records();
    let crop = |row: csv::StringRecord| Crop {
        picture: pictures.remove(&row[0]).unwrap(),
        file: row[0].to_owned(),
        station: row[1].to_owned(),
        label: row[4].to_owned(),
        seen: wrong.get(&row[0]).cloned().unwrap_or_else(|| row[4].to_owned()),
    };
    Some(labels.map(Result::unwrap).map(crop).collect())
}

fn luma(jpeg: Vec<u8>) -> Gray {
    let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::Luma);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(jpeg), options);
    let pixels = decoder.decode().unwrap();
    let (width, height) = decoder.dimensions().unwrap();
    Gray::new(width, height, pixels).unwrap()
}
