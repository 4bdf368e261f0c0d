//! Searching for a place without a server: an index cut into small files, each named by how a word in it begins.
//!
//! A place stands in a file for each word of its name, `search/n-<first three characters>.json`, and in the file of its code,
//! `search/c-<first four characters>.json`. So who types three letters fetches one file of some kilobytes. A file is an array of
//! places: `[name, codes from level 1 down joined by "/" (none: the nation), names of the regions it lies in from below, contests held there,
//! codes of the stations at which a further page can begin]`, contests as positions in `search/contests.json`.

use std::collections::BTreeMap;

use election::{ContestIx, Election, RegionIx};

use crate::json::Json;
use crate::pages;
use crate::sheets::codes;
use crate::view::View;

/// How many characters of a name's word name its file.
const OF_A_WORD: usize = 3;
/// How many characters of a code name its file.
const OF_A_CODE: usize = 4;

/// The files of the index, in order: name, and the places in it.
#[derive(Debug)]
pub(crate) struct Index {
    files: Vec<(String, Vec<RegionIx>)>,
}

impl Index {
    /// The index of an election's places.
    pub(crate) fn of(election: &Election) -> Index {
        let mut files: BTreeMap<String, Vec<RegionIx>> = BTreeMap::new();
        let places = &election.places;
        for ix in (0..=places.last_level()).flat_map(|level| places.region_ixs(level)) {
            let place = places.region(ix);
            let mut keys: Vec<String> = words(&place.name).map(|word| key('n', &word, OF_A_WORD)).collect();
            keys.push(key('c', &plain(place.code.as_str()), OF_A_CODE));
            keys.sort_unstable();
            keys.dedup();
            for key in keys {
                files.entry(key).or_default().push(ix);
            }
        }
        Index { files: files.into_iter().collect() }
    }

    /// How many files there are.
    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.files.len()).unwrap_or(u32::MAX)
    }

    fn file(&self, position: u32) -> Option<&(String, Vec<RegionIx>)> {
        self.files.get(usize::try_from(position).ok()?)
    }

    /// The path of a file.
    pub(crate) fn path(&self, position: u32) -> Option<String> {
        Some(format!("search/{}.json", self.file(position)?.0))
    }

    /// The content of a file.
    pub(crate) fn render(&self, view: &View<'_>, position: u32) -> Option<Vec<u8>> {
        let (_, regions) = self.file(position)?;
        let election: &Election = view.tally.election();
        let mut json = Json::with_capacity(128 * regions.len());
        json.array(|json| {
            for region in regions {
                entry(json, view, election, *region);
            }
        });
        Some(json.into_bytes())
    }
}

/// Path of the list of contests.
pub(crate) const CONTESTS_PATH: &str = "search/contests.json";

/// The contests that have pages, each with how many stations stand on one, and the level of the regions that have stations.
pub(crate) fn contests(view: &View<'_>) -> Vec<u8> {
    let election: &Election = view.tally.election();
    let mut json = Json::with_capacity(128);
    json.object(|json| {
        json.key("lowest").number(election.places.last_level());
        json.key("contests").array(|json| {
            for contest in rostered(view) {
                json.array(|json| {
                    json.string(&election.profile.contest_at(contest).id);
                    json.number(pages::on_a_page(election, contest) as u64);
                });
            }
        });
    });
    json.into_bytes()
}

fn rostered(view: &View<'_>) -> impl Iterator<Item = ContestIx> {
    view.tally.contests().iter().filter(|counted| counted.rostered).map(|counted| counted.contest)
}

fn entry(json: &mut Json, view: &View<'_>, election: &Election, region: RegionIx) {
    let places = &election.places;
    let place = places.region(region);
    json.array(|json| {
        json.string(&place.name);
        json.string(&if place.level == 0 { String::new() } else { codes(election, region) });
        let mut above: Vec<&str> =
            places.ancestry(region).skip(1).map(|ix| places.region(ix).name.as_str()).collect();
        above.pop();
        json.string(&above.join(", "));
        json.array(|json| {
            for (position, contest) in (0_u64..).zip(rostered(view)) {
                if view.tally.contest(contest).is_some_and(|counted| counted.holds(region)) {
                    json.number(position);
                }
            }
        });
        let further = pages::page_starts(election, region);
        if !further.is_empty() {
            json.array(|json| {
                for station in further {
                    json.string(places.station(station).code.as_str());
                }
            });
        }
    });
}

fn key(kind: char, word: &str, most: usize) -> String {
    let start: String = word.chars().take(most).collect();
    format!("{kind}-{start}")
}

/// The words of a name as they are searched: letters and digits of ASCII in lower case, accents taken off.
fn words(name: &str) -> impl Iterator<Item = String> {
    name.split(|c: char| !c.is_alphanumeric()).map(plain).filter(|word| !word.is_empty())
}

fn plain(word: &str) -> String {
    word.chars().filter_map(|c| without_accent(c.to_lowercase().next()?)).collect()
}

// What occurs in names of places in the world's Latin scripts; another script's word has no file, and is found by its code.
fn without_accent(c: char) -> Option<char> {
    Some(match c {
        'a'..='z' | '0'..='9' => c,
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'ī' | 'ı' => 'i',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ś' | 'š' | 'ş' => 's',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_searched_as_plain_letters() {
        let all: Vec<String> = words("São Tomé, D.I. YOGYAKARTA-2 (Ñ)").collect();
        assert_eq!(all, ["sao", "tome", "d", "i", "yogyakarta", "2", "n"]);
        assert_eq!(key('n', "yogyakarta", OF_A_WORD), "n-yog");
        assert_eq!(key('n', "d", OF_A_WORD), "n-d");
    }
}
