//! The links by which somebody confirms a subscription or ends it.
//!
//! A token is HMAC-SHA256 of a subscription's own random bytes under a key that lies in a file of its own; the tables hold
//! the token's SHA-256 and nothing that it could be made of without that file. So a letter that is sent twice carries the same links, links in
//! old letters stay good, and who reads the tables can confirm and end nothing.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ledger::sha256;

use crate::files::write_whole;
use crate::turns::keyed;
use crate::{ServicesError, Store, Surroundings};

/// File name.
pub const FILE: &str = "links.key";

/// What a link does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// Confirms a subscription.
    Confirm,
    /// Ends it.
    Leave,
}

/// Makes tokens.
pub struct Tokens([u8; 32]);

impl Tokens {
    /// Opens a folder's key, or makes it where nobody has links of an older one yet.
    pub fn open(folder: &Path, store: &Store, around: &dyn Surroundings) -> Result<Tokens, ServicesError> {
        let path = folder.join(FILE);
        let wrong = |what: &str| ServicesError::Config { path: path.clone(), what: what.to_owned() };
        match fs::read(&path) {
            Ok(bytes) => {
                let key = bytes
                    .try_into()
                    .map_err(|_| wrong("it has not 32 bytes: bring it back from a backup"))?;
                return Ok(Tokens(key));
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(ServicesError::file("reading", &path)(error)),
        }
        if crate::receivers::linked(store)? {
            return Err(wrong("it is gone, and people hold links made of it: bring it back from a backup"));
        }
        let mut key = [0; 32];
        around.fill(&mut key)?;
        write_whole(&path, &key, 0o600)?;
        Ok(Tokens(key))
    }

    /// The token of a subscription's random bytes.
    pub fn make(&self, does: Does, nonce: &[u8]) -> String {
        let word: &[u8] = match does {
            Does::Confirm => b"confirm\n",
            Does::Leave => b"leave\n",
        };
        URL_SAFE_NO_PAD.encode(keyed(&self.0, &[word, nonce].concat()))
    }
}

/// As the tables hold it.
pub fn hashed(token: &str) -> String {
    sha256(token.as_bytes()).to_hex()
}
