//! What was right and what was not.

use std::collections::BTreeMap;
use std::fmt;

use super::ablation::{Ablation, Line};
use super::gallery;
use super::scoring::{self, Place, Share};
use reader::Gray;
use reader::layout::{Page, Spot};
use reader::page::PART;
use reader::read::page::{NotRead, PageRead};
use reader::read::sheet::{Accept, SheetRead};
use simulate::paper::{ErrorKind, Photo, SheetTruth};

#[derive(Default)]
pub struct Score {
    /// Photos that were not refused.
    pub passed: Share,
    /// Of those, ones whose every box was found where it is.
    pub registered: Share,
    pub boxes: Share,
    pub columns: Share,
    pub rows: Share,
    /// Sheets on which no person is asked.
    pub sheets: Share,
    /// Numbers accepted, and how many of them are what is written.
    pub fields: Share,
    pub wrongly_accepted: Vec<String>,
    /// Sheets with an officer's error that was flagged or asked about.
    pub caught: Share,
    pub missed: Vec<String>,
    /// Numbers reported as the sums want them, where something else is written.
    pub mended: Vec<String>,
    pub ablation: Ablation,
    /// Other settings than those that are shipped, tried on the same sheets.
    pub tried: BTreeMap<String, (Line, Share)>,
    pub refusals: BTreeMap<String, Vec<u64>>,
    pub misplaced: Vec<String>,
    pub notes: Vec<String>,
    /// Numbers that a person is asked about.
    pub asked: Vec<String>,
}

/// Farthest that a box's middle may be off, pixels per millimetre times this: a millimetre and a half.
const MOST_OFF_MM: f32 = 1.5;

impl Score {
    pub fn with(mut self, other: Score) -> Score {
        self.passed = self.passed + other.passed;
        self.registered = self.registered + other.registered;
        self.boxes = self.boxes + other.boxes;
        self.columns = self.columns + other.columns;
        self.rows = self.rows + other.rows;
        self.sheets = self.sheets + other.sheets;
        self.fields = self.fields + other.fields;
        self.caught = self.caught + other.caught;
        self.ablation = self.ablation.with(&other.ablation);
        for (name, (line, mended)) in other.tried {
            let slot = self.tried.entry(name).or_default();
            *slot = (slot.0.with(line), slot.1 + mended);
        }
        self.wrongly_accepted.extend(other.wrongly_accepted);
        self.missed.extend(other.missed);
        self.mended.extend(other.mended);
        self.misplaced.extend(other.misplaced);
        self.notes.extend(other.notes);
        self.asked.extend(other.asked);
        for (why, seeds) in other.refusals {
            self.refusals.entry(why).or_default().extend(seeds);
        }
        self
    }

    pub fn refused(&mut self, seed: u64, why: &NotRead) {
        self.passed.count(false);
        self.refusals.entry(why.to_string()).or_default().push(seed);
    }

    pub fn page(
        &mut self,
        seed: u64,
        page: &Page,
        photo: &Photo,
        picture: &Gray,
        read: &PageRead,
        truth: &SheetTruth,
    ) {
        self.passed.count(true);
        let worst = if read.found.page == page.page { worst_off(page, photo, read) } else { f32::MAX };
        let placed = worst <= MOST_OFF_MM * photo.truth.per_mm;
        self.registered.count(placed);
        if !placed {
            self.misplaced.push(format!(
                "{seed}: {worst:.1} px at {:.2} px/mm, {:?}",
                photo.truth.per_mm, photo.truth.defects
            ));
            return;
        }
        for number in &read.numbers {
            let Some(written) = truth.number(&number.name) else { continue };
            let stands = page.numbers.iter().find(|one| one.field == number.name).unwrap();
            for Place { at, seen, wanted, right } in scoring::boxes(number, written) {
                self.boxes.count(right);
                if !right {
                    if let Some(spot) = stands.boxes.at.get(at) {
                        let name = format!("{wanted}-as-{}-{seed}-{}-{at}", seen.best().name(), number.name);
                        let side = stands.boxes.side.0;
                        gallery::keep(&name, picture, &read.field, *spot, (side, side));
                    }
                    self.notes.push(format!(
                        "{seed} {} box {at}: {wanted} read as {} at {}",
                        number.name,
                        seen.best().name(),
                        seen.confidence_ppm()
                    ));
                }
            }
            for Place { at, seen, wanted, right } in scoring::columns(number, written) {
                self.columns.count(right);
                if !right {
                    self.notes.push(format!(
                        "{seed} {} column {at}: {wanted:?} read as {:?} {:?}",
                        number.name, seen.shows, seen.darkness
                    ));
                }
            }
            for Place { at, seen, wanted, right } in scoring::rows(number, written) {
                self.rows.count(right);
                if !right {
                    if let Some(grid) = &stands.strokes {
                        let row = i32::try_from(at).unwrap();
                        let spot = grid.at.moved(0, grid.cell.y.0 * row);
                        let size = (grid.cell.x.0 * i32::from(grid.across), grid.cell.y.0);
                        let name =
                            format!("row-{}-as-{}-{seed}-{}-{at}", wanted.strokes, seen.strokes, number.name);
                        gallery::keep(&name, picture, &read.field, spot, size);
                    }
                    let cells: Vec<(i64, u8, i64)> =
                        seen.cells.iter().map(|cell| (cell.ink / 1_000, cell.upright, cell.bridge)).collect();
                    self.notes.push(format!(
                        "{seed} {} row {at}: {} strokes read as {} {cells:?} rest {:?}",
                        number.name, wanted.strokes, seen.strokes, written.rest
                    ));
                }
            }
        }
    }

    /// The same sheet under other settings.
    pub fn tried(&mut self, name: &str, sheet: &SheetRead, truth: &SheetTruth) {
        let mut mended = Share::default();
        for field in sheet.fields.iter().filter(|field| field.accept == Accept::Yes) {
            let Some(written) = truth.number(&field.name) else { continue };
            let value = field.value.map(u32::from);
            mended.count(value != Some(written.written) && value == Some(written.meant));
        }
        let slot = self.tried.entry(name.to_owned()).or_default();
        *slot = (slot.0.with(Line::of(sheet, truth)), slot.1 + mended);
    }

    pub fn sheet(&mut self, seed: u64, sheet: &SheetRead, truth: &SheetTruth) {
        self.sheets.count(sheet.accepted());
        let mut flagged = sheet.wrong > 10_000;
        for field in &sheet.fields {
            let Some(written) = truth.number(&field.name) else { continue };
            let right = field.value.map(u32::from) == Some(written.written);
            if field.accept == Accept::Yes {
                self.fields.count(right);
                if !right {
                    self.wrongly_accepted.push(format!(
                        "{seed} {}: {} read as {:?}",
                        field.name, written.written, field.value
                    ));
                }
            } else {
                flagged = true;
                let corrected: Vec<_> = written.boxes.iter().filter_map(|one| one.correction).collect();
                self.asked.push(format!(
                    "{seed} {}: {} read as {:?} at {}, boxes alone {:?}, wrong {}, {corrected:?}",
                    field.name,
                    written.written,
                    field.value,
                    field.confidence,
                    field.evidence.as_ref().map(|seen| seen.boxes.best()),
                    sheet.wrong,
                ));
            }
            if !right && field.value.map(u32::from) == Some(written.meant) && field.accept == Accept::Yes {
                self.mended
                    .push(format!("{seed} {}: {} mended to {}", field.name, written.written, written.meant));
            }
        }
        for error in &truth.errors {
            let seen_otherwise = error.kind == ErrorKind::Cancelling;
            let disagrees = sheet.disagreements().next().is_some();
            self.caught.count(flagged || disagrees || seen_otherwise);
            if !(flagged || disagrees || seen_otherwise) {
                self.missed.push(format!("{seed}: {error:?}"));
            }
        }
    }
}

/// How far the worst box is off, pixels.
fn worst_off(page: &Page, photo: &Photo, read: &PageRead) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "pixels of a photo")]
    let off = |at: &Spot, side: i32| {
        let middle = at.moved(side / 2, side / 2);
        let Some(found) = read.field.at(middle) else { return f32::MAX };
        let [x, y] = photo.place(middle.x.0 as f32 / 100.0, middle.y.0 as f32 / 100.0);
        let (dx, dy) = (found.x as f32 / PART as f32 - x, found.y as f32 / PART as f32 - y);
        (dx * dx + dy * dy).sqrt()
    };
    let each =
        page.numbers.iter().flat_map(|number| number.boxes.at.iter().map(|at| off(at, number.boxes.side.0)));
    each.fold(0.0, f32::max)
}

impl fmt::Display for Score {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(to, "photos not refused       {}", self.passed)?;
        writeln!(to, "of them placed right     {}", self.registered)?;
        writeln!(to, "boxes                    {}", self.boxes)?;
        writeln!(to, "bubbles, columns         {}", self.columns)?;
        writeln!(to, "strokes, rows            {}", self.rows)?;
        writeln!(to, "sheets accepted          {}", self.sheets)?;
        writeln!(to, "fields accepted, right   {}", self.fields)?;
        writeln!(to, "officers' errors caught  {}", self.caught)?;
        writeln!(to, "{}", self.ablation)?;
        for (name, (line, mended)) in &self.tried {
            writeln!(
                to,
                "{name}: sheets {}, wrong {} of {}, mended {}",
                line.accepted.percent(),
                line.kept.of - line.kept.right,
                line.kept.of,
                mended.right
            )?;
        }
        for (why, seeds) in &self.refusals {
            writeln!(
                to,
                "refused {} times: {why}: {:?}",
                seeds.len(),
                seeds.iter().take(12).collect::<Vec<_>>()
            )?;
        }
        for (what, lines) in [
            ("accepted and wrong", &self.wrongly_accepted),
            ("mended", &self.mended),
            ("missed", &self.missed),
            ("misplaced", &self.misplaced),
            ("asked", &self.asked),
            ("note", &self.notes),
        ] {
            let most = std::env::var("SAKSI_NOTES").ok().and_then(|most| most.parse().ok()).unwrap_or(20);
            for line in lines.iter().take(most) {
                writeln!(to, "{what}: {line}")?;
            }
        }
        Ok(())
    }
}
