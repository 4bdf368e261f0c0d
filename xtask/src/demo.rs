//! `cargo xtask demo`: builds, makes an election, publishes and serves it.

use std::path::{Path, PathBuf};

use crate::step::{self, root, saksi};

/// Runs the command: a small election from a seed, or with `--from FOLDER` the real presidential count of 2024.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let saksi = saksi()?;
    let mut arguments = arguments.iter();
    let (mut from, mut serve) = (None, true);
    let mut passed: Vec<&str> = Vec::new();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--from" => from = Some(PathBuf::from(arguments.next().ok_or("--from needs a folder")?)),
            "--no-serve" => serve = false,
            other => passed.push(other),
        }
    }
    let Some(from) = from else {
        let folder = fresh(&root().join("target/demo"))?;
        let mut all = vec!["demo", "--folder", folder.as_str()];
        if !serve {
            all.push("--no-serve");
        }
        all.extend(passed);
        return step::run("demo", &saksi, &all);
    };
    let folder = fresh(&root().join("target/demo-2024"))?;
    real_count(&saksi, &from, &folder)?;
    println!();
    println!("look at  http://localhost:8080/           pages from the nation to the village");
    println!("         http://localhost:8080/latest.json, /record/, /data/, /pemilu/hhcw/ppwp.json");
    println!("try      {saksi} verify {folder}/public");
    println!("         {saksi} verify http://localhost:8080");
    println!("         {saksi} status {folder}");
    println!("         {saksi} show 1101012001001 --folder {folder}");
    if serve { step::run("serve", &saksi, &["serve", &folder, "--listen", "127.0.0.1:8080"]) } else { Ok(()) }
}

/// Makes the real presidential count in a folder and publishes it.
pub fn real_count(saksi: &str, from: &Path, folder: &str) -> Result<(), String> {
    let file = |name: &str| from.join(name).display().to_string();
    let (regions, stations) = (file("regions.csv.gz"), file("stations.csv.gz"));
    step::run(
        "init",
        saksi,
        &["init", folder, "--profile", "id-2024", "--places", &regions, "--stations", &stations],
    )?;
    for name in
        ["sirekap-ppwp-stations.csv.gz", "sirekap-ppwp-versions.csv.gz", "ppwp-official-by-province.tsv"]
    {
        step::run(&format!("import {name}"), saksi, &["import", "kpu", &file(name), "--into", folder])?;
    }
    step::run("publish", saksi, &["publish", folder])
}

/// An empty place for an election.
pub fn fresh(folder: &Path) -> Result<String, String> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(|error| format!("removing {}: {error}", folder.display()))?;
    }
    Ok(folder.display().to_string())
}
