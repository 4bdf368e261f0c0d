//! People are spoken to in their language; programs always in the same.

use std::io::{Read as _, Write as _};
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::common::{Village, command, failure, ok, saksi, text};
use serde_json::Value;

fn in_language(language: &str, arguments: &[&str]) -> String {
    ok(&[arguments, &["--language", language]].concat())
}

#[test]
fn help_status_and_errors_are_indonesian_when_asked() {
    let place = tempfile::tempdir().unwrap();
    let folder = text(&place.path().join("count"));
    let village = Village::write(place.path(), 12);
    village.init(&folder);
    assert!(village.import(&folder).status.success());

    let help = in_language("id", &["init", "--help"]);
    for word in ["Pemakaian: saksi init", "Argumen:", "Opsi:", "Contoh:", "Buat pemilu baru"] {
        assert!(help.contains(word), "{word}: {help}");
    }
    for word in ["Usage", "OPTIONS", "Options", "Example", "Print help"] {
        assert!(!help.contains(word), "{word}: {help}");
    }
    assert_eq!(in_language("id", &["help", "init"]), help);
    let status = in_language("id", &["status", &folder]);
    for word in ["Pemilu id-2024", "buku besar", "konsisten", "konsisten atau lebih baik", "2.208"] {
        assert!(status.contains(word), "{word}: {status}");
    }
    assert!(in_language("en", &["status", &folder]).contains("2,208"), "144 x 12 and 40 x 12 valid votes");
    let said = failure(&saksi(&["status", &text(place.path()), "--language", "id"]));
    assert!(said.contains("tidak berisi pemilu") && said.contains("saksi init"), "{said}");
    let said = failure(&saksi(&["--language=id", "statu"]));
    assert!(said.contains("tidak ada perintah statu") && said.contains("Maksud Anda status?"), "{said}");
    let said = failure(&saksi(&["show", "1", "--folder", &folder, "--language", "id"]));
    assert!(said.contains("tidak ada TPS atau wilayah 1"), "{said}");
}

#[test]
fn the_variable_and_the_locale_choose_too() {
    let said = |variables: &[(&str, &str)]| {
        let mut command = command(&["status", "/nowhere"]);
        for name in ["SAKSI_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"] {
            command.env_remove(name);
        }
        failure(&command.envs(variables.iter().copied()).output().unwrap())
    };
    assert!(said(&[]).contains("holds no election"));
    assert!(said(&[("SAKSI_LANGUAGE", "id")]).contains("tidak berisi pemilu"));
    assert!(said(&[("LANG", "id_ID.UTF-8")]).contains("tidak berisi pemilu"));
    assert!(said(&[("LANG", "id_ID.UTF-8"), ("SAKSI_LANGUAGE", "en")]).contains("holds no election"));
}

#[test]
fn what_programs_read_is_the_same_in_every_language() {
    let place = tempfile::tempdir().unwrap();
    let folder = text(&place.path().join("count"));
    let village = Village::write(place.path(), 12);
    village.init(&folder);
    assert!(village.import(&folder).status.success());
    ok(&["publish", &folder]);
    let public = format!("{folder}/public");
    let runs: [&[&str]; 7] = [
        &["status", &folder, "--json"],
        &["import", "kpu", &village.rows, "--into", &folder, "--json"],
        &["publish", &folder, "--json"],
        &["verify", &public, "--json"],
        &["show", "1701012001003", "--folder", &folder, "--json"],
        &["log", "checkpoint", "--folder", &folder],
        &["log", "proof", "1701012001003", "--folder", &folder],
    ];
    for run in runs {
        let [english, indonesian] = ["en", "id"].map(|language| {
            let told = in_language(language, run);
            match serde_json::from_str::<Value>(&told) {
                Ok(mut value) => {
                    // How long it took is not the same twice.
                    value.as_object_mut().and_then(|members| members.remove("timings"));
                    value.to_string()
                }
                Err(_) => told,
            }
        });
        assert_eq!(english, indonesian, "{run:?}");
    }
}

#[test]
fn who_reads_no_further_is_no_error() {
    let place = tempfile::tempdir().unwrap();
    let folder = text(&place.path().join("count"));
    Village::write(place.path(), 12).init(&folder);
    let mut child =
        command(&["status", &folder]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

#[test]
fn output_that_cant_be_written_is_an_error() {
    let place = tempfile::tempdir().unwrap();
    let folder = text(&place.path().join("count"));
    Village::write(place.path(), 12).init(&folder);
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else {
        eprintln!("skipped: there is no /dev/full");
        return;
    };
    let said = failure(&command(&["status", &folder]).stdout(full).output().unwrap());
    assert!(said.contains("writing the output: the disk is full"), "{said}");
}

/// Runs a command at a terminal, and types a line at each prompt. `None`: there is no way to.
fn at_a_terminal(arguments: &[&str], typed: &[&[u8]]) -> Option<(Option<i32>, String)> {
    let line = format!("{} {}", env!("CARGO_BIN_EXE_saksi"), arguments.join(" "));
    let child = std::process::Command::new("script")
        .args(["-qec", &line, "/dev/null"])
        .env_remove("SAKSI_PASSPHRASE")
        .env("SAKSI_LANGUAGE", "en")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        eprintln!("skipped: there is no `script` to make a terminal with");
        return None;
    };
    let (mut input, mut output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let said = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&said);
    let listening = std::thread::spawn(move || {
        let mut bytes = [0; 1024];
        while let Ok(read @ 1..) = output.read(&mut bytes) {
            heard.lock().unwrap().extend_from_slice(bytes.get(..read).unwrap_or_default());
        }
    });
    let begun = Instant::now();
    for (prompt, line) in ["for the new keys", "passphrase again"].iter().zip(typed) {
        while !String::from_utf8_lossy(&said.lock().unwrap()).contains(prompt) {
            assert!(begun.elapsed() < Duration::from_secs(60), "the prompt `{prompt}` doesn't come");
            std::thread::sleep(Duration::from_millis(20));
        }
        // Between prompt and reading, the terminal is switched to silence: what is typed meanwhile may be thrown away.
        std::thread::sleep(Duration::from_millis(500));
        input.write_all(line).unwrap();
    }
    // From here on the terminal has nothing more to give: nothing can wait for ever.
    drop(input);
    let code = child.wait().unwrap().code();
    listening.join().unwrap();
    let said = String::from_utf8_lossy(&said.lock().unwrap()).into_owned();
    Some((code, said))
}

#[test]
fn a_new_passphrase_is_asked_twice() {
    let place = tempfile::tempdir().unwrap();
    let village = Village::write(place.path(), 2);
    let folder = |name: &str| text(&place.path().join(name));
    let init = |folder: &str, typed: &[&[u8]]| {
        let lists = ["--places", &village.regions, "--stations", &village.stations];
        at_a_terminal(&[&["init", folder, "--profile", "id-2024"], &lists[..]].concat(), typed)
    };
    let Some((code, said)) = init(&folder("typo"), &[b"horse\n", b"house\n"]) else { return };
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("the two passphrases differ") && !place.path().join("typo").exists(), "{said}");

    let (code, said) = init(&folder("same"), &[b"horse\n", b"horse\n"]).unwrap();
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("sealed with the passphrase"), "{said}");
    let key = std::fs::read_to_string(place.path().join("same/keys/log.key")).unwrap();
    assert!(key.contains("argon2id"), "{key}");

    // The terminal is closed instead of an answer: no keys without a passphrase are made of that.
    let (code, said) = init(&folder("closed"), &[b"\x04"]).unwrap();
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("gave no passphrase") && !place.path().join("closed").exists(), "{said}");
}
