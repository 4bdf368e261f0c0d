//! Ed25519 cosignatures over checkpoints (C2SP tlog-cosignature, `cosignature/v1`, signature type 0x04).
//!
//! A cosigner says: as of this time, the largest consistent tree I have seen of this origin has this root. The
//! message does not name the cosigner, so a key must never serve two cosigners. Lines of type 0x06 (ML-DSA-44)
//! have other key ids and are left alone as unknown.

use crate::key::{KeyKind, SigningKey, VerifyingKey, verify_one};
use crate::note::Signature;

/// The first line of every cosigned message.
pub const HEADER: &str = "cosignature/v1\n";
/// Bytes of a cosignature: a u64 time, big-endian, and an Ed25519 signature.
const LENGTH: usize = 8 + 64;

/// Why a cosignature is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CosignatureError {
    /// The key is not of type 0x04.
    #[error("{0} is not a cosigner's key (type 0x04)")]
    WrongKind(String),
    /// The line has another name or key id than the key.
    #[error("the line is not by {0}")]
    OtherKey(String),
    /// The time is 0 or above 2^63 - 1.
    #[error("a cosignature's time must be between 1 and 2^63 - 1 seconds since 1970")]
    Time,
    /// Not 72 bytes.
    #[error("a cosignature is 72 bytes long, this one {0}")]
    Length(usize),
    /// The signature is not one of this key over this checkpoint and time.
    #[error("the cosignature of {0} does not verify")]
    Bad(String),
}

/// Cosigns a checkpoint's text. `time` is seconds since 1970-01-01 00:00:00 UTC, brought by the caller, who has
/// already made the new head durable.
pub fn sign(key: &SigningKey, time: u64, checkpoint_text: &str) -> Result<Signature, CosignatureError> {
    let name = || key.name().as_str().to_owned();
    match key.verifying_key().kind() {
        KeyKind::Cosignature => {}
        KeyKind::Ed25519 => return Err(CosignatureError::WrongKind(name())),
    }
    let signature = key.sign_bytes(&message(checked_time(time)?, checkpoint_text));
    Ok(key.line([time.to_be_bytes().as_slice(), &signature].concat()))
}

/// Checks a cosignature and returns its time in seconds since 1970. Whether the time is plausible is the
/// caller's question, who has a clock.
pub fn verify(
    key: &VerifyingKey,
    checkpoint_text: &str,
    signature: &Signature,
) -> Result<u64, CosignatureError> {
    let name = || key.name().as_str().to_owned();
    match key.kind() {
        KeyKind::Cosignature => {}
        KeyKind::Ed25519 => return Err(CosignatureError::WrongKind(name())),
    }
    if !key.made(signature) {
        return Err(CosignatureError::OtherKey(name()));
    }
    let length = || CosignatureError::Length(signature.bytes.len());
    let bytes = <&[u8; LENGTH]>::try_from(signature.bytes.as_slice()).map_err(|_| length())?;
    let (time, signed) = bytes.split_first_chunk::<8>().ok_or_else(length)?;
    let signed = <&[u8; 64]>::try_from(signed).map_err(|_| length())?;
    let time = checked_time(u64::from_be_bytes(*time))?;
    if verify_one(key, &message(time, checkpoint_text), signed) {
        Ok(time)
    } else {
        Err(CosignatureError::Bad(name()))
    }
}

fn checked_time(time: u64) -> Result<u64, CosignatureError> {
    if i64::try_from(time).is_ok_and(|t| t > 0) { Ok(time) } else { Err(CosignatureError::Time) }
}

fn message(time: u64, checkpoint_text: &str) -> Vec<u8> {
    format!("{HEADER}time {time}\n{checkpoint_text}").into_bytes()
}
