//! What is said of a statement: steps, and the lists that belong to them.

use election::Outcome as CheckOutcome;
use serde::Serialize;

/// What became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It was checked and holds.
    Shown,
    /// It was checked and does not hold.
    Failed,
    /// It was not checked, for the reason that is said.
    NotShown,
}

/// What was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Whose keys are trusted, and who says so.
    Policy,
    /// Whether the policy's ledger signed the head.
    Checkpoint,
    /// Whether enough of the policy's witnesses did.
    Witnesses,
    /// Whether the entry is in the ledger.
    Inclusion,
    /// Which sheet it is about.
    Subject,
    /// Whether the ledger's first entry is at hand and holds.
    Definition,
    /// Whether the law that it names is.
    Law,
    /// Whether the key that is named signed it.
    Signature,
    /// Whether that key may.
    Authority,
    /// Whether the sums on the sheet hold.
    Figures,
    /// Whether a photo is one that it names.
    Photo,
    /// What can be known of the whole ledger only.
    Standing,
    /// What no ledger can show.
    Truth,
    /// Files that were given and not used.
    Files,
}

macro_rules! says {
    ($($variant:ident $({ $($(#[$on:meta])* $fact:ident: $type:ty),* $(,)? })? = $step:ident $outcome:ident $text:literal $doc:literal;)*) => {
        /// What is said of a step. Each is one sentence in `web/texts/verify.*.ftl`, under its word, with the facts in it.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(tag = "says")]
        #[expect(missing_docs, reason = "the facts are named by what they are")]
        pub enum Says {
            $(#[doc = $doc] #[serde(rename = $text)] $variant $({ $($fact: $type),* })?,)*
        }

        impl Says {
            /// The word of each, for whoever has a sentence for it.
            pub const WORDS: &[&str] = &[$($text,)*];

            /// Its word.
            pub fn word(&self) -> &'static str {
                match self { $(Says::$variant { .. } => $text,)* }
            }

            /// The step it is about.
            pub fn step(&self) -> Step {
                match self { $(Says::$variant { .. } => Step::$step,)* }
            }

            /// What became of the step.
            pub fn outcome(&self) -> Outcome {
                match self { $(Says::$variant { .. } => Outcome::$outcome,)* }
            }
        }
    };
}

says! {
    PolicyBrought = Policy NotShown "policy-brought" "Whoever asks has brought the policy: whether it is the right one is theirs to know.";
    PolicyServed = Policy NotShown "policy-served" "The policy is the publication's own: a forger would serve one, too.";
    PolicyMissing = Policy NotShown "policy-missing" "There is none.";
    PolicyUnreadable { what: String } = Policy Failed "policy-unreadable" "It is malformed.";

    CheckpointSigned { origin: String, size: u64, root: String } = Checkpoint Shown "checkpoint-signed" "By the policy's ledger.";
    CheckpointUnknown { origin: String } = Checkpoint Failed "checkpoint-unknown" "The policy names no such ledger.";
    CheckpointFalse { what: String } = Checkpoint Failed "checkpoint-false" "The ledger's signature is missing or false.";
    CheckpointSpoiled { witness: String } = Checkpoint Failed "checkpoint-spoiled" "A known witness's line is false.";
    CheckpointNoPolicy = Checkpoint NotShown "checkpoint-no-policy" "Without a policy nobody is trusted.";

    WitnessesEnough { names: String } = Witnesses Shown "witnesses-enough" "The policy's quorum is met.";
    WitnessesTooFew { names: String } = Witnesses Failed "witnesses-too-few" "It is not; these alone cosigned.";
    WitnessesNoneAsked = Witnesses NotShown "witnesses-none-asked" "The policy asks for none: no outsider vouches for the head.";
    WitnessesNoHead = Witnesses NotShown "witnesses-no-head" "There is no head they could have signed.";

    InclusionShown { index: u64, size: u64, time_ms: u64 } = Inclusion Shown "inclusion-shown" "The entry is in the ledger.";
    InclusionFalse { index: u64, size: u64, what: String } = Inclusion Failed "inclusion-false" "The proof does not lead to the head.";
    InclusionOther { index: u64, asked: u64 } = Inclusion Failed "inclusion-other" "The proof is of another entry.";
    InclusionNoHead { index: u64 } = Inclusion NotShown "inclusion-no-head" "There is no trusted head to prove it under.";
    StatementUnreadable { what: String } = Inclusion Failed "statement-unreadable" "It holds no statement.";

    SubjectSheet { contest: String, contest_name: String, station: String, kind: String, at: String } = Subject Shown "subject-sheet" "The sheet it is about.";
    SubjectElse { kind: String } = Subject Shown "subject-else" "It is about something else than a station's sheet.";
    SubjectOther { contest: String, station: String, asked_contest: String, asked_station: String } = Subject Failed "subject-other" "Not the sheet that was asked for.";

    DefinitionShown { election: String } = Definition Shown "definition-shown" "The first entry is in the same ledger, and its own key signed it.";
    DefinitionMissing = Definition NotShown "definition-missing" "It is not at hand.";
    DefinitionNoHead = Definition NotShown "definition-no-head" "There is no trusted head to prove it under.";
    DefinitionFalse { what: String } = Definition Failed "definition-false" "It does not hold.";

    LawBuiltIn = Law Shown "law-built-in" "The law it names is, byte for byte, the one built into the program.";
    LawGiven = Law Shown "law-given" "The bytes that were given are those that it names.";
    LawMissing = Law NotShown "law-missing" "The law it names is not at hand.";
    LawUnreadable { what: String } = Law Failed "law-unreadable" "Its bytes are no law.";
    LawNoDefinition = Law NotShown "law-no-definition" "Without the first entry nobody knows which.";

    SignatureFits { key: String } = Signature Shown "signature-fits" "The text is signed by this key.";
    SignatureFalse { key: String } = Signature Failed "signature-false" "The signature under this key's name does not fit the text.";
    SignatureNoKey { names: String } = Signature NotShown "signature-no-key" "The key is not at hand.";

    AuthorityShown { key: String, role: String, scope: String, entry: u64 } = Authority Shown "authority-shown" "The key was registered by keys that lead to the first entry, and its role may state this.";
    AuthorityNoKey { key: String } = Authority NotShown "authority-no-key" "The entry that registers a key is not at hand.";
    AuthorityNoDefinition = Authority NotShown "authority-no-definition" "Keys lead to the first entry, which is not at hand.";
    AuthorityNoLaw = Authority NotShown "authority-no-law" "What a role may is law, which is not at hand.";
    AuthorityRevoked { key: String, entry: u64 } = Authority Failed "authority-revoked" "An earlier entry revoked the key.";
    AuthorityRefused { what: String } = Authority Failed "authority-refused" "The key may not state this.";

    FiguresHold { holds: u64, undecided: u64 } = Figures Shown "figures-hold" "No check of the form fails.";
    FiguresFail { fails: u64, holds: u64, undecided: u64 } = Figures Shown "figures-fail" "Some do: what is stated does not add up.";
    FiguresWrong { what: String } = Figures Failed "figures-wrong" "The statement does not fill in the form.";
    FiguresNoForm { contest: String, station: String } = Figures Failed "figures-no-form" "The law knows no form of this contest there.";
    FiguresNoList { bytes: u64 } = Figures NotShown "figures-no-list" "The form follows lists of candidates, which are not at hand.";
    FiguresNoLaw = Figures NotShown "figures-no-law" "Forms are law, which is not at hand.";
    FiguresNone { kind: String } = Figures NotShown "figures-none" "It is no statement of a sheet's figures.";

    PhotoNamed { sha256: String, page: String } = Photo Shown "photo-named" "The statement names these very bytes.";
    PhotoOther { sha256: String } = Photo Failed "photo-other" "It does not.";
    PhotosNotGiven { named: u64 } = Photo NotShown "photos-not-given" "It names photos; none was given.";
    PhotosNoneNamed = Photo NotShown "photos-none-named" "It names no photo by its bytes.";

    StandingReplaces { id: String } = Standing NotShown "standing-replaces" "It takes another's place, which was not looked at.";
    StandingNotShown = Standing NotShown "standing-not-shown" "Whether another entry replaces, disputes or revokes.";
    TruthNotShown = Truth NotShown "truth-not-shown" "Whether it is what the voters cast.";

    FileUnknown { name: String } = Files NotShown "file-unknown" "A file of no use here.";
}

/// One key on the way from the first entry to the signer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyLine {
    /// Its name.
    pub key: String,
    /// As people compare it.
    pub fingerprint: String,
    /// Role id in the profile.
    pub role: String,
    /// The role's name in the language asked for, where the profile has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Place it acts for.
    pub scope: String,
    /// The entry that registered it.
    pub entry: u64,
    /// Names of the keys that did; none of the first.
    pub by: Vec<String>,
}

/// One check of the form over the statement's figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckLine {
    /// Its id.
    pub id: String,
    /// `holds`, `fails`, `undecided` or `not-applicable`.
    pub outcome: &'static str,
    /// Whether a failure makes the sheet a conflict.
    pub hard: bool,
    /// The expression, written out.
    pub text: String,
    /// What it means, in the language asked for, where the profile says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Both sides, where every field is read. Texts: they may be larger than a script's numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sides: Option<[String; 2]>,
}

/// One figure of the statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FigureLine {
    /// The field.
    pub field: String,
    /// What it is called, in the language asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The figure; absent where it is unread.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<u32>,
}

/// All that is said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether the first entry says that this is a practice. Absent where it is not at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub practice: Option<bool>,
    /// Step by step.
    pub steps: Vec<Line>,
    /// The way from the first entry's key to the signer's.
    pub keys: Vec<KeyLine>,
    /// Every check of the form.
    pub checks: Vec<CheckLine>,
    /// Every figure, in the form's order.
    pub figures: Vec<FigureLine>,
}

/// One step as it is written: what is said, and what that means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What was looked at.
    pub step: Step,
    /// What became of it.
    pub outcome: Outcome,
    /// What is said of it.
    #[serde(flatten)]
    pub says: Says,
}

impl Report {
    pub(crate) fn say(&mut self, says: Says) {
        self.steps.push(Line { step: says.step(), outcome: says.outcome(), says });
    }

    /// Whether anything failed.
    pub fn failed(&self) -> bool {
        self.steps.iter().any(|line| line.outcome == Outcome::Failed)
    }

    /// The first thing said of a step.
    pub fn of(&self, step: Step) -> Option<&Says> {
        self.steps.iter().find(|line| line.step == step).map(|line| &line.says)
    }
}

/// The word of a check's outcome.
pub(crate) fn outcome_word(outcome: CheckOutcome) -> &'static str {
    match outcome {
        CheckOutcome::Holds => "holds",
        CheckOutcome::Fails => "fails",
        CheckOutcome::Undecided => "undecided",
        CheckOutcome::NotApplicable => "not-applicable",
    }
}
