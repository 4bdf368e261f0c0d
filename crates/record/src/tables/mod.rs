//! The tables: CSV and Parquet as Frictionless data packages, written, read back and added up again.
//!
//! | files | what |
//! |---|---|
//! | `data/<contest>/<province>/` | [`province_package`]: stations, statements, totals, candidates; [`version_files`]: figures, photos |
//! | `data/<contest>/` | [`contest_package`]: totals of the nation and its provinces, constituencies, anomalies, files, all stations in one |
//! | `data/<contest>/<province>/civics/`, `.../nist/` | election reports of its regions, for other offices' tools |
//! | `data/ocd-ids.csv` | [`ocd_ids`]: identifiers that the reports give their places |
//! | `data/catalog.ttl` | [`catalogue`] of these packages |
//! | `cuts/<n>/changes.csv` | [`changes_table`] |
//!
//! (*Province* stands for a region of level 1, whatever the profile calls it.)
//!
//! Guaranteed:
//! - every sheet the roster expects has its row from minute zero, with quality `expected`: nothing is shown by absence;
//! - an unread figure is an empty cell, never a zero, and column `unread` says why;
//! - CSV, Parquet and schema are written from one [`Table`] in memory, so they can't disagree;
//! - codes are texts with their leading zeros; numbers are whole; the same view makes the same bytes;
//! - what was written can be read back, and [`readd`] gives the tally's totals from the station files alone.

mod anomalies;
mod candidates;
mod catalogue;
mod changes;
mod codebook;
mod csv_file;
mod csvw;
mod deflate;
mod dictionary;
mod figures;
mod frame;
mod maps;
mod nation;
mod package;
mod parquet_file;
mod photos;
mod read_error;
mod readd;
mod readme;
mod reports;
#[cfg(test)]
mod sample;
mod statements;
mod stations;
#[cfg(test)]
mod tests;
mod totals;
mod words;
mod workbook;
mod zip;

use election::{Code, ContestIx, RegionIx};
use ledger::{Hash, sha256};
use tally::ContestTally;

pub use catalogue::{Catalogued, catalogue};
pub use changes::{cells_of_figures, changes_package, changes_table};
pub use csv_file::{read_csv, write_csv};
pub use figures::{figures_table, version_regions};
pub use frame::{Column, Kind, Layout, Table, Texts, Values, column_name};
pub use nation::NationalStations;
pub use package::Written;
pub use parquet_file::{read_parquet, write_parquet};
pub use photos::photos_table;
pub use read_error::ReadError;
pub use readd::{LevelSums, Plan, Readded, RegionSums, Which, readd};
pub use statements::statements_table;
pub use stations::stations_table;
pub use totals::{constituencies_table, regions_table};

use package::{Part, Subject, package_name, write_package, write_part};

use crate::view::{File, RenderError, View};

/// A file as the contest's package lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Path in the public tree.
    pub path: String,
    /// Length.
    pub bytes: u64,
    /// Hash of the content.
    pub sha256: Hash,
}

impl Listed {
    /// Lists a file.
    pub fn of(file: &File) -> Listed {
        Listed {
            path: file.path.clone(),
            bytes: u64::try_from(file.bytes.len()).unwrap_or(u64::MAX),
            sha256: sha256(&file.bytes),
        }
    }
}

/// What a province's package says of files that were written before it.
#[derive(Clone, Debug, Default)]
pub struct Before {
    tables: Vec<Written>,
    reports: Vec<Listed>,
}

impl Before {
    /// Adds what was written of a further region.
    pub fn extend(&mut self, other: Before) {
        self.tables.extend(other.tables);
        self.reports.extend(other.reports);
    }
}

/// The files of one of a province's [`version_regions`]: what was ever stated there, figures and photos, and its election reports;
/// and what the province's package says of them.
///
/// # Errors
/// When the contest isn't of this election.
pub fn version_files(
    view: &View<'_>,
    contest: ContestIx,
    province: RegionIx,
    region: RegionIx,
) -> Result<(Vec<File>, Before), RenderError> {
    let counted = counted(view, contest)?;
    let folder = province_folder(view, contest, province);
    let code = &view.tally.election().places.region(region).code;
    let figures = Part::of_region("figures", code, figures_table(view, counted, region), figures::KEY);
    let photos = Part::of_region("photos", code, photos_table(view, counted, region), photos::KEY);
    let (mut files, mut tables) = (Vec::new(), Vec::new());
    for part in [figures, photos] {
        let part = part.pointing("station", "stations", "station").pointing("entry", "statements", "entry");
        let (of_part, written) = write_part(&folder, part)?;
        files.extend(of_part);
        tables.push(written);
    }
    let reports = reports::reports(view, counted, &folder, region)?;
    let listed = reports.iter().map(Listed::of).collect();
    files.extend(reports);
    Ok((files, Before { tables, reports: listed }))
}

/// The identifiers that reports of these contests give their places.
///
/// # Errors
/// When CSV can't be written.
pub fn ocd_ids(view: &View<'_>, contests: &[ContestIx]) -> Result<File, RenderError> {
    Ok(reports::ocd_ids(view, contests)?)
}

fn province_folder(view: &View<'_>, contest: ContestIx, province: RegionIx) -> String {
    let election = view.tally.election();
    format!("data/{}/{}", election.profile.contest_at(contest).id, election.places.region(province).code)
}

/// Every other table file of one region of level 1, under `data/<contest>/<its code>/`; no file where the roster expects no
/// sheet of the contest there. `before` is what its regions' [`version_files`] said, in
/// their order.
///
/// # Errors
/// When the region isn't of level 1 or the contest not of this election.
pub fn province_package(
    view: &View<'_>,
    contest: ContestIx,
    province: RegionIx,
    before: Before,
) -> Result<Vec<File>, RenderError> {
    let election = view.tally.election();
    let place = election.places.region(province);
    let counted = counted(view, contest)?;
    let level = election.profile.levels.get(1).filter(|_| place.level == 1);
    let level = level.ok_or_else(|| RenderError::Missing(format!("a package of region {}", place.code)))?;
    let stations = stations_table(view, counted, province);
    if stations.rows() == 0 && counted.rostered {
        return Ok(Vec::new());
    }
    let lowest = election.profile.levels.get(usize::from(election.places.last_level())).unwrap_or(level);
    let totals = regions_table(view, counted, regions_below(view, province));
    let folder = province_folder(view, contest, province);
    let maps = maps::map_files(election, &folder, &totals, province);
    let statements = statements_table(view, counted, province);
    let mut parts = vec![
        Part::new("totals", totals, &["region"]).in_workbook(),
        Part::new("stations", stations, &["station"]).in_workbook().pointing(
            &column_name(&lowest.id),
            "totals",
            "region",
        ),
        Part::new("statements", statements, &["entry"]).pointing("station", "stations", "station"),
    ];
    if let Some(table) = candidates::candidates_table(view, counted, province) {
        // No primary key: a list's own row has an empty candidate, and a key's cells may not be empty.
        parts.push(Part::new("candidates", table, &[]).pointing("station", "stations", "station"));
    }
    let id = &election.profile.contest_at(contest).id;
    let subject = Subject {
        folder,
        contest,
        name: package_name(&[&election.profile.id, id, place.code.as_str()]),
        title: format!("{}: {id}, {} ({})", view.name, place.name, place.code),
    };
    write_package(view, &subject, parts, before, maps)
}

/// The package of a whole contest, under `data/<contest>/`: totals of the nation and of every region of level 1, the
/// constituencies where the contest has any, every failed check, the files of the provinces' packages with their
/// hashes, and all stations in one file.
///
/// # Errors
/// When the contest isn't of this election.
pub fn contest_package(
    view: &View<'_>,
    contest: ContestIx,
    provinces: &[(Code, Vec<Listed>)],
    stations: NationalStations,
) -> Result<Vec<File>, RenderError> {
    let election = view.tally.election();
    let counted = counted(view, contest)?;
    let id = &election.profile.contest_at(contest).id;
    let folder = format!("data/{id}");
    let upper = std::iter::once(election.places.nation()).chain(election.places.region_ixs(1));
    let files = Part::new("files", files_table(&folder, provinces), &["path"]);
    let totals = regions_table(view, counted, upper);
    let maps = maps::map_files(election, &folder, &totals, election.places.nation());
    let mut parts = vec![
        Part::new("totals", totals, &["region"]).in_workbook(),
        Part::new("anomalies", anomalies::anomalies_table(view, counted), &[]),
        Part { parquet: false, ..files.pointing("region", "totals", "region") },
    ];
    if stations::has_constituencies(view, contest) {
        let constituencies = constituencies_table(view, counted);
        parts.push(Part::new("constituencies", constituencies, &["constituency"]).in_workbook());
        if let Some(table) = totals::constituency_candidates_table(view, counted) {
            let part = Part::new("candidates", table, &[]);
            parts.push(part.pointing("constituency", "constituencies", "constituency"));
        }
    }
    let mut whole = stations.finish(&folder)?;
    whole.extend(maps);
    let subject = Subject {
        folder,
        contest,
        name: package_name(&[&election.profile.id, id]),
        title: format!("{}: {id}", view.name),
    };
    write_package(view, &subject, parts, Before::default(), whole)
}

fn counted<'v>(view: &View<'v>, contest: ContestIx) -> Result<&'v ContestTally, RenderError> {
    view.tally.contest(contest).ok_or_else(|| RenderError::Missing(format!("contest {}", contest.0)))
}

/// A region and all regions below it, by level and code.
fn regions_below(view: &View<'_>, region: RegionIx) -> Vec<RegionIx> {
    let places = &view.tally.election().places;
    let mut found = vec![region];
    let mut level = vec![region];
    while !level.is_empty() {
        level = level.iter().flat_map(|ix| places.children(*ix)).collect();
        found.extend(&level);
    }
    found
}

/// Columns `region`, `path` (from the package's folder), `bytes`, `sha256`.
fn files_table(folder: &str, provinces: &[(Code, Vec<Listed>)]) -> Table {
    let (mut region, mut path) = (Texts::default(), Texts::default());
    let (mut bytes, mut hash) = (Vec::new(), Texts::default());
    for (code, files) in provinces {
        for file in files {
            let relative = file.path.strip_prefix(folder).map(|rest| rest.trim_start_matches('/'));
            region.push(code.as_str());
            path.push_new(relative.unwrap_or(&file.path));
            bytes.push(Some(stations::whole(file.bytes)));
            hash.push_new(&file.sha256.to_hex());
        }
    }
    let mut table = Table::default();
    table.add(Column::required("region", Layout::Repeated, Values::Text(region)));
    table.add(Column::required("path", Layout::Scattered, Values::Text(path)));
    table.add(Column::required("bytes", Layout::Scattered, Values::Integer(bytes)));
    table.add(Column::required("sha256", Layout::Scattered, Values::Text(hash)));
    table
}
