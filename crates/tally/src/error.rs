//! Why a statement makes no sense.

use election::CountError;
use ledger::Hash;

/// Why a statement can't be folded. The fold's state is as before.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FoldError {
    /// The same signer has said the same already. Another may: what one key says can't keep a second from saying it.
    #[error("the same key's statement with this text is in the ledger already")]
    Twice,
    /// The ledger was closed by an earlier statement.
    #[error("the ledger is closed")]
    Closed,
    /// The definition stands first, and only there.
    #[error("a definition stands first and only there")]
    SecondDefinition,
    /// No such contest.
    #[error("the profile has no contest `{0}`")]
    UnknownContest(String),
    /// No such region or station.
    #[error("there is no region or station `{0}` in this election")]
    UnknownPlace(String),
    /// No roster expects this sheet, or the contest is not held there.
    #[error("no roster expects a sheet of `{contest}` from `{station}`")]
    NotExpected {
        /// Contest id.
        contest: String,
        /// Station code.
        station: String,
    },
    /// No such stage, run, reason or role.
    #[error("the profile has no {what} `{name}`")]
    UnknownName {
        /// What was looked up.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// The form has no such field.
    #[error("the form has no field `{0}`")]
    UnknownField(String),
    /// A field is neither in `values` nor covered by `unread`.
    #[error("the field `{0}` is neither in `values` nor in `unread`")]
    MissingField(String),
    /// A field is in both.
    #[error("the field `{0}` is in `values` and in `unread`")]
    FieldTwice(String),
    /// What it supersedes, or rules on, is not a statement about the same sheet or plenary.
    #[error("it refers to {0}, which is no earlier statement about the same sheet or plenary")]
    UnknownReference(Hash),
    /// A redaction of a blob that no statement names.
    #[error("no statement names the blob {0}, so it can't be redacted")]
    UnknownBlob(Hash),
    /// A redaction of what the election is defined by.
    #[error(
        "the blob {0} is part of the election's definition and can't be redacted: nobody could count it again"
    )]
    DefiningBlob(Hash),
    /// Evidence with members that don't go together.
    #[error("evidence {0}: `bytes` and `media` need `sha256`")]
    BadEvidence(usize),
    /// More evidence than any form has pages.
    #[error("a statement names at most {most} pieces of evidence; this one names {0}", most = crate::MOST_EVIDENCE)]
    TooMuchEvidence(usize),
    /// A word for how a figure came about, or for a program, that is a text.
    #[error("`{0}` is no word: 1 to 64 small letters, digits, `/`, `.`, `+` and `-`")]
    NoWord(String),
    /// A reading of no photos, of more than [`crate::MOST_CAPTURES`], or of one twice.
    #[error("a reading names between 1 and {most} photos, each once; this one names {0}", most = crate::MOST_CAPTURES)]
    BadCaptures(usize),
    /// More than a million in a million.
    #[error("{0} parts per million are more than all")]
    BadShare(u32),
    /// The roster's count differs from the election's.
    #[error("the roster says {stated} sheets for `{contest}`, the election's places give {counted}")]
    RosterCount {
        /// Contest id.
        contest: String,
        /// As stated.
        stated: String,
        /// As counted.
        counted: u64,
    },
    /// A contest is rostered twice.
    #[error("the contest `{0}` is in a roster already")]
    RosterTwice(String),
    /// Nobody signed.
    #[error("no signer")]
    NoSigner,
    /// A total would leave its range.
    #[error("a total leaves its range: {0}")]
    Count(#[from] CountError),
    /// More than 65,535 of something a statement counts by position.
    #[error("too many {0}")]
    TooMany(&'static str),
    /// The stage is of another kind or level, or at home where the place is abroad or the reverse.
    #[error("nothing about `{place}` is stated at the stage `{stage}`")]
    StageMisfit {
        /// The stage.
        stage: String,
        /// The station or region.
        place: String,
    },
    /// A ruling for, or a withdrawal of, a statement of a role whose statements never stand.
    #[error(
        "{0} never stands, so it can neither be ruled to stand nor be taken back: its role states beside, not in"
    )]
    NeverStands(Hash),
    /// A withdrawal of what is not the signer's to take back.
    #[error(
        "{0} can't be taken back by this: what somebody states of their own takes back what stands or a rival of it, and no restatement; a restatement takes back what its own source said at its stage"
    )]
    NotWithdrawable(Hash),
    /// A ruling by a role that doesn't decide for the stage of what it would let stand, or of what stands now.
    #[error("no signer's role decides for statements of the stage `{stage}`")]
    NotDeciding {
        /// The stage.
        stage: String,
    },
    /// A ruling against a stronger role's statement or ruling.
    #[error("a role of rank {rank} can't set aside what a role of rank {above} stated or ruled")]
    Outranked {
        /// Rank of the ruling role.
        rank: u8,
        /// Rank of the other.
        above: u8,
    },
}
