//! Pages as a whole: rendered from a small ledger under the profile of 2024, and looked at as a reader would.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod changes;
mod details;
mod doubtful;
mod embed;
mod explorer;
mod fixture;
mod hostile;
mod keys;
mod map;
mod part;
mod progress;
mod search;

use fixture::{Fixture, Paper, stations};
use record::pages::{
    Guide, Labels, changes_page, changes_path, doubtful_page, doubtful_parts, doubtful_path, embed_page,
    embed_path, fixed_files, guide_page, has_changes, home_page, home_path, is_shared, part_path, path,
    progress_page, progress_page_path, region_page, region_parts, search_page, search_path,
};

/// The page of the first contest that is held in a region.
fn page(fixture: &Fixture, language: &str, region: &str) -> String {
    let ix = fixture.region(region);
    let held = fixture.tally.contests().iter().find(|counted| counted.rostered && counted.holds(ix)).unwrap();
    page_of(fixture, language, &fixture.election().profile.contest_at(held.contest).id, region)
}

fn page_of(fixture: &Fixture, language: &str, contest: &str, region: &str) -> String {
    part_of(fixture, language, contest, (region, 0))
}

fn part_of(fixture: &Fixture, language: &str, contest: &str, (region, part): (&str, u16)) -> String {
    let labels = Labels::load(&fixture.election().profile, language).unwrap();
    let (contest, region) = (fixture.contest(contest), fixture.region(region));
    String::from_utf8(region_page(&fixture.view(), &labels, contest, region, part).unwrap()).unwrap()
}

fn home(fixture: &Fixture, language: &str) -> String {
    let labels = Labels::load(&fixture.election().profile, language).unwrap();
    String::from_utf8(home_page(&fixture.view(), &labels).unwrap()).unwrap()
}

/// Every page with its path.
fn all_pages(fixture: &Fixture) -> Vec<(String, String)> {
    let (election, mut all) = (fixture.election(), Vec::new());
    for language in ["id", "en"] {
        all.push((home_path(language), home(fixture, language)));
        let labels = Labels::load(&election.profile, language).unwrap();
        for which in Guide::ALL {
            let page = guide_page(&fixture.view(), &labels, which).unwrap();
            all.push((which.path(language), String::from_utf8(page).unwrap()));
        }
        let search = search_page(&fixture.view(), &labels).unwrap();
        all.push((search_path(language), String::from_utf8(search).unwrap()));
        for counted in fixture.tally.contests().iter().filter(|counted| counted.rostered) {
            let contest = &election.profile.contest_at(counted.contest).id;
            let regions = (0..).map(election::RegionIx).zip(election.places.regions());
            for (ix, region) in regions.filter(|(ix, _)| counted.holds(*ix)) {
                for part in 0..region_parts(election, counted.contest, ix) {
                    let page = part_of(fixture, language, contest, (region.code.as_str(), part));
                    all.push((part_path(path(election, language, counted.contest, ix), part), page));
                }
                if has_changes(election, ix) {
                    let labels = Labels::load(&election.profile, language).unwrap();
                    let page = changes_page(&fixture.view(), &labels, counted.contest, ix).unwrap();
                    let path = changes_path(election, language, counted.contest, ix);
                    all.push((path, String::from_utf8(page).unwrap()));
                }
                if is_shared(election, ix) {
                    let labels = Labels::load(&election.profile, language).unwrap();
                    let page = embed_page(&fixture.view(), &labels, counted.contest, ix).unwrap();
                    let path = embed_path(election, language, counted.contest, ix);
                    all.push((path, String::from_utf8(page).unwrap()));
                }
                for part in 0..doubtful_parts(election, counted.contest, ix) {
                    let labels = Labels::load(&election.profile, language).unwrap();
                    let page = doubtful_page(&fixture.view(), &labels, counted.contest, ix, part).unwrap();
                    let path = doubtful_path(election, language, counted.contest, ix);
                    all.push((part_path(path, part), String::from_utf8(page).unwrap()));
                }
            }
        }
    }
    all
}

fn pages(fixture: &Fixture) -> Vec<String> {
    all_pages(fixture).into_iter().map(|(_, page)| page).collect()
}

/// The row of a station, without the names of its tags.
fn row(page: &str, id: &str) -> String {
    let link = page.find(&format!("<a href=\"#{id}\"")).unwrap_or_else(|| panic!("no row {id}"));
    let from = page[..link].rfind("<tr").unwrap();
    let to = from + page[from..].find("</tr>").unwrap();
    text(&page[from..to])
}

/// The length of a page as it is sent.
fn compressed(page: &str) -> usize {
    use std::io::Write as _;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(page.as_bytes()).unwrap();
    gzip.finish().unwrap().len()
}

/// The text of markup: tags as spaces.
fn text(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_contest_has_its_path_in_every_region_and_language() {
    let fixture = Fixture::empty(&["ppwp"]);
    let path = |code| path(fixture.election(), "id", fixture.contest("ppwp"), fixture.region(code));
    assert_eq!(path("ID"), "id/ppwp/index.html");
    assert_eq!(path("11"), "id/ppwp/11.html");
    assert_eq!(path("1101012001"), "id/ppwp/11/1101/110101/1101012001.html");
    assert_eq!(home_path("en"), "en/index.html");
}

#[test]
fn the_first_page_leads_to_every_contest_with_its_figure_to_quote() {
    let fixture = Fixture::told(&["ppwp", "pdpr"]);
    let home = home(&fixture, "id");
    for contest in ["ppwp", "pdpr"] {
        assert!(home.contains(&format!("href=\"../id/{contest}/index.html\"")), "{contest}");
    }
    let words = text(&home);
    assert!(words.contains("Yang berlaku menurut undang-undang adalah hasil rapat pleno"));
    assert!(words.contains("Angka untuk dikutip") && words.contains("Ini bukan sampel"));
}

#[test]
fn a_regions_page_leads_to_the_other_contests_held_there_and_to_the_first_page() {
    let fixture = Fixture::empty(&["ppwp", "pdpr"]);
    let page = page_of(&fixture, "id", "pdpr", "1101012001");
    assert!(page.contains("href=\"../../../../../id/ppwp/11/1101/110101/1101012001.html\""));
    assert!(page.contains("<b aria-current=\"page\">DPR RI</b>"), "{page}");
    assert!(page.contains("href=\"../../../../../id/index.html\""));
}

#[test]
fn every_station_has_its_row_before_anything_is_known() {
    let fixture = Fixture::empty(&["ppwp"]);
    for line in stations().lines().skip(1) {
        let mut columns = line.split(',');
        let (station, _, region) = (columns.next().unwrap(), columns.next(), columns.next().unwrap());
        let row = row(&page(&fixture, "id", region), station);
        assert!(row.contains("belum masuk") && row.contains("belum ada angka dari TPS ini"), "{row}");
    }
}

#[test]
fn a_station_is_anchored_by_its_code_on_the_page_of_each_contest() {
    let fixture = Fixture::empty(&["ppwp", "pdpr"]);
    for contest in ["ppwp", "pdpr"] {
        let page = page_of(&fixture, "id", contest, "1101012001");
        assert_eq!(page.matches("<tr id=\"1101012001001\">").count(), 1);
    }
}

#[test]
fn what_is_unread_is_said_in_words_and_never_as_a_zero() {
    let fixture = Fixture::told(&["ppwp"]);
    let page = page(&fixture, "id", "1101012001");
    let nine = row(&page, "1101012001009");
    let paper = Paper::number(9);
    assert_eq!(
        nine,
        format!(
            "TPS 009 belum terbaca semua , versi pertama, Pemungutan suara ulang {} {} {} {} tidak terbaca kosong di formulir belum dipublikasikan belum dipublikasikan belum ada 1 versi",
            paper.votes[0],
            paper.votes[1],
            paper.votes[2],
            paper.valid()
        )
    );
    assert!(row(&page, "1101012001002").contains("ditarik ditarik ditarik"));
    assert!(!page.contains("<td></td>"));
}

#[test]
fn a_failed_check_is_named_with_both_sides() {
    let fixture = Fixture::told(&["ppwp"]);
    let eight = Paper::number(8);
    let (sum, written) = (eight.valid(), eight.valid() + 100);
    let id = text(&page(&fixture, "id", "1101012001"));
    let expected = format!(
        "Jumlah perolehan suara harus sama dengan suara sah: {sum} tidak sama dengan {written} (wajib)."
    );
    assert!(id.contains(&expected), "{id}");
    let en = text(&page(&fixture, "en", "1101012001"));
    assert!(en.contains(&format!("{sum} does not equal {written} (mandatory).")), "{en}");
}

#[test]
fn the_figure_to_quote_stands_first_with_its_stations_and_is_called_no_sample() {
    let fixture = Fixture::told(&["ppwp"]);
    let page = text(&page(&fixture, "en", "1101012001"));
    let quote = page.find("The figure to quote: consistent or better From 6 polling stations").unwrap();
    let sample = page.find("This is no sample").unwrap();
    let all = page.find("All standing figures From 8 polling stations").unwrap();
    assert!(quote < sample && sample < all);
    assert!(page.contains("Counted: 8 of 13 polling stations (61.53%)."), "{page}");
    assert!(page.contains("Not complete: polling stations not counted yet: 5."));
}

#[test]
fn a_complete_region_is_called_complete_and_no_other() {
    let fixture = Fixture::told(&["ppwp"]);
    assert!(page(&fixture, "en", "12").contains("Complete: every polling station is counted."));
    assert!(!page(&fixture, "en", "11").contains("Complete: every"));
    assert!(!page(&Fixture::empty(&["ppwp"]), "en", "12").contains("Complete: every"));
}

#[test]
fn a_regions_course_is_drawn_and_told_by_day_and_ends_with_what_is_in() {
    let mut fixture = Fixture::empty(&["ppwp"]);
    fixture.step_ms = 3_600_000;
    for number in 1..=9 {
        fixture.sheet(&format!("1101012001{number:03}"), Paper::number(number), &[], "");
    }
    let page = page(&fixture, "en", "ID");
    let points: Vec<(u64, u64)> = page
        .split("<polyline points=\"")
        .nth(1)
        .and_then(|line| line.split('"').next())
        .unwrap()
        .split(' ')
        .map(|point| point.split_once(',').map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap())).unwrap())
        .collect();
    assert!(points.windows(2).all(|pair| pair[0].0 <= pair[1].0 && pair[0].1 >= pair[1].1), "{points:?}");
    // 9 of 19 stations, from the bottom at 140.
    assert_eq!((points[0], *points.last().unwrap()), ((0, 140), (600, 140 - 9 * 140 / 19)));
    assert!(
        text(&page).contains("9 of 19 forms came in; the last one on 15 February 2024 at 01:00:00"),
        "{page}"
    );
    assert!(text(&page).contains("2024-02-14 7 36.84% 2024-02-15 9 47.36%"), "{page}");
}

#[test]
fn votes_per_option_are_shown_only_where_every_station_has_the_same_options() {
    let mut fixture = Fixture::empty(&["pdprdp"]);
    fixture.parties("pdprdp", "1101012001001", 4);
    let sentence = "The options differ between the constituencies of this region.";
    let nation = page(&fixture, "en", "ID");
    assert!(nation.contains(sentence) && !nation.contains("Partai Gerakan Indonesia Raya"));
    let province = page(&fixture, "en", "11");
    assert!(!province.contains(sentence) && province.contains("2. Partai Gerakan Indonesia Raya"));
}

#[test]
fn a_plenary_stands_beside_the_sums_and_its_difference_is_marked_in_words() {
    let mut fixture = Fixture::told(&["ppwp"]);
    fixture.plenary("120101", 7, true);
    let barus = text(&page(&fixture, "id", "120101"));
    assert!(barus.contains("BEDA +7"), "{barus}");
    assert!(barus.contains("Status hukum: rapat pleno sudah ditutup"));
    assert!(barus.contains(
        "Rekapitulasi kecamatan, dinyatakan 20 Februari 2024 pukul 16:00:00 (UTC+07:00). Rapat pleno ditutup."
    ));
    fixture.plenary("110101", 0, false);
    assert!(text(&page(&fixture, "id", "110101")).contains("TPS belum lengkap"));
}

#[test]
fn names_cannot_become_markup() {
    for page in pages(&Fixture::told(&["ppwp"])) {
        assert!(!page.contains("MANGKI\"") && !page.contains("</b> &") && !page.contains("& CO"));
    }
    let page = page(&Fixture::empty(&["ppwp"]), "id", "1101012002");
    assert!(
        page.contains("UJONG &#60;b&#62;&#34;MANGKI&#34;&#60;/b&#62; &#38; CO"),
        "the heading and the crumbs"
    );
    assert!(page.contains(", UJONG &lt;b&gt;&quot;MANGKI&quot;&lt;/b&gt; &amp; CO (1101012002)"));
}

#[test]
fn a_practice_says_so_in_the_title_and_on_top() {
    let fixture = Fixture::empty(&["ppwp"]);
    for (language, word) in [("id", "SIMULASI"), ("en", "PRACTICE")] {
        let labels = Labels::load(&fixture.election().profile, language).unwrap();
        let mut view = fixture.view();
        view.practice = true;
        let page = String::from_utf8(
            region_page(&view, &labels, fixture.contest("ppwp"), fixture.region("ID"), 0).unwrap(),
        )
        .unwrap();
        assert!(
            page.contains(&format!("<title>{word} – ")) && page.contains(&format!("<strong>{word}</strong>"))
        );
        assert!(!self::page(&fixture, language, "ID").contains(word));
    }
}

#[test]
fn a_pause_of_the_publication_stands_above_everything_until_it_is_lifted() {
    let mut fixture = Fixture::told(&["ppwp"]);
    fixture.notice("paused", "publication-paused");
    let paused = page(&fixture, "id", "ID");
    let notice = paused.find("Publikasi dijeda sejak 17 Februari 2024").unwrap();
    assert!(notice < paused.find("<main").unwrap());
    assert!(paused.contains("Diperkirakan berakhir 18 Februari 2024"));
    fixture.notice("resumed", "publication-paused");
    let resumed = page(&fixture, "id", "ID");
    assert!(!resumed.contains("dijeda sejak") && resumed.contains("Publikasi berjalan lagi"));
}

#[test]
fn the_footer_says_how_to_check() {
    let fixture = Fixture::told(&["ppwp"]);
    let page = page(&fixture, "en", "1101012001");
    let size = fixture.tally.size();
    assert!(page.contains("saksi verify"));
    assert!(page.contains(&format!("href=\"../../../../../cuts/{size}/manifest\"")));
    assert!(page.contains(&format!("its root is {}", fixture.cut.root)));
    assert!(page.contains("href=\"../../../../../record/ppwp/11/1101/110101/1101012001.json\""));
    assert!(page.contains("href=\"../../../../../data/ppwp/11/datapackage.json\""));
    assert!(page.contains("20 February 2024 at 14:00:00 (UTC+07:00)"));
}

#[test]
fn every_page_is_balanced_has_one_heading_and_unique_ids() {
    let mut fixture = Fixture::told(&["ppwp", "pdpr", "pdprdp"]);
    fixture.parties("pdpr", "1101012001001", 4);
    fixture.plenary("120101", 7, true);
    fixture.notice("paused", "publication-paused");
    for page in pages(&fixture) {
        let mut open: Vec<&str> = Vec::new();
        let mut ids: Vec<&str> = Vec::new();
        for piece in page.split('<').skip(1) {
            let (tag, _) = piece.split_once('>').expect("a tag ends");
            if let Some(id) = tag.split_once(" id=\"").and_then(|(_, rest)| rest.split_once('"')) {
                ids.push(id.0);
            }
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name));
            } else {
                let name = tag.split([' ', '\n']).next().unwrap();
                if !["!DOCTYPE", "meta", "base", "link", "br", "img", "input"].contains(&name)
                    && !tag.ends_with('/')
                {
                    open.push(name);
                }
            }
        }
        assert!(open.is_empty(), "{open:?}");
        assert_eq!(page.matches("<h1").count(), 1);
        assert!(page.contains("<html lang=\"id\">") || page.contains("<html lang=\"en\">"));
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
        assert_eq!(page.matches("<table").count(), page.matches("<caption").count());
        for script in ["onclick", "javascript:", "style="] {
            assert!(!page.contains(script));
        }
        // No script stands in a page; those beside it come from the publication itself.
        for script in page.split("<script").skip(1) {
            let (source, rest) =
                script.strip_prefix(" src=\"").and_then(|rest| rest.split_once('"')).unwrap();
            let source = source.trim_start_matches("../");
            assert!(source.starts_with("assets/") || source.starts_with("program/"), "{source}");
            assert!(rest.starts_with(" defer></script>"), "{rest}");
        }
        let bytes = compressed(&page);
        assert!(bytes < 50_000, "{bytes} bytes");
    }
}

#[test]
fn every_link_into_pages_and_within_the_page_leads_somewhere() {
    let fixture = Fixture::told(&["ppwp", "pdpr"]);
    let election = fixture.election();
    let mut known: Vec<String> = fixed_files().into_iter().map(|file| file.path).collect();
    let contests = ["ppwp", "pdpr"].map(|contest| fixture.contest(contest));
    for language in ["id", "en"] {
        known.extend(contests.map(|contest| progress_page_path(election, language, contest)));
    }
    let labels = Labels::load(&election.profile, "id").unwrap();
    let contest = fixture.contest("ppwp");
    let progress = String::from_utf8(progress_page(&fixture.view(), &labels, contest).unwrap()).unwrap();
    let mut all = all_pages(&fixture);
    known.extend(all.iter().map(|(path, _)| path.clone()));
    all.push((progress_page_path(election, "id", contest), progress));
    for (own, page) in all {
        // A page for frames reads its addresses as the region's own page does.
        let own = if page.contains("<base href=\"../\"") { own.replace("/embed.html", ".html") } else { own };
        for link in
            page.split("href=\"").skip(1).filter_map(|rest| rest.split_once('"')).map(|(link, _)| link)
        {
            if let Some(anchor) = link.strip_prefix('#') {
                assert!(page.contains(&format!("id=\"{anchor}\"")), "{link}");
                continue;
            }
            let mut folders: Vec<&str> = own.split('/').collect();
            folders.pop();
            for part in link.split_once('#').map_or(link, |(page, _)| page).split('/') {
                if part == ".." {
                    assert!(folders.pop().is_some(), "{link} leaves the publication");
                } else {
                    folders.push(part);
                }
            }
            let target = folders.join("/");
            if std::path::Path::new(&target).extension().is_some_and(|kind| kind == "html" || kind == "css") {
                assert!(known.contains(&target), "{own}: {link} -> {target}");
            }
        }
    }
}

#[test]
fn the_same_view_gives_the_same_bytes() {
    let (one, two) = (Fixture::told(&["ppwp", "pdpr"]), Fixture::told(&["ppwp", "pdpr"]));
    assert_eq!(pages(&one), pages(&two));
}

#[test]
fn a_later_roster_has_the_pages_of_every_contest_made_again_since_each_leads_to_all() {
    let fixture = Fixture::empty(&["ppwp", "pdpr"]);
    let renderer = record::Renderer::new(fixture.election()).unwrap();
    let mut changes = tally::Changes::default();
    changes.rosters.insert(fixture.contest("pdpr"));
    let units = renderer.units(&fixture.view(), &changes);
    let village = fixture.region("1101012001");
    for contest in ["ppwp", "pdpr"] {
        assert!(units.contains(&record::Unit::Page(0, fixture.contest(contest), village, 0)), "{contest}");
    }
    // With a notice at the same time the lists of the other contest show it too.
    changes.general = true;
    let units = renderer.units(&fixture.view(), &changes);
    assert!(units.contains(&record::Unit::Doubtful(0, fixture.contest("ppwp"), fixture.region("11"), 0)));
}

#[test]
fn a_notice_has_the_pages_that_show_it_made_again() {
    let fixture = Fixture::told(&["ppwp"]);
    let renderer = record::Renderer::new(fixture.election()).unwrap();
    let changes = tally::Changes { general: true, ..tally::Changes::default() };
    let units = renderer.units(&fixture.view(), &changes);
    let contest = fixture.contest("ppwp");
    assert!(units.contains(&record::Unit::Home(1)));
    for code in ["ID", "11", "1101"] {
        assert!(units.contains(&record::Unit::Page(1, contest, fixture.region(code), 0)), "{code}");
        assert!(units.contains(&record::Unit::Doubtful(1, contest, fixture.region(code), 0)), "{code}");
    }
}
