//! Pages: what they are filled with.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::Services;
use crate::texts::{LANGUAGES, Texts};

/// Something that can be shown.
pub trait Page: Template {}
impl<T: Template> Page for T {}

/// What is on every page.
pub(super) struct Frame<'a> {
    pub(super) t: &'a Texts,
    pub(super) practice: bool,
    pub(super) public_url: &'a str,
    /// Where the same is in the other language.
    pub(super) other: Option<String>,
    pub(super) other_language: &'static str,
}

impl<'a> Frame<'a> {
    /// Of a page; `here` is its address up to where its language follows.
    pub(super) fn of(services: &'a Services, t: &'a Texts, here: Option<&str>) -> Frame<'a> {
        let other_language = LANGUAGES.into_iter().find(|tag| *tag != t.language()).unwrap_or("id");
        Frame {
            t,
            practice: services.publication.practice(),
            public_url: &services.config.public_url,
            other: here.map(|here| format!("{here}lang={other_language}")),
            other_language,
        }
    }
}

#[derive(Template)]
#[template(path = "report.html")]
pub(super) struct ReportForm<'a> {
    pub(super) f: Frame<'a>,
    pub(super) once: String,
    /// Id, name, whether it is the one of the link.
    pub(super) contests: Vec<(String, String, bool)>,
    pub(super) station: &'a str,
    pub(super) station_name: Option<String>,
    pub(super) kinds: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "received.html")]
pub(super) struct Received<'a> {
    pub(super) f: Frame<'a>,
    pub(super) receipt: &'a str,
}

#[derive(Template)]
#[template(path = "status.html")]
pub(super) struct Status<'a> {
    pub(super) f: Frame<'a>,
    pub(super) receipt: &'a str,
    pub(super) contest: String,
    pub(super) station: String,
    pub(super) kind: String,
    pub(super) sent: String,
    pub(super) state: String,
    pub(super) answer: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "subscribe.html")]
pub(super) struct SubscribeForm<'a> {
    pub(super) f: Frame<'a>,
    pub(super) contest: &'a str,
    pub(super) contest_name: String,
    /// Id and name of those that are not chosen.
    pub(super) others: Vec<(String, String)>,
    /// Code, name, whether it is the one of the link.
    pub(super) regions: Vec<(String, String, bool)>,
    pub(super) whats: Vec<(&'static str, String)>,
    pub(super) attach_mb: String,
}

#[derive(Template)]
#[template(path = "subscription.html")]
pub(super) struct Subscription<'a> {
    pub(super) f: Frame<'a>,
    /// Where the button posts to, up to where the language follows.
    pub(super) action: String,
    pub(super) title: String,
    pub(super) wish: String,
    pub(super) button: String,
}

#[derive(Template)]
#[template(path = "message.html")]
pub(super) struct Message<'a> {
    pub(super) f: Frame<'a>,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) problem: bool,
}

/// A page as an answer.
pub(super) fn answer(status: StatusCode, page: &impl Page) -> Response {
    match page.render() {
        Ok(text) => (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response(),
        // Templates write into memory alone.
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
