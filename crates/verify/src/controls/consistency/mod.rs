//! Consistency: what is published follows from what was stated.

mod changes;
mod latest;
mod lists;
mod no_statement_twice;
mod pages;
mod records;
mod region_totals;
mod statements_make_sense;
mod station_files;
mod tables;
mod times_increase;

use super::Control;

/// The controls of this family, in the order of their ids.
pub(super) const CONTROLS: &[Control] = &[
    statements_make_sense::CONTROL,
    times_increase::CONTROL,
    region_totals::CONTROL,
    station_files::CONTROL,
    records::CONTROL,
    pages::CONTROL,
    tables::CONTROL,
    lists::CONTROL,
    latest::CONTROL,
    changes::CONTROL,
    no_statement_twice::CONTROL,
];
