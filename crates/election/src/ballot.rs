//! What stands on the ballots of a place, and so which form its stations fill in: each different form is made
//! once, and all stations whose forms are equal share it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::assemble::{Assembler, OptionInput, Wanted, profile_options};
use crate::code::Code;
use crate::constituency::{ConstituencyIx, ConstituencyMap, holds};
use crate::election::ElectionError;
use crate::form::{Form, FormIx};
use crate::profile::{Contest, ContestIx, ContestKind, FormTemplate, Profile};
use crate::tables::{CandidateRow, CandidateTable};

/// Candidates by contest and constituency, in list order.
pub(crate) struct Lists<'a> {
    by_place: BTreeMap<(ContestIx, Code), Vec<&'a CandidateRow>>,
    per_constituency: BTreeMap<ContestIx, String>,
}

impl<'a> Lists<'a> {
    pub(crate) fn new(profile: &Profile, table: &'a CandidateTable) -> Result<Self, ElectionError> {
        let mut by_place: BTreeMap<(ContestIx, Code), Vec<&CandidateRow>> = BTreeMap::new();
        let parties: BTreeSet<u16> = profile.parties.iter().map(|party| party.number).collect();
        let mut last: Option<(&str, ContestIx)> = None;
        for row in &table.rows {
            let ix = match last {
                Some((id, ix)) if id == row.contest => ix,
                Some(_) | None => profile.contest(&row.contest).ok_or_else(|| ElectionError::Contest {
                    table: "candidate",
                    contest: row.contest.clone(),
                })?,
            };
            last = Some((&row.contest, ix));
            let wrong = |reason| ElectionError::Candidate {
                contest: row.contest.clone(),
                constituency: row.constituency,
                number: row.number,
                reason,
            };
            match (profile.contest_at(ix).kind, row.party) {
                (ContestKind::Candidates, _) => {
                    return Err(wrong("the profile states this contest's options"));
                }
                (ContestKind::Parties, None) => return Err(wrong("a candidate of this contest has a party")),
                (ContestKind::Parties, Some(party)) if !parties.contains(&party) => {
                    return Err(wrong("the profile has no party of this number"));
                }
                (ContestKind::PerConstituency, Some(_)) => {
                    return Err(wrong("a candidate of this contest has no party"));
                }
                (ContestKind::Parties, Some(_)) | (ContestKind::PerConstituency, None) => {}
            }
            by_place.entry((ix, row.constituency)).or_default().push(row);
        }
        for rows in by_place.values_mut() {
            rows.sort_by_key(|row| (row.party, row.number));
            for pair in rows.windows(2) {
                if let [a, b] = pair
                    && (a.party, a.number) == (b.party, b.number)
                {
                    return Err(ElectionError::Candidate {
                        contest: b.contest.clone(),
                        constituency: b.constituency,
                        number: b.number,
                        reason: "another candidate has this number",
                    });
                }
            }
        }
        let per_constituency = profile
            .contests()
            .filter(|(_, contest)| contest.kind == ContestKind::PerConstituency)
            .map(|(ix, contest)| (ix, contest.id.clone()))
            .collect();
        Ok(Self { by_place, per_constituency })
    }

    /// Ballot numbers of the contests whose options are candidates of a constituency.
    pub(crate) fn numbers(&self) -> BTreeMap<String, BTreeSet<u16>> {
        let mut numbers: BTreeMap<String, BTreeSet<u16>> = BTreeMap::new();
        for ((contest, _), rows) in &self.by_place {
            if let Some(id) = self.per_constituency.get(contest) {
                numbers.entry(id.clone()).or_default().extend(rows.iter().map(|row| row.number));
            }
        }
        numbers
    }

    pub(crate) fn of(&self, contest: ContestIx, constituency: Code) -> Option<&[&'a CandidateRow]> {
        self.by_place.get(&(contest, constituency)).map(Vec::as_slice)
    }
}
/// Makes each different form once.
pub(crate) struct FormMaker<'a> {
    profile: &'a Profile,
    lists: &'a Lists<'a>,
    map: &'a ConstituencyMap,
    assembler: Assembler<'a>,
    known: HashMap<FormKey, Option<FormIx>>,
    pub(crate) forms: Vec<Form>,
}

/// What makes two stations' forms of a contest differ.
#[derive(PartialEq, Eq, Hash)]
struct FormKey {
    contest: ContestIx,
    overseas: bool,
    /// Only where its candidates are on the form.
    constituency: Option<ConstituencyIx>,
    /// The parties on the ballot, one bit each in the profile's order.
    parties: u64,
}

impl<'a> FormMaker<'a> {
    pub(crate) fn new(profile: &'a Profile, lists: &'a Lists<'a>, map: &'a ConstituencyMap) -> Self {
        let assembler = Assembler::new(profile);
        Self { profile, lists, map, assembler, known: HashMap::new(), forms: Vec::new() }
    }

    pub(crate) fn of_region(
        &mut self,
        ix: ContestIx,
        contest: &'a Contest,
        code: &Code,
        constituency: Option<ConstituencyIx>,
    ) -> Result<Option<FormIx>, ElectionError> {
        if !holds(contest, self.profile, code) {
            return Ok(None);
        }
        let lists = self.lists;
        let entry = constituency.and_then(|at| self.map.constituencies.get(at.0 as usize));
        let rows = entry.and_then(|entry| lists.of(ix, entry.code));
        let overseas = self.profile.is_overseas(code.as_str());
        let parties = self.ballot(contest, code);
        let listed = rows.and(constituency);
        let key = FormKey { contest: ix, overseas, constituency: listed, parties };
        if let Some(known) = self.known.get(&key) {
            return Ok(*known);
        }
        let made = match (self.profile.template(&contest.id, self.profile.station_level(), overseas), rows) {
            (None, _) => None,
            (Some(_), None) if contest.kind == ContestKind::PerConstituency => None,
            (Some(template), rows) => {
                let options = self.options(contest, parties, rows);
                let id = match (entry.filter(|_| rows.is_some()), options.len()) {
                    (Some(entry), _) => format!("{}/{}", template.id, entry.code),
                    (None, count) => self.plain_id(contest, template, count),
                };
                Some(self.push(Wanted {
                    id,
                    contest: ix,
                    constituency: listed,
                    level: self.profile.station_level(),
                    template,
                    options,
                })?)
            }
        };
        self.known.insert(key, made);
        Ok(made)
    }

    pub(crate) fn plenary(
        &mut self,
        ix: ContestIx,
        contest: &'a Contest,
        level: u8,
        overseas: bool,
    ) -> Result<Option<FormIx>, ElectionError> {
        let template =
            self.profile.template(&contest.id, level, overseas).filter(|template| template.columns);
        let Some(template) = template else { return Ok(None) };
        let mut options =
            profile_options(self.profile, contest, |party| contest.local_parties || party.only_in.is_empty());
        if contest.kind == ContestKind::PerConstituency {
            options.extend(contest.vote_columns().filter_map(|(_, column)| {
                let number = column.option.as_ref()?.parse().ok()?;
                Some(OptionInput {
                    number,
                    name: "",
                    source_id: None,
                    colour: None,
                    row: None,
                    candidates: None,
                })
            }));
            if options.is_empty() {
                return Ok(None);
            }
        }
        let id = format!("{}/{}", template.id, contest.id);
        self.push(Wanted { id, contest: ix, constituency: None, level, template, options }).map(Some)
    }

    /// The form of a plenary with the lists of a constituency; `None` where the profile has no such form, or no list is
    /// known. `village` is one of the constituency's: it tells which parties stand there.
    pub(crate) fn constituency_plenary(
        &mut self,
        ix: ContestIx,
        contest: &'a Contest,
        (constituency, level, overseas): (ConstituencyIx, u8, bool),
        village: &Code,
    ) -> Result<Option<FormIx>, ElectionError> {
        let template =
            self.profile.template(&contest.id, level, overseas).filter(|template| template.columns);
        let entry = self.map.constituencies.get(constituency.0 as usize);
        let lists = self.lists;
        let rows = entry.and_then(|entry| lists.of(ix, entry.code));
        let (Some(template), Some(entry), Some(rows)) = (template, entry, rows) else { return Ok(None) };
        let options = self.options(contest, self.ballot(contest, village), Some(rows));
        let id = format!("{}/{}/{}", template.id, contest.id, entry.code);
        let constituency = Some(constituency);
        self.push(Wanted { id, contest: ix, constituency, level, template, options }).map(Some)
    }

    fn push(&mut self, wanted: Wanted<'a>) -> Result<FormIx, ElectionError> {
        let ix = FormIx(u32::try_from(self.forms.len()).unwrap_or(u32::MAX));
        self.forms.push(self.assembler.form(wanted)?);
        Ok(ix)
    }

    /// The template's id names the form with the parties that stand everywhere; others add their number.
    fn plain_id(&self, contest: &Contest, template: &FormTemplate, count: usize) -> String {
        let everywhere = self.profile.parties.iter().filter(|party| party.only_in.is_empty()).count();
        if contest.kind == ContestKind::Parties && count != everywhere {
            format!("{}@{count}", template.id)
        } else {
            template.id.clone()
        }
    }

    fn ballot(&self, contest: &Contest, code: &Code) -> u64 {
        if contest.kind != ContestKind::Parties {
            return 0;
        }
        let stands = |region: &String| contest.local_parties && code.as_str().starts_with(region.as_str());
        let mut bits = 0;
        for (at, party) in self.profile.parties.iter().enumerate() {
            if party.only_in.is_empty() || party.only_in.iter().any(stands) {
                bits |= 1 << at;
            }
        }
        bits
    }

    fn options(
        &self,
        contest: &'a Contest,
        parties: u64,
        rows: Option<&[&'a CandidateRow]>,
    ) -> Vec<OptionInput<'a>> {
        if contest.kind == ContestKind::PerConstituency {
            let option = |row: &&'a CandidateRow| OptionInput {
                number: row.number,
                name: &row.name,
                source_id: row.source_id,
                colour: None,
                row: Some(row),
                candidates: None,
            };
            return rows.unwrap_or_default().iter().map(option).collect();
        }
        let numbers: BTreeSet<u16> = self
            .profile
            .parties
            .iter()
            .enumerate()
            .filter(|(at, _)| parties >> at & 1 == 1)
            .map(|(_, party)| party.number)
            .collect();
        let mut options = profile_options(self.profile, contest, |party| numbers.contains(&party.number));
        if let (ContestKind::Parties, Some(rows)) = (contest.kind, rows) {
            for option in &mut options {
                let own = rows.iter().filter(|row| row.party == Some(option.number)).copied();
                option.candidates = Some(own.collect());
            }
        }
        options
    }
}
