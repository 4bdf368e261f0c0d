//! What the routes of plenaries answer with, as they say it of themselves: the document of the API is made from these very types.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use statement::{ObjectionKind, ObjectionOutcome};
use tally::{LegalStatus, Quality};

use crate::carry::differ;
use crate::http::said::SaidShape;
use crate::http::station::{CheckShape, FieldShape};
use crate::http::typing::ToldCells;
use crate::plenary::Open;

/// A sum by its field; none: no counted sheet has the field.
pub(super) type Sums = BTreeMap<String, Option<u64>>;

/// A plenary as it stands.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "Plenary")]
#[schemars(deny_unknown_fields)]
pub(super) struct PlenaryShape {
    pub contest: String,
    pub region: String,
    /// Whose sheet it is, of a region that constituencies cut.
    pub constituency: Option<String>,
    /// The constituencies that cut the region.
    pub constituencies: Vec<Part>,
    /// The region in words, from itself upwards.
    pub place: String,
    /// Its level, as the profile has it.
    pub level: Option<String>,
    /// Id of the stage that the plenary is.
    pub stage: String,
    /// Id of its form.
    pub form: String,
    pub practice: bool,
    pub fields: Vec<FieldShape>,
    pub checks: Vec<CheckShape>,
    /// Checks that fail on the sums.
    pub failing: Vec<FailingSum>,
    /// All sheets below.
    pub sheets: SheetsShape,
    pub sums: Sums,
    /// Fields that some counted sheets have and others have not: their sums are of a part.
    pub partial: Vec<String>,
    /// A column for each region directly below.
    pub columns: Vec<ColumnShape>,
    /// Stations to look at before it closes; at most 500 are listed.
    pub open: Vec<OpenSheet>,
    /// How many there are.
    pub opens: Opens,
    /// The sums of the plenaries directly below, once all are stated; none: they are not, or there are none.
    pub below: Option<Sums>,
    /// The form as somebody typed it by themselves.
    pub typed: Option<TypedForm>,
    pub differences: Vec<PlenaryDifference>,
    /// The statement that stands.
    pub stands: Option<PlenaryVersionShape>,
    /// Fields whose sums are not what that statement says.
    pub changed: Option<Vec<String>>,
    /// Every statement of it, in the ledger's order.
    pub versions: Vec<PlenaryVersionShape>,
    /// Whether two statements claim the same place.
    pub rivals: bool,
    #[schemars(schema_with = "statuses")]
    pub status: &'static str,
    /// Minutes that were set, the newest first.
    pub prints: Vec<Print>,
}

/// A constituency that cuts a region.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "PlenaryPart")]
#[schemars(deny_unknown_fields)]
pub(super) struct Part {
    pub code: String,
    pub name: String,
}

/// A check that fails on sums.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct FailingSum {
    /// Its word.
    pub check: String,
    /// What each side comes to, where every field has a figure.
    pub sides: Option<[String; 2]>,
}

/// How many sheets are how.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "PlenarySheets")]
#[schemars(deny_unknown_fields)]
pub(super) struct SheetsShape {
    pub expected: u32,
    pub counted: u32,
    pub confirmed: u32,
    pub disputed: u32,
    pub conflict: u32,
}

/// A region directly below.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "PlenaryColumn")]
#[schemars(deny_unknown_fields)]
pub(super) struct ColumnShape {
    pub region: String,
    pub name: String,
    pub level: Option<String>,
    pub sheets: SheetsShape,
    pub sums: Sums,
    /// Of its own plenary; none: nothing was stated of it.
    #[schemars(schema_with = "maybe_statuses")]
    pub status: Option<&'static str>,
}

/// A station to look at.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct OpenSheet {
    pub station: String,
    pub name: String,
    /// The region that it lies in, in words.
    pub village: String,
    /// That region's code.
    pub region: String,
    #[schemars(schema_with = "opens")]
    pub why: &'static str,
}

/// How many stations are to be looked at, and for what.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Opens {
    pub missing: u32,
    pub conflict: u32,
    pub disputed: u32,
}

/// A form as somebody typed it by themselves.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct TypedForm {
    /// Which version, from 1.
    pub version: i64,
    /// Who.
    pub by: String,
    /// When, milliseconds since 1970.
    pub at: i64,
    /// The column of the sums.
    pub values: ToldCells,
    /// The column of each region directly below, by its code; none where it was typed by its sums alone.
    pub columns: BTreeMap<String, ToldCells>,
}

/// A field of a column whose figures don't agree.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct PlenaryDifference {
    pub field: String,
    /// Code of the region directly below in whose column it is; none: in that of the sums.
    pub column: Option<String>,
    /// The sum of what stands.
    pub summed: Option<u64>,
    /// As it was typed by somebody else.
    pub typed: Option<u64>,
    /// The sum of the plenaries below.
    pub below: Option<u64>,
    /// Of the sums alone: what the columns come to as they were typed; none: not every one of them has a figure.
    pub added: Option<u64>,
    /// Why, for these very figures.
    pub explained: Option<Told>,
}

/// What somebody said.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Told {
    pub text: String,
    /// Who.
    pub by: String,
    /// When, milliseconds since 1970.
    pub at: i64,
}

/// A statement of a plenary.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "PlenaryVersion")]
#[schemars(deny_unknown_fields)]
pub(super) struct PlenaryVersionShape {
    pub id: String,
    pub entry: u64,
    pub role: Option<String>,
    /// Name of the key.
    pub key: Option<String>,
    /// When it was stated, with the offset of its place.
    pub at: String,
    pub closes: bool,
    /// The source that it restates; none: it is its signer's own.
    pub source: Option<String>,
    /// Id of the statement whose place it takes.
    pub supersedes: Option<String>,
    /// Why it takes that place.
    pub reason: Option<String>,
    pub evidence: Vec<PhotoShape>,
    pub values: ToldCells,
}

/// A photo that a statement names.
#[derive(Clone, Serialize, JsonSchema)]
#[serde(rename = "NamedPhoto")]
#[schemars(deny_unknown_fields)]
pub(super) struct PhotoShape {
    /// Page of the paper, from 1.
    pub page: Option<u8>,
    pub sha256: String,
    pub media: Option<String>,
}

/// Minutes that were set.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "PlenaryPrint")]
#[schemars(deny_unknown_fields)]
pub(super) struct Print {
    /// Where the file is.
    pub address: String,
    pub sha256: String,
    /// Id of the statement that it shows.
    pub statement: String,
    /// When, milliseconds since 1970.
    pub at: i64,
    pub bytes: i64,
    /// How many pages; none: it was set before pages said whose they are.
    pub pages: Option<u16>,
}

/// The stations of a region directly below.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "PlenaryVillage")]
#[schemars(deny_unknown_fields)]
pub(super) struct VillageShape {
    pub region: String,
    pub name: String,
    pub sums: Sums,
    pub stations: Vec<StationShape>,
}

/// A station in a plenary.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "PlenaryStation")]
#[schemars(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "what is known of a sheet, each told by itself")]
pub(super) struct StationShape {
    pub station: String,
    pub name: String,
    #[schemars(schema_with = "qualities")]
    pub quality: &'static str,
    pub counted: bool,
    pub confirmed: bool,
    pub disputed: bool,
    pub rivals: bool,
    /// What must be looked at.
    #[schemars(schema_with = "maybe_opens")]
    pub open: Option<&'static str>,
    /// Id of the statement that stands.
    pub stands: Option<String>,
    /// Its figures, by the fields of its own form.
    pub values: Option<ToldCells>,
    /// Checks that fail on them.
    pub failing: Vec<String>,
    pub photos: Vec<PhotoShape>,
}

/// That a form was kept as it was typed.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct TypedAs {
    /// Which version, from 1.
    pub version: i64,
}

/// The ledger's notes.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Notes {
    pub notes: Vec<String>,
    /// Where to go on, until nothing comes.
    pub next: u64,
}

/// What became of what was carried.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Carry {
    /// Of each note, in its order.
    pub taken: Vec<Taken>,
    /// How many are new here.
    pub new: u32,
    /// What was carried and does not agree with what is here.
    pub conflicts: Vec<Conflict>,
}

/// What became of a note.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Taken {
    /// It is in.
    In(TakenIn),
    /// It is refused.
    Refused(NotTaken),
}

/// Where a note is.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct TakenIn {
    pub id: String,
    pub entry: u64,
    /// Whether it came in just now.
    pub new: bool,
}

/// Why a note is not in.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct NotTaken {
    /// The problem's code.
    pub code: String,
    pub detail: String,
}

/// What does not agree.
#[derive(Serialize, JsonSchema, PartialEq, Eq)]
#[serde(rename = "CarryConflict")]
#[schemars(deny_unknown_fields)]
pub(super) struct Conflict {
    pub contest: String,
    /// Station's or region's code.
    pub place: String,
    /// `rivals`: two statements claim the same place; `changed`: the figures below are not those it added up.
    #[schemars(schema_with = "disagreements")]
    pub what: &'static str,
}

impl From<differ::Conflict> for Conflict {
    fn from(differ::Conflict { contest, place, what }: differ::Conflict) -> Conflict {
        Conflict { contest, place, what }
    }
}

/// Objections of a place.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "Objections")]
#[schemars(deny_unknown_fields)]
pub(super) struct ObjectionList {
    /// In the ledger's order.
    pub objections: Vec<ObjectionShape>,
    /// The entry from which on to ask for more; none: these are all.
    pub next: Option<u64>,
    /// When this was looked at, milliseconds since 1970: what is due before it and not answered is late.
    pub at: i64,
}

/// An objection.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "Objection")]
#[schemars(deny_unknown_fields)]
pub(super) struct ObjectionShape {
    /// Id of its statement.
    pub id: String,
    pub entry: u64,
    pub contest: String,
    /// When it was stated, milliseconds since 1970.
    pub stated: i64,
    #[schemars(schema_with = "kinds")]
    pub kind: &'static str,
    /// Station's or region's code.
    pub place: String,
    /// That place in words.
    pub place_name: String,
    /// Name of the key.
    pub key: String,
    /// By when it is answered.
    pub clock: Option<ClockShape>,
    /// The salted hash of its words, as its statement says it.
    pub words: String,
    /// Its words; none: they are not here, or were taken out.
    pub text: Option<SaidShape>,
    pub photos: Vec<PhotoShape>,
    /// In the ledger's order; the last holds.
    pub answers: Vec<AnswerShape>,
}

/// By when an objection is answered.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "ObjectionClock")]
#[schemars(deny_unknown_fields)]
pub(super) struct ClockShape {
    pub id: String,
    /// Before what happens.
    pub until: Option<String>,
    /// At the latest, milliseconds since 1970.
    pub due: Option<i64>,
    /// The law that says so.
    pub legal: String,
}

/// An answer to an objection.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "ObjectionAnswer")]
#[schemars(deny_unknown_fields)]
pub(super) struct AnswerShape {
    /// Id of its statement.
    pub id: String,
    #[schemars(schema_with = "outcomes")]
    pub outcome: &'static str,
    /// The salted hash of its words.
    pub words: String,
    /// Its words; none: they are not here, or were taken out.
    pub text: Option<SaidShape>,
    pub photos: Vec<PhotoShape>,
    /// Name of the key.
    pub key: String,
    /// When it was stated, milliseconds since 1970.
    pub stated: i64,
}

fn words(all: &[&str]) -> Schema {
    json_schema!({ "type": "string", "enum": all })
}

fn maybe(all: &[&str]) -> Schema {
    let all: Vec<Option<&str>> = all.iter().copied().map(Some).chain([None]).collect();
    json_schema!({ "type": ["string", "null"], "enum": all })
}

fn statuses(_: &mut SchemaGenerator) -> Schema {
    words(&LegalStatus::ALL.map(LegalStatus::text))
}

fn maybe_statuses(_: &mut SchemaGenerator) -> Schema {
    maybe(&LegalStatus::ALL.map(LegalStatus::text))
}

fn opens(_: &mut SchemaGenerator) -> Schema {
    words(&Open::ALL.map(Open::text))
}

fn maybe_opens(_: &mut SchemaGenerator) -> Schema {
    maybe(&Open::ALL.map(Open::text))
}

fn qualities(_: &mut SchemaGenerator) -> Schema {
    words(&Quality::ALL.map(Quality::text))
}

fn disagreements(_: &mut SchemaGenerator) -> Schema {
    words(&["rivals", "changed"])
}

pub(super) fn kinds(_: &mut SchemaGenerator) -> Schema {
    words(&ObjectionKind::ALL.map(ObjectionKind::text))
}

pub(super) fn outcomes(_: &mut SchemaGenerator) -> Schema {
    words(&ObjectionOutcome::ALL.map(ObjectionOutcome::text))
}
