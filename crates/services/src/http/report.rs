//! Saying that a sheet is wrong, and seeing what came of it.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Path, Query, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router, body};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::Deserialize;

use super::page::{self, Frame};
use super::{Asking, Lang, Services, Shared, Wants, Who, refused, texts, wants};
use crate::receipt::Receipt;
use crate::reports::{self, Kind, Report, Room, Sent, photo, public};
use crate::texts::Texts;
use crate::{Refusal, ServicesError, moment};

/// A photo, in base64 where it comes in JSON, and what is around it.
const REPORT: usize = photo::MOST / 3 * 4 + 256 * 1024;

pub(super) fn routes(router: Router<Arc<Services>>) -> Router<Arc<Services>> {
    let sending = get(form).post(send).layer(DefaultBodyLimit::max(REPORT));
    router.route("/report", sending).route("/report/{receipt}", get(status)).route("/receipt", get(look_up))
}

/// Which sheet a form is for.
#[derive(Debug, Default, Deserialize)]
struct Sheet {
    contest: Option<String>,
    station: Option<String>,
    lang: Option<String>,
}

async fn form(services: Shared, headers: HeaderMap, Query(sheet): Query<Sheet>) -> Response {
    let services = &services.0;
    let t = texts(services, sheet.lang.as_deref(), &headers);
    match filled(services, t, &sheet) {
        Ok(response) => response,
        Err(error) => refused(services, t, Wants::Page, &error),
    }
}

fn filled(services: &Services, t: &Texts, sheet: &Sheet) -> Result<Response, ServicesError> {
    let publication = &services.publication;
    let contest = sheet.contest.as_deref().unwrap_or_default();
    let station = sheet.station.as_deref().unwrap_or_default();
    // What a link says wrong is said at once, and not after somebody has typed a page.
    let station_name = if station.is_empty() {
        None
    } else if contest.is_empty() {
        let found = publication.election().places.find_station(station);
        Some(publication.station_name(found.ok_or_else(|| Refusal::Station(station.to_owned()))?))
    } else {
        Some(publication.station_name(publication.sheet(contest, station)?.1))
    };
    let mut once = [0; 16];
    services.around.fill(&mut once)?;
    let ids = publication.contests();
    let named = |id: &str| publication.contest(id).map(|ix| publication.contest_name(ix, t.language()));
    let contests = ids
        .iter()
        .map(|id| Ok(((*id).to_owned(), named(id)?, *id == contest)))
        .collect::<Result<Vec<_>, Refusal>>()?;
    let kinds = Kind::ALL.map(|kind| (kind.text(), t.say(&format!("kind-{}", kind.text()))));
    let here = format!("/report?contest={contest}&station={station}&");
    // Codes are looked up above: nothing else gets into an address.
    let known = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let here = if known(contest) && known(station) { here } else { "/report?".to_owned() };
    let page = page::ReportForm {
        f: Frame::of(services, t, Some(&here)),
        once: URL_SAFE_NO_PAD.encode(once),
        contests,
        station,
        station_name,
        kinds: kinds.to_vec(),
    };
    Ok(page::answer(StatusCode::OK, &page))
}

async fn send(
    services: Shared,
    Extension(Who(who)): Asking,
    Query(lang): Query<Lang>,
    request: Request,
) -> Response {
    let services = &services.0;
    let headers = request.headers().clone();
    let (t, wants) = (texts(services, lang.lang.as_deref(), &headers), wants(&headers));
    let kept = match services.turn(who) {
        Ok(()) => take(services, request).await,
        Err(refusal) => Err(refusal.into()),
    };
    match (kept, wants) {
        (Err(error), wants) => refused(services, t, wants, &error),
        (Ok(receipt), Wants::Page) => {
            let page = page::Received { f: Frame::of(services, t, None), receipt: receipt.as_str() };
            page::answer(StatusCode::CREATED, &page)
        }
        (Ok(receipt), Wants::Json) => {
            let url = format!("{}/report/{receipt}", services.config.base_url);
            let body = serde_json::json!({ "receipt": receipt.as_str(), "url": url });
            (StatusCode::CREATED, [(header::CONTENT_TYPE, "application/json")], body.to_string())
                .into_response()
        }
    }
}

async fn take(services: &Arc<Services>, request: Request) -> Result<Receipt, ServicesError> {
    // Each holds a photo in memory; who comes when all hands are full is told to come again.
    let _turn = services.uploads.try_acquire().map_err(|_| Refusal::TooOften)?;
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let sent = if kind.is_some_and(|kind| kind.starts_with("application/json")) {
        from_json(request).await?
    } else {
        from_form(request).await?
    };
    let limits = services.config.limits;
    let room = Room { a_day: limits.reports_a_day, photos_mib: limits.photos_mib };
    services
        .aside(move |services| {
            let Services { store, photos, publication, around, .. } = services;
            reports::keep(store, photos, publication, room, around.as_ref(), sent)
        })
        .await
}

fn unreadable(why: impl std::fmt::Display) -> Refusal {
    Refusal::Unreadable(why.to_string())
}

async fn from_form(request: Request) -> Result<Sent, Refusal> {
    let mut form = Multipart::from_request(request, &()).await.map_err(unreadable)?;
    let mut sent = Sent::default();
    while let Some(mut field) = form.next_field().await.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        let most = if name == "photo" { photo::MOST } else { reports::MOST_WORDS * 4 };
        let mut bytes = Vec::new();
        while let Some(part) = field.chunk().await.map_err(unreadable)? {
            bytes.extend_from_slice(&part);
            if bytes.len() > most {
                let long = Refusal::TooLong { what: "field", most: reports::MOST_WORDS };
                return Err(if name == "photo" { Refusal::PhotoTooLarge } else { long });
            }
        }
        if name == "photo" {
            // A browser sends an empty part where nothing was chosen.
            sent.photo = Some(bytes).filter(|bytes| !bytes.is_empty());
            continue;
        }
        let text = String::from_utf8(bytes).map_err(unreadable)?;
        let place = match name.as_str() {
            "once" => &mut sent.once,
            "contest" => &mut sent.contest,
            "station" => &mut sent.station,
            "kind" => &mut sent.kind,
            "words" => &mut sent.words,
            "contact" => &mut sent.contact,
            "website" => &mut sent.website,
            other => {
                return Err(unreadable(format!("a field {:?}", other.chars().take(40).collect::<String>())));
            }
        };
        *place = text;
    }
    Ok(sent)
}

/// A report as a program sends it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Json {
    contest: String,
    station: String,
    kind: String,
    words: String,
    #[serde(default)]
    contact: String,
    #[serde(default)]
    once: String,
    /// In base64.
    #[serde(default)]
    photo: Option<String>,
}

async fn from_json(request: Request) -> Result<Sent, Refusal> {
    let bytes = body::to_bytes(request.into_body(), REPORT).await.map_err(|_| Refusal::PhotoTooLarge)?;
    let json: Json = serde_json::from_slice(&bytes).map_err(unreadable)?;
    let photo = json.photo.map(|photo| STANDARD.decode(photo).map_err(unreadable)).transpose()?;
    let Json { contest, station, kind, words, contact, once, .. } = json;
    Ok(Sent { once, contest, station, kind, words, contact, website: String::new(), photo })
}

/// A receipt that was typed.
#[derive(Debug, Deserialize)]
struct Typed {
    receipt: String,
    lang: Option<String>,
}

async fn look_up(services: Shared, headers: HeaderMap, Query(typed): Query<Typed>) -> Response {
    let t = texts(&services.0, typed.lang.as_deref(), &headers);
    match Receipt::parse(&typed.receipt) {
        Ok(receipt) => Redirect::to(&format!("/report/{receipt}?lang={}", t.language())).into_response(),
        Err(refusal) => refused(&services.0, t, Wants::Page, &refusal.into()),
    }
}

async fn status(
    services: Shared,
    headers: HeaderMap,
    Path(receipt): Path<String>,
    Query(lang): Query<Lang>,
) -> Response {
    let services = &services.0;
    let (t, wants) = (texts(services, lang.lang.as_deref(), &headers), wants(&headers));
    let found = match Receipt::parse(&receipt) {
        Ok(receipt) => services.aside(move |services| reports::find(&services.store, &receipt)).await,
        Err(refusal) => Err(refusal.into()),
    };
    match (found, wants) {
        (Err(error), wants) => refused(services, t, wants, &error),
        (Ok(report), Wants::Json) => {
            ([(header::CONTENT_TYPE, "application/json")], public::one(&report)).into_response()
        }
        (Ok(report), Wants::Page) => shown(services, t, &report),
    }
}

fn shown(services: &Services, t: &Texts, report: &Report) -> Response {
    let publication = &services.publication;
    let offset = services.config.utc_offset_minutes;
    let contest = publication.contest(&report.contest);
    let station = publication.election().places.find_station(&report.station);
    let answer = report.answer.as_ref();
    let page = page::Status {
        f: Frame::of(services, t, Some(&format!("/report/{}?", report.receipt))),
        receipt: &report.receipt,
        contest: contest
            .map_or_else(|_| report.contest.clone(), |ix| publication.contest_name(ix, t.language())),
        station: station.map_or_else(|| report.station.clone(), |ix| publication.station_name(ix)),
        kind: t.say(&format!("kind-{}", report.kind)),
        sent: t.about("status-sent", &moment(report.at_ms, offset)),
        state: match answer {
            Some((_, at)) => t.about("status-answered", &moment(*at, offset)),
            None => t.say("status-open"),
        },
        answer: answer.map(|(text, _)| text.as_str()),
    };
    page::answer(StatusCode::OK, &page)
}
