//! Keys on disk: one file a key, 0600, sealed with a passphrase where one is given.
//!
//! The seal is Argon2id (RFC 9106, the second recommended option: 64 MiB, 3 passes, 4 lanes) and XChaCha20-Poly1305 with the
//! key's name as associated data, so that a file can't pass for another key's.

use std::fs;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use ledger::{KeyKind, KeyName, SigningKey};
use serde::{Deserialize, Serialize};

use crate::error::Failure;
use crate::folder::{Folder, write_whole};
use crate::texts::say;

/// Environment variable with the passphrase, for machines without a terminal.
pub const PASSPHRASE: &str = "SAKSI_PASSPHRASE";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    format: String,
    name: String,
    /// `none`, or `argon2id-xchacha20poly1305`.
    seal: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    salt: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    nonce: String,
    seed: String,
}

const FORMAT: &str = "saksi-key/1";
const SEALED: &str = "argon2id-xchacha20poly1305";

/// How keys are opened and sealed in this run.
#[derive(Debug)]
pub struct Passphrase(Option<String>);

impl Passphrase {
    /// From the environment, else from the terminal, which is asked twice, else none.
    pub fn for_new_keys() -> Result<Passphrase, Failure> {
        if let Ok(passphrase) = std::env::var(PASSPHRASE) {
            return Ok(Passphrase(Some(passphrase).filter(|text| !text.is_empty())));
        }
        if !std::io::stdin().is_terminal() {
            return Ok(Passphrase(None));
        }
        let typed = rpassword::prompt_password(say!("prompt-new-keys")).map_err(Failure::Prompt)?;
        if typed.is_empty() {
            return Ok(Passphrase(None));
        }
        // A slip of the finger would seal the keys for ever.
        let again = rpassword::prompt_password(say!("prompt-again")).map_err(Failure::Prompt)?;
        if typed != again {
            return Err(Failure::PassphrasesDiffer);
        }
        Ok(Passphrase(Some(typed)))
    }

    /// From the environment; the terminal is asked only when a sealed key is met.
    pub fn for_existing_keys() -> Passphrase {
        Passphrase(std::env::var(PASSPHRASE).ok().filter(|text| !text.is_empty()))
    }

    /// No passphrase: keys of a demonstration.
    pub fn none() -> Passphrase {
        Passphrase(None)
    }

    /// Whether new keys will be sealed.
    pub fn seals(&self) -> bool {
        self.0.is_some()
    }

    fn or_ask(&self, path: &Path) -> Result<String, Failure> {
        if let Some(passphrase) = &self.0 {
            return Ok(passphrase.clone());
        }
        if std::io::stdin().is_terminal() {
            return rpassword::prompt_password(say!("prompt-key", path = path)).map_err(Failure::Prompt);
        }
        Err(bad(path, &say!("key-sealed", variable = PASSPHRASE)))
    }
}

/// Makes a key and keeps it in `keys/<file>.key`.
pub fn create(
    folder: &Folder,
    file: &str,
    name: &str,
    passphrase: &Passphrase,
) -> Result<SigningKey, Failure> {
    let mut seed = [0; 32];
    random(&mut seed)?;
    keep(folder, file, name, seed, passphrase)
}

/// Keeps a key with a given seed: only demonstrations have one.
pub fn keep(
    folder: &Folder,
    file: &str,
    name: &str,
    seed: [u8; 32],
    passphrase: &Passphrase,
) -> Result<SigningKey, Failure> {
    let path = path(folder, file);
    let key_file = match &passphrase.0 {
        None => KeyFile {
            format: FORMAT.to_owned(),
            name: name.to_owned(),
            seal: "none".to_owned(),
            salt: String::new(),
            nonce: String::new(),
            seed: STANDARD.encode(seed),
        },
        Some(passphrase) => seal(&path, name, seed, passphrase)?,
    };
    let text = toml::to_string(&key_file).map_err(|error| bad(&path, &error.to_string()))?;
    write_whole(&path, text.as_bytes(), 0o600)?;
    signing_key(&path, name, seed)
}

/// Opens `keys/<file>.key`.
pub fn open(folder: &Folder, file: &str, passphrase: &Passphrase) -> Result<SigningKey, Failure> {
    let path = path(folder, file);
    let text = fs::read_to_string(&path).map_err(|error| Failure::file("reading", &path, error))?;
    let key_file: KeyFile = toml::from_str(&text).map_err(|error| bad(&path, error.message()))?;
    if key_file.format != FORMAT {
        return Err(bad(&path, &say!("key-format", found = key_file.format, expected = FORMAT)));
    }
    let seed = match key_file.seal.as_str() {
        "none" => decode(&path, &key_file.seed)?,
        SEALED => unseal(&path, &key_file, &passphrase.or_ask(&path)?)?,
        other => return Err(bad(&path, &say!("key-seal", seal = other))),
    };
    let seed = <[u8; 32]>::try_from(seed).map_err(|_| bad(&path, &say!("key-seed")))?;
    signing_key(&path, &key_file.name, seed)
}

fn signing_key(path: &Path, name: &str, seed: [u8; 32]) -> Result<SigningKey, Failure> {
    let name = KeyName::new(name).map_err(|error| bad(path, &error.to_string()))?;
    Ok(SigningKey::from_seed(name, KeyKind::Ed25519, seed))
}

fn seal(path: &Path, name: &str, seed: [u8; 32], passphrase: &str) -> Result<KeyFile, Failure> {
    let (mut salt, mut nonce) = ([0; 16], [0; 24]);
    random(&mut salt)?;
    random(&mut nonce)?;
    let sealed = cipher(path, passphrase, &salt)?
        .encrypt(&XNonce::from(nonce), Payload { msg: &seed, aad: name.as_bytes() })
        .map_err(|_| bad(path, &say!("key-not-sealed")))?;
    Ok(KeyFile {
        format: FORMAT.to_owned(),
        name: name.to_owned(),
        seal: SEALED.to_owned(),
        salt: STANDARD.encode(salt),
        nonce: STANDARD.encode(nonce),
        seed: STANDARD.encode(sealed),
    })
}

fn unseal(path: &Path, key_file: &KeyFile, passphrase: &str) -> Result<Vec<u8>, Failure> {
    let salt = decode(path, &key_file.salt)?;
    let nonce =
        <[u8; 24]>::try_from(decode(path, &key_file.nonce)?).map_err(|_| bad(path, &say!("key-damaged")))?;
    let sealed = decode(path, &key_file.seed)?;
    cipher(path, passphrase, &salt)?
        .decrypt(&XNonce::from(nonce), Payload { msg: &sealed, aad: key_file.name.as_bytes() })
        .map_err(|_| bad(path, &say!("key-passphrase")))
}

fn cipher(path: &Path, passphrase: &str, salt: &[u8]) -> Result<XChaCha20Poly1305, Failure> {
    let params = Params::new(64 * 1024, 3, 4, Some(32)).map_err(|error| bad(path, &error.to_string()))?;
    let mut key = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, &mut key)
        .map_err(|error| bad(path, &error.to_string()))?;
    Ok(XChaCha20Poly1305::new(&key.into()))
}

fn decode(path: &Path, text: &str) -> Result<Vec<u8>, Failure> {
    STANDARD.decode(text).map_err(|_| bad(path, &say!("key-damaged")))
}

fn random(bytes: &mut [u8]) -> Result<(), Failure> {
    getrandom::fill(bytes).map_err(|error| Failure::Randomness(error.to_string()))
}

fn path(folder: &Folder, file: &str) -> PathBuf {
    folder.keys().join(format!("{file}.key"))
}

fn bad(path: &Path, what: &str) -> Failure {
    Failure::Key { path: path.to_owned(), what: what.to_owned() }
}
