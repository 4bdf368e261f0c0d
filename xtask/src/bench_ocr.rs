//! `cargo xtask bench ocr`: general text readers on the boxes that the shipped net never saw.

use crate::browser::target;
use crate::install;
use crate::step::{self, reference_data, root};

/// Runs `bench/read_ocr.py`, which prints a table for `docs/reader.md`.
pub fn run() -> Result<(), String> {
    let Some(data) = reference_data().map(|data| data.join("digits-2024")).filter(|folder| folder.is_dir())
    else {
        println!("skipped: the comparison needs real boxes (../shared/data/digits-2024)");
        return Ok(());
    };
    if !install::apt("tesseract", "tesseract-ocr") {
        return Ok(());
    }
    let Some(python) = install::python(9) else {
        println!("skipped: RapidOCR needs Python");
        return Ok(());
    };
    let Some(bin) = install::venv("rapidocr", &python, &["rapidocr-onnxruntime==1.4.4"]) else {
        return Ok(());
    };
    step::run("our net", "cargo", &["build", "--release", "--locked", "--package", "wasm"])?;
    let file = |name: &str| data.join(name).display().to_string();
    let script = root().join("bench/read_ocr.py").display().to_string();
    let program = target().join("release/saksi-reader").display().to_string();
    step::run(
        "text readers",
        &format!("{bin}/python"),
        &[&script, &file("boxes.tar"), &file("labels.csv"), &program],
    )
}
