//! The desk over HTTP. What a route does, and so who may, stands where it is declared ([`Routes::add`] takes nothing without).

mod enrol;
mod entrance;
pub mod pages;
mod plenary;
mod problem;
mod signing;
mod statements;
mod station;
mod typing;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Json;
use axum::Router;
use axum::extract::rejection::JsonRejection;
use axum::extract::{ConnectInfo, DefaultBodyLimit, FromRequest, FromRequestParts, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{MethodRouter, on};
use election::Election;
use ledger::SigningKey;

use crate::access::{Access, Act};
use crate::intake::Intake;
use crate::people::{self, Account, Attempts, PersonError};
use crate::sheets::{Leases, Names, Refused, SheetId};
use crate::store::{Sql, SqlError};
use crate::turns::Turns;
use crate::writer::{WriteError, Writer, Writing};

pub use problem::Problem;

/// Opens a connection of its own to the store.
pub type Open = Box<dyn Fn() -> Result<Box<dyn Sql>, SqlError> + Send + Sync>;

/// Everything that requests share.
pub struct Desk {
    election: Arc<Election>,
    access: Access,
    writer: Writer,
    names: Arc<Names>,
    open: Open,
    readers: Mutex<Vec<Box<dyn Sql>>>,
    reading: tokio::sync::Semaphore,
    leases: Mutex<Leases>,
    attempts: Mutex<Attempts>,
    sessions: Mutex<Sessions>,
    setup: Mutex<Option<[u8; 32]>>,
    /// Turns of addresses that come without an account.
    turns: Mutex<Turns>,
    intake: OnceLock<Arc<Intake>>,
    registrar: OnceLock<SigningKey>,
    /// Logins whose hashes are made at once: each takes a processor and 19 MiB.
    logins: tokio::sync::Semaphore,
}

/// Accounts and until when, by their sessions' hashes.
type Sessions = HashMap<[u8; 32], (Arc<Account>, i64)>;

/// Connections that read at once: as many as PostgreSQL and memory have room for, however many ask.
const READERS: usize = 8;

/// Logins at once.
const LOGINS: usize = 2;

/// Sessions remembered at most; the tables have them all.
const SESSIONS: usize = 50_000;

/// Bytes of a request at most; photos come another way.
const BODY: usize = 256 * 1024;

/// The header that no other site's page can send with our cookie.
const OURS: HeaderName = HeaderName::from_static("x-saksi");

impl Desk {
    /// A desk on a store. Where it has no account yet, gives the code by which the first administrator is made.
    pub fn new(
        election: Arc<Election>,
        access: Access,
        open: Open,
    ) -> Result<(Arc<Desk>, Writing, Option<String>), DeskError> {
        let mut first = open()?;
        first.schema()?;
        let names = Arc::new(Names::after(first.as_mut())?);
        let code = if people::any(first.as_mut())? { None } else { Some(people::secret()?) };
        let (writer, writing) = Writer::start(first);
        let desk = Desk {
            election,
            access,
            writer,
            names,
            open,
            readers: Mutex::default(),
            reading: tokio::sync::Semaphore::new(READERS),
            leases: Mutex::default(),
            attempts: Mutex::default(),
            sessions: Mutex::default(),
            setup: Mutex::new(code.as_deref().map(people::token_hash)),
            turns: Mutex::default(),
            intake: OnceLock::new(),
            registrar: OnceLock::new(),
            logins: tokio::sync::Semaphore::new(LOGINS),
        };
        Ok((Arc::new(desk), writing, code))
    }

    /// The writer, for what comes in beside requests.
    pub fn writer(&self) -> &Writer {
        &self.writer
    }

    /// Names of new rows.
    pub fn names(&self) -> &Arc<Names> {
        &self.names
    }

    /// Has something written, and waits until it is on disk.
    async fn write<D: Send + 'static>(
        &self,
        act: impl FnMut(&mut dyn Sql) -> Result<D, SqlError> + Send + 'static,
    ) -> Result<D, Problem> {
        let (told, wait) = tokio::sync::oneshot::channel();
        self.writer.submit(act, move |result| {
            let _ = told.send(result);
        });
        Ok(wait.await.unwrap_or(Err(WriteError::Ended))?)
    }

    /// Reads, off the threads that answer.
    async fn read<D: Send + 'static>(
        self: &Arc<Desk>,
        act: impl FnOnce(&mut dyn Sql) -> Result<D, SqlError> + Send + 'static,
    ) -> Result<D, Problem> {
        let _turn = self.reading.acquire().await;
        let desk = Arc::clone(self);
        let read = move || {
            let waiting = lock(&desk.readers).pop();
            let mut sql = match waiting {
                Some(sql) => sql,
                None => (desk.open)()?,
            };
            let given = act(sql.as_mut())?;
            // One that failed may be broken: it is not used again.
            lock(&desk.readers).push(sql);
            Ok(given)
        };
        let given = tokio::task::spawn_blocking(read).await;
        let given: Result<D, SqlError> = given.map_err(|_| WriteError::Ended)?;
        Ok(given?)
    }

    /// Whose session a request belongs to.
    async fn account(self: &Arc<Desk>, headers: &HeaderMap) -> Result<Arc<Account>, Problem> {
        let refused = || Problem::new(StatusCode::UNAUTHORIZED, "no-session", "log in first");
        let token = people::token_hash(cookie(headers).ok_or_else(refused)?);
        let now = now_ms();
        let known = lock(&self.sessions).get(&token).cloned();
        if let Some((account, _)) = known.filter(|(_, until)| *until > now) {
            return Ok(account);
        }
        let found = self.read(move |sql| people::session(sql, &token, now)).await?;
        let (account, until) = found.ok_or_else(refused)?;
        let account = Arc::new(account);
        let mut sessions = lock(&self.sessions);
        if sessions.len() >= SESSIONS {
            sessions.clear();
        }
        // A session that was ended meanwhile stands there as ended, and stays it.
        let (account, until) = sessions.entry(token).or_insert((account, until));
        if *until > now { Ok(Arc::clone(account)) } else { Err(refused()) }
    }
}

/// Why a desk can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The store.
    #[error(transparent)]
    Sql(#[from] SqlError),
    /// No randomness.
    #[error(transparent)]
    Person(#[from] PersonError),
}

/// A lock whose holder panicked holds what it held before: every change to what is locked is whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// The session's cookie.
const COOKIE: &str = "__Host-saksi-desk";

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut each = all.flat_map(|value| value.split(';')).map(str::trim);
    each.find_map(|one| one.strip_prefix(COOKIE)?.strip_prefix('='))
}

/// Who may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Anybody: to log in, or to make the first account.
    Open,
    /// Anybody with a session.
    Known,
    /// Whose role may do this.
    May(Act),
}

/// The routes as they are declared.
struct Routes {
    desk: Arc<Desk>,
    router: Router<Arc<Desk>>,
    declared: Vec<Declared>,
}

/// A route: method, path and gate.
pub type Declared = (Method, &'static str, Gate);

impl Routes {
    /// Adds a route. Who may come in is checked before its handler runs.
    fn add<H, T>(mut self, method: Method, path: &'static str, gate: Gate, handler: H) -> Routes
    where
        H: axum::handler::Handler<T, Arc<Desk>>,
        T: 'static,
    {
        let filter = method.clone().try_into().unwrap_or(axum::routing::MethodFilter::TRACE);
        let route: MethodRouter<Arc<Desk>> = on(filter, handler);
        let guarded = (Arc::clone(&self.desk), gate);
        self.router =
            self.router.route(path, route.route_layer(middleware::from_fn_with_state(guarded, guard)));
        self.declared.push((method, path, gate));
        self
    }
}

/// Lets a request in, or not: its account stands in its extensions then.
async fn guard(
    State((desk, gate)): State<(Arc<Desk>, Gate)>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    if request.method() != Method::GET && !request.headers().contains_key(&OURS) {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "not-ours",
            "requests that change something carry the header x-saksi, which other sites' pages can't send",
        ));
    }
    let may = match gate {
        Gate::Open => return Ok(next.run(request).await),
        Gate::Known => None,
        Gate::May(act) => Some(act),
    };
    let account = desk.account(request.headers()).await?;
    if may.is_some_and(|act| !desk.access.allows(&account.role, act)) {
        let detail = format!("the role {} may not do this", account.role);
        return Err(Problem::new(StatusCode::FORBIDDEN, "not-your-role", detail));
    }
    request.extensions_mut().insert(account);
    Ok(next.run(request).await)
}

/// The router, and what it is made of.
pub fn router(desk: Arc<Desk>) -> (Router, Vec<Declared>) {
    let routes = Routes { desk: Arc::clone(&desk), router: Router::new(), declared: Vec::new() };
    let routes = typing::routes(entrance::routes(routes));
    let routes = plenary::routes(signing::routes(routes));
    let routes = station::routes(enrol::routes(statements::routes(routes)));
    let answering = routes
        .router
        .fallback(pages::answer)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::map_response(secured))
        .with_state(desk);
    (answering, routes.declared)
}

/// What every answer carries.
async fn secured(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CONTENT_SECURITY_POLICY, pages::POLICY),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Answers on a listener until `stop`.
pub async fn serve(
    desk: Arc<Desk>,
    listener: tokio::net::TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let (router, _) = router(desk);
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await
}

/// A body as JSON; what is none is a problem like any other.
struct Sent<T>(T);

impl<T: serde::de::DeserializeOwned, S: Send + Sync> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Sent<T>, Problem> {
        let body = Json::from_request(request, state).await;
        let refused = |why: JsonRejection| Problem::new(why.status(), "body", why.body_text());
        body.map(|Json(body)| Sent(body)).map_err(refused)
    }
}

/// The sheet that a path names.
struct SheetPath(SheetId);

impl<S: Send + Sync> FromRequestParts<S> for SheetPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<SheetPath, Problem> {
        let path = Path::<i64>::from_request_parts(parts, state).await;
        path.map(|Path(sheet)| SheetPath(SheetId(sheet))).map_err(|_| Refused::NoSheet.into())
    }
}

/// The address a request comes from.
type From = ConnectInfo<SocketAddr>;
