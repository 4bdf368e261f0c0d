//! The texts that bodies of these routes ask for, without a desk around them ([`crate::http::bodies`]).

use ledger::Hash;
use statement::Moment;
use tally::Replay;

use super::{SentAnswer, SentObjection, statement_id};
use crate::http::bodies::sent;
use crate::http::signing::SentPhoto;
use crate::plenary::text::{self, Answering, Objecting};

pub fn texts(replay: &Replay, body: &[u8], said: Hash, at: Moment) -> Vec<String> {
    [objection(replay, body, said, at), answer(replay, body, said, at)].into_iter().flatten().collect()
}

fn objection(replay: &Replay, body: &[u8], said: Hash, at: Moment) -> Option<String> {
    let SentObjection { contest, place, kind, against, text: _, evidence } = sent(body)?;
    let against = against.as_deref().map(statement_id).transpose().ok()?;
    let photos = SentPhoto::photos(&evidence).ok()?;
    let asked = Objecting { contest: &contest, place: &place, kind, against, text: said, evidence: &photos };
    Some(text::objection(replay, &asked, at).ok()?.text)
}

fn answer(replay: &Replay, body: &[u8], said: Hash, at: Moment) -> Option<String> {
    let SentAnswer { contest, place, objection, outcome, text: _, evidence } = sent(body)?;
    let objection = statement_id(&objection).ok()?;
    let photos = SentPhoto::photos(&evidence).ok()?;
    let asked =
        Answering { contest: &contest, place: &place, objection, outcome, text: said, evidence: &photos };
    Some(text::answer(replay, &asked, at).ok()?.text)
}
