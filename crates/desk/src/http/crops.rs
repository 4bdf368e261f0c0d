//! What a typist is shown beside a box: the field as it stands in the sheet's photo, upright.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderName, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ledger::Hash;
use reader::decode::decode;
use reader::layout::Layout;
use reader::read::shown::Laid;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::problem::Problem;
use super::spec::{Always, Gives, Holds, Says, Takes};
use super::{Desk, Gate, Routes, lock};
use crate::access::Act;
use crate::people::Account;
use crate::sheets::{Refused, SheetId};
use crate::writer::WriteError;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.add(Method::GET, "/api/sheets/{sheet}/crops/{field}", Gate::May(Act::See), crop).says(
        Says::new(
            "A field of a sheet, cut out of the first of its photos that shows it, the election's own bodies' before all others'.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::Media("image/png"))],
        )
        .telling(&[("x-saksi-photo", "SHA-256 of the photo, in hexadecimal.", Always::Yes, Holds::Text)]),
    )
}

/// Of which photo a crop is: its list says whose that is.
const PHOTO: HeaderName = HeaderName::from_static("x-saksi-photo");

/// Photos in which a form was looked for, the last used last.
pub(super) type LaidOut = Vec<(Key, Looked)>;

/// What was found in a photo. That nothing was is remembered too.
#[derive(Clone)]
pub(super) enum Looked {
    Laid(Arc<Laid>),
    NoForm,
}

impl Looked {
    fn laid(self) -> Option<Arc<Laid>> {
        match self {
            Looked::Laid(laid) => Some(laid),
            Looked::NoForm => None,
        }
    }

    fn pixels(&self) -> usize {
        match self {
            Looked::Laid(laid) => laid.picture().pixels().len(),
            Looked::NoForm => 0,
        }
    }
}

/// A photo, and the form that was looked for in it.
type Key = (Hash, String);

/// Pixels of the photos remembered at most: a byte each.
const PIXELS: usize = 100_000_000;

/// Photos remembered at most, those without a form too.
const PHOTOS: usize = 64;

/// Photos that somebody looks into just now. Who wants the same waits for them, and nobody else does.
pub(super) type Looking = HashMap<Key, Arc<tokio::sync::Mutex<()>>>;

/// Pixels from which a photo is a large one: no telephone's ordinary picture of a page.
const LARGE: usize = 16_000_000;

/// Ordinary photos looked into at once at most, however many processors there are.
const LOOKS: usize = 4;

/// Turns of looking into photos. Decoded a photo takes up to five bytes a pixel: four ordinary ones 320 MB, and one large one (64 million
/// pixels at most) as much again. That is the bound, however many ask; large ones wait for each other and hold up no ordinary one.
pub(super) struct Turns {
    ordinary: Arc<Semaphore>,
    large: Arc<Semaphore>,
}

impl Turns {
    /// As many as there are processors.
    pub(super) fn new() -> Turns {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Turns {
            ordinary: Arc::new(Semaphore::new(processors.clamp(2, LOOKS))),
            large: Arc::new(Semaphore::new(1)),
        }
    }

    /// Those for a photo of so many pixels.
    fn of(&self, pixels: usize) -> Arc<Semaphore> {
        Arc::clone(if pixels > LARGE { &self.large } else { &self.ordinary })
    }
}

/// A photo that is looked into; forgotten when its look is over, also where who asked has gone.
struct Look<'a> {
    desk: &'a Desk,
    key: &'a Key,
}

impl Drop for Look<'_> {
    fn drop(&mut self) {
        lock(&self.desk.looking).remove(self.key);
    }
}

impl Desk {
    /// How a form's page lies in a photo; `None` where none is seen in it, or its bytes are not held.
    async fn laid(self: &Arc<Desk>, key: Key, layouts: Arc<[Layout]>) -> Result<Option<Arc<Laid>>, Problem> {
        if let Some(known) = self.remembered(&key) {
            return Ok(known.laid());
        }
        // A page's fields are asked for together: the first finds it for all.
        let own = Arc::clone(lock(&self.looking).entry(key.clone()).or_default());
        let _own = own.lock().await;
        if let Some(known) = self.remembered(&key) {
            return Ok(known.laid());
        }
        let _look = Look { desk: self, key: &key };
        let Some((bytes, turn)) = self.bytes_in_turn(key.0).await? else { return Ok(None) };
        let (desk, found_for) = (Arc::clone(self), key.clone());
        let find = move || {
            // The turn ends with the work, not with who asked for it.
            let _turn = turn;
            let laid = decode(&bytes).ok().and_then(|picture| Laid::find(picture, &layouts).ok());
            let looked = laid.map_or(Looked::NoForm, |laid| Looked::Laid(Arc::new(laid)));
            desk.remember(found_for, looked.clone());
            looked
        };
        let looked = tokio::task::spawn_blocking(find).await.map_err(|_| WriteError::Ended)?;
        Ok(looked.laid())
    }

    /// A photo's bytes, and a turn to look into it. Who waits for a turn holds no bytes.
    pub(super) async fn bytes_in_turn(
        self: &Arc<Desk>,
        sha256: Hash,
    ) -> Result<Option<(Vec<u8>, OwnedSemaphorePermit)>, Problem> {
        let get = || self.in_store(move |uploads| Ok(uploads.blobs().get(&sha256)?));
        let Some(bytes) = get().await? else { return Ok(None) };
        // What can't be measured can't be decoded either, which takes no time.
        let turns = self.cropping.of(reader::file::pixels(&bytes).unwrap_or(0));
        if let Ok(turn) = Arc::clone(&turns).try_acquire_owned() {
            return Ok(Some((bytes, turn)));
        }
        drop(bytes);
        let turn = turns.acquire_owned().await.map_err(|_| WriteError::Ended)?;
        Ok(get().await?.map(|bytes| (bytes, turn)))
    }

    fn remember(&self, key: Key, looked: Looked) {
        let mut all = lock(&self.laid);
        all.push((key, looked));
        let pixels = |all: &LaidOut| all.iter().map(|(_, looked)| looked.pixels()).sum::<usize>();
        while all.len() > PHOTOS || (all.len() > 1 && pixels(&all) > PIXELS) {
            all.remove(0);
        }
    }

    fn remembered(&self, key: &Key) -> Option<Looked> {
        let mut all = lock(&self.laid);
        let at = all.iter().position(|(known, _)| known == key)?;
        let found = all.remove(at);
        let looked = found.1.clone();
        all.push(found);
        Some(looked)
    }
}

/// A field of a sheet, cut out of the first of its photos that shows it, the election's own bodies' before all others'.
async fn crop(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    path: Result<Path<(i64, String)>, axum::extract::rejection::PathRejection>,
) -> Result<Response, Problem> {
    let Path((sheet, field)) = path.map_err(|_| Refused::NoSheet)?;
    let whose = desk.own(SheetId(sheet), &me).await?;
    let form = desk.form(&whose)?;
    if form.field(&field).is_none() {
        return Err(Problem::new(StatusCode::NOT_FOUND, "unknown-field", "the form has no such field"));
    }
    // Without a layout nobody knows where on the page it stands.
    let layouts: Arc<[Layout]> = desk.layouts.of(form).unwrap_or_default().into();
    let form = form.id.to_string();
    let mut photos = desk.photos_of(whose).await?;
    // Nobody beside the count is looked at before a body of the election, of whatever page they say their photo is.
    photos.sort_by_key(|one| one.order);
    for photo in photos.iter().map(|one| &one.photo).filter(|photo| photo.is_shown()) {
        let laid = desk.laid((photo.sha256, form.clone()), Arc::clone(&layouts)).await?;
        let Some(laid) = laid else { continue };
        let field = field.clone();
        let cut = tokio::task::spawn_blocking(move || laid.number(&field)?.to_png());
        if let Some(picture) = cut.await.map_err(|_| WriteError::Ended)? {
            let kept = "private, max-age=3600";
            let headers = [
                (header::CONTENT_TYPE, "image/png".to_owned()),
                (header::CACHE_CONTROL, kept.to_owned()),
                (PHOTO, photo.sha256.to_hex()),
            ];
            return Ok((headers, picture).into_response());
        }
    }
    Err(Problem::new(
        StatusCode::NOT_FOUND,
        "no-crop",
        "no photo that is held shows this field where the form has it: look at the photos themselves",
    ))
}
