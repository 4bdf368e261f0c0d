//! A reading as JSON: what `saksi read --json` prints and the browser is handed. `docs/reader.md` documents it.

use election::Outcome;
use serde_json::{Map, Value, json};

use crate::boxes::{BoxReading, Net};
use crate::evidence::bubbles::Column;
use crate::page::{Corner, Frame, Named, Point};
use crate::read::page::{NumberRead, PageRead};
use crate::read::screen::Surface;
use crate::read::sheet::{Accept, FieldRead};
use crate::read::together::Together;
use crate::station::StationRead;
use crate::words::WordsRead;

/// A sheet's reading. `contest` is its contest's id, `names` are the photos' own, in the order of `pages`.
pub fn sheet(net: &Net, contest: &str, names: &[String], pages: &[&PageRead], together: &Together) -> Value {
    let Together { form, whose, taken, missing, sheet } = together;
    let number = |name: &str| -> Option<(usize, &NumberRead)> {
        taken.iter().find_map(|at| {
            let number = pages.get(*at)?.numbers.iter().find(|number| number.name == name)?;
            Some((*at, number))
        })
    };
    let fields: Map<String, Value> =
        sheet.fields.iter().map(|one| (one.name.clone(), field(one, number(&one.name)))).collect();
    let checks: Map<String, Value> =
        sheet.checks.iter().map(|(id, outcome)| (id.clone(), outcome_name(*outcome).into())).collect();
    let pages: Vec<Value> = names
        .iter()
        .zip(pages)
        .enumerate()
        .map(|(at, (name, page))| photo(name, page, taken.contains(&at)))
        .collect();
    json!({
        "reader": format!("{} {}", crate::VERSION, crate::hex(&crate::weights(net))),
        "contest": contest,
        "form": form.id.as_str(),
        "station": whose.station,
        "station_source": whose.source,
        "accepted": sheet.accepted(),
        "wrong": sheet.wrong,
        "fields": fields,
        "checks": checks,
        "pages": pages,
        "missing": missing,
    })
}

fn photo(name: &str, page: &PageRead, taken: bool) -> Value {
    let (found, quality) = (&page.found, &page.quality);
    json!({
        "photo": name,
        "page": found.page,
        "tag": found.tag(),
        "named": match found.named { Named::Tag(_) => "tag", Named::Lines => "lines" },
        "without": match found.frame {
            Frame::Four => None,
            Frame::Three { without } => Some(corner_name(without)),
        },
        "surface": match page.waves.surface() { Surface::Paper => "paper", Surface::Screen => "screen" },
        "station": page.station.code().map(|code| &code.station),
        "station_code": station_code(&page.station),
        "corners": found.corners.map(|corner| [corner.x, corner.y]),
        "scale": quality.scale,
        "printed": quality.printed,
        "seen": quality.seen,
        "taken": taken,
    })
}

fn field(field: &FieldRead, number: Option<(usize, &NumberRead)>) -> Value {
    let mut ways = Map::new();
    if let (Some((_, number)), Some(seen)) = (number, &field.evidence) {
        ways.insert("boxes".to_owned(), json!({"value": seen.boxes.best(), "boxes": boxes(&number.boxes), "crop": crop(number.crops.boxes)}));
        if let Some(bubbles) = &seen.bubbles {
            let columns: Vec<String> =
                number.columns.iter().map(|column| column_name(column.shows)).collect();
            ways.insert(
                "bubbles".to_owned(),
                json!({"value": bubbles.best(), "columns": columns, "crop": crop(number.crops.bubbles)}),
            );
        }
        if let Some(strokes) = &seen.strokes {
            let rows: Vec<u16> = number.rows.iter().map(|row| row.strokes).collect();
            ways.insert(
                "strokes".to_owned(),
                json!({"value": strokes.best(), "rows": rows, "crop": crop(number.crops.strokes)}),
            );
        }
        if let Some(sums) = &seen.row_sums {
            let rows: Vec<Vec<Value>> = number.row_sums.iter().map(|row| boxes(row)).collect();
            ways.insert(
                "row_sums".to_owned(),
                json!({"value": sums.best(), "rows": rows, "crop": crop(number.crops.row_sums)}),
            );
        }
        match &number.words {
            Some(WordsRead::Number(words)) => {
                ways.insert(
                    "words".to_owned(),
                    json!({"value": words.best(), "crop": crop(number.crops.words)}),
                );
            }
            Some(WordsRead::Illegible) => {
                ways.insert(
                    "words".to_owned(),
                    json!({"value": null, "shows": "illegible", "crop": crop(number.crops.words)}),
                );
            }
            Some(WordsRead::Empty) | None => {}
        }
    }
    json!({
        "value": field.value,
        "confidence": field.confidence,
        "evidence": ways,
        "accept": accept_name(field.accept),
        "suspect": field.suspect,
        "photo": number.map(|(at, _)| at),
    })
}

/// Four corners in 1/256 pixels, from the upper left one clockwise.
fn crop(corners: Option<[Point; 4]>) -> Option<[[i64; 2]; 4]> {
    corners.map(|corners| corners.map(|corner| [corner.x, corner.y]))
}

fn boxes(boxes: &[BoxReading]) -> Vec<Value> {
    let each = boxes.iter();
    each.map(|one| json!({"shows": one.best().name(), "confidence": one.confidence_ppm()})).collect()
}

fn column_name(shows: Column) -> String {
    match shows {
        Column::Filled(digit) => digit.to_string(),
        Column::Ticked(digit) => format!("{digit} ticked"),
        Column::Several => "several".to_owned(),
        Column::Unmarked => "none".to_owned(),
    }
}

/// A corner in one word.
pub fn corner_name(corner: Corner) -> &'static str {
    match corner {
        Corner::UpperLeft => "upper-left",
        Corner::UpperRight => "upper-right",
        Corner::LowerRight => "lower-right",
        Corner::LowerLeft => "lower-left",
    }
}

/// What is to be done with a number, in one word.
pub fn accept_name(accept: Accept) -> &'static str {
    match accept {
        Accept::Yes => "yes",
        Accept::AskOne => "ask-one",
        Accept::AskTwo => "ask-two",
    }
}

fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Holds => "holds",
        Outcome::Fails => "fails",
        Outcome::Undecided => "undecided",
        Outcome::NotApplicable => "not-applicable",
    }
}

/// What was seen of a page's code, in one word.
fn station_code(read: &StationRead) -> &'static str {
    match read {
        StationRead::Missing => "none",
        StationRead::Damaged => "damaged",
        StationRead::Read(_) => "read",
    }
}
