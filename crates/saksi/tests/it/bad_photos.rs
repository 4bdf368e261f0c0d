//! What `saksi read` says to files that are photos and yet no good ones, and to photos that come in other dress: a clear
//! answer each, in bounded time.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use jpeg_encoder::{ColorType, Encoder};
use reader::Gray;
use reader::layout::Layout;
use serde_json::Value;
use simulate::paper::{Conditions, Raster, Span, blank, photograph};

use crate::common::{failure, saksi};

fn layout_text() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles/id-2024/layouts/c-hasil-ppwp.toml");
    fs::read_to_string(path).unwrap()
}

fn conditions() -> Conditions {
    Conditions { per_mm: Span::only(1.6), ..Conditions::studio() }
}

fn taken(raster: &Raster, layout: &Layout, page: u8, conditions: &Conditions) -> Vec<u8> {
    photograph(raster, layout, page, conditions, 7).unwrap().jpeg
}

/// An empty page 2 on a table.
fn page_two() -> &'static [u8] {
    static PHOTO: OnceLock<Vec<u8>> = OnceLock::new();
    PHOTO.get_or_init(|| {
        let layout = Layout::parse(&layout_text()).unwrap();
        taken(&blank(&layout, 2, 2.0).unwrap(), &layout, 2, &conditions())
    })
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path: PathBuf = self.0.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }
}

fn json(arguments: &[&str]) -> Value {
    let output = saksi(arguments);
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

/// A refusal, and how long it took.
fn refused(path: &str) -> String {
    let start = Instant::now();
    let told = failure(&saksi(&["read", "page", path]));
    assert!(start.elapsed() < Duration::from_secs(60), "{path}: {told}");
    assert!(told.contains(path) && told.lines().count() <= 3, "{told}");
    told
}

fn png(picture: &Gray, depth: png::BitDepth, animated: bool) -> Vec<u8> {
    let mut file = Vec::new();
    let size = |length: usize| u32::try_from(length).unwrap();
    let mut encoder = png::Encoder::new(&mut file, size(picture.width()), size(picture.height()));
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(depth);
    let pixels: Vec<u8> = if depth == png::BitDepth::Sixteen {
        picture.pixels().iter().flat_map(|pixel| [*pixel, 0x7f]).collect()
    } else {
        picture.pixels().to_vec()
    };
    if animated {
        encoder.set_animated(2, 0).unwrap();
    }
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&pixels).unwrap();
    if animated {
        writer.write_image_data(&vec![0; pixels.len()]).unwrap();
    }
    writer.finish().unwrap();
    file
}

/// A JPEG whose header says that the telephone was held so (orientation 6: turned by a quarter).
fn with_orientation(jpeg: &[u8]) -> Vec<u8> {
    let tiff = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xff, 0xe1]);
    bytes.extend(u16::try_from(tiff.len() + 2).unwrap().to_be_bytes());
    bytes.extend(tiff);
    bytes.extend(&jpeg[2..]);
    bytes
}

#[test]
fn a_page_reads_alike_in_every_dress() {
    let folder = Folder::new();
    let picture = reader::decode::decode(page_two()).unwrap();
    let size = |length: usize| u16::try_from(length).unwrap();
    let encoded = |colour: ColorType, channels: usize| {
        let mut bytes = Vec::new();
        // A press prints grey in black ink alone.
        let ink =
            |pixel: &u8| if channels == 4 { vec![0, 0, 0, 255 - pixel] } else { vec![*pixel; channels] };
        let pixels: Vec<u8> = picture.pixels().iter().flat_map(ink).collect();
        let encoder = Encoder::new(&mut bytes, 92);
        encoder.encode(&pixels, size(picture.width()), size(picture.height()), colour).unwrap();
        bytes
    };
    for (name, bytes) in [
        ("plain.jpg", page_two().to_vec()),
        ("turned.jpg", with_orientation(page_two())),
        ("grey.jpg", encoded(ColorType::Luma, 1)),
        ("press.jpg", encoded(ColorType::Cmyk, 4)),
        ("grey.png", png(&picture, png::BitDepth::Eight, false)),
        ("deep.png", png(&picture, png::BitDepth::Sixteen, false)),
        ("film.png", png(&picture, png::BitDepth::Eight, true)),
    ] {
        let read = json(&["read", "page", "--json", &folder.file(name, &bytes)]);
        assert_eq!(read["pages"][0]["page"], 2, "{name}");
        assert_eq!((&read["pages"][0]["named"], &read["pages"][0]["without"]), (&"tag".into(), &Value::Null));
        assert_eq!(read["pages"][0]["surface"], "paper", "{name}");
        assert_eq!(read["fields"].as_object().unwrap().len(), 3, "{name}");
    }
}

#[test]
fn a_photo_cut_short_is_damaged() {
    let folder = Folder::new();
    let told = refused(&folder.file("cut.jpg", &page_two()[..page_two().len() / 2]));
    assert!(told.contains("damaged or cut short"), "{told}");
}

#[test]
fn too_many_pixels_are_refused_unpacked_or_not() {
    let folder = Folder::new();
    let white = |side: u32| {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, side, side);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&vec![0xff; side.div_ceil(8) as usize * side as usize]).unwrap();
        drop(writer);
        file
    };
    // 200 million pixels in a header, and in some kilobytes.
    let mut large = page_two().to_vec();
    let frame = large.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    large[frame + 5..frame + 9].copy_from_slice(&[0x27, 0x10, 0x4e, 0x20]);
    assert!(refused(&folder.file("large.jpg", &large)).contains("at most 64 million"));
    assert!(refused(&folder.file("bomb.png", &white(14_200))).contains("at most 64 million"));
    // As many as are read: unpacked, and nothing in them.
    assert!(refused(&folder.file("most.png", &white(8_000))).contains("nothing printed"));
}

#[test]
fn paper_without_a_form_and_other_forms_are_told_apart() {
    let folder = Folder::new();
    let layout = Layout::parse(&layout_text()).unwrap();
    let white = Raster::new(600.0, 900.0, 2.0, [250; 3]);
    let told = refused(&folder.file("white.jpg", &taken(&white, &layout, 2, &conditions())));
    assert!(told.contains("no form was found") || told.contains("nothing printed"), "{told}");
    let other = Layout::parse(&layout_text().replace("tag = 102", "tag = 1102")).unwrap();
    let raster = blank(&other, 2, 2.0).unwrap();
    let told = refused(&folder.file("other.jpg", &taken(&raster, &other, 2, &conditions())));
    assert!(told.contains("1102") && told.contains("another form"), "{told}");
}

#[test]
fn a_preview_is_too_small() {
    let folder = Folder::new();
    let layout = Layout::parse(&layout_text()).unwrap();
    let small = Conditions { per_mm: Span::only(0.4), ..conditions() };
    let told =
        refused(&folder.file("small.jpg", &taken(&blank(&layout, 2, 2.0).unwrap(), &layout, 2, &small)));
    assert!(told.contains("too small"), "{told}");
}

#[test]
fn of_one_page_three_times_it_is_said_which_pages_are_missing() {
    let folder = Folder::new();
    let path = folder.file("two.jpg", page_two());
    let sheet = json(&["read", "form", "--json", &path, &path, &path]);
    assert_eq!(sheet["missing"], serde_json::json!([1, 3]));
    assert_eq!(sheet["accepted"], false);
    assert_eq!(sheet["pages"].as_array().unwrap().iter().filter(|page| page["taken"] == true).count(), 1);
    let output = saksi(&["read", "form", &path, &path, &path]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("1, 3"), "{said}");
}
