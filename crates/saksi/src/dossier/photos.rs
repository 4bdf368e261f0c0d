//! The photos that statements about a sheet name: each as a file, and in the paper as large as a page allows.

use print::dossier::{Block, Photo};

use super::bundle::Bundle;
use super::case::{Case, Named};
use super::proofs::Gathered;
use crate::error::Failure;
use crate::texts::{Said as _, say};

/// Bytes of photos in one paper at most: what is beyond lies beside it.
const MOST: usize = 64 << 20;

/// What of them is in a paper already.
#[derive(Default)]
pub struct Room {
    used: usize,
    /// Photos that are named and can't be had.
    pub absent: u64,
}

/// Adds a sheet's photos to the files and the paper.
pub fn add(
    bundle: &mut Bundle,
    case: &Case<'_>,
    blocks: &mut Vec<Block>,
    gathered: &mut Gathered,
    room: &mut Room,
) -> Result<(), Failure> {
    let (photos, claimed) = case.photos();
    blocks.push(Block::Head(say!("dossier-photos")));
    blocks.push(super::prose(&if photos.is_empty() {
        say!("dossier-no-photos")
    } else {
        say!("dossier-photos-text")
    }));
    if claimed > 0 {
        blocks.push(super::prose(&say!("dossier-claimed", count = claimed)));
    }
    for named in photos {
        gathered.entries.extend(&named.entries);
        let Some(bytes) = case.opened.publication.photo(&named.photo) else {
            room.absent = room.absent.saturating_add(1);
            let redacted = case.opened.replay.tally.redacted().contains(&named.photo);
            let why = if redacted { say!("dossier-redacted") } else { say!("dossier-not-held") };
            blocks.push(Block::Notice(say!("dossier-photo-absent", why = why)));
            blocks.push(Block::Facts(facts(case, &named, None)));
            continue;
        };
        let end = if bytes.starts_with(b"\x89PNG") { "png" } else { "jpg" };
        let path = format!("photos/{}.{end}", named.photo.to_hex());
        bundle.add(&path, &bytes)?;
        match Photo::of(&bytes) {
            Ok(photo) if room.used.saturating_add(photo.bytes()) <= MOST => {
                room.used = room.used.saturating_add(photo.bytes());
                let mut below: Vec<String> = facts(case, &named, Some(bytes.len()))
                    .into_iter()
                    .map(|(name, what)| format!("{name}: {what}"))
                    .collect();
                below.push(say!("dossier-photo-file", path = path));
                if !photo.is_verbatim() {
                    below.push(say!("dossier-photo-grey"));
                }
                blocks.push(Block::Photo(Box::new(photo), below));
            }
            Ok(_) => {
                blocks.push(Block::Notice(say!("dossier-photo-beside", path = path)));
                blocks.push(Block::Facts(facts(case, &named, Some(bytes.len()))));
            }
            Err(error) => {
                blocks.push(Block::Notice(say!(
                    "dossier-photo-damaged",
                    path = path,
                    what = error.to_string()
                )));
                blocks.push(Block::Facts(facts(case, &named, Some(bytes.len()))));
            }
        }
    }
    Ok(())
}

/// What is said of a photo.
fn facts(case: &Case<'_>, named: &Named, bytes: Option<usize>) -> Vec<(String, String)> {
    let mut facts = vec![("SHA-256".to_owned(), named.photo.to_hex())];
    facts.extend(named.page.map(|page| (say!("dossier-photo-page"), page.to_string())));
    facts.extend(bytes.map(|bytes| (say!("dossier-photo-bytes"), bytes.said())));
    let entries: Vec<String> = named.entries.iter().map(ToString::to_string).collect();
    facts.push((say!("dossier-photo-named"), entries.join(", ")));
    let brought = case.opened.brought.iter().filter(|one| one.photo == named.photo);
    let brought: Vec<String> = brought.map(|one| format!("{} ({})", one.by, one.entry)).collect();
    if !brought.is_empty() {
        facts.push((say!("dossier-photo-brought"), brought.join(", ")));
    }
    facts
}
