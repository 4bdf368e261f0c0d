//! Outsiders' tools on what Saksi publishes: nobody has to take our verifier's word.

use std::path::Path;

use crate::install;
use crate::step::{output, root, run};

/// `actasum verify` (PyPI) on the exported statements of a folder: exit code and what it printed. None: it can't be had.
pub fn actasum(saksi: &str, folder: &str, contest: Option<&str>) -> Result<Option<(i32, String)>, String> {
    let Some(python) = install::python(10) else {
        println!("skipped: actasum needs Python 3.10 or newer");
        return Ok(None);
    };
    let Some(bin) = install::venv("actasum", &python, &["actasum==0.1.0"]) else { return Ok(None) };
    let out = root().join("target/actasum").join(Path::new(folder).file_name().unwrap_or_default());
    let out = out.join(contest.unwrap_or("default")).display().to_string();
    let mut arguments = vec!["export", "actasum", folder, "--out", out.as_str()];
    arguments.extend(contest.iter().flat_map(|contest| ["--contest", contest]));
    run("export actasum", saksi, &arguments)?;
    let (statements, official) = (format!("{out}/statements.jsonl"), format!("{out}/official.json"));
    output(&format!("{bin}/actasum"), &["verify", "--statements", &statements, "--official", &official])
        .map(Some)
}

/// `aics-tlog` (PyPI) on the published ledger: checkpoint, inclusion, consistency.
pub fn tlog(saksi: &str, folder: &str, old_size: u64) -> Result<(), String> {
    let Some(python) = install::python(12) else {
        println!("skipped: aics-tlog needs Python 3.12 or newer");
        return Ok(());
    };
    let Some(bin) = install::venv("aics-tlog", &python, &["aics-tlog==0.2.1"]) else { return Ok(()) };
    let tool = format!("{bin}/aics-tlog");
    let tiles = format!("{folder}/public/ledger");
    let policy = std::fs::read_to_string(format!("{folder}/public/policy"))
        .map_err(|error| format!("reading the policy of {folder}: {error}"))?;
    let vkey = policy
        .lines()
        .find_map(|line| line.strip_prefix("log "))
        .and_then(|rest| rest.split(' ').next())
        .ok_or("the policy names no log")?;
    let vkey_file = format!("{folder}/log.vkey");
    std::fs::write(&vkey_file, format!("{vkey}\n"))
        .map_err(|error| format!("writing {vkey_file}: {error}"))?;
    let old = format!("{folder}/public/cuts/{old_size}/checkpoint");
    let last = (old_size - 1).to_string();
    let calls: [&[&str]; 3] = [
        &["verify-checkpoint", "--tiles", &tiles, "--vkey-file", &vkey_file],
        &["verify-inclusion", "--tiles", &tiles, "--vkey-file", &vkey_file, "--index", &last],
        &["verify-consistency", "--tiles", &tiles, "--vkey-file", &vkey_file, "--old-checkpoint", &old],
    ];
    let _ = saksi;
    for call in calls {
        let (code, text) = output(&tool, call)?;
        println!(
            "   aics-tlog {}: exit {code} {}",
            call.first().unwrap_or(&""),
            text.lines().last().unwrap_or("")
        );
        if code != 0 {
            return Err(format!("aics-tlog {} refuses the ledger: {text}", call.join(" ")));
        }
    }
    Ok(())
}
