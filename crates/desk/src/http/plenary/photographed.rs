//! Photos of signed minutes, looked at: which page of which print each shows, and which of its figures are no longer as printed.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::{Extension, Json};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ledger::Hash;
use print::minutes::Grid;
use reader::Gray;
use reader::decode::decode;
use reader::minutes::compared::{Agreement, compare, shown};
use reader::minutes::{MinutesPage, NotRead, read};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use tokio::sync::OwnedSemaphorePermit;

use super::{Me, Part, WhosePath};
use crate::access::Act;
use crate::http::problem::Problem;
use crate::http::spec::{Gives, Says, Takes};
use crate::http::{Desk, Gate, Routes, Sent};
use crate::people::Account;
use crate::photos;
use crate::plenary::photographed::{Shows, Together, together};
use crate::plenary::{Plenary, kept};
use crate::writer::WriteError;

pub(super) fn routes(routes: Routes) -> Routes {
    let path = "/api/plenary/{contest}/{region}/photographed";
    routes.add(Method::POST, path, Gate::May(Act::Preside), photographed).says(
        Says::new(
            "Looks which pages of a plenary's minutes photos show.",
            Takes::json::<Photographed>(),
            &[(StatusCode::OK, Gives::json::<PagesShown>())],
        )
        .asking::<Part>(),
    )
}

/// Photos looked at together at most: each takes a moment.
const MOST: usize = 60;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Photographed {
    /// SHA-256 of each, whose bytes are here.
    photos: Vec<String>,
}

/// What photos of minutes show together.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct PagesShown {
    /// What each shows, in their order.
    photos: Vec<PageShown>,
    /// The print that they are of: SHA-256 of its file.
    print: Option<String>,
    /// Its pages that none of them shows.
    missing: Vec<u16>,
}

/// What a photo shows.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct PageShown {
    sha256: String,
    /// `page`: of what stands, as it was set; `other-print`, `unknown` (not set here, or with other figures), `other-statement`;
    /// `no-page`, `no-code`, `no-picture`.
    #[schemars(schema_with = "shows")]
    shows: &'static str,
    /// Which page, as its code says.
    page: Option<u16>,
    /// Out of how many.
    pages: Option<u16>,
    /// Id of the statement that it was set from, as its code says.
    statement: Option<String>,
    /// Its figures held against those that were printed; none where it has none, or was printed elsewhere.
    figures: Option<FiguresShown>,
}

/// A page's figures, held against those that were printed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct FiguresShown {
    /// How many are as they were printed.
    same: usize,
    /// How many can't be told: the photo is too small, too blurred or too faint.
    unclear: usize,
    /// How many show something else: a pen's stroke, another figure, a shadow.
    differ: usize,
    /// The first of those that do.
    differing: Vec<FigureShown>,
}

/// A figure whose photo shows something else than was printed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct FigureShown {
    /// Its column's name.
    column: String,
    /// What its row is.
    item: String,
    /// As it was printed.
    printed: String,
    /// Its place on the photo, upright: a PNG in base64. None where it is not wholly in the photo.
    photo: Option<String>,
}

/// Figures shown with their photo at most, in one answer.
const MOST_SHOWN: usize = 100;

impl FiguresShown {
    /// With the photos of so many of them at most.
    fn of(picture: &Gray, page: &MinutesPage, grid: &Grid, most: usize) -> FiguresShown {
        let figures = grid.figures();
        let cells: Vec<_> = figures.iter().map(|figure| figure.printed.clone()).collect();
        let each = compare(picture, &page.perspective, &cells);
        let count = |of: Agreement| each.iter().filter(|agreement| **agreement == of).count();
        let differing = figures.iter().zip(&each).filter(|(_, agreement)| **agreement == Agreement::Differs);
        let differing = differing.take(most).map(|(figure, _)| FigureShown {
            column: figure.column.to_owned(),
            item: figure.item.to_owned(),
            printed: figure.text.clone(),
            photo: shown(picture, &page.perspective, &figure.printed)
                .and_then(|crop| crop.to_png())
                .map(|png| STANDARD.encode(png)),
        });
        FiguresShown {
            same: count(Agreement::Same),
            unclear: count(Agreement::Unclear),
            differ: count(Agreement::Differs),
            differing: differing.collect(),
        }
    }
}

/// A photo that was looked at: the page in it, and its figures.
type Looked = (Result<MinutesPage, NotRead>, Option<FiguresShown>);

fn shows(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": Shows::ALL.map(Shows::text) })
}

/// Looks at photos that are here.
async fn photographed(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    WhosePath(whose): WhosePath,
    Sent(asked): Sent<Photographed>,
) -> Result<Json<PagesShown>, Problem> {
    me.acts_in(&whose.region)?;
    if asked.photos.len() > MOST {
        let detail = format!("at most {MOST} photos are looked at together");
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "too-many-photos", detail));
    }
    let mut once: Vec<&String> = asked.photos.iter().collect();
    once.sort_unstable();
    once.dedup();
    if once.len() < asked.photos.len() {
        let detail = "a photo is named twice";
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "photo-twice", detail));
    }
    let (own, pages) = (whose.clone(), desk.read(move |sql| kept::pages(sql, &whose)).await?);
    let same = desk
        .looking(move |intake| {
            let replay = intake.counted();
            Ok(Plenary::find(&replay, &own)?.same())
        })
        .await?;
    let (mut found, mut figures) = (Vec::new(), Vec::new());
    let mut most = MOST_SHOWN;
    for photo in &asked.photos {
        let (page, held) = desk.page_in(&me, photo, most).await?;
        most = most.saturating_sub(held.as_ref().map_or(0, |held| held.differing.len()));
        found.push(page.map(|page| page.code));
        figures.push(held);
    }
    let Together { each, print, missing } = together(&found, &same, &pages);
    let looked = each.iter().zip(&found).zip(figures);
    let photos = asked.photos.into_iter().zip(looked).map(|(sha256, ((shows, code), figures))| {
        let code = code.as_ref().ok();
        PageShown {
            sha256,
            shows: shows.text(),
            page: code.map(|code| code.page),
            pages: code.map(|code| code.pages),
            statement: code.map(|code| Hash(code.statement).to_hex()),
            figures,
        }
    });
    Ok(Json(PagesShown { photos: photos.collect(), print: print.map(|print| print.to_hex()), missing }))
}

impl Desk {
    /// The page of minutes in a photo that the account may see, with its figures held against the print that it is of, `most` of
    /// them shown.
    async fn page_in(self: &Arc<Desk>, me: &Account, photo: &str, most: usize) -> Result<Looked, Problem> {
        let none = || {
            let detail = format!("no photo {photo} is here: send its bytes first");
            Problem::new(StatusCode::NOT_FOUND, "no-photo", detail)
        };
        let sha256 = Hash::from_hex(photo).map_err(|_| none())?;
        let named = self.read(move |sql| photos::of_hash(sql, &sha256)).await?;
        if !named.iter().any(|photo| photo.held.is_some() && photo.station.starts_with(&me.region)) {
            return Err(none());
        }
        let (bytes, turn) = self.bytes_in_turn(sha256).await?.ok_or_else(none)?;
        let look = move || {
            let picture = decode(&bytes)?;
            Ok((read(&picture)?, picture))
        };
        let (looked, turn) = in_turn(turn, look).await?;
        let (page, picture) = match looked {
            Ok(looked) => looked,
            Err(why) => return Ok((Err(why), None)),
        };
        let Some(grid) = self.read(move |sql| kept::grid(sql, &page.code)).await? else {
            return Ok((Ok(page), None));
        };
        let (figures, _) = in_turn(turn, move || FiguresShown::of(&picture, &page, &grid, most)).await?;
        Ok((Ok(page), Some(figures)))
    }
}

/// Does what takes long. The turn is given back with it: it ends with the work, not with who asked for it.
async fn in_turn<D: Send + 'static>(
    turn: OwnedSemaphorePermit,
    work: impl FnOnce() -> D + Send + 'static,
) -> Result<(D, OwnedSemaphorePermit), Problem> {
    Ok(tokio::task::spawn_blocking(move || (work(), turn)).await.map_err(|_| WriteError::Ended)?)
}
