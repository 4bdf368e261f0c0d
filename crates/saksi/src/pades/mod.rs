//! A signature in a printed file by somebody's certificate: PAdES at its base level, B-B (ETSI EN 319 142-1), for committees whose
//! law or office asks for one. What the count stands on is the statement in the ledger; this says who stands behind the paper.
//!
//! The file stays as it was to the last byte, and the signature is appended ([`file`]): several people sign one after the other.
//! The private key stays where it is, in a PKCS#12 file or a PKCS#11 device, and `openssl` signs with it ([`holder`]).

mod cms;
mod file;
mod holder;

pub use self::cms::CmsError;
pub use self::file::{FileError, Prepared, Said, prepare};
pub use self::holder::{Holder, HolderError, PASSWORD};

/// Signs what is covered, and gives the signature as it stands in the file.
pub fn sign(prepared: Prepared, holder: &Holder) -> Result<Vec<u8>, SignError> {
    let attributes = cms::attributes(&prepared.digest(), holder.certificate())?;
    let signature = holder.sign(&attributes.to_be_signed()?)?;
    let whole = attributes.signed(signature, holder.certificate(), holder.chain())?;
    Ok(prepared.fill(&whole)?)
}

/// Why there is no signature.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// Its form.
    #[error(transparent)]
    Cms(#[from] CmsError),
    /// The file to sign.
    #[error(transparent)]
    File(#[from] FileError),
    /// The key.
    #[error(transparent)]
    Holder(#[from] HolderError),
}
