//! What a typist is shown beside a box: the field as it stands in the sheet's photo, upright.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ledger::Hash;
use reader::decode::decode;
use reader::layout::Layout;
use reader::read::shown::Laid;

use super::problem::Problem;
use super::spec::{Gives, Says, Takes};
use super::{Desk, Gate, Routes, lock};
use crate::access::Act;
use crate::people::Account;
use crate::photos;
use crate::sheets::{Refused, SheetId};
use crate::writer::WriteError;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.add(Method::GET, "/api/sheets/{sheet}/crops/{field}", Gate::May(Act::See), crop).says(Says::new(
        "A field of a sheet, cut out of the first of its photos that shows it.",
        Takes::Nothing,
        &[(StatusCode::OK, Gives::Media("image/png"))],
    ))
}

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

impl Desk {
    /// How a form's page lies in a photo; `None` where none is seen in it, or its bytes are not held.
    async fn laid(self: &Arc<Desk>, key: Key, layouts: Arc<[Layout]>) -> Result<Option<Arc<Laid>>, Problem> {
        // One at a time: a page's fields are asked for together, and the first finds it for all.
        let _turn = self.cropping.acquire().await;
        if let Some(known) = self.remembered(&key) {
            return Ok(known.laid());
        }
        let sha256 = key.0;
        let bytes = self.on_disk(move |uploads| Ok(uploads.blobs().get(&sha256)?)).await?;
        let Some(bytes) = bytes else { return Ok(None) };
        let find = move || {
            let laid = decode(&bytes).ok().and_then(|picture| Laid::find(picture, &layouts).ok());
            laid.map_or(Looked::NoForm, |laid| Looked::Laid(Arc::new(laid)))
        };
        let looked = tokio::task::spawn_blocking(find).await.map_err(|_| WriteError::Ended)?;
        let mut all = lock(&self.laid);
        all.push((key, looked.clone()));
        let pixels = |all: &LaidOut| all.iter().map(|(_, looked)| looked.pixels()).sum::<usize>();
        while all.len() > PHOTOS || (all.len() > 1 && pixels(&all) > PIXELS) {
            all.remove(0);
        }
        Ok(looked.laid())
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

/// A field of a sheet, cut out of the first of its photos that shows it.
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
    let photos = desk.read(move |sql| photos::of_sheet(sql, &whose.contest, &whose.station)).await?;
    for photo in photos.iter().filter(|photo| photo.is_shown()) {
        let laid = desk.laid((photo.sha256, form.clone()), Arc::clone(&layouts)).await?;
        let Some(laid) = laid else { continue };
        let field = field.clone();
        let cut = tokio::task::spawn_blocking(move || laid.number(&field)?.to_png());
        if let Some(picture) = cut.await.map_err(|_| WriteError::Ended)? {
            let kept = "private, max-age=3600";
            return Ok(([(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, kept)], picture)
                .into_response());
        }
    }
    Err(Problem::new(
        StatusCode::NOT_FOUND,
        "no-crop",
        "no photo that is held shows this field where the form has it: look at the photos themselves",
    ))
}
