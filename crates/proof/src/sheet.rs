//! The figures of a statement against the form of its station.

use std::collections::BTreeMap;

use election::{
    CandidateTable, Cell, Code, ConstituencyTable, ContestKind, Election, Form, Outcome, Places, Profile,
    RegionRow, StationIx, StationRow,
};
use ledger::Hash;
use statement::{Blob, Definition, Sheet};
use tally::cells_of;

use crate::report::{CheckLine, FigureLine, Report, Says, outcome_word};

/// The largest lists that are worth fetching for one sheet, in bytes.
pub(crate) const MOST_LIST: u64 = 4_000_000;

/// The lists that the form of a contest follows, where it follows any: the blobs to have.
pub(crate) fn lists<'d, 'a>(
    profile: &Profile,
    definition: &'d Definition<'a>,
    contest: &str,
) -> Vec<&'d Blob<'a>> {
    let contest = profile.contest(contest).map(|ix| profile.contest_at(ix).kind);
    match contest {
        None | Some(ContestKind::Candidates) => Vec::new(),
        Some(ContestKind::Parties | ContestKind::PerConstituency) => {
            definition.constituencies.iter().chain(&definition.candidates).collect()
        }
    }
}

/// Says what the checks of the form make of the statement's figures.
pub(crate) fn look(
    report: &mut Report,
    profile: &Profile,
    definition: &Definition<'_>,
    blobs: &BTreeMap<Hash, Vec<u8>>,
    sheet: &Sheet<'_>,
    language: &str,
) {
    let lists = lists(profile, definition, sheet.contest);
    if lists.iter().any(|blob| !blobs.contains_key(&blob.sha256.0)) {
        return report.say(Says::FiguresNoList {
            bytes: lists.iter().map(|blob| blob.bytes).fold(0, u64::saturating_add),
        });
    }
    let election = match station_alone(profile, definition, blobs, &lists, sheet.station) {
        Ok(election) => election,
        Err(what) => return report.say(Says::FiguresWrong { what }),
    };
    let form = profile.contest(sheet.contest).and_then(|contest| election.form(contest, StationIx(0)));
    let Some(form) = form.map(|form| election.form_by_ix(form)) else {
        let (contest, station) = (sheet.contest.to_owned(), sheet.station.to_owned());
        return report.say(Says::FiguresNoForm { contest, station });
    };
    match cells_of(form, &sheet.values, &sheet.unread) {
        Err(error) => report.say(Says::FiguresWrong { what: error.to_string() }),
        Ok(cells) => {
            report.figures = figures(profile, form, &cells, language);
            report.checks = checks(profile, form, &cells, language);
            let count =
                |word: &str| report.checks.iter().filter(|check| check.outcome == word).count() as u64;
            let (fails, holds, undecided) = (count("fails"), count("holds"), count("undecided"));
            report.say(match fails {
                0 => Says::FiguresHold { holds, undecided },
                _ => Says::FiguresFail { fails, holds, undecided },
            });
        }
    }
}

/// The election of this station alone. Its regions are those that its code names: codes nest, and no form depends on a
/// region's name. That the station is in the definition's list is not looked at.
fn station_alone(
    profile: &Profile,
    definition: &Definition<'_>,
    blobs: &BTreeMap<Hash, Vec<u8>>,
    lists: &[&Blob<'_>],
    station: &str,
) -> Result<Election, String> {
    let code = Code::new(station).map_err(|error| error.to_string())?;
    let (mut regions, mut above) = (Vec::new(), None);
    for (number, level) in (0u8..).zip(&profile.levels).skip(1) {
        let Some(region) = level.code_length.and_then(|length| station.get(..usize::from(length))) else {
            continue;
        };
        if region.len() == station.len() {
            break;
        }
        let code = Code::new(region).map_err(|error| error.to_string())?;
        regions.push(RegionRow { code, name: String::new(), level: number, parent: above, source_id: None });
        above = Some(code);
    }
    let region = above.ok_or_else(|| format!("no place of this election has the code {station}"))?;
    let row = StationRow { code, name: "".into(), region, source_id: None };
    let places = Places::from_rows(profile, regions, vec![row]).map_err(|error| error.to_string())?;
    let bytes = |named: Option<&Blob<'_>>| {
        let wanted = named.filter(|blob| lists.iter().any(|list| list.sha256 == blob.sha256));
        wanted.and_then(|blob| blobs.get(&blob.sha256.0))
    };
    let constituencies = bytes(definition.constituencies.as_ref()).map(|csv| ConstituencyTable::parse(csv));
    let candidates = bytes(definition.candidates.as_ref()).map(|csv| CandidateTable::parse(csv));
    let constituencies = constituencies.transpose().map_err(|error| error.to_string())?;
    let candidates = candidates.transpose().map_err(|error| error.to_string())?;
    Election::new(profile.clone(), places, constituencies, candidates).map_err(|error| error.to_string())
}

fn figures(profile: &Profile, form: &Form, cells: &[Cell], language: &str) -> Vec<FigureLine> {
    let line = |(field, cell): (&election::Field, &Cell)| FigureLine {
        field: field.name.to_string(),
        label: label(profile, form, field, language),
        value: match cell {
            Cell::Read(figure) => Some(figure.0),
            Cell::Unread(_) => None,
        },
    };
    form.fields.iter().zip(cells).map(line).collect()
}

/// What a field is called: an option's votes by the option's name, everything else by the profile's word.
fn label(profile: &Profile, form: &Form, field: &election::Field, language: &str) -> Option<String> {
    let option =
        form.options.iter().find(|option| form.fields.get(usize::from(option.field.0)) == Some(field));
    match option {
        Some(option) => Some(format!("{}. {}", option.number, option.name.as_str())),
        None => {
            profile.message(language, &field.label_key).map(str::to_owned).filter(|text| !text.contains('{'))
        }
    }
}

fn checks(profile: &Profile, form: &Form, cells: &[Cell], language: &str) -> Vec<CheckLine> {
    let line = |check: &election::Check| {
        let outcome = check.evaluate(cells);
        let sides = match outcome {
            Outcome::Holds | Outcome::Fails => check.sides(cells),
            Outcome::Undecided | Outcome::NotApplicable => None,
        };
        CheckLine {
            id: check.id.to_string(),
            outcome: outcome_word(outcome),
            hard: check.hard,
            text: check.text.to_string(),
            label: profile
                .message(language, &check.message_key)
                .map(str::to_owned)
                .filter(|text| !text.contains('{')),
            sides: sides.map(|(left, right)| [left.to_string(), right.to_string()]),
        }
    };
    form.checks.iter().map(|check| line(check)).collect()
}
