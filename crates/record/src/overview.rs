//! Records of regions as a whole, and of the election: totals with their parts, plenaries, keys, notices.

use election::{ContestIx, RegionIx};
use tally::{ContestTally, Quality, RegionRecord, Standing, Sums, Totals};

use crate::json::Json;
use crate::sheets::{codes, evidence, objections, signer, text};
use crate::view::{RenderError, View};

/// Path of the record of a region's totals.
pub fn totals_path(view: &View<'_>, contest: ContestIx, region: RegionIx) -> String {
    let election = view.tally.election();
    format!("record/{}/{}/totals.json", election.profile.contest_at(contest).id, codes(election, region))
}

/// The record of a region's totals: both totals, qualities, standings, checks, plenaries, legal status.
pub fn totals(view: &View<'_>, contest: ContestIx, region: RegionIx) -> Result<Vec<u8>, RenderError> {
    let election = view.tally.election();
    let place = election.places.region(region);
    let missing = || RenderError::Missing(format!("totals of {}", place.code));
    let counted = view.tally.contest(contest).ok_or_else(missing)?;
    let totals = counted.totals(region).ok_or_else(missing)?;
    let rules = election.profile.contest_at(contest);
    let mut json = Json::with_capacity(4096);
    json.object(|json| {
        json.key("contest").string(&rules.id);
        json.key("region").string(place.code.as_str());
        json.key("name").string(&place.name);
        json.key("level").number(place.level);
        if view.practice {
            json.key("practice").boolean(true);
        }
        json.key("touched_ms").number(counted.touched_ms(region));
        totals_members(json, view, counted, totals, place.level >= rules.options_from_level);
        let record = counted.record(region);
        json.key("legal_status")
            .string(record.map_or(tally::LegalStatus::Running, RegionRecord::status).text());
        if let Some(record) = record {
            record_members(json, view, record);
        }
    });
    Ok(json.into_bytes())
}

fn totals_members(
    json: &mut Json,
    view: &View<'_>,
    counted: &ContestTally,
    totals: &Totals,
    options_add_up: bool,
) {
    json.key("expected").number(totals.expected);
    json.key("stated").number(totals.stated);
    json.key("counted").number(totals.counted());
    json.key("partly_read").number(totals.partly_read);
    json.key("complete").boolean(totals.complete());
    json.key("quality").object(|json| {
        for quality in Quality::ALL {
            json.key(quality.text()).number(totals.with_quality(quality));
        }
    });
    json.key("standing").object(|json| {
        for standing in Standing::ALL {
            json.key(standing.text()).number(totals.with_standing(standing));
        }
    });
    json.key("votes_corrected").number(totals.votes_corrected);
    json.key("confirmed").number(totals.confirmed);
    json.key("disputed").number(totals.disputed);
    json.key("evidence_pending").number(totals.evidence_pending);
    for (name, sums) in [("consistent_or_better", &totals.sound), ("all_standing", &totals.all)] {
        json.key(name).object(|json| sums_members(json, view, counted.contest, sums, options_add_up));
    }
    json.key("checks").object(|json| {
        for (check, counts) in counted.checks.iter().zip(&totals.checks) {
            json.key(&check.id).object(|json| {
                json.key("hard").boolean(check.hard);
                json.key("fails").number(counts.fails);
                json.key("holds").number(counts.holds);
                json.key("undecided").number(counts.undecided);
            });
        }
    });
}

fn sums_members(json: &mut Json, view: &View<'_>, contest: ContestIx, sums: &Sums, options_add_up: bool) {
    json.key("sheets").number(sums.sheets);
    json.key("sums").object(|json| {
        let rules = view.tally.election().profile.contest_at(contest);
        for (column, (sum, read)) in rules.columns.iter().zip(sums.sums.iter().zip(&sums.read)) {
            if *read > 0 && (options_add_up || column.option.is_none()) {
                json.key(&column.name).number(sum.get());
            }
        }
    });
}

fn record_members(json: &mut Json, view: &View<'_>, record: &RegionRecord) {
    let election = view.tally.election();
    let standing: Vec<u64> = record.standing_sheets().map(|plenary| plenary.entry).collect();
    json.key("plenaries").array(|json| {
        for plenary in &record.plenaries {
            json.object(|json| {
                json.key("entry").number(plenary.entry);
                json.key("id").string(&plenary.id.to_hex());
                json.key("by").string(&signer(view, plenary.key));
                if let Some(stage) = election.profile.stages.get(usize::from(plenary.stage)) {
                    json.key("stage").string(&stage.id);
                }
                if let Some(constituency) = plenary.constituency {
                    json.key("constituency").string(election.constituency(constituency).code.as_str());
                }
                json.key("at").display(plenary.at);
                json.key("stands").boolean(standing.contains(&plenary.entry));
                json.key("closes").boolean(plenary.closes);
                text(json, plenary.text.as_ref());
                let sources = &election.profile.sources;
                if let Some(source) = plenary.source.and_then(|source| sources.get(usize::from(source))) {
                    json.key("source").string(&source.id);
                }
                json.key("values").object(|json| {
                    let form = election.form_by_ix(plenary.form);
                    for (field, cell) in form.fields.iter().zip(plenary.cells.iter()) {
                        if let Some(figure) = cell.figure() {
                            json.key(&field.name).number(figure.0);
                        }
                    }
                });
                json.key("evidence").array(|json| {
                    for one in &plenary.evidence {
                        json.object(|json| evidence(json, one));
                    }
                });
            });
        }
    });
    json.key("rivals").boolean(record.rivals);
    json.key("determinations").array(|json| {
        for note in &record.determinations {
            json.object(|json| {
                json.key("entry").number(note.entry);
                json.key("decree").string(&note.decree);
                json.key("at").display(note.at);
            });
        }
    });
    json.key("objections").array(|json| objections(json, view, &record.objections));
    json.key("rulings").number(record.rulings.len() as u64);
}

/// Path of the record of keys.
pub const KEYS_PATH: &str = "record/keys.json";

/// Every key ever registered, with each change of it: by whom, when, and why it ended.
pub fn keys(view: &View<'_>) -> Vec<u8> {
    let mut json = Json::with_capacity(4096);
    json.array(|json| {
        for record in view.keys {
            json.object(|json| {
                json.key("key").display(&record.key);
                json.key("fingerprint").string(&statement::fingerprint(&record.key.to_string()));
                json.key("role").string(&record.role);
                json.key("scope").string(record.scope.as_str());
                if let Some(source) = &record.source {
                    json.key("source").string(source);
                }
                json.key("registered").number(record.registered);
                if let Some(act) = record.registration.as_deref() {
                    json.key("registered_at").display(act.at);
                    signers(json.key("registered_by"), &act.by);
                }
                if let Some(entry) = record.revoked {
                    json.key("revoked").number(entry);
                }
                if let Some(act) = record.revocation.as_deref() {
                    json.key("revoked_at").display(act.at);
                    signers(json.key("revoked_by"), &act.by);
                    if let Some(reason) = &act.reason {
                        json.key("reason").string(reason);
                    }
                }
            });
        }
    });
    json.into_bytes()
}

/// Names of the keys that signed.
fn signers(json: &mut Json, by: &[String]) {
    json.array(|json| {
        for name in by {
            json.string(name);
        }
    });
}

/// Path of the newest cut's summary.
pub const LATEST_PATH: &str = "latest.json";

/// The one small file that clients poll: the cut, and each contest's state in the nation.
pub fn latest(view: &View<'_>, manifest: &ledger::Hash) -> Vec<u8> {
    let election = view.tally.election();
    let nation = election.places.nation();
    let mut json = Json::with_capacity(1024);
    json.object(|json| {
        json.key("format").string(crate::FORMAT);
        json.key("election").string(view.name);
        json.key("practice").boolean(view.practice);
        json.key("cut").number(view.cut.size);
        json.key("time_ms").number(view.cut.time_ms);
        json.key("origin").string(&view.cut.origin);
        json.key("root").display(view.cut.root);
        json.key("manifest").string(&manifest.to_hex());
        json.key("paused").boolean(
            view.tally
                .notices()
                .iter()
                .rev()
                .find(|notice| notice.kind != statement::NoticeKind::Other)
                .is_some_and(|notice| notice.kind == statement::NoticeKind::Paused),
        );
        json.key("closed").boolean(view.tally.closed());
        json.key("contests").object(|json| {
            for counted in view.tally.contests().iter().filter(|counted| counted.rostered) {
                let Some(totals) = counted.totals(nation) else { continue };
                json.key(&election.profile.contest_at(counted.contest).id).object(|json| {
                    json.key("expected").number(totals.expected);
                    json.key("counted").number(totals.counted());
                    json.key("consistent_or_better").number(totals.sound.sheets);
                    json.key("conflict").number(totals.with_quality(Quality::Conflict));
                });
            }
        });
    });
    json.into_bytes()
}

/// Path of the record of notices and redactions.
pub const NOTICES_PATH: &str = "record/notices.json";

/// Notices to the public, and blobs whose bytes were removed.
pub fn notices(view: &View<'_>) -> Vec<u8> {
    let mut json = Json::with_capacity(256);
    json.object(|json| {
        json.key("notices").array(|json| {
            for notice in view.tally.notices() {
                json.object(|json| {
                    json.key("entry").number(notice.entry);
                    json.key("kind").string(match notice.kind {
                        statement::NoticeKind::Paused => "paused",
                        statement::NoticeKind::Resumed => "resumed",
                        statement::NoticeKind::Other => "other",
                    });
                    json.key("reason").string(&notice.reason);
                    if let Some(until) = notice.until {
                        json.key("until").display(until);
                    }
                    json.key("at").display(notice.at);
                });
            }
        });
        json.key("redacted").array(|json| {
            for hash in view.tally.redacted() {
                json.string(&hash.to_hex());
            }
        });
    });
    json.into_bytes()
}
