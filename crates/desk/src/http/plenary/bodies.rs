//! The texts that bodies of these routes ask for, without a desk around them ([`crate::http::bodies`]).

use ledger::Hash;
use statement::Moment;
use tally::Replay;

use super::objections::bodies as objections;
use super::{SentForm, SentPlenary, columns, signatories};
use crate::http::bodies::sent;
use crate::http::signing::{SentPhoto, whole};
use crate::plenary::text::{self, Asked};
use crate::plenary::{Plenary, Whose};

pub fn texts(replay: &Replay, body: &[u8], said: Hash, at: Moment) -> Vec<String> {
    for region in replay.election().places.regions() {
        form(replay, body, &region.code.to_string());
    }
    plenary(replay, body, said, at).into_iter().chain(objections::texts(replay, body, said, at)).collect()
}

/// A form typed independently: read for a region, every column of it.
fn form(replay: &Replay, body: &[u8], region: &str) -> Option<()> {
    let asked: SentForm = sent(body)?;
    let whose = Whose { contest: "ppwp".to_owned(), region: region.to_owned(), constituency: None };
    let plenary = Plenary::find(replay, &whose).ok()?;
    let cells = whole(plenary.form(), &asked.cells).ok()?;
    columns(&plenary, &asked.columns).ok()?;
    plenary.failing(&cells);
    Some(())
}

fn plenary(replay: &Replay, body: &[u8], said: Hash, at: Moment) -> Option<String> {
    let asked: SentPlenary = sent(body)?;
    let SentPlenary { contest, region, constituency, closes, reason, evidence, untyped: _, .. } = asked;
    let whose = Whose { contest, region, constituency };
    signatories(&asked.signatories).ok()?;
    let photos = SentPhoto::photos(&evidence).ok()?;
    let plenary = Plenary::find(replay, &whose).ok()?;
    let text = asked.text.map(|_| said);
    let asked = Asked { closes, reason: reason.as_deref(), evidence: &photos, text };
    Some(text::plenary(&plenary, &whose, &asked, at).ok()?.text)
}
