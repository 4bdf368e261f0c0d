//! The promises of the crate, one test each, over the small profile, the profile in the repository and, where it
//! is at hand, the real data of one election.
#![cfg(test)]

mod bundle;
mod checks;
mod expressions;
mod foreign_terms;
mod id_2024;
mod refusals;
mod second_profile;
mod station_tables;
mod support;
mod whole_country;
