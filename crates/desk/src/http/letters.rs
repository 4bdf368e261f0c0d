//! Codes as letters for envelopes. A code is told once and kept nowhere, so whoever was told it sends it back for the paper, and
//! the paper is in the answer and nowhere else.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use election::Role;
use print::letters::{Letter, Letters};
use schemars::JsonSchema;
use serde::Deserialize;

use super::problem::Problem;
use super::spec::{Gives, Says, Takes};
use super::{Desk, Gate, Routes, Sent, station};
use crate::access::Act;

pub(super) fn routes(routes: Routes) -> Routes {
    let says = || {
        Says::new(
            "Codes as letters to print, one a place.",
            Takes::json::<ToPrint>(),
            &[(StatusCode::OK, Gives::Media("application/pdf"))],
        )
    };
    routes
        .add(Method::POST, "/api/codes/letters", Gate::May(Act::Administer), letters)
        .says(says())
        .add(Method::POST, "/api/mandate/letters", Gate::May(Act::Mandate), letters)
        .says(says())
}

/// What is to be printed.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ToPrint {
    /// Role of the codes.
    role: String,
    /// Where people reach this desk: `https://desk.example`.
    origin: String,
    /// Codes and what each is for, at most two thousand.
    #[schemars(length(max = 2_000))]
    codes: Vec<Coded>,
}

/// A code that was told.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Coded {
    /// As it is typed.
    code: String,
    /// Code of the place it acts for.
    scope: String,
}

/// Letters of one file at most: what is sent stays a small request, and no printer has more paper.
const MOST: usize = 2_000;

/// Characters of an address and of a code at most.
const LONGEST: usize = 200;

async fn letters(State(desk): State<Arc<Desk>>, Sent(asked): Sent<ToPrint>) -> Result<Response, Problem> {
    let wrong = |code, detail: String| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail);
    let address = asked.origin.trim_end_matches('/');
    let plain = |text: &str| text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_graphic());
    if !(address.starts_with("https://") || address.starts_with("http://")) || !plain(address) {
        return Err(wrong("no-address", "origin is the address that people reach this desk at".to_owned()));
    }
    if asked.codes.len() > MOST {
        return Err(wrong(
            "too-many-codes",
            format!("at most {MOST} letters at once, not {}", asked.codes.len()),
        ));
    }
    let Some(role) = desk.election.profile.role(&asked.role) else {
        return Err(wrong("no-role", format!("the profile has no role {}", asked.role)));
    };
    let places = &desk.election.places;
    for one in &asked.codes {
        if places.find_station(&one.scope).is_none() && places.find_region(&one.scope).is_none() {
            return Err(wrong("no-place", format!("there is no station or region {}", one.scope)));
        }
        if !plain(&one.code) {
            return Err(wrong("bad-code", "this is no code".to_owned()));
        }
    }
    let (role, address) = (role.clone(), address.to_owned());
    // Setting type takes a processor: off the threads that answer.
    let set = move || {
        let says = Words::of(&desk);
        let each: Vec<Letter> =
            asked.codes.iter().map(|one| letter(&desk, &says, &role, &address, one)).collect();
        says.letters(&desk).pdf(&each)
    };
    let set = tokio::task::spawn_blocking(set).await;
    let set = set.map_err(|_| Problem::from(crate::writer::WriteError::Ended))?;
    let file = set.map_err(|error| wrong("no-address", error.to_string()))?;
    let kept = "attachment; filename=\"letters.pdf\"";
    Ok(([(header::CONTENT_TYPE, "application/pdf"), (header::CONTENT_DISPOSITION, kept)], file)
        .into_response())
}

fn letter(desk: &Desk, says: &Words, role: &Role, address: &str, one: &Coded) -> Letter {
    // Who decides about the count signs at a computer; everybody else on a telephone.
    let phone = !role.may.iter().any(|kind| kind == "ruling");
    let (page, before, way) = if phone {
        (format!("{address}/capture/"), "#", "phone")
    } else {
        (format!("{address}/"), "#/key/", "desk")
    };
    let name = station::place_name(&desk.election, &one.scope);
    let (place, around) = name.split_once(", ").unwrap_or((&name, ""));
    let role = desk.election.profile.message(says.language, &role.name_key).unwrap_or(&role.id);
    let steps = ["open", &format!("go-{way}"), &format!("check-{way}"), "write", "once"];
    Letter {
        place: place.to_owned(),
        around: around.to_owned(),
        about: vec![(says.say("scope-code"), one.scope.clone()), (says.say("for"), role.to_owned())],
        code: one.code.clone(),
        scan: format!("{page}{before}{}", one.code),
        page,
        steps: steps.iter().map(|step| says.say(step)).collect(),
    }
}

/// The letters' words, in the profile's first language: whoever opens an envelope did not choose a page's.
struct Words {
    language: &'static str,
    texts: &'static str,
}

/// Languages with their texts; the first one where the profile has none of them.
const TEXTS: [(&str, &str); 2] =
    [("id", include_str!("../../texts/letters.id.ftl")), ("en", include_str!("../../texts/letters.en.ftl"))];

impl Words {
    fn of(desk: &Desk) -> Words {
        let [first, _] = TEXTS;
        let wanted = desk.election.profile.languages.first();
        let (language, texts) =
            TEXTS.into_iter().find(|(tag, _)| wanted.is_some_and(|one| one == tag)).unwrap_or(first);
        Words { language, texts }
    }

    /// A text without places to fill, which is a line of its file.
    fn say(&self, key: &str) -> String {
        let mut each = self.texts.lines().filter_map(|line| line.split_once(" = "));
        each.find(|(name, _)| *name == key).map_or(key, |(_, text)| text).to_owned()
    }

    fn letters(&self, desk: &Desk) -> Letters {
        Letters {
            title: desk.about.name.clone(),
            language: self.language.to_owned(),
            election: desk.about.name.clone(),
            practice: desk.about.practice.then(|| self.say("practice")),
            code: self.say("code"),
            address: self.say("page"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_a_letter_is_there_in_each_language_and_has_nothing_to_fill() {
        let keys = [
            "scope-code",
            "practice",
            "for",
            "code",
            "page",
            "open",
            "go-phone",
            "go-desk",
            "check-phone",
            "check-desk",
            "write",
            "once",
        ];
        for (language, texts) in TEXTS {
            for key in keys {
                let said = Words { language, texts }.say(key);
                assert!(said != key && !said.contains('{'), "{language} {key}: {said}");
                assert!(said.is_ascii(), "the letters' font has Latin letters and plain quotes: {said}");
            }
        }
    }
}
