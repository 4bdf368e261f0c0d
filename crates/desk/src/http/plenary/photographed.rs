//! Photos of signed minutes, looked at: which page of which print each shows.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::{Extension, Json};
use ledger::Hash;
use reader::decode::decode;
use reader::minutes::{MinutesCode, NotRead, read};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

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
}

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
    let (own, pages) = (whose.clone(), desk.read(move |sql| kept::pages(sql, &whose)).await?);
    let same = desk
        .looking(move |intake| {
            let replay = intake.counted();
            Ok(Plenary::find(&replay, &own)?.same())
        })
        .await?;
    let mut found = Vec::new();
    for photo in &asked.photos {
        found.push(desk.page_in(&me, photo).await?);
    }
    let Together { each, print, missing } = together(&found, &same, &pages);
    let photos = asked.photos.into_iter().zip(each.iter().zip(&found)).map(|(sha256, (shows, code))| {
        let code = code.as_ref().ok();
        PageShown {
            sha256,
            shows: shows.text(),
            page: code.map(|code| code.page),
            pages: code.map(|code| code.pages),
            statement: code.map(|code| Hash(code.statement).to_hex()),
        }
    });
    Ok(Json(PagesShown { photos: photos.collect(), print: print.map(|print| print.to_hex()), missing }))
}

impl Desk {
    /// The page of minutes in a photo that the account may see.
    async fn page_in(
        self: &Arc<Desk>,
        me: &Account,
        photo: &str,
    ) -> Result<Result<MinutesCode, NotRead>, Problem> {
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
            // The turn ends with the work, not with who asked for it.
            let _turn = turn;
            read(&decode(&bytes)?)
        };
        Ok(tokio::task::spawn_blocking(look).await.map_err(|_| WriteError::Ended)?)
    }
}
