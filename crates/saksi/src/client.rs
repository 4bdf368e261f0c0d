//! A running desk, spoken to as phones and pages do: statements, photos by tus, and what was carried.
//!
//! What the desk puts off is asked for again when it says; a line that breaks is tried anew. All of it may be said twice: the desk knows what
//! it has. No redirection is followed, and a password goes over no open line to another machine.

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ledger::{Hash, Note};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use statement::statement_id;

/// Times a request is sent over a line that breaks.
const TRIES: u32 = 5;

/// How long a desk may put a request off before that is told.
const PATIENCE: Duration = Duration::from_secs(600);

/// Bytes of an answer at most.
const ANSWER: u64 = 4 * 1024 * 1024;

/// Bytes of a photo sent at once: what a broken line costs.
const CHUNK: usize = 1024 * 1024;

/// Times an upload is begun or asked about anew before that is told.
const TURNS: u32 = 20;

/// Why a desk did not do what it was asked.
#[derive(Debug)]
pub enum DeskError {
    /// No address of a desk.
    Address(String),
    /// A password would go over an open line.
    OpenLine(String),
    /// No answer.
    NoAnswer {
        /// The desk.
        desk: String,
        /// What the line says.
        why: String,
    },
    /// It refuses.
    Refused(Refusal),
    /// An answer that no desk gives.
    Strange {
        /// The desk.
        desk: String,
        /// What came.
        what: String,
    },
    /// Its ledger is another election's.
    OtherLedger {
        /// The desk.
        desk: String,
    },
}

/// What the desk says of a request that it does not do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Status of HTTP.
    pub status: u16,
    /// In one word that stays the same.
    pub code: String,
    /// In a sentence.
    pub detail: String,
}

/// What became of something that was brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Took {
    /// It came in just now.
    New,
    /// It was there already.
    Known,
    /// It is refused.
    Refused {
        /// In one word.
        code: String,
        /// In a sentence.
        detail: String,
    },
}

/// What became of notes that were carried in.
#[derive(Debug, Deserialize)]
pub struct Carried {
    taken: Vec<CarriedNote>,
    /// What does not agree with what is there.
    pub conflicts: Vec<Conflict>,
}

/// What does not agree.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Conflict {
    /// Contest id.
    pub contest: String,
    /// Station's or region's code.
    pub place: String,
    /// How: `rivals` or `changed`.
    pub what: String,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum CarriedNote {
    In { new: bool },
    Refused { code: String, detail: String },
}

impl Carried {
    /// Of each note, in its order.
    pub fn each(self) -> impl Iterator<Item = Took> {
        self.taken.into_iter().map(|note| match note {
            CarriedNote::In { new: true } => Took::New,
            CarriedNote::In { new: false } => Took::Known,
            CarriedNote::Refused { code, detail } => Took::Refused { code, detail },
        })
    }
}

/// An answer of HTTP.
struct Answer {
    status: u16,
    cookie: Option<String>,
    location: Option<String>,
    offset: Option<u64>,
    retry_after: Option<u64>,
    body: Vec<u8>,
}

/// A desk.
pub struct Client {
    base: String,
    agent: ureq::Agent,
    session: Option<String>,
}

impl Client {
    /// The desk at a URL.
    ///
    /// # Errors
    /// [`DeskError::Address`].
    pub fn new(url: &str) -> Result<Client, DeskError> {
        let base = url.trim_end_matches('/').to_owned();
        let host = host(&base).ok_or_else(|| DeskError::Address(url.to_owned()))?;
        let mut config = ureq::Agent::config_builder()
            .timeout_connect(Some(Duration::from_secs(10)))
            .timeout_send_body(Some(Duration::from_secs(300)))
            .timeout_recv_response(Some(Duration::from_secs(120)))
            .timeout_recv_body(Some(Duration::from_secs(120)))
            .http_status_as_error(false)
            .max_redirects(0);
        if is_here(&host) {
            config = config.proxy(None);
        }
        Ok(Client { base, agent: ureq::Agent::new_with_config(config.build()), session: None })
    }

    /// The desk that listens on an address of this machine; on all of them, it is asked on its own.
    ///
    /// # Errors
    /// [`DeskError::Address`].
    pub fn listening(address: &str) -> Result<Client, DeskError> {
        let wrong = || DeskError::Address(address.to_owned());
        let mut address: SocketAddr = address.trim().parse().map_err(|_| wrong())?;
        match address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(std::net::Ipv4Addr::LOCALHOST.into()),
            IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(std::net::Ipv6Addr::LOCALHOST.into()),
            IpAddr::V4(_) | IpAddr::V6(_) => {}
        }
        Client::new(&format!("http://{address}"))
    }

    /// Begins a session. `code` is asked for where the account has a second factor.
    ///
    /// # Errors
    /// Wrong words, or no answer.
    pub fn log_in<E: From<DeskError>>(
        &mut self,
        name: &str,
        password: &str,
        code: impl FnOnce() -> Result<String, E>,
    ) -> Result<(), E> {
        if self.base.starts_with("http://") && !host(&self.base).is_some_and(|host| is_here(&host)) {
            return Err(DeskError::OpenLine(self.base.clone()).into());
        }
        let words = json!({ "name": name, "password": password });
        let mut answer = self.post("/api/session", &words)?;
        if refusal(&answer).code == "second-factor" {
            let words = json!({ "name": name, "password": password, "code": code()? });
            answer = self.post("/api/session", &words)?;
        }
        let answer = done(answer)?;
        let session = answer.cookie.as_deref().and_then(|cookie| cookie.split(';').next()).map(str::to_owned);
        self.session = Some(session.ok_or_else(|| self.strange("no session"))?);
        Ok(())
    }

    /// Makes sure that the desk's ledger has this definition; anybody may ask by a station of the election.
    ///
    /// # Errors
    /// [`DeskError::OtherLedger`], or no answer.
    pub fn has_ledger(&self, definition: &Hash, station: &str) -> Result<(), DeskError> {
        #[derive(Deserialize)]
        struct Held {
            ledger: String,
        }
        let other = || DeskError::OtherLedger { desk: self.base.clone() };
        let held = self.get::<Held>(&format!("/api/station/{station}/held"));
        let held = held.map_err(|error| match error {
            // A desk of another election does not know the station, and what is no desk has no such address.
            DeskError::Refused(refusal) if refusal.status == 404 => other(),
            DeskError::Refused(_)
            | DeskError::Address(_)
            | DeskError::OpenLine(_)
            | DeskError::NoAnswer { .. }
            | DeskError::Strange { .. }
            | DeskError::OtherLedger { .. } => error,
        })?;
        if Hash::from_hex(&held.ledger).is_ok_and(|ledger| ledger == *definition) {
            Ok(())
        } else {
            Err(other())
        }
    }

    /// The same, by the ledger's first note, for who has a session.
    ///
    /// # Errors
    /// [`DeskError::OtherLedger`], or no answer.
    pub fn begins_with(&self, definition: &Hash) -> Result<(), DeskError> {
        #[derive(Deserialize)]
        struct Notes {
            notes: Vec<String>,
        }
        let notes: Notes = self.get("/api/notes/0")?;
        let first =
            notes.notes.first().and_then(|note| Some(statement_id(Note::parse(note.as_bytes()).ok()?.text)));
        if first == Some(*definition) {
            Ok(())
        } else {
            Err(DeskError::OtherLedger { desk: self.base.clone() })
        }
    }

    /// Hands a signed note in, as a phone does.
    ///
    /// # Errors
    /// No answer, or a desk that takes nothing.
    pub fn state(&self, note: &[u8]) -> Result<Took, DeskError> {
        took(&self.send(
            "POST",
            "/api/statements",
            &Body { media: "text/plain", headers: &[], bytes: note },
        )?)
    }

    /// Carries notes in, in their order.
    ///
    /// # Errors
    /// A role that may not, no answer, or a desk that takes nothing.
    pub fn carry(&self, notes: &[String]) -> Result<Carried, DeskError> {
        let answer = self.post("/api/notes", &json!({ "notes": notes }))?;
        let carried: Carried = self.read(&done(answer)?)?;
        if carried.taken.len() == notes.len() {
            Ok(carried)
        } else {
            Err(self.strange("not an answer for each note"))
        }
    }

    /// Brings the text of a statement.
    ///
    /// # Errors
    /// No answer, or a desk that keeps nothing.
    pub fn text(&self, statement: &Hash, bytes: &[u8]) -> Result<Took, DeskError> {
        let path = format!("/api/statements/{}/text", statement.to_hex());
        took(&self.send("POST", &path, &Body { media: "text/plain", headers: &[], bytes })?)
    }

    /// Brings a photo by tus; what came of it before goes on where it ended.
    ///
    /// # Errors
    /// No answer, or a desk that keeps nothing.
    pub fn photo(&self, sha256: &Hash, bytes: &[u8]) -> Result<Took, DeskError> {
        let length = bytes.len().to_string();
        let metadata = format!("sha256 {}", STANDARD.encode(sha256.to_hex()));
        let declared = [("upload-length", length.as_str()), ("upload-metadata", metadata.as_str())];
        let mut brought = false;
        for _ in 0..TURNS {
            let begun = self.tus("POST", "/api/photos", &declared, &[])?;
            if !(200..300).contains(&begun.status) {
                return took(&begun);
            }
            let path = begun.location.filter(|path| path.starts_with("/api/photos/"));
            let path = path.ok_or_else(|| self.strange("an upload without a place"))?;
            let mut offset = begun.offset.unwrap_or(0);
            loop {
                let Some(rest) = usize::try_from(offset).ok().and_then(|offset| bytes.get(offset..)) else {
                    return Err(self.strange("an upload beyond its end"));
                };
                if rest.is_empty() {
                    return Ok(if brought { Took::New } else { Took::Known });
                }
                let part = rest.get(..CHUNK).unwrap_or(rest);
                let from = offset.to_string();
                let answer = self.tus("PATCH", &path, &[("upload-offset", &from)], part)?;
                match (answer.status, answer.offset) {
                    (204, Some(now)) if now > offset => {
                        brought = true;
                        offset = now;
                    }
                    // An answer was lost on the way: where it goes on, a new beginning says.
                    (404 | 409, _) => {
                        brought = true;
                        break;
                    }
                    (200..300, _) => return Err(self.strange("an upload that does not go on")),
                    (_, _) => return took(&answer),
                }
            }
        }
        Err(self.strange("an upload that comes to no end"))
    }

    fn tus(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        bytes: &[u8],
    ) -> Result<Answer, DeskError> {
        let headers: Vec<(&str, &str)> =
            [("tus-resumable", "1.0.0")].into_iter().chain(headers.iter().copied()).collect();
        self.send(method, path, &Body { media: "application/offset+octet-stream", headers: &headers, bytes })
    }

    fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, DeskError> {
        self.read(&done(self.send("GET", path, &Body { media: "", headers: &[], bytes: &[] })?)?)
    }

    fn post(&self, path: &str, words: &Value) -> Result<Answer, DeskError> {
        let bytes = words.to_string().into_bytes();
        self.send("POST", path, &Body { media: "application/json", headers: &[], bytes: &bytes })
    }

    fn read<T: DeserializeOwned>(&self, answer: &Answer) -> Result<T, DeskError> {
        serde_json::from_slice(&answer.body).map_err(|error| self.strange(&error.to_string()))
    }

    fn strange(&self, what: &str) -> DeskError {
        DeskError::Strange { desk: self.base.clone(), what: what.to_owned() }
    }

    /// Asks until it is answered and not put off.
    fn send(&self, method: &str, path: &str, body: &Body<'_>) -> Result<Answer, DeskError> {
        let since = Instant::now();
        let mut broken = 0;
        loop {
            let wait = match self.once(method, path, body) {
                Ok(answer) if matches!(answer.status, 429 | 503) && since.elapsed() < PATIENCE => {
                    Duration::from_secs(answer.retry_after.unwrap_or(5).clamp(1, 60))
                }
                Ok(answer) => return Ok(answer),
                Err(_) if broken + 1 < TRIES => {
                    broken += 1;
                    Duration::from_millis(200 << broken)
                }
                Err(why) => return Err(DeskError::NoAnswer { desk: self.base.clone(), why }),
            };
            std::thread::sleep(wait);
        }
    }

    fn once(&self, method: &str, path: &str, body: &Body<'_>) -> Result<Answer, String> {
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header("x-saksi", "1");
        for (name, value) in body.headers {
            request = request.header(*name, *value);
        }
        if let Some(session) = &self.session {
            request = request.header("cookie", session);
        }
        let answer = if method == "GET" {
            self.agent.run(request.body(()).map_err(|error| error.to_string())?)
        } else {
            let request = request.header("content-type", body.media);
            self.agent.run(request.body(body.bytes).map_err(|error| error.to_string())?)
        };
        let mut answer = answer.map_err(|error| error.to_string())?;
        let header =
            |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let number = |name: &str| header(name).and_then(|value| value.parse().ok());
        let (cookie, location) = (header("set-cookie"), header("location"));
        let (offset, retry_after) = (number("upload-offset"), number("retry-after"));
        let status = answer.status().as_u16();
        let read = answer.body_mut().with_config().limit(ANSWER).read_to_vec();
        let body = read.map_err(|error| error.to_string())?;
        Ok(Answer { status, cookie, location, offset, retry_after, body })
    }
}

/// What a request brings.
struct Body<'a> {
    media: &'a str,
    headers: &'a [(&'a str, &'a str)],
    bytes: &'a [u8],
}

/// The host of a URL, without its port; none: it is no URL of a server.
fn host(url: &str) -> Option<String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let server = rest.split(['/', '?', '#']).next().filter(|server| !server.contains('@'))?;
    let host = match server.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?.0,
        None => server.split(':').next()?,
    };
    (!host.is_empty()).then(|| host.to_owned())
}

/// Whether a host is this very machine.
fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// An answer that says that it was done.
fn done(answer: Answer) -> Result<Answer, DeskError> {
    if (200..300).contains(&answer.status) { Ok(answer) } else { Err(DeskError::Refused(refusal(&answer))) }
}

/// What was brought is in, was there, or is refused for what it is; that the desk can't take anything is no refusal of it.
fn took(answer: &Answer) -> Result<Took, DeskError> {
    match answer.status {
        201 => Ok(Took::New),
        200..300 => Ok(Took::Known),
        401 | 429 | 500.. => Err(DeskError::Refused(refusal(answer))),
        _ => {
            let Refusal { status: _, code, detail } = refusal(answer);
            Ok(Took::Refused { code, detail })
        }
    }
}

fn refusal(answer: &Answer) -> Refusal {
    #[derive(Deserialize)]
    struct Problem {
        code: String,
        #[serde(default)]
        detail: String,
    }
    let told = serde_json::from_slice::<Problem>(&answer.body).ok();
    let (code, detail) = told.map_or_else(Default::default, |told| (told.code, told.detail));
    Refusal { status: answer.status, code, detail }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_goes_over_no_open_line_to_another_machine() {
        let refused = |url: &str| {
            let mut client = Client::new(url).unwrap();
            let code = || Err(DeskError::Address("no code is asked for".to_owned()));
            let said: Result<(), DeskError> = client.log_in("ketua", "rahasia", code);
            matches!(said, Err(DeskError::OpenLine(_)))
        };
        for url in [
            "http://desk.example/",
            "http://192.0.2.1:8090",
            "http://localhost.example",
            "http://127.0.0.1.example",
        ] {
            assert!(refused(url), "{url}");
        }
        for here in ["localhost", "127.0.0.1", "::1"] {
            assert!(is_here(here), "{here}");
        }
    }

    #[test]
    fn what_is_no_address_of_a_server_is_told() {
        for url in
            ["desk.example", "ftp://desk.example", "https://", "http://name@desk.example", "http://[::1"]
        {
            assert!(matches!(Client::new(url), Err(DeskError::Address(_))), "{url}");
        }
        for address in ["", "8090", "127.0.0.1", "https://127.0.0.1:8090"] {
            assert!(matches!(Client::listening(address), Err(DeskError::Address(_))), "{address}");
        }
        assert_eq!(Client::listening("0.0.0.0:8090\n").unwrap().base, "http://127.0.0.1:8090");
        assert_eq!(Client::listening("[::]:8090").unwrap().base, "http://[::1]:8090");
    }
}
