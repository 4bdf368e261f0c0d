//! The reader's nets, held against a second program that follows their description (`docs/formats.md`) and shares no code
//! with ours: the same weights, the same figures.

use std::path::{Path, PathBuf};

use crate::demo::fresh;
use crate::install;
use crate::programs::Programs;
use crate::step::{self, fed, output, reference_data, root};

/// Drawn patches, and as many real ones where the reference data is at hand.
const PATCHES: &str = "300";
const SEED: &str = "20240214";
/// Bytes and pixels along a side of a patch.
const PATCH: usize = SIDE * SIDE;
const SIDE: usize = 32;
/// Rows of a line of words.
const ROWS: usize = 24;

/// The two programs.
struct Readers {
    ours: String,
    python: String,
    script: String,
}

/// Both read the same boxes and lines by every weights file, and must agree in every figure. That a difference would be seen
/// is tried as well: with one weight of a layer changed, for each layer, they still agree with each other, and no longer with
/// what was read before.
pub fn run(programs: &Programs) -> Result<(), String> {
    let Some(python) = install::python(11) else {
        println!("skipped: the nets by a second reader (it needs Python 3.11 or newer)");
        return Ok(());
    };
    let Some(bin) = install::venv("numpy", &python, &["numpy==2.3.5"]) else { return Ok(()) };
    let readers = Readers {
        ours: programs.example("nets"),
        python: format!("{bin}/python"),
        script: root().join("xtask/outside/second_reader.py").display().to_string(),
    };
    let folder = fresh(&root().join("target/second-reader"))?;
    std::fs::create_dir_all(&folder).map_err(|error| format!("creating {folder}: {error}"))?;
    let (patches, lines) = inputs(&programs.example("reader_photos"), &folder)?;
    let copy = format!("{folder}/changed");

    for (kind, layers, input) in [("boxes", 5, &patches), ("words", 6, &lines)] {
        let files = weights(kind)?;
        for file in &files {
            let said = readers.agree(kind, &[file], input)?;
            for layer in 1..=layers {
                let (code, text) = output(&readers.ours, &["changed", &layer.to_string(), file, &copy])?;
                if code != 0 {
                    return Err(format!("changing a weight of {file}: {text}"));
                }
                if readers.agree(kind, &[&copy], input)? == said {
                    return Err(format!(
                        "{file}: a changed weight in layer {layer} makes no difference: nothing is compared"
                    ));
                }
            }
        }
        // What ships is these files and no others.
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        let shipped =
            same(kind, &fed(&readers.ours, &[kind], input)?, &readers.second(kind, &files, input)?)?;
        println!("   {kind}: {} by {} files, every figure the same", shipped.lines().count(), files.len());
    }
    Ok(())
}

impl Readers {
    /// What both say.
    fn agree(&self, kind: &str, files: &[&str], input: &Path) -> Result<String, String> {
        let ours = fed(&self.ours, &[&[kind], files].concat(), input)?;
        same(&format!("{kind} by {}", files.join(", ")), &ours, &self.second(kind, files, input)?)
    }

    fn second(&self, kind: &str, files: &[&str], input: &Path) -> Result<(i32, String), String> {
        fed(&self.python, &[&[self.script.as_str(), kind], files].concat(), input)
    }
}

/// The figures, if both readers say the same.
fn same(what: &str, ours: &(i32, String), second: &(i32, String)) -> Result<String, String> {
    for (whose, (code, text)) in [("our", ours), ("the second", second)] {
        if *code != 0 || text.is_empty() {
            return Err(format!("{what}: {whose} reader fails ({code}): {text}"));
        }
    }
    let (ours, second) = (&ours.1, &second.1);
    for (at, (one, other)) in ours.lines().zip(second.lines()).enumerate() {
        let mut pairs = one.split(' ').zip(other.split(' ')).enumerate();
        if let Some((place, (one, other))) = pairs.find(|(_, (one, other))| one != other) {
            return Err(format!(
                "{what}: of number {at}, figure {place}, our reader says {one}, the second {other}: one of them breaks \
                 the description in docs/formats.md"
            ));
        }
    }
    if ours == second {
        Ok(ours.clone())
    } else {
        Err(format!("{what}: one reader says more than the other"))
    }
}

/// The weights files of a kind that the project holds.
fn weights(kind: &str) -> Result<Vec<String>, String> {
    let folder = root().join("crates/reader/weights");
    let listed =
        std::fs::read_dir(&folder).map_err(|error| format!("listing {}: {error}", folder.display()))?;
    let paths = listed.flatten().map(|entry| entry.path());
    let mut files: Vec<String> = paths
        .filter(|path| path.extension().is_some_and(|end| end == kind))
        .map(|path| path.display().to_string())
        .collect();
    files.sort();
    if files.is_empty() { Err(format!("no .{kind} in {}", folder.display())) } else { Ok(files) }
}

/// Boxes, real ones where they are at hand, and lines of words made of them, so that both nets see what looks written.
fn inputs(draw: &str, folder: &str) -> Result<(PathBuf, PathBuf), String> {
    let tar = reference_data().map(|data| data.join("digits-2024/boxes.tar")).filter(|path| path.is_file());
    let tar = tar.map(|path| path.display().to_string());
    let mut all = Vec::new();
    for tar in std::iter::once(None).chain(tar.as_deref().map(Some)) {
        let part = format!("{folder}/part");
        let mut arguments = vec!["boxes", &part, PATCHES, SEED];
        arguments.extend(tar);
        step::run("boxes to read", draw, &arguments)?;
        all.extend(std::fs::read(&part).map_err(|error| format!("{part}: {error}"))?);
    }
    let folder = Path::new(folder);
    let (patches, lines) = (folder.join("patches"), folder.join("lines"));
    let written = std::fs::write(&lines, lines_of(&all)).and_then(|()| std::fs::write(&patches, all));
    written.map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok((patches, lines))
}

/// Patches side by side, one to eight, dark made high, cut to every width: a `u16` of columns and 24 rows each.
fn lines_of(patches: &[u8]) -> Vec<u8> {
    let patches: Vec<&[u8]> = patches.chunks_exact(PATCH).collect();
    let (mut left, mut lines) = (patches.as_slice(), Vec::new());
    for cut in 0.. {
        let Some((line, rest)) = left.split_at_checked(1 + cut % 8) else { break };
        left = rest;
        let width = line.len() * SIDE - cut % 7;
        lines.extend(u16::try_from(width).unwrap_or(0).to_le_bytes());
        for row in 0..ROWS {
            let across = line.iter().flat_map(|patch| patch.iter().skip(row * SIDE).take(SIDE));
            lines.extend(across.take(width).map(|luma| 255 - luma));
        }
    }
    lines
}
