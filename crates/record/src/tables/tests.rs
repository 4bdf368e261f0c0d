//! The promises of the tables, kept over any story of a small election.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use election::{
    CandidateTable, Cell, Code, ContestIx, Count, Election, Figure, Places, Profile, ProfileBundle, StationIx,
};
use ledger::{KeyKind, KeyName, SigningKey};
use proptest::prelude::*;
use statement::{KeyRecord, Signer, Statement};
use tally::{Changes, Claim, State, Sums, Tally};

use super::changes::{changes_frame, changes_in_parts};
use super::*;
use crate::keys::KeysByPlace;
use crate::view::Cut;

/// One step of a story: figures for a sheet, `None` being unread; or a withdrawal of what stands.
#[derive(Clone, Debug)]
pub(super) struct Step {
    contest: u8,
    station: u32,
    figures: Option<Vec<Option<u16>>>,
}

/// A tally, made of steps, with what came after the first `half` of them as changes.
pub(super) struct Story {
    tally: Tally,
    keys: Vec<KeyRecord>,
    keys_by_place: KeysByPlace,
    cut: Cut,
    before: Tally,
    changes: Changes,
}

fn mini() -> Arc<Election> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../election/tests/profiles/mini"));
    let mut bundle = ProfileBundle::default();
    for folder in [folder.to_path_buf(), folder.join("forms")] {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path
                    .strip_prefix(concat!(env!("CARGO_MANIFEST_DIR"), "/../election/tests/profiles/mini"));
                let name = name.unwrap().to_str().unwrap().to_owned();
                bundle.files.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let profile = Profile::from_bundle(&bundle).unwrap();
    let file = |name: &str| bundle.files[name].as_bytes();
    let places = Places::parse(&profile, file("regions.csv"), file("stations.csv")).unwrap();
    let candidates = CandidateTable::parse(file("candidates.csv")).unwrap();
    Arc::new(Election::new(profile, places, None, Some(candidates)).unwrap())
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let figures = proptest::collection::vec(proptest::option::weighted(0.8, 0..40u16), 12);
    let step = (0..2u8, 0..6u32, proptest::option::weighted(0.85, figures))
        .prop_map(|(contest, station, figures)| Step { contest, station, figures });
    proptest::collection::vec(step, 0..30)
}

pub(super) fn tell(steps: &[Step]) -> Story {
    tell_with(steps, |_| {})
}

/// As [`tell`], with what `more` says at the end.
fn tell_with(steps: &[Step], more: impl FnOnce(&mut Teller<'_>)) -> Story {
    let election = mini();
    let name = KeyName::new("clerk/1").unwrap();
    let signer = SigningKey::from_seed(name, KeyKind::Ed25519, [7; 32]);
    let keys = vec![KeyRecord {
        key: signer.verifying_key().clone(),
        role: "clerk".to_owned(),
        scope: Code::new("N").unwrap(),
        source: None,
        registered: 0,
        revoked: None,
        registration: None,
        revocation: None,
    }];
    let mut teller =
        Teller { tally: Tally::new(Arc::clone(&election)), entry: 0, signer: &signer, record: &keys[0] };
    let expected = |contest| election.stations_holding(ContestIx(contest), election.places.nation()).count();
    teller.fold(&format!(
        r#"roster
{{"contests":["chair","council"],"expected":{{"chair":{},"council":{}}},"at":"2026-05-01T00:00:00Z"}}"#,
        expected(0),
        expected(1)
    ));
    let (first, second) = steps.split_at(steps.len() / 2);
    for step in first {
        teller.step(step);
    }
    teller.tally.take_changes();
    let before = teller.tally.clone();
    for step in second {
        teller.step(step);
    }
    more(&mut teller);
    let changes = teller.tally.take_changes();
    let cut = Cut {
        size: teller.tally.size(),
        root: ledger::empty_root(),
        time_ms: 1_777_777_777_000,
        origin: "mini.example/log".to_owned(),
    };
    let tally = teller.tally;
    let keys_by_place = KeysByPlace::of(&keys);
    Story { tally, keys, keys_by_place, cut, before, changes }
}

struct Teller<'k> {
    tally: Tally,
    entry: u64,
    signer: &'k SigningKey,
    record: &'k KeyRecord,
}

impl Teller<'_> {
    fn fold(&mut self, lines: &str) {
        let header = self.tally.election().profile.header.clone();
        let text = format!("{header} {lines}\n");
        let note = statement::sign(&text, &[self.signer]).unwrap();
        let statement = Statement::parse(&header, &note).unwrap();
        let signers = [Signer { position: 0, record: self.record }];
        self.tally.fold(self.entry, 1_000 * self.entry, &statement, &signers).unwrap();
        self.entry += 1;
    }

    fn step(&mut self, step: &Step) {
        let election = Arc::clone(self.tally.election());
        let (contest, station) = (ContestIx(step.contest), StationIx(step.station));
        let Some(form) = election.form(contest, station) else { return };
        let id = &election.profile.contest_at(contest).id;
        let code = election.places.station(station).code;
        let counted = self.tally.contest(contest).unwrap();
        let last =
            counted.sheet(station).and_then(|sheet| sheet.versions.last()).map(|version| version.id.to_hex());
        let at = format!("2026-05-03T00:{:02}:{:02}+01:00", self.entry / 60, self.entry % 60);
        let Some(figures) = &step.figures else {
            if let Some(last) = last {
                self.fold(&format!(
                    r#"withdrawal
{{"contest":"{id}","station":"{code}","stage":"count","supersedes":"{last}","reason":"source-withdrew","at":"{at}"}}"#
                ));
            }
            return;
        };
        let (mut values, mut unread) = (Vec::new(), Vec::new());
        for (field, figure) in election.form_by_ix(form).fields.iter().zip(figures.iter().cycle()) {
            match figure {
                Some(figure) => values.push(format!(r#""{}":{figure}"#, field.name.as_str())),
                None => unread.push(format!(r#""{}":"illegible""#, field.name.as_str())),
            }
        }
        let supersedes =
            last.map_or(String::new(), |last| format!(r#""supersedes":"{last}","reason":"typing-error","#));
        let unread =
            if unread.is_empty() { String::new() } else { format!(r#""unread":{{{}}},"#, unread.join(",")) };
        self.fold(&format!(
            r#"sheet
{{"contest":"{id}","station":"{code}","stage":"count","values":{{{}}},{unread}{supersedes}"at":"{at}"}}"#,
            values.join(",")
        ));
    }
}

impl Story {
    pub(super) fn view(&self) -> View<'_> {
        View {
            tally: &self.tally,
            keys: &self.keys,
            keys_by_place: &self.keys_by_place,
            cut: &self.cut,
            name: "Fairland 2026",
            practice: false,
        }
    }

    fn packages(&self, contest: ContestIx) -> Vec<Vec<File>> {
        let places = &self.tally.election().places;
        places.region_ixs(1).map(|region| self.package(contest, region)).collect()
    }

    /// Every file of a province's package.
    fn package(&self, contest: ContestIx, province: RegionIx) -> Vec<File> {
        let view = self.view();
        let (mut files, mut before) = (Vec::new(), Before::default());
        for region in version_regions(&view, contest, province) {
            let (made, written) = version_files(&view, contest, province, region).unwrap();
            files.extend(made);
            before.extend(written);
        }
        files.extend(province_package(&view, contest, province, before).unwrap());
        files
    }
}

const CONTESTS: [ContestIx; 2] = [ContestIx(0), ContestIx(1)];

fn file<'f>(files: &'f [File], name: &str) -> &'f [u8] {
    &files.iter().find(|file| file.path.ends_with(name)).unwrap_or_else(|| panic!("no {name}")).bytes
}

fn votes_of(story: &Story, contest: ContestIx, sums: &Sums) -> Vec<u64> {
    let rules = story.tally.election().profile.contest_at(contest);
    rules.vote_columns().map(|(column, _)| sums.sum(column).get()).collect()
}

fn marks_of(state: &State) -> Vec<&'static str> {
    [
        (state.counted, "counted"),
        (state.partly_read, "partly-read"),
        (state.confirmed, "confirmed"),
        (state.disputed, "disputed"),
        (state.rivals, "rivals"),
        (state.votes_corrected, "votes-corrected"),
        (state.evidence_pending, "evidence-pending"),
    ]
    .into_iter()
    .filter_map(|(set, word)| set.then_some(word))
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_expected_station_has_its_row_in_order(steps in steps()) {
        let story = tell(&steps);
        let election = story.tally.election();
        for contest in CONTESTS {
            let counted = story.tally.contest(contest).unwrap();
            let table = stations_table(&story.view(), counted, election.places.nation());
            let codes: Vec<&str> = (0..table.rows()).map(|row| table.columns[0].text(row)).collect();
            let expected: Vec<Code> = election
                .stations_holding(contest, election.places.nation())
                .map(|station| election.places.station(station).code)
                .collect();
            prop_assert_eq!(codes, expected.iter().map(Code::as_str).collect::<Vec<_>>());
            prop_assert!(table.columns.iter().all(|column| column.values.len() == table.rows()));
        }
    }

    #[test]
    fn a_figure_is_what_stands_and_an_unread_one_is_empty_with_its_reason(steps in steps()) {
        let story = tell(&steps);
        let election = story.tally.election();
        for contest in CONTESTS {
            let counted = story.tally.contest(contest).unwrap();
            let table = stations_table(&story.view(), counted, election.places.nation());
            let stations = election.stations_holding(contest, election.places.nation());
            for (row, station) in stations.enumerate() {
                let form = election.form_by_ix(election.form(contest, station).unwrap());
                let cells = counted.state(station).and_then(|state| state.cells.clone());
                let unread = table.column("unread").unwrap().text(row).to_owned();
                for (at, field) in form.fields.iter().enumerate() {
                    let name = field.name.as_str();
                    let Some(column) = table.columns.iter().find(|column| column.field.as_deref() == Some(name)) else {
                        prop_assert!(field.column.is_none());
                        continue;
                    };
                    let cell = cells.as_ref().map(|cells| cells[at]);
                    let figure = cell.and_then(Cell::figure).map(|figure| i64::from(figure.0));
                    prop_assert_eq!(column.number(row), figure);
                    if matches!(cell, Some(Cell::Unread(_))) {
                        let named = unread.split(';').any(|pair| {
                            let (group, _) = pair.split_once(':').unwrap();
                            name == group || name.starts_with(&format!("{group}."))
                        });
                        prop_assert!(named, "{} is not in `{}`", name, unread);
                    }
                }
            }
        }
    }

    #[test]
    fn the_long_rows_that_stand_are_the_figures_of_the_stations(steps in steps()) {
        let story = tell(&steps);
        let view = story.view();
        let nation = story.tally.election().places.nation();
        for contest in CONTESTS {
            let counted = story.tally.contest(contest).unwrap();
            let (stations, figures) = (stations_table(&view, counted, nation), figures_table(&view, counted, nation));
            let mut standing: BTreeMap<(String, String), Option<i64>> = BTreeMap::new();
            for row in (0..figures.rows()).filter(|row| figures.column("stands").unwrap().flag(*row).unwrap()) {
                let text = |name: &str| figures.column(name).unwrap().text(row).to_owned();
                let value = figures.column("value").unwrap().number(row);
                prop_assert_eq!(value.is_none(), !text("unread").is_empty(), "unread and a figure, or neither");
                let key = (text("station"), text("field"));
                prop_assert_eq!(standing.insert(key, value), None, "a figure stands once");
            }
            for row in 0..stations.rows() {
                let station = stations.columns[0].text(row);
                let stated = stations.column("entry").unwrap().number(row).is_some();
                for column in &stations.columns {
                    let Some(field) = &column.field else { continue };
                    let long = standing.remove(&(station.to_owned(), field.clone()));
                    prop_assert_eq!(long.flatten(), column.number(row), "{} of {}", field, station);
                    prop_assert!(stated || long.is_none());
                }
            }
            prop_assert!(standing.is_empty(), "figures that no station has: {:?}", standing);
        }
    }

    #[test]
    fn the_long_table_keeps_every_version_of_every_figure(steps in steps()) {
        let story = tell(&steps);
        let election = story.tally.election();
        for contest in CONTESTS {
            let counted = story.tally.contest(contest).unwrap();
            let table = figures_table(&story.view(), counted, election.places.nation());
            let text = |row: usize, name: &str| table.column(name).unwrap().text(row).to_owned();
            let found: BTreeMap<(i64, String), (Option<i64>, String)> = (0..table.rows())
                .map(|row| {
                    let entry = table.column("entry").unwrap().number(row).unwrap();
                    let value = table.column("value").unwrap().number(row);
                    ((entry, text(row, "field")), (value, text(row, "unread")))
                })
                .collect();
            prop_assert_eq!(found.len(), table.rows(), "entry and field tell rows apart");
            for station in election.stations_holding(contest, election.places.nation()) {
                let form = election.form_by_ix(election.form(contest, station).unwrap());
                let versions = counted.sheet(station).map_or(&[][..], |sheet| &sheet.versions);
                for version in versions {
                    for (at, field) in form.fields.iter().enumerate().filter(|(_, field)| field.column.is_some()) {
                        let key = (i64::try_from(version.entry).unwrap(), field.name.to_string());
                        let (value, unread) = found.get(&key).cloned().unwrap();
                        match &version.claim {
                            Claim::Figures(cells) => {
                                prop_assert_eq!(value, cells[at].figure().map(|figure| i64::from(figure.0)));
                            }
                            Claim::Withdrawn(_) => prop_assert_eq!((value, unread.as_str()), (None, "withdrawn")),
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn totals_equal_the_tally(steps in steps()) {
        let story = tell(&steps);
        let election = story.tally.election();
        let places = &election.places;
        for contest in CONTESTS {
            let counted = story.tally.contest(contest).unwrap();
            let table = regions_table(&story.view(), counted, regions_below(&story.view(), places.nation()));
            prop_assert_eq!(table.rows(), places.regions().len());
            for row in 0..table.rows() {
                let region = places.find_region(table.columns[0].text(row)).unwrap();
                let totals = counted.totals(region).unwrap();
                let number = |name: &str| table.column(name).unwrap().number(row).unwrap();
                prop_assert_eq!(number("expected"), i64::try_from(totals.expected).unwrap());
                prop_assert_eq!(number("sound"), i64::try_from(totals.sound.sheets).unwrap());
                for (column, sum) in election.profile.contest_at(contest).columns.iter().zip(&totals.all.sums) {
                    let name = format!("all_{}", column_name(&column.name));
                    prop_assert_eq!(number(&name), i64::try_from(sum.get()).unwrap());
                }
            }
        }
    }

    #[test]
    fn csv_and_parquet_say_the_same(steps in steps()) {
        let story = tell(&steps);
        let election = story.tally.election();
        for contest in CONTESTS {
            for (files, region) in story.packages(contest).iter().zip(election.places.region_ixs(1)) {
                let counted = story.tally.contest(contest).unwrap();
                let table = stations_table(&story.view(), counted, region);
                let csv = read_csv(file(files, "stations.csv"), &table.emptied()).unwrap();
                prop_assert_eq!(&csv, &table);
                let parquet = read_parquet(Bytes::copy_from_slice(file(files, "stations.parquet"))).unwrap();
                for (a, b) in table.columns.iter().zip(&parquet.columns) {
                    prop_assert_eq!((&a.name, a.required, &a.values), (&b.name, b.required, &b.values));
                }
            }
        }
    }

    #[test]
    fn the_nation_s_file_holds_the_stations_of_its_provinces_in_order(steps in steps()) {
        let story = tell(&steps);
        for contest in CONTESTS {
            let mut nation = NationalStations::new();
            for package in story.packages(contest) {
                nation.add(&package).unwrap();
            }
            let files = nation.finish("data/all").unwrap();
            let counted = story.tally.contest(contest).unwrap();
            let whole = stations_table(&story.view(), counted, story.tally.election().places.nation());
            let mut csv = Vec::new();
            flate2::read::GzDecoder::new(file(&files, "stations.csv.gz")).read_to_end(&mut csv).unwrap();
            prop_assert_eq!(csv, write_csv(&whole));
            let parquet = read_parquet(Bytes::copy_from_slice(file(&files, "stations.parquet"))).unwrap();
            for (a, b) in whole.columns.iter().zip(&parquet.columns) {
                prop_assert_eq!((&a.name, a.required, &a.values), (&b.name, b.required, &b.values));
            }
        }
    }

    #[test]
    fn readding_the_files_gives_the_totals_of_the_tally(steps in steps(), threads in 1..4usize) {
        let story = tell(&steps);
        let election = story.tally.election();
        for contest in CONTESTS {
            let packages = story.packages(contest);
            let files: Vec<Bytes> =
                packages.iter().map(|files| Bytes::copy_from_slice(file(files, "stations.parquet"))).collect();
            let counted = story.tally.contest(contest).unwrap();
            for which in [Which::All, Which::Sound] {
                let plan = Plan::of(&election.profile, contest, which);
                let readded = readd(&files, &plan, threads).unwrap();
                for (at, region) in election.places.regions().iter().enumerate() {
                    let totals = counted.totals(RegionIx(u32::try_from(at).unwrap())).unwrap();
                    let sums = match which {
                        Which::All => &totals.all,
                        Which::Sound => &totals.sound,
                    };
                    let expected = RegionSums { sheets: sums.sheets, votes: votes_of(&story, contest, sums) };
                    let found = match region.level {
                        0 => readded.nation.clone(),
                        level => readded.levels[usize::from(level) - 1].get(&region.code).unwrap(),
                    };
                    prop_assert_eq!(found, expected);
                }
            }
        }
    }

    #[test]
    fn the_changes_make_the_state_after_of_the_state_before(steps in steps()) {
        let story = tell(&steps);
        let election = story.tally.election();
        let bytes = changes_table(&story.view(), &story.changes).unwrap();
        let whole = write_csv(&changes_frame(&story.view(), &story.changes).unwrap());
        for at_once in 1..4 {
            prop_assert_eq!(&changes_in_parts(&story.view(), &story.changes, at_once).unwrap(), &whole);
        }
        prop_assert_eq!(&bytes, &whole);
        let layout = changes_frame(&story.view(), &Changes::default()).unwrap();
        let table = read_csv(&bytes, &layout).unwrap();
        let text = |row: usize, name: &str| table.column(name).unwrap().text(row).to_owned();
        for contest in CONTESTS {
            let id = &election.profile.contest_at(contest).id;
            for station in election.stations_holding(contest, election.places.nation()) {
                let code = election.places.station(station).code;
                let before = story.before.contest(contest).unwrap().state(station).cloned().unwrap_or_else(State::expected);
                let after = story.tally.contest(contest).unwrap().state(station).cloned().unwrap_or_else(State::expected);
                let row = (0..table.rows()).find(|row| text(*row, "contest") == *id && text(*row, "station") == code.as_str());
                let Some(row) = row else {
                    prop_assert_eq!(before, after);
                    continue;
                };
                for (state, end) in [(&before, "_before"), (&after, "")] {
                    prop_assert_eq!(text(row, &format!("quality{end}")), state.quality.text());
                    let marks = text(row, &format!("marks{end}"));
                    prop_assert_eq!(marks.split(';').filter(|mark| !mark.is_empty()).collect::<Vec<_>>(), marks_of(state));
                }
                let figures = cells_of_figures(&text(row, "figures")).unwrap();
                prop_assert_eq!(figures, after.cells.as_deref().unwrap_or_default());
                // Undoing what `changed` says of each field gives the figures before.
                if let (Some(old), Some(new)) = (&before.cells, &after.cells) {
                    let form = election.form_by_ix(election.form(contest, station).unwrap());
                    let mut cells = new.to_vec();
                    for change in text(row, "changed").split(';').filter(|change| !change.is_empty()) {
                        let (name, values) = change.split_once(':').unwrap();
                        let (was, _) = values.split_once('>').unwrap();
                        let at = form.field(name).unwrap();
                        cells[usize::from(at.0)] = cells_of_figures(was).unwrap()[0];
                    }
                    prop_assert_eq!(&cells[..], &old[..]);
                }
            }
        }
    }

    #[test]
    fn the_same_view_makes_the_same_bytes(steps in steps()) {
        let (one, other) = (tell(&steps), tell(&steps));
        for contest in CONTESTS {
            prop_assert_eq!(one.packages(contest), other.packages(contest));
        }
    }
}

#[test]
fn before_anything_is_stated_every_station_is_expected() {
    let story = tell(&[]);
    let packages = story.packages(ContestIx(0));
    let text = String::from_utf8(file(&packages[0], "stations.csv").to_vec()).unwrap();
    let rows: Vec<&str> = text.lines().skip(1).collect();
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0], "01001,School,01,expected,,false,false,false,false,false,,,,,,,,,,,,0,0,0");
}

#[test]
fn the_datapackage_names_every_file_with_its_hash() {
    let story = tell(&[Step { contest: 1, station: 0, figures: Some(vec![Some(3)]) }]);
    for files in story.packages(ContestIx(1)) {
        let package: serde_json::Value = serde_json::from_slice(file(&files, "datapackage.json")).unwrap();
        assert_eq!(package["cut"], 2);
        assert_eq!(package["ledger"]["origin"], "mini.example/log");
        let listed = [&package["resources"], &package["copies"], &package["documents"]]
            .map(|list| list.as_array().unwrap().clone())
            .concat();
        assert_eq!(listed.len() + 1, files.len(), "each file but the descriptor itself");
        for entry in listed {
            let bytes = file(&files, entry["path"].as_str().unwrap());
            assert_eq!(entry["bytes"], bytes.len());
            assert_eq!(entry["hash"], format!("sha256:{}", sha256(bytes).to_hex()));
        }
    }
}

#[test]
fn a_photo_is_held_pending_claimed_or_redacted_and_keeps_its_hash() {
    let (held, taken, named) = ("11".repeat(32), "22".repeat(32), "33".repeat(32));
    let story = tell_with(&[], |teller| {
        let photo = |hash: &str| format!(r#"{{"sha256":"{hash}","bytes":9,"media":"image/jpeg"}}"#);
        let evidence = format!(
            r#"{{"page":1,"sha256":"{held}","media":"image/jpeg","bytes":9}},{{"page":2,"sha256":"{taken}"}},{{"sha256":"{named}"}},{{"uri":"https://a.example/=1"}}"#
        );
        let unread = r#""votes":"illegible","blank":"illegible","spoilt":"illegible","counted":"illegible","register":"illegible","turnout":"illegible""#;
        teller.fold(&format!(
            r#"sheet
{{"contest":"chair","station":"01001","stage":"count","values":{{}},"unread":{{{unread}}},"evidence":[{evidence}],"at":"2026-05-03T00:00:00+01:00"}}"#
        ));
        for (page, hash) in [(1, &held), (2, &taken)] {
            teller.fold(&format!(
                r#"capture
{{"contest":"chair","station":"01001","page":{page},"photo":{},"at":"2026-05-03T00:01:00+01:00"}}"#,
                photo(hash)
            ));
        }
        teller.fold(&format!(
            r#"redaction
{{"blob":"{taken}","reason":"personal-data","at":"2026-05-03T00:02:00+01:00"}}"#
        ));
    });
    let files = story.packages(ContestIx(0));
    let text = String::from_utf8(file(&files[0], "photos/01.csv").to_vec()).unwrap();
    let rows: Vec<&str> = text.lines().skip(1).collect();
    assert_eq!(
        rows,
        [
            format!("01001,1,true,1,1,held,{held},photo/{held},9,image/jpeg,"),
            format!("01001,1,true,2,2,redacted,{taken},,,,"),
            format!("01001,1,true,3,,pending,{named},,,,"),
            "01001,1,true,4,,claimed,,,,,https://a.example/=1".to_owned(),
        ]
    );
}

#[test]
fn the_code_book_describes_every_column_of_every_table() {
    let story = tell(&[Step { contest: 1, station: 0, figures: Some(vec![Some(3)]) }]);
    let listed: Vec<(Code, Vec<Listed>)> = Vec::new();
    for contest in CONTESTS {
        let mut packages = story.packages(contest);
        packages.push(contest_package(&story.view(), contest, &listed, NationalStations::new()).unwrap());
        for files in packages {
            let book = String::from_utf8(file(&files, "codebook.csv").to_vec()).unwrap();
            let package: serde_json::Value =
                serde_json::from_slice(file(&files, "datapackage.json")).unwrap();
            let mut described = 0;
            for resource in package["resources"].as_array().unwrap() {
                let kind = resource["name"].as_str().unwrap().split('-').next().unwrap();
                for field in resource["schema"]["fields"].as_array().unwrap() {
                    let start = format!("{kind},{},", field["name"].as_str().unwrap());
                    assert_eq!(book.lines().filter(|line| line.starts_with(&start)).count(), 1, "{start}");
                    described += 1;
                }
            }
            assert_eq!(book.lines().count(), 1 + described);
        }
    }
}

#[test]
fn the_code_book_says_unit_source_and_meaning() {
    let story = tell(&[]);
    let files = story.packages(ContestIx(0));
    let book = String::from_utf8(file(&files[0], "codebook.csv").to_vec()).unwrap();
    let row =
        |start: &str| book.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("{book}"));
    assert_eq!(
        row("stations,register,"),
        "stations,register,integer,as written,false,,register,\"tally-chair, 1, Electoral Act sch. 1\",Voters on the register; empty: unread"
    );
    assert!(row("stations,votes_1,").contains(",votes.1,"), "{book}");
    assert!(
        row("totals,quality_conflict,").contains(",sheets,true,,,tally,sheets of the quality conflict"),
        "{book}"
    );
    assert!(row("stations,municipality,").ends_with("of level: Municipality\""), "{book}");
}

#[test]
fn a_package_says_its_licence_and_how_to_cite_it() {
    let story = tell(&[]);
    let files = story.packages(ContestIx(0));
    let text = String::from_utf8(file(&files[0], "README.md").to_vec()).unwrap();
    let package: serde_json::Value = serde_json::from_slice(file(&files[0], "datapackage.json")).unwrap();
    let citation = package["citation"].as_str().unwrap();
    assert!(
        citation.starts_with(
            "Fairland 2026: chair, Applewood (01). Cut 1 of the ledger mini.example/log, 2026-05-03T"
        ),
        "{citation}"
    );
    assert!(citation.ends_with("CC BY 4.0."), "{citation}");
    assert!(
        text.contains(citation) && text.contains("https://creativecommons.org/licenses/by/4.0/"),
        "{text}"
    );
    assert!(!text.contains("PRACTICE"));
    let practice = View { practice: true, ..story.view() };
    let files = province_package(
        &practice,
        ContestIx(0),
        story.tally.election().places.region_ixs(1).next().unwrap(),
        Before::default(),
    );
    assert!(String::from_utf8(file(&files.unwrap(), "README.md").to_vec()).unwrap().contains("PRACTICE"));
}

#[test]
fn the_table_group_lists_every_csv_file_with_its_columns() {
    let story = tell(&[Step { contest: 1, station: 0, figures: Some(vec![Some(3)]) }]);
    for contest in CONTESTS {
        for files in story.packages(contest) {
            let group: serde_json::Value = serde_json::from_slice(file(&files, "csv-metadata.json")).unwrap();
            let tables = group["tables"].as_array().unwrap();
            let is_csv =
                |file: &&File| Path::new(&file.path).extension().is_some_and(|ending| ending == "csv");
            let written = files.iter().filter(is_csv).count();
            assert_eq!(tables.len(), written);
            for table in tables {
                let text = String::from_utf8(file(&files, table["url"].as_str().unwrap()).to_vec()).unwrap();
                let columns = table["tableSchema"]["columns"].as_array().unwrap();
                let names: Vec<&str> =
                    columns.iter().map(|column| column["name"].as_str().unwrap()).collect();
                assert_eq!(text.lines().next().unwrap(), names.join(","));
            }
        }
    }
}

#[test]
fn a_cut_that_changes_no_figure_changes_only_what_names_the_cut() {
    let mut story = tell(&[Step { contest: 1, station: 0, figures: Some(vec![Some(3)]) }]);
    let before = story.packages(ContestIx(1)).concat();
    story.cut.size += 1;
    story.cut.time_ms += 3_600_000;
    let after = story.packages(ContestIx(1)).concat();
    let changed = before.iter().zip(&after).filter(|(before, after)| before != after);
    let names: BTreeSet<&str> = changed.map(|(file, _)| file.path.rsplit('/').next().unwrap()).collect();
    assert_eq!(names, BTreeSet::from(["README.md", "datapackage.json"]));
}

#[test]
fn candidates_have_a_table_of_their_own_where_a_form_lists_them() {
    let story = tell(&[Step { contest: 1, station: 0, figures: Some(vec![Some(3)]) }]);
    let council = story.packages(ContestIx(1));
    let text = String::from_utf8(file(&council[0], "candidates.csv").to_vec()).unwrap();
    assert_eq!(text.lines().nth(1), Some("01001,1,,3"));
    assert_eq!(text.lines().count(), 1 + 2 + 3, "two lists and three candidates of one sheet");
    let chair = story.packages(ContestIx(0));
    assert!(chair[0].iter().all(|file| !file.path.contains("candidates")));
}

#[test]
fn the_contest_package_lists_the_files_of_its_provinces() {
    let story = tell(&[Step { contest: 1, station: 0, figures: Some(vec![Some(3)]) }]);
    let places = &story.tally.election().places;
    let listed: Vec<(Code, Vec<Listed>)> = places
        .region_ixs(1)
        .zip(story.packages(ContestIx(1)))
        .map(|(ix, files)| (places.region(ix).code, files.iter().map(Listed::of).collect()))
        .collect();
    let files = contest_package(&story.view(), ContestIx(1), &listed, NationalStations::new()).unwrap();
    let text = String::from_utf8(file(&files, "council/files.csv").to_vec()).unwrap();
    let first = listed[0].1.iter().find(|file| file.path.ends_with("/totals.csv")).unwrap();
    let row = format!("01,01/totals.csv,{},{}", first.bytes, first.sha256.to_hex());
    assert!(text.lines().any(|line| line == row), "{text}");
    assert_eq!(text.lines().count(), 1 + listed.iter().map(|(_, files)| files.len()).sum::<usize>());
    let totals = String::from_utf8(file(&files, "council/totals.csv").to_vec()).unwrap();
    assert_eq!(totals.lines().count(), 1 + 3, "the nation and two regions");
    let constituencies = String::from_utf8(file(&files, "council/constituencies.csv").to_vec()).unwrap();
    assert!(constituencies.lines().nth(1).unwrap().starts_with("01,Applewood,5,"), "{constituencies}");
    assert!(file(&files, "council/anomalies.csv").starts_with(b"station,municipality,check,hard,"));
}

#[test]
fn a_package_of_a_region_of_another_level_is_refused() {
    let story = tell(&[]);
    let nation = story.tally.election().places.nation();
    assert!(matches!(
        province_package(&story.view(), ContestIx(0), nation, Before::default()),
        Err(RenderError::Missing(_))
    ));
}

#[test]
fn a_figure_beyond_thirty_one_bits_is_kept_whole() {
    let count = Count::from(Figure(u32::MAX));
    let table = Table {
        columns: vec![Column::optional("a", Layout::Repeated, Values::Figure(vec![Some(u32::MAX), None]))],
    };
    let read = read_parquet(Bytes::from(write_parquet(&table).unwrap())).unwrap();
    assert_eq!(read.columns[0].number(0), Some(i64::try_from(count.get()).unwrap()));
    assert_eq!(read.columns[0].number(1), None);
}

/// For outsiders' tools by hand: the packages of a small election, below the folder that `SAKSI_TABLES_OUT` names.
#[test]
fn packages_can_be_written_out() {
    let Ok(out) = std::env::var("SAKSI_TABLES_OUT") else { return };
    let steps = (0..24u32).map(|at| Step {
        contest: u8::from(at % 2 == 1),
        station: at / 2 % 6,
        figures: (at % 7 > 0).then(|| vec![Some(3), (at % 5 > 0).then_some(4)]),
    });
    let story = tell(&steps.collect::<Vec<_>>());
    let written = crate::packages::<RenderError>(&story.view(), &mut |file| {
        let path = Path::new(&out).join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &file.bytes).unwrap();
        Ok(())
    });
    written.unwrap();
}

/// A report as it is unpacked.
fn report(files: &[File], name: &str) -> String {
    let mut text = String::new();
    flate2::read::GzDecoder::new(file(files, name)).read_to_string(&mut text).unwrap();
    text
}

/// The numbers of votes in a report in XML, by unit.
fn counts_of(xml: &str) -> Vec<(String, u64)> {
    xml.lines()
        .filter_map(|line| line.strip_prefix("<VoteCounts><GpUnitId>"))
        .map(|line| {
            let (unit, rest) = line.split_once('<').unwrap();
            let count = rest.split_once("<Count>").unwrap().1.split_once('<').unwrap().0;
            (unit.to_owned(), count.parse().unwrap())
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn both_reports_give_the_tallys_sums_and_the_same_stations(steps in steps()) {
        let story = tell(&steps);
        let election = story.tally.election();
        for contest in CONTESTS {
            for (files, region) in story.packages(contest).iter().zip(election.places.region_ixs(1)) {
                let code = election.places.region(region).code;
                let xml = counts_of(&report(files, &format!("civics/{code}.xml.gz")));
                let nist: serde_json::Value = serde_json::from_str(&report(files, &format!("nist/{code}.json.gz"))).unwrap();
                let contests = nist["Election"][0]["Contest"].as_array().unwrap();
                let selections = contests.iter().flat_map(|one| one["ContestSelection"].as_array().unwrap());
                let counts = selections.flat_map(|one| one["VoteCounts"].as_array().unwrap());
                let json: Vec<(String, u64)> = counts
                    .map(|one| (one["GpUnitId"].as_str().unwrap().to_owned(), one["Count"].as_u64().unwrap()))
                    .collect();
                // The XML has invalid votes besides, where the contest counts any.
                prop_assert!(xml.starts_with(&json[..]) || json.iter().all(|one| xml.contains(one)));
                let own = format!("r-{code}");
                let sums: u64 = json.iter().filter(|(unit, _)| *unit == own).map(|(_, votes)| votes).sum();
                let stations: u64 = json.iter().filter(|(unit, _)| *unit != own).map(|(_, votes)| votes).sum();
                prop_assert_eq!(sums, stations);
                let totals = story.tally.contest(contest).unwrap().totals(region).unwrap();
                prop_assert_eq!(sums, votes_of(&story, contest, &totals.all).iter().sum::<u64>());
                let units = nist["GpUnit"].as_array().unwrap();
                let stations = units.iter().filter(|one| one["Type"] == "polling-place").count();
                prop_assert_eq!(stations as u64, totals.expected);
            }
        }
    }
}

#[test]
fn a_report_gives_no_votes_to_a_station_that_is_not_read_and_says_how_far_it_is() {
    let story = tell(&[]);
    let files = &story.packages(ContestIx(0))[0];
    let xml = report(files, "civics/01.xml.gz");
    assert!(counts_of(&xml).iter().all(|(unit, votes)| unit == "r-01" && *votes == 0), "{xml}");
    assert_eq!(xml.matches("<Status>not-processed</Status>").count(), 4);
    assert!(xml.contains("<Status>unofficial-partial</Status>"));
}
