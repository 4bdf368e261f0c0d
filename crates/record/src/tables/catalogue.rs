//! `data/catalog.ttl`: every package as a dataset of a DCAT catalogue (W3C DCAT 3, as DCAT-AP 3 wants it), for portals that gather
//! what others publish.
//!
//! A dataset's distributions are the files in its package's folder that hold data, and the election reports of its regions, each with
//! length and SHA-256; the long tables of its regions are named in its `datapackage.json`. Addresses are relative, because every mirror has its own.

use std::fmt::Write as _;

use election::{ContestIx, RegionIx};

use super::Listed;
use super::package::{LICENCE, utc_text};
use super::words::Words;
use crate::view::{File, RenderError, View};

/// Where it lies.
pub(super) const PATH: &str = "data/catalog.ttl";

const MEDIA: &str = "https://www.iana.org/assignments/media-types";

/// Endings of the files that hold data, and their media types.
const TYPES: [(&str, &str); 7] = [
    (".csv", "text/csv"),
    (".csv.gz", "application/gzip"),
    (".xml.gz", "application/gzip"),
    (".json.gz", "application/gzip"),
    (".parquet", "application/vnd.apache.parquet"),
    (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("/datapackage.json", "application/json"),
];

/// Endings of election reports, which lie in folders of their own.
const REPORTS: [&str; 2] = [".xml.gz", ".json.gz"];

const PREFIXES: &str = "@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
";

/// A package that was written.
#[derive(Clone, Debug)]
pub struct Catalogued {
    /// Its contest.
    pub contest: ContestIx,
    /// Its region of level 1; none: it is the contest's.
    pub province: Option<RegionIx>,
    /// Its files.
    pub files: Vec<Listed>,
}

/// The catalogue of these packages.
///
/// # Errors
/// When a text is missing.
pub fn catalogue(view: &View<'_>, packages: &[Catalogued]) -> Result<File, RenderError> {
    let words = Words::of(&view.tally.election().profile)?;
    let mut out = String::from(PREFIXES);
    head(&mut out, view, &words, packages)?;
    for package in packages {
        dataset(&mut out, view, &words, package)?;
    }
    Ok(File { path: PATH.to_owned(), bytes: out.into_bytes() })
}

fn head(
    out: &mut String,
    view: &View<'_>,
    words: &[Words],
    packages: &[Catalogued],
) -> Result<(), RenderError> {
    let origin = &view.cut.origin;
    let time = utc_text(view.cut.time_ms);
    let (mut titles, mut descriptions) = (Vec::new(), Vec::new());
    for words in words {
        titles.push(literal(&words.text("catalogue-title", &[("title", view.name)])?, words));
        descriptions.push(described(view, words)?);
    }
    let datasets: Vec<String> =
        packages.iter().map(|package| format!("<{}/>", relative(&folder(view, package)))).collect();
    // Writing to a string can't fail.
    let _ = write!(
        out,
        "
<catalog.ttl#catalog> a dcat:Catalog ;
  dct:title {} ;
  dct:description {} ;
  dct:publisher <catalog.ttl#publisher> ;
  dct:license <{LICENCE}> ;
  dct:modified \"{time}\"^^xsd:dateTime ;
  dcat:dataset {} .
<catalog.ttl#publisher> a foaf:Agent ; foaf:name {} .
<{LICENCE}> a dct:LicenseDocument .
<http://publications.europa.eu/resource/authority/frequency/UPDATE_CONT> a dct:Frequency .
spdx:checksumAlgorithm_sha256 a spdx:ChecksumAlgorithm .
",
        titles.join(", "),
        descriptions.join(", "),
        datasets.join(", "),
        quoted(origin),
    );
    let mut kinds = TYPES.map(|(_, media)| media);
    kinds.sort_unstable();
    let mut last = "";
    for media in kinds.into_iter().filter(|media| std::mem::replace(&mut last, media) != *media) {
        let _ = writeln!(out, "<{MEDIA}/{media}> a dct:MediaType .");
    }
    Ok(())
}

fn dataset(
    out: &mut String,
    view: &View<'_>,
    words: &[Words],
    package: &Catalogued,
) -> Result<(), RenderError> {
    let election = view.tally.election();
    let rules = election.profile.contest_at(package.contest);
    let place = election.places.region(package.province.unwrap_or_else(|| election.places.nation()));
    let (mut titles, mut descriptions) = (Vec::new(), Vec::new());
    for words in words {
        let contest = words.name(&election.profile, &rules.name_key);
        titles.push(literal(&format!("{contest}, {} ({}): {}", place.name, place.code, view.name), words));
        descriptions.push(described(view, words)?);
    }
    let folder = folder(view, package);
    let files = package.files.iter().filter_map(|file| Some((file, media_of(&folder, file)?)));
    let parts: Vec<(&Listed, &str)> = files.collect();
    let names: Vec<String> =
        parts.iter().map(|(file, _)| format!("<{}#file>", relative(&file.path))).collect();
    // Writing to a string can't fail.
    let _ = write!(
        out,
        "
<{}/> a dcat:Dataset ;
  dct:title {} ;
  dct:description {} ;
  dct:identifier {} ;
  dct:publisher <catalog.ttl#publisher> ;
  dct:temporal [ a dct:PeriodOfTime ; dcat:startDate \"{date}\"^^xsd:date ; dcat:endDate \"{date}\"^^xsd:date ] ;
  dct:modified \"{}\"^^xsd:dateTime ;
  dct:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/UPDATE_CONT> ;
  dcat:distribution {} .
",
        relative(&folder),
        titles.join(", "),
        descriptions.join(", "),
        quoted(&folder),
        utc_text(view.cut.time_ms),
        names.join(", "),
        date = rules.date,
    );
    for (file, media) in parts {
        distribution(out, file, media);
    }
    Ok(())
}

fn distribution(out: &mut String, file: &Listed, media: &str) {
    let path = relative(&file.path);
    // Writing to a string can't fail.
    let _ = write!(
        out,
        "<{path}#file> a dcat:Distribution ;
  dcat:accessURL <{path}> ; dcat:downloadURL <{path}> ;
  dcat:mediaType <{MEDIA}/{media}> ; dct:license <{LICENCE}> ;
  dcat:byteSize \"{}\"^^xsd:nonNegativeInteger ;
  spdx:checksum [ a spdx:Checksum ; spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue \"{}\"^^xsd:hexBinary ] .
<{path}> a rdfs:Resource .
",
        file.bytes,
        file.sha256.to_hex(),
    );
}

/// The media type of a file of the package that holds data: one in its own folder, or a report of one of its regions.
fn media_of(folder: &str, file: &Listed) -> Option<&'static str> {
    let name = file.path.strip_prefix(folder)?;
    let own =
        !name.trim_start_matches('/').contains('/') || REPORTS.iter().any(|ending| name.ends_with(ending));
    TYPES.iter().find(|(ending, _)| own && name.ends_with(ending)).map(|(_, media)| *media)
}

fn folder(view: &View<'_>, package: &Catalogued) -> String {
    let election = view.tally.election();
    let id = &election.profile.contest_at(package.contest).id;
    match package.province {
        None => format!("data/{id}"),
        Some(province) => format!("data/{id}/{}", election.places.region(province).code),
    }
}

/// As seen from the catalogue.
fn relative(path: &str) -> &str {
    path.strip_prefix("data/").unwrap_or(path)
}

fn described(view: &View<'_>, words: &Words) -> Result<String, RenderError> {
    let (time, cut, root) =
        (utc_text(view.cut.time_ms), view.cut.size.to_string(), view.cut.root.to_string());
    let places = [("cut", cut.as_str()), ("origin", &view.cut.origin), ("root", &root), ("time", &time)];
    let what = words.text("readme-what", &places)?;
    let practice = if view.practice { words.text("readme-practice", &[])? + " " } else { String::new() };
    Ok(literal(&(practice + &what), words))
}

fn literal(text: &str, words: &Words) -> String {
    format!("{}@{}", quoted(text), words.language)
}

/// A text as Turtle's short literal.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::tell;
    use super::*;

    #[test]
    fn a_text_can_not_leave_its_literal() {
        assert_eq!(quoted("a \"b\" \\ c\nd"), r#""a \"b\" \\ c\nd""#);
    }

    #[test]
    fn every_file_of_data_in_a_package_is_a_distribution_with_its_hash() {
        let story = tell(&[]);
        let view = story.view();
        let (mut packages, mut files) = (String::new(), Vec::new());
        crate::packages::<RenderError>(&view, &mut |file| {
            if file.path == PATH {
                packages = String::from_utf8(file.bytes.clone()).unwrap();
            }
            files.push(Listed::of(&file));
            Ok(())
        })
        .unwrap();
        for file in &files {
            let parts = file.path.split('/').count();
            let told = packages.contains(&format!("dcat:accessURL <{}>", relative(&file.path)));
            let data = TYPES.iter().any(|(ending, _)| file.path.ends_with(ending));
            let is_long = parts > 4 && !REPORTS.iter().any(|ending| file.path.ends_with(ending));
            if file.path == "data/ocd-ids.csv" {
                continue;
            }
            assert_eq!(told, data && !is_long, "{}", file.path);
            if told {
                assert!(packages.contains(&file.sha256.to_hex()), "{}", file.path);
            }
        }
        assert_eq!(
            packages.matches("a dcat:Dataset").count(),
            2 * (1 + 2),
            "of two contests and their two regions"
        );
    }
}
