//! What a client says of an upload: tus 1.0.0, header `Upload-Metadata`, pairs of a key and a value in base64, with commas between.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ledger::Hash;

/// Why what was said is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MetadataError {
    /// Not pairs, or a key twice.
    #[error("Upload-Metadata is a list of keys with values in base64, each key once")]
    Form,
    /// A key that means nothing here.
    #[error("Upload-Metadata has {0}: sha256, filename and filetype are known here")]
    Key(String),
    /// No hash, or none that is one.
    #[error("Upload-Metadata needs sha256: the SHA-256 of the photo as 64 lower-case hexadecimal digits")]
    Hash,
    /// A file's name that leads somewhere. Names are not used, and such a one is no mistake.
    #[error("a file's name is a name alone, without a path")]
    Path,
    /// Another media type.
    #[error("a photo is image/jpeg or image/png")]
    Media,
}

/// The hash of the photo that is to come. A file's name is looked at and forgotten.
pub fn hash(header: &str) -> Result<Hash, MetadataError> {
    let mut hash = None;
    let mut seen: Vec<&str> = Vec::new();
    for pair in header.split(',') {
        let mut words = pair.split_ascii_whitespace();
        let (Some(key), value, None) = (words.next(), words.next().unwrap_or_default(), words.next()) else {
            return Err(MetadataError::Form);
        };
        let value = STANDARD.decode(value).map_err(|_| MetadataError::Form)?;
        let value = String::from_utf8(value).map_err(|_| MetadataError::Form)?;
        if seen.contains(&key) {
            return Err(MetadataError::Form);
        }
        seen.push(key);
        match key {
            "sha256" => hash = Some(Hash::from_hex(&value).map_err(|_| MetadataError::Hash)?),
            "filename" if leads(&value) => return Err(MetadataError::Path),
            "filetype" if !matches!(value.as_str(), "image/jpeg" | "image/png") => {
                return Err(MetadataError::Media);
            }
            "filename" | "filetype" => {}
            other => return Err(MetadataError::Key(other.chars().take(40).collect())),
        }
    }
    hash.ok_or(MetadataError::Hash)
}

fn leads(name: &str) -> bool {
    name.contains(['/', '\\', ':']) || name.chars().any(char::is_control) || name == "." || name == ".."
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said(pairs: &[(&str, &str)]) -> Result<Hash, MetadataError> {
        let each: Vec<String> =
            pairs.iter().map(|(key, value)| format!("{key} {}", STANDARD.encode(value))).collect();
        hash(&each.join(","))
    }

    #[test]
    fn a_photo_is_named_by_its_hash_alone() {
        let one = ledger::sha256(b"photo");
        let hex = one.to_hex();
        assert_eq!(said(&[("sha256", &hex)]), Ok(one));
        assert_eq!(said(&[("filename", "IMG_1.jpg"), ("sha256", &hex), ("filetype", "image/jpeg")]), Ok(one));
        assert_eq!(said(&[("filename", "IMG_1.jpg")]), Err(MetadataError::Hash));
        assert_eq!(said(&[("sha256", &hex.to_uppercase())]), Err(MetadataError::Hash));
        assert_eq!(said(&[("sha256", &hex), ("sha256", &hex)]), Err(MetadataError::Form));
        assert_eq!(
            said(&[("sha256", &hex), ("station", "1")]),
            Err(MetadataError::Key("station".to_owned()))
        );
        assert_eq!(said(&[("sha256", &hex), ("filetype", "text/html")]), Err(MetadataError::Media));
        assert_eq!(hash(""), Err(MetadataError::Form));
    }

    #[test]
    fn a_path_for_a_file_s_name_is_refused() {
        let hex = ledger::sha256(b"photo").to_hex();
        for name in ["../../etc/passwd", "a/b.jpg", "C:\\a.jpg", "..", "a\0.jpg", "/"] {
            assert_eq!(said(&[("sha256", &hex), ("filename", name)]), Err(MetadataError::Path), "{name}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_said_gives_a_hash_or_a_reason(header in "[a-z0-9 ,=]{0,80}") {
            let _ = hash(&header);
        }
    }
}
