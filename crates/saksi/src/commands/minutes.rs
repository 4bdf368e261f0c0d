//! `saksi minutes`: a signature by a certificate in printed minutes.

use std::fs;
use std::io::IsTerminal as _;
use std::path::Path;

use statement::Moment;

use crate::cli::{Minutes as Arguments, MinutesSign};
use crate::error::Failure;
use crate::out;
use crate::pades::{self, Holder, PASSWORD, Said, SignError};
use crate::session::now_ms;
use crate::texts::say;

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    match arguments {
        Arguments::Sign(arguments) => sign(arguments),
    }
}

fn sign(arguments: &MinutesSign) -> Result<(), Failure> {
    let MinutesSign { file, key, certificate, reason, location, out } = arguments;
    let read = |path: &Path| fs::read(path).map_err(|source| Failure::file("reading", path, source));
    let refused = |error: SignError| Failure::Sign { path: file.clone(), what: error.to_string() };
    let pdf = read(file)?;
    let certificate = certificate.as_deref().map(read).transpose()?;
    let certificate = certificate.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let holder = Holder::open(key, certificate.as_deref(), password(key)?);
    let holder = holder.map_err(|error| refused(error.into()))?;
    let at = at(now_ms());
    let said = Said { at: &at, reason: reason.as_deref(), place: location.as_deref() };
    let prepared = pades::prepare(pdf, said).map_err(|error| refused(error.into()))?;
    let signed = pades::sign(prepared, &holder).map_err(refused)?;
    // What is there stays: it may be what others signed.
    let mut made = fs::File::create_new(out).map_err(|source| Failure::file("writing", out, source))?;
    std::io::Write::write_all(&mut made, &signed).map_err(|source| Failure::file("writing", out, source))?;
    out::line(&say!("minutes-signed", name = holder.name(), path = out));
    Ok(())
}

fn password(key: &Path) -> Result<String, Failure> {
    if let Ok(password) = std::env::var(PASSWORD) {
        return Ok(password);
    }
    if std::io::stdin().is_terminal() {
        return rpassword::prompt_password(say!("prompt-signing", key = key)).map_err(Failure::Prompt);
    }
    Ok(String::new())
}

/// A time as PDF writes it (ISO 32000-1, 7.9.4), in UTC.
fn at(unix_ms: u64) -> String {
    let seconds = i64::try_from(unix_ms / 1_000).unwrap_or(0);
    let text = Moment::new(seconds, 0).map(Moment::local_text).unwrap_or_default();
    let digits: String = text.chars().filter(char::is_ascii_digit).take(14).collect();
    format!("D:{digits}Z")
}
