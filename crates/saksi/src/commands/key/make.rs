//! `saksi key make`: a committee's key in the folder. Whoever runs it has the commission's key at hand; from polling day on that is
//! not enough for another key of a place that has had one, here as at the desk's door ([`desk::late`]).

use desk::late;
use ledger::SigningKey;
use statement::{Body, Key};

use super::Opened;
use crate::commands::figures::message;
use crate::commands::init::{FIRST_KEY, moment};
use crate::error::Failure;
use crate::folder::Folder;
use crate::keys;
use crate::out;
use crate::session::{Session, now_ms};
use crate::texts::say;

/// File name of a committee's key.
fn file_of(role: &str, place: &str) -> String {
    format!("{role}-{place}")
}

/// Makes the key and registers it; `second` names the file of the key that signs beside the commission's.
pub fn run(folder: &Folder, role: &str, place: &str, second: Option<&str>) -> Result<(), Failure> {
    let mut opened = Opened::new(folder, "#/codes")?;
    let first = keys::open(folder, FIRST_KEY, &opened.passphrase)?;
    let second = second.map(|name| keys::open(folder, name, &opened.passphrase)).transpose()?;
    let vouching: Vec<&SigningKey> = [&first].into_iter().chain(second.as_ref()).collect();
    let (file, there) = free_file(folder, &opened, role, place)?;
    let path = folder.keys().join(format!("{file}.key"));
    out::line(&say!(
        "key-for",
        role = role_name(&opened.session, role),
        place = place_name(&opened.session, place)
    ));
    out::line(&say!("key-for-whom"));
    let at = moment(now_ms(), &opened.session.replay.election().profile)?;
    let today = at.local_text();
    let roles = roles_of(&opened.session, &vouching);
    if !late::signed_enough(&opened.session.replay, role, place, today.get(..10).unwrap_or_default(), &roles)
    {
        return Err(Failure::Key { path, what: say!("key-needs-second", place = place) });
    }
    let key = match there {
        Some(key) => key,
        None => {
            keys::create(folder, &file, &format!("{role}/{place}/{}", now_ms() / 1_000), &opened.passphrase)?
        }
    };
    let vkey = key.verifying_key().to_string();
    let body = Body::Key(Key { key: &vkey, role, scope: place, source: None, at });
    let signers: Vec<&SigningKey> = vouching.into_iter().chain([&key]).collect();
    opened.state(&body, &signers, |what| Failure::Key { path: path.clone(), what })?;
    out::line(&say!("key-made", name = key.name().as_str(), path = path));
    Ok(())
}

/// The first file that holds no revoked key, with the key in it where there is one: that of a run which was interrupted before it
/// was registered, or one that is registered already.
fn free_file(
    folder: &Folder,
    opened: &Opened,
    role: &str,
    place: &str,
) -> Result<(String, Option<SigningKey>), Failure> {
    let ring = &opened.session.replay.keyring;
    let revoked = |key: &SigningKey| {
        let record = ring.position_of(key.verifying_key()).and_then(|at| ring.records().get(at));
        record.is_some_and(|record| record.revoked.is_some())
    };
    let mut file = file_of(role, place);
    let mut number = 1_u32;
    while folder.keys().join(format!("{file}.key")).exists() {
        let key = keys::open(folder, &file, &opened.passphrase)?;
        if !revoked(&key) {
            return Ok((file, Some(key)));
        }
        number += 1;
        file = format!("{}-{number}", file_of(role, place));
    }
    Ok((file, None))
}

/// The roles of those keys that count in the ledger now.
fn roles_of<'s>(session: &'s Session, vouching: &[&SigningKey]) -> Vec<&'s str> {
    let ring = &session.replay.keyring;
    let position = vouching.iter().filter_map(|key| ring.position_of(key.verifying_key()));
    let records = position.filter_map(|position| ring.records().get(position));
    records.filter(|record| record.revoked.is_none()).map(|record| record.role.as_str()).collect()
}

fn role_name(session: &Session, id: &str) -> String {
    let role = session.replay.election().profile.role(id);
    role.and_then(|role| message(session, &role.name_key)).unwrap_or(id).to_owned()
}

/// A place in words, from itself outwards; its code where there is none.
fn place_name(session: &Session, code: &str) -> String {
    let places = &session.replay.election().places;
    let station = places.find_station(code).map(|ix| places.station(ix).name.to_string());
    let starts = (1..=code.len()).rev().filter_map(|length| code.get(..length));
    let regions =
        starts.filter_map(|start| places.find_region(start)).map(|ix| places.region(ix).name.clone());
    let names: Vec<String> = station.into_iter().chain(regions).collect();
    if names.is_empty() { code.to_owned() } else { format!("{} ({code})", names.join(", ")) }
}
