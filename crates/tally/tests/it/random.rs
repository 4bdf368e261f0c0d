//! Whatever is stated, in whatever order: what the tally keeps up to date equals what is made anew and added up plainly.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use election::{Cell, Count, Election, FieldIx, Form, Profile, StationIx, Unread};
use ledger::{Entry, Hash};
use proptest::prelude::*;
use statement::statement_id;
use tally::{
    CheckCounts, Claim, ConstituencyTotals, ContestTally, Quality, Replay, Sheet, Standing, State, Sums,
    Tally, Totals, Trust,
};

use crate::world::{HEADER, SIGNERS, START, World, at, sign};

/// The election before anything is counted; made once, as every case begins with it.
static BEGUN: LazyLock<(World, Vec<Vec<u8>>)> = LazyLock::new(|| {
    let mut world = World::bare(&[]);
    let mut notes = Vec::new();
    for name in SIGNERS {
        let mut parts = name.split('/');
        let (role, scope) = (parts.next().unwrap(), parts.next().unwrap());
        let (scope, source) = match role {
            "commission" => continue,
            "importer" => ("N", r#""source":"gazette","#),
            _ => (scope, ""),
        };
        let vkey = crate::world::key(name).verifying_key().to_string();
        let body = format!(
            r#"{{"key":"{vkey}","role":"{role}","scope":"{scope}",{source}"at":"2026-04-02T00:00:00Z"}}"#
        );
        notes.push(sign("key", &body, &["commission/N", name]));
    }
    let roster =
        r#"{"contests":["chair","council"],"expected":{"chair":6,"council":5},"at":"2026-04-03T00:00:00Z"}"#;
    notes.push(sign("roster", roster, &["commission/N"]));
    let admission = world.replay.admit(notes, START + 1);
    assert!(admission.refused.is_empty(), "{:?}", admission.refused);
    (world, admission.accepted)
});

const STATIONS: [&str; 6] = ["01001", "01002", "01003", "01901", "02001", "02002"];
const CONTESTS: [&str; 2] = ["chair", "council"];

/// Something stated: who may, and what of it makes sense, is left to chance and to the rules.
#[derive(Clone, Debug)]
struct Saying {
    kind: u8,
    by: [usize; 2],
    both_sign: bool,
    contest: usize,
    station: usize,
    stage: usize,
    figures: Vec<Option<u8>>,
    supersedes: Option<usize>,
    closes: bool,
    second: u64,
}

fn sayings() -> impl Strategy<Value = Vec<Saying>> {
    let figures = proptest::collection::vec(proptest::option::weighted(0.9, 0..3u8), 7);
    let who = (0..12u8, [0..SIGNERS.len(), 0..SIGNERS.len()], prop::bool::weighted(0.1));
    // Few sheets, so that much is said of each.
    let what = (0..2usize, prop_oneof![3 => 0..1usize, 1 => 0..6usize], 0..8usize, figures);
    let how = (proptest::option::weighted(0.5, 0..6usize), any::<bool>(), 0..600u64);
    let saying =
        (who, what, how).prop_map(
            |((kind, by, both_sign), (contest, station, stage, figures), (supersedes, closes, second))| {
                Saying { kind, by, both_sign, contest, station, stage, figures, supersedes, closes, second }
            },
        );
    proptest::collection::vec(saying, 1..30)
}

/// Every other sheet adds up where it is read; the rest is what chance writes.
fn figures(form: &Form, saying: &Saying) -> String {
    let (mut values, mut unread) = (Vec::new(), Vec::new());
    let names = || form.fields.iter().map(|field| field.name.as_str());
    let mut written: BTreeMap<&str, Option<u8>> =
        names().zip(saying.figures.iter().copied().cycle()).collect();
    if saying.second.is_multiple_of(2) {
        let sum = |written: &BTreeMap<&str, Option<u8>>, part: &dyn Fn(&str) -> bool| -> Option<u8> {
            names().filter(|name| part(name)).map(|name| written[name]).sum()
        };
        let parties: Vec<&str> = names().filter(|name| name.matches('.').count() == 1).collect();
        for party in &parties {
            if names().any(|name| name.starts_with(&format!("{party}."))) {
                written.insert(party, sum(&written, &|name| name.starts_with(&format!("{party}."))));
            }
        }
        let counted = sum(&written, &|name| parties.contains(&name) || ["blank", "spoilt"].contains(&name));
        for name in ["register", "turnout", "counted"] {
            written.insert(name, counted);
        }
    }
    for field in &form.fields {
        let figure = written[field.name.as_str()];
        match figure {
            Some(figure) => values.push(format!(r#""{}":{figure}"#, field.name.as_str())),
            None => unread.push(format!(r#""{}":"illegible""#, field.name.as_str())),
        }
    }
    format!(r#""values":{{{}}},"unread":{{{}}},"#, values.join(","), unread.join(","))
}

/// The signers nearest to who could say it: a station's own, a municipality's, or anybody.
fn signers(saying: &Saying, station: &str) -> Vec<&'static str> {
    let place = &station[..2];
    let near = |at: usize| -> &'static str {
        let name = SIGNERS[at];
        let (role, scope) = name.split_once('/').unwrap();
        let scoped = match role {
            "clerk" => format!("clerk/{station}"),
            "board" => format!("board/{place}"),
            _ => format!("{role}/{scope}"),
        };
        SIGNERS.into_iter().find(|known| *known == scoped).unwrap()
    };
    let [first, second] = saying.by.map(near);
    if saying.both_sign && first != second { vec![first, second] } else { vec![first] }
}

/// The note, and the id it will have.
fn note(
    election: &Election,
    saying: &Saying,
    said: &BTreeMap<(usize, usize, bool), Vec<Hash>>,
) -> (Vec<u8>, Hash) {
    let (contest, station) = (CONTESTS[saying.contest], STATIONS[saying.station]);
    let contest_ix = election.profile.contest(contest).unwrap();
    let about_region = saying.kind >= 8;
    let region = if saying.stage.is_multiple_of(4) { "N" } else { &station[..2] };
    let place = if about_region { region } else { station };
    let key = (
        saying.contest,
        if about_region { region.len() * 10 + saying.station / 4 } else { saying.station },
        about_region,
    );
    let named = |back: usize| {
        let ids = said.get(&key).map_or(&[][..], Vec::as_slice);
        ids.iter().rev().nth(back % ids.len().max(1)).copied()
    };
    let signed_by = signers(saying, station);
    let at = at(saying.second);
    let source = if signed_by[0].starts_with("importer") { r#""source":"gazette","# } else { "" };
    let reference = saying.supersedes.and_then(named);
    let supersedes = reference
        .map_or(String::new(), |id| format!(r#""supersedes":"{}","reason":"typing-error","#, id.to_hex()));
    let id = named(saying.supersedes.unwrap_or(0)).unwrap_or(Hash([7; 32])).to_hex();
    let stage = if saying.stage == 7 { "rerun" } else { "count" };
    let photo = ledger::sha256(&saying.stage.to_be_bytes()).to_hex();
    let (kind, body) = match saying.kind {
        0..=3 => {
            let station_ix = election.places.find_station(station).unwrap();
            let figures = election
                .form(contest_ix, station_ix)
                .map_or(String::new(), |form| figures(election.form_by_ix(form), saying));
            let evidence = if saying.closes {
                format!(r#""evidence":[{{"page":1,"sha256":"{photo}"}}],"#)
            } else {
                String::new()
            };
            (
                "sheet",
                format!(
                    r#"{{"contest":"{contest}","station":"{station}","stage":"{stage}",{figures}{evidence}{source}{supersedes}"at":"{at}"}}"#
                ),
            )
        }
        4 => {
            let fields = if saying.closes { r#""fields":["votes.1"],"# } else { "" };
            (
                "withdrawal",
                format!(
                    r#"{{"contest":"{contest}","station":"{station}","stage":"{stage}",{fields}{source}"supersedes":"{id}","reason":"source-withdrew","at":"{at}"}}"#
                ),
            )
        }
        5 => (
            "capture",
            format!(
                r#"{{"contest":"{contest}","station":"{station}","page":1,"photo":{{"sha256":"{photo}","bytes":9,"media":"image/jpeg"}},"at":"{at}"}}"#
            ),
        ),
        6 => (
            "objection",
            format!(
                r#"{{"contest":"{contest}","place":"{station}","kind":"objection","text":"{photo}","at":"{at}"}}"#
            ),
        ),
        7 | 8 => (
            "ruling",
            format!(
                r#"{{"contest":"{contest}","place":"{place}","stands":"{id}","reason":"decided","at":"{at}"}}"#
            ),
        ),
        9 | 10 => {
            let form =
                tally::plenary_form(election, contest_ix, election.places.find_region(region).unwrap());
            let figures = form.map_or(String::new(), |form| figures(form, saying));
            let stage = if region == "N" { "national-plenary" } else { "municipal-plenary" };
            let closes = saying.closes;
            (
                "plenary",
                format!(
                    r#"{{"contest":"{contest}","region":"{region}","stage":"{stage}",{figures}"closes":{closes},{source}{supersedes}"at":"{at}"}}"#
                ),
            )
        }
        _ => (
            "determination",
            format!(r#"{{"contest":"{contest}","region":"{region}","decree":"{photo}","at":"{at}"}}"#),
        ),
    };
    (sign(kind, &body, &signed_by), statement_id(&format!("{HEADER} {kind}\n{body}\n")))
}

/// Statements admitted in batches of this many; the ledger's entries after the first, and the state they left.
fn admitted(sayings: &[Saying], batch: usize) -> (Vec<Vec<u8>>, Replay) {
    let (begun, first) = &*BEGUN;
    let mut replay = begun.replay.clone();
    let mut entries: Vec<Vec<u8>> =
        first.iter().map(|note| Entry { time_ms: START + 1, batch: 1, note }.encode()).collect();
    let mut said: BTreeMap<(usize, usize, bool), Vec<Hash>> = BTreeMap::new();
    let mut number = 1;
    for sayings in sayings.chunks(batch) {
        let mut notes = Vec::new();
        for saying in sayings {
            let (note, id) = note(replay.election(), saying, &said);
            let about_region = saying.kind >= 8;
            let region = if saying.stage.is_multiple_of(4) { 10 } else { 20 };
            let key = if about_region {
                (saying.contest, region + saying.station / 4, true)
            } else {
                (saying.contest, saying.station, false)
            };
            if matches!(saying.kind, 0..=4 | 9 | 10) {
                said.entry(key).or_default().push(id);
            }
            notes.push(note);
        }
        let time_ms = START + 1_000 * (number + 1);
        let admission = replay.admit(notes, time_ms);
        if !admission.accepted.is_empty() {
            number += 1;
        }
        let encode = |note: &Vec<u8>| Entry { time_ms, batch: number, note }.encode();
        entries.extend(admission.accepted.iter().map(encode));
    }
    (entries, replay)
}

/// Everything a tally says, in one text.
fn told(tally: &Tally) -> String {
    let mut text = format!("{} {}\n", tally.size(), tally.last_ms());
    for contest in tally.contests() {
        let places = &tally.election().places;
        for station in (0u32..).map(StationIx).take(places.stations().len()) {
            writeln!(text, "{:?}", contest.sheet(station)).unwrap();
        }
        for region in (0..=places.last_level()).flat_map(|level| places.region_ixs(level)) {
            writeln!(text, "{:?} {}", contest.totals(region), contest.touched_ms(region)).unwrap();
            writeln!(text, "{:?}", contest.record(region)).unwrap();
        }
        writeln!(text, "{:?} {:?}", contest.checks, contest.constituencies()).unwrap();
    }
    text
}

/// Totals of these stations, added up with no thought for speed.
fn plainly(tally: &Tally, contest: &ContestTally, stations: &[StationIx]) -> (Totals, ConstituencyTotals) {
    let election = tally.election();
    let columns = election.profile.contest_at(contest.contest).columns.len();
    let mut totals = Totals::new(columns, contest.checks.len(), election.profile.reasons.len());
    let mut fields = ConstituencyTotals::default();
    for station in stations {
        let Some(form) = election.form(contest.contest, *station).map(|ix| election.form_by_ix(ix)) else {
            continue;
        };
        let state = tally.state_of(contest.contest, *station);
        totals.expected += 1;
        totals.quality[Quality::ALL.iter().position(|quality| *quality == state.quality).unwrap()] += 1;
        if state.version.is_some() {
            totals.stated += 1;
            totals.standing[Standing::ALL.iter().position(|one| *one == state.standing).unwrap()] += 1;
        }
        totals.votes_corrected += u64::from(state.votes_corrected);
        totals.confirmed += u64::from(state.confirmed);
        totals.disputed += u64::from(state.disputed);
        totals.evidence_pending += u64::from(state.evidence_pending);
        totals.partly_read += u64::from(state.partly_read);
        let standing = contest.sheet(*station).and_then(|sheet| sheet.standing_version());
        if let Some(reason) = standing.and_then(|version| version.reason) {
            totals.reasons[usize::from(reason)] += 1;
        }
        for (at, check) in totals.checks.iter_mut().enumerate() {
            let one = |bits: u64| u32::from(bits & (1 << at) != 0);
            let CheckCounts { fails, holds, undecided } = check;
            *fails += one(state.outcomes.fails);
            *holds += one(state.outcomes.holds);
            *undecided += one(state.outcomes.undecided);
        }
        fields.fields.resize(form.fields.len().max(fields.fields.len()), Count::default());
        fields.sound_fields.resize(fields.fields.len(), Count::default());
        if counts(form, &state) {
            add(&mut totals.all, form, &state);
            add_fields(&mut fields.fields, &state);
            let quoted = state.quality == Quality::Consistent || state.confirmed;
            if quoted {
                add(&mut totals.sound, form, &state);
                add_fields(&mut fields.sound_fields, &state);
            }
        }
    }
    fields.totals = totals.clone();
    let touched = stations.iter().filter_map(|station| contest.sheet(*station)).map(|sheet| sheet.touched_ms);
    fields.touched_ms = touched.max().unwrap_or(contest.rostered_ms);
    (totals, fields)
}

/// Every option is read.
fn counts(form: &Form, state: &State) -> bool {
    let Some(cells) = &state.cells else { return false };
    form.options.iter().all(|option| matches!(cells[usize::from(option.field.0)], Cell::Read(_)))
}

fn add(sums: &mut Sums, form: &Form, state: &State) {
    sums.sheets += 1;
    for (field, cell) in form.fields.iter().zip(state.cells.as_ref().unwrap().iter()) {
        if let (Some(column), Cell::Read(figure)) = (field.column, cell) {
            let at = usize::from(column.0);
            sums.sums[at] = sums.sums[at].checked_add(Count::from(*figure)).unwrap();
            sums.read[at] += 1;
        }
    }
}

fn add_fields(sums: &mut [Count], state: &State) {
    for (sum, cell) in sums.iter_mut().zip(state.cells.as_ref().unwrap().iter()) {
        if let Cell::Read(figure) = cell {
            *sum = sum.checked_add(Count::from(*figure)).unwrap();
        }
    }
}

fn totals_are_the_plain_sums(tally: &Tally) {
    let election = tally.election();
    let places = &election.places;
    for contest in tally.contests().iter().filter(|contest| contest.rostered) {
        for region in (0..=places.last_level()).flat_map(|level| places.region_ixs(level)) {
            let stations: Vec<StationIx> = places.stations_in(region).collect();
            let (totals, _) = plainly(tally, contest, &stations);
            assert_eq!(contest.totals(region), Some(&totals), "{}", places.region(region).code);
        }
        for (constituency, sums) in contest.constituencies() {
            let all = places.stations_in(places.nation());
            let stations: Vec<StationIx> = all
                .filter(|station| election.constituency_of(contest.contest, *station) == Some(*constituency))
                .collect();
            assert_eq!(*sums, plainly(tally, contest, &stations).1, "{constituency:?}");
        }
    }
}

/// The figures that a version leaves standing, looked up link by link; and where its photos are.
fn plain_figures(profile: &Profile, sheet: &Sheet, at: usize) -> (Option<Arc<[Cell]>>, usize) {
    let mut chain = vec![at];
    while let Claim::Withdrawn(_) = sheet.versions[*chain.last().unwrap()].claim {
        let id = sheet.versions[*chain.last().unwrap()].supersedes.unwrap();
        chain.push(sheet.versions.iter().position(|version| version.id == id).unwrap());
    }
    let evidence = *chain.last().unwrap();
    let restated = |at: &usize| {
        let version = &sheet.versions[*at];
        profile.roles[usize::from(version.role)].restates.then_some((version.stage, version.source))
    };
    chain.reverse();
    if restated(&at).is_some() && matches!(sheet.versions[at].claim, Claim::Withdrawn(_)) {
        chain = (0..sheet.versions.len()).filter(|other| restated(other) == restated(&at)).collect();
        let time = |at: &usize| (sheet.versions[*at].at, *at);
        chain.retain(|other| time(other) <= time(&at));
        chain.sort_by_key(time);
    }
    let mut cells: Option<Vec<Cell>> = None;
    for link in chain {
        match (&sheet.versions[link].claim, &mut cells) {
            (Claim::Figures(figures), _) => cells = Some(figures.to_vec()),
            (Claim::Withdrawn(_), None) => {}
            (Claim::Withdrawn(fields), Some(cells)) => {
                for (position, cell) in cells.iter_mut().enumerate() {
                    let named = |field: &FieldIx| usize::from(field.0) == position;
                    let named = fields.as_ref().is_none_or(|fields| fields.iter().any(named));
                    if named && *cell != Cell::Unread(Unread::NoField) {
                        *cell = Cell::Unread(Unread::Withdrawn);
                    }
                }
            }
        }
    }
    (cells.map(Into::into), evidence)
}

fn figures_are_the_plain_ones(tally: &Tally) {
    let profile = &tally.election().profile;
    for contest in tally.contests() {
        let stations = (0u32..).map(StationIx).take(STATIONS.len());
        for sheet in stations.filter_map(|station| contest.sheet(station)) {
            let Some(standing) = sheet.state.version else { continue };
            let (cells, evidence) = plain_figures(profile, sheet, standing as usize);
            assert_eq!(sheet.state.cells, cells);
            assert_eq!(sheet.state.evidence, u32::try_from(evidence).ok());
            let own = |at: &u32| !profile.roles[usize::from(sheet.versions[*at as usize].role)].restates;
            if !own(&standing) || !sheet.stood.iter().all(own) {
                continue;
            }
            let differs = |stood: &u32| {
                let (before, _) = plain_figures(profile, sheet, *stood as usize);
                let both = before
                    .into_iter()
                    .zip(cells.clone())
                    .flat_map(|(before, now)| before.iter().copied().zip(now.to_vec()).collect::<Vec<_>>());
                both.into_iter()
                    .any(|both| matches!(both, (Cell::Read(before), Cell::Read(now)) if before != now))
            };
            if sheet.state.standing != Standing::Withdrawn {
                let corrected = sheet.stood.iter().any(differs);
                assert_eq!(sheet.state.standing == Standing::Corrected, corrected, "{sheet:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn at_every_prefix_the_running_tally_is_the_one_made_from_scratch_and_the_plain_one(sayings in sayings()) {
        let (entries, _) = admitted(&sayings, 1);
        let (world, begun) = &*BEGUN;
        let mut running = world.begin_again();
        let mut refused = Vec::new();
        let first = begun.len();
        running.apply(1, &entries[..first], Trust::Admission, &mut |refusal| refused.push(refusal));
        for (number, entry) in entries.iter().enumerate().skip(first) {
            let one = std::slice::from_ref(entry);
            running.apply(number as u64 + 1, one, Trust::Admission, &mut |refusal| refused.push(refusal));
            totals_are_the_plain_sums(&running.tally);
            figures_are_the_plain_ones(&running.tally);
            let mut scratch = world.begin_again();
            scratch.apply(1, &entries[..=number], Trust::Admission, &mut |refusal| refused.push(refusal));
            prop_assert_eq!(told(&running.tally), told(&scratch.tally));
        }
        prop_assert!(refused.is_empty(), "what was admitted is refused: {:?}", refused);
    }

    #[test]
    fn what_is_admitted_in_batches_is_what_an_outsider_makes_of_the_entries(
        sayings in sayings(),
        batch in 1..12usize,
    ) {
        let (entries, admitted) = admitted(&sayings, batch);
        let mut outsider = BEGUN.0.begin_again();
        let mut refused = Vec::new();
        outsider.apply(1, &entries, Trust::Nobody, &mut |refusal| refused.push(refusal));
        prop_assert!(refused.is_empty(), "what was admitted is refused: {:?}", refused);
        prop_assert_eq!(told(&outsider.tally), told(&admitted.tally));
    }
}

/// The generator is worth its name only if much of what it says is heard, and every rule is met.
#[test]
fn random_sayings_meet_every_state() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    let mut note_down = |what: String| *met.entry(what).or_default() += 1;
    for _ in 0..400 {
        let sayings = sayings().new_tree(&mut runner).unwrap().current();
        let (_, replay) = admitted(&sayings, 5);
        for contest in replay.tally.contests() {
            for station in (0..6).map(StationIx) {
                let Some(sheet) = contest.sheet(station) else { continue };
                let state = &sheet.state;
                note_down(state.quality.text().to_owned());
                note_down(state.standing.text().to_owned());
                for (flag, name) in [
                    (state.rivals, "rivals"),
                    (state.disputed, "disputed"),
                    (state.confirmed, "confirmed"),
                    (state.evidence_pending, "pending"),
                    (state.partly_read, "partly read"),
                    (!sheet.rulings.is_empty(), "ruled"),
                    (!sheet.stood.is_empty(), "stood"),
                ] {
                    if flag {
                        note_down(name.to_owned());
                    }
                }
            }
            for record in contest.records().values() {
                note_down(record.status().text().to_owned());
                if record.rivals {
                    note_down("rival plenaries".to_owned());
                }
            }
        }
    }
    for what in [
        "pictured",
        "incomplete",
        "consistent",
        "conflict",
        "first",
        "corrected",
        "withdrawn",
        "rivals",
        "disputed",
        "confirmed",
        "pending",
        "partly read",
        "ruled",
        "stood",
        "plenary-closed",
        "determined",
        "rival plenaries",
    ] {
        assert!(met.contains_key(what), "{what} is never met: {met:?}");
    }
}
