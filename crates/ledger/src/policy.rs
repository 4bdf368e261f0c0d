//! Trust policies (C2SP tlog-policy): which ledgers, which witnesses, and how many of them make a quorum.
//!
//! ```text
//! log <vkey> [url]
//! witness <name> <vkey> [url]
//! group <name> all|any|<k> <member>...
//! quorum <name>|none
//! ```
//!
//! This one text file is the whole trust configuration of whoever checks: a party, a newsroom, a phone. A name is
//! a member of at most one group and a key stands on at most one line of its kind, so that every witness counts once.

use std::collections::{BTreeMap, BTreeSet};

use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::cosignature;
use crate::key::{KeyError, KeyKind, VerifyingKey};
use crate::note::NoteError;
use crate::text::decimal;

/// A policy whose rules all hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Policy {
    logs: Vec<Log>,
    witnesses: Vec<Witness>,
    /// Witnesses and groups in the order of the file; members come before their group.
    nodes: Vec<Node>,
    quorum: Quorum,
}

/// A ledger the policy accepts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Log {
    /// Its key; the key's name is the ledger's origin.
    pub key: VerifyingKey,
    /// Where it can be read.
    pub url: Option<String>,
}

/// A witness the policy knows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Witness {
    /// Its name within the policy.
    pub name: String,
    /// Its cosigning key (type 0x04).
    pub key: VerifyingKey,
    /// Its submission prefix.
    pub url: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Node {
    /// Position in `witnesses`.
    Witness(usize),
    /// How many of these positions in `nodes` it takes.
    Group { threshold: u64, members: Vec<usize> },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Quorum {
    /// No cosignature is asked for.
    NotNeeded,
    /// Position in `nodes`.
    Of(usize),
}

/// What a policy says of a checkpoint whose log signature holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PolicyVerdict {
    /// The key of the ledger that signed.
    pub log_key: VerifyingKey,
    /// The witnesses that cosigned, by their names in the policy, each with the latest time it signed (seconds since
    /// 1970), in the order of the policy.
    pub cosigned: Vec<(String, u64)>,
    /// Whether they are enough.
    pub quorum_met: bool,
}

/// Why a checkpoint fails a policy outright. Too few witnesses is not among it: see [`PolicyVerdict::quorum_met`].
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CheckError {
    /// The origin is no ledger of the policy.
    #[error("the policy names no ledger {0}")]
    UnknownLog(String),
    /// The ledger's signature is missing or false, or the note is damaged.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// A known witness's line does not verify: the whole note is void.
    #[error("the cosignature of witness {0} does not verify, the checkpoint must not be used")]
    BadCosignature(String),
}

/// What is wrong with a policy file, and on which line (from 1).
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct PolicyError {
    /// Line of the file, from 1; for a missing quorum the line after the last.
    pub line: usize,
    /// What is wrong there.
    pub problem: PolicyProblem,
}

/// What can be wrong with a line of a policy.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PolicyProblem {
    /// A control character other than tab and newline.
    #[error("control characters other than tab and newline are not allowed")]
    Control,
    /// The file does not end in a newline, so it may have been cut off.
    #[error("the last line does not end in a newline: the file may have been cut off")]
    CutOff,
    /// Not one of the four keywords.
    #[error("{0:?} is none of log, witness, group, quorum")]
    Keyword(String),
    /// Too few or too many items.
    #[error("expected: {0}")]
    Items(&'static str),
    /// The key is refused.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A cosigner's key for a log, or a log's key for a witness.
    #[error("a {expected} key is needed here, {name} is of the other kind")]
    Kind {
        /// The key's name.
        name: String,
        /// What is needed: `log (0x01)` or `witness (0x04)`.
        expected: &'static str,
    },
    /// The public key already stands on an earlier line of the same kind.
    #[error("the public key of {0} is on an earlier line already")]
    DuplicateKey(String),
    /// The name is defined already, or is `none`.
    #[error("the name {0:?} is taken")]
    NameTaken(String),
    /// The name is not defined on an earlier line.
    #[error("{0:?} is not defined on an earlier line")]
    Unknown(String),
    /// The name is already a member of a group.
    #[error("{0:?} is a member of a group already, it could count twice")]
    MemberTwice(String),
    /// The threshold is no number between 1 and the number of members.
    #[error("the threshold of a group is all, any, or a number from 1 to the number of its members ({0})")]
    Threshold(usize),
    /// There is a quorum line already.
    #[error("there is a quorum line already")]
    SecondQuorum,
    /// The file has no quorum line.
    #[error("there is no quorum line")]
    NoQuorum,
}

impl Policy {
    /// Reads a policy file.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let mut reading = Reading::default();
        let mut end = 1;
        for (line, content) in (1..).zip(text.split_inclusive('\n')) {
            reading.line(content).map_err(|problem| PolicyError { line, problem })?;
            end = line + 1;
        }
        let no_quorum = PolicyError { line: end, problem: PolicyProblem::NoQuorum };
        let quorum = reading.quorum.ok_or(no_quorum)?;
        Ok(Self { logs: reading.logs, witnesses: reading.witnesses, nodes: reading.nodes, quorum })
    }

    /// The ledgers the policy accepts.
    pub fn logs(&self) -> &[Log] {
        &self.logs
    }

    /// The witnesses the policy knows, in the order of the file.
    pub fn witnesses(&self) -> &[Witness] {
        &self.witnesses
    }

    /// Whether a set of witnesses (by their names in the policy) is a quorum.
    pub fn is_quorum(&self, cosigned: &BTreeSet<&str>) -> bool {
        let quorum = match self.quorum {
            Quorum::NotNeeded => return true,
            Quorum::Of(node) => node,
        };
        let mut met: Vec<bool> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let holds = match node {
                Node::Witness(witness) => {
                    self.witnesses.get(*witness).is_some_and(|w| cosigned.contains(w.name.as_str()))
                }
                Node::Group { threshold, members } => {
                    let count = members.iter().filter(|&&member| met.get(member) == Some(&true)).count();
                    count as u64 >= *threshold
                }
            };
            met.push(holds);
        }
        met.get(quorum) == Some(&true)
    }

    /// Holds a checkpoint against the policy: the log's signature must verify, as must every line that claims to be
    /// by a known witness; unknown lines are ignored.
    pub fn check(&self, signed: &SignedCheckpoint) -> Result<PolicyVerdict, CheckError> {
        let origin = signed.checkpoint.origin.as_str();
        let note = signed.parsed()?;
        let named: Vec<&VerifyingKey> =
            self.logs.iter().map(|log| &log.key).filter(|key| key.name().as_str() == origin).collect();
        if named.is_empty() {
            return Err(CheckError::UnknownLog(origin.to_owned()));
        }
        let verified = note.verify(&named).map_err(CheckpointError::from)?;
        let first = verified.first().and_then(|&position| note.signatures.get(position));
        let log_key = named.into_iter().find(|key| first.is_some_and(|line| key.made(line)));
        let log_key = log_key.ok_or(CheckpointError::from(NoteError::NoKnownKey))?.clone();

        let mut cosigned = Vec::new();
        for witness in &self.witnesses {
            let mut latest = None;
            for line in note.signatures.iter().filter(|line| witness.key.made(line)) {
                let time = cosignature::verify(&witness.key, note.text, line)
                    .map_err(|_| CheckError::BadCosignature(witness.name.clone()))?;
                latest = latest.max(Some(time));
            }
            cosigned.extend(latest.map(|time| (witness.name.clone(), time)));
        }
        let quorum_met = self.is_quorum(&cosigned.iter().map(|(name, _)| name.as_str()).collect());
        Ok(PolicyVerdict { log_key, cosigned, quorum_met })
    }
}

/// A policy half read.
#[derive(Default)]
struct Reading {
    logs: Vec<Log>,
    log_keys: BTreeSet<[u8; 32]>,
    witnesses: Vec<Witness>,
    nodes: Vec<Node>,
    witness_keys: BTreeSet<[u8; 32]>,
    names: BTreeMap<String, usize>,
    members: BTreeSet<usize>,
    quorum: Option<Quorum>,
}

impl Reading {
    fn line(&mut self, line: &str) -> Result<(), PolicyProblem> {
        let content = line.strip_suffix('\n').ok_or(PolicyProblem::CutOff)?;
        if content.bytes().any(|b| (b < 0x20 && b != b'\t') || b == 0x7f) {
            return Err(PolicyProblem::Control);
        }
        let mut items = content.split([' ', '\t']).filter(|item| !item.is_empty());
        let Some(keyword) = items.next() else { return Ok(()) };
        if keyword.starts_with('#') {
            return Ok(());
        }
        let items: Vec<&str> = items.collect();
        match (keyword, items.as_slice()) {
            ("log", [key]) => self.log(key, None),
            ("log", [key, url]) => self.log(key, Some(url)),
            ("log", _) => Err(PolicyProblem::Items("log <vkey> [<url>]")),
            ("witness", [name, key]) => self.witness(name, key, None),
            ("witness", [name, key, url]) => self.witness(name, key, Some(url)),
            ("witness", _) => Err(PolicyProblem::Items("witness <name> <vkey> [<url>]")),
            ("group", [name, threshold, members @ ..]) if !members.is_empty() => {
                self.group(name, threshold, members)
            }
            ("group", _) => Err(PolicyProblem::Items("group <name> all|any|<k> <member>...")),
            ("quorum", [name]) => self.quorum(name),
            ("quorum", _) => Err(PolicyProblem::Items("quorum <name>|none")),
            (other, _) => Err(PolicyProblem::Keyword(other.to_owned())),
        }
    }

    fn log(&mut self, key: &str, url: Option<&str>) -> Result<(), PolicyProblem> {
        let key = parse_key(key, KeyKind::Ed25519, "log (0x01)")?;
        if !self.log_keys.insert(key.public_bytes()) {
            return Err(PolicyProblem::DuplicateKey(key.name().to_string()));
        }
        self.logs.push(Log { key, url: url.map(str::to_owned) });
        Ok(())
    }

    fn witness(&mut self, name: &str, key: &str, url: Option<&str>) -> Result<(), PolicyProblem> {
        let key = parse_key(key, KeyKind::Cosignature, "witness (0x04)")?;
        if !self.witness_keys.insert(key.public_bytes()) {
            return Err(PolicyProblem::DuplicateKey(key.name().to_string()));
        }
        self.define(name, Node::Witness(self.witnesses.len()))?;
        self.witnesses.push(Witness { name: name.to_owned(), key, url: url.map(str::to_owned) });
        Ok(())
    }

    fn group(&mut self, name: &str, threshold: &str, members: &[&str]) -> Result<(), PolicyProblem> {
        let count = members.len();
        let threshold = match threshold {
            "all" => Some(count as u64),
            "any" => Some(1),
            number => decimal(number).filter(|k| (1..=count as u64).contains(k)),
        };
        let threshold = threshold.ok_or(PolicyProblem::Threshold(count))?;
        let mut nodes = Vec::with_capacity(count);
        for member in members {
            let node = self.defined(member)?;
            if !self.members.insert(node) {
                return Err(PolicyProblem::MemberTwice((*member).to_owned()));
            }
            nodes.push(node);
        }
        self.define(name, Node::Group { threshold, members: nodes })
    }

    fn quorum(&mut self, name: &str) -> Result<(), PolicyProblem> {
        let quorum = if name == "none" { Quorum::NotNeeded } else { Quorum::Of(self.defined(name)?) };
        match self.quorum.replace(quorum) {
            None => Ok(()),
            Some(_) => Err(PolicyProblem::SecondQuorum),
        }
    }

    fn define(&mut self, name: &str, node: Node) -> Result<(), PolicyProblem> {
        let taken = self.names.insert(name.to_owned(), self.nodes.len()).is_some();
        if taken || name == "none" {
            return Err(PolicyProblem::NameTaken(name.to_owned()));
        }
        self.nodes.push(node);
        Ok(())
    }

    fn defined(&self, name: &str) -> Result<usize, PolicyProblem> {
        self.names.get(name).copied().ok_or_else(|| PolicyProblem::Unknown(name.to_owned()))
    }
}

fn parse_key(text: &str, kind: KeyKind, expected: &'static str) -> Result<VerifyingKey, PolicyProblem> {
    let key = VerifyingKey::parse(text)?;
    if key.kind() == kind {
        Ok(key)
    } else {
        Err(PolicyProblem::Kind { name: key.name().to_string(), expected })
    }
}
