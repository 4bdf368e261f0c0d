//! KPU, Indonesia's General Elections Commission (Komisi Pemilihan Umum): what its public systems served in 2024.
//!
//! Formats: facts of the public JSON tree (`/wilayah/...`, `/pemilu/hhcw/...`), and the tables that archivists made of
//! it. Told apart by content, never by the file's name; a name only says which station an object belongs to where the
//! object does not.

mod columns;
mod lists;
mod object;
mod official;
pub mod places;
mod region;
mod rows;
mod station;
pub mod tables;
mod tree;

use std::io::Read;

use election::Election;

use crate::detect::Source;
use crate::draft::{Emit, ImportError, Known};
use crate::input::Input;
use crate::report::{Report, Spot, What};

pub use tree::JsonTree;

/// Id, in the profile, of KPU's Sirekap (Sistem Informasi Rekapitulasi).
pub const SIREKAP: &str = "kpu-sirekap";
/// Id, in the profile, of KPU's decree on the result (Keputusan KPU).
pub const DECREE: &str = "kpu-decree";
/// The presidential contest (Pemilu Presiden dan Wakil Presiden): the only one the tables hold.
pub const PRESIDENT: &str = "ppwp";

/// Imports KPU's files into drafts for one election.
pub struct Importer<'e> {
    election: &'e Election,
    known: &'e Known<'e>,
}

impl<'e> Importer<'e> {
    /// An importer; `known` tells what the ledger holds of a sheet already.
    pub fn new(election: &'e Election, known: &'e Known<'e>) -> Self {
        Importer { election, known }
    }

    /// Station rows: `kode_tps,p1,p2,p3,dpt_j,...,total,ts,n_foto[,commit_time]`, one `sheet` a row, also for rows that
    /// say only that nothing was published. Streams: memory does not grow with the file. Counts `rows`.
    pub fn station_rows(
        &self,
        file: &str,
        input: &mut dyn Read,
        report: &mut Report,
        emit: &mut Emit<'_>,
    ) -> Result<(), ImportError> {
        rows::import_rows(self.election, self.known, file, input, report, emit)
    }

    /// Versions: as station rows with `commit_time`, several a station; sheets that supersede each other and
    /// withdrawals. Holds the file's rows in memory. Counts `rows`.
    pub fn versions(
        &self,
        file: &str,
        input: &mut dyn Read,
        report: &mut Report,
        emit: &mut Emit<'_>,
    ) -> Result<(), ImportError> {
        rows::import_versions(self.election, self.known, file, input, report, emit)
    }

    /// Official totals: `kode<TAB>provinsi<TAB>p1_...<TAB>sah`, one `plenary` a province and for votes from abroad, as the
    /// rows are, and one for the nation from the profile. Counts `rows` and `plenaries`.
    pub fn official_totals(
        &self,
        file: &str,
        input: &mut dyn Read,
        report: &mut Report,
        emit: &mut Emit<'_>,
    ) -> Result<(), ImportError> {
        official::import(self.election, file, input, report, emit)
    }

    /// A JSON file of KPU's tree; `file` is its path, which names the contest and the place. See [`JsonTree`].
    pub fn json(
        &self,
        file: &str,
        input: &mut dyn Read,
        report: &mut Report,
        emit: &mut Emit<'_>,
    ) -> Result<(), ImportError> {
        let mut tree = JsonTree::new(self.election, self.known);
        let Some(bytes) = read_all(file, input, report) else { return Ok(()) };
        tree.learn(file, &bytes);
        tree.import(file, &bytes, report, emit)
    }
}

/// The whole of a file, decompressed; `None`: it cannot be read, and the report says why.
pub(crate) fn read_all(file: &str, input: &mut dyn Read, report: &mut Report) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = Input::open(input).and_then(|mut input| input.read_to_end(&mut bytes));
    if let Err(error) = read {
        let content = crate::report::escape_bytes(&bytes);
        report.refuse(Spot { file, line: 0, content: &content }, What::Unreadable, error.to_string());
        return None;
    }
    Some(bytes)
}

/// The kind of table with these columns.
pub(crate) fn source_of_columns(columns: &[&str]) -> Option<Source> {
    let has = |names: &[&str]| names.iter().all(|name| columns.contains(name));
    if has(&["kode_tps", "ts", "n_foto"]) {
        let versions = has(&["commit_time", "is_final"]);
        return Some(if versions { Source::Versions } else { Source::StationRows });
    }
    let kinds: [(&[&str], Source); 5] = [
        (&["kode_tps", "kpu_id", "nama", "kode_kelurahan"], Source::Stations),
        (&["kode", "nama", "tingkat", "kode_induk"], Source::Regions),
        (&["kode_dapil", "jenis_dapil", "kode_wilayah"], Source::Constituencies),
        (&["jenis", "kode_dapil", "id_partai", "nomor_urut"], Source::Candidates),
        (&["kode", "provinsi", "sah"], Source::OfficialTotals),
    ];
    kinds.into_iter().find(|(names, _)| has(names)).map(|(_, source)| source)
}
