//! The night as a ledger: signed with its own keys, folded from the first entry, counted through.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

#[path = "../../election/tests/it/bundle.rs"]
mod bundle;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use bundle::bundle;
use election::{
    CandidateTable, Cell, ConstituencyTable, Election, Outcome, Places, Profile, ProfileBundle, StationIx,
    Unread,
};
use ledger::{Entry, Hash, KeyKind, KeyName, SigningKey, sha256};
use proptest::prelude::*;
use simulate::{Demo, Draft, Night, SignerId, SimulateError, faults};
use statement::{Kind, Moment, sign};
use tally::{LegalStatus, PlenaryDifference, Quality, Refusal, Replay, Standing, State, Tally, Trust};

fn law() -> &'static ProfileBundle {
    static LAW: OnceLock<ProfileBundle> = OnceLock::new();
    LAW.get_or_init(|| bundle("profiles/id-2024"))
}

fn profile() -> Profile {
    static PROFILE: OnceLock<Profile> = OnceLock::new();
    PROFILE.get_or_init(|| Profile::from_bundle(law()).unwrap()).clone()
}

fn made(seed: u64, stations: usize) -> (Demo, Arc<Election>) {
    let demo = simulate::places(seed, stations);
    let profile = profile();
    let places = Places::parse(&profile, demo.regions_csv.as_bytes(), demo.stations_csv.as_bytes()).unwrap();
    let constituencies = ConstituencyTable::parse(demo.constituencies_csv.as_bytes()).unwrap();
    let candidates = CandidateTable::parse(demo.candidates_csv.as_bytes()).unwrap();
    let election = Election::new(profile, places, Some(constituencies), Some(candidates)).unwrap();
    (demo, Arc::new(election))
}

fn start() -> Moment {
    Moment::parse("2024-02-14T13:00:00+07:00").unwrap()
}

/// A night of the least size, replayed.
struct Ledger {
    election: Arc<Election>,
    night: Night,
    replay: Replay,
    refused: Vec<Refusal>,
    kinds: BTreeSet<Kind>,
    /// The tally after each step.
    cuts: Vec<Tally>,
}

fn ledger() -> &'static Ledger {
    static LEDGER: OnceLock<Ledger> = OnceLock::new();
    LEDGER.get_or_init(|| run(7, simulate::least_stations(), 8))
}

fn run(seed: u64, stations: usize, steps: usize) -> Ledger {
    let (demo, election) = made(seed, stations);
    let profile_json = law().to_json();
    let log = SigningKey::from_seed(KeyName::new("example.org/simulasi").unwrap(), KeyKind::Ed25519, [1; 32]);
    let at = Moment::parse("2024-02-01T09:00:00+07:00").unwrap();
    let first = simulate::definition(&election, &demo, &profile_json, log.verifying_key(), seed, at).unwrap();
    let night = simulate::night(&election, seed, start(), steps, None).unwrap();
    let keys: HashMap<SignerId, SigningKey> = simulate::keys(&election, seed)
        .unwrap()
        .into_iter()
        .map(|key| (key.signer.clone(), key.signing_key().unwrap()))
        .collect();
    let blobs: HashMap<Hash, Vec<u8>> = [
        &profile_json,
        &demo.regions_csv,
        &demo.stations_csv,
        &demo.constituencies_csv,
        &demo.candidates_csv,
    ]
    .map(|text| (sha256(text.as_bytes()), text.clone().into_bytes()))
    .into_iter()
    .collect();
    let entry = |draft: &Draft, batch: u64| {
        let signers: Vec<&SigningKey> = draft.signers.iter().map(|signer| &keys[signer]).collect();
        let note = sign(&draft.text, &signers).unwrap();
        Entry { time_ms: 1_707_000_000_000 + batch, batch, note: &note }.encode()
    };
    let mut replay = Replay::begin(&entry(&first, 0), &|hash| blobs.get(hash).cloned()).unwrap();
    let (mut refused, mut kinds, mut cuts) = (Vec::new(), BTreeSet::new(), Vec::new());
    for (batch, drafts) in (1..).zip(&night.steps) {
        let entries: Vec<Vec<u8>> = drafts.iter().map(|draft| entry(draft, batch)).collect();
        replay.apply(replay.tally.size(), &entries, Trust::Nobody, &mut |refusal| refused.push(refusal));
        for draft in drafts {
            let word = draft.text.lines().next().unwrap().rsplit(' ').next().unwrap();
            kinds.insert(Kind::parse(word).unwrap());
        }
        cuts.push(replay.tally.clone());
    }
    Ledger { election, night, replay, refused, kinds, cuts }
}

fn states(tally: &Tally) -> impl Iterator<Item = (&'static str, StationIx, State)> + '_ {
    ["ppwp", "pdpr"].into_iter().flat_map(move |id| {
        let contest = tally.election().profile.contest(id).unwrap();
        let stations = tally.election().places.stations_in(tally.election().places.nation());
        stations.map(move |station| (id, station, tally.state_of(contest, station)))
    })
}

/// The rows of the hard checks that fail on a sheet.
fn failing(election: &Election, contest: &str, station: StationIx, cells: &[Cell]) -> BTreeSet<String> {
    let form = election.form(election.profile.contest(contest).unwrap(), station).unwrap();
    let checks = election.form_by_ix(form).checks.iter();
    checks
        .filter(|check| check.hard && check.evaluate(cells) == Outcome::Fails)
        .map(|check| check.id.to_string())
        .collect()
}

#[test]
fn nothing_of_the_night_is_refused() {
    let ledger = ledger();
    assert_eq!(ledger.refused, []);
    let statements: usize = ledger.night.steps.iter().map(Vec::len).sum();
    assert_eq!(ledger.replay.tally.size(), 1 + statements as u64);
    assert!(ledger.replay.definition.practice);
}

#[test]
fn the_regency_has_the_stations_asked_for() {
    for stations in [simulate::least_stations(), 1_200] {
        let (_, election) = made(3, stations);
        assert_eq!(election.places.stations().len(), stations);
        assert!(
            election.places.regions().iter().skip(1).all(|region| region.code.as_str().starts_with("98"))
        );
        assert!(election.unplaced_constituency_rows().is_empty());
    }
}

#[test]
fn every_kind_of_statement_comes_but_the_definition_and_the_close() {
    let never = [Kind::Definition, Kind::Close];
    let expected: BTreeSet<Kind> = Kind::ALL.iter().copied().filter(|kind| !never.contains(kind)).collect();
    assert_eq!(ledger().kinds, expected);
}

#[test]
fn every_quality_stands_at_the_end() {
    let presidential = states(&ledger().replay.tally).filter(|(id, ..)| *id == "ppwp");
    let seen: BTreeSet<Quality> = presidential.map(|(.., state)| state.quality).collect();
    assert_eq!(seen, Quality::ALL.into_iter().collect());
}

#[test]
fn every_standing_stands_confirmed_and_not() {
    let seen: BTreeSet<(Standing, bool)> = states(&ledger().replay.tally)
        .filter(|(.., state)| state.version.is_some())
        .map(|(.., state)| (state.standing, state.confirmed))
        .collect();
    let expected =
        Standing::ALL.into_iter().flat_map(|standing| [(standing, false), (standing, true)]).collect();
    assert_eq!(seen, expected);
}

#[test]
fn every_flag_is_raised() {
    type Flag = fn(&State) -> bool;
    let tally = &ledger().replay.tally;
    let flags: [(&str, Flag); 6] = [
        ("disputed", |state| state.disputed),
        ("evidence pending", |state| state.evidence_pending),
        ("rivals", |state| state.rivals),
        ("votes corrected", |state| state.votes_corrected),
        ("corrected without votes", |state| state.standing == Standing::Corrected && !state.votes_corrected),
        ("partly read", |state| state.partly_read),
    ];
    for (name, raised) in flags {
        assert!(states(tally).any(|(.., state)| raised(&state)), "{name}");
    }
}

#[test]
fn fields_are_unread_for_every_reason() {
    let seen: BTreeSet<Unread> = states(&ledger().replay.tally)
        .filter_map(|(.., state)| state.cells)
        .flat_map(|cells| cells.iter().copied().collect::<Vec<_>>())
        .filter_map(|cell| match cell {
            Cell::Read(_) => None,
            Cell::Unread(why) => Some(why),
        })
        .collect();
    let during: BTreeSet<Unread> = ledger()
        .cuts
        .iter()
        .flat_map(|cut| states(cut).filter_map(|(.., state)| state.cells).collect::<Vec<_>>())
        .flat_map(|cells| cells.to_vec())
        .filter_map(|cell| match cell {
            Cell::Read(_) => None,
            Cell::Unread(why) => Some(why),
        })
        .collect();
    // What a source hadn't published, it has by the end.
    let mut at_the_end: BTreeSet<Unread> = Unread::ALL.into_iter().collect();
    assert_eq!(during.union(&seen).copied().collect::<BTreeSet<_>>(), at_the_end);
    at_the_end.remove(&Unread::NotPublished);
    assert!(seen.is_superset(&at_the_end));
}

#[test]
fn every_legal_status_is_reached() {
    let tally = &ledger().replay.tally;
    let seen: Vec<LegalStatus> = tally
        .contests()
        .iter()
        .flat_map(|contest| contest.records().values())
        .map(tally::RegionRecord::status)
        .collect();
    for status in [
        LegalStatus::Running,
        LegalStatus::PlenaryClosed,
        LegalStatus::Determined,
        LegalStatus::UnderDispute,
        LegalStatus::Ruled,
    ] {
        assert!(seen.contains(&status), "{status:?}");
    }
}

#[test]
fn plenaries_of_lists_add_up_their_candidates_but_where_one_takes_the_paper_as_it_stands() {
    let ledger = ledger();
    let contest = ledger.election.profile.contest("pdpr").unwrap();
    let regency = ledger.election.places.find_region(simulate::REGENCY).unwrap();
    let counted = ledger.replay.tally.contest(contest).unwrap();
    let mut slips = 0;
    for district in ledger.election.places.children(regency) {
        let plenary = counted.record(district).unwrap().standing_plenary().unwrap();
        let form = ledger.election.form_by_ix(plenary.form);
        let figure = |name: &str| plenary.cells[usize::from(form.field(name).unwrap().0)].figure().unwrap().0;
        assert_eq!(form.options.len(), 18);
        let adds_up = |option: &election::OptionDef| {
            let key = &option.key;
            let candidates: u32 = (1..=7).map(|number| figure(&format!("votes.{key}.{number}"))).sum();
            figure(&format!("votes.{key}")) == figure(&format!("votes.{key}.list")) + candidates
        };
        slips += u32::from(!form.options.iter().all(adds_up));
    }
    assert_eq!(slips, 1);
}

#[test]
fn plenaries_differ_where_the_night_says_so() {
    let ledger = ledger();
    let tally = &ledger.replay.tally;
    let contest = |id| ledger.election.profile.contest(id).unwrap();
    let at_the_end = tally::plenary_differences(tally, contest("ppwp"));
    assert!(at_the_end.iter().any(|found| matches!(found, PlenaryDifference::Check { .. })));
    let province = ledger.election.places.find_region(simulate::PROVINCE).unwrap();
    let above = tally::plenary_differences(tally, contest("pdpr"));
    assert!(
        above
            .iter()
            .any(|found| matches!(found, PlenaryDifference::Below { region, .. } if *region == province))
    );
    let regency = ledger.election.places.find_region(simulate::REGENCY).unwrap();
    assert!(
        !above
            .iter()
            .any(|found| matches!(found, PlenaryDifference::Below { region, .. } if *region == regency))
    );
}

#[test]
fn every_hard_check_of_every_form_fails_alone_or_with_the_one_it_is_tied_to() {
    let ledger = ledger();
    let mut seen: BTreeMap<&str, BTreeSet<BTreeSet<String>>> = BTreeMap::new();
    // What the committees stated, also where a plenary settled it later.
    for cut in &ledger.cuts {
        for contest_id in ["ppwp", "pdpr"] {
            let contest = cut.contest(ledger.election.profile.contest(contest_id).unwrap()).unwrap();
            for station in ledger.election.places.stations_in(ledger.election.places.nation()) {
                for version in contest.sheet(station).map_or(&[][..], |sheet| &sheet.versions) {
                    if let tally::Claim::Figures(cells) = &version.claim {
                        let fails = failing(&ledger.election, contest_id, station, cells);
                        seen.entry(contest_id).or_default().insert(fails);
                    }
                }
            }
        }
    }
    for contest in ["ppwp", "pdpr"] {
        let ix = ledger.election.profile.contest(contest).unwrap();
        let form = ledger.election.form_by_ix(ledger.election.form(ix, StationIx(0)).unwrap());
        for check in form.checks.iter().filter(|check| check.hard) {
            let tied = faults::HARD
                .iter()
                .find(|fault| fault.check == check.id.as_str())
                .and_then(|fault| fault.also);
            let wanted: BTreeSet<String> =
                std::iter::once(check.id.to_string()).chain(tied.map(str::to_owned)).collect();
            assert!(seen[contest].contains(&wanted), "{contest}: no sheet fails exactly {wanted:?}");
        }
    }
}

#[test]
fn every_hard_check_fails_at_the_end() {
    let ledger = ledger();
    let mut fails: BTreeSet<String> = BTreeSet::new();
    for (contest, station, state) in states(&ledger.replay.tally) {
        if let Some(cells) = &state.cells {
            fails.extend(failing(&ledger.election, contest, station, cells));
        }
    }
    let fails: BTreeSet<&str> = fails.iter().map(|id| id.split('.').next().unwrap()).collect();
    let hard = faults::HARD.iter().map(|fault| fault.check).chain([faults::LIST]);
    assert_eq!(fails, hard.collect());
}

#[test]
fn every_row_of_soft_faults_fails_its_check_on_a_sound_sheet() {
    let ledger = ledger();
    let contest = ledger.election.profile.contest("ppwp").unwrap();
    let failing: BTreeSet<String> = states(&ledger.replay.tally)
        .filter(|(id, _, state)| *id == "ppwp" && state.quality == Quality::Consistent)
        .flat_map(|(_, station, state)| {
            let form = ledger.election.form_by_ix(ledger.election.form(contest, station).unwrap());
            let cells = state.cells.unwrap();
            form.checks
                .iter()
                .filter(|check| check.evaluate(&cells) == Outcome::Fails)
                .map(|check| check.rule.to_string())
                .collect::<Vec<_>>()
        })
        .collect();
    for fault in faults::SOFT {
        assert!(failing.contains(fault.check), "{}", fault.check);
    }
}

#[test]
fn lost_keys_end_and_their_successors_sign() {
    let ring = &ledger().replay.keyring;
    let ended: Vec<&str> = ring
        .records()
        .iter()
        .filter(|record| record.revoked.is_some())
        .map(|record| record.scope.as_str())
        .collect();
    assert_eq!(ended.len(), 3);
    for scope in ended {
        let next = format!("kpps/{scope}/2");
        let position = ring.records().iter().position(|record| record.key.name().as_str() == next).unwrap();
        let used = ledger().replay.tally.contests().iter().any(|contest| {
            let station = ledger().election.places.find_station(scope).unwrap();
            contest
                .sheet(station)
                .is_some_and(|sheet| sheet.versions.iter().any(|version| version.key as usize == position))
        });
        assert!(used, "{next} signs nothing");
    }
}

#[test]
fn attachments_are_named_by_their_bytes_and_only_late_photos_are_missing() {
    let ledger = ledger();
    let held: BTreeSet<Hash> = ledger.night.attachments.iter().map(|blob| blob.sha256).collect();
    assert_eq!(held.len(), ledger.night.attachments.len());
    assert!(ledger.night.attachments.iter().all(|blob| sha256(&blob.bytes) == blob.sha256));
    for contest in ledger.replay.tally.contests() {
        for station in ledger.election.places.stations_in(ledger.election.places.nation()) {
            let Some(sheet) = contest.sheet(station) else { continue };
            let Some(position) = sheet.state.evidence else { continue };
            let missing = sheet.versions[position as usize].evidence.iter().any(|evidence| match evidence {
                tally::Evidence::Claimed { .. } => false,
                tally::Evidence::Named(named) => !held.contains(&named.sha256),
            });
            assert_eq!(missing, sheet.state.evidence_pending);
        }
    }
}

#[test]
fn figures_are_near_the_real_ones() {
    let (_, election) = made(11, 1_200);
    let night = simulate::night(&election, 11, start(), 1, None).unwrap();
    let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
    for line in night.steps[0].iter().filter_map(|draft| {
        let line = draft.text.strip_prefix("id-2024/v1 sheet\n")?;
        (line.contains("\"contest\":\"ppwp\"") && !line.contains("\"unread\":")).then_some(line)
    }) {
        for name in ["voters.roll.total", "voters.used.total", "cast", "invalid"] {
            let value = line
                .split(&format!("\"{name}\":"))
                .nth(1)
                .map_or(0, |rest| rest.split([',', '}']).next().unwrap().parse::<u64>().unwrap());
            *sums.entry(name).or_default() += value;
        }
    }
    let ppm = |part: &str, whole: &str| sums[part] * 1_000_000 / sums[whole];
    let turnout = ppm("voters.used.total", "voters.roll.total");
    let invalid = ppm("invalid", "cast");
    assert!((816_000..832_000).contains(&turnout), "{turnout}");
    assert!((18_700..20_700).contains(&invalid), "{invalid}");
}

#[test]
fn equal_seeds_make_equal_bytes_and_others_make_others() {
    let least = simulate::least_stations();
    let of = |seed| {
        let (demo, election) = made(seed, least);
        let keys = simulate::keys(&election, seed).unwrap();
        (demo, keys, simulate::night(&election, seed, start(), 5, None).unwrap())
    };
    let (a, b) = (of(1), of(2));
    assert_eq!(a, of(1));
    assert_ne!(a.0, b.0);
    assert_ne!(a.1, b.1);
    assert_ne!(a.2.steps, b.2.steps);
}

#[test]
fn there_are_as_many_groups_as_steps_and_their_statements_are_the_same() {
    let (_, election) = made(1, simulate::least_stations());
    let all = simulate::night(&election, 1, start(), 1, None).unwrap().steps.concat();
    for steps in [2, 3, 12] {
        let night = simulate::night(&election, 1, start(), steps, None).unwrap();
        assert_eq!(night.steps.len(), steps);
        assert!(night.steps.iter().all(|step| !step.is_empty()));
        assert_eq!(night.steps.concat(), all);
    }
    assert!(all.is_sorted_by_key(|draft| draft.at));
}

#[test]
fn too_small_an_election_is_refused() {
    let (_, election) = made(1, 60);
    let night = simulate::night(&election, 1, start(), 3, None);
    assert!(matches!(night, Err(SimulateError::TooFew { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    /// What a person of the deciding role settles is the true paper, so settled sheets are those meant to be consistent.
    #[test]
    fn whatever_the_seed_settled_sheets_are_consistent_and_nothing_is_refused(seed: u64) {
        let ledger = run(seed, simulate::least_stations(), 3);
        prop_assert_eq!(&ledger.refused, &[]);
        let stage = ledger.election.profile.stages.iter().position(|stage| stage.id == "plenary-district").unwrap();
        let mut settled = 0;
        for contest in ledger.replay.tally.contests() {
            for station in ledger.election.places.stations_in(ledger.election.places.nation()) {
                let Some(sheet) = contest.sheet(station) else { continue };
                let Some(version) = sheet.standing_version() else { continue };
                if usize::from(version.stage) == stage {
                    settled += 1;
                    prop_assert_eq!(sheet.state.quality, Quality::Consistent);
                }
            }
        }
        prop_assert!(settled > 0);
        let sound = states(&ledger.replay.tally).filter(|(.., state)| state.sound()).count();
        prop_assert!(sound * 10 > states(&ledger.replay.tally).count() * 6);
    }
}
