//! Rows in order become places; what the ranges of [`Places`] rest on is proven here.

use crate::code::Code;
use crate::profile::Profile;
use crate::tables::{Line, TableError};
use crate::text::Interner;

use super::{Places, PlacesError, Region, RegionIx, RegionRow, Station, StationKind, StationRow, find_in};

pub(super) fn region_row(line: &Line<'_>) -> Result<RegionRow, TableError> {
    Ok(RegionRow {
        code: line.parsed(0)?,
        name: line.text(1)?.to_owned(),
        level: line.parsed(2)?,
        parent: line.optional(3)?,
        source_id: line.optional(4)?,
    })
}

pub(super) fn station_row(line: &Line<'_>, names: &mut Interner) -> Result<StationRow, TableError> {
    Ok(StationRow {
        code: line.parsed(0)?,
        name: names.text(line.text(1)?),
        region: line.parsed(2)?,
        source_id: line.optional(3)?,
    })
}

/// Takes rows in order, knows the start of each level so far.
pub(super) struct Builder<'a> {
    profile: &'a Profile,
    last_level: u8,
    places: Places,
}

impl<'a> Builder<'a> {
    pub(super) fn new(profile: &'a Profile) -> Result<Self, PlacesError> {
        let nation = &profile.nation;
        let regions = vec![Region {
            code: nation.code,
            name: nation.name.clone(),
            level: 0,
            parent: None,
            source_id: nation.source_id,
            children: 1..1,
            stations: 0..0,
        }];
        let last_level = profile.station_level().checked_sub(1).ok_or(PlacesError::TooMany)?;
        Ok(Self { profile, last_level, places: Places { regions, stations: Vec::new(), levels: vec![0, 1] } })
    }

    pub(super) fn region(&mut self, row: RegionRow, line: u64) -> Result<(), PlacesError> {
        let RegionRow { code, name, level, parent, source_id } = row;
        let nation = self.profile.nation.code;
        if level == 0 {
            if code != nation {
                return Err(PlacesError::Nation { code, nation });
            }
            if self.places.regions.len() > 1 {
                return Err(PlacesError::Order { file: "regions", line, code });
            }
            if let Some(region) = self.places.regions.first_mut() {
                region.name = name;
                region.source_id = source_id.or(region.source_id);
            }
            return Ok(());
        }
        if level > self.last_level {
            return Err(PlacesError::Level { code, level, last: self.last_level });
        }
        if self.places.regions.last().is_some_and(|last| (last.level, last.code) >= (level, code)) {
            return Err(PlacesError::Order { file: "regions", line, code });
        }
        let at = u32::try_from(self.places.regions.len()).map_err(|_| PlacesError::TooMany)?;
        self.close_levels(level, at);
        let parent_code = parent.unwrap_or(if level == 1 { nation } else { code });
        let parent = find_in(&self.places.regions, self.places.level_range(level - 1), parent_code)
            .ok_or_else(|| PlacesError::Parent { code, parent: parent_code.to_string() })?;
        let above = self.places.regions.get_mut(parent.0 as usize).ok_or(PlacesError::TooMany)?;
        if above.children.is_empty() {
            above.children = at..at + 1;
        } else if above.children.end == at {
            above.children.end = at + 1;
        } else {
            return Err(PlacesError::Scattered(above.code));
        }
        self.places.regions.push(Region {
            code,
            name,
            level,
            parent: Some(parent),
            source_id,
            children: 0..0,
            stations: 0..0,
        });
        if let Some(end) = self.places.levels.last_mut() {
            *end = at + 1;
        }
        Ok(())
    }

    /// Makes `levels` end with the start and end of `level`, which is empty at `at` when it is new.
    fn close_levels(&mut self, level: u8, at: u32) {
        while self.places.levels.len() < usize::from(level) + 2 {
            self.places.levels.push(at);
        }
    }

    pub(super) fn station(&mut self, row: StationRow, line: u64) -> Result<(), PlacesError> {
        let StationRow { code, name, region, source_id } = row;
        let last = self.places.stations.last();
        if last.is_some_and(|last| last.code >= code) {
            return Err(PlacesError::Order { file: "stations", line, code });
        }
        let at = u32::try_from(self.places.stations.len()).map_err(|_| PlacesError::TooMany)?;
        // Sorted stations mostly lie in the region of the one before.
        let same = last.map(|last| last.region).filter(|ix| self.places.region(*ix).code == region);
        let ix = same
            .or_else(|| find_in(&self.places.regions, self.places.level_range(self.last_level), region))
            .ok_or_else(|| PlacesError::Parent { code, parent: region.to_string() })?;
        let below = self.places.regions.get_mut(ix.0 as usize).ok_or(PlacesError::TooMany)?;
        if below.stations.is_empty() {
            below.stations = at..at + 1;
        } else if below.stations.end == at {
            below.stations.end = at + 1;
        } else {
            return Err(PlacesError::Scattered(region));
        }
        let kind = station_kind(self.profile, &code);
        self.places.stations.push(Station { code, name, region: ix, source_id, kind });
        Ok(())
    }

    /// Stations of the last level are known; the others follow from their children, from the bottom up.
    pub(super) fn finish(mut self) -> Result<Places, PlacesError> {
        let end = u32::try_from(self.places.regions.len()).map_err(|_| PlacesError::TooMany)?;
        self.close_levels(self.last_level, end);
        for at in (0..self.places.regions.len()).rev() {
            let Some(region) = self.places.regions.get(at) else { continue };
            let mut stations = region.stations.clone();
            for child in region.children.clone() {
                let below = &self.places.region(RegionIx(child)).stations;
                if below.is_empty() {
                    continue;
                }
                if stations.is_empty() {
                    stations = below.clone();
                } else if stations.end == below.start {
                    stations.end = below.end;
                } else {
                    return Err(PlacesError::Scattered(region.code));
                }
            }
            if let Some(region) = self.places.regions.get_mut(at) {
                region.stations = stations;
            }
        }
        self.places.regions.shrink_to_fit();
        self.places.stations.shrink_to_fit();
        Ok(self.places)
    }
}

/// The profile's rule for kinds of stations.
fn station_kind(profile: &Profile, code: &Code) -> StationKind {
    let text = code.as_str();
    if profile.is_overseas(text) {
        return StationKind::Overseas;
    }
    let suffix = text.len().checked_sub(3).and_then(|start| text.get(start..)?.parse::<u16>().ok());
    match (profile.places.special_suffix_from, suffix) {
        (Some(from), Some(suffix)) if suffix >= from => StationKind::Special,
        (Some(_) | None, Some(_) | None) => StationKind::Ordinary,
    }
}
