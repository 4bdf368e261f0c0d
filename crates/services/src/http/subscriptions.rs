//! Asking for the data by mail, confirming it and ending it.
//!
//! A `GET` never changes anything: programs that look into letters follow every link. Nothing here says whether an address is known.

use std::sync::Arc;

use axum::extract::{Form, Path, Query, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, RequestExt as _, Router};
use serde::Deserialize;

use super::page::{self, Frame};
use super::{Asking, Lang, Services, Shared, Wants, Who, refused, texts, wants};
use crate::publication::Publication;
use crate::receivers::{self, Receiver, State, What, Wish, address};
use crate::texts::Texts;
use crate::tokens::Does;
use crate::{Refusal, ServicesError};

pub(super) fn routes(router: Router<Arc<Services>>) -> Router<Arc<Services>> {
    router
        .route("/subscribe", get(form))
        .route("/subscriptions", post(ask))
        .route("/subscriptions/confirm/{token}", get(confirming).post(confirm))
        .route("/subscriptions/leave/{token}", get(leaving).post(leave))
}

/// What a link to the form says: a page of any contest and region has one.
#[derive(Debug, Default, Deserialize)]
struct Of {
    contest: Option<String>,
    region: Option<String>,
    lang: Option<String>,
}

async fn form(services: Shared, headers: HeaderMap, Query(of): Query<Of>) -> Response {
    let services = &services.0;
    let t = texts(services, of.lang.as_deref(), &headers);
    match filled(services, t, &of) {
        Ok(response) => response,
        Err(refusal) => refused(services, t, Wants::Page, &refusal.into()),
    }
}

fn filled(services: &Services, t: &Texts, of: &Of) -> Result<Response, Refusal> {
    if services.config.mail.is_none() {
        return Err(Refusal::NotOffered);
    }
    let publication = &services.publication;
    let contests = publication.contests();
    let contest = match of.contest.as_deref() {
        Some(named) if !named.is_empty() => {
            publication.contest(named)?;
            contests
                .iter()
                .find(|id| **id == named)
                .copied()
                .ok_or_else(|| Refusal::Contest(named.to_owned()))?
        }
        Some(_) | None => contests.first().copied().ok_or(Refusal::NotOffered)?,
    };
    let chosen = of.region.as_deref().and_then(|code| publication.above(code));
    let chosen = chosen.unwrap_or_else(|| publication.nation());
    let regions = publication.delivered(contest).into_iter();
    let page = page::SubscribeForm {
        f: Frame::of(services, t, Some(&format!("/subscribe?contest={contest}&region={chosen}&"))),
        contest,
        contest_name: publication.contest_name(publication.contest(contest)?, t.language()),
        others: contests
            .iter()
            .filter(|id| **id != contest)
            .map(|id| {
                Ok(((*id).to_owned(), publication.contest_name(publication.contest(id)?, t.language())))
            })
            .collect::<Result<_, Refusal>>()?,
        regions: regions
            .map(|code| {
                let checked = code == chosen;
                (publication.region_name(&code), code, checked)
            })
            .map(|(name, code, checked)| (code, name, checked))
            .collect(),
        whats: What::ALL.map(|what| (what.text(), t.say(&format!("what-{}", what.text())))).to_vec(),
        attach_mb: services.config.mail.as_ref().map_or(0, |mail| mail.attach_mb).to_string(),
    };
    Ok(page::answer(StatusCode::OK, &page))
}

/// What a form or a program sends.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    email: String,
    contest: String,
    regions: Vec<String>,
    what: String,
    #[serde(default)]
    language: String,
    /// The field that people leave empty.
    #[serde(default)]
    website: String,
}

async fn asked(request: Request, language: &str) -> Result<Asked, Refusal> {
    let unreadable = |why: String| Refusal::Unreadable(why);
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if kind.is_some_and(|kind| kind.starts_with("application/json")) {
        let Json(mut sent) =
            request.extract::<Json<Asked>, _>().await.map_err(|error| unreadable(error.body_text()))?;
        if sent.language.is_empty() {
            language.clone_into(&mut sent.language);
        }
        return Ok(sent);
    }
    let Form(fields) = request
        .extract::<Form<Vec<(String, String)>>, _>()
        .await
        .map_err(|error| unreadable(error.body_text()))?;
    let mut sent = Asked { language: language.to_owned(), ..Asked::default() };
    for (name, value) in fields {
        match name.as_str() {
            "email" => sent.email = value,
            "contest" => sent.contest = value,
            "region" => sent.regions.push(value),
            "what" => sent.what = value,
            "website" => sent.website = value,
            _ => return Err(unreadable(name)),
        }
    }
    Ok(sent)
}

async fn ask(
    services: Shared,
    Extension(Who(who)): Asking,
    Query(lang): Query<Lang>,
    request: Request,
) -> Response {
    let services = &services.0;
    let headers = request.headers().clone();
    let (t, wants) = (texts(services, lang.lang.as_deref(), &headers), wants(&headers));
    let done = match services.turn(who) {
        Ok(()) => take(services, request, t.language()).await,
        Err(refusal) => Err(refusal.into()),
    };
    match (done, wants) {
        (Err(error), wants) => refused(services, t, wants, &error),
        (Ok(()), Wants::Page) => {
            said(services, t, StatusCode::ACCEPTED, "subscribe-asked-title", &t.say("subscribe-asked"))
        }
        (Ok(()), Wants::Json) => {
            let body = serde_json::json!({ "state": "asked" }).to_string();
            (StatusCode::ACCEPTED, [(header::CONTENT_TYPE, "application/json")], body).into_response()
        }
    }
}

async fn take(services: &Arc<Services>, request: Request, language: &str) -> Result<(), ServicesError> {
    if services.config.mail.is_none() {
        return Err(Refusal::NotOffered.into());
    }
    let sent = asked(request, language).await?;
    if !sent.website.is_empty() {
        return Err(Refusal::Trap.into());
    }
    let Asked { email, contest, regions, what, language, .. } = sent;
    let email = address::mail(&email)?;
    let wish = Wish { contest, regions, what, language };
    services
        .aside(move |services| {
            let wish = wish.checked(&services.publication)?;
            let Services { store, tokens, around, config, .. } = services;
            receivers::ask(store, tokens, config.limits.letters_a_day, around.as_ref(), &email, &wish)
        })
        .await
}

fn said(services: &Services, t: &Texts, status: StatusCode, title: &str, text: &str) -> Response {
    let f = Frame::of(services, t, None);
    let page = page::Message { f, title: t.say(title), text: text.to_owned(), problem: false };
    page::answer(status, &page)
}

/// What a subscription is, in words.
pub(crate) fn wish(publication: &Publication, t: &Texts, of: &Receiver) -> String {
    let contest = publication.contest(&of.contest);
    let contest =
        contest.map_or_else(|_| of.contest.clone(), |ix| publication.contest_name(ix, t.language()));
    let regions: Vec<String> = of.regions.iter().map(|code| publication.region_name(code)).collect();
    let what = t.say(&format!("what-{}", of.what.text()));
    t.fill("subscription-is", &[("contest", &contest), ("what", &what), ("regions", &regions.join(", "))])
}

async fn confirming(
    services: Shared,
    headers: HeaderMap,
    lang: Query<Lang>,
    token: Path<String>,
) -> Response {
    shown(&services.0, &headers, &lang, Does::Confirm, token.0).await
}

async fn leaving(services: Shared, headers: HeaderMap, lang: Query<Lang>, token: Path<String>) -> Response {
    shown(&services.0, &headers, &lang, Does::Leave, token.0).await
}

/// Shows what a link is of, with the button that does it.
async fn shown(
    services: &Arc<Services>,
    headers: &HeaderMap,
    lang: &Lang,
    does: Does,
    token: String,
) -> Response {
    let own = token.clone();
    let found = services.aside(move |services| receivers::by_token(&services.store, does, &own)).await;
    let of = match found {
        Ok(of) => of,
        Err(error) => {
            return refused(services, texts(services, lang.lang.as_deref(), headers), Wants::Page, &error);
        }
    };
    let t = texts(services, lang.lang.as_deref().or(Some(&of.language)), headers);
    let wish = wish(&services.publication, t, &of);
    let (word, title, button) = match (does, of.state) {
        (_, State::Ended) => {
            return said(services, t, StatusCode::OK, "leave-done-title", &t.say("leave-done"));
        }
        (Does::Confirm, State::Confirmed) => {
            return said(services, t, StatusCode::OK, "confirm-done-title", &wish);
        }
        (Does::Confirm, State::Pending) => ("confirm", t.say("confirm-title"), t.say("confirm-press")),
        (Does::Leave, State::Pending | State::Confirmed) => {
            ("leave", t.say("leave-title"), t.say("leave-press"))
        }
    };
    let here = format!("/subscriptions/{word}/{token}?");
    let page = page::Subscription {
        f: Frame::of(services, t, Some(&here)),
        action: here.clone(),
        title,
        wish,
        button,
    };
    page::answer(StatusCode::OK, &page)
}

async fn confirm(
    services: Shared,
    headers: HeaderMap,
    Query(lang): Query<Lang>,
    Path(token): Path<String>,
) -> Response {
    let services = &services.0;
    let done = services
        .aside(move |services| receivers::confirm(&services.store, &token, services.around.now_ms()))
        .await;
    match done {
        Ok(of) => {
            let t = texts(services, lang.lang.as_deref().or(Some(&of.language)), &headers);
            said(services, t, StatusCode::OK, "confirm-done-title", &wish(&services.publication, t, &of))
        }
        Err(error) => {
            refused(services, texts(services, lang.lang.as_deref(), &headers), wants(&headers), &error)
        }
    }
}

/// Also what mail programs send by themselves (RFC 8058): whatever is in the request, the link says all.
async fn leave(
    services: Shared,
    headers: HeaderMap,
    Query(lang): Query<Lang>,
    Path(token): Path<String>,
) -> Response {
    let services = &services.0;
    let done = services
        .aside(move |services| receivers::leave(&services.store, &token, services.around.now_ms()))
        .await;
    match done {
        Ok(of) => {
            let t = texts(services, lang.lang.as_deref().or(Some(&of.language)), &headers);
            said(services, t, StatusCode::OK, "leave-done-title", &t.say("leave-done"))
        }
        Err(error) => {
            refused(services, texts(services, lang.lang.as_deref(), &headers), wants(&headers), &error)
        }
    }
}
