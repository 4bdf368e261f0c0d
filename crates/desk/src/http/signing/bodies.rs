//! The texts that bodies of these routes ask for, without a desk around them ([`crate::http::bodies`]).

use ledger::Hash;
use statement::Moment;
use tally::Replay;

use super::{Correction, Redaction, Ruling, SentPhoto, Withdrawal, statement_id, whole};
use crate::compose::{self, Why};
use crate::http::bodies::sent;
use crate::sheets::Whose;

pub fn texts(replay: &Replay, body: &[u8], said: Hash, at: Moment) -> Vec<String> {
    let all = [
        correction(replay, body, said, at),
        withdrawal(replay, body, said, at),
        ruling(replay, body, said, at),
        redaction(replay, body, at),
    ];
    all.into_iter().flatten().collect()
}

fn correction(replay: &Replay, body: &[u8], said: Hash, at: Moment) -> Option<String> {
    let Correction { contest, station, reason, text, cells, evidence } = sent(body)?;
    let whose = Whose { contest, station };
    let election = replay.election();
    let place = election.places.find_station(&whose.station)?;
    let form = election.form_by_ix(election.form(election.profile.contest(&whose.contest)?, place)?);
    let cells = whole(form, &cells).ok()?;
    let photos = SentPhoto::photos(&evidence).ok()?;
    let why = (reason.as_deref(), text.map(|_| said));
    Some(compose::sheet(replay, &whose, &cells, why, ("typed", &photos), at).ok()?.text)
}

fn withdrawal(replay: &Replay, body: &[u8], said: Hash, at: Moment) -> Option<String> {
    let Withdrawal { contest, station, reason, text } = sent(body)?;
    let why = Why { reason: &reason, text: text.map(|_| said) };
    Some(compose::withdrawal(replay, &Whose { contest, station }, why, at).ok()?.text)
}

fn ruling(replay: &Replay, body: &[u8], said: Hash, at: Moment) -> Option<String> {
    let Ruling { contest, station, stands, reason, text } = sent(body)?;
    let why = Why { reason: &reason, text: text.map(|_| said) };
    let stands = statement_id(&stands).ok()?;
    Some(compose::stands(replay, &Whose { contest, station }, stands, why, at).ok()?.text)
}

fn redaction(replay: &Replay, body: &[u8], at: Moment) -> Option<String> {
    let Redaction { contest: _, place: _, sha256, reason } = sent(body)?;
    Some(compose::redaction(replay, Hash::from_hex(&sha256).ok()?, &reason, at).ok()?.text)
}
