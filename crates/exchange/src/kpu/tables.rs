//! KPU's constituencies (daerah pemilihan, dapil) and candidate lists (daftar calon tetap) as tables of an election.
//!
//! Facts of the archived lists: constituencies carry no seats; a region that is split between constituencies (`is_pecah`)
//! stands under each of them, and its parts tell which is whose.

use std::collections::BTreeSet;
use std::io::Read;

use election::{CandidateRow, CandidateTable, Code, ConstituencyRow, ConstituencyTable, Sex};

use crate::figure;
use crate::report::{Report, What};
use crate::table::{Style, Table};

const STYLE: Style = Style { delimiter: b',', quoted: true };

/// Contest by the list's word for it, of constituencies.
const CONSTITUENCY_KINDS: [(&str, &str); 3] =
    [("DPR RI", "pdpr"), ("DPRD PROVINSI", "pdprdp"), ("DPRD KABUPATEN/KOTA", "pdprdk")];

/// Contest by the list's word for it, of candidates.
const CANDIDATE_KINDS: [(&str, &str); 4] =
    [("dpr", "pdpr"), ("dpd", "pdpd"), ("dprdprov", "pdprdp"), ("dprdkk", "pdprdk")];

/// The list's id of a party, and the party's number on the ballot (Keputusan KPU 518/2022 and 519/2022).
const PARTIES: [(u16, u16); 24] = [
    (8, 1),
    (10, 2),
    (12, 3),
    (9, 4),
    (4, 5),
    (41, 6),
    (77, 7),
    (6, 8),
    (26, 9),
    (5, 10),
    (44, 11),
    (7, 12),
    (74, 13),
    (13, 14),
    (76, 15),
    (18, 16),
    (11, 17),
    (82, 18),
    (83, 19),
    (93, 20),
    (79, 21),
    (84, 22),
    (80, 23),
    (78, 24),
];

/// Reads `kode_dapil,jenis_dapil,nama_dapil,kode_wilayah,...`. `skip` tells which contests' constituencies are known
/// better elsewhere (the profile has those of the DPR, with their seats). Counts `constituency rows` and `skipped`.
pub fn constituencies(
    file: &str,
    input: &mut dyn Read,
    skip: &dyn Fn(&str) -> bool,
    report: &mut Report,
) -> ConstituencyTable {
    let mut rows = Vec::new();
    let Some(mut table) = Table::open(file, input, STYLE, report) else { return ConstituencyTable { rows } };
    let names = ["kode_dapil", "jenis_dapil", "nama_dapil", "kode_wilayah"];
    let Some(at) = table.columns(&names, report) else { return ConstituencyTable { rows } };
    table.note_unknown(
        &|name| names.contains(&name) || ["tingkatan", "nama", "is_pecah"].contains(&name),
        report,
    );
    let mut seen = BTreeSet::new();
    while let Some(row) = table.next(report) {
        let mut texts = at.iter().map(|column| row.text(*column));
        let (Some(code), Some(kind), Some(name), Some(region)) =
            (texts.next(), texts.next(), texts.next(), texts.next())
        else {
            continue;
        };
        let Some((_, contest)) = CONSTITUENCY_KINDS.iter().find(|(word, _)| *word == kind) else {
            row.refuse(report, What::UnknownName, format!("`{kind}` is no kind of constituency"));
            continue;
        };
        if skip(contest) {
            report.count("skipped");
            continue;
        }
        let (Ok(code), Ok(region)) = (Code::new(code), Code::new(region)) else {
            row.refuse(report, What::UnknownPlace, format!("`{code}` or `{region}` is no code"));
            continue;
        };
        if !seen.insert((*contest, code, region)) {
            row.refuse(report, What::Duplicate, "the constituency has this region already");
            continue;
        }
        report.count("constituency rows");
        let (contest, name) = ((*contest).to_owned(), name.trim().to_owned());
        rows.push(ConstituencyRow { contest, code, name, seats: None, region });
    }
    ConstituencyTable { rows }
}

/// Reads `jenis,kode_dapil,id_partai,nomor_urut,nama,jk,kabkota`. Counts `candidates`.
pub fn candidates(file: &str, input: &mut dyn Read, report: &mut Report) -> CandidateTable {
    let mut rows = Vec::new();
    let Some(mut table) = Table::open(file, input, STYLE, report) else { return CandidateTable { rows } };
    let names = ["jenis", "kode_dapil", "id_partai", "nomor_urut", "nama", "jk", "kabkota"];
    let Some(at) = table.columns(&names, report) else { return CandidateTable { rows } };
    table.note_unknown(&|name| names.contains(&name), report);
    let mut seen = BTreeSet::new();
    while let Some(row) = table.next(report) {
        let mut texts = at.iter().map(|column| row.text(*column));
        let mut text = || texts.next();
        let (Some(kind), Some(code), Some(party), Some(number), Some(name), Some(sex), Some(home)) =
            (text(), text(), text(), text(), text(), text(), text())
        else {
            continue;
        };
        let Some((_, contest)) = CANDIDATE_KINDS.iter().find(|(word, _)| *word == kind) else {
            row.refuse(report, What::UnknownName, format!("`{kind}` is no kind of candidate list"));
            continue;
        };
        let Ok(constituency) = Code::new(code) else {
            row.refuse(report, What::UnknownPlace, format!("`{code}` is no code"));
            continue;
        };
        let small =
            |text: &str| figure::parse(text).ok().flatten().and_then(|number| u16::try_from(number).ok());
        let Some(number) = small(number).filter(|number| *number > 0) else {
            row.refuse(report, What::Number, format!("nomor_urut: `{number}` is no number on a list"));
            continue;
        };
        let id = small(party);
        let on_ballot = PARTIES.iter().find(|(other, _)| Some(*other) == id).map(|(_, number)| *number);
        if on_ballot.is_none() && !party.is_empty() {
            row.refuse(report, What::UnknownName, format!("id_partai: no party has the id `{party}`"));
            continue;
        }
        let sex = match sex {
            "L" => Some(Sex::Male),
            "P" => Some(Sex::Female),
            "" => None,
            other => {
                row.note(report, What::UnknownName, format!("jk: `{other}` is neither L nor P"));
                None
            }
        };
        if !seen.insert((*contest, constituency, on_ballot, number)) {
            row.refuse(report, What::Duplicate, "the list has this number already");
            continue;
        }
        // One real name has a line feed in it.
        let tidy = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if tidy != name {
            row.note(report, What::Oddity, "white space in the name is one blank each");
        }
        report.count("candidates");
        let contest = (*contest).to_owned();
        rows.push(CandidateRow {
            contest,
            constituency,
            party: on_ballot,
            number,
            name: tidy,
            source_id: None,
            sex,
            home: home.trim().to_owned(),
        });
    }
    CandidateTable { rows }
}
