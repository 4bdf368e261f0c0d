//! The list of others who have the publication, from `saksi.toml`. It stands beside the figures, outside the manifests: who copies is
//! no statement of the election, and the page compares each copy with what it shows itself.

use serde_json::json;

use crate::error::Failure;
use crate::folder::{Folder, write_whole};
use crate::texts::say;

/// Longest name of a mirror, in bytes.
const LONGEST: usize = 200;

/// Puts the list into the public folder, empty where there is none.
pub fn write(folder: &Folder) -> Result<(), Failure> {
    let mirrors = &folder.config.mirrors;
    for mirror in mirrors {
        let address = mirror.url.strip_prefix("https://").or_else(|| mirror.url.strip_prefix("http://"));
        let usable = address.is_some_and(|rest| {
            !rest.is_empty()
                && rest.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'<>?#".contains(&byte))
        });
        if !usable || mirror.name.is_empty() || mirror.name.len() > LONGEST {
            let what = say!("config-mirror", name = mirror.name, url = mirror.url);
            return Err(Failure::Config { path: folder.root().join("saksi.toml"), what });
        }
    }
    let list: Vec<_> =
        mirrors.iter().map(|mirror| json!({ "name": mirror.name, "url": mirror.url })).collect();
    let path = folder.public().join(record::MIRRORS_PATH);
    let text = json!({ "mirrors": list }).to_string();
    if std::fs::read(&path).is_ok_and(|there| there == text.as_bytes()) {
        return Ok(());
    }
    write_whole(&path, text.as_bytes(), 0o644)
}
