//! What a statement that closes a plenary says beside its figures: how differences were explained, who signed the paper, and who
//! did not and why. Everybody may read it; the ledger has its salted hash ([`crate::said`]).

use super::kept::Explained;
use super::paper::{Says, or_dash, place_of, typed_of};
use super::{Difference, Plenary};

/// Somebody who was to sign the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signatory {
    /// Their name, as on the paper.
    pub name: String,
    /// What they are there: a member of the committee, whose witness.
    pub office: String,
    /// Why they did not sign; none: they did.
    pub refused: Option<String>,
}

/// All that is said of a closing.
pub struct Closing<'a> {
    /// What each field of the form is called.
    pub labels: &'a [String],
    /// Every difference, with its explanation.
    pub differences: &'a [(Difference, Option<&'a Explained>)],
    /// Why nobody typed the form independently; none: somebody did.
    pub untyped: Option<&'a str>,
    /// Who signed and who did not.
    pub signatories: &'a [Signatory],
    /// What else is said.
    pub more: Option<&'a str>,
}

/// The text, in the language of the profile's paper: a title a part, and a line for each difference and each signatory.
pub fn text(plenary: &Plenary<'_>, closing: &Closing<'_>) -> String {
    let says = Says::of(plenary);
    let mut parts: Vec<String> = Vec::new();
    let mut part = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            parts.push(format!("{}\n{}", says.say(title), lines.join("\n")));
        }
    };
    let differences = closing.differences.iter().map(|(difference, why)| {
        let figures = [
            ("summed", or_dash(difference.summed)),
            ("typed", typed_of(difference, &says)),
            ("below", or_dash(difference.below)),
        ];
        let figures = figures.map(|(word, figure)| format!("{}: {figure}", says.say(word)));
        let why = why.map(|why| on_one_line(&why.text)).unwrap_or_default();
        let place = place_of(plenary, closing.labels, difference);
        format!("- {place} ({}). {why}", figures.join("; "))
    });
    part("differences", differences.collect());
    part("untyped", closing.untyped.map(on_one_line).into_iter().collect());
    let signatories = closing.signatories.iter().map(|one| {
        let Signatory { name, office, refused } = one;
        match refused {
            None => format!("- {name}, {office}: {}", says.say("signed")),
            Some(why) => format!("- {name}, {office}: {}: {}", says.say("did-not-sign"), on_one_line(why)),
        }
    });
    part("signatories", signatories.collect());
    part("said", closing.more.map(str::to_owned).into_iter().collect());
    parts.join("\n\n")
}

/// A line stays one, whatever somebody typed: nobody's words look like another's.
pub fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
