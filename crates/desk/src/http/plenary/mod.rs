//! Plenaries: looked at, typed independently, explained, written for their signer, printed.

#[cfg(feature = "fuzzing")]
pub(super) mod bodies;
mod carry;
mod carry_file;
mod objections;
mod own_objections;
mod photographed;
mod shapes;
mod shown;

pub(super) use carry_file::Carriers;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use election::Cell;
use ledger::{Hash, sha256};
use schemars::JsonSchema;
use serde::Deserialize;

use super::problem::Problem;
use super::said::{salt, written};
use super::signing::{SentPhoto, ToSign, whole};
use super::spec::{Gives, Says, Takes};
use super::typing::SentCell;
use super::{Desk, Gate, Named, Routes, Sent, now_ms};
use crate::access::Act;
use crate::people::Account;
use crate::plenary::closing::{self, Closing, Signatory};
use crate::plenary::kept::{self, Columns, Explained, Typed};
use crate::plenary::text::{self, Asked};
use crate::plenary::{Child, Difference, Plenary, PlenaryError, Whose, paper};
use crate::said;
use crate::trail::{self, Done};

pub(super) fn routes(routes: Routes) -> Routes {
    let routes = routes
        .add(Method::GET, "/api/plenary/{contest}/{region}", Gate::May(Act::Follow), shown::plenary)
        .says(
            Says::new(
                "A plenary as it stands: columns, sums, differences.",
                Takes::Nothing,
                &[(StatusCode::OK, Gives::json::<shapes::PlenaryShape>())],
            )
            .asking::<Part>(),
        )
        .add(Method::GET, "/api/plenary/{contest}/{region}/{below}", Gate::May(Act::Follow), shown::below)
        .says(
            Says::new(
                "A plenary's stations of a region below it.",
                Takes::Nothing,
                &[(StatusCode::OK, Gives::json::<shapes::VillageShape>())],
            )
            .asking::<Part>(),
        )
        .add(Method::POST, "/api/plenary/{contest}/{region}/typed", Gate::May(Act::Preside), typed)
        .up_to(FORM)
        .says(
            Says::new(
                "Keeps a plenary's form as somebody typed it by themselves.",
                Takes::json::<SentForm>(),
                &[(StatusCode::CREATED, Gives::json::<shapes::TypedAs>())],
            )
            .asking::<Part>(),
        )
        .add(Method::POST, "/api/plenary/{contest}/{region}/explain", Gate::May(Act::Preside), explain)
        .says(
            Says::new(
                "Explains a difference.",
                Takes::json::<Explanation>(),
                &[(StatusCode::CREATED, Gives::Nothing)],
            )
            .asking::<Part>(),
        )
        .add(Method::POST, "/api/plenary/{contest}/{region}/print", Gate::May(Act::Preside), print)
        .says(
            Says::new(
                "Sets a plenary's minutes.",
                Takes::Nothing,
                &[(StatusCode::CREATED, Gives::json::<shapes::Print>())],
            )
            .asking::<Part>(),
        )
        .add(Method::GET, "/api/prints/{print}", Gate::May(Act::Follow), printed)
        .says(Says::new(
            "Minutes that were set.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::Media("application/pdf"))],
        ))
        .add(Method::POST, "/api/compose/plenary", Gate::May(Act::Preside), compose)
        .says(Says::new(
            "A plenary, as a text to sign.",
            Takes::json::<SentPlenary>(),
            &[(StatusCode::OK, Gives::json::<ToSign>())],
        ));
    let routes = own_objections::routes(objections::routes(routes));
    carry_file::routes(carry::routes(photographed::routes(routes)))
}

type Me = Extension<Arc<Account>>;

/// Bytes of a typed form at most: of a council's 300 fields some hundred columns are half of it.
const FORM: usize = 2 * 1024 * 1024;

/// Of a region that constituencies cut: whose sheet.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "its shape is what is told; `WhosePath` reads it")]
struct Part {
    /// The constituency.
    constituency: Option<String>,
}

/// The plenary that a path names, and in its query the constituency.
struct WhosePath(Whose);

impl<S: Send + Sync> FromRequestParts<S> for WhosePath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<WhosePath, Problem> {
        let path = Path::<BTreeMap<String, String>>::from_request_parts(parts, state).await;
        let Path(mut path) = path.map_err(|_| no_plenary())?;
        let contest = path.remove("contest").ok_or_else(no_plenary)?;
        let region = path.remove("region").ok_or_else(no_plenary)?;
        let mut asked = parts.uri.query().unwrap_or_default().split('&');
        let constituency = asked.find_map(|one| one.strip_prefix("constituency=")).map(str::to_owned);
        Ok(WhosePath(Whose { contest, region, constituency }))
    }
}

fn no_plenary() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no-plenary", "no plenary of this contest is held there")
}

impl Account {
    /// That a region lies in the account's own.
    fn acts_in(&self, region: &str) -> Result<(), Problem> {
        if region.starts_with(&self.region) {
            return Ok(());
        }
        let detail = format!("region {region} is outside your region {}", self.region);
        Err(Problem::new(StatusCode::FORBIDDEN, "not-your-region", detail))
    }
}

/// What the desk keeps of a plenary.
struct Kept {
    typed: Option<Typed>,
    explained: Vec<Explained>,
    prints: Vec<kept::Printed>,
}

impl Desk {
    async fn kept(self: &Arc<Desk>, whose: &Whose) -> Result<Kept, Problem> {
        let whose = whose.clone();
        self.read(move |sql| {
            Ok(Kept {
                typed: kept::typed(sql, &whose)?,
                explained: kept::explanations(sql, &whose)?,
                prints: kept::prints(sql, &whose)?,
            })
        })
        .await
    }
}

/// The differences of a plenary as it stands now, each with its explanation, if it has one.
fn explained<'k>(
    plenary: &Plenary<'_>,
    cells: &[Cell],
    columns: &[Child],
    kept: &'k Kept,
) -> Vec<(Difference, Option<&'k Explained>)> {
    let typed = kept.typed.as_ref();
    let mut sides = plenary.compared_columns(columns, typed);
    sides.push(plenary.compared_sums(cells, typed));
    let each = plenary.differences(&sides).into_iter().map(|difference| {
        let explanation = kept::explanation(&kept.explained, &difference);
        (difference, explanation)
    });
    each.collect()
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SentForm {
    /// The column of the sums.
    cells: BTreeMap<String, SentCell>,
    /// The column of each region directly below, by its code: every one that the form has.
    #[serde(default)]
    columns: BTreeMap<String, BTreeMap<String, SentCell>>,
}

/// The column of every region directly below, and of no other.
fn columns(
    plenary: &Plenary<'_>,
    sent: &BTreeMap<String, BTreeMap<String, SentCell>>,
) -> Result<Columns, Problem> {
    let places = &plenary.election().places;
    let codes = plenary.children().into_iter().map(|child| places.region(child).code.to_string());
    let codes: Vec<String> = codes.collect();
    if let Some(other) = sent.keys().find(|code| !codes.contains(code)) {
        return Err(PlenaryError::NotBelow(other.clone()).into());
    }
    let each = codes.into_iter().map(|code| {
        let cells = sent.get(&code).ok_or_else(|| PlenaryError::NoColumn(code.clone()))?;
        let cells = whole(plenary.form(), cells).map_err(|problem| Problem {
            detail: format!("in the column of {code}: {}", problem.detail),
            ..problem
        })?;
        Ok((code, cells.into()))
    });
    each.collect()
}

/// Keeps the form as somebody typed it.
async fn typed(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    WhosePath(whose): WhosePath,
    Sent(asked): Sent<SentForm>,
) -> Result<(StatusCode, Json<shapes::TypedAs>), Problem> {
    me.acts_in(&whose.region)?;
    let own = whose.clone();
    let (cells, columns) = desk
        .looking(move |intake| {
            let replay = intake.counted();
            let plenary = Plenary::find(&replay, &own)?;
            Ok::<_, Problem>((whole(plenary.form(), &asked.cells)?, columns(&plenary, &asked.columns)?))
        })
        .await?;
    let (by, at_ms) = (me.id, now_ms());
    let version = desk
        .write(move |sql| {
            let version = kept::type_in(sql, &whose, by, at_ms, (&cells, &columns))?;
            let mut values = vec![name(&whose), crate::sheets::to_text(&cells)];
            for (region, cells) in &columns {
                values.extend([region.clone(), crate::sheets::to_text(cells)]);
            }
            let values = values.join(" ");
            trail::write(
                sql,
                &Done { at_ms, by: Some(by), what: "type-plenary", sheet: None, values: &values },
            )?;
            Ok(version)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(shapes::TypedAs { version })))
}

/// Whose, in the trail.
fn name(whose: &Whose) -> String {
    let Whose { contest, region, constituency } = whose;
    constituency.as_ref().map_or_else(
        || format!("{contest} {region}"),
        |constituency| format!("{contest} {region}/{constituency}"),
    )
}

/// Characters of an explanation at most: it is printed.
const LONGEST: usize = 2_000;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Explanation {
    field: String,
    /// Code of the region in whose column it differs; none: in that of the sums.
    column: Option<String>,
    text: String,
}

/// Why a field's figures differ in a column.
async fn explain(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    WhosePath(whose): WhosePath,
    Sent(asked): Sent<Explanation>,
) -> Result<StatusCode, Problem> {
    me.acts_in(&whose.region)?;
    let text = written(&asked.text, LONGEST)?;
    let kept = desk.kept(&whose).await?;
    let own = whose.clone();
    let difference = desk
        .looking(move |intake| {
            let replay = intake.counted();
            let plenary = Plenary::find(&replay, &own)?;
            let all = explained(&plenary, &plenary.cells()?, &plenary.columns()?, &kept);
            let asked_for = |one: &Difference| one.field == asked.field && one.column == asked.column;
            let found = all.into_iter().map(|(difference, _)| difference).find(asked_for);
            found.ok_or_else(|| {
                let region = asked.column.map(|region| format!(" in {region}")).unwrap_or_default();
                let detail = format!("{}{region} does not differ: there is nothing to explain", asked.field);
                Problem::new(StatusCode::CONFLICT, "no-difference", detail)
            })
        })
        .await?;
    let (by, at_ms) = (me.id, now_ms());
    desk.write(move |sql| {
        kept::explain(sql, &whose, by, at_ms, &difference, &text)?;
        let figures = kept::figures(&difference);
        let values = format!("{} {} {figures}: {text}", name(&whose), difference.field);
        trail::write(sql, &Done { at_ms, by: Some(by), what: "explain", sheet: None, values: &values })
    })
    .await?;
    Ok(StatusCode::CREATED)
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SentPlenary {
    contest: String,
    region: String,
    constituency: Option<String>,
    #[serde(default)]
    closes: bool,
    reason: Option<String>,
    #[serde(default)]
    evidence: Vec<SentPhoto>,
    /// Why it closes although nobody has typed it independently.
    untyped: Option<String>,
    /// Of one that closes: who was to sign the paper.
    #[serde(default)]
    signatories: Vec<SentSignatory>,
    /// What else is said, for everybody to read.
    text: Option<String>,
}

/// Somebody who was to sign the paper.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SentSignatory {
    /// Their name, as on the paper.
    name: String,
    /// What they are there.
    office: String,
    /// Why they did not sign; none: they did.
    refused: Option<String>,
}

/// Signatories at most.
const SIGNATORIES: usize = 200;

/// Characters of a name or an office at most.
const NAME: usize = 200;

impl SentSignatory {
    fn read(&self) -> Result<Signatory, Problem> {
        let line = |text: &str| written(text, NAME).map(|text| closing::on_one_line(&text));
        let refused = self.refused.as_deref().map(|why| written(why, LONGEST)).transpose()?;
        Ok(Signatory { name: line(&self.name)?, office: line(&self.office)?, refused })
    }
}

fn signatories(sent: &[SentSignatory]) -> Result<Vec<Signatory>, Problem> {
    if sent.len() > SIGNATORIES {
        let detail = format!("{} signatories, there may be {SIGNATORIES}", sent.len());
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "text-length", detail));
    }
    sent.iter().map(SentSignatory::read).collect()
}

/// The plenary's text from the figures as they are now. One that closes has every difference explained.
async fn compose(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    Extension(address): Extension<super::From>,
    Sent(asked): Sent<SentPlenary>,
) -> Result<Json<ToSign>, Problem> {
    let SentPlenary { contest, region, constituency, closes, reason, evidence, untyped, .. } = asked;
    let whose = Whose { contest, region, constituency };
    desk.turn(address)?;
    me.acts_in(&whose.region)?;
    let evidence = SentPhoto::photos(&evidence)?;
    desk.with_photo(reason.as_deref(), &evidence).await?;
    let untyped = untyped.map(|why| written(&why, LONGEST)).transpose()?;
    let more = asked.text.filter(|text| !text.trim().is_empty());
    let more = more.map(|text| written(&text, said::LONGEST)).transpose()?;
    let signatories = signatories(&asked.signatories)?;
    let kept = desk.kept(&whose).await?;
    if closes {
        match &kept.typed {
            None if untyped.is_none() => return Err(PlenaryError::NotTyped.into()),
            Some(typed) if typed.by == me.id => return Err(PlenaryError::OwnTyping.into()),
            None | Some(_) => {}
        }
        if signatories.is_empty() {
            return Err(PlenaryError::NoSignatories.into());
        }
    }
    let (at, own) = (desk.moment()?, whose.clone());
    let untyped = untyped.filter(|_| closes && kept.typed.is_none());
    let unchecked = untyped.clone();
    let (text, said) = desk
        .looking(move |intake| {
            let replay = intake.counted();
            let plenary = Plenary::find(&replay, &own)?;
            let said = if closes {
                let all = explained(&plenary, &plenary.cells()?, &plenary.columns()?, &kept);
                let open = all.iter().filter(|(_, why)| why.is_none());
                let open: Vec<String> = open.map(|(difference, _)| difference.place()).collect();
                if !open.is_empty() {
                    return Err(PlenaryError::Unexplained(open).into());
                }
                Some(closing::text(
                    &plenary,
                    &Closing {
                        labels: &labels(&plenary),
                        differences: &all,
                        untyped: untyped.as_deref(),
                        signatories: &signatories,
                        more: more.as_deref(),
                    },
                ))
            } else {
                more
            };
            let said = said.as_deref().map(salt).transpose()?;
            let text = said.as_ref().map(|said| said.hash);
            let asked = Asked { closes, reason: reason.as_deref(), evidence: &evidence, text };
            Ok((text::plenary(&plenary, &own, &asked, at)?, said))
        })
        .await?;
    if let Some(said) = &said {
        desk.wait_said(said).await?;
    }
    if let Some(why) = unchecked {
        let (by, at_ms) = (me.id, now_ms());
        desk.write(move |sql| {
            let values = format!("{}: {why}", name(&whose));
            let what = "close-untyped";
            trail::write(sql, &Done { at_ms, by: Some(by), what, sheet: None, values: &values })
        })
        .await?;
    }
    Ok(Json(ToSign::new(text, said.as_ref())))
}

/// Sets the plenary that stands as a file for the printer, and keeps it. The count is looked at once; what takes long is done
/// after it, and before anything is written.
async fn print(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    WhosePath(whose): WhosePath,
) -> Result<(StatusCode, Json<shapes::Print>), Problem> {
    me.acts_in(&whose.region)?;
    let kept = desk.kept(&whose).await?;
    let objections = objections::about(&desk, &whose.contest, &whose.region).await?;
    let own = whose.clone();
    let (statement, set) = desk
        .looking(move |intake| {
            let head = intake
                .head()
                .map_err(|why| Problem::new(StatusCode::SERVICE_UNAVAILABLE, "ledger-stopped", why))?;
            let (statement, minutes) = {
                let replay = intake.counted();
                let plenary = Plenary::find(&replay, &own)?;
                let all = explained(&plenary, &plenary.cells()?, &plenary.columns()?, &kept);
                let facts = paper::Facts {
                    labels: labels(&plenary),
                    typed: kept.typed.as_ref(),
                    differences: &all,
                    objections: objections.iter().map(objections::Shown::printed).collect(),
                    head: (head.size, head.root),
                };
                (plenary.standing().ok_or(PlenaryError::NothingStands)?.id, paper::minutes(&plenary, &facts)?)
            };
            Ok((statement, minutes.set()))
        })
        .await?;
    let hash = sha256(&set.file);
    let printed = kept::Printed {
        sha256: hash,
        statement,
        at_ms: now_ms(),
        bytes: i64::try_from(set.file.len()).unwrap_or(i64::MAX),
        pages: u16::try_from(set.codes.len()).ok().filter(|pages| *pages > 0),
    };
    let told = shown::print(&printed);
    let by = me.id;
    desk.write(move |sql| {
        kept::print(sql, &whose, by, &printed, &set)?;
        let values = format!("{} {} {}", name(&whose), statement.to_hex(), hash.to_hex());
        let at_ms = printed.at_ms;
        trail::write(sql, &Done { at_ms, by: Some(by), what: "print-plenary", sheet: None, values: &values })
    })
    .await?;
    Ok((StatusCode::CREATED, Json(told)))
}

/// What the fields of its form are called, in the language of its paper.
fn labels(plenary: &Plenary<'_>) -> Vec<String> {
    let (election, form) = (plenary.election(), plenary.form());
    let language = election.profile.languages.first().map_or("", String::as_str);
    let each = form.fields.iter().map(|field| {
        let label = super::station::label(election, form, field, language);
        let label = label.unwrap_or_else(|| field.name.to_string());
        // Whose the votes are says itself that they are votes.
        label.split_once(": ").map_or(label.clone(), |(_, whose)| whose.to_owned())
    });
    each.collect()
}

/// A print's bytes, as they were set.
async fn printed(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    Named(print): Named<String>,
) -> Result<Response, Problem> {
    let nothing = || Problem::new(StatusCode::NOT_FOUND, "no-print", "nothing was printed under this hash");
    let hash = Hash::from_hex(&print).map_err(|_| nothing())?;
    let (region, content) = desk.read(move |sql| kept::printed(sql, &hash)).await?.ok_or_else(nothing)?;
    me.acts_in(&region)?;
    let mut response = Bytes::from(content).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    if let Ok(named) = HeaderValue::from_str(&format!("inline; filename=\"{}.pdf\"", hash.to_hex())) {
        headers.insert(header::CONTENT_DISPOSITION, named);
    }
    Ok(response)
}

impl From<PlenaryError> for Problem {
    fn from(error: PlenaryError) -> Problem {
        let detail = error.to_string();
        let (status, code) = match error {
            PlenaryError::NoPlenary { .. } => (StatusCode::NOT_FOUND, "no-plenary"),
            PlenaryError::NotBelow(_) => (StatusCode::NOT_FOUND, "not-below"),
            PlenaryError::NameConstituency(_) => (StatusCode::UNPROCESSABLE_ENTITY, "name-constituency"),
            PlenaryError::NoColumn(_) => (StatusCode::UNPROCESSABLE_ENTITY, "missing-column"),
            PlenaryError::NoReason => (StatusCode::UNPROCESSABLE_ENTITY, "no-reason"),
            PlenaryError::TooLarge(_) => (StatusCode::CONFLICT, "too-large"),
            PlenaryError::NothingStands => (StatusCode::CONFLICT, "nothing-stands"),
            PlenaryError::Unexplained(_) => (StatusCode::CONFLICT, "unexplained"),
            PlenaryError::NotTyped => (StatusCode::CONFLICT, "not-typed"),
            PlenaryError::NoSignatories => (StatusCode::UNPROCESSABLE_ENTITY, "no-signatories"),
            PlenaryError::OwnTyping => (StatusCode::FORBIDDEN, "own-typing"),
            PlenaryError::Text(_) => (StatusCode::UNPROCESSABLE_ENTITY, "no-statement-text"),
            PlenaryError::Twice(_) => (StatusCode::UNPROCESSABLE_ENTITY, "other-form"),
        };
        Problem::new(status, code, detail)
    }
}
