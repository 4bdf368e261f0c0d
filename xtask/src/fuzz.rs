//! `cargo xtask fuzz SECONDS [NAME...]`: libFuzzer on every promise of `fuzz/src`, or on the named ones. The tests hold them on seeds and
//! on what becomes of them; this sees what it reaches, and goes where nobody has been.

use crate::install;
use crate::step::{self, entries, output, root};

/// Runs the command.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let (seconds, names) = arguments.split_first().ok_or("usage: cargo xtask fuzz SECONDS [NAME...]")?;
    let seconds: u32 =
        seconds.parse().map_err(|_| format!("{seconds} is no number of seconds; `cargo xtask fuzz 60`"))?;
    if output("cargo", &["+nightly", "--version"]).map_or(true, |(code, _)| code != 0) {
        return Err("no nightly toolchain; `rustup toolchain install nightly` brings it".to_owned());
    }
    if !install::cargo_tool("fuzz", "cargo-fuzz") {
        return Err("cargo-fuzz can't be installed here".to_owned());
    }
    let known = targets()?;
    for name in names {
        if !known.contains(name) {
            return Err(format!("no promise is called {name}; there are {}", known.join(", ")));
        }
    }
    let all = ["+nightly", "fuzz", "run", "--features", "libfuzzer", "parsers"];
    for name in if names.is_empty() { &known[..] } else { names } {
        let (corpus, seeds) = (format!("fuzz/corpus/{name}"), format!("fuzz/seeds/{name}"));
        std::fs::create_dir_all(root().join(&corpus))
            .map_err(|error| format!("creating {corpus}: {error}"))?;
        let time = format!("-max_total_time={seconds}");
        let own = [corpus.as_str(), &seeds, "--", &time, "-verbosity=0", "-print_funcs=0"];
        step::run_with(
            &format!("fuzz {name}"),
            "cargo",
            &[&all[..], &own].concat(),
            &[("SAKSI_FUZZ", name)],
        )?;
    }
    Ok(())
}

/// The promises, by the folders of their seeds: a test says that none is missing.
fn targets() -> Result<Vec<String>, String> {
    let seeds = entries(&root().join("fuzz/seeds"))?;
    Ok(seeds.iter().filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned())).collect())
}
