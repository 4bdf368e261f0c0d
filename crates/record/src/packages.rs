//! All tables of a cut, handed out file by file: a nation's tables together would be hundreds of megabytes.

use election::{Code, RegionIx};
use rayon::prelude::*;

use crate::tables::{Listed, contest_package, province_package};
use crate::view::{File, RenderError, View};

/// Provinces whose tables are made side by side; the largest have some tens of megabytes.
const AT_ONCE: usize = 4;

/// Calls `emit` with every table file of every contest that anybody votes in, a province at a time, in a fixed order.
pub fn packages<E: From<RenderError>>(
    view: &View<'_>,
    emit: &mut dyn FnMut(File) -> Result<(), E>,
) -> Result<(), E> {
    let election = view.tally.election();
    for counted in view.tally.contests().iter().filter(|counted| counted.held()) {
        let expects =
            |province: &RegionIx| counted.totals(*province).is_some_and(|totals| totals.expected > 0);
        let provinces: Vec<RegionIx> =
            election.places.children(election.places.nation()).filter(expects).collect();
        let mut listed: Vec<(Code, Vec<Listed>)> = Vec::new();
        for few in provinces.chunks(AT_ONCE) {
            let made: Vec<Vec<File>> = few
                .par_iter()
                .map(|province| province_package(view, counted.contest, *province))
                .collect::<Result<_, RenderError>>()?;
            for (province, files) in few.iter().zip(made) {
                listed.push((election.places.region(*province).code, files.iter().map(Listed::of).collect()));
                for file in files {
                    emit(file)?;
                }
            }
        }
        for file in contest_package(view, counted.contest, &listed)? {
            emit(file)?;
        }
    }
    Ok(())
}
