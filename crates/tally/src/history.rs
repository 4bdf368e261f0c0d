//! What changed after it had come in: the running list that nobody can shorten.

use std::sync::Arc;

use election::{Cell, RegionIx, StationIx};

use crate::contest::ContestTally;
use crate::sheet::{Quality, Sheet, State};

/// One change of a sheet about which something stood already, or that is disputed, answered or ruled on.
#[derive(Clone, Debug)]
pub struct ChangeNote {
    /// The station.
    pub station: StationIx,
    /// Index of the entry that made it.
    pub entry: u64,
    /// The sequencer's time of that entry, unix milliseconds.
    pub logged_ms: u64,
    /// The figures that stood, and those that stand from then on.
    pub figures: [Option<Arc<[Cell]>>; 2],
    /// Its quality before and after.
    pub quality: [Quality; 2],
    /// Whether it was, and is, disputed.
    pub disputed: [bool; 2],
}

/// How much was said of a sheet besides figures.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Said(usize, usize, usize);

impl Said {
    pub(crate) fn of(sheet: &Sheet) -> Said {
        let answers = sheet.objections.iter().map(|objection| objection.answers.len()).sum();
        Said(sheet.rulings.len(), sheet.objections.len(), answers)
    }
}

/// The note of an entry that changed something; none: it brought what wasn't there, or changed nothing. One more statement that
/// disputes what is disputed already changes nothing; an objection always says something of its own.
pub(crate) fn note(
    (station, entry, logged_ms): (StationIx, u64, u64),
    [before, after]: [&State; 2],
    said: [Said; 2],
) -> Option<ChangeNote> {
    let [said_before, said_after] = said;
    let replaced = before.version.is_some() && before.version != after.version;
    let changed = replaced
        || said_before != said_after
        || before.disputed != after.disputed
        || before.rivals != after.rivals;
    changed.then(|| ChangeNote {
        station,
        entry,
        logged_ms,
        figures: [before.cells.clone(), after.cells.clone()],
        quality: [before.quality, after.quality],
        disputed: [before.disputed, after.disputed],
    })
}

impl ContestTally {
    /// What changed in the stations of a region, the latest first, at most so many; of one sheet the latest `of_a_sheet` alone, so that
    /// nobody pushes the others off the list by saying much about one.
    pub fn latest_changes(
        &self,
        places: &election::Places,
        region: RegionIx,
        (most, of_a_sheet): (usize, usize),
    ) -> Vec<&ChangeNote> {
        let stations = &places.region(region).stations;
        let all = self.changed.range((StationIx(stations.start), 0)..(StationIx(stations.end), 0)).rev();
        // By station from the last, and of each its entries from the latest.
        let mut of_this = (None, 0);
        let mut notes: Vec<&ChangeNote> = Vec::new();
        for (_, note) in all {
            of_this = if of_this.0 == Some(note.station) {
                (of_this.0, of_this.1 + 1)
            } else {
                (Some(note.station), 1)
            };
            if of_this.1 <= of_a_sheet {
                notes.push(note);
            }
        }
        let key = |note: &&ChangeNote| std::cmp::Reverse((note.entry, note.station));
        if notes.len() > most {
            notes.select_nth_unstable_by_key(most, key);
            notes.truncate(most);
        }
        notes.sort_unstable_by_key(key);
        notes
    }

    /// How many changes there were in the stations of a region.
    pub fn changes_in(&self, places: &election::Places, region: RegionIx) -> usize {
        let stations = &places.region(region).stations;
        self.changed.range((StationIx(stations.start), 0)..(StationIx(stations.end), 0)).count()
    }
}
