//! KPU's regions and stations into places: from tables, or from the `/wilayah/...` tree.
//!
//! Every row that does not fit the tree is refused on its own, so that one bad row costs one place and never the list.
//! Names lose the white space around them (" PELALAWAN") and keep what is inside ("P A P U A").

use std::collections::{BTreeMap, HashMap};
use std::io::Read;

use election::{Code, Places, Profile, RegionRow, StationRow, Text};

use crate::draft::ImportError;
use crate::figure;
use crate::json::{Document, Raw};
use crate::report::{Report, Spot, What};
use crate::table::{Row, Style, Table};

const STYLE: Style = Style { delimiter: b',', quoted: true };

/// Regions and stations as they come in, from any number of files.
pub struct PlaceList<'p> {
    profile: &'p Profile,
    regions: BTreeMap<(u8, Code), (RegionRow, Origin)>,
    stations: BTreeMap<Code, (StationRow, Origin)>,
    files: Vec<String>,
    names: HashMap<String, Text>,
}

/// Where a row came from: position in `files`, and line.
#[derive(Clone, Copy)]
struct Origin {
    file: usize,
    line: u64,
}

/// A region or station as the source writes it.
struct Entry<'a> {
    code: &'a str,
    name: &'a str,
    source_id: &'a str,
    level: u8,
    parent: Option<&'a str>,
}

impl<'p> PlaceList<'p> {
    /// An empty list for a profile.
    pub fn new(profile: &'p Profile) -> Self {
        PlaceList {
            profile,
            regions: BTreeMap::new(),
            stations: BTreeMap::new(),
            files: Vec::new(),
            names: HashMap::new(),
        }
    }

    /// Reads a table `kode,kpu_id,nama,tingkat,kode_induk`. Counts `regions`.
    pub fn regions(&mut self, file: &str, input: &mut dyn Read, report: &mut Report) {
        let names = ["kode", "kpu_id", "nama", "tingkat", "kode_induk"];
        self.table(file, input, &names, report, |list, row, at, report| {
            let level = match figure::parse(row.text(column(at, 3))) {
                Ok(Some(level)) => u8::try_from(level).unwrap_or(u8::MAX),
                Ok(None) | Err(_) => u8::MAX,
            };
            let content = row.content();
            let spot = Spot { file, line: row.line(), content: &content };
            list.add(&row_entry(row, at, level, row.text(column(at, 4))), spot, report);
        });
    }

    /// Reads a table `kode_tps,kpu_id,nama,kode_kelurahan`. Counts `stations`.
    pub fn stations(&mut self, file: &str, input: &mut dyn Read, report: &mut Report) {
        let names = ["kode_tps", "kpu_id", "nama", "kode_kelurahan"];
        let level = self.profile.station_level();
        self.table(file, input, &names, report, |list, row, at, report| {
            let content = row.content();
            let spot = Spot { file, line: row.line(), content: &content };
            list.add(&row_entry(row, at, level, row.text(column(at, 3))), spot, report);
        });
    }

    /// Reads a file of the `/wilayah/...` tree: `[{"nama","id","kode","tingkat"}, ...]`.
    pub fn json(&mut self, file: &str, bytes: &[u8], report: &mut Report) {
        self.files.push(file.to_owned());
        let Some(document) = Document::open(file, bytes, report) else { return };
        let Some(items) = document.root().array() else {
            return document.refuse(document.root(), What::Shape, "no list of regions or stations", report);
        };
        for item in items {
            let members = item.members().unwrap_or_default();
            let get = |name: &str| members.iter().find(|(key, _)| key == name).map(|(_, value)| *value);
            let level = get("tingkat").and_then(|raw| raw.text().parse().ok()).unwrap_or(u8::MAX);
            let text = |name: &str| get(name).and_then(Raw::string).unwrap_or_default();
            let (code, name) = (text("kode"), text("nama"));
            let id = get("id").map_or("", Raw::text);
            let entry = Entry { code: &code, name: &name, source_id: id, level, parent: None };
            let spot = Spot { file, line: document.line(item), content: item.text() };
            self.add(&entry, spot, report);
        }
    }

    /// The places. Rows without a region above them are refused here, when all files have been read.
    ///
    /// # Errors
    /// When what is left makes no tree: a profile whose levels are not the source's.
    pub fn finish(mut self, report: &mut Report) -> Result<Places, ImportError> {
        let last = self.profile.station_level().saturating_sub(1);
        for level in 2..=last {
            let orphans: Vec<(u8, Code)> = self
                .regions
                .iter()
                .filter(|((at, _), _)| *at == level)
                .filter(|(_, (row, _))| row.parent.is_none_or(|parent| !self.has(level - 1, parent)))
                .map(|(key, _)| *key)
                .collect();
            for key in orphans {
                if let Some((row, origin)) = self.regions.remove(&key) {
                    let parent = row.parent.map_or(String::new(), |parent| parent.to_string());
                    self.refuse_orphan(origin, row.code, &row.name, &parent, report);
                }
            }
        }
        let orphans: Vec<Code> = self
            .stations
            .iter()
            .filter(|(_, (row, _))| !self.has(last, row.region))
            .map(|(code, _)| *code)
            .collect();
        for code in orphans {
            if let Some((row, origin)) = self.stations.remove(&code) {
                self.refuse_orphan(origin, row.code, &row.name, row.region.as_str(), report);
            }
        }
        report.add("regions", self.regions.len() as u64);
        report.add("stations", self.stations.len() as u64);
        let regions = self.regions.into_values().map(|(row, _)| row).collect();
        let stations = self.stations.into_values().map(|(row, _)| row).collect();
        Ok(Places::from_rows(self.profile, regions, stations)?)
    }

    fn has(&self, level: u8, code: Code) -> bool {
        self.regions.contains_key(&(level, code))
    }

    fn refuse_orphan(&self, origin: Origin, code: Code, name: &str, parent: &str, report: &mut Report) {
        let file = self.files.get(origin.file).map_or("", String::as_str);
        let content = format!("{code},{name},{parent}");
        let why = format!("{code} lies in `{parent}`, and no such region is on the level above");
        report.refuse(Spot { file, line: origin.line, content: &content }, What::UnknownPlace, why);
    }

    fn table(
        &mut self,
        file: &str,
        input: &mut dyn Read,
        names: &[&str],
        report: &mut Report,
        mut take: impl FnMut(&mut Self, &Row<'_>, &[usize], &mut Report),
    ) {
        self.files.push(file.to_owned());
        let Some(mut table) = Table::open(file, input, STYLE, report) else { return };
        let Some(at) = table.columns(names, report) else { return };
        table.note_unknown(&|name| names.contains(&name) || name == "sumber", report);
        while let Some(row) = table.next(report) {
            take(self, &row, &at, report);
        }
    }

    fn add(&mut self, entry: &Entry<'_>, spot: Spot<'_>, report: &mut Report) {
        let stations = self.profile.station_level();
        let Ok(code) = Code::new(entry.code) else {
            return report.refuse(spot, What::UnknownPlace, format!("`{}` is no code", entry.code));
        };
        let length = self.profile.levels.get(usize::from(entry.level)).and_then(|level| level.code_length);
        if entry.level == 0
            || entry.level > stations
            || length.is_some_and(|n| usize::from(n) != entry.code.len())
        {
            let why = format!("level {} and a code of {} characters", entry.level, entry.code.len());
            return report.refuse(spot, What::Shape, why);
        }
        let Ok(parent) = self.parent(entry) else {
            let why = format!("`{}` does not lie in `{}`", entry.code, entry.parent.unwrap_or_default());
            return report.refuse(spot, What::UnknownPlace, why);
        };
        let Ok(source_id) = source_id(entry.source_id) else {
            return report.refuse(spot, What::Number, format!("`{}` is no number", entry.source_id));
        };
        let name = entry.name.trim();
        let origin = Origin { file: self.files.len().saturating_sub(1), line: spot.line };
        if name.is_empty() {
            report.note(spot, What::Oddity, "it has no name");
        } else if name.len() != entry.name.len() {
            report.note(spot, What::Oddity, "white space around the name is left out");
        }
        let known = if entry.level == stations {
            let name = self.shared(name);
            let Some(region) = parent else { return };
            let row = StationRow { code, name, region, source_id };
            insert(&mut self.stations, code, row, origin)
        } else {
            let row = RegionRow { code, name: name.to_owned(), level: entry.level, parent, source_id };
            insert(&mut self.regions, (entry.level, code), row, origin)
        };
        match known {
            Known::New => {}
            Known::Same => report.count("repeated"),
            Known::Other => {
                report.refuse(spot, What::Duplicate, format!("`{code}` stands with other values before"));
            }
        }
    }

    // The region above: as stated, else the beginning of the code that has the length of the level above.
    fn parent(&self, entry: &Entry<'_>) -> Result<Option<Code>, ()> {
        if entry.level == 1 {
            return Ok(None);
        }
        let above = self.profile.levels.get(usize::from(entry.level).saturating_sub(1));
        let length = above.and_then(|level| level.code_length).map(usize::from);
        let begins = length.and_then(|length| entry.code.get(..length));
        let stated = entry.parent.or(begins).ok_or(())?;
        if begins.is_some_and(|begins| begins != stated) {
            return Err(());
        }
        Code::new(stated).map(Some).map_err(|_| ())
    }

    // 823,236 stations have about a thousand names.
    fn shared(&mut self, name: &str) -> Text {
        if let Some(text) = self.names.get(name) {
            return text.clone();
        }
        let text = Text::from(name);
        self.names.insert(name.to_owned(), text.clone());
        text
    }
}

enum Known {
    New,
    Same,
    Other,
}

fn insert<K: Ord, V: PartialEq>(map: &mut BTreeMap<K, (V, Origin)>, key: K, row: V, origin: Origin) -> Known {
    match map.get(&key) {
        Some((other, _)) if *other == row => Known::Same,
        Some(_) => Known::Other,
        None => {
            map.insert(key, (row, origin));
            Known::New
        }
    }
}

fn source_id(text: &str) -> Result<Option<u64>, std::num::ParseIntError> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some) }
}

fn column(at: &[usize], which: usize) -> usize {
    at.get(which).copied().unwrap_or(usize::MAX)
}

fn row_entry<'r>(row: &'r Row<'_>, at: &[usize], level: u8, parent: &'r str) -> Entry<'r> {
    Entry {
        code: row.text(column(at, 0)),
        source_id: row.text(column(at, 1)),
        name: row.text(column(at, 2)),
        level,
        parent: Some(parent).filter(|text| !text.is_empty()),
    }
}
