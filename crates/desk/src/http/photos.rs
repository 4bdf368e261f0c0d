//! Photos: sent in parts by tus 1.0.0 (core, and `creation`), and shown to who types.
//!
//! No account is needed to send one that an accepted statement names: the hash says what is wanted, and nothing else is taken. What no
//! statement names yet is taken from who types, scans that come by hand; and from who leads a plenary, since what is corrected
//! there names a photo that is here.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use blobs::BlobError;
use http_body_util::BodyExt as _;
use ledger::Hash;
use reader::file::Kind;
use schemars::JsonSchema;
use serde::Serialize;

use super::problem::Problem;
use super::spec::{Always, Gives, Header, Holds, Says, Takes};
use super::{Desk, From as Address, Gate, Named, Routes, SheetPath, lock, now_ms};
use crate::access::Act;
use crate::people::Account;
use crate::photos::metadata::{self, MetadataError};
use crate::photos::sending::Lines;
use crate::photos::uploads::{Far, GIVEN_UP_MS, MOST_BYTES, Turn, UploadError, UploadId, Uploads};
use crate::photos::{self, LATE_MS, OfSheet, Photo};
use crate::sheets::Whose;
use crate::trail::{self, Done};
use crate::writer::WriteError;

pub(super) fn routes(routes: Routes) -> Routes {
    let done = |status| [(status, Gives::Nothing)];
    routes
        .add(Method::OPTIONS, "/api/photos", Gate::Open, options)
        .says(Says::new("What of tus is understood.", Takes::Nothing, &done(StatusCode::NO_CONTENT)).telling(
            &[
                ("Tus-Resumable", "The version that is spoken.", Always::Yes, Holds::This(VERSION)),
                ("Tus-Version", "The versions that are.", Always::Yes, Holds::This(VERSION)),
                ("Tus-Extension", "The extensions that are.", Always::Yes, Holds::This("creation")),
                ("Tus-Max-Size", "Bytes of a photo at most.", Always::Yes, Holds::Whole),
            ],
        ))
        .add(Method::POST, "/api/photos", Gate::Open, begin)
        .says(
            Says::new(
                "Begins the upload of a photo (tus 1.0.0, creation).",
                Takes::Nothing,
                &done(StatusCode::CREATED),
            )
            .headed(&[
                SPOKEN,
                ("Upload-Length", "Bytes of the photo.", Always::Yes, Holds::Whole),
                (
                    "Upload-Metadata",
                    "`sha256` with the hash in hexadecimal, in base 64.",
                    Always::Yes,
                    Holds::Text,
                ),
            ])
            .telling(&[
                SPOKEN,
                ("Location", "Where it goes on.", Always::Yes, Holds::Text),
                ("Upload-Offset", "Bytes that are here.", Always::Yes, Holds::Whole),
            ]),
        )
        .add(Method::HEAD, "/api/photos/{photo}", Gate::Open, how_far)
        .says(
            Says::new("How many bytes of an upload are safe.", Takes::Nothing, &done(StatusCode::OK))
                .headed(&[SPOKEN])
                .telling(&[
                    SPOKEN,
                    ("Upload-Offset", "Bytes that are safe.", Always::Yes, Holds::Whole),
                    ("Upload-Length", "Bytes of the photo.", Always::Yes, Holds::Whole),
                ]),
        )
        .add(Method::PATCH, "/api/photos/{photo}", Gate::Open, append)
        .says(
            Says::new("Takes more bytes of an upload.", Takes::Bytes(PART), &done(StatusCode::NO_CONTENT))
                .headed(&[SPOKEN, ("Upload-Offset", "Where they belong.", Always::Yes, Holds::Whole)])
                .telling(&[SPOKEN, ("Upload-Offset", "Bytes that are safe.", Always::Yes, Holds::Whole)]),
        )
        .add(Method::GET, "/api/photos/{photo}", Gate::May(Act::See), show)
        .says(Says::new(
            "The bytes of a photo, by its hash.",
            Takes::Nothing,
            &[(
                StatusCode::OK,
                Gives::OneOf(&["image/jpeg", "image/png", "image/webp", "application/octet-stream"]),
            )],
        ))
        .add(Method::GET, "/api/sheets/{sheet}/photos", Gate::May(Act::See), of_sheet)
        .says(Says::new(
            "The photos of a sheet, page by page, the election's own bodies' before all others', those that have not come too.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::json::<SheetPhotos>())],
        ))
        .add(Method::GET, "/api/standing/{contest}/{station}/photos", Gate::May(Act::See), of_station)
        .says(Says::new(
            "The photos of a station's sheet, page by page.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::json::<SheetPhotos>())],
        ))
}

/// Photos of a sheet.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct SheetPhotos {
    photos: Vec<SheetPhoto>,
}

/// A photo of a sheet.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct SheetPhoto {
    /// SHA-256 of its bytes, in hexadecimal.
    sha256: String,
    /// Page of the form, from 1, where somebody said so.
    page: Option<i64>,
    /// How many bytes, where somebody said so.
    bytes: Option<u64>,
    /// Whether its bytes have come, and are shown.
    held: bool,
    /// Roles of the keys that name it, the election's own bodies first.
    by: Vec<String>,
    /// Whether one of the election's own bodies names it, and not only a witness, a supervisor or an observer.
    official: bool,
    /// Id of the statement that took its bytes out.
    redacted: Option<String>,
}

/// Every request and every answer about an upload says it.
const SPOKEN: Header = ("Tus-Resumable", "`1.0.0`", Always::Yes, Holds::This(VERSION));

/// The media type of more bytes.
const PART: &str = "application/offset+octet-stream";

const VERSION: &str = "1.0.0";
const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const VERSIONS: HeaderName = HeaderName::from_static("tus-version");
const EXTENSIONS: HeaderName = HeaderName::from_static("tus-extension");
const MOST: HeaderName = HeaderName::from_static("tus-max-size");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const LATER: HeaderName = HeaderName::from_static("upload-defer-length");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");

/// Bytes that are gathered before they are written.
const CHUNK: usize = 256 * 1024;

/// Requests that gather at once. What all photos on their way take of memory is at most this many times [`CHUNK`] and a piece, and for
/// every other request that sends one piece as it came from the line: 32 MiB, and some 400 KiB (what `hyper` reads at once, at most)
/// for each of [`SENDING`].
pub(super) const GATHERING: usize = 128;

/// Requests that send bytes at once; more come again a little later. With their pieces they take 400 MiB at the very most, where every line is as
/// fast as memory; on ordinary ones a piece is some 8 to 64 KiB.
pub(super) const SENDING: Lines = Lines { all: 1_024, each: 512 };

/// A line that brings nothing for so long is given up; what came is kept.
const QUIET: Duration = Duration::from_secs(60);

/// Seconds at most that who is put off waits longer than they must, so that all do not come back at once.
const JITTER: u32 = 5;

/// The status that tus has for bytes whose checksum is another's.
fn checksum_mismatch() -> StatusCode {
    StatusCode::from_u16(460).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY)
}

fn later(status: StatusCode, code: &'static str, seconds: i64, detail: impl Into<String>) -> Problem {
    let more = getrandom::u32().map_or(0, |random| random % (JITTER + 1));
    Problem { retry_after: Some(seconds + i64::from(more)), ..Problem::new(status, code, detail) }
}

impl From<UploadError> for Problem {
    fn from(error: UploadError) -> Problem {
        let detail = error.to_string();
        let (status, code) = match error {
            UploadError::NoUpload => (StatusCode::NOT_FOUND, "no-upload"),
            UploadError::Elsewhere(_) => (StatusCode::CONFLICT, "offset"),
            UploadError::TakenOver => (StatusCode::CONFLICT, "taken-over"),
            UploadError::TooLong(_) => (StatusCode::PAYLOAD_TOO_LARGE, "too-long"),
            UploadError::Length(0) => (StatusCode::UNPROCESSABLE_ENTITY, "empty"),
            UploadError::Length(_) => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            UploadError::NoRoomHere => {
                return later(StatusCode::TOO_MANY_REQUESTS, "too-many-uploads", 30, detail);
            }
            UploadError::Moving => return later(StatusCode::SERVICE_UNAVAILABLE, "busy", 2, detail),
            UploadError::NoRoom => return later(StatusCode::SERVICE_UNAVAILABLE, "busy", 30, detail),
            UploadError::WrongHash => (checksum_mismatch(), "wrong-hash"),
            UploadError::File(_) => (StatusCode::UNPROCESSABLE_ENTITY, "not-a-picture"),
            // What the disk or the store says is for who runs it.
            UploadError::Io(_) | UploadError::Blob(_) => {
                let detail =
                    "the photo could not be kept: send it again later, and tell whoever runs the desk";
                return later(StatusCode::INTERNAL_SERVER_ERROR, "not-kept", 30, detail);
            }
        };
        Problem::new(status, code, detail)
    }
}

impl From<MetadataError> for Problem {
    fn from(error: MetadataError) -> Problem {
        let detail = error.to_string();
        let code = match error {
            MetadataError::Form | MetadataError::Key(_) | MetadataError::Hash => "metadata",
            MetadataError::Path => "path",
            MetadataError::Media => "media",
        };
        Problem::new(StatusCode::BAD_REQUEST, code, detail)
    }
}

/// Throws away, now and every hour, what nobody has gone on with for a day; and brings the sheets whose photos don't come to people.
pub(super) async fn sweep(desk: Arc<Desk>) {
    let mut hours = tokio::time::interval(Duration::from_secs(60 * 60));
    loop {
        hours.tick().await;
        // What could not be thrown away now is tried again in an hour.
        let _ = desk.on_disk(|uploads| Ok(uploads.sweep(now_ms() - GIVEN_UP_MS)?)).await;
        loop {
            let (names, before) = (Arc::clone(&desk.names), now_ms() - LATE_MS);
            match desk.write(move |sql| photos::late(sql, &names, before)).await {
                Ok(true) => {}
                // What could not be written is told, and tried again in an hour.
                Ok(false) | Err(_) => break,
            }
        }
    }
}

/// That a statement took a photo's bytes out.
pub(super) fn redacted(statement: &Hash) -> Problem {
    let detail = format!("the statement {} took this photo's bytes out", statement.to_hex());
    Problem::new(StatusCode::GONE, "redacted", detail)
}

/// By what right bytes are taken.
enum Right {
    /// Statements name the photo.
    Named(Vec<Photo>),
    /// Somebody who types brings it.
    ByHand(Arc<Account>),
}

impl Right {
    fn is_held(&self) -> bool {
        match self {
            Right::Named(photos) => photos.iter().any(|photo| photo.held.is_some()),
            Right::ByHand(_) => false,
        }
    }
}

impl Desk {
    /// Does something that waits for the disk, off the threads that answer.
    pub(super) async fn on_disk<T: Send + 'static>(
        self: &Arc<Desk>,
        act: impl FnOnce(&Uploads) -> Result<T, UploadError> + Send + 'static,
    ) -> Result<T, Problem> {
        let _turn = self.disk.acquire().await;
        self.off_threads(act).await
    }

    /// Does something that waits for where photos stay. It has turns of its own: a bucket that gives no answer keeps no parts from
    /// the disk.
    pub(super) async fn in_store<T: Send + 'static>(
        self: &Arc<Desk>,
        act: impl FnOnce(&Uploads) -> Result<T, UploadError> + Send + 'static,
    ) -> Result<T, Problem> {
        let _turn = self.storing.acquire().await;
        self.off_threads(act).await
    }

    async fn off_threads<T: Send + 'static>(
        self: &Arc<Desk>,
        act: impl FnOnce(&Uploads) -> Result<T, UploadError> + Send + 'static,
    ) -> Result<T, Problem> {
        let desk = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || act(&desk.uploads)).await;
        let done = done.map_err(|_| WriteError::Ended)?;
        Ok(done.inspect_err(|error| self.tell_of_photos(error))?)
    }

    /// Tells whoever runs the desk what their disk or store says; everything else is for who asked.
    fn tell_of_photos(&self, error: &UploadError) {
        match (error, self.told.get()) {
            (UploadError::Io(_) | UploadError::Blob(_), Some(tell)) => tell(&error.to_string()),
            (UploadError::Io(_) | UploadError::Blob(_), None)
            | (
                UploadError::NoUpload
                | UploadError::Elsewhere(_)
                | UploadError::TooLong(_)
                | UploadError::TakenOver
                | UploadError::Moving
                | UploadError::Length(_)
                | UploadError::NoRoomHere
                | UploadError::NoRoom
                | UploadError::WrongHash
                | UploadError::File(_),
                _,
            ) => {}
        }
    }

    /// Whether an address may ask now.
    fn asked(&self, address: &Address) -> Result<(), Problem> {
        let may = lock(&self.rates).ask(address.0.ip(), now_ms());
        may.map_err(|seconds| {
            let detail = "your address sends too much at once: what you have is kept, send it a little later";
            later(StatusCode::TOO_MANY_REQUESTS, "too-often", seconds, detail)
        })
    }

    /// By what right the bytes of a photo would be taken.
    async fn right(self: &Arc<Desk>, sha256: Hash, headers: &HeaderMap) -> Result<Right, Problem> {
        let named = self.read(move |sql| photos::of_hash(sql, &sha256)).await?;
        if let Some(statement) = named.iter().find_map(|photo| photo.redacted) {
            return Err(redacted(&statement));
        }
        if named.iter().any(Photo::is_named) {
            return Ok(Right::Named(named));
        }
        let brings =
            |role: &str| self.access.allows(role, Act::Type) || self.access.allows(role, Act::Preside);
        let by_hand = self
            .account(headers)
            .await
            .ok()
            .filter(|account| self.ready_to_act(account).is_ok() && brings(&account.role));
        match by_hand {
            // It may have been brought before; then there is a row, and it is held.
            Some(_) if !named.is_empty() => Ok(Right::Named(named)),
            Some(account) => Ok(Right::ByHand(account)),
            None => Err(Problem::new(
                StatusCode::FORBIDDEN,
                "not-named",
                "no accepted statement names this photo: send the statement first",
            )),
        }
    }

    /// Writes down that bytes are held.
    async fn hold(self: &Arc<Desk>, sha256: Hash, bytes: u64, right: Right) -> Result<(), Problem> {
        let at_ms = now_ms();
        self.write(move |sql| match &right {
            Right::Named(_) => photos::hold(sql, &sha256, at_ms),
            Right::ByHand(account) => {
                photos::brought(sql, &sha256, bytes, &account.region, at_ms)?;
                // Named meanwhile.
                photos::hold(sql, &sha256, at_ms)?;
                let values = format!("{} {bytes}", sha256.to_hex());
                let done =
                    Done { at_ms, by: Some(account.id), what: "bring-photo", sheet: None, values: &values };
                trail::write(sql, &done)
            }
        })
        .await
    }

    /// Brings what came to the disk, and, where all came, the photo to where it stays. How many bytes are safe.
    async fn settled(self: &Arc<Desk>, turn: Turn, right: Right) -> Result<u64, Problem> {
        let (sha256, bytes) = (turn.sha256(), turn.bytes());
        let settled = turn.clone();
        match self.on_disk(move |uploads| uploads.settle(&settled)).await? {
            Far::At(offset) => Ok(offset),
            Far::Whole => {
                self.in_store(move |uploads| uploads.finish(&turn)).await?;
                self.hold(sha256, bytes, right).await?;
                Ok(bytes)
            }
        }
    }
}

/// An answer as tus has it.
fn answer(status: StatusCode, headers: impl IntoIterator<Item = (HeaderName, u64)>) -> Response {
    let mut response = status.into_response();
    response.headers_mut().extend(headers.into_iter().map(|(name, value)| (name, HeaderValue::from(value))));
    response
}

/// Does what is asked, to its end even where the line breaks, and answers as tus has it.
async fn resumable(
    headers: &HeaderMap,
    act: impl Future<Output = Result<Response, Problem>> + Send + 'static,
) -> Response {
    let mut response = if headers.get(RESUMABLE).is_some_and(|version| version == VERSION) {
        match tokio::spawn(act).await {
            Ok(done) => done.into_response(),
            Err(_) => Problem::from(WriteError::Ended).into_response(),
        }
    } else {
        let detail = format!("uploads follow tus {VERSION}: the header Tus-Resumable says so");
        let mut refused =
            Problem::new(StatusCode::PRECONDITION_FAILED, "tus-version", detail).into_response();
        refused.headers_mut().insert(VERSIONS, HeaderValue::from_static(VERSION));
        refused
    };
    response.headers_mut().insert(RESUMABLE, HeaderValue::from_static(VERSION));
    response
}

/// A header that is a number.
fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64, Problem> {
    let text = headers.get(name).and_then(|value| value.to_str().ok());
    let number = text.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    number.and_then(|text| text.parse().ok()).ok_or_else(|| {
        Problem::new(StatusCode::BAD_REQUEST, "header", format!("the header {name} must be a whole number"))
    })
}

async fn options() -> Response {
    let mut response = answer(StatusCode::NO_CONTENT, [(MOST, MOST_BYTES)]);
    let headers = response.headers_mut();
    headers.insert(RESUMABLE, HeaderValue::from_static(VERSION));
    headers.insert(VERSIONS, HeaderValue::from_static(VERSION));
    headers.insert(EXTENSIONS, HeaderValue::from_static("creation"));
    response
}

/// Begins an upload; of a photo that is held already, says that it is whole.
async fn begin(
    State(desk): State<Arc<Desk>>,
    Extension(address): Extension<Address>,
    headers: HeaderMap,
) -> Response {
    let asked = headers.clone();
    resumable(&headers, async move {
        desk.asked(&address)?;
        if asked.contains_key(LATER) {
            let detail = "a photo's length is known when it is begun: Upload-Length says it";
            return Err(Problem::new(StatusCode::BAD_REQUEST, "header", detail));
        }
        let bytes = number(&asked, &LENGTH)?;
        if bytes == 0 || bytes > MOST_BYTES {
            return Err(UploadError::Length(bytes).into());
        }
        let said = asked.get(METADATA).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let sha256 = metadata::hash(said)?;
        let right = desk.right(sha256, &asked).await?;
        if let Right::Named(named) = &right {
            let fits = |photo: &Photo| photo.bytes.is_none_or(|named| named == bytes);
            if !named.iter().any(fits) {
                let detail = "the statement names this photo with another length";
                return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "other-length", detail));
            }
        }
        let (name, offset) = if right.is_held() || desk.found(sha256, right).await? {
            (sha256.to_hex(), bytes)
        } else {
            let address = address.0.ip();
            let begun = desk.on_disk(move |uploads| uploads.begin(sha256, bytes, address, now_ms()));
            (begun.await?.to_hex(), 0)
        };
        let mut response = answer(StatusCode::CREATED, [(OFFSET, offset)]);
        if let Ok(place) = HeaderValue::from_str(&format!("/api/photos/{name}")) {
            response.headers_mut().insert(header::LOCATION, place);
        }
        Ok(response)
    })
    .await
}

impl Desk {
    /// Whether the bytes are there although no row says so: the desk ended between the two, or they came another way. Then the
    /// row says so from here on.
    async fn found(self: &Arc<Desk>, sha256: Hash, right: Right) -> Result<bool, Problem> {
        let found = self.in_store(move |uploads| match uploads.blobs().get(&sha256) {
            // Other bytes under its name: the right ones take their place.
            Err(BlobError::Damaged { .. }) => Ok(None),
            other => Ok(other?),
        });
        let Some(bytes) = found.await? else {
            return Ok(false);
        };
        self.hold(sha256, u64::try_from(bytes.len()).unwrap_or(u64::MAX), right).await?;
        Ok(true)
    }
}

/// An upload, or a photo that is held: what a path under `/api/photos/` names.
enum Place {
    Upload(UploadId),
    Held(Hash),
}

fn place(text: &str) -> Result<Place, Problem> {
    let held = || Hash::from_hex(text).ok().map(Place::Held);
    UploadId::parse(text).map(Place::Upload).or_else(held).ok_or_else(|| UploadError::NoUpload.into())
}

/// Bytes of a photo that is held; none where it is not.
async fn held(desk: &Arc<Desk>, sha256: Hash) -> Result<u64, Problem> {
    if !desk.read(move |sql| photos::held(sql, &sha256)).await? {
        return Err(UploadError::NoUpload.into());
    }
    let length = desk.in_store(move |uploads| Ok(uploads.blobs().length(&sha256)?)).await?;
    length.ok_or_else(|| UploadError::NoUpload.into())
}

/// How many bytes are safe.
async fn how_far(
    State(desk): State<Arc<Desk>>,
    Extension(address): Extension<Address>,
    Named(photo): Named<String>,
    headers: HeaderMap,
) -> Response {
    let asked = headers.clone();
    resumable(&headers, async move {
        desk.asked(&address)?;
        let (offset, bytes) = match place(&photo)? {
            Place::Held(sha256) => {
                let bytes = held(&desk, sha256).await?;
                (bytes, bytes)
            }
            Place::Upload(id) => {
                let turn = desk.on_disk(move |uploads| uploads.take(id, now_ms())).await?;
                let bytes = turn.bytes();
                let right = desk.right(turn.sha256(), &asked).await?;
                (desk.settled(turn, right).await?, bytes)
            }
        };
        Ok(answer(StatusCode::OK, [(OFFSET, offset), (LENGTH, bytes)]))
    })
    .await
}

/// Takes more bytes.
async fn append(
    State(desk): State<Arc<Desk>>,
    Extension(address): Extension<Address>,
    Named(photo): Named<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let asked = headers.clone();
    resumable(&headers, async move {
        desk.asked(&address)?;
        if asked.get(header::CONTENT_TYPE).is_none_or(|media| media != PART) {
            let detail = format!("bytes of an upload are {PART}");
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media", detail));
        }
        let offset = number(&asked, &OFFSET)?;
        let id = match place(&photo)? {
            Place::Upload(id) => id,
            Place::Held(sha256) => return Err(UploadError::Elsewhere(held(&desk, sha256).await?).into()),
        };
        let _sending = desk.senders.begin(address.0.ip()).ok_or_else(|| {
            let detail =
                "too many photos are being sent at once: what you have is kept, send it a little later";
            later(StatusCode::SERVICE_UNAVAILABLE, "busy", 5, detail)
        })?;
        let turn = desk.on_disk(move |uploads| uploads.take_at(id, offset, now_ms())).await?;
        if number(&asked, &header::CONTENT_LENGTH).is_ok_and(|more| more > turn.bytes() - turn.from()) {
            return Err(UploadError::TooLong(turn.bytes()).into());
        }
        let right = desk.right(turn.sha256(), &asked).await?;
        received(&desk, &turn, body).await?;
        let offset = desk.settled(turn, right).await?;
        Ok(answer(StatusCode::NO_CONTENT, [(OFFSET, offset)]))
    })
    .await
}

/// Writes what a body brings, until it ends or its line does.
///
/// Pieces are gathered before they are written only while there is room for that ([`GATHERED`], for all together); where there is none, each
/// is written as it comes.
async fn received(desk: &Arc<Desk>, turn: &Turn, mut body: Body) -> Result<(), Problem> {
    let mut waiting: Vec<u8> = Vec::new();
    let mut room = None;
    loop {
        let frame = tokio::time::timeout(QUIET, body.frame()).await;
        let more = match frame {
            Ok(Some(Ok(frame))) => Some(frame.into_data().unwrap_or_default()),
            // What came before the line broke is kept.
            Ok(Some(Err(_)) | None) | Err(_) => None,
        };
        let ended = more.is_none();
        if !ended && room.is_none() {
            room = Arc::clone(&desk.gathering).try_acquire_owned().ok();
        }
        waiting.extend_from_slice(&more.unwrap_or_default());
        let is_full = waiting.len() >= CHUNK || room.is_none();
        if !waiting.is_empty() && (is_full || ended) {
            let (turn, bytes) = (turn.clone(), std::mem::take(&mut waiting));
            desk.on_disk(move |uploads| uploads.append(&turn, &bytes, now_ms())).await?;
            // Somebody else's turn to gather: a slow line keeps no room while it brings nothing.
            room = None;
        }
        if ended {
            return Ok(());
        }
    }
}

/// The bytes of a photo, to who may see it.
async fn show(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Named(photo): Named<String>,
) -> Result<Response, Problem> {
    let none = || Problem::new(StatusCode::NOT_FOUND, "no-photo", "there is no such photo");
    let sha256 = Hash::from_hex(&photo).map_err(|_| none())?;
    let named = desk.read(move |sql| photos::of_hash(sql, &sha256)).await?;
    if named.is_empty() {
        return Err(none());
    }
    if !named.iter().any(|photo| photo.station.starts_with(&me.region)) {
        let detail = format!("this photo is of no sheet in your region {}", me.region);
        return Err(Problem::new(StatusCode::FORBIDDEN, "not-your-region", detail));
    }
    if let Some(statement) = named.iter().find_map(|photo| photo.redacted) {
        return Err(redacted(&statement));
    }
    let bytes = desk.in_store(move |uploads| Ok(uploads.blobs().get(&sha256)?)).await?;
    let bytes = bytes.filter(|_| named.iter().any(|photo| photo.held.is_some())).ok_or_else(|| {
        Problem::new(StatusCode::NOT_FOUND, "not-held", "a statement names this photo; it has not come yet")
    })?;
    let media = Kind::of(&bytes).map_or("application/octet-stream", Kind::media);
    // Bytes of a hash never change, but may be taken out, and who may see them may change: nobody between keeps them, and who looks
    // at them keeps them for an hour.
    let kept = "private, max-age=3600, immutable";
    Ok(([(header::CONTENT_TYPE, media), (header::CACHE_CONTROL, kept)], bytes).into_response())
}

/// The photos of a sheet, page by page, those that have not come too.
async fn of_sheet(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    SheetPath(sheet): SheetPath,
) -> Result<Json<SheetPhotos>, Problem> {
    let whose = desk.own(sheet, &me).await?;
    listed(&desk, whose).await
}

/// The same of a station's sheet that nobody has to type.
async fn of_station(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Named((contest, station)): Named<(String, String)>,
) -> Result<Json<SheetPhotos>, Problem> {
    let whose = desk.theirs(&me, contest, station)?;
    listed(&desk, whose).await
}

impl Desk {
    /// The photos of a sheet, with whose they are.
    pub(super) async fn photos_of(self: &Arc<Desk>, whose: Whose) -> Result<Vec<OfSheet>, Problem> {
        let election = Arc::clone(&self.election);
        self.read(move |sql| photos::of_sheet_by(sql, &election.profile, &whose.contest, &whose.station))
            .await
    }
}

async fn listed(desk: &Arc<Desk>, whose: Whose) -> Result<Json<SheetPhotos>, Problem> {
    let found = desk.photos_of(whose).await?;
    let each = found.into_iter().map(|OfSheet { photo, by, order }| SheetPhoto {
        sha256: photo.sha256.to_hex(),
        page: photo.page,
        bytes: photo.bytes,
        held: photo.is_shown(),
        by,
        official: order.is_official(),
        redacted: photo.redacted.map(|statement| statement.to_hex()),
    });
    Ok(Json(SheetPhotos { photos: each.collect() }))
}
