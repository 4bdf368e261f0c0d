//! Maps of the regions below the nation, as far as a profile has them: tiles of one size, so that a small region is seen as well as
//! a large one.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{ProfileBundle, ProfileError, read_toml};

/// A region's tile.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tile {
    /// The region's code.
    pub code: String,
    /// What stands on it: one to four letters or digits.
    pub label: String,
    /// Column and row, from the upper left, each from 0 to 39.
    pub at: (u8, u8),
}

const FILE: &str = "map.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MapFile {
    tiles: Vec<Tile>,
}

/// The tiles of a profile; none where it has no map.
pub(super) fn tiles(bundle: &ProfileBundle) -> Result<Vec<Tile>, ProfileError> {
    if !bundle.files.contains_key(FILE) {
        return Ok(Vec::new());
    }
    let MapFile { tiles } = read_toml(bundle, FILE)?;
    let (mut codes, mut places) = (BTreeSet::new(), BTreeSet::new());
    for tile in &tiles {
        let wrong = |reason: &str| ProfileError::Value {
            place: format!("{FILE}: the tile of {}", tile.code),
            reason: reason.to_owned(),
        };
        if !codes.insert(&tile.code) {
            return Err(ProfileError::Twice { what: "tile", id: tile.code.clone() });
        }
        let letters = tile.label.chars().all(|letter| letter.is_ascii_alphanumeric());
        if !letters || !(1..=4).contains(&tile.label.len()) {
            return Err(wrong("its label has to be one to four letters or digits"));
        }
        if tile.at.0 > 39 || tile.at.1 > 39 {
            return Err(wrong("columns and rows go from 0 to 39"));
        }
        if !places.insert(tile.at) {
            return Err(wrong("another tile stands there already"));
        }
    }
    Ok(tiles)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Vec<Tile>, ProfileError> {
        tiles(&ProfileBundle { files: [(FILE.to_owned(), text.to_owned())].into() })
    }

    #[test]
    fn a_profile_without_a_map_has_no_tiles() {
        assert_eq!(tiles(&ProfileBundle::default()), Ok(Vec::new()));
    }

    #[test]
    fn what_is_wrong_with_a_tile_is_named() {
        let tile = |code: &str, label: &str, at: &str| {
            format!("[[tiles]]\ncode = \"{code}\"\nlabel = \"{label}\"\nat = {at}\n")
        };
        assert!(of(&tile("11", "AC", "[0, 0]")).is_ok());
        let twice = |one: String, two: String| of(&format!("{one}{two}")).map_err(|error| error.to_string());
        let first = || tile("11", "AC", "[0, 0]");
        for (second, says) in [
            (tile("11", "SU", "[1, 0]"), "two tile rows are called \"11\""),
            (tile("12", "SU", "[0, 0]"), "the tile of 12: another tile stands there already"),
            (tile("12", "<b>", "[1, 0]"), "the tile of 12: its label has to be"),
            (tile("12", "", "[1, 0]"), "the tile of 12: its label has to be"),
            (tile("12", "SU", "[40, 0]"), "the tile of 12: columns and rows go from 0 to 39"),
        ] {
            let error = twice(first(), second).expect_err(says);
            assert!(error.contains(says), "{error}");
        }
    }
}
