//! Keys of a ledger and their names (C2SP signed-note, "Signatures" and "Verifier keys").
//!
//! A public key gets in only if it is an honest Ed25519 point: canonically encoded, of prime order. Under the
//! eight small-order points one fixed signature verifies for *any* message in OpenSSL, Go, WebCrypto and dalek's
//! lenient check; under a mixed-order point verifiers disagree with each other. Refusing both at the door, and
//! checking strictly afterwards, makes every verifier of a ledger give the same answer.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::Signer as _;

use crate::hash::sha256;
use crate::note::{NoteError, Signature, check_text};
use crate::text;

/// The name of a key: non-empty, without spaces, `+` and control characters; best a URL without its scheme.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct KeyName(String);

/// What a key signs. Stands in the key id, so that one kind can't be taken for the other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum KeyKind {
    /// Type 0x01: Ed25519 over the text of a note.
    Ed25519,
    /// Type 0x04: Ed25519 over a time and a checkpoint (C2SP tlog-cosignature).
    Cosignature,
}

/// A public key that may be trusted: name, id, kind and a sound Ed25519 point.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct VerifyingKey {
    name: KeyName,
    key_id: [u8; 4],
    kind: KeyKind,
    key: ed25519_dalek::VerifyingKey,
}

/// A private key. It has no text form and its debug output shows no secret.
#[derive(Clone)]
pub struct SigningKey {
    public: VerifyingKey,
    secret: ed25519_dalek::SigningKey,
}

/// Why a key or a key name is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum KeyError {
    /// Not a key name.
    #[error("{0:?} is no key name: it must not be empty nor hold spaces, '+' or control characters")]
    Name(String),
    /// Not `name+hex+base64`.
    #[error("a verifier key is written name+keyid+base64, with 8 lower-case hexadecimal digits as key id")]
    Form,
    /// The key id in the text is not the one of this name and key.
    #[error("the key id of {name} should be {expected}: the key or its name has been changed")]
    KeyId {
        /// The key's name.
        name: String,
        /// The id that name and key have, in hexadecimal.
        expected: String,
    },
    /// A signature type this ledger does not use.
    #[error("signature type 0x{0:02x} is not supported, only 0x01 (Ed25519) and 0x04 (cosignature)")]
    Type(u8),
    /// Not 32 bytes, or no point of the curve, or not the canonical encoding of one.
    #[error("not the canonical encoding of an Ed25519 public key")]
    NotCanonical,
    /// One of the small-order points, under which forgeries verify.
    #[error("a weak Ed25519 public key (small order): signatures under it prove nothing")]
    Weak,
    /// A point with a small-order part: verifiers disagree about its signatures.
    #[error("an Ed25519 public key of mixed order: verifiers disagree about its signatures")]
    MixedOrder,
}

/// Checks one Ed25519 signature strictly: canonical S, canonical R not of small order, equation without cofactor.
/// This is the check that decides; a batch may only warn early.
pub fn verify_one(key: &VerifyingKey, message: &[u8], signature: &[u8; 64]) -> bool {
    key.key.verify_strict(message, &ed25519_dalek::Signature::from_bytes(signature)).is_ok()
}

impl KeyName {
    /// Takes a name, or says why it is none.
    pub fn new(name: impl Into<String>) -> Result<Self, KeyError> {
        let name = name.into();
        let refused = |c: char| c.is_whitespace() || c == '+' || c < ' ';
        if name.is_empty() || name.contains(refused) { Err(KeyError::Name(name)) } else { Ok(Self(name)) }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl KeyKind {
    /// The signature type byte of signed-note.
    pub fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 0x01,
            Self::Cosignature => 0x04,
        }
    }

    fn from_byte(byte: u8) -> Result<Self, KeyError> {
        match byte {
            0x01 => Ok(Self::Ed25519),
            0x04 => Ok(Self::Cosignature),
            other => Err(KeyError::Type(other)),
        }
    }
}

impl VerifyingKey {
    /// Takes a raw public key, refusing weak, mixed-order and non-canonical points.
    pub fn new(name: KeyName, kind: KeyKind, public: &[u8; 32]) -> Result<Self, KeyError> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(public).map_err(|_| KeyError::NotCanonical)?;
        let point = key.to_edwards();
        if key.is_weak() {
            return Err(KeyError::Weak);
        }
        if point.compress().to_bytes() != *public {
            return Err(KeyError::NotCanonical);
        }
        if !point.is_torsion_free() {
            return Err(KeyError::MixedOrder);
        }
        let key_id = key_id(&name, kind, public);
        Ok(Self { name, key_id, kind, key })
    }

    /// Reads the text form `name+keyid+base64` (a *vkey*).
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let (name, rest) = text.split_once('+').ok_or(KeyError::Form)?;
        let (id, material) = rest.split_once('+').ok_or(KeyError::Form)?;
        let name = KeyName::new(name)?;
        let material = text::from_base64(material).ok_or(KeyError::Form)?;
        let (kind, public) = material.split_first().ok_or(KeyError::Form)?;
        let kind = KeyKind::from_byte(*kind)?;
        let public = public.try_into().map_err(|_| KeyError::NotCanonical)?;
        let key = Self::new(name, kind, public)?;
        let expected = hex8(key.key_id);
        if id == expected { Ok(key) } else { Err(KeyError::KeyId { name: key.name.0, expected }) }
    }

    /// The name.
    pub fn name(&self) -> &KeyName {
        &self.name
    }

    /// The first four bytes of `SHA-256(name || "\n" || type || public key)`.
    pub fn key_id(&self) -> [u8; 4] {
        self.key_id
    }

    /// What the key signs.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The public key, 32 bytes as in RFC 8032. Two keys are *duplicates* if these are equal, whatever their names.
    pub fn public_bytes(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    /// Whether a signature line claims to be by this key.
    pub fn made(&self, line: &Signature) -> bool {
        line.key_id == self.key_id && line.name == self.name.0
    }
}

impl FromStr for VerifyingKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        Self::parse(text)
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let material: Vec<u8> = [self.kind.byte()].into_iter().chain(self.public_bytes()).collect();
        write!(f, "{}+{}+{}", self.name, hex8(self.key_id), text::base64(&material))
    }
}

impl SigningKey {
    /// A private key from its 32-byte seed (RFC 8032). The seed must be random and secret: whoever calls brings it.
    pub fn from_seed(name: KeyName, kind: KeyKind, seed: [u8; 32]) -> Self {
        let secret = ed25519_dalek::SigningKey::from_bytes(&seed);
        let key = secret.verifying_key();
        let key_id = key_id(&name, kind, key.as_bytes());
        Self { public: VerifyingKey { name, key_id, kind, key }, secret }
    }

    /// The name.
    pub fn name(&self) -> &KeyName {
        &self.public.name
    }

    /// The public half.
    pub fn verifying_key(&self) -> &VerifyingKey {
        &self.public
    }

    /// Signs the text of a note (type 0x01). Refuses a text no note can hold, a cosigner's key, and a text that
    /// could be read as a cosigner's message.
    pub fn sign_text(&self, text: &str) -> Result<Signature, NoteError> {
        check_text(text)?;
        match self.public.kind {
            KeyKind::Ed25519 if text.starts_with(crate::cosignature::HEADER) => Err(NoteError::Reserved),
            KeyKind::Ed25519 => Ok(self.line(self.sign_bytes(text.as_bytes()).to_vec())),
            KeyKind::Cosignature => Err(NoteError::WrongKind(self.public.name.0.clone())),
        }
    }

    /// A secret for another purpose, from which nobody learns the key and which is another for each purpose.
    pub fn secret_for(&self, purpose: &str) -> [u8; 32] {
        let preimage = [b"saksi/derived/1\n", purpose.as_bytes(), b"\n", self.secret.as_bytes().as_slice()];
        sha256(&preimage.concat()).0
    }

    /// A signature line of this key around finished signature bytes.
    pub(crate) fn line(&self, bytes: Vec<u8>) -> Signature {
        Signature { name: self.public.name.0.clone(), key_id: self.public.key_id, bytes }
    }

    pub(crate) fn sign_bytes(&self, message: &[u8]) -> [u8; 64] {
        self.secret.sign(message).to_bytes()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("public", &self.public).finish_non_exhaustive()
    }
}

fn key_id(name: &KeyName, kind: KeyKind, public: &[u8; 32]) -> [u8; 4] {
    let preimage = [name.as_str().as_bytes(), b"\n", &[kind.byte()], public.as_slice()].concat();
    let [a, b, c, d, ..] = sha256(&preimage).0;
    [a, b, c, d]
}

fn hex8(id: [u8; 4]) -> String {
    format!("{:08x}", u32::from_be_bytes(id))
}
