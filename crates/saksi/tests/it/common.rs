//! Running the binary as a user would.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use base64::Engine as _;
use ledger::{KeyKind, KeyName, SigningKey};
use serde_json::Value;

/// Runs the binary without a terminal and without a passphrase.
pub fn saksi(arguments: &[&str]) -> Output {
    command(arguments).output().expect("the binary runs")
}

/// The binary with its arguments.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_saksi"));
    command
        .args(arguments)
        .env_remove("SAKSI_PASSPHRASE")
        .env("SAKSI_LANGUAGE", "en")
        .stdin(std::process::Stdio::null());
    command
}

/// Runs the binary and insists on success; what it printed.
pub fn ok(arguments: &[&str]) -> String {
    let output = saksi(arguments);
    assert!(
        output.status.success(),
        "saksi {}: {}\n{}{}",
        arguments.join(" "),
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("output is text")
}

/// The status of a folder.
pub fn status(folder: &str) -> Value {
    serde_json::from_str(&ok(&["status", folder, "--json"])).expect("status is JSON")
}

/// A path as text.
pub fn text(path: &Path) -> String {
    path.display().to_string()
}

/// KPU's lists of one invented village with so many stations, and a row of figures for each.
pub struct Village {
    /// The table of regions.
    pub regions: String,
    /// The table of stations.
    pub stations: String,
    /// The table of figures.
    pub rows: String,
}

impl Village {
    /// Writes the tables into a folder.
    pub fn write(folder: &Path, stations: u32) -> Village {
        let regions = "kode,kpu_id,nama,tingkat,kode_induk\n17,1,BENGKULU,1,\n1701,2,SELATAN,2,17\n\
                       170101,3,KOTA,3,1701\n1701012001,4,DESA,4,170101\n";
        let mut list = String::from("kode_tps,kpu_id,nama,kode_kelurahan,sumber\n");
        let mut rows = String::from(
            "kode_tps,p1,p2,p3,dpt_j,dpt_l,dpt_p,pdpt_j,pdpt_l,pdpt_p,pdptb_j,pdptb_l,pdptb_p,pdpk_j,pdpk_l,pdpk_p,\
             ptot_j,ptot_l,ptot_p,sah,tidak_sah,total,ts,n_foto,commit_time\n",
        );
        for number in 1..=stations {
            let code = format!("1701012001{number:03}");
            writeln!(list, "{code},{},TPS {number:03},1701012001,x", 1000 + number).expect("a text grows");
            let figures = "20,144,20,233,118,115,184,89,95,2,2,0,0,0,0,186,91,95,184,2,186";
            writeln!(rows, "{code},{figures},2024-02-15 12:00:28,3,2024-03-13T15:14:56Z")
                .expect("a text grows");
        }
        let keep = |name: &str, content: &str| {
            let path = folder.join(name);
            std::fs::write(&path, content).expect("the table is written");
            text(&path)
        };
        Village {
            regions: keep("regions.csv", regions),
            stations: keep("stations.csv", &list),
            rows: keep("rows.csv", &rows),
        }
    }

    /// Makes an election of it.
    pub fn init(&self, folder: &str) {
        let lists = ["--places", &self.regions, "--stations", &self.stations];
        ok(&[&["init", folder, "--profile", "id-2024"], &lists[..]].concat());
    }

    /// Imports its figures.
    pub fn import(&self, folder: &str) -> Output {
        saksi(&["import", "kpu", &self.rows, "--into", folder])
    }
}

/// What a run that must fail said; it must end with exit code 2.
pub fn failure(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}{}", String::from_utf8_lossy(&output.stdout));
    said
}

/// How many entries the ledger of a folder has.
pub fn size(folder: &str) -> u64 {
    let checkpoint = ok(&["log", "checkpoint", "--folder", folder]);
    checkpoint.lines().nth(1).and_then(|line| line.parse().ok()).expect("a checkpoint has a size")
}

/// Verifies what is published with its own policy.
pub fn verify(folder: &str) {
    let public = format!("{folder}/public");
    ok(&["verify", &public, "--policy", &format!("{public}/policy")]);
}

/// A key of an election, kept without a passphrase.
pub fn kept_key(folder: &str, name: &str) -> SigningKey {
    let file = std::fs::read_to_string(format!("{folder}/keys/{name}.key")).expect("the key is there");
    let file: toml::Table = file.parse().expect("a key file is TOML");
    let word = |member: &str| file.get(member).and_then(toml::Value::as_str).expect("a text");
    let seed = base64::engine::general_purpose::STANDARD.decode(word("seed")).expect("base64");
    let seed = seed.try_into().expect("32 bytes");
    SigningKey::from_seed(KeyName::new(word("name")).expect("a key's name"), KeyKind::Ed25519, seed)
}
