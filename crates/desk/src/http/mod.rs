//! The desk over HTTP. What a route does, and so who may, stands where it is declared ([`Routes::add`] takes nothing without).

mod accounts;
mod anchor;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod bodies;
mod codes;
mod crops;
mod enrol;
mod entrance;
mod extract;
mod forms;
mod forwarded;
mod held;
mod keys;
mod late_keys;
mod letters;
mod looking;
pub mod pages;
mod photos;
mod plenary;
mod problem;
pub mod problem_codes;
mod progress;
mod ready;
pub mod reference;
mod said;
mod second_factor;
mod signing;
mod spec;
mod statements;
mod station;
mod stations;
mod trail;
mod typing;
mod words;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Extension;
use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, on};
use blobs::Blobs;
use election::Election;
use ledger::SigningKey;
use reader::layout::LayoutFiles;

use crate::access::{Access, Act};
use crate::attempts::Attempts;
use crate::behind::Proxies;
use crate::intake::Intake;
use crate::leases::Leases;
use crate::people::{self, Account, PersonError};
use crate::photos::Photos;
use crate::photos::sending::Senders;
use crate::photos::uploads::Uploads;
use crate::rates::{Rate, Rates};
use crate::second_factor::Seal;
use crate::sheets::Names;
use crate::store::{Sql, SqlError};
use crate::writer::{WriteError, Writer, Writing};

use extract::{Asked, Named, Sent, SheetPath, Text};
pub use problem::Problem;
use spec::{Gives, Says, Takes};

/// Opens a connection of its own to the store.
pub type Open = Arc<dyn Fn() -> Result<Box<dyn Sql>, SqlError> + Send + Sync>;

/// Tells whoever runs the desk.
pub type Tell = Box<dyn Fn(&str) + Send + Sync>;

/// Which election a desk is for, as every page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The election's id, as its definition has it.
    pub election: String,
    /// Its name, for people.
    pub name: String,
    /// Whether it is a practice: then every page says so.
    pub practice: bool,
}

impl About {
    /// A practice of this name.
    pub fn practice(name: &str) -> About {
        About { election: name.to_owned(), name: name.to_owned(), practice: true }
    }
}

/// Everything that requests share.
pub struct Desk {
    about: About,
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
    progress: progress::Told,
    setup: Mutex<Option<[u8; 32]>>,
    /// Turns of addresses that come without an account.
    turns: Mutex<Rates>,
    /// Who is told what goes wrong with the store.
    told: OnceLock<Tell>,
    intake: OnceLock<Arc<Intake>>,
    registrar: OnceLock<SigningKey>,
    /// Seals second factors; without it none can be set up.
    seal: OnceLock<Seal>,
    /// Proxies before the desk, whose word counts for whom they pass on.
    proxies: OnceLock<Proxies>,
    /// Logins whose hashes are made at once: each takes a processor and 19 MiB.
    logins: tokio::sync::Semaphore,
    uploads: Uploads,
    /// How often addresses ask about uploads.
    rates: Mutex<Rates>,
    /// Who sends bytes of photos just now.
    senders: Arc<Senders>,
    /// Requests that gather bytes before they write them.
    gathering: Arc<tokio::sync::Semaphore>,
    /// Uploads that wait for the disk at once. The file system makes one flush for those that do.
    disk: tokio::sync::Semaphore,
    /// Photos that move to where they stay, or come from there, at once.
    storing: tokio::sync::Semaphore,
    /// Who takes work away just now.
    carriers: Arc<plenary::Carriers>,
    layouts: LayoutFiles,
    laid: Mutex<crops::LaidOut>,
    looking: Mutex<crops::Looking>,
    cropping: crops::Turns,
}

/// Sessions that were read from the tables.
#[derive(Default)]
struct Sessions {
    /// Accounts and until when, by the sessions' hashes.
    known: HashMap<[u8; 32], (Arc<Account>, i64)>,
    /// How often sessions were ended: what was read from the tables before that may be over.
    ended: u64,
}

impl Sessions {
    /// Forgets sessions that were changed or ended in the tables.
    fn forget(&mut self, which: impl Fn(&[u8; 32], &Account) -> bool) {
        self.ended += 1;
        self.known.retain(|token, (account, _)| !which(token, account));
    }
}

/// Connections that read at once: as many as PostgreSQL and memory have room for, however many ask.
const READERS: usize = 8;

/// Logins at once.
const LOGINS: usize = 2;

/// Uploads on the disk at once: enough that their flushes come together, and few enough that each is short.
const ON_DISK: usize = 24;

/// Photos on the way to or from where they stay, at once: each is in memory while it is looked at, 12 MiB at most.
const STORING: usize = 24;

/// Sessions remembered at most; the tables have them all.
const SESSIONS: usize = 50_000;

/// What an address may ask without an account: behind one a whole village's phones may be.
const TURNS: Rate = Rate { per_second: 5, at_once: 240 };

/// Bytes of a request at most; photos come another way.
const BODY: usize = 256 * 1024;

/// The header that no other site's page can send with our cookie.
const OURS: HeaderName = HeaderName::from_static("x-saksi");

/// What it says.
const OURS_IS: &str = "1";

impl Desk {
    /// A desk on a store. Where it has no account yet, gives the code by which the first administrator is made.
    pub fn new(
        about: About,
        election: Arc<Election>,
        access: Access,
        open: Open,
        photos: Photos,
    ) -> Result<(Arc<Desk>, Writing, Option<String>), DeskError> {
        let mut first = alone(&open)?;
        first.schema()?;
        let names = Arc::new(Names::after(first.as_mut())?);
        let code = if people::any(first.as_mut())? { None } else { Some(people::secret()?) };
        let again = Arc::clone(&open);
        let (writer, writing) = Writer::start(first, move || alone(&again));
        let desk = Desk {
            about,
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
            progress: progress::Told::default(),
            setup: Mutex::new(code.as_deref().map(people::token_hash)),
            turns: Mutex::new(Rates::new(TURNS)),
            told: OnceLock::new(),
            intake: OnceLock::new(),
            registrar: OnceLock::new(),
            seal: OnceLock::new(),
            proxies: OnceLock::new(),
            logins: tokio::sync::Semaphore::new(LOGINS),
            uploads: photos.uploads,
            rates: Mutex::new(Rates::new(photos.rate)),
            senders: Senders::new(photos::SENDING),
            gathering: Arc::new(tokio::sync::Semaphore::new(photos::GATHERING)),
            disk: tokio::sync::Semaphore::new(ON_DISK),
            storing: tokio::sync::Semaphore::new(STORING),
            carriers: Arc::default(),
            layouts: photos.layouts,
            laid: Mutex::default(),
            looking: Mutex::default(),
            cropping: crops::Turns::new(),
        };
        Ok((Arc::new(desk), writing, code))
    }

    /// The writer, for what comes in beside requests.
    pub fn writer(&self) -> &Writer {
        &self.writer
    }

    /// Where photos and texts stay.
    pub fn blobs(&self) -> Arc<dyn Blobs> {
        self.uploads.shared()
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
        let result = wait.await.unwrap_or(Err(WriteError::Ended));
        Ok(result.inspect_err(|error| self.tell(error))?)
    }

    /// Who is told what goes wrong with the store: those who asked learn only that it did.
    pub fn tell_with(&self, tell: Tell) {
        let _ = self.told.set(tell);
    }

    /// Proxies stand before it: who asks is whom they name.
    pub fn behind(&self, proxies: Proxies) {
        let _ = self.proxies.set(proxies);
    }

    fn tell(&self, error: &WriteError) {
        match (error, self.told.get()) {
            (WriteError::Sql(_) | WriteError::Unknown(_), Some(tell)) => tell(&error.to_string()),
            (WriteError::Sql(_) | WriteError::Unknown(_), None)
            | (WriteError::Busy | WriteError::Ended, _) => {}
        }
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
        Ok(given.map_err(WriteError::Sql).inspect_err(|error| self.tell(error))?)
    }

    /// What an account has to do before anything else.
    fn ready_to_act(&self, account: &Account) -> Result<(), Problem> {
        if account.must_change {
            let detail = "somebody else gave you this password: choose your own first";
            return Err(Problem::new(StatusCode::FORBIDDEN, "change-password", detail));
        }
        if self.waits_for_second_factor(account) {
            let detail = format!("the role {} needs a second factor: set it up first", account.role);
            return Err(Problem::new(StatusCode::FORBIDDEN, "needs-second-factor", detail));
        }
        Ok(())
    }

    /// Whose session a request belongs to.
    async fn account(self: &Arc<Desk>, headers: &HeaderMap) -> Result<Arc<Account>, Problem> {
        let refused = || Problem::new(StatusCode::UNAUTHORIZED, "no-session", "log in first");
        let token = people::token_hash(cookie(headers).ok_or_else(refused)?);
        let now = now_ms();
        loop {
            let (known, ended) = {
                let sessions = lock(&self.sessions);
                (sessions.known.get(&token).cloned(), sessions.ended)
            };
            if let Some((account, _)) = known.filter(|(_, until)| *until > now) {
                return Ok(account);
            }
            let found = self.read(move |sql| people::session(sql, &token, now)).await?;
            let (account, until) = found.ok_or_else(refused)?;
            let account = Arc::new(account);
            let mut sessions = lock(&self.sessions);
            // Sessions were ended while this one was read: it may be one of them.
            if sessions.ended != ended {
                continue;
            }
            if sessions.known.len() >= SESSIONS {
                sessions.known.clear();
            }
            sessions.known.insert(token, (Arc::clone(&account), until));
            return Ok(account);
        }
    }
}

/// A connection that is the only one to write. Two desks on one database would give the same names to different rows.
fn alone(open: &Open) -> Result<Box<dyn Sql>, SqlError> {
    let mut sql = open()?;
    if sql.alone()? { Ok(sql) } else { Err(SqlError("another desk has this database".to_owned())) }
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
    /// Anybody with a session, even one whose first password waits to be changed, or whose second factor waits to be set up.
    New,
    /// Anybody with a session.
    Known,
    /// Whose role may do this.
    May(Act),
}

/// The routes as they are declared.
#[derive(Default)]
struct Routes {
    router: Router<Arc<Desk>>,
    /// Each with what it says of itself.
    said: Vec<(Declared, Says)>,
}

/// A route: method, path and gate.
pub type Declared = (Method, &'static str, Gate);

impl Routes {
    /// Adds a route, once it says what it takes and gives. Who may come in is checked before its handler runs.
    fn add<H, T>(self, method: Method, path: &'static str, gate: Gate, handler: H) -> Unsaid
    where
        H: axum::handler::Handler<T, Arc<Desk>>,
        T: 'static,
    {
        let filter = method.clone().try_into().unwrap_or(axum::routing::MethodFilter::TRACE);
        let answering: MethodRouter<Arc<Desk>> = on(filter, handler);
        let guarded = answering.route_layer(middleware::from_fn_with_state(gate, guard));
        Unsaid { routes: self, declared: (method, path, gate), guarded }
    }
}

/// A route that has not said yet what it takes and gives: without that it is none.
#[must_use]
struct Unsaid {
    routes: Routes,
    declared: Declared,
    guarded: MethodRouter<Arc<Desk>>,
}

impl Unsaid {
    /// Takes a larger request than others do.
    fn up_to(mut self, bytes: usize) -> Unsaid {
        self.guarded = self.guarded.route_layer(DefaultBodyLimit::max(bytes));
        self
    }

    fn says(self, says: Says) -> Routes {
        let Unsaid { mut routes, declared, guarded } = self;
        routes.router = routes.router.route(declared.1, guarded);
        routes.said.push((declared, says));
        routes
    }
}

/// Lets a request in, or not: its account stands in its extensions then.
async fn guard(
    State(gate): State<Gate>,
    Extension(desk): Extension<Arc<Desk>>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let ours = request.headers().get(&OURS).is_some_and(|said| said == OURS_IS);
    if !request.method().is_safe() && !ours {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "not-ours",
            "requests that change something carry the header x-saksi: 1, which other sites' pages can't send",
        ));
    }
    let may = match gate {
        Gate::Open => return Ok(next.run(request).await),
        Gate::New | Gate::Known => None,
        Gate::May(act) => Some(act),
    };
    let account = desk.account(request.headers()).await?;
    if gate != Gate::New {
        desk.ready_to_act(&account)?;
    }
    if may.is_some_and(|act| !desk.access.allows(&account.role, act)) {
        let detail = format!("the role {} may not do this", account.role);
        return Err(Problem::new(StatusCode::FORBIDDEN, "not-your-role", detail));
    }
    request.extensions_mut().insert(account);
    Ok(next.run(request).await)
}

/// Every route.
fn routes() -> Routes {
    let routes = second_factor::routes(accounts::routes(entrance::routes(Routes::default())));
    let routes = forms::routes(typing::routes(routes));
    let routes = anchor::routes(trail::routes(progress::routes(routes)));
    let routes = crops::routes(photos::routes(plenary::routes(signing::routes(routes))));
    let routes = ready::routes(letters::routes(codes::routes(routes)));
    let routes = keys::routes(words::routes(late_keys::routes(routes)));
    let routes = station::routes(enrol::routes(statements::routes(routes)));
    let routes = held::routes(stations::routes(routes));
    routes.add(Method::GET, "/api/openapi.json", Gate::Open, described).says(Says::new(
        "This document.",
        Takes::Nothing,
        &[(StatusCode::OK, Gives::Media("application/json"))],
    ))
}

/// What every route says of itself.
#[cfg(test)]
fn said() -> Vec<(Declared, Says)> {
    routes().said
}

fn document(said: &[(Declared, Says)]) -> Arc<str> {
    spec::document(said.iter().map(|((method, path, gate), says)| (method, *path, *gate, says)))
}

/// What the API says of itself, as every desk hands it out.
pub fn openapi() -> Arc<str> {
    document(&routes().said)
}

/// The router, and what it is made of.
pub fn router(desk: Arc<Desk>) -> (Router, Vec<Declared>) {
    let routes = routes();
    let answering = routes
        .router
        .layer(Extension(Document(document(&routes.said))))
        .layer(Extension(Arc::clone(&desk)))
        .method_not_allowed_fallback(not_this_method)
        .fallback(pages::answer)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::map_response(secured))
        .layer(middleware::from_fn_with_state(Arc::clone(&desk), forwarded::named))
        .with_state(desk);
    (answering, routes.said.into_iter().map(|(declared, _)| declared).collect())
}

/// What the API says of itself.
#[derive(Clone)]
struct Document(Arc<str>);

async fn described(Extension(Document(document)): Extension<Document>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], document.to_string()).into_response()
}

async fn not_this_method() -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method", "this address does not answer to this method")
}

/// What every answer carries.
async fn secured(mut response: Response) -> Response {
    let headers = response.headers_mut();
    // What may be kept says so itself.
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

/// How long requests may go on after the end.
const LAST_WORDS: std::time::Duration = std::time::Duration::from_secs(10);

/// Answers on a listener until `stop`.
pub async fn serve(
    desk: Arc<Desk>,
    listener: tokio::net::TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let (router, _) = router(Arc::clone(&desk));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let anchoring = tokio::spawn(anchor::daily(Arc::clone(&desk), now_ms));
    let sweeping = tokio::spawn(photos::sweep(desk));
    let (stopped, ending) = tokio::sync::oneshot::channel();
    let stopping = async move {
        stop.await;
        let _ = stopped.send(());
    };
    let serving = axum::serve(listener, service).with_graceful_shutdown(stopping);
    let served = tokio::select! {
        served = serving.into_future() => served,
        // Whoever dawdles after the end keeps nobody from starting the desk again.
        () = async { let _ = ending.await; tokio::time::sleep(LAST_WORDS).await } => Ok(()),
    };
    sweeping.abort();
    anchoring.abort();
    served
}

/// The address a request comes from; behind a proxy, who it names ([`forwarded::named`]).
type From = ConnectInfo<SocketAddr>;
