//! The services over HTTP: forms for people without scripts, the same in JSON for programs. Nobody logs in here.

mod page;
mod report;
mod subscriptions;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Extension, Router};
use serde::Deserialize;
use tower_http::services::ServeDir;

use crate::config::Config;
use crate::publication::Publication;
use crate::reports::photo::Photos;
use crate::texts::{AllTexts, Texts};
use crate::tokens::Tokens;
use crate::turns::{Rate, Turns};
use crate::{Refusal, ServicesError, Store, Surroundings};

pub use page::Page;
pub(crate) use subscriptions::wish;

/// Says who asks: the peer, or whom a proxy before the services names.
pub type Asker = Arc<dyn Fn(IpAddr, &HeaderMap) -> IpAddr + Send + Sync>;

/// Tells whoever runs the services.
pub type Tell = Box<dyn Fn(&str) + Send + Sync>;

/// Everything that requests and couriers share.
pub struct Services {
    /// What `services.toml` says.
    pub config: Config,
    /// What is published.
    pub publication: Publication,
    /// The tables.
    pub store: Store,
    /// Photos of reports.
    pub photos: Photos,
    /// Makes the links of subscriptions.
    pub tokens: Tokens,
    /// The time and randomness.
    pub around: Box<dyn Surroundings>,
    /// Where files for the public are written.
    pub out: PathBuf,
    /// Who asks.
    pub asker: Asker,
    /// Who is told what goes wrong.
    pub tell: Tell,
    /// What people read.
    pub texts: AllTexts,
    turns: Mutex<Turns>,
    uploads: Arc<tokio::sync::Semaphore>,
}

/// What the services are made of.
pub struct Parts {
    /// What `services.toml` says.
    pub config: Config,
    /// What is published.
    pub publication: Publication,
    /// The services' own folder.
    pub folder: PathBuf,
    /// Where files for the public are written.
    pub out: PathBuf,
    /// The time and randomness.
    pub around: Box<dyn Surroundings>,
    /// Who asks.
    pub asker: Asker,
    /// Who is told what goes wrong.
    pub tell: Tell,
}

/// Reports that are taken in at once: each is in memory, 20 MB at most.
const UPLOADS: usize = 8;

/// Bytes of a request without a photo.
const BODY: usize = 64 * 1024;

const POLICY: &str =
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const CSS: &str = include_str!("../../templates/services.css");

impl Services {
    /// Opens everything that lies in the folder.
    pub fn open(parts: Parts) -> Result<Arc<Services>, ServicesError> {
        let limits = parts.config.limits;
        let every_ms = limits.every_seconds.saturating_mul(1_000);
        let rate = Rate { at_once: limits.at_once, every_ms };
        let store = Store::open(&parts.folder)?;
        Ok(Arc::new(Services {
            tokens: Tokens::open(&parts.folder, &store, parts.around.as_ref())?,
            store,
            photos: Photos::open(&parts.folder.join("photos"))?,
            turns: Mutex::new(Turns::new(rate, parts.around.as_ref())?),
            config: parts.config,
            publication: parts.publication,
            around: parts.around,
            out: parts.out,
            asker: parts.asker,
            tell: parts.tell,
            texts: AllTexts::new(),
            uploads: Arc::new(tokio::sync::Semaphore::new(UPLOADS)),
        }))
    }

    /// Counts a request against who asks.
    fn turn(&self, who: IpAddr) -> Result<(), Refusal> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.ask(who, self.around.now_ms()).map_err(|_| Refusal::TooOften)
    }

    /// Does what waits for a disk off the threads that answer.
    async fn aside<T: Send + 'static>(
        self: &Arc<Services>,
        act: impl FnOnce(&Services) -> Result<T, ServicesError> + Send + 'static,
    ) -> Result<T, ServicesError> {
        let services = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || act(&services)).await;
        done.unwrap_or_else(|error| Err(ServicesError::Random(error.to_string())))
    }
}

/// Who asks, once it is known.
#[derive(Clone, Copy)]
struct Who(IpAddr);

/// How somebody wants to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wants {
    Page,
    Json,
}

fn wants(headers: &HeaderMap) -> Wants {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let json = text(header::ACCEPT).contains("application/json")
        || text(header::CONTENT_TYPE).starts_with("application/json");
    if json { Wants::Json } else { Wants::Page }
}

/// Which language a page is asked in.
#[derive(Debug, Default, Deserialize)]
struct Lang {
    lang: Option<String>,
}

fn texts<'s>(services: &'s Services, named: Option<&str>, headers: &HeaderMap) -> &'s Texts {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    services.texts.asked(named, accepted.unwrap_or_default())
}

/// What can't be done, as who asked wants to be answered. What went wrong here is told to who runs it, and to nobody else.
fn refused(services: &Services, t: &Texts, wants: Wants, error: &ServicesError) -> Response {
    let (status, key, about) = match error {
        ServicesError::Refused(refusal) => (refusal.status(), refusal.key(), refusal.about()),
        ServicesError::File { .. }
        | ServicesError::Config { .. }
        | ServicesError::Publication { .. }
        | ServicesError::Changing { .. }
        | ServicesError::Sending(_)
        | ServicesError::Sql(_)
        | ServicesError::Random(_)
        | ServicesError::Blob(_) => {
            (services.tell)(&error.to_string());
            (500, "refused-failed", String::new())
        }
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let detail = t.about(key, &about);
    let mut response = match wants {
        Wants::Page => {
            let page = page::Message {
                f: page::Frame::of(services, t, None),
                title: t.say("refused"),
                text: detail,
                problem: true,
            };
            page::answer(status, &page)
        }
        Wants::Json => {
            let body = serde_json::json!({ "status": status.as_u16(), "code": key, "detail": detail });
            (status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
        }
    };
    if status == StatusCode::TOO_MANY_REQUESTS {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
    }
    response
}

/// The routes.
pub fn router(services: &Arc<Services>) -> Router {
    let files = ServeDir::new(&services.out).append_index_html_on_directories(false);
    subscriptions::routes(report::routes(Router::new()))
        .route("/assets/services.css", get(css))
        .nest_service("/files", files)
        .fallback(nothing)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::map_response(secured))
        .layer(middleware::from_fn_with_state(Arc::clone(services), named))
        .with_state(Arc::clone(services))
}

async fn css() -> Response {
    let kept = "public, max-age=3600";
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, kept)], CSS).into_response()
}

async fn nothing(State(services): State<Arc<Services>>, headers: HeaderMap) -> Response {
    let t = texts(&services, None, &headers);
    let (title, text) = (t.say("refused"), t.say("refused-nothing"));
    let page = page::Message { f: page::Frame::of(&services, t, None), title, text, problem: false };
    page::answer(StatusCode::NOT_FOUND, &page)
}

/// Puts who asks in its place: the only use of an address, which is written nowhere.
async fn named(State(services): State<Arc<Services>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let peer = peer.unwrap_or(IpAddr::from([0, 0, 0, 0]));
    let who = (services.asker)(peer, request.headers());
    request.extensions_mut().insert(Who(who));
    next.run(request).await
}

/// What every answer carries.
async fn secured(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Answers on a listener until `stop`.
pub async fn serve(
    services: Arc<Services>,
    listener: tokio::net::TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router(&services).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await
}

/// For handlers.
type Shared = State<Arc<Services>>;

/// For handlers.
type Asking = Extension<Who>;
