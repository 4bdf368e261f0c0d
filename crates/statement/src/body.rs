//! What each kind of statement says: its second line, as a type.
//!
//! Everything borrows from the signed bytes. Names of contests, stations, fields, reasons and so on are checked against
//! the profile where a statement is folded or admitted, not here: here only the shape is checked.

use election::Unread;
use serde::{Deserialize, Serialize};

use crate::blob::{Blob, HexHash};
use crate::moment::Moment;
use crate::pairs::Pairs;

/// A statement's body. One variant a [`crate::Kind`].
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "each variant is documented at the type it carries")]
pub enum Body<'a> {
    Definition(Definition<'a>),
    Roster(Roster<'a>),
    Key(Key<'a>),
    Revoke(Revoke<'a>),
    Capture(Capture<'a>),
    Reading(Reading<'a>),
    Sheet(Sheet<'a>),
    Withdrawal(Withdrawal<'a>),
    Objection(Objection<'a>),
    Answer(Answer<'a>),
    Plenary(Plenary<'a>),
    Ruling(Ruling<'a>),
    Determination(Determination<'a>),
    Redaction(Redaction<'a>),
    Notice(Notice<'a>),
    Disclosure(Disclosure<'a>),
    Roll(Roll<'a>),
    Audit(Audit<'a>),
    Close(Close),
}

/// The election itself: the law, the places, the ledger and the first key, which signs this statement.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Definition<'a> {
    /// Name of this election, for people, for example `id-2024`.
    pub election: &'a str,
    /// Whether this is a practice: then every page and file says so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub practice: bool,
    /// The profile bundle: law as data.
    pub profile: Blob<'a>,
    /// The regions, canonical CSV.
    pub regions: Blob<'a>,
    /// The stations, canonical CSV.
    pub stations: Blob<'a>,
    /// Constituencies beyond those in the profile, canonical CSV.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub constituencies: Option<Blob<'a>>,
    /// Candidate lists, canonical CSV.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub candidates: Option<Blob<'a>>,
    /// Outlines of regions, canonical CSV.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub outlines: Option<Blob<'a>>,
    /// The ledger's verifying key (vkey text), whose name is the ledger's origin.
    pub log: &'a str,
    /// The first key (vkey text): it signs this statement and registers the others.
    pub key: &'a str,
    /// The first key's role in the profile.
    pub role: &'a str,
    /// When it was defined.
    pub at: Moment,
}

/// The sheets that are expected: every station of the definition's list for these contests, where the profile holds them.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Roster<'a> {
    /// Contest ids.
    #[serde(borrow)]
    pub contests: Vec<&'a str>,
    /// How many sheets each contest expects; must equal what the definition gives.
    #[serde(borrow)]
    pub expected: Pairs<'a, u64>,
    /// When it was made.
    pub at: Moment,
}

/// Registers a key. Signed by the registrar and, as proof of possession, by the key itself.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Key<'a> {
    /// The key, vkey text; its name is `<role>/<scope>` or longer.
    pub key: &'a str,
    /// Role id in the profile.
    pub role: &'a str,
    /// Code of the region or station it acts for.
    pub scope: &'a str,
    /// For a restating role: the one source it may restate.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub source: Option<&'a str>,
    /// When.
    pub at: Moment,
}

/// Ends a key.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Revoke<'a> {
    /// The key, vkey text, as registered.
    pub key: &'a str,
    /// Reason id in the profile.
    pub reason: &'a str,
    /// When.
    pub at: Moment,
}

/// A photo of one page.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Capture<'a> {
    /// Contest id.
    pub contest: &'a str,
    /// Station code.
    pub station: &'a str,
    /// Page number, from 1.
    pub page: u8,
    /// The photo.
    pub photo: Blob<'a>,
    /// When it was taken, as the device says.
    pub at: Moment,
}

/// Evidence of a sheet: held bytes, or what a source claims to have.
///
/// With `sha256` it is bytes of that hash (*proven* once they are held); without, it is *claimed*: `{"uri":...}`,
/// `{"page":...}` or, where the source says no more than that a photo exists, `{}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence<'a> {
    /// Page number, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u8>,
    /// SHA-256 of the bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<HexHash>,
    /// Media type of the bytes.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub media: Option<&'a str>,
    /// Length of the bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// Where the source says it is.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub uri: Option<&'a str>,
}

/// Figures read from captures by a machine or a person.
///
/// As in a [`Sheet`], `values` and `unread` together name every field of the form. A machine's reading is what its program
/// makes of these photos, neither more nor less: whoever has the photos and the program can make it again.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Reading<'a> {
    /// Contest id.
    pub contest: &'a str,
    /// Station code.
    pub station: &'a str,
    /// The captures' photos, each once.
    pub captures: Vec<HexHash>,
    /// Who read them.
    #[serde(borrow)]
    pub reader: ReadBy<'a>,
    /// Figures by field.
    #[serde(borrow)]
    pub values: Pairs<'a, u32>,
    /// Fields, or groups of fields, without a figure.
    #[serde(borrow, default, skip_serializing_if = "Pairs::is_empty")]
    pub unread: Pairs<'a, UnreadText>,
    /// By field, the ways of writing in which the figure stands by itself, as the reader names them.
    #[serde(borrow, default, skip_serializing_if = "Pairs::is_empty")]
    pub method: Pairs<'a, &'a str>,
    /// Confidence by field, parts per million.
    #[serde(borrow, default, skip_serializing_if = "Pairs::is_empty")]
    pub confidence: Pairs<'a, u32>,
    /// How probable it is that the sums on the paper don't hold, parts per million; absent where the reader doesn't say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wrong: Option<u32>,
    /// When.
    pub at: Moment,
}

/// Who read photos.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadBy<'a> {
    /// A person, by eye.
    Person,
    /// A program.
    #[serde(borrow)]
    Machine(Machine<'a>),
}

/// A program that reads: all that decides what it makes of a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Machine<'a> {
    /// Its name and the version of its rules.
    pub version: &'a str,
    /// SHA-256 of its weights.
    pub weights: HexHash,
    /// SHA-256 of the file that says where everything stands on the form.
    pub layout: HexHash,
}

/// The figures of one sheet.
///
/// `values` and `unread` together name every field of the form; in `unread` a name may be a group (`ballots`, `voters`),
/// which covers every field under it that is not named more exactly: the longest name wins.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet<'a> {
    /// Contest id.
    pub contest: &'a str,
    /// Station code.
    pub station: &'a str,
    /// Stage id in the profile.
    pub stage: &'a str,
    /// Which run of voting or counting, a run id of the profile; absent where the source doesn't say.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub run: Option<&'a str>,
    /// Figures by field.
    #[serde(borrow)]
    pub values: Pairs<'a, u32>,
    /// Fields, or groups of fields, without a figure.
    #[serde(borrow, default, skip_serializing_if = "Pairs::is_empty")]
    pub unread: Pairs<'a, UnreadText>,
    /// What it was read from, in page order.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence<'a>>,
    /// How each field, or group of fields, was read.
    #[serde(borrow, default, skip_serializing_if = "Pairs::is_empty")]
    pub method: Pairs<'a, &'a str>,
    /// Confidence by field, parts per million.
    #[serde(borrow, default, skip_serializing_if = "Pairs::is_empty")]
    pub confidence: Pairs<'a, u32>,
    /// For a restating key: the source restated.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub source: Option<&'a str>,
    /// The statement this one takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<HexHash>,
    /// Why, a reason id of the profile; required with `supersedes`.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'a str>,
    /// SHA-256 of a salted text that says more of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<HexHash>,
    /// When it was stated; for a restated source, the source's own time.
    pub at: Moment,
}

/// Takes figures back; they stay in the history.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal<'a> {
    /// Contest id.
    pub contest: &'a str,
    /// Station code.
    pub station: &'a str,
    /// Stage id in the profile.
    pub stage: &'a str,
    /// Fields or groups of fields; absent: the whole sheet.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<&'a str>>,
    /// For a restating key: the source restated.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub source: Option<&'a str>,
    /// The statement whose figures are taken back.
    pub supersedes: HexHash,
    /// Reason id in the profile.
    pub reason: &'a str,
    /// SHA-256 of a salted text that says more of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<HexHash>,
    /// When.
    pub at: Moment,
}

/// What kind of objection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ObjectionKind {
    /// A party witness objects.
    Objection,
    /// A supervisor or observer found something.
    Finding,
    /// An error report from the public, admitted by a person.
    ErrorReport,
}

impl ObjectionKind {
    /// Every one.
    pub const ALL: [ObjectionKind; 3] =
        [ObjectionKind::Objection, ObjectionKind::Finding, ObjectionKind::ErrorReport];

    /// Its word.
    pub fn text(self) -> &'static str {
        match self {
            ObjectionKind::Objection => "objection",
            ObjectionKind::Finding => "finding",
            ObjectionKind::ErrorReport => "error-report",
        }
    }
}

/// Somebody disputes a sheet or a plenary. The text stays outside; only its salted hash is here ([`Body::text`]).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Objection<'a> {
    /// Contest id.
    pub contest: &'a str,
    /// Station or region code.
    pub place: &'a str,
    /// What kind.
    pub kind: ObjectionKind,
    /// The statement objected to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<HexHash>,
    /// SHA-256 of the salted text.
    pub text: HexHash,
    /// Photos of the paper it was written on, or of what it is about.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence<'a>>,
    /// When.
    pub at: Moment,
}

/// What came of an objection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ObjectionOutcome {
    /// It was right, and what it is about is corrected by a statement of its own.
    Upheld,
    /// It was not.
    Rejected,
    /// It was written down, and goes on to the level above.
    Noted,
    /// Who objected took it back.
    Withdrawn,
}

impl ObjectionOutcome {
    /// Every one.
    pub const ALL: [ObjectionOutcome; 4] = [
        ObjectionOutcome::Upheld,
        ObjectionOutcome::Rejected,
        ObjectionOutcome::Noted,
        ObjectionOutcome::Withdrawn,
    ];

    /// The one with this word.
    pub fn parse(text: &str) -> Option<ObjectionOutcome> {
        ObjectionOutcome::ALL.into_iter().find(|outcome| outcome.text() == text)
    }

    /// Its word.
    pub fn text(self) -> &'static str {
        match self {
            ObjectionOutcome::Upheld => "upheld",
            ObjectionOutcome::Rejected => "rejected",
            ObjectionOutcome::Noted => "noted",
            ObjectionOutcome::Withdrawn => "withdrawn",
        }
    }
}

/// Somebody who decides answers an objection. It changes no figure and ends no dispute: a sheet or a ruling does. Of several
/// answers the last holds.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Answer<'a> {
    /// Contest id.
    pub contest: &'a str,
    /// Station or region code, the objection's.
    pub place: &'a str,
    /// The objection statement.
    pub objection: HexHash,
    /// What came of it.
    pub outcome: ObjectionOutcome,
    /// SHA-256 of the salted text.
    pub text: HexHash,
    /// Photos of the decision on paper.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence<'a>>,
    /// When.
    pub at: Moment,
}

/// A region's figures as its plenary stated them (D.Hasil).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Plenary<'a> {
    /// Contest id.
    pub contest: &'a str,
    /// Region code.
    pub region: &'a str,
    /// In a region that several constituencies cut: the one whose votes these are; none: the region as a whole.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub constituency: Option<&'a str>,
    /// Stage id in the profile.
    pub stage: &'a str,
    /// Figures by field.
    #[serde(borrow)]
    pub values: Pairs<'a, u32>,
    /// Fields, or groups of fields, without a figure.
    #[serde(borrow, default, skip_serializing_if = "Pairs::is_empty")]
    pub unread: Pairs<'a, UnreadText>,
    /// The signed paper.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence<'a>>,
    /// Whether this closes the plenary and confirms the sheets standing below it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub closes: bool,
    /// For a restating key: the source restated.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub source: Option<&'a str>,
    /// The statement this one takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<HexHash>,
    /// Why, a reason id of the profile; required with `supersedes`.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'a str>,
    /// SHA-256 of a salted text that says more of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<HexHash>,
    /// When.
    pub at: Moment,
}

/// A deciding body says which statement of a sheet, or of a region's plenary, stands; this also confirms it.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Ruling<'a> {
    /// Contest id.
    pub contest: &'a str,
    /// Station or region code.
    pub place: &'a str,
    /// The statement that stands from here on.
    pub stands: HexHash,
    /// Reason id in the profile.
    pub reason: &'a str,
    /// SHA-256 of a salted text that says more of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<HexHash>,
    /// When.
    pub at: Moment,
}

/// A decree fixes a region's result.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Determination<'a> {
    /// Contest id.
    pub contest: &'a str,
    /// Region code.
    pub region: &'a str,
    /// Number of the decree.
    pub decree: &'a str,
    /// When.
    pub at: Moment,
}

/// Removes the bytes of a blob; its hash stays and the removal is counted.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Redaction<'a> {
    /// The blob.
    pub blob: HexHash,
    /// Reason id in the profile.
    pub reason: &'a str,
    /// When.
    pub at: Moment,
}

/// What a notice says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// Publication is paused.
    Paused,
    /// Publication goes on.
    Resumed,
    /// Anything else the public must know.
    Other,
}

/// A notice to the public.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Notice<'a> {
    /// What kind.
    pub kind: NoticeKind,
    /// Contest id, if it is about one.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub contest: Option<&'a str>,
    /// Region code, if it is about one.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub region: Option<&'a str>,
    /// Reason id in the profile.
    pub reason: &'a str,
    /// When it is expected to end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Moment>,
    /// When.
    pub at: Moment,
}

/// A register made public, as a blob.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosure<'a> {
    /// Which register.
    pub register: &'a str,
    /// Its bytes.
    pub content: Blob<'a>,
    /// When.
    pub at: Moment,
}

/// Counts of the voter list, as a blob; never persons.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Roll<'a> {
    /// Which list.
    pub list: &'a str,
    /// Its bytes.
    pub content: Blob<'a>,
    /// When.
    pub at: Moment,
}

/// An audit's draw, sample or result, as a blob.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Audit<'a> {
    /// Contest id.
    pub contest: &'a str,
    /// Which step.
    pub step: &'a str,
    /// Its bytes.
    pub content: Blob<'a>,
    /// When.
    pub at: Moment,
}

/// The ledger ends here.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Close {
    /// When.
    pub at: Moment,
}

/// Why a field has no figure, as its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnreadText(pub Unread);

impl<'de> Deserialize<'de> for UnreadText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        Unread::parse(text).map(UnreadText).ok_or_else(|| {
            serde::de::Error::custom(format!("`{text}` says nothing about why a field is unread"))
        })
    }
}

impl Serialize for UnreadText {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.text())
    }
}
