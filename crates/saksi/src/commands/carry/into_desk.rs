//! Carried work into a running desk: notes as a plenary's page carries them, photos as any phone sends them.

use std::path::Path;

use desk::carry::file::Head;
use ledger::Hash;

use super::bring::{Target, Told};
use crate::client::{Client, Conflict, Took};
use crate::error::Failure;
use crate::texts::say;

/// Notes of one request at most, and their length in it: the desk takes requests of 256 KiB.
const NOTES: usize = 100;
const BYTES: usize = 192 * 1024;

/// A desk, and the notes that wait for the next request.
pub struct ToDesk {
    client: Client,
    waiting: Vec<(u64, String)>,
    /// How long they are as they are sent.
    length: usize,
    conflicts: Vec<Conflict>,
}

impl ToDesk {
    /// Into the desk of a session.
    pub fn new(client: Client) -> ToDesk {
        ToDesk { client, waiting: Vec::new(), length: 0, conflicts: Vec::new() }
    }

    fn send(&mut self, told: &mut Told) -> Result<(), Failure> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let (entries, notes): (Vec<u64>, Vec<String>) = std::mem::take(&mut self.waiting).into_iter().unzip();
        self.length = 0;
        let carried = self.client.carry(&notes)?;
        for conflict in &carried.conflicts {
            if !self.conflicts.contains(conflict) {
                self.conflicts.push(conflict.clone());
            }
        }
        for ((entry, note), took) in entries.iter().zip(&notes).zip(carried.each()) {
            told.note(*entry, note.as_bytes(), &took);
        }
        Ok(())
    }
}

impl Target for ToDesk {
    fn begins(&mut self, head: &Head) -> Result<(), Failure> {
        Ok(self.client.begins_with(&head.ledger)?)
    }

    fn note(&mut self, entry: u64, note: Vec<u8>, told: &mut Told) -> Result<(), Failure> {
        let note = match String::from_utf8(note) {
            Ok(note) => note,
            Err(error) => {
                let took =
                    Took::Refused { code: "no-statement-text".to_owned(), detail: say!("carry-no-text") };
                told.note(entry, error.as_bytes(), &took);
                return Ok(());
            }
        };
        let length = serde_json::to_string(&note)?.len() + 1;
        if length > BYTES {
            // No statement is: what has so much to escape is none. The desk would refuse the others of the request with it.
            let took = Took::Refused { code: "statement-length".to_owned(), detail: say!("carry-too-long") };
            told.note(entry, note.as_bytes(), &took);
            return Ok(());
        }
        if self.waiting.len() >= NOTES || self.length + length > BYTES {
            self.send(told)?;
        }
        self.length += length;
        self.waiting.push((entry, note));
        Ok(())
    }

    fn photo(&mut self, sha256: Hash, bytes: Vec<u8>, told: &mut Told) -> Result<(), Failure> {
        self.send(told)?;
        let took = self.client.photo(&sha256, &bytes)?;
        told.photo(&sha256, &took);
        Ok(())
    }

    fn text(&mut self, statement: &Hash, bytes: &[u8], told: &mut Told) -> Result<Took, Failure> {
        self.send(told)?;
        Ok(self.client.text(statement, bytes)?)
    }

    fn ends(&mut self, _file: &Path, told: &mut Told) -> Result<Vec<Conflict>, Failure> {
        self.send(told)?;
        Ok(std::mem::take(&mut self.conflicts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_that_no_request_holds_is_refused_and_not_sent() {
        // Nobody listens there: whatever were sent would be an error.
        let mut desk = ToDesk::new(Client::new("http://127.0.0.1:9").unwrap());
        let mut told = Told::default();
        desk.note(0, vec![1; 60_000], &mut told).unwrap();
        assert_eq!(told.refused(), 1);
        assert_eq!(desk.ends(Path::new(""), &mut told).unwrap(), []);
    }
}
