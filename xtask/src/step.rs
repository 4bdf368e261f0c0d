//! Running other programs.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// The top of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap_or_else(|_| PathBuf::from("."))
}

/// The reference data beside the project, if it is there.
pub fn reference_data() -> Option<PathBuf> {
    let folder = root().join("../shared/data");
    folder.is_dir().then_some(folder)
}

/// Runs a program at the top of the project, showing its output.
pub fn run(title: &str, program: &str, arguments: &[&str]) -> Result<(), String> {
    run_with(title, program, arguments, &[])
}

/// As [`run`], with these in its environment.
pub fn run_with(
    title: &str,
    program: &str,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> Result<(), String> {
    let begun = Instant::now();
    println!("== {title}");
    let status = Command::new(program)
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(root())
        .stdin(Stdio::null())
        .status()
        .map_err(|error| format!("{title}: {program} can't be run: {error}"))?;
    println!("   {title}: {} s", begun.elapsed().as_secs());
    if status.success() { Ok(()) } else { Err(format!("{title}: {program} {} failed", arguments.join(" "))) }
}

/// Runs a program quietly: its exit code and what it printed on both outputs.
pub fn output(program: &str, arguments: &[&str]) -> Result<(i32, String), String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root())
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{program} can't be run: {error}"))?;
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    Ok((output.status.code().unwrap_or(-1), text))
}

/// As [`output`], with a file as its standard input.
pub fn fed(program: &str, arguments: &[&str], input: &Path) -> Result<(i32, String), String> {
    let file = std::fs::File::open(input).map_err(|error| format!("{}: {error}", input.display()))?;
    let output = Command::new(program)
        .args(arguments)
        .stdin(file)
        .output()
        .map_err(|error| format!("{program} can't be run: {error}"))?;
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    Ok((output.status.code().unwrap_or(-1), text))
}

/// What lies directly in a folder, in order.
pub fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let listed =
        std::fs::read_dir(folder).map_err(|error| format!("listing {}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = listed.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

/// Whether a program can be run.
pub fn has(program: &str, argument: &str) -> bool {
    Command::new(program)
        .arg(argument)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// What figures are measured on.
pub struct Machine {
    /// Its processor.
    pub processor: String,
    /// The day.
    pub day: String,
    /// How busy it is: the load of the last minute.
    pub load: String,
}

impl Machine {
    /// As it is now.
    pub fn now() -> Machine {
        let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
        let info = read("/proc/cpuinfo");
        let processor = info.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
        let (_, day) = output("date", &["+%-d %B %Y"]).unwrap_or_default();
        Machine {
            processor: processor.trim_start_matches([' ', '\t', ':']).to_owned(),
            day: day.trim().to_owned(),
            load: read("/proc/loadavg").split(' ').next().unwrap_or("?").to_owned(),
        }
    }
}

/// Puts figures into the README between their marks.
pub fn into_readme(begin: &str, end: &str, block: &str) -> Result<(), String> {
    let path = root().join("README.md");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("README.md: {error}"))?;
    let marks = text.split_once(begin).and_then(|(before, rest)| Some((before, rest.split_once(end)?.1)));
    let (before, after) = marks.ok_or_else(|| format!("README.md has no {begin} and {end}"))?;
    std::fs::write(&path, format!("{before}{begin}\n{block}\n{end}{after}"))
        .map_err(|error| format!("README.md: {error}"))
}

/// The release binary, built with its pages.
pub fn saksi() -> Result<String, String> {
    crate::web::run()?;
    run("build", "cargo", &["build", "--release", "--locked", "--package", "saksi"])?;
    let target = std::env::var("CARGO_TARGET_DIR").map_or_else(|_| root().join("target"), PathBuf::from);
    Ok(target.join("release/saksi").display().to_string())
}
