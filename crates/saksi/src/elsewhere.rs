//! What `saksi.toml` says of other places: who else has the publication, and where the server is for what needs one. Both stand beside
//! the figures, outside the manifests: neither is a statement of the election, and nothing on a page depends on them.

use serde_json::{Value, json};

use crate::error::Failure;
use crate::folder::{Folder, write_whole};
use crate::texts::say;

/// Longest name of a mirror, in bytes.
const LONGEST: usize = 200;

/// Puts both into the public folder; empty where there is nothing to say.
pub fn write(folder: &Folder) -> Result<(), Failure> {
    let wrong = |what: String| Failure::Config { path: folder.root().join("saksi.toml"), what };
    let config = &folder.config;
    for mirror in &config.mirrors {
        if !is_address(&mirror.url) || mirror.name.is_empty() || mirror.name.len() > LONGEST {
            return Err(wrong(say!("config-mirror", name = mirror.name, url = mirror.url)));
        }
    }
    if let Some(url) = config.services.as_deref().filter(|url| !is_address(url)) {
        return Err(wrong(say!("config-services", url = url)));
    }
    let list: Vec<Value> =
        config.mirrors.iter().map(|mirror| json!({ "name": mirror.name, "url": mirror.url })).collect();
    put(folder, record::MIRRORS_PATH, &json!({ "mirrors": list }))?;
    put(folder, record::SERVICES_PATH, &json!({ "url": config.services }))
}

fn put(folder: &Folder, name: &str, content: &Value) -> Result<(), Failure> {
    let path = folder.public().join(name);
    let text = content.to_string();
    if std::fs::read(&path).is_ok_and(|there| there == text.as_bytes()) {
        return Ok(());
    }
    write_whole(&path, text.as_bytes(), 0o644)
}

/// Whether it can be an address, and nothing but one wherever it is written.
fn is_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'<>?#".contains(&byte))
    })
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn an_address_is_one_of_the_web_and_can_hold_no_markup() {
        for good in ["https://a.example", "http://localhost:8080/2029/"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "https://",
            "ftp://a",
            "javascript:alert(1)",
            "https://a\"><b>",
            "https://a b",
            "https://a/?q#x",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
