//! The crops, their labels, and other people's digits, read where they lie.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use flate2::read::DeflateDecoder;
use reader::Gray;
use reader::boxes::Class;
use sha2::{Digest, Sha256};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// A box cut from a real form.
pub struct Real {
    pub file: String,
    pub station: String,
    /// Index of the class as labelled, and as seen where the label is wrong (`wrong-labels.csv`); `None` where nobody can
    /// say.
    pub given: usize,
    pub seen: Option<usize>,
    pub crop: Gray,
}

/// A digit's ink: 255 is ink.
pub struct Digit {
    pub label: usize,
    pub side: usize,
    pub ink: Vec<u8>,
}

/// The index of a class by its name in the labels.
pub fn class_of(name: &str) -> Option<usize> {
    Class::ALL.into_iter().position(|class| class.name() == name)
}

/// A station's place in all splits: below 15 it is held out from the shipped weights; modulo 5 it is its fold. The first
/// eight bytes of SHA-256 of the station's code, big-endian, modulo 100.
pub fn place(station: &str) -> u64 {
    let digest = Sha256::digest(station);
    u64::from_be_bytes(digest[..8].try_into().expect("eight of 32")) % 100
}

/// All real boxes of a folder that holds `boxes.tar` and `labels.csv`.
pub fn real(folder: &Path, wrong: &Path) -> Vec<Real> {
    let mut pictures = BTreeMap::new();
    let mut archive = tar::Archive::new(fs::File::open(folder.join("boxes.tar")).expect("boxes.tar"));
    for entry in archive.entries().expect("a tar file") {
        let mut entry = entry.expect("a whole tar file");
        let name = entry.path().expect("a name").to_string_lossy().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("a whole tar file");
        pictures.insert(name, bytes);
    }
    let mut mended = BTreeMap::new();
    if wrong.exists() {
        for row in csv::Reader::from_path(wrong).expect("wrong-labels.csv").into_records() {
            let row = row.expect("wrong-labels.csv: a row");
            mended.insert(row[0].to_owned(), class_of(&row[2]));
        }
    }
    let labels = csv::Reader::from_path(folder.join("labels.csv")).expect("labels.csv");
    labels
        .into_records()
        .map(|row| {
            let row = row.expect("labels.csv: a row");
            let given = class_of(&row[4]).expect("a label");
            Real {
                crop: luma(&pictures[&row[0]]),
                seen: mended.get(&row[0]).copied().unwrap_or(Some(given)),
                file: row[0].to_owned(),
                station: row[1].to_owned(),
                given,
            }
        })
        .collect()
}

fn luma(jpeg: &[u8]) -> Gray {
    let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::Luma);
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(jpeg), options);
    let pixels = decoder.decode().expect("a JPEG");
    let (width, height) = decoder.dimensions().expect("its size");
    Gray::new(width, height, pixels).expect("as many pixels")
}

/// The digits of `train_digits.npz`: MNIST's training set and optdigits'.
pub fn digits(npz: &Path) -> Vec<Digit> {
    let bytes = fs::read(npz).expect("train_digits.npz");
    let arrays = members(&bytes);
    let mut digits = Vec::new();
    for (name, side) in [("mnist", 28), ("optdigits", 32)] {
        let ink = &arrays[&format!("{name}_x.npy")];
        let labels = &arrays[&format!("{name}_y.npy")];
        for (ink, &label) in ink.chunks_exact(side * side).zip(labels) {
            digits.push(Digit { label: usize::from(label), side, ink: ink.to_vec() });
        }
    }
    digits
}

/// The deflated members of a zip file, each without its npy header: this is all of both formats that the file needs.
fn members(zip: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let word = |at: usize| u32::from_le_bytes(zip[at..at + 4].try_into().expect("four bytes")) as usize;
    let half = |at: usize| usize::from(u16::from_le_bytes([zip[at], zip[at + 1]]));
    let end = (0..zip.len() - 21).rev().find(|&at| word(at) == 0x0605_4b50).expect("a zip file");
    let mut at = word(end + 16);
    let mut members = BTreeMap::new();
    for _ in 0..half(end + 10) {
        let name = String::from_utf8_lossy(&zip[at + 46..at + 46 + half(at + 28)]).into_owned();
        let local = word(at + 42);
        let start = local + 30 + half(local + 26) + half(local + 28);
        let mut array = Vec::new();
        DeflateDecoder::new(&zip[start..start + word(at + 20)])
            .read_to_end(&mut array)
            .expect("a whole member");
        let header = 10 + usize::from(u16::from_le_bytes([array[8], array[9]]));
        members.insert(name, array.split_off(header));
        at += 46 + half(at + 28) + half(at + 30) + half(at + 32);
    }
    members
}
