//! Running the binary as a user would.

use std::path::Path;
use std::process::{Command, Output};

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
