//! The region tree and its stations.
//!
//! Regions lie sorted by (level, code) and stations by code. Reading proves that the children and the stations
//! of every region are then contiguous, so a region is two ranges and a total over it is a walk over a slice.

mod build;

use std::ops::Range;

use serde::Deserialize;

use crate::code::Code;
use crate::profile::Profile;
use crate::tables::{self, TableError};
use crate::text::{Interner, Text};

use build::Builder;

/// A region's place in [`Places`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionIx(pub u32);

/// A station's place in [`Places`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StationIx(pub u32);

/// A node of the region tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Its code.
    pub code: Code,
    /// Its name.
    pub name: String,
    /// 0 = the nation.
    pub level: u8,
    /// The region it lies in; `None` for the nation alone.
    pub parent: Option<RegionIx>,
    /// Its number in the source's own system.
    pub source_id: Option<u64>,
    /// Places of the regions directly below.
    pub children: Range<u32>,
    /// Places of all stations below.
    pub stations: Range<u32>,
}

/// A polling station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Station {
    /// Its code.
    pub code: Code,
    /// Its name.
    pub name: Text,
    /// The region of the last level it lies in.
    pub region: RegionIx,
    /// Its number in the source's own system.
    pub source_id: Option<u64>,
    /// Its kind, by the profile's rule.
    pub kind: StationKind,
}

/// What kind of station it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StationKind {
    /// In a neighbourhood.
    Ordinary,
    /// At a special location: a prison, hospital, plant.
    Special,
    /// Abroad, by post or by mobile box included.
    Overseas,
}

/// A region before it has a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionRow {
    /// Its code.
    pub code: Code,
    /// Its name.
    pub name: String,
    /// 0 = the nation.
    pub level: u8,
    /// Code of the region it lies in; may be absent at levels 0 and 1.
    pub parent: Option<Code>,
    /// Its number in the source's own system.
    pub source_id: Option<u64>,
}

/// A station before it has a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StationRow {
    /// Its code.
    pub code: Code,
    /// Its name.
    pub name: Text,
    /// Code of the region of the last level.
    pub region: Code,
    /// Its number in the source's own system.
    pub source_id: Option<u64>,
}

/// All regions and stations of an election.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    regions: Vec<Region>,
    stations: Vec<Station>,
    /// Start of each level in `regions`, and the end.
    levels: Vec<u32>,
}

/// Why regions and stations do not make a tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlacesError {
    /// A file cannot be read.
    #[error("{file}: {source}")]
    Table {
        /// `regions` or `stations`.
        file: &'static str,
        /// What is wrong.
        source: TableError,
    },
    /// Rows are out of order, or one stands twice.
    #[error("{file}, line {line}: {code} does not come after the row before it")]
    Order {
        /// `regions` or `stations`.
        file: &'static str,
        /// Line, from 1 (0: rows given without a file).
        line: u64,
        /// The code.
        code: Code,
    },
    /// There is no such region on the level above.
    #[error("{code} names the region {parent:?}, which is not on the level above")]
    Parent {
        /// The region or station.
        code: Code,
        /// The region it names.
        parent: String,
    },
    /// A level the profile does not have for regions.
    #[error("{code} has level {level}, the profile has regions of levels 0 to {last}")]
    Level {
        /// The region.
        code: Code,
        /// Its level.
        level: u8,
        /// The last level of regions.
        last: u8,
    },
    /// Another region of level 0 than the profile's nation.
    #[error("{code} has level 0, the profile's nation is {nation}")]
    Nation {
        /// The region.
        code: Code,
        /// The nation's code.
        nation: Code,
    },
    /// The stations or children of a region do not lie together in code order.
    #[error("what lies in region {0} is not contiguous in code order")]
    Scattered(Code),
    /// More than 2^32 - 1 rows.
    #[error("too many regions or stations")]
    TooMany,
}

pub(crate) const REGION_COLUMNS: &[&str] = &["code", "name", "level", "parent", "source_id"];
pub(crate) const STATION_COLUMNS: &[&str] = &["code", "name", "region", "source_id"];

impl Places {
    /// Reads the canonical CSV files: `code,name,level,parent,source_id`, sorted by (level, code), and
    /// `code,name,region,source_id`, sorted by code; UTF-8, RFC 4180, LF. The nation's row may be absent: the
    /// profile has it.
    pub fn parse(profile: &Profile, regions_csv: &[u8], stations_csv: &[u8]) -> Result<Self, PlacesError> {
        let mut builder = Builder::new(profile)?;
        tables::read::<PlacesError>(
            regions_csv,
            REGION_COLUMNS,
            "code,name,level,parent,source_id",
            |line| {
                let row = build::region_row(line)
                    .map_err(|source| PlacesError::Table { file: "regions", source })?;
                builder.region(row, line.number)
            },
        )
        .map_err(|error| error.of_file("regions"))?;
        let mut names = Interner::default();
        tables::read::<PlacesError>(stations_csv, STATION_COLUMNS, "code,name,region,source_id", |line| {
            let row = build::station_row(line, &mut names)?;
            builder.station(row, line.number)
        })
        .map_err(|error| error.of_file("stations"))?;
        builder.finish()
    }

    /// Makes places of rows in any order.
    pub fn from_rows(
        profile: &Profile,
        mut regions: Vec<RegionRow>,
        mut stations: Vec<StationRow>,
    ) -> Result<Self, PlacesError> {
        regions.sort_by_key(|row| (row.level, row.code));
        stations.sort_by_key(|row| row.code);
        let mut builder = Builder::new(profile)?;
        for row in regions {
            builder.region(row, 0)?;
        }
        for row in stations {
            builder.station(row, 0)?;
        }
        builder.finish()
    }

    /// The region of level 0.
    pub fn nation(&self) -> RegionIx {
        RegionIx(0)
    }

    /// The region at a place.
    ///
    /// # Panics
    /// When the index is not one of these places.
    #[expect(clippy::indexing_slicing, reason = "an index is made by the places it is used with")]
    pub fn region(&self, ix: RegionIx) -> &Region {
        &self.regions[ix.0 as usize]
    }

    /// The station at a place.
    ///
    /// # Panics
    /// When the index is not one of these places.
    #[expect(clippy::indexing_slicing, reason = "an index is made by the places it is used with")]
    pub fn station(&self, ix: StationIx) -> &Station {
        &self.stations[ix.0 as usize]
    }

    /// All regions, sorted by (level, code).
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// All stations, sorted by code.
    pub fn stations(&self) -> &[Station] {
        &self.stations
    }

    /// The region of this code.
    pub fn find_region(&self, code: &str) -> Option<RegionIx> {
        let code = Code::new(code).ok()?;
        (0..self.levels.len()).find_map(|level| self.find_on_level(u8::try_from(level).ok()?, code))
    }

    /// The station of this code.
    pub fn find_station(&self, code: &str) -> Option<StationIx> {
        let code = Code::new(code).ok()?;
        let at = self.stations.binary_search_by_key(&code, |station| station.code).ok()?;
        u32::try_from(at).ok().map(StationIx)
    }

    /// The places of all regions of a level; empty for a level without regions.
    pub fn region_ixs(&self, level: u8) -> impl Iterator<Item = RegionIx> + use<> {
        self.level_range(level).map(RegionIx)
    }

    /// The last level that has regions by the profile: stations lie in regions of this level.
    pub fn last_level(&self) -> u8 {
        u8::try_from(self.levels.len().saturating_sub(2)).unwrap_or(u8::MAX)
    }

    /// The regions a station lies in, from the last level up to the nation.
    pub fn chain(&self, station: StationIx) -> impl Iterator<Item = RegionIx> {
        self.ancestry(self.station(station).region)
    }

    /// A region and those it lies in, up to the nation.
    pub fn ancestry(&self, region: RegionIx) -> impl Iterator<Item = RegionIx> {
        std::iter::successors(Some(region), |ix| self.region(*ix).parent)
    }

    /// The regions directly below a region.
    pub fn children(&self, region: RegionIx) -> impl Iterator<Item = RegionIx> + use<> {
        self.region(region).children.clone().map(RegionIx)
    }

    /// The places of all stations below a region.
    pub fn stations_in(&self, region: RegionIx) -> impl Iterator<Item = StationIx> + use<> {
        self.region(region).stations.clone().map(StationIx)
    }

    /// The regions as canonical CSV, the nation's row first.
    pub fn regions_csv(&self) -> String {
        let mut out = tables::header(REGION_COLUMNS);
        for region in &self.regions {
            self.push_region(&mut out, region);
        }
        out
    }

    /// A region as a line of the canonical CSV.
    pub(crate) fn push_region(&self, out: &mut String, region: &Region) {
        let parent = region.parent.map_or(String::new(), |ix| self.region(ix).code.to_string());
        let (level, source) = (region.level.to_string(), tables::text_of(region.source_id));
        tables::push_row(out, &[region.code.as_str(), &region.name, &level, &parent, &source]);
    }

    /// The stations as canonical CSV.
    pub fn stations_csv(&self) -> String {
        let mut out = tables::header(STATION_COLUMNS);
        for station in &self.stations {
            self.push_station(&mut out, station);
        }
        out
    }

    /// A station as a line of the canonical CSV.
    pub(crate) fn push_station(&self, out: &mut String, station: &Station) {
        let source = tables::text_of(station.source_id);
        let region = self.region(station.region).code;
        tables::push_row(out, &[station.code.as_str(), &station.name, region.as_str(), &source]);
    }

    pub(crate) fn level_range(&self, level: u8) -> Range<u32> {
        let bound = |at: usize| self.levels.get(at).copied();
        match (bound(usize::from(level)), bound(usize::from(level) + 1)) {
            (Some(start), Some(end)) => start..end,
            (Some(_) | None, None) | (None, Some(_)) => 0..0,
        }
    }

    fn find_on_level(&self, level: u8, code: Code) -> Option<RegionIx> {
        find_in(&self.regions, self.level_range(level), code)
    }
}

impl PlacesError {
    fn of_file(self, file: &'static str) -> Self {
        match self {
            Self::Table { source, .. } => Self::Table { file, source },
            Self::Order { line, code, .. } => Self::Order { file, line, code },
            other @ (Self::Parent { .. }
            | Self::Level { .. }
            | Self::Nation { .. }
            | Self::Scattered(_)
            | Self::TooMany) => other,
        }
    }
}

impl From<TableError> for PlacesError {
    fn from(source: TableError) -> Self {
        Self::Table { file: "", source }
    }
}

fn find_in(regions: &[Region], range: Range<u32>, code: Code) -> Option<RegionIx> {
    let slice = regions.get(range.start as usize..range.end as usize)?;
    let at = slice.binary_search_by_key(&code, |region| region.code).ok()?;
    u32::try_from(at).ok().map(|at| RegionIx(range.start + at))
}
