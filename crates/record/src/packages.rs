//! All tables of a cut, handed out file by file: a nation's tables together would be hundreds of megabytes.

use election::{Code, ContestIx, RegionIx};
use rayon::prelude::*;

use crate::tables::{
    Before, Catalogued, Listed, NationalStations, catalogue, contest_package, ocd_ids, province_package,
    version_files, version_regions,
};
use crate::view::{File, RenderError, View};

/// Provinces whose tables are made side by side; the largest have some tens of megabytes.
const AT_ONCE: usize = 4;

/// Calls `emit` with every table file of every contest that anybody votes in, a province at a time, in a
/// fixed order, and with the catalogue of them all.
pub fn packages<E: From<RenderError>>(
    view: &View<'_>,
    emit: &mut dyn FnMut(File) -> Result<(), E>,
) -> Result<(), E> {
    let election = view.tally.election();
    let mut catalogued = Vec::new();
    for counted in view.tally.contests().iter().filter(|counted| counted.held()) {
        let expects =
            |province: &RegionIx| counted.totals(*province).is_some_and(|totals| totals.expected > 0);
        let provinces: Vec<RegionIx> =
            election.places.children(election.places.nation()).filter(expects).collect();
        let mut listed: Vec<(Code, Vec<Listed>)> = Vec::new();
        let mut stations = NationalStations::new();
        for few in provinces.chunks(AT_ONCE) {
            let mut begun = Vec::new();
            for province in few {
                begun.push(versions(view, counted.contest, *province, emit)?);
            }
            let made: Vec<(Vec<Listed>, Vec<File>)> = few
                .par_iter()
                .zip(begun)
                .map(|(province, (files, tables))| {
                    province_package(view, counted.contest, *province, tables).map(|made| (files, made))
                })
                .collect::<Result<_, RenderError>>()?;
            for (province, (mut of_province, files)) in few.iter().zip(made) {
                stations.add(&files)?;
                of_province.extend(files.iter().map(Listed::of));
                catalogued.push(Catalogued {
                    contest: counted.contest,
                    province: Some(*province),
                    files: of_province.clone(),
                });
                listed.push((election.places.region(*province).code, of_province));
                for file in files {
                    emit(file)?;
                }
            }
        }
        let files = contest_package(view, counted.contest, &listed, stations)?;
        let of_contest = files.iter().map(Listed::of).collect();
        catalogued.push(Catalogued { contest: counted.contest, province: None, files: of_contest });
        for file in files {
            emit(file)?;
        }
    }
    let contests: Vec<ContestIx> =
        view.tally.contests().iter().filter(|one| one.held()).map(|one| one.contest).collect();
    emit(ocd_ids(view, &contests)?)?;
    emit(catalogue(view, &catalogued)?)
}

/// Emits the files of everything that was ever stated in a province, a few of its regions at a time, and their
/// reports.
fn versions<E: From<RenderError>>(
    view: &View<'_>,
    contest: ContestIx,
    province: RegionIx,
    emit: &mut dyn FnMut(File) -> Result<(), E>,
) -> Result<(Vec<Listed>, Before), E> {
    let (mut listed, mut before) = (Vec::new(), Before::default());
    for few in version_regions(view, contest, province).chunks(AT_ONCE) {
        let made: Vec<(Vec<File>, Before)> = few
            .par_iter()
            .map(|region| version_files(view, contest, province, *region))
            .collect::<Result<_, RenderError>>()?;
        for (files, written) in made {
            before.extend(written);
            for file in files {
                listed.push(Listed::of(&file));
                emit(file)?;
            }
        }
    }
    Ok((listed, before))
}
