//! Who signs: a private key where it lies, in a PKCS#12 file (`.p12`, `.pfx`) or a PKCS#11 device. OpenSSL's program does what
//! needs the key, so that no key is ever in this program, and whatever device OpenSSL's engine knows will do.

use std::ffi::OsStr;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use der::{DecodePem as _, Encode as _};
use x509_cert::Certificate;

/// The variable by which the password goes to OpenSSL, and in which it may stand for machines that nobody types on.
pub const PASSWORD: &str = "SAKSI_SIGNING_PASSWORD";

/// The same as OpenSSL's arguments name it.
const PASSWORD_IN: &str = "env:SAKSI_SIGNING_PASSWORD";

/// How a device's key is named (RFC 7512).
const DEVICE: &str = "pkcs11:";

/// A key and its certificate.
pub struct Holder {
    /// The file, or the device's name.
    key: PathBuf,
    password: String,
    certificate: Certificate,
    chain: Vec<Certificate>,
}

/// Why a key can't sign.
#[derive(Debug, thiserror::Error)]
pub enum HolderError {
    /// OpenSSL is not there.
    #[error("the program openssl can't be run: {0}")]
    NoProgram(io::Error),
    /// The system gives no room for a file.
    #[error("no file can be made for openssl to read: {0}")]
    Scrap(io::Error),
    /// It refused.
    #[error("openssl says: {0}")]
    Refused(String),
    /// A device's key without its certificate.
    #[error("a device's key needs its certificate beside it, as a PEM file")]
    NoCertificate,
    /// What should be a certificate.
    #[error("no certificate can be read there: {0}")]
    Certificate(String),
}

impl Holder {
    /// A key by a file's path or a device's name, and its certificates as PEM, the signer's first, where they are not in the file.
    pub fn open(key: &Path, pem: Option<&str>, password: String) -> Result<Holder, HolderError> {
        let device = key.to_string_lossy().starts_with(DEVICE);
        let (pem, rest) = match pem {
            Some(pem) => (pem.to_owned(), String::new()),
            None if device => return Err(HolderError::NoCertificate),
            None => {
                let of = |which| {
                    let arguments = ["pkcs12", "-nokeys", which, "-passin", PASSWORD_IN, "-in"];
                    openssl(arguments.iter().map(OsStr::new).chain([key.as_os_str()]), &password, b"")
                };
                (text(&of("-clcerts")?), text(&of("-cacerts")?))
            }
        };
        let mut all = certificates(&pem)?.into_iter();
        let none = || HolderError::Certificate("there is none".to_owned());
        let certificate = all.next().ok_or_else(none)?;
        let chain = all.chain(certificates(&rest)?).collect();
        Ok(Holder { key: key.to_owned(), password, certificate, chain })
    }

    /// The certificate that signs.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Those that vouch for it.
    pub fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    /// Whose it is, as the certificate says.
    pub fn name(&self) -> String {
        self.certificate.tbs_certificate.subject.to_string()
    }

    /// Signs bytes with SHA-256, and makes sure that it is the certificate's key that did.
    pub fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>, HolderError> {
        let mut arguments = vec!["dgst", "-sha256", "-passin", PASSWORD_IN];
        if self.key.to_string_lossy().starts_with(DEVICE) {
            arguments.extend(["-engine", "pkcs11", "-keyform", "engine"]);
        }
        arguments.push("-sign");
        let arguments = arguments.into_iter().map(OsStr::new).chain([self.key.as_os_str()]);
        let signature = openssl(arguments, &self.password, bytes)?;
        self.check(bytes, &signature)?;
        Ok(signature)
    }

    /// A certificate that belongs to another key would make a signature that everybody refuses.
    fn check(&self, bytes: &[u8], signature: &[u8]) -> Result<(), HolderError> {
        let key = self.certificate.tbs_certificate.subject_public_key_info.to_der();
        let key = key.map_err(|error| HolderError::Certificate(error.to_string()))?;
        // Neither is a secret, and OpenSSL takes them from files alone.
        let kept = |bytes: &[u8]| {
            let mut file = tempfile::NamedTempFile::new()?;
            file.write_all(bytes).map(|()| file)
        };
        let (key, signature) =
            (kept(&key).map_err(HolderError::Scrap)?, kept(signature).map_err(HolderError::Scrap)?);
        let arguments: [&OsStr; 8] = [
            OsStr::new("dgst"),
            OsStr::new("-sha256"),
            OsStr::new("-keyform"),
            OsStr::new("DER"),
            OsStr::new("-verify"),
            key.path().as_os_str(),
            OsStr::new("-signature"),
            signature.path().as_os_str(),
        ];
        openssl(arguments, "", bytes).map(|_| ()).map_err(|_| {
            HolderError::Certificate(format!(
                "the certificate of {} is not of the key that signed",
                self.name()
            ))
        })
    }
}

fn certificates(pem: &str) -> Result<Vec<Certificate>, HolderError> {
    const END: &str = "-----END CERTIFICATE-----";
    let parts = pem
        .split_inclusive(END)
        .filter_map(|part| part.find("-----BEGIN CERTIFICATE-----").map(|at| part.get(at..)));
    let each = parts
        .flatten()
        .map(|part| Certificate::from_pem(part).map_err(|error| HolderError::Certificate(error.to_string())));
    each.collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Runs OpenSSL; what it printed.
fn openssl<'a>(
    arguments: impl IntoIterator<Item = &'a OsStr>,
    password: &str,
    input: &[u8],
) -> Result<Vec<u8>, HolderError> {
    let mut child = Command::new("openssl")
        .args(arguments)
        .env(PASSWORD, password)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(HolderError::NoProgram)?;
    // It may end without having read everything; its own words say why.
    let _ = child.stdin.take().map(|mut pipe| pipe.write_all(input));
    let done = child.wait_with_output().map_err(HolderError::NoProgram)?;
    if done.status.success() {
        return Ok(done.stdout);
    }
    let said = text(&done.stderr);
    let line = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("nothing");
    Err(HolderError::Refused(line.to_owned()))
}
