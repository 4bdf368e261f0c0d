//! Texts beside statements: they wait in the desk's table before their hashes are stated, and are found again by them.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::StatusCode;
use blobs::BlobError;
use ledger::Hash;
use schemars::JsonSchema;
use serde::Serialize;
use statement::SALT;

use super::problem::Problem;
use super::{Desk, now_ms};
use crate::carry::file::MOST_TEXT;
use crate::people::PersonError;
use crate::said::{self, Said};

/// Words whose hash a statement says.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "Said")]
#[schemars(deny_unknown_fields)]
pub(super) struct SaidShape {
    pub text: String,
    /// Before a line's end and the words it makes their hash, in hexadecimal digits.
    pub salt: String,
}

impl From<&Said> for SaidShape {
    fn from(said: &Said) -> SaidShape {
        SaidShape { text: said.text().to_owned(), salt: said.salt().to_owned() }
    }
}

/// Texts that are looked for outside of the desk's table at most, in one answer: those carried here from another desk.
const ELSEWHERE: usize = 256;

/// A text that says something and no more than may be.
pub(super) fn written(text: &str, longest: usize) -> Result<String, Problem> {
    let text = text.trim();
    let characters = text.chars().count();
    if characters == 0 || characters > longest {
        let detail = format!("a text has from 1 to {longest} characters, this one {characters}");
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "text-length", detail));
    }
    Ok(text.to_owned())
}

/// A text under a new salt, to be stated by its hash.
pub(super) fn salted(text: &str) -> Result<Said, Problem> {
    salt(&written(text, said::LONGEST)?)
}

/// The same of a text that the desk itself put together.
///
/// It is no longer than what can be carried to another desk.
pub(super) fn salt(text: &str) -> Result<Said, Problem> {
    if text.len() as u64 > MOST_TEXT - (2 * SALT as u64 + 1) {
        let detail = format!(
            "all that is said comes to {} bytes, more than {MOST_TEXT}: say it in fewer words",
            text.len()
        );
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "text-length", detail));
    }
    let mut salt = [0; SALT];
    getrandom::fill(&mut salt).map_err(|error| PersonError::Hash(error.to_string()))?;
    Ok(Said::new(salt, text))
}

/// The same of a text that may be left out; an empty one is none.
pub(super) fn salted_if_any(text: Option<&str>) -> Result<Option<Said>, Problem> {
    text.filter(|text| !text.trim().is_empty()).map(salted).transpose()
}

impl Desk {
    /// Keeps a text before anybody can state its hash. It is no file, and nothing of it is published, until an accepted statement
    /// does ([`crate::filing`]).
    pub(super) async fn wait_said(self: &Arc<Desk>, said: &Said) -> Result<(), Problem> {
        let (said, since_ms) = (said.clone(), now_ms());
        self.write(move |sql| said::wait(sql, &said, since_ms)).await
    }

    /// Keeps a text whose hash a statement in the ledger says.
    pub(super) async fn keep_said(self: &Arc<Desk>, said: &Said) -> Result<(), Problem> {
        let file = said.file().to_vec();
        self.in_store(move |uploads| Ok(uploads.blobs().keep_bytes(&file)?)).await?;
        let said = said.clone();
        self.write(move |sql| said::keep(sql, &said)).await
    }

    /// The texts that have these hashes; those that are nowhere here are left out.
    pub(super) async fn said(self: &Arc<Desk>, hashes: Vec<Hash>) -> Result<BTreeMap<Hash, Said>, Problem> {
        let (mut found, elsewhere) = self
            .read(move |sql| {
                let (mut found, mut elsewhere) = (BTreeMap::new(), Vec::new());
                for hash in hashes {
                    match said::find(sql, &hash)? {
                        Some(said) => drop(found.insert(hash, said)),
                        None => elsewhere.push(hash),
                    }
                }
                Ok((found, elsewhere))
            })
            .await?;
        if elsewhere.is_empty() {
            return Ok(found);
        }
        let there = self
            .in_store(move |uploads| {
                let mut there = Vec::new();
                for hash in elsewhere.into_iter().take(ELSEWHERE) {
                    match uploads.blobs().get(&hash) {
                        Ok(file) => there.extend(file.and_then(|file| Said::of(hash, file))),
                        Err(BlobError::Damaged { .. }) => {}
                        Err(error) => return Err(error.into()),
                    }
                }
                Ok(there)
            })
            .await?;
        // The next who asks finds them in the table, and gets further where there are many.
        let own = there.clone();
        self.write(move |sql| own.iter().try_for_each(|said| said::keep(sql, said))).await?;
        found.extend(there.into_iter().map(|said| (said.hash, said)));
        Ok(found)
    }
}
