//! Failures to look at: with `SAKSI_GALLERY=FOLDER` every box and row of strokes that was read otherwise than it is written is
//! kept there as a picture, named by what stands there and what was read. `index.html` shows them all.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use reader::Gray;
use reader::layout::Spot;
use reader::page::Field;
use reader::sample::cut;

/// The folder that failures are kept in, if they are wanted.
pub fn folder() -> Option<PathBuf> {
    std::env::var_os("SAKSI_GALLERY").map(PathBuf::from)
}

/// Keeps a part of a photo.
pub fn keep(name: &str, picture: &Gray, field: &Field, at: Spot, (wide, high): (i32, i32)) {
    let Some(folder) = folder() else { return };
    let (x, y) = (wide / 10, high / 10);
    let corners = field.rectangle(at.moved(-x, -y), wide + 2 * x, high + 2 * y).unwrap();
    let tall = 96;
    let broad = usize::try_from(wide * 96 / high.max(1)).unwrap().clamp(16, 960);
    let part = cut(picture, corners, broad, tall).unwrap();
    fs::create_dir_all(&folder).unwrap();
    let file = fs::File::create(folder.join(format!("{name}.png"))).unwrap();
    let mut encoder = png::Encoder::new(file, u32::try_from(broad).unwrap(), u32::try_from(tall).unwrap());
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(part.pixels()).unwrap();
}

/// Lists what was kept.
pub fn index() {
    let Some(folder) = folder().filter(|folder| folder.is_dir()) else { return };
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .filter_map(|entry| {
            entry.unwrap().file_name().into_string().unwrap().strip_suffix(".png").map(str::to_owned)
        })
        .collect();
    names.sort();
    let mut page = fs::File::create(folder.join("index.html")).unwrap();
    writeln!(page, "<!doctype html><meta charset=utf-8><title>{} failures</title>", names.len()).unwrap();
    writeln!(page, "<style>figure{{display:inline-block;margin:4px;font:11px sans-serif}}</style>").unwrap();
    for name in names {
        writeln!(page, "<figure><img src=\"{name}.png\"><figcaption>{name}</figcaption></figure>").unwrap();
    }
}
