//! Adding the published stations up again, at every level, from the Parquet files alone.
//!
//! Nothing but the files is trusted: regions come from the stations' own columns, no total is read, and a region said to
//! lie in two others is an error. Every addition is checked. Files are read by any number of threads; as sums don't
//! depend on order, neither does the result.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use election::{Code, ContestIx, CountError, Profile};
use parquet::column::reader::ColumnReader;
use parquet::file::reader::{FileReader, RowGroupReader};
use parquet::file::serialized_reader::SerializedFileReader;

use super::dictionary::{Coded, read_coded};
use super::frame::column_name;
use super::read_error::ReadError;

/// Which sheets to add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// *All standing figures*.
    All,
    /// *Consistent or better*: the figures to quote.
    Sound,
}

/// Names of the columns to add by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The region columns, from level 1 down.
    pub levels: Vec<String>,
    /// The columns to add up.
    pub votes: Vec<String>,
    /// The flag of the sheets to add.
    pub flag: String,
}

/// Sums of a whole nation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readded {
    /// The nation's.
    pub nation: RegionSums,
    /// From level 1 down.
    pub levels: Vec<LevelSums>,
}

/// Sums of one region.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct RegionSums {
    /// Sheets added.
    pub sheets: u64,
    /// One sum a column of the plan.
    pub votes: Vec<u64>,
}

/// Sums of every region of a level, by code. Regions of which no sheet is added are there too, with zeros.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct LevelSums {
    codes: Vec<Code>,
    // For each region: sheets, then one sum a column.
    sums: Vec<u64>,
    width: usize,
}

impl Plan {
    /// The plan for every option of a contest.
    pub fn of(profile: &Profile, contest: ContestIx, which: Which) -> Plan {
        let last = profile.station_level();
        let levels = profile.levels.iter().take(usize::from(last)).skip(1);
        Plan {
            levels: levels.map(|level| column_name(&level.id)).collect(),
            votes: profile
                .contest_at(contest)
                .vote_columns()
                .map(|(_, column)| column_name(&column.name))
                .collect(),
            flag: match which {
                Which::All => "counted",
                Which::Sound => "sound",
            }
            .to_owned(),
        }
    }
}

impl LevelSums {
    /// How many regions there are.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The sums of a region.
    pub fn get(&self, code: &Code) -> Option<RegionSums> {
        let at = self.codes.binary_search(code).ok()?;
        let (sheets, votes) = self.sums.get(at * self.width..(at + 1) * self.width)?.split_first()?;
        Some(RegionSums { sheets: *sheets, votes: votes.to_vec() })
    }

    /// Every region's code, in order.
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }
}

/// Adds up every `stations.parquet` of a contest. `threads` is at least 1; with 1 no thread is started.
pub fn readd(files: &[Bytes], plan: &Plan, threads: usize) -> Result<Readded, ReadError> {
    let next = AtomicUsize::new(0);
    // The largest first: the last ones to be taken are then short.
    let mut order: Vec<&Bytes> = files.iter().collect();
    order.sort_by_key(|file| std::cmp::Reverse(file.len()));
    let work = || -> Result<Vec<Vec<LevelSums>>, ReadError> {
        let mut parts = Vec::new();
        while let Some(file) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            parts.push(readd_file(file, plan)?);
        }
        Ok(parts)
    };
    let parts = if threads <= 1 {
        work()?
    } else {
        let done = std::thread::scope(|scope| {
            let handles: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            handles.into_iter().map(std::thread::ScopedJoinHandle::join).collect::<Vec<_>>()
        });
        let mut parts = Vec::new();
        for result in done {
            match result {
                Ok(result) => parts.extend(result?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        parts
    };
    merge(parts, plan)
}

fn merge(parts: Vec<Vec<LevelSums>>, plan: &Plan) -> Result<Readded, ReadError> {
    let width = plan.votes.len() + 1;
    let mut levels: Vec<Vec<LevelSums>> = plan.levels.iter().map(|_| Vec::new()).collect();
    for part in parts {
        for (level, sums) in levels.iter_mut().zip(part) {
            level.push(sums);
        }
    }
    let levels = levels.into_iter().map(|parts| join(parts, width)).collect::<Result<Vec<_>, ReadError>>()?;
    let mut nation = vec![0; width];
    for region in levels.first().map_or(&[][..], |level| &level.sums).chunks_exact(width) {
        add(&mut nation, region)?;
    }
    let sheets = nation.remove(0);
    Ok(Readded { nation: RegionSums { sheets, votes: nation }, levels })
}

/// One list by code; a region that stands in several files is the sum of them.
fn join(mut parts: Vec<LevelSums>, width: usize) -> Result<LevelSums, ReadError> {
    parts.sort_by_key(|part| part.codes.first().copied());
    let mut regions: Vec<(Code, &[u64])> =
        parts.iter().flat_map(|part| part.codes.iter().copied().zip(part.sums.chunks_exact(width))).collect();
    regions.sort_by_key(|(code, _)| *code);
    let mut joined = LevelSums {
        codes: Vec::with_capacity(regions.len()),
        sums: Vec::with_capacity(regions.len() * width),
        width,
    };
    for (code, sums) in regions {
        if joined.codes.last() == Some(&code) {
            let start = joined.sums.len() - width;
            add(joined.sums.get_mut(start..).unwrap_or_default(), sums)?;
        } else {
            joined.codes.push(code);
            joined.sums.extend_from_slice(sums);
        }
    }
    Ok(joined)
}

fn readd_file(file: &Bytes, plan: &Plan) -> Result<Vec<LevelSums>, ReadError> {
    let reader = SerializedFileReader::new(file.clone())?;
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    let column = |name: &String| {
        let at = schema.columns().iter().position(|column| column.name() == name);
        at.ok_or_else(|| ReadError::Column(name.clone()))
    };
    let level_columns = plan.levels.iter().map(column).collect::<Result<Vec<_>, _>>()?;
    let vote_columns = plan.votes.iter().map(column).collect::<Result<Vec<_>, _>>()?;
    let flag_column = column(&plan.flag)?;
    let mut levels: Vec<Regions> = plan.levels.iter().map(|_| Regions::new(plan.votes.len() + 1)).collect();
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group)?;
        let group = group.as_ref();
        let mut rows: Vec<Vec<u32>> = Vec::new();
        for ((regions, at), name) in levels.iter_mut().zip(&level_columns).zip(&plan.levels) {
            rows.push(regions.learn(read_coded(group, *at, name)?)?);
        }
        for ((regions, lower), upper) in levels.iter_mut().skip(1).zip(rows.iter().skip(1)).zip(&rows) {
            regions.learn_parents(lower, upper)?;
        }
        // Only the lowest level is added to row by row; the others follow from it.
        let (Some(regions), Some(rows)) = (levels.last_mut(), rows.last()) else { continue };
        let flags = read_flags(group, flag_column, &plan.flag)?;
        regions.add_sheets(rows, &flags)?;
        for (option, (at, name)) in vote_columns.iter().zip(&plan.votes).enumerate() {
            regions.add_figures(rows, &flags, option + 1, &Figures::read(group, *at, name)?)?;
        }
    }
    roll_up(&mut levels)?;
    Ok(levels.into_iter().map(|regions| regions.sums).collect())
}

/// Adds each level's sums to the level above, from the lowest up.
fn roll_up(levels: &mut [Regions]) -> Result<(), ReadError> {
    for at in (1..levels.len()).rev() {
        let (above, below) = levels.split_at_mut(at);
        let (Some(upper), Some(lower)) = (above.last_mut(), below.first()) else { continue };
        let width = lower.sums.width;
        for (parent, sums) in lower.parents.iter().zip(lower.sums.sums.chunks_exact(width)) {
            let start = *parent as usize * width;
            add(upper.sums.sums.get_mut(start..start + width).unwrap_or_default(), sums)?;
        }
    }
    Ok(())
}

/// The regions of one level in one file, in the order in which they are met.
struct Regions {
    sums: LevelSums,
    known: HashMap<Code, u32>,
    /// Position of the region above, [`UNKNOWN`] until a row says it.
    parents: Vec<u32>,
}

const UNKNOWN: u32 = u32::MAX;

impl Regions {
    fn new(width: usize) -> Regions {
        Regions {
            sums: LevelSums { width, ..LevelSums::default() },
            known: HashMap::new(),
            parents: Vec::new(),
        }
    }

    /// Takes up the words of a chunk. Returns for each row its region's position.
    fn learn(&mut self, coded: Coded) -> Result<Vec<u32>, ReadError> {
        let mut positions = Vec::with_capacity(coded.words.len());
        for word in &coded.words {
            let code = Code::new(&String::from_utf8_lossy(word))?;
            let next = u32::try_from(self.sums.codes.len()).unwrap_or(UNKNOWN);
            let position = *self.known.entry(code).or_insert(next);
            if position == next {
                self.sums.codes.push(code);
                self.sums.sums.resize(self.sums.sums.len() + self.sums.width, 0);
                self.parents.push(UNKNOWN);
            }
            positions.push(position);
        }
        let mut rows = coded.rows;
        // The first chunk of a file, and most files have one, needs no second numbering.
        if positions.iter().zip(0..).any(|(position, at)| *position != at) {
            for row in &mut rows {
                *row = positions.get(*row as usize).copied().unwrap_or(UNKNOWN);
            }
        }
        Ok(rows)
    }

    fn learn_parents(&mut self, lower: &[u32], upper: &[u32]) -> Result<(), ReadError> {
        for (region, above) in lower.iter().zip(upper) {
            let Some(parent) = self.parents.get_mut(*region as usize) else { continue };
            if *parent == UNKNOWN {
                *parent = *above;
            } else if *parent != *above {
                let region = self.sums.codes.get(*region as usize).map_or(String::new(), Code::to_string);
                return Err(ReadError::TwoParents { region });
            }
        }
        Ok(())
    }

    fn add_sheets(&mut self, rows: &[u32], flags: &[bool]) -> Result<(), ReadError> {
        for (region, flag) in rows.iter().zip(flags) {
            if *flag {
                self.add_one(*region, 0, 1)?;
            }
        }
        Ok(())
    }

    fn add_figures(
        &mut self,
        rows: &[u32],
        flags: &[bool],
        slot: usize,
        figures: &Figures,
    ) -> Result<(), ReadError> {
        let mut values = figures.values.iter();
        for ((region, flag), level) in rows.iter().zip(flags).zip(&figures.levels) {
            let figure = if *level > 0 { values.next() } else { None };
            // A counted sheet has no figure for an option that isn't on its form: local parties, candidates elsewhere.
            if let (Some(figure), true) = (figure, *flag) {
                self.add_one(*region, slot, u64::from(figure.cast_unsigned()))?;
            }
        }
        Ok(())
    }

    fn add_one(&mut self, region: u32, slot: usize, number: u64) -> Result<(), CountError> {
        let at = region as usize * self.sums.width + slot;
        if let Some(sum) = self.sums.sums.get_mut(at) {
            *sum = sum.checked_add(number).ok_or(CountError::TooLarge(*sum, number))?;
        }
        Ok(())
    }
}

/// A chunk of figures: which rows have one, and those.
struct Figures {
    levels: Vec<i16>,
    values: Vec<i32>,
}

impl Figures {
    fn read(group: &dyn RowGroupReader, at: usize, name: &str) -> Result<Figures, ReadError> {
        let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
        let ColumnReader::Int32ColumnReader(mut reader) = group.get_column_reader(at)? else {
            return Err(ReadError::Column(name.to_owned()));
        };
        let mut levels = Vec::with_capacity(rows);
        let mut values = Vec::with_capacity(rows);
        let (read, _, _) = reader.read_records(rows, Some(&mut levels), None, &mut values)?;
        if levels.is_empty() {
            levels.resize(read, 1);
        }
        complete(read, rows)?;
        Ok(Figures { levels, values })
    }
}

fn read_flags(group: &dyn RowGroupReader, at: usize, name: &str) -> Result<Vec<bool>, ReadError> {
    let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
    let missing = || ReadError::Column(name.to_owned());
    let ColumnReader::BoolColumnReader(mut reader) = group.get_column_reader(at)? else {
        return Err(missing());
    };
    let (mut levels, mut values) = (Vec::new(), Vec::with_capacity(rows));
    let (read, _, _) = reader.read_records(rows, Some(&mut levels), None, &mut values)?;
    complete(read, rows)?;
    if values.len() == rows { Ok(values) } else { Err(missing()) }
}

fn complete(read: usize, rows: usize) -> Result<(), ReadError> {
    if read == rows {
        return Ok(());
    }
    Err(ReadError::Parquet(parquet::errors::ParquetError::EOF(format!("{read} rows of {rows}"))))
}

fn add(sums: &mut [u64], more: &[u64]) -> Result<(), CountError> {
    for (sum, number) in sums.iter_mut().zip(more) {
        *sum = sum.checked_add(*number).ok_or(CountError::TooLarge(*sum, *number))?;
    }
    Ok(())
}
