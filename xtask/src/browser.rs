//! Programs for the browser (`wasm/`, `web/`): built, and the reader held bit by bit against the machine's own.

use std::path::{Path, PathBuf};

use crate::demo::fresh;
use crate::programs::Programs;
use crate::step::{self, fed, has, output, reference_data, root};

/// Photos of which every way must say the same: sheets of three pages.
const SHEETS: &str = "34";
/// Boxes of which every way must say the same.
const BOXES: &str = "10000";
/// The seed of both.
const SEED: &str = "20240214";

/// The module that ships, with vectors of 128 bits, and the one without, for engines that lack them.
pub struct Modules {
    pub vectors: String,
    pub plain: String,
}

/// Builds both. None: the target can't be had, and a line says so.
pub fn modules() -> Result<Option<Modules>, String> {
    let (code, _) = output("rustup", &["target", "add", "wasm32-wasip1"]).unwrap_or((-1, String::new()));
    if code != 0 {
        println!("skipped: the reader for the browser (the target wasm32-wasip1 can't be had here)");
        return Ok(None);
    }
    let vectors = "target.wasm32-wasip1.rustflags=[\"-C\",\"target-feature=+simd128\"]";
    Ok(Some(Modules { vectors: module("vectors", &["--config", vectors])?, plain: module("plain", &[])? }))
}

/// Builds the program that checks one statement. Where it can't be, one of an earlier build goes, so that the pages are made without.
pub fn verifier() -> Result<(), String> {
    let kept = target().join("saksi-verify.wasm");
    let (code, _) = output("rustup", &["target", "add", "wasm32-wasip1"]).unwrap_or((-1, String::new()));
    if code != 0 {
        println!(
            "skipped: checking one statement in the browser (the target wasm32-wasip1 can't be had here)"
        );
        return match std::fs::remove_file(&kept) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(format!("{}: {error}", kept.display()))
            }
            Ok(()) | Err(_) => Ok(()),
        };
    }
    step::run(
        "the program that checks one statement",
        "cargo",
        &[
            "build",
            "--profile",
            "wasm-small",
            "--locked",
            "--package",
            "verify-wasm",
            "--target",
            "wasm32-wasip1",
        ],
    )?;
    let built = target().join("wasm32-wasip1/wasm-small/saksi-verify.wasm");
    std::fs::copy(&built, &kept).map_err(|error| format!("{}: {error}", built.display()))?;
    Ok(())
}

fn module(kind: &str, flags: &[&str]) -> Result<String, String> {
    let arguments =
        ["build", "--profile", "wasm", "--locked", "--package", "wasm", "--target", "wasm32-wasip1"];
    step::run(&format!("the reader for the browser, {kind}"), "cargo", &[flags, &arguments].concat())?;
    let built = target().join("wasm32-wasip1/wasm/saksi-reader.wasm");
    let kept = target().join(format!("saksi-reader-{kind}.wasm"));
    std::fs::copy(&built, &kept).map_err(|error| format!("{}: {error}", built.display()))?;
    Ok(kept.display().to_string())
}

/// Where cargo builds.
pub fn target() -> PathBuf {
    std::env::var("CARGO_TARGET_DIR").map_or_else(|_| root().join("target"), PathBuf::from)
}

/// Boxes and photos of fixed seeds give the same bytes by the processor's vectors, by the definitions, and in WebAssembly with
/// and without vectors; and they are the bytes that `saksi` prints.
pub fn same_bits(programs: &Programs) -> Result<(), String> {
    let saksi = &programs.program("saksi");
    let folder = fresh(&root().join("target/same-bits"))?;
    let draw = programs.example("reader_photos");
    step::run("photos to read", &draw, &["phone", &folder, SHEETS, SEED])?;
    let boxes = format!("{folder}/boxes");
    let real = reference_data().map(|data| data.join("digits-2024/boxes.tar")).filter(|path| path.is_file());
    let real = real.map(|path| path.display().to_string());
    let mut arguments = vec!["boxes", boxes.as_str(), BOXES, SEED];
    arguments.extend(real.as_deref());
    step::run("boxes to read", &draw, &arguments)?;

    let program = programs.program("saksi-reader");
    let fast = native(&program, &[], &folder)?;
    let pages = fast.photos.iter().filter(|(_, said)| !said.starts_with("2\n")).count();
    if pages * 10 < fast.photos.len() * 9 {
        return Err(format!(
            "only {pages} of {} generated photos are read: nothing to compare",
            fast.photos.len()
        ));
    }
    for (name, said) in fast.photos.iter().step_by(10).filter(|(_, said)| !said.starts_with("2\n")) {
        let path = format!("{folder}/{name}");
        let (code, text) = output(saksi, &["read", "page", "--json", &path])?;
        // The photo is named by its path there.
        agrees(name, "saksi", said, &format!("{code}\n{}", text.replace(&path, name)))?;
    }
    same("by the definitions", &fast, &native(&program, &["--plain"], &folder)?)?;
    let Some(modules) = modules()? else { return Ok(()) };
    if !has("node", "--version") {
        println!("skipped: the reader in WebAssembly against the machine's own (no node)");
        return Ok(());
    }
    let script = root().join("web/test/identity.mjs").display().to_string();
    for (way, module) in
        [("WebAssembly with vectors", &modules.vectors), ("WebAssembly without", &modules.plain)]
    {
        let (code, text) = output("node", &[&script, module, &folder])?;
        if code != 0 {
            return Err(format!("{way}: {text}"));
        }
        same(way, &fast, &Said::parse(&text))?;
    }
    let test = root().join("web/test/reader.test.mjs").display().to_string();
    let module = format!("SAKSI_READER_WASM={}", modules.vectors);
    step::run("the reader in JavaScript", "env", &[&module, "node", "--test", &test])?;
    lists(programs, &modules)
}

/// Forms that follow a list are read by a station's tables to the bytes that `saksi` prints with the whole election.
fn lists(programs: &Programs, modules: &Modules) -> Result<(), String> {
    let folder = councils(programs)?;
    let (saksi, reader) = (programs.program("saksi"), programs.program("saksi-reader"));
    let test = root().join("web/test/councils.test.mjs").display().to_string();
    let both = format!("{}:{}", modules.vectors, modules.plain);
    step::run_with(
        "forms that follow a list, by a station's tables",
        "node",
        &["--test", &test],
        &[
            ("SAKSI", &saksi),
            ("SAKSI_READER", &reader),
            ("SAKSI_READER_WASM", &both),
            ("SAKSI_COUNCILS", &folder),
        ],
    )
}

/// Photos of the councils' sheets of one station, with its election's tables.
pub fn councils(programs: &Programs) -> Result<String, String> {
    let folder = fresh(&root().join("target/councils"))?;
    let draw = programs.example("councils");
    step::run("councils' sheets to read", &draw, &[&folder, SEED])?;
    Ok(folder)
}

/// What one way says of everything.
struct Said {
    /// Of each photo its exit code, a line break and what was written.
    photos: Vec<(String, String)>,
    boxes: String,
}

impl Said {
    /// Of what `web/test/identity.mjs` prints.
    fn parse(text: &str) -> Said {
        let mut parts: Vec<&str> = text.split("\n\n").collect();
        let boxes = parts.pop().unwrap_or_default().to_owned();
        let photo =
            |part: &str| part.split_once(' ').map(|(name, said)| (name.to_owned(), format!("{said}\n")));
        Said { photos: parts.into_iter().filter_map(photo).collect(), boxes }
    }
}

fn native(program: &str, way: &[&str], folder: &str) -> Result<Said, String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .map_err(|error| format!("listing {folder}: {error}"))?
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "jpg"))
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let mut photos = Vec::new();
    for name in names {
        let path = Path::new(folder).join(&name);
        let length = std::fs::metadata(&path).map_err(|error| error.to_string())?.len();
        let photo = format!("{name}={length}");
        let (code, text) = fed(program, &[way, &["photos", &photo]].concat(), &path)?;
        photos.push((name, format!("{code}\n{text}")));
    }
    let (_, boxes) = fed(program, &[way, &["boxes"]].concat(), &Path::new(folder).join("boxes"))?;
    Ok(Said { photos, boxes })
}

fn same(way: &str, one: &Said, other: &Said) -> Result<(), String> {
    if one.photos.len() != other.photos.len() {
        return Err(format!("{way}: {} photos, not {}", other.photos.len(), one.photos.len()));
    }
    for ((name, one), (_, other)) in one.photos.iter().zip(&other.photos) {
        agrees(name, way, one, other)?;
    }
    let count = one.boxes.lines().count();
    if count.to_string() != BOXES {
        return Err(format!("{count} boxes were read, not {BOXES}"));
    }
    for (at, (one, other)) in one.boxes.lines().zip(other.boxes.lines()).enumerate() {
        agrees(&format!("box {at}"), way, one, other)?;
    }
    agrees("boxes", way, &one.boxes, &other.boxes)?;
    println!("   {way}: {} photos and {count} boxes, every byte the same", one.photos.len());
    Ok(())
}

fn agrees(what: &str, way: &str, one: &str, other: &str) -> Result<(), String> {
    if one == other {
        return Ok(());
    }
    let at = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let around = |text: &str| -> String { text.chars().skip(at.saturating_sub(60)).take(120).collect() };
    Err(format!("{what}: {way} says otherwise at byte {at}: {:?} and {:?}", around(one), around(other)))
}
