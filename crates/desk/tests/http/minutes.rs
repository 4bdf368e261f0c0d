//! A plenary's minutes: printed, and photographed back.

use ledger::sha256;
use serde_json::json;

use crate::photos;
use crate::support::STATION;
use crate::support::meeting::{DISTRICT, Meeting, OTHER, PLENARY, VILLAGE, composes};

fn holds(file: &[u8], what: &str) -> bool {
    file.windows(what.len()).any(|window| window == what.as_bytes())
}

#[test]
fn minutes_are_printed_from_what_stands_kept_by_their_hash_and_handed_out_as_they_were() {
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[]);
    let print = || meeting.ketua.post(&format!("{PLENARY}/print"), json!({}));
    assert_eq!(print().code(), "nothing-stands");
    let closes = json!({ "closes": true, "untyped": "latihan" });
    let stated = meeting.signs(&composes(&meeting.ketua, closes)).ok();
    let made = print();
    assert_eq!(made.status, 201, "{}", made.text);
    let told = made.ok();
    assert_eq!(told["statement"], stated["id"]);
    let address = told["address"].as_str().unwrap();
    let (media, file) = meeting.saksi.get_bytes(address);
    assert_eq!(media, "application/pdf");
    assert_eq!(json!(ledger::sha256(&file).to_hex()), told["sha256"]);
    assert!(file.starts_with(b"%PDF-1.7") && holds(&file, "<pdfaid:part>2</pdfaid:part>"));
    // Printed again from the same ledger it is the same file; and the first stays when the figures change.
    assert_eq!(print().ok()["sha256"], told["sha256"]);
    meeting.sheet(OTHER, &[]);
    assert_ne!(print().ok()["sha256"], told["sha256"]);
    assert_eq!(meeting.saksi.get_bytes(address).1, file);
    assert_eq!(meeting.shown()["prints"].as_array().unwrap().len(), 2);
    assert_eq!(meeting.ketua.get(&format!("/api/prints/{}", "0".repeat(64))).code(), "no-print");
    if let Ok(path) = std::env::var("MINUTES") {
        std::fs::write(path, &file).unwrap();
    }
}

/// A print's pages as pictures, by others' program; none where it isn't here.
fn pictures(file: &[u8]) -> Option<Vec<Vec<u8>>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("minutes.pdf");
    std::fs::write(&path, file).unwrap();
    let mut draw = std::process::Command::new("pdftoppm");
    let drawn = draw.args(["-gray", "-png", "-r", "150"]).arg(&path).arg(folder.path().join("page")).status();
    if !drawn.is_ok_and(|status| status.success()) {
        println!("skipped: there is no pdftoppm (package poppler-utils)");
        return None;
    }
    let files = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|end| end == "png")).collect();
    files.sort();
    Some(files.iter().map(|path| std::fs::read(path).unwrap()).collect())
}

/// A page with a stroke of a pen half a millimetre wide at the left of its first figure's cell.
fn stroked(page: &[u8]) -> Vec<u8> {
    let picture = reader::decode::decode(page).unwrap();
    let dots = |hundredths: usize| hundredths * picture.width() / 29_700;
    let mut pixels = picture.pixels().to_vec();
    for row in dots(4_720)..dots(4_940) {
        pixels[row * picture.width() + dots(9_550)..][..dots(50)].fill(60);
    }
    reader::Gray::new(picture.width(), picture.height(), pixels).unwrap().to_png().unwrap()
}

#[test]
fn photos_of_signed_minutes_are_told_page_by_page_and_what_is_missing_is_named() {
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[]);
    let closes = json!({ "closes": true, "untyped": "latihan" });
    let stated = meeting.signs(&composes(&meeting.ketua, closes)).ok()["id"].clone();
    let print = meeting.ketua.post(&format!("{PLENARY}/print"), json!({})).ok();
    let file = meeting.ketua.get_bytes(print["address"].as_str().unwrap()).1;
    let Some(pages) = pictures(&file) else { return };
    assert_eq!(print["pages"], pages.len());
    assert_eq!(meeting.shown()["prints"][0]["pages"], print["pages"]);
    let brought = |bytes: &[u8]| {
        assert_eq!(photos::whole(&meeting.ketua, bytes).status, 204);
        sha256(bytes).to_hex()
    };
    let hashes: Vec<String> = pages.iter().map(|bytes| brought(bytes)).collect();
    let look = |photos: &[String]| {
        meeting.ketua.post(&format!("{PLENARY}/photographed"), json!({ "photos": photos }))
    };
    let all = look(&hashes).ok();
    assert_eq!((&all["print"], &all["missing"]), (&print["sha256"], &json!([])));
    for (shown, page) in all["photos"].as_array().unwrap().iter().zip(1..) {
        assert_eq!((&shown["shows"], &shown["page"]), (&json!("page"), &json!(page)));
        assert_eq!((&shown["statement"], &shown["pages"]), (&stated, &print["pages"]));
        let figures = &shown["figures"];
        assert!(figures.is_null() || (&figures["unclear"], &figures["differ"]) == (&json!(0), &json!(0)));
    }
    assert!(all["photos"][0]["figures"]["same"].as_u64() > Some(10), "the first page has figures");
    // A pen's stroke in the first figure's cell is told, with its place on the photo.
    let told = look(&[brought(&stroked(&pages[0]))]).ok()["photos"][0].clone();
    assert_eq!((&told["shows"], &told["figures"]["differ"]), (&json!("page"), &json!(1)));
    let differing = &told["figures"]["differing"][0];
    assert!(["column", "item", "printed", "photo"].iter().all(|part| differing[*part].is_string()));
    // Without the first, with a wall.
    let wall = reader::Gray::new(600, 800, vec![200; 480_000]).unwrap().to_png().unwrap();
    let some: Vec<String> = hashes[1..].iter().cloned().chain([brought(&wall)]).collect();
    let told = look(&some).ok();
    assert_eq!(
        (&told["missing"], &told["photos"][some.len() - 1]["shows"]),
        (&json!([1]), &json!("no-page"))
    );
    // Once other figures stand, these are pages of what stood before.
    meeting.sheet(OTHER, &[]);
    let mut again = json!({ "closes": true, "untyped": "latihan", "reason": "recount" });
    again["evidence"] = json!([meeting.photo(1)]);
    assert_eq!(meeting.signs(&composes(&meeting.ketua, again)).status, 201);
    assert_eq!(look(&hashes).ok()["photos"][0]["shows"], "other-statement");
    assert_eq!(look(&["ab".repeat(32)]).code(), "no-photo");
    assert_eq!(look(&vec![hashes[0].clone(); 61]).code(), "too-many-photos");
    assert_eq!(look(&vec![hashes[0].clone(); 2]).code(), "photo-twice");
    assert_eq!(
        meeting.saksi.post(&format!("{PLENARY}/photographed"), json!({ "photos": [] })).code(),
        "not-your-role"
    );
}

#[test]
fn every_page_of_the_minutes_says_what_it_was_made_from_and_that_it_is_practice() {
    use desk::plenary::{Plenary, Whose, paper};
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[]);
    let closes = json!({ "closes": true, "untyped": "latihan" });
    let stated = meeting.signs(&composes(&meeting.ketua, closes)).ok();
    let replay = meeting.intake.counted();
    let whose = Whose { contest: "ppwp".to_owned(), region: DISTRICT.to_owned(), constituency: None };
    let plenary = Plenary::find(&replay, &whose).unwrap();
    let labels = plenary.form().fields.iter().map(|field| field.name.to_string()).collect();
    let head = meeting.intake.head().unwrap();
    let facts = paper::Facts {
        labels,
        typed: None,
        differences: &[],
        objections: Vec::new(),
        head: (head.size, head.root),
    };
    let minutes = paper::minutes(&plenary, &facts).unwrap();
    assert!(minutes.made_from[0].ends_with(stated["id"].as_str().unwrap()));
    assert!(minutes.made_from[1].ends_with(&format!("{}, {}", head.size, head.root.to_hex())));
    assert_eq!(minutes.practice.as_deref(), Some("SIMULASI"));
    // The district's own table, then one for the village with each of its stations.
    let titles: Vec<&str> = minutes.tables.iter().map(|table| table.title.as_str()).collect();
    assert_eq!((titles.len(), titles[1]), (2, "Lampiran: MAWAR"));
    assert_eq!(minutes.tables[1].columns.len(), 2);
    let witnesses = minutes.lists.last().unwrap();
    assert_eq!(witnesses.rows.len(), 3, "a row for each pair's witness");
    assert!(witnesses.columns.iter().any(|(head, _)| head.starts_with("Tidak bersedia")));
}

#[test]
fn the_minutes_name_the_column_of_a_difference_and_what_the_typed_columns_come_to() {
    use desk::plenary::{Difference, Plenary, Whose, paper};
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[]);
    let closes = json!({ "closes": true, "untyped": "latihan" });
    assert_eq!(meeting.signs(&composes(&meeting.ketua, closes)).status, 201);
    let replay = meeting.intake.counted();
    let whose = Whose { contest: "ppwp".to_owned(), region: DISTRICT.to_owned(), constituency: None };
    let plenary = Plenary::find(&replay, &whose).unwrap();
    let of_village = Difference {
        field: "votes.1".to_owned(),
        column: Some(VILLAGE.to_owned()),
        summed: Some(100),
        typed: Some(101),
        below: None,
        added: None,
    };
    let of_sums = Difference { column: None, typed: Some(100), added: Some(101), ..of_village.clone() };
    let facts = paper::Facts {
        labels: plenary.form().fields.iter().map(|field| field.name.to_string()).collect(),
        typed: None,
        differences: &[(of_village, None), (of_sums, None)],
        objections: Vec::new(),
        head: (1, ledger::sha256(b"")),
    };
    let rows = &paper::minutes(&plenary, &facts).unwrap().lists[1].rows;
    let told: Vec<&[String]> = rows.iter().map(|row| &row[..3]).collect();
    assert_eq!(told, [["votes.1, MAWAR", "100", "101"], ["votes.1", "100", "100 (kolom: 101)"]]);
}
