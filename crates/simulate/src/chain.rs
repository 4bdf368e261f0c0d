//! Everything that is stated about one sheet, one statement after the other.

use std::collections::HashSet;

use election::{Cell, ContestIx, Figure, Form, StationIx};
use ledger::Hash;
use reader::read::photos::{Says as Reads, Told};
use reader::read::sheet::Accept;
use statement::{
    Answer, Blob, Body, Capture, Evidence, HexHash, Objection, ObjectionKind, ObjectionOutcome, Pairs,
    ReadBy, Reading, Ruling, Sheet, UnreadText, Withdrawal, encode_text, salted_text, statement_id,
};

use crate::cast;
use crate::dice::Dice;
use crate::error::SimulateError;
use crate::figures::Figures;
use crate::keys::SignerId;
use crate::night::{Attachment, Draft};
use crate::photo;
use crate::scene::Scene;
use crate::studio;

/// Drafts with their second after the start, and the blobs they name.
#[derive(Default)]
pub(crate) struct Script {
    pub drafts: Vec<(i64, Draft)>,
    pub attachments: Vec<Attachment>,
    known: HashSet<Hash>,
}

/// A sheet's photos, and what the reader said of them where they are real.
pub(crate) struct Taken {
    pub shots: Vec<Shot>,
    told: Option<Told>,
}

/// A photo of a page.
#[derive(Clone, Copy)]
pub(crate) struct Shot {
    pub page: u8,
    pub hash: Hash,
    pub bytes: u64,
    pub media: &'static str,
}

/// What a sheet statement says besides its figures.
#[derive(Clone, Copy)]
pub(crate) struct Says<'a> {
    pub stage: &'static str,
    pub run: Option<&'static str>,
    pub shots: &'a [Shot],
    /// What it supersedes, and why.
    pub supersedes: Option<(Hash, &'static str)>,
    pub method: &'a [(&'static str, &'static str)],
}

/// One sheet's statements. The clock only goes forward.
pub(crate) struct Chain<'s, 'e> {
    pub scene: &'s Scene<'e>,
    pub script: &'s mut Script,
    pub contest: ContestIx,
    pub station: StationIx,
    pub second: i64,
    pub dice: Dice,
}

impl Script {
    /// Puts a statement on the script; its id.
    pub(crate) fn put(
        &mut self,
        scene: &Scene<'_>,
        second: i64,
        signers: Vec<SignerId>,
        body: &Body<'_>,
    ) -> Result<Hash, SimulateError> {
        let text = encode_text(&scene.election.profile.header, body)?;
        let id = statement_id(&text);
        self.drafts.push((second, Draft { text, signers, at: scene.moment(second)? }));
        Ok(id)
    }

    /// Puts all of another script behind this one.
    pub(crate) fn extend(&mut self, other: Script) {
        self.drafts.extend(other.drafts);
        self.attachments.extend(other.attachments.into_iter().filter(|one| self.known.insert(one.sha256)));
    }

    /// Keeps bytes for the blob store; each once.
    pub(crate) fn attach(&mut self, bytes: Vec<u8>, media: &'static str) -> Blob<'static> {
        let blob = Blob::of(&bytes, media);
        if self.known.insert(blob.sha256.0) {
            self.attachments.push(Attachment { sha256: blob.sha256.0, media, bytes });
        }
        blob
    }
}

impl Says<'_> {
    /// At the count, of the regular run, without photos.
    pub(crate) const PLAIN: Says<'static> =
        Says { stage: cast::COUNT, run: Some("regular"), shots: &[], supersedes: None, method: &[] };
}

impl Chain<'_, '_> {
    pub(crate) fn wait(&mut self, from: u32, to: u32) {
        self.second += i64::from(self.dice.between(from, to).max(1));
    }

    /// The station committee's key, if need be after waiting for the new one.
    pub(crate) fn committee(&mut self) -> SignerId {
        let (signer, second) = self.scene.station_key(self.station, self.second);
        self.second = second;
        signer
    }

    /// The key of a role of the station's district.
    pub(crate) fn of_district(&self, role: &'static str, number: u8) -> SignerId {
        SignerId::numbered(role, self.scene.code(self.scene.district_of(self.station)), number)
    }

    /// The key of a role of the regency.
    pub(crate) fn of_regency(&self, role: &'static str) -> SignerId {
        SignerId::new(role, self.scene.code(self.scene.regency))
    }

    /// Photographs the sheet: short forms whole, of long ones the first and the last page. Real photos are read at once, and
    /// what the reader says is stated.
    pub(crate) fn photograph(
        &mut self,
        by: &SignerId,
        figures: &Figures<'_>,
    ) -> Result<Taken, SimulateError> {
        let exposed = self.expose(figures);
        let told = self.scene.studio_of(self.station, figures.form).and_then(|studio| {
            let photos: Vec<&[u8]> = exposed.iter().map(|(_, bytes)| bytes.as_slice()).collect();
            let told = studio.read(figures.form, self.scene.station_code(self.station), &photos)?;
            Some((studio, told))
        });
        let mut shots = Vec::new();
        for (shot, bytes) in exposed {
            self.second += 5;
            let photo = self.script.attach(bytes, shot.media);
            let body = Body::Capture(Capture {
                contest: self.scene.contest_id(self.contest),
                station: self.scene.station_code(self.station),
                page: shot.page,
                photo,
                at: self.scene.moment(self.second)?,
            });
            self.script.put(self.scene, self.second, vec![by.clone()], &body)?;
            shots.push(shot);
        }
        if let Some((studio, told)) = &told {
            self.wait(2, 9);
            self.read_by(by, ReadBy::Machine(studio.machine()), &shots, &Stated::of(figures.form, told))?;
        }
        Ok(Taken { shots, told: told.map(|(_, told)| told) })
    }

    /// The photos, not yet sent.
    pub(crate) fn expose(&self, figures: &Figures<'_>) -> Vec<(Shot, Vec<u8>)> {
        if let Some(studio) = self.scene.studio_of(self.station, figures.form) {
            let code = self.scene.station_code(self.station);
            let photos = studio.photos(self.scene.seed, code, figures, self.second);
            let shot = |page, bytes: &[u8]| Shot {
                page,
                hash: ledger::sha256(bytes),
                bytes: bytes.len() as u64,
                media: studio::MEDIA,
            };
            return photos.into_iter().map(|(page, bytes)| (shot(page, &bytes), bytes)).collect();
        }
        let last = figures.form.pages;
        let pages: Vec<u8> = if last <= 3 { (1..=last).collect() } else { vec![1, last] };
        let contest = self.scene.contest_id(self.contest).to_ascii_uppercase();
        let code = self.scene.station_code(self.station);
        let expose = |page: u8| {
            let numbers: Vec<Option<u32>> = figures
                .form
                .fields
                .iter()
                .zip(&figures.cells)
                .filter(|(field, _)| field.page == page)
                .map(|(_, cell)| match cell {
                    Cell::Read(figure) => Some(figure.0),
                    Cell::Unread(_) => None,
                })
                .collect();
            let bytes = photo::page(&["SIMULASI", code, &format!("{contest} HAL {page}")], &numbers);
            let hash = ledger::sha256(&bytes);
            let shot = Shot { page, hash, bytes: bytes.len() as u64, media: photo::MEDIA };
            (shot, bytes)
        };
        pages.into_iter().map(expose).collect()
    }

    /// States figures.
    pub(crate) fn sheet(
        &mut self,
        by: &SignerId,
        figures: &Figures<'_>,
        says: Says<'_>,
    ) -> Result<Hash, SimulateError> {
        self.state(by, figures, says, None, evidence(says.shots))
    }

    /// States a source's figures, with the evidence that the source says it has.
    pub(crate) fn restate(&mut self, figures: &Figures<'_>, says: Says<'_>) -> Result<Hash, SimulateError> {
        let by = SignerId::new(cast::IMPORTER, self.scene.code(self.scene.province));
        let claimed = Evidence { page: None, sha256: None, media: None, bytes: None, uri: None };
        self.state(&by, figures, says, Some(cast::SOURCE), vec![claimed])
    }

    fn state(
        &mut self,
        by: &SignerId,
        figures: &Figures<'_>,
        says: Says<'_>,
        source: Option<&'static str>,
        evidence: Vec<Evidence<'static>>,
    ) -> Result<Hash, SimulateError> {
        let body = Body::Sheet(Sheet {
            contest: self.scene.contest_id(self.contest),
            station: self.scene.station_code(self.station),
            stage: says.stage,
            run: says.run,
            values: values(figures),
            unread: unread(figures),
            evidence,
            method: Pairs::new(says.method.to_vec()).unwrap_or_default(),
            confidence: Pairs::default(),
            source,
            supersedes: says.supersedes.map(|(id, _)| HexHash(id)),
            reason: says.supersedes.map(|(_, reason)| reason),
            text: None,
            at: self.scene.moment(self.second)?,
        });
        self.script.put(self.scene, self.second, vec![by.clone()], &body)
    }

    /// Takes figures back: these fields, or the whole sheet.
    pub(crate) fn withdraw(
        &mut self,
        by: &SignerId,
        fields: Option<&[&'static str]>,
        (id, reason): (Hash, &'static str),
        source: Option<&'static str>,
    ) -> Result<Hash, SimulateError> {
        let body = Body::Withdrawal(Withdrawal {
            text: None,
            contest: self.scene.contest_id(self.contest),
            station: self.scene.station_code(self.station),
            stage: cast::COUNT,
            fields: fields.map(<[&str]>::to_vec),
            source,
            supersedes: HexHash(id),
            reason,
            at: self.scene.moment(self.second)?,
        });
        self.script.put(self.scene, self.second, vec![by.clone()], &body)
    }

    /// What a person reads in the photos.
    pub(crate) fn read_by_eye(
        &mut self,
        by: &SignerId,
        figures: &Figures<'_>,
        taken: &Taken,
    ) -> Result<Hash, SimulateError> {
        let stated =
            Stated { figures: figures.clone(), method: Vec::new(), confidence: Vec::new(), wrong: None };
        self.read_by(by, ReadBy::Person, &taken.shots, &stated)
    }

    fn read_by(
        &mut self,
        by: &SignerId,
        reader: ReadBy<'_>,
        shots: &[Shot],
        stated: &Stated<'_>,
    ) -> Result<Hash, SimulateError> {
        let body = Body::Reading(Reading {
            contest: self.scene.contest_id(self.contest),
            station: self.scene.station_code(self.station),
            captures: shots.iter().map(|shot| HexHash(shot.hash)).collect(),
            reader,
            values: values(&stated.figures),
            unread: unread(&stated.figures),
            method: Pairs::new(stated.method.clone()).unwrap_or_default(),
            confidence: Pairs::new(stated.confidence.clone()).unwrap_or_default(),
            wrong: stated.wrong,
            at: self.scene.moment(self.second)?,
        });
        self.script.put(self.scene, self.second, vec![by.clone()], &body)
    }

    /// Somebody disputes the sheet; of the text only a salted hash is stated.
    pub(crate) fn object(
        &mut self,
        by: &SignerId,
        kind: ObjectionKind,
        against: Hash,
    ) -> Result<Hash, SimulateError> {
        let place = self.scene.station_code(self.station);
        let body = Body::Objection(Objection {
            contest: self.scene.contest_id(self.contest),
            place,
            kind,
            against: Some(HexHash(against)),
            text: written(&mut self.dice, self.script, &format!("keberatan atas {place}")),
            evidence: Vec::new(),
            at: self.scene.moment(self.second)?,
        });
        self.script.put(self.scene, self.second, vec![by.clone()], &body)
    }

    /// The regency's commission answers an objection.
    pub(crate) fn answer(
        &mut self,
        objection: Hash,
        outcome: ObjectionOutcome,
    ) -> Result<Hash, SimulateError> {
        let place = self.scene.station_code(self.station);
        let body = Body::Answer(Answer {
            contest: self.scene.contest_id(self.contest),
            place,
            objection: HexHash(objection),
            outcome,
            text: written(&mut self.dice, self.script, &format!("jawaban atas keberatan {place}")),
            evidence: Vec::new(),
            at: self.scene.moment(self.second)?,
        });
        let by = self.of_regency(cast::REGENCY);
        self.script.put(self.scene, self.second, vec![by], &body)
    }

    /// The regency's commission decides which statement stands.
    pub(crate) fn rule(&mut self, stands: Hash, reason: &'static str) -> Result<Hash, SimulateError> {
        let body = Body::Ruling(Ruling {
            text: None,
            contest: self.scene.contest_id(self.contest),
            place: self.scene.station_code(self.station),
            stands: HexHash(stands),
            reason,
            at: self.scene.moment(self.second)?,
        });
        let by = self.of_regency(cast::REGENCY);
        self.script.put(self.scene, self.second, vec![by], &body)
    }
}

/// A reading's figures, how each was read and how sure that is.
struct Stated<'f> {
    figures: Figures<'f>,
    method: Vec<(&'f str, &'f str)>,
    confidence: Vec<(&'f str, u32)>,
    wrong: Option<u32>,
}

impl<'f> Stated<'f> {
    fn of(form: &'f Form, told: &'f Told) -> Stated<'f> {
        let (mut cells, mut method, mut confidence) = (Vec::new(), Vec::new(), Vec::new());
        for field in &told.fields {
            match &field.says {
                Reads::Number { value, method: way, confidence: share, accept: _ } => {
                    cells.push(Cell::Read(Figure(u32::from(*value))));
                    method.push((field.name.as_str(), way.as_str()));
                    confidence.push((field.name.as_str(), *share));
                }
                Reads::Nothing(why) => cells.push(Cell::Unread(*why)),
            }
        }
        Stated { figures: Figures { form, cells }, method, confidence, wrong: Some(told.wrong) }
    }
}

impl Taken {
    /// How the figures stated were read, by group: by the machine where it is sure of all and says the same, else it was seen
    /// by a person.
    pub(crate) fn method(&self, figures: &Figures<'_>) -> Vec<(&'static str, &'static str)> {
        let Some(told) = &self.told else { return Vec::new() };
        let sure = |group: &str| {
            let mut fields = figures.form.fields_under(group).map(|field| usize::from(field.0));
            fields.all(|at| {
                let stated = figures.cells.get(at).and_then(|cell| cell.figure());
                match told.fields.get(at).map(|field| &field.says) {
                    Some(Reads::Number { value, accept: Accept::Yes, .. }) => {
                        stated.is_some_and(|stated| stated.0 == u32::from(*value))
                    }
                    Some(Reads::Number { .. } | Reads::Nothing(_)) | None => false,
                }
            })
        };
        let groups = ["voters", "ballots", "votes"].into_iter();
        groups.map(|group| (group, if sure(group) { "machine" } else { "person" })).collect()
    }
}

/// Keeps an invented text with an invented salt, and gives its hash.
pub(crate) fn written(dice: &mut Dice, script: &mut Script, text: &str) -> HexHash {
    let salt = u128::from(dice.below(u32::MAX)).to_be_bytes();
    script.attach(salted_text(salt, &format!("SIMULASI: {text}")), "text/plain").sha256
}

/// The evidence of these photos.
pub(crate) fn evidence(shots: &[Shot]) -> Vec<Evidence<'static>> {
    let one = |shot: &Shot| Evidence {
        page: Some(shot.page),
        sha256: Some(HexHash(shot.hash)),
        media: Some(shot.media),
        bytes: Some(shot.bytes),
        uri: None,
    };
    shots.iter().map(one).collect()
}

/// The figures that are read, by field.
pub(crate) fn values<'f>(figures: &Figures<'f>) -> Pairs<'f, u32> {
    let read = figures.form.fields.iter().zip(&figures.cells).filter_map(|(field, cell)| match cell {
        Cell::Read(figure) => Some((field.name.as_str(), figure.0)),
        Cell::Unread(_) => None,
    });
    // The fields of a form have different names.
    Pairs::new(read.collect()).unwrap_or_default()
}

/// The fields that aren't, as short as it can be said.
pub(crate) fn unread<'f>(figures: &Figures<'f>) -> Pairs<'f, UnreadText> {
    let pairs = tally::unread_of(figures.form, &figures.cells);
    Pairs::new(pairs.into_iter().map(|(name, why)| (name, UnreadText(why))).collect()).unwrap_or_default()
}
