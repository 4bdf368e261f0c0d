//! Bundles of cuts and days: bags that hold what was published, kept for ever.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use crate::common::{Village, failure, ok, saksi, text, verify};
use serde_json::Value;

/// The files of a bag below its own folder.
fn unpacked(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap()));
    let file = |entry: std::io::Result<tar::Entry<'_, _>>| {
        let mut entry = entry.unwrap();
        let path = text(&entry.path().unwrap());
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (path.split_once('/').unwrap().1.to_owned(), bytes)
    };
    archive.entries().unwrap().map(file).collect()
}

/// Each file of the payload is the published one, and has its hash beside it.
fn holds_what_is_published(bag: &BTreeMap<String, Vec<u8>>, public: &Path) {
    let listed = |name: &str| -> BTreeMap<String, String> {
        let text = String::from_utf8(bag[name].clone()).unwrap();
        let lines = text.lines().map(|line| line.split_once("  ").unwrap());
        lines.map(|(hash, path)| (path.to_owned(), hash.to_owned())).collect()
    };
    let (payload, tags) = (listed("manifest-sha256.txt"), listed("tagmanifest-sha256.txt"));
    for (name, bytes) in bag {
        let hash = ledger::sha256(bytes).to_hex();
        if let Some(path) = name.strip_prefix("data/") {
            assert_eq!(payload[name], hash);
            if path != "datapackage.json" {
                assert_eq!(&std::fs::read(public.join(path)).unwrap(), bytes, "{path}");
            }
        } else if name != "tagmanifest-sha256.txt" {
            assert_eq!(tags[name], hash);
        }
    }
    assert_eq!(payload.len() + tags.len() + 1, bag.len());
    assert!(bag["bagit.txt"].starts_with(b"BagIt-Version: 1.0\n"));
}

fn set(folder: &str, bundle_at: &str) {
    let path = format!("{folder}/saksi.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let others = text.lines().filter(|line| !line.starts_with("bundle_at"));
    let lines: Vec<&str> = std::iter::once(bundle_at).chain(others).collect();
    std::fs::write(&path, lines.join("\n")).unwrap();
}

#[test]
fn every_cut_and_every_day_has_a_bundle_of_what_was_published() {
    let place = tempfile::tempdir().unwrap();
    let folder = text(&place.path().join("count"));
    let village = Village::write(place.path(), 3);
    village.init(&folder);
    // Not due before the set time, and due all day from midnight on.
    set(&folder, "");
    ok(&["publish", &folder]);
    let public = Path::new(&folder).join("public");
    let bundles = || -> Vec<String> {
        let index = std::fs::read_to_string(public.join("bundles/index.csv")).unwrap();
        index.lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned()).collect()
    };
    assert_eq!(bundles().len(), 1);
    set(&folder, "bundle_at = \"00:00\"");
    assert!(village.import(&folder).status.success());
    ok(&["publish", &folder]);
    verify(&folder);
    let listed = bundles();
    let [_, cut, day] = listed.as_slice() else { panic!("{listed:?}") };
    assert!(cut.starts_with("bundles/cut-") && !day.starts_with("bundles/cut-"), "{listed:?}");

    let of_cut = unpacked(&public.join(cut));
    holds_what_is_published(&of_cut, &public);
    let package: Value = serde_json::from_slice(&of_cut["data/datapackage.json"]).unwrap();
    let resource = &package["resources"][0];
    let table = &of_cut[&format!("data/{}", resource["path"].as_str().unwrap())];
    assert_eq!(resource["hash"], format!("sha256:{}", ledger::sha256(table).to_hex()));
    assert_eq!(resource["bytes"], table.len());
    let of_day = unpacked(&public.join(day));
    holds_what_is_published(&of_day, &public);
    assert!(of_day.contains_key("data/data/ppwp/stations.csv.gz"));
    let stays = std::fs::read(public.join("bundles/latest.tar.gz")).unwrap();
    assert_eq!(stays, std::fs::read(public.join(day)).unwrap());
    let latest: Value =
        serde_json::from_slice(&std::fs::read(public.join("bundles/latest.json")).unwrap()).unwrap();
    assert_eq!(latest["day"]["path"], *day);
    assert_eq!(latest["day"]["sha256"], ledger::sha256(&stays).to_hex());
    assert_eq!(latest["cut"]["path"], *cut);

    // Nothing new: no day has two. The public tree thrown away, they are there again.
    ok(&["publish", &folder]);
    assert_eq!(bundles(), listed);
    std::fs::remove_dir_all(&public).unwrap();
    ok(&["publish", &folder]);
    assert_eq!(bundles(), listed);
    assert_eq!(std::fs::read(public.join(day)).unwrap(), stays);
    verify(&folder);
}

#[test]
fn a_time_that_is_none_is_named_before_anything_is_made() {
    let place = tempfile::tempdir().unwrap();
    let folder = text(&place.path().join("count"));
    Village::write(place.path(), 2).init(&folder);
    set(&folder, "bundle_at = \"6 pm\"");
    let said = failure(&saksi(&["publish", &folder]));
    assert!(said.contains("bundle_at") && said.contains("6 pm") && said.contains("HH:MM"), "{said}");
    assert!(!Path::new(&folder).join("public/latest.json").exists());
}
