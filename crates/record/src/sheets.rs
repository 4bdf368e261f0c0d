//! The complete record: every version of every sheet of a lowest-level region, with quality, standing, flags, checks,
//! evidence, and where in the ledger each statement stands. One file a region and contest.
//!
//! `fields` names the form's fields once; `values` are in that order, an unread one as its reason. A proof for a version is
//! the ledger's tiles up to its `entry`.

use election::{Cell, ContestIx, Election, Form, RegionIx};
use ledger::Hash;
use tally::{Claim, Evidence, How, ObjectionNote, Outcomes, ReadingNote, Sheet, State, Version};

use crate::json::Json;
use crate::view::{RenderError, View};

/// Path of the record of a region's sheets.
pub fn sheets_path(election: &Election, contest: ContestIx, region: RegionIx) -> String {
    format!("record/{}/{}.json", election.profile.contest_at(contest).id, codes(election, region))
}

/// Codes from level 1 down, joined by slashes; the nation is its own code.
pub(crate) fn codes(election: &Election, region: RegionIx) -> String {
    let places = &election.places;
    let mut codes: Vec<&str> = places
        .ancestry(region)
        .map(|ix| places.region(ix))
        .filter(|place| place.level > 0 || places.region(region).level == 0)
        .map(|place| place.code.as_str())
        .collect();
    codes.reverse();
    codes.join("/")
}

/// The record of a region's sheets.
pub fn sheets(view: &View<'_>, contest: ContestIx, region: RegionIx) -> Result<Vec<u8>, RenderError> {
    let election = view.tally.election();
    let places = &election.places;
    let counted = view
        .tally
        .contest(contest)
        .ok_or_else(|| RenderError::Missing(format!("contest of {}", places.region(region).code)))?;
    let mut json = Json::with_capacity(8192);
    json.object(|json| {
        json.key("contest").string(&election.profile.contest_at(contest).id);
        json.key("region").string(places.region(region).code.as_str());
        if view.practice {
            json.key("practice").boolean(true);
        }
        let mut last_form = None;
        json.key("stations").array(|json| {
            for station in places.stations_in(region) {
                let Some(form_ix) = election.form(contest, station) else { continue };
                let form = election.form_by_ix(form_ix);
                let place = places.station(station);
                let sheet = counted.sheet(station);
                json.object(|json| {
                    json.key("station").string(place.code.as_str());
                    let state = sheet.map(|sheet| &sheet.state);
                    json.key("quality").string(state.map_or("expected", |state| state.quality.text()));
                    if let Some(sheet) = sheet {
                        // A form's field names are written once, at its first sheet in the file.
                        if last_form != Some(form_ix) {
                            last_form = Some(form_ix);
                            json.key("fields").array(|json| {
                                for field in &form.fields {
                                    json.string(&field.name);
                                }
                            });
                        }
                        sheet_members(json, view, form, &counted.checks, sheet);
                    }
                });
            }
        });
    });
    Ok(json.into_bytes())
}

fn sheet_members(json: &mut Json, view: &View<'_>, form: &Form, checks: &[tally::CheckInfo], sheet: &Sheet) {
    let state = &sheet.state;
    json.key("standing").string(state.standing.text());
    for (name, flag) in flags(state) {
        if flag {
            json.key(name).boolean(true);
        }
    }
    outcomes(json, checks, state.outcomes);
    if let Some(stands) = sheet.standing_version() {
        json.key("stands").number(stands.entry);
    }
    let withdrawn =
        sheet.standing_version().is_some_and(|version| matches!(version.claim, Claim::Withdrawn(_)));
    if let Some(cells) = state.cells.as_deref().filter(|_| withdrawn) {
        json.key("values").array(|json| values(json, cells));
    }
    json.key("versions").array(|json| {
        for version in &sheet.versions {
            json.object(|json| version_members(json, view, form, version));
        }
    });
    if !sheet.readings.is_empty() {
        json.key("readings").array(|json| {
            for reading in &sheet.readings {
                json.object(|json| reading_members(json, view, reading));
            }
        });
    }
    if !sheet.rulings.is_empty() {
        json.key("rulings").array(|json| {
            for ruling in &sheet.rulings {
                json.object(|json| {
                    json.key("entry").number(ruling.entry);
                    json.key("stands").string(&ruling.stands.to_hex());
                    json.key("by").string(&signer(view, ruling.key));
                    text(json, ruling.text.as_ref());
                    json.key("at").display(ruling.at);
                });
            }
        });
    }
    if !sheet.objections.is_empty() {
        json.key("objections").array(|json| objections(json, view, &sheet.objections));
    }
    if let Some(entry) = sheet.plenary {
        json.key("confirmed_by_plenary").number(entry);
    }
}

/// The flags of a state with their names in the published files.
pub(crate) fn flags(state: &State) -> [(&'static str, bool); 6] {
    [
        ("confirmed", state.confirmed),
        ("disputed", state.disputed),
        ("evidence_pending", state.evidence_pending),
        ("rivals", state.rivals),
        ("votes_corrected", state.votes_corrected),
        ("partly_read", state.partly_read),
    ]
}

fn outcomes(json: &mut Json, checks: &[tally::CheckInfo], outcomes: Outcomes) {
    for (name, bits) in [("fails", outcomes.fails), ("undecided", outcomes.undecided)] {
        if bits == 0 {
            continue;
        }
        json.key(name).array(|json| {
            for (position, check) in checks.iter().enumerate() {
                if bits >> position & 1 == 1 {
                    json.string(&check.id);
                }
            }
        });
    }
}

fn version_members(json: &mut Json, view: &View<'_>, form: &Form, version: &Version) {
    let profile = &view.tally.election().profile;
    json.key("entry").number(version.entry);
    json.key("id").string(&version.id.to_hex());
    json.key("by").string(&signer(view, version.key));
    if let Some(stage) = profile.stages.get(usize::from(version.stage)) {
        json.key("stage").string(&stage.id);
    }
    if let Some(run) = version.run.and_then(|run| profile.runs.get(usize::from(run))) {
        json.key("run").string(&run.id);
    }
    json.key("at").display(version.at);
    json.key("logged_ms").number(version.logged_ms);
    if let Some(id) = version.supersedes {
        json.key("supersedes").string(&id.to_hex());
    }
    if let Some(reason) = version.reason.and_then(|reason| profile.reasons.get(usize::from(reason))) {
        json.key("reason").string(&reason.id);
    }
    text(json, version.text.as_deref());
    match &version.claim {
        Claim::Figures(cells) => {
            json.key("values").array(|json| values(json, cells));
            came_about(json, view, version.how.as_deref());
        }
        Claim::Withdrawn(None) => {
            json.key("withdraws").string("sheet");
        }
        Claim::Withdrawn(Some(fields)) => {
            json.key("withdraws").array(|json| {
                for field in fields.iter().filter_map(|field| form.fields.get(usize::from(field.0))) {
                    json.string(&field.name);
                }
            });
        }
    }
    photos(json, &version.evidence);
}

fn reading_members(json: &mut Json, view: &View<'_>, reading: &ReadingNote) {
    json.key("entry").number(reading.entry);
    json.key("id").string(&reading.id.to_hex());
    json.key("by").string(&signer(view, reading.key));
    json.key("reader").string(reading.machine.as_deref().unwrap_or("person"));
    json.key("at").display(reading.at);
    json.key("photos").array(|json| {
        for photo in &reading.captures {
            json.string(&photo.to_hex());
        }
    });
    json.key("values").array(|json| values(json, &reading.cells));
    came_about(json, view, reading.how.as_deref());
    if let Some(wrong) = reading.wrong {
        json.key("wrong").number(wrong);
    }
}

// How each field's figure came about and how sure it is, in parts per million; null where nobody says.
fn came_about(json: &mut Json, view: &View<'_>, how: Option<&[How]>) {
    let Some(how) = how else { return };
    json.key("method").array(|json| {
        for one in how {
            match view.tally.way(*one) {
                Some(way) => json.string(way),
                None => json.null(),
            };
        }
    });
    if how.iter().any(|one| one.confidence().is_some()) {
        json.key("confidence").array(|json| {
            for one in how {
                match one.confidence() {
                    Some(parts) => json.number(parts),
                    None => json.null(),
                };
            }
        });
    }
}

/// The hash of a text that says more, where there is one.
pub(crate) fn text(json: &mut Json, text: Option<&Hash>) {
    if let Some(text) = text {
        json.key("text").string(&text.to_hex());
    }
}

fn photos(json: &mut Json, all: &[Evidence]) {
    if !all.is_empty() {
        json.key("evidence").array(|json| {
            for one in all {
                json.object(|json| evidence(json, one));
            }
        });
    }
}

/// Objections, each with what was answered: the last answer holds.
pub(crate) fn objections(json: &mut Json, view: &View<'_>, all: &[ObjectionNote]) {
    for objection in all {
        json.object(|json| {
            json.key("entry").number(objection.entry);
            json.key("id").string(&objection.id.to_hex());
            json.key("kind").string(objection.kind.text());
            json.key("by").string(&signer(view, objection.key));
            json.key("at").display(objection.at);
            text(json, Some(&objection.text));
            photos(json, &objection.evidence);
            if !objection.answers.is_empty() {
                json.key("answers").array(|json| {
                    for answer in &objection.answers {
                        json.object(|json| {
                            json.key("entry").number(answer.entry);
                            json.key("id").string(&answer.id.to_hex());
                            json.key("outcome").string(answer.outcome.text());
                            json.key("by").string(&signer(view, answer.key));
                            json.key("at").display(answer.at);
                            text(json, Some(&answer.text));
                            photos(json, &answer.evidence);
                        });
                    }
                });
            }
        });
    }
}

fn values(json: &mut Json, cells: &[Cell]) {
    for cell in cells {
        match cell {
            Cell::Read(figure) => json.number(figure.0),
            Cell::Unread(why) => json.string(why.text()),
        };
    }
}

pub(crate) fn evidence(json: &mut Json, evidence: &Evidence) {
    let (page, uri, sha256): (Option<u8>, Option<&str>, Option<Hash>) = match evidence {
        Evidence::Claimed { page, uri } => (*page, uri.as_deref(), None),
        Evidence::Named(named) => (named.page, named.uri.as_deref(), Some(named.sha256)),
    };
    if let Some(page) = page {
        json.key("page").number(page);
    }
    if let Some(uri) = uri {
        json.key("uri").string(uri);
    }
    match sha256 {
        Some(sha256) => json.key("sha256").string(&sha256.to_hex()),
        None => json.key("claimed").boolean(true),
    };
}

pub(crate) fn signer(view: &View<'_>, key: u32) -> String {
    view.keys.get(key as usize).map(|record| record.key.name().as_str().to_owned()).unwrap_or_default()
}
