//! Sheets of every contest, from a list of candidates to figures: laid out, filled, photographed and read.
//!
//! `SAKSI_SHEETS` makes more of each, `SAKSI_KEEP` names a folder for the photos,
//! `SAKSI_NOTES` lists rows of strokes and columns of bubbles that were read wrong.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    reason = "a test says what is wrong by failing"
)]

#[path = "../../election/tests/it/bundle.rs"]
mod bundle;
mod scoring;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use bundle::bundle;
use election::{
    CandidateTable, ConstituencyTable, Election, Form, FormIx, Places, Profile, ProfileBundle, StationIx,
};
use rayon::prelude::*;
use reader::Gray;
use reader::boxes::Net;
use reader::joint::Priors;
use reader::layout::{Layout, LayoutFile, LayoutFiles};
use reader::read::Judgement;
use reader::read::look::look;
use reader::read::number::Slips;
use reader::read::page::{NumberRead, PageRead, read_page};
use reader::read::photos::{Photos, Says};
use reader::read::sheet::{Accept, Policy, SheetRead, read_sheet};
use reader::read::together::{Apart, contest_in, together};
use scoring::{Place, Share};
use simulate::paper::{
    Conditions, Habits, SheetTruth, Span, blank_of, figures, photograph, plan, ppwp_figures, ppwp_sums, sums,
    write,
};

const STATION: &str = "9801012001001";

fn law() -> ProfileBundle {
    bundle("profiles/id-2024")
}

fn layouts() -> LayoutFiles {
    let files = law().files;
    let texts = files.iter().filter(|(name, _)| name.starts_with("layouts/"));
    LayoutFiles::new(texts.map(|(_, text)| LayoutFile::parse(text).unwrap()).collect()).unwrap()
}

/// Parties that stand everywhere.
const PARTIES: [usize; 18] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 24];

/// Lists as they are: of several lengths up to `most`, with numbers left out.
fn lists(table: &mut String, contest: &str, constituency: &str, most: usize) {
    for party in PARTIES {
        let count = if party == 3 { most } else { 1 + party * 5 % most };
        // Who was struck off leaves a gap.
        let numbers = (1..=count + 1).filter(|number| *number != 2);
        for number in numbers.take(count) {
            writeln!(table, "{contest},{constituency},{party},{number},CALON {party}-{number},").unwrap();
        }
    }
}

/// One invented regency with a list for each council.
fn election(members: usize) -> Election {
    let profile = Profile::from_bundle(&law()).unwrap();
    let regions = "code,name,level,parent,source_id\n98,SIMULASI,1,,1\n9801,SIMULASI RAYA,2,98,2\n\
                   980101,MELATI,3,9801,3\n9801012001,MAWAR,4,980101,4\n";
    let stations = "code,name,region,source_id\n9801012001001,TPS 001,9801012001,5\n";
    let places = Places::parse(&profile, regions.as_bytes(), stations.as_bytes()).unwrap();
    let constituencies = "contest,code,name,seats,region\npdpr,9801,SIMULASI I,7,9801\n\
                          pdprdp,980001,SIMULASI 1,9,9801\npdprdk,980101,SIMULASI RAYA 1,12,980101\n";
    let mut candidates = "contest,constituency,party,number,name,source_id\n".to_owned();
    lists(&mut candidates, "pdpr", "9801", 10);
    lists(&mut candidates, "pdprdp", "980001", 12);
    lists(&mut candidates, "pdprdk", "980101", 13);
    for number in 1..=members {
        writeln!(candidates, "pdpd,98,,{number},CALON {number},").unwrap();
    }
    let constituencies = ConstituencyTable::parse(constituencies.as_bytes()).unwrap();
    let candidates = CandidateTable::parse(candidates.as_bytes()).unwrap();
    Election::new(profile, places, Some(constituencies), Some(candidates)).unwrap()
}

fn form<'e>(election: &'e Election, contest: &str) -> &'e Form {
    let ix = election.profile.contest(contest).unwrap();
    let station: StationIx = election.places.find_station(STATION).unwrap();
    let form: FormIx = election.form(ix, station).unwrap();
    election.form_by_ix(form)
}

/// What came out of a contest's sheets.
#[derive(Default)]
struct Score {
    photos: Share,
    boxes: Share,
    columns: Share,
    rows: Share,
    fields: Share,
    accepted: Share,
    wrongly: Vec<String>,
    refused: Vec<String>,
    notes: Vec<String>,
    together: Duration,
}

impl Score {
    fn page(&mut self, numbers: &[NumberRead], truth: &SheetTruth) {
        for number in numbers {
            let written = truth.number(&number.name).unwrap();
            for one in scoring::boxes(number, written) {
                self.boxes.count(one.right);
            }
            for Place { at, seen, wanted, right } in scoring::columns(number, written) {
                self.columns.count(right);
                if !right {
                    self.notes.push(format!(
                        "{} column {at}: {wanted:?} read as {:?} {:?}",
                        number.name, seen.shows, seen.darkness
                    ));
                }
            }
            for Place { at, seen, wanted, right } in scoring::rows(number, written) {
                self.rows.count(right);
                if !right {
                    self.notes.push(format!(
                        "{} row {at}: {} strokes read as {}, {:?}",
                        number.name, wanted.strokes, seen.strokes, written.rest
                    ));
                }
            }
        }
    }

    fn sheet(&mut self, read: &SheetRead, truth: &SheetTruth) {
        for field in &read.fields {
            let Some(written) = truth.number(&field.name) else { continue };
            let right = field.value.map(u32::from) == Some(written.written);
            self.fields.count(right);
            self.accepted.count(field.accept == Accept::Yes);
            if field.accept == Accept::Yes && !right {
                self.wrongly.push(format!("{}: {} as {:?}", field.name, written.written, field.value));
            }
        }
    }

    fn print(&self, name: &str) {
        println!(
            "{name}: photos {}, boxes {}, bubbles {}, rows {}, numbers {}, accepted {}, together {} ms {:?}",
            self.photos,
            self.boxes,
            self.columns,
            self.rows,
            self.fields,
            self.accepted,
            self.together.as_millis(),
            self.refused,
        );
        if std::env::var_os("SAKSI_NOTES").is_some() {
            println!("{:#?}", self.notes);
        }
    }
}

/// Sheets of a form, each page found among all forms' and read with what stands on it.
fn read(form: &Form, layout: &Layout, sheets: u64, conditions: &Conditions, per_mm: f32) -> Score {
    let outlines = layouts().outlines();
    let mut score = Score::default();
    for seed in 0..sheets {
        let seed = 7_000 + seed;
        let truth = plan(layout, &figures(form, seed), &sums(form), &Habits::default(), seed);
        let pages: Vec<_> = layout
            .pages
            .par_iter()
            .map(|page| {
                let mut raster = blank_of(layout, page.page, per_mm, STATION).unwrap();
                write(&mut raster, layout, &truth, page.page, None);
                let seed = seed * 100 + u64::from(page.page);
                let photo = photograph(&raster, layout, page.page, conditions, seed).unwrap();
                if let Some(keep) = std::env::var_os("SAKSI_KEEP") {
                    let name = format!("{}-{seed}.jpg", layout.name());
                    fs::write(Path::new(&keep).join(name), &photo.jpeg).unwrap();
                }
                let picture = reader::decode::decode(&photo.jpeg).unwrap();
                // Found by its outline, as a photo of nobody knows what is; then read as what it is.
                let found = read_page(&picture, &outlines, Net::shipped())
                    .map_err(|error| format!("page {}: {error}", page.page))?;
                assert_eq!(outlines[found.found.layout].name(), layout.name());
                assert_eq!((found.found.page, found.found.tag()), (page.page, Some(page.tag)));
                let looked = look(&picture, &outlines).unwrap();
                assert_eq!(
                    (looked.found.layout, looked.found.page, looked.whole),
                    (found.found.layout, page.page, true)
                );
                if let Some(code) = found.station.code() {
                    assert_eq!((code.form.as_str(), code.station.as_str()), (layout.name(), STATION));
                }
                read_page(&picture, std::slice::from_ref(layout), Net::shipped())
                    .map_err(|error| format!("page {}: {error}", page.page))
            })
            .collect();
        let mut numbers: Vec<NumberRead> = Vec::new();
        for page in pages {
            score.photos.count(page.is_ok());
            match page {
                Ok(page) => {
                    score.page(&page.numbers, &truth);
                    numbers.extend(page.numbers);
                }
                Err(why) => score.refused.push(why),
            }
        }
        let numbers: Vec<&NumberRead> = numbers.iter().collect();
        let (slips, priors, policy) = (Slips::default(), Priors::default(), Policy::default());
        let begun = on_processor();
        let read = read_sheet(form, &numbers, &slips, &priors, &policy);
        score.together = score.together.max(on_processor().saturating_sub(begun));
        score.sheet(&read, &truth);
    }
    score
}

/// How long this thread has run so far, without what others took; where the system doesn't say, the time.
fn on_processor() -> Duration {
    static BEGUN: OnceLock<Instant> = OnceLock::new();
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = told.and_then(|told| told.split(' ').next()?.parse().ok()).filter(|spent| *spent > 0);
    spent.map_or_else(|| BEGUN.get_or_init(Instant::now).elapsed(), Duration::from_nanos)
}

fn sheets(few: u64) -> u64 {
    std::env::var("SAKSI_SHEETS").ok().and_then(|text| text.parse().ok()).unwrap_or(few)
}

/// Least shares of photos and boxes that must come out right.
fn asserted(name: &str, score: &Score) {
    score.print(name);
    assert!(score.photos.at_least(9_000), "{name}: {:?}", score.refused);
    assert!(score.boxes.at_least(9_300), "{name}: {}", score.boxes);
    assert!(score.columns.at_least(9_900), "{name}: {}", score.columns);
    // Where a page has no full cell, there is nothing to tell a single stroke from one.
    assert!(score.rows.at_least(9_300), "{name}: {}", score.rows);
    assert!(score.photos.of > 0 && score.boxes.of > 0 && score.fields.of > 0, "{name}: nothing was read");
    assert!(score.fields.at_least(9_800), "{name}: {}", score.fields);
    assert!(score.accepted.at_least(7_500), "{name}: {}", score.accepted);
    assert!(score.together < Duration::from_millis(200), "{name}: {:?} together", score.together);
    assert!(score.wrongly.is_empty(), "{name}: {:?}", score.wrongly);
}

fn council(contest: &str, few: u64) {
    let election = election(9);
    let form = form(&election, contest);
    let layout = &layouts().of(form).unwrap()[0];
    // A photo with a light in it is refused, and the officer takes another.
    let conditions = Conditions { glare: 0.0, ..Conditions::phone() };
    asserted(contest, &read(form, layout, sheets(few), &conditions, 3.0));
}

#[test]
fn every_layouts_form_has_its_contest_though_it_be_nothing_without_a_list() {
    let profile = Profile::from_bundle(&law()).unwrap();
    let contest = |form: &str| contest_in(&profile, form).map(|ix| profile.contest_at(ix).id.clone());
    for (form, expected) in [
        ("c-hasil-ppwp", "ppwp"),
        ("c-hasil-dpr", "pdpr"),
        ("c-hasil-dpd", "pdpd"),
        ("c-hasil-dprd-prov", "pdprdp"),
        ("c-hasil-dprd-kabko", "pdprdk"),
    ] {
        assert_eq!(contest(form).unwrap(), expected);
    }
    assert!(layouts().outlines().iter().all(|layout| contest(&layout.form).is_ok()));
    assert!(matches!(contest("c-hasil"), Err(Apart::NoForm { .. })), "a part of a name is none");
}

#[test]
fn every_number_stands_on_the_page_that_its_form_says_so_that_the_right_one_is_asked_for() {
    let election = election(9);
    for contest in ["pdpr", "pdpd", "pdprdp", "pdprdk"] {
        let form = form(&election, contest);
        let layout = &layouts().of(form).unwrap()[0];
        let laid: BTreeMap<&str, u8> = layout
            .pages
            .iter()
            .flat_map(|page| page.numbers.iter().map(|number| (number.field.as_str(), page.page)))
            .collect();
        let said: BTreeMap<&str, u8> =
            form.fields.iter().map(|field| (field.name.as_str(), field.page)).collect();
        assert_eq!(laid, said, "{contest}");
        assert_eq!(layout.pages.len(), usize::from(form.pages), "{contest}");
    }
}

#[test]
fn a_page_whose_corner_is_beyond_the_picture_is_not_whole_to_a_first_look() {
    let election = election(9);
    let form = form(&election, "pdpd");
    let layout = &layouts().of(form).unwrap()[0];
    let conditions = Conditions { glare: 0.0, quarter: 0.0, ..Conditions::phone() };
    let raster = blank_of(layout, 2, 3.0, STATION).unwrap();
    let photo = photograph(&raster, layout, 2, &conditions, 5).unwrap();
    let picture = reader::decode::decode(&photo.jpeg).unwrap();
    let outlines = layouts().outlines();
    let seen = look(&picture, &outlines).unwrap();
    assert!(seen.whole);
    // The lowest corner is cut off with what is below it.
    let lowest = seen.found.corners.iter().map(|corner| corner.pixel().1).max().unwrap();
    let height = usize::try_from(lowest).unwrap() - 20;
    let above = picture.pixels()[..picture.width() * height].to_vec();
    let cut = Gray::new(picture.width(), height, above).unwrap();
    assert!(!look(&cut, &outlines).is_ok_and(|seen| seen.whole));
}

#[test]
fn sheets_of_dpr_are_read_page_by_page_and_together() {
    council("pdpr", 1);
}

#[test]
fn sheets_of_dpd_are_read_page_by_page_and_together() {
    council("pdpd", 2);
}

#[test]
fn sheets_of_dprd_provinces_are_read_page_by_page_and_together() {
    council("pdprdp", 1);
}

#[test]
fn sheets_of_dprd_regencies_are_read_page_by_page_and_together() {
    council("pdprdk", 1);
}

#[test]
fn the_copy_for_witnesses_is_read_by_the_same_code() {
    let election = election(9);
    let form = form(&election, "ppwp");
    let all = layouts().of(form).unwrap();
    assert_eq!(all.iter().map(Layout::name).collect::<Vec<_>>(), ["c-hasil-ppwp", "c-hasil-salinan-ppwp"]);
    // A page of A4 fills as many pixels as one of the large sheets, which is nearly three times as wide.
    let near = |span: Span| Span(span.0 * 2.8, span.1 * 2.8);
    let off = |span: Span| Span(span.0 / 2.8, span.1 / 2.8);
    let phone = Conditions::phone();
    let conditions = Conditions {
        per_mm: near(phone.per_mm),
        margin: off(phone.margin),
        fold_lift: off(phone.fold_lift),
        wave: off(phone.wave),
        ..phone
    };
    asserted("salinan", &read(form, &all[1], sheets(4), &conditions, 8.0));
}

// --- what is laid out

#[test]
fn every_number_of_a_form_stands_once_and_pages_follow_the_list() {
    let election = election(54);
    let layouts = layouts();
    for (contest, pages) in [("ppwp", 3), ("pdpr", 20), ("pdpd", 16), ("pdprdp", 20), ("pdprdk", 20)] {
        let form = form(&election, contest);
        let layout = &layouts.of(form).unwrap()[0];
        let numbers: Vec<&str> =
            layout.pages.iter().flat_map(|page| &page.numbers).map(|number| &*number.field).collect();
        let fields: BTreeSet<&str> = form.fields.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(numbers.len(), fields.len(), "{contest}");
        assert_eq!(numbers.into_iter().collect::<BTreeSet<_>>(), fields, "{contest}");
        assert_eq!(layout.pages.len(), pages, "{contest}");
        // The profile's own paging, as long as a party's candidates fit on a page.
        for page in &layout.pages {
            for number in &page.numbers {
                let field = form.field(&number.field).unwrap();
                assert_eq!(form.fields[usize::from(field.0)].page, page.page, "{contest} {}", number.field);
            }
        }
    }
}

#[test]
fn candidates_that_do_not_fit_go_on_on_another_page() {
    let profile = Profile::from_bundle(&law()).unwrap();
    let places = Places::parse(
        &profile,
        b"code,name,level,parent,source_id\n98,S,1,,1\n9801,S,2,98,2\n980101,S,3,9801,3\n9801012001,S,4,980101,4\n",
        b"code,name,region,source_id\n9801012001001,TPS 001,9801012001,5\n",
    )
    .unwrap();
    let mut candidates = "contest,constituency,party,number,name,source_id\n".to_owned();
    for number in 1..=40 {
        writeln!(candidates, "pdpr,9801,1,{number},CALON {number},").unwrap();
    }
    let election = Election::new(
        profile,
        places,
        Some(ConstituencyTable::parse(b"contest,code,name,seats,region\npdpr,9801,S I,7,9801\n").unwrap()),
        Some(CandidateTable::parse(candidates.as_bytes()).unwrap()),
    )
    .unwrap();
    let layout = layouts().of(form(&election, "pdpr")).unwrap().remove(0);
    let on = |field: &str| {
        let holds = |page: &&reader::layout::Page| page.numbers.iter().any(|number| number.field == field);
        layout.pages.iter().find(holds).unwrap().page
    };
    assert_eq!((on("votes.1.list"), on("votes.1.16"), on("votes.1.17")), (2, 2, 3));
    assert_eq!((on("votes.1.40"), on("votes.1"), on("votes.2")), (4, 4, 5));
    assert_eq!(layout.pages.len(), 22);
    assert_eq!((on("valid"), layout.page(22).unwrap().tag), (22, 222));
}

#[test]
fn what_stands_wrong_in_a_template_is_named() {
    let text = law().files["layouts/c-hasil-councils.toml"].clone();
    let election = election(9);
    let form = form(&election, "pdpr");
    let wrong = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        let made = LayoutFile::parse(&text.replacen(from, to, 1))
            .and_then(|file| LayoutFiles::new(vec![file]))
            .and_then(|files| files.of(form));
        made.map(|made| made.len()).expect_err("it is wrong").to_string()
    };
    assert!(
        wrong("tags = 300", "tags = 250")
            .contains("c-hasil-dpd: it, or one of its hundred tags, stands twice")
    );
    assert!(wrong("tags = 500", "tags = 2300").contains("the family has no hundred tags"));
    assert!(wrong("part = \"total\"", "part = \"sum\"").contains("sum: there is no such part"));
    assert!(
        wrong("each = \"candidate\"", "each = \"option\"").contains("a page of one option holds no others")
    );
    assert!(
        wrong("    { part = \"total\" },\n", "")
            .contains("the layout of c-hasil-dpr has no place for votes.1")
    );
    assert!(wrong("votes.{option}.list", "votes.{option}.lists").contains("has no place for votes.1.list"));
    assert!(wrong("flow.to = 805", "flow.to = 170").contains("does not fit on a page of its own"));
    assert!(
        wrong("line = \"voters.used-moved\"", "line = \"voters.used\"")
            .contains("voters.used.male: stands twice")
    );
    // Words in words in words.
    let grown = format!("p = \"{}\"\nq = \"0123456789\"\noffice = \"{}", "{q}".repeat(8), "{p}".repeat(26));
    let endless = wrong("office = \"", &grown);
    assert!(endless.contains("a text grows without end"), "{endless}");
    // The same tags in two files.
    let twice = [&text, &text].map(|text| LayoutFile::parse(text).unwrap());
    assert!(
        LayoutFiles::new(twice.to_vec())
            .expect_err("alike")
            .to_string()
            .contains("c-hasil-dpr and c-hasil-dpr")
    );
}

#[test]
fn figures_of_every_form_keep_its_sums() {
    let election = election(54);
    for contest in ["ppwp", "pdpr", "pdpd", "pdprdp", "pdprdk"] {
        let form = form(&election, contest);
        let sums = sums(form);
        for seed in 0..50 {
            let figures = figures(form, seed);
            let fields: BTreeSet<&str> = form.fields.iter().map(|field| field.name.as_str()).collect();
            assert_eq!(figures.keys().map(String::as_str).collect::<BTreeSet<_>>(), fields, "{contest}");
            for sum in &sums {
                assert!(sum.holds(|field| figures[field]), "{contest} {seed}: {sum:?}");
            }
        }
        let parties = if contest.starts_with("pdpr") { PARTIES.len() } else { 0 };
        assert_eq!(sums.len(), ppwp_sums().len() + parties, "{contest}");
    }
    // Those of the sheet for president are what its own list says, whichever side the total stands on.
    let sides = |sum: &simulate::paper::Sum| -> BTreeSet<String> {
        sum.parts.iter().cloned().chain([sum.total.clone()]).collect()
    };
    let derived: BTreeSet<_> = sums(form(&election, "ppwp")).iter().map(sides).collect();
    assert_eq!(derived, ppwp_sums().iter().map(sides).collect());
    assert!(!ppwp_figures(1).is_empty());
}

/// The real lists, where they lie beside the project.
#[test]
fn real_lists_of_candidates_are_laid_out() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/id-2024/candidates.csv.gz");
    let Ok(unpacked) = std::process::Command::new("gzip").arg("-dc").arg(&data).output() else {
        println!("skipped: there is no gzip");
        return;
    };
    if !unpacked.status.success() {
        println!("skipped: {} is not there", data.display());
        return;
    }
    let mut reader = csv::Reader::from_reader(unpacked.stdout.as_slice());
    // The longest lists of each kind, and a few others.
    let mut by: BTreeMap<(String, String), Vec<csv::StringRecord>> = BTreeMap::new();
    for row in reader.records() {
        let row = row.unwrap();
        by.entry((row[0].to_owned(), row[1].to_owned())).or_default().push(row);
    }
    let layouts = layouts();
    let mut laid = 0;
    for (kind, contest) in [("dpr", "pdpr"), ("dpd", "pdpd"), ("dprdprov", "pdprdp"), ("dprdkk", "pdprdk")] {
        let mut lists: Vec<_> = by.iter().filter(|((of, _), _)| of == kind).collect();
        lists.sort_by_key(|(_, rows)| std::cmp::Reverse(rows.len()));
        assert!(lists.len() >= 38, "{kind}");
        for ((_, _), rows) in lists.iter().take(3).chain(lists.iter().skip(3).step_by(60)) {
            let profile = Profile::from_bundle(&law()).unwrap();
            let mut table = "contest,constituency,party,number,name,source_id\n".to_owned();
            let code = if contest == "pdpd" { "98" } else { "9801" };
            // Parties have numbers of their own there; which is which plays no part here. Local ones of one province
            // don't stand in the invented one.
            let ids: BTreeSet<&str> = rows.iter().map(|row| &row[2]).collect();
            let known: BTreeMap<&str, usize> = ids.into_iter().zip(PARTIES).collect();
            for row in *rows {
                let party = match (contest, known.get(&row[2])) {
                    ("pdpd", _) => String::new(),
                    (_, Some(party)) => party.to_string(),
                    (_, None) => continue,
                };
                let name = row[4].replace('"', "'");
                writeln!(table, "{contest},{code},{party},{},\"{name}\",", &row[3]).unwrap();
            }
            let candidates = CandidateTable::parse(table.as_bytes()).unwrap();
            let places = Places::parse(
                &profile,
                b"code,name,level,parent,source_id\n98,S,1,,1\n9801,S,2,98,2\n980101,S,3,9801,3\n9801012001,S,4,980101,4\n",
                b"code,name,region,source_id\n9801012001001,TPS 001,9801012001,5\n",
            )
            .unwrap();
            let constituencies = "contest,code,name,seats,region\npdpr,9801,S,7,9801\npdprdp,9801,S,7,9801\npdprdk,9801,S,7,9801\n";
            let constituencies = ConstituencyTable::parse(constituencies.as_bytes()).unwrap();
            let election = Election::new(profile, places, Some(constituencies), Some(candidates)).unwrap();
            let layout = layouts.of(form(&election, contest)).unwrap().remove(0);
            assert!(layout.pages.len() <= 20, "{contest}: a party's candidates fit on its page");
            laid += 1;
        }
    }
    println!("{laid} real lists laid out");
}

#[test]
fn a_copy_s_own_code_is_no_other_station_s() {
    let election = election(3);
    let form = form(&election, "ppwp");
    let all = layouts().of(form).unwrap();
    let conditions = Conditions { per_mm: Span::only(6.0), margin: Span(8.0, 12.0), ..Conditions::studio() };
    let judgement = Judgement::default();
    let paper = blank_of(&all[1], 1, 10.0, STATION).unwrap();
    let photo = photograph(&paper, &all[1], 1, &conditions, 5).unwrap();
    let mut photos = Photos::new(form, &all[1], STATION, Net::shipped(), &judgement).unwrap();
    photos.add(&photo.jpeg).unwrap();
    let mut of_another = Photos::new(form, &all[1], "3201012001999", Net::shipped(), &judgement).unwrap();
    assert!(of_another.add(&photo.jpeg).is_err(), "the code was not read");
}

#[test]
fn photos_read_one_by_one_say_what_they_say_together() {
    let election = election(3);
    let form = form(&election, "ppwp");
    let layout = layouts().of(form).unwrap().remove(0);
    let truth = plan(&layout, &ppwp_figures(4), &ppwp_sums(), &Habits::careful(), 4);
    let photo = |page: u8, per_mm: f32| {
        let mut paper = blank_of(&layout, page, 3.0, STATION).unwrap();
        write(&mut paper, &layout, &truth, page, None);
        let conditions = Conditions { per_mm: Span::only(per_mm), ..Conditions::studio() };
        photograph(&paper, &layout, page, &conditions, 5).unwrap().jpeg
    };
    // Page 2 from afar, from near, and again from afar: only the near one counts, wherever it stands among the others.
    let photos = [photo(2, 1.6), photo(3, 2.2), photo(2, 2.6), photo(2, 1.6), photo(1, 2.2)];
    let judgement = Judgement::default();
    let mut one_by_one = Photos::new(form, &layout, STATION, Net::shipped(), &judgement).unwrap();
    let mut pages = Vec::new();
    for photo in &photos {
        one_by_one.add(photo).unwrap();
        let picture = reader::decode::decode(photo).unwrap();
        pages.push(read_page(&picture, std::slice::from_ref(&layout), Net::shipped()).unwrap());
    }
    let pages: Vec<&PageRead> = pages.iter().collect();
    let all =
        together(form.clone(), std::slice::from_ref(&layout), &pages, Some(STATION), &judgement).unwrap();
    assert_eq!(all.taken, [2, 1, 4]);
    let told = one_by_one.told();
    assert_eq!(told.wrong, all.sheet.wrong);
    assert_eq!(told.fields.len(), all.sheet.fields.len());
    for (told, read) in told.fields.iter().zip(&all.sheet.fields) {
        let Says::Number { value, confidence, accept, .. } = &told.says else { panic!("{told:?}") };
        let read = (read.name.as_str(), read.value, read.confidence, read.accept);
        assert_eq!((told.name.as_str(), Some(*value), *confidence, *accept), read);
    }
}
