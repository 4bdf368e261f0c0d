//! The story: step by step, what is shown of a statement.

use election::{Profile, ProfileBundle};
use ledger::{
    CheckError, Entry, Hash, Policy, SignedCheckpoint, TlogProof, VerifyingKey, leaf_hash, verify_inclusion,
};
use statement::{Blob, Body, Evidence, Keyring, Statement};

use crate::chain::{
    Authority, Head, Signed, authority, header_of, signed, stands, statement_in, take_in, way,
};
use crate::given::{Given, Source};
use crate::report::{Report, Says};
use crate::sheet;

/// Says of everything in hand what it shows.
pub fn examine(given: &Given<'_>) -> Report {
    let mut report = Report::default();
    let head = head(&mut report, given);
    let Some(entry) = given.statement.extra.as_deref() else {
        report.say(Says::StatementUnreadable { what: "the proof carries no entry".to_owned() });
        return closing(report, given, None);
    };
    let statement = Entry::parse(entry).map_err(|error| error.to_string()).and_then(|parsed| {
        inclusion(&mut report, given, head.as_ref(), entry, parsed.time_ms);
        Statement::parse(&header_of(parsed.note), parsed.note).map_err(|error| error.to_string())
    });
    let statement = match statement {
        Ok(statement) => statement,
        Err(what) => {
            report.say(Says::StatementUnreadable { what });
            return closing(report, given, None);
        }
    };
    let ground = ground(&mut report, given, head.as_ref(), &statement);
    subject(&mut report, given, &ground, &statement);
    signature(&mut report, given, head.as_ref(), &ground, &statement);
    authorised(&mut report, given, head.as_ref(), &ground, &statement);
    figures(&mut report, given, &ground, &statement);
    photos(&mut report, given, &statement);
    closing(report, given, Some(&statement))
}

/// The head that the policy's ledger signed, if it did.
fn head(report: &mut Report, given: &Given<'_>) -> Option<Head> {
    let policy = match &given.policy {
        None => {
            report.say(Says::PolicyMissing);
            None
        }
        Some(bytes) => match read_policy(bytes) {
            Err(what) => {
                report.say(Says::PolicyUnreadable { what });
                None
            }
            Ok(policy) => {
                report.say(match given.source {
                    Source::Served => Says::PolicyServed,
                    Source::Brought => Says::PolicyBrought,
                });
                Some(policy)
            }
        },
    };
    let Some(policy) = policy else {
        report.say(Says::CheckpointNoPolicy);
        report.say(Says::WitnessesNoHead);
        return None;
    };
    let checked = SignedCheckpoint::parse(&given.statement.checkpoint)
        .map_err(CheckError::from)
        .and_then(|signed| Ok((policy.check(&signed)?, signed.checkpoint)));
    match checked {
        Err(error) => {
            report.say(match error {
                CheckError::UnknownLog(origin) => Says::CheckpointUnknown { origin },
                CheckError::BadCosignature(witness) => Says::CheckpointSpoiled { witness },
                CheckError::Checkpoint(error) => Says::CheckpointFalse { what: error.to_string() },
            });
            report.say(Says::WitnessesNoHead);
            None
        }
        Ok((verdict, checkpoint)) => {
            let root = checkpoint.root.to_string();
            report.say(Says::CheckpointSigned { origin: checkpoint.origin, size: checkpoint.size, root });
            let names: Vec<&str> = verdict.cosigned.iter().map(|(name, _)| name.as_str()).collect();
            let names = names.join(", ");
            report.say(if policy.is_quorum(&std::collections::BTreeSet::new()) && names.is_empty() {
                Says::WitnessesNoneAsked
            } else if verdict.quorum_met {
                Says::WitnessesEnough { names }
            } else {
                Says::WitnessesTooFew { names }
            });
            Some(Head { size: checkpoint.size, root: checkpoint.root })
        }
    }
}

fn read_policy(bytes: &[u8]) -> Result<Policy, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    Policy::parse(text).map_err(|error| error.to_string())
}

fn inclusion(report: &mut Report, given: &Given<'_>, head: Option<&Head>, entry: &[u8], time_ms: u64) {
    let TlogProof { index, ref hashes, .. } = given.statement;
    if let Some(asked) = given.asked.as_ref().map(|asked| asked.entry).filter(|asked| *asked != index) {
        return report.say(Says::InclusionOther { index, asked });
    }
    let Some(Head { size, root }) = head else { return report.say(Says::InclusionNoHead { index }) };
    report.say(match verify_inclusion(&leaf_hash(entry), index, *size, hashes, root) {
        Ok(()) => Says::InclusionShown { index, size: *size, time_ms },
        Err(error) => Says::InclusionFalse { index, size: *size, what: error.to_string() },
    });
}

/// What the statement is about, and whether that is what was asked for. Whose it is, its signature says: names that stand beside it may be
/// anybody's.
fn subject(report: &mut Report, given: &Given<'_>, ground: &Ground<'_>, statement: &Statement<'_>) {
    let kind = statement.kind.text().to_owned();
    let sheet = match &statement.body {
        Body::Sheet(body) => Some((body.contest, body.station, body.at)),
        Body::Withdrawal(body) => Some((body.contest, body.station, body.at)),
        Body::Capture(body) => Some((body.contest, body.station, body.at)),
        Body::Reading(body) => Some((body.contest, body.station, body.at)),
        Body::Definition(_)
        | Body::Roster(_)
        | Body::Key(_)
        | Body::Revoke(_)
        | Body::Objection(_)
        | Body::Answer(_)
        | Body::Plenary(_)
        | Body::Ruling(_)
        | Body::Determination(_)
        | Body::Redaction(_)
        | Body::Notice(_)
        | Body::Disclosure(_)
        | Body::Roll(_)
        | Body::Audit(_)
        | Body::Close(_) => None,
    };
    let (contest, station) = sheet.map_or(("", ""), |(contest, station, _)| (contest, station));
    let (own_contest, own_station) = (contest.to_owned(), station.to_owned());
    report.say(match (&given.asked, sheet) {
        (Some(asked), _) if asked.contest != contest || asked.station != station => Says::SubjectOther {
            contest: own_contest,
            station: own_station,
            asked_contest: asked.contest.clone(),
            asked_station: asked.station.clone(),
        },
        (_, Some((_, _, at))) => {
            let profile = ground.profile.as_ref();
            let name = profile.and_then(|profile| {
                let contest = profile.contest_at(profile.contest(contest)?);
                profile.message(&given.language, &contest.name_key)
            });
            let contest_name = name.unwrap_or(contest).to_owned();
            let (contest, station, at) = (own_contest, own_station, at.to_string());
            Says::SubjectSheet { contest, contest_name, station, kind, at }
        }
        (_, None) => Says::SubjectElse { kind },
    });
}

/// What the ledger says of itself: its first entry, and the law that this names.
struct Ground<'g> {
    definition: Option<Statement<'g>>,
    profile: Option<Profile>,
}

impl<'g> Ground<'g> {
    fn body(&self) -> Option<&statement::Definition<'g>> {
        match self.definition.as_ref().map(|statement| &statement.body) {
            Some(Body::Definition(body)) => Some(body),
            Some(_) | None => None,
        }
    }
}

fn ground<'g>(
    report: &mut Report,
    given: &'g Given<'_>,
    head: Option<&Head>,
    statement: &Statement<'_>,
) -> Ground<'g> {
    let first = given.rests_on.iter().find(|proof| proof.index == 0);
    let definition = match (first, head) {
        (None, _) => {
            report.say(Says::DefinitionMissing);
            None
        }
        (Some(_), None) => {
            report.say(Says::DefinitionNoHead);
            None
        }
        (Some(proof), Some(head)) => match definition(given, head, proof) {
            Err(what) => {
                report.say(Says::DefinitionFalse { what });
                None
            }
            Ok(statement) => Some(statement),
        },
    };
    let mut ground = Ground { definition, profile: None };
    let Some(body) = ground.body() else {
        report.say(Says::LawNoDefinition);
        return ground;
    };
    report.practice = Some(body.practice);
    report.say(Says::DefinitionShown { election: body.election.to_owned() });
    let (profile, says) = law(given, &body.profile, statement);
    report.say(says);
    ground.profile = profile;
    ground
}

/// The first entry, if it stands under the head, defines this ledger, and its own key signed it.
fn definition<'g>(given: &Given<'_>, head: &Head, proof: &'g TlogProof) -> Result<Statement<'g>, String> {
    stands(head, proof)?;
    let entry = proof.extra.as_deref().ok_or("the proof carries no entry")?;
    let note = Entry::parse(entry).map_err(|error| error.to_string())?.note;
    let statement = Statement::parse(&header_of(note), note).map_err(|error| error.to_string())?;
    let Body::Definition(body) = &statement.body else {
        return Err("the first entry is no definition".to_owned());
    };
    let key = VerifyingKey::parse(body.key).map_err(|error| error.to_string())?;
    match signed(&statement, &[key]) {
        Signed::Fits(_) => {}
        Signed::False(key) => return Err(format!("the signature by {} does not fit", key.name())),
        Signed::NoKey => return Err("its own key did not sign it".to_owned()),
    }
    let log = VerifyingKey::parse(body.log).map_err(|error| error.to_string())?;
    let signed = SignedCheckpoint::parse(&given.statement.checkpoint).map_err(|error| error.to_string())?;
    // The ledger that the policy trusts and the one that the definition defines must be one.
    signed.verify(&log).map_err(|error| error.to_string())?;
    Ok(statement)
}

/// The law of this name: built in, or among the bytes given.
fn law(given: &Given<'_>, named: &Blob<'_>, statement: &Statement<'_>) -> (Option<Profile>, Says) {
    let hash: Hash = named.sha256.0;
    let built_in = given.built_in.iter().find(|law| law.sha256 == hash);
    let (bundle, says) = match (built_in, given.blobs.get(&hash)) {
        (Some(law), _) => (Ok(law.bundle.clone()), Says::LawBuiltIn),
        (None, Some(bytes)) => (ProfileBundle::from_json(bytes), Says::LawGiven),
        (None, None) => return (None, Says::LawMissing),
    };
    match bundle.and_then(|bundle| Profile::from_bundle(&bundle)) {
        Ok(profile) if statement.text.starts_with(&format!("{} ", profile.header)) => (Some(profile), says),
        Ok(profile) => {
            (None, Says::LawUnreadable { what: format!("its statements begin with {}", profile.header) })
        }
        Err(error) => (None, Says::LawUnreadable { what: error.to_string() }),
    }
}

/// The entries given that stand under the head and say something of keys, in the ledger's order.
fn key_entries<'g>(given: &'g Given<'_>, head: Option<&Head>, header: &str) -> Vec<(u64, Statement<'g>)> {
    let Some(head) = head else { return Vec::new() };
    let proofs = given.rests_on.iter().filter(|proof| proof.index > 0 && stands(head, proof).is_ok());
    let mut entries: Vec<(u64, Statement<'g>)> =
        proofs.filter_map(|proof| Some((proof.index, statement_in(header, proof).ok()?))).collect();
    entries.sort_by_key(|(index, _)| *index);
    entries.dedup_by_key(|(index, _)| *index);
    entries
}

/// Whether one of the keys at hand signed it. Whose keys they are is the next step's.
fn signature(
    report: &mut Report,
    given: &Given<'_>,
    head: Option<&Head>,
    ground: &Ground<'_>,
    statement: &Statement<'_>,
) {
    let header = header_of(statement.text.as_bytes());
    let entries = key_entries(given, head, &header);
    let mut texts: Vec<&str> = ground.body().map(|body| body.key).into_iter().collect();
    for (_, entry) in &entries {
        if let Body::Key(body) = &entry.body {
            texts.push(body.key);
        }
    }
    let mut keys: Vec<VerifyingKey> =
        texts.iter().filter_map(|text| VerifyingKey::parse(text).ok()).collect();
    if let Body::Definition(body) = &statement.body {
        keys.extend(VerifyingKey::parse(body.key));
    }
    report.say(match signed(statement, &keys) {
        Signed::Fits(key) => Says::SignatureFits { key: key.name().to_string() },
        Signed::False(key) => Says::SignatureFalse { key: key.name().to_string() },
        Signed::NoKey => Says::SignatureNoKey { names: signers(statement) },
    });
}

fn signers(statement: &Statement<'_>) -> String {
    let names: Vec<&str> = statement.signatures.iter().map(|line| line.name.as_str()).collect();
    names.join(", ")
}

/// Whether the keys lead to the first entry, and may state this.
fn authorised(
    report: &mut Report,
    given: &Given<'_>,
    head: Option<&Head>,
    ground: &Ground<'_>,
    statement: &Statement<'_>,
) {
    let Some(definition) = &ground.definition else { return report.say(Says::AuthorityNoDefinition) };
    let Some(profile) = &ground.profile else { return report.say(Says::AuthorityNoLaw) };
    let mut ring = match Keyring::begin(profile.nation.code, definition) {
        Ok(ring) => ring,
        Err(error) => return report.say(Says::AuthorityRefused { what: error.to_string() }),
    };
    let index = given.statement.index;
    let mut entries = key_entries(given, head, &profile.header);
    // Later entries say nothing of what counted at this one, nor does it of itself.
    entries.retain(|(entry, _)| *entry < index);
    take_in(&mut ring, profile, &entries);
    match authority(&ring, profile, index, statement) {
        Authority::Shown(position) => {
            report.keys = way(&ring, profile, &given.language, position);
            if let Some(record) = ring.records().get(position) {
                let label = profile
                    .role(&record.role)
                    .and_then(|role| profile.message(&given.language, &role.name_key));
                report.say(Says::AuthorityShown {
                    key: record.key.name().to_string(),
                    role: label.unwrap_or(&record.role).to_owned(),
                    scope: record.scope.to_string(),
                    entry: record.registered,
                });
            }
        }
        Authority::NoKey => report.say(Says::AuthorityNoKey { key: signers(statement) }),
        Authority::Revoked { key, entry } => report.say(Says::AuthorityRevoked { key, entry }),
        Authority::BadSignature => {
            report.say(Says::AuthorityRefused { what: "the signature does not fit".to_owned() });
        }
        Authority::Refused(what) => report.say(Says::AuthorityRefused { what }),
    }
}

fn figures(report: &mut Report, given: &Given<'_>, ground: &Ground<'_>, statement: &Statement<'_>) {
    let Body::Sheet(sheet) = &statement.body else {
        return report.say(Says::FiguresNone { kind: statement.kind.text().to_owned() });
    };
    match (&ground.profile, ground.body()) {
        (Some(profile), Some(definition)) => {
            sheet::look(report, profile, definition, &given.blobs, sheet, &given.language);
        }
        (None | Some(_), None) | (None, Some(_)) => report.say(Says::FiguresNoLaw),
    }
}

/// Each photo given against those that the statement names by their bytes.
fn photos(report: &mut Report, given: &Given<'_>, statement: &Statement<'_>) {
    let named: Vec<(Hash, Option<u8>)> = match &statement.body {
        Body::Sheet(body) => of_evidence(&body.evidence),
        Body::Plenary(body) => of_evidence(&body.evidence),
        Body::Objection(body) => of_evidence(&body.evidence),
        Body::Answer(body) => of_evidence(&body.evidence),
        Body::Capture(body) => vec![(body.photo.sha256.0, Some(body.page))],
        Body::Reading(body) => body.captures.iter().map(|hash| (hash.0, None)).collect(),
        Body::Definition(_)
        | Body::Roster(_)
        | Body::Key(_)
        | Body::Revoke(_)
        | Body::Withdrawal(_)
        | Body::Ruling(_)
        | Body::Determination(_)
        | Body::Redaction(_)
        | Body::Notice(_)
        | Body::Disclosure(_)
        | Body::Roll(_)
        | Body::Audit(_)
        | Body::Close(_) => Vec::new(),
    };
    for photo in &given.photos {
        let sha256 = photo.to_hex();
        report.say(match named.iter().find(|(hash, _)| hash == photo) {
            Some((_, page)) => Says::PhotoNamed {
                sha256,
                page: page.map_or_else(|| "?".to_owned(), |page| page.to_string()),
            },
            None => Says::PhotoOther { sha256 },
        });
    }
    if given.photos.is_empty() {
        report.say(match named.len() {
            0 => Says::PhotosNoneNamed,
            count => Says::PhotosNotGiven { named: count as u64 },
        });
    }
}

fn of_evidence(evidence: &[Evidence<'_>]) -> Vec<(Hash, Option<u8>)> {
    evidence.iter().filter_map(|one| Some((one.sha256?.0, one.page))).collect()
}

/// What one entry can't show, whatever it holds, and what was given in vain.
fn closing(mut report: Report, given: &Given<'_>, statement: Option<&Statement<'_>>) -> Report {
    let replaced = match statement.map(|statement| &statement.body) {
        Some(Body::Sheet(body)) => body.supersedes,
        Some(Body::Plenary(body)) => body.supersedes,
        Some(_) | None => None,
    };
    if let Some(id) = replaced {
        report.say(Says::StandingReplaces { id: id.to_string() });
    }
    report.say(Says::StandingNotShown);
    report.say(Says::TruthNotShown);
    for name in &given.unused {
        report.say(Says::FileUnknown { name: name.clone() });
    }
    report
}
