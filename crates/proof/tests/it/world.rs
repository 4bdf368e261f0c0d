//! A ledger of a few entries, as files of a publication and as proofs, in which one thing at a time is changed.

use std::collections::BTreeMap;
use std::path::Path;

use election::ProfileBundle;
use ledger::{
    Checkpoint, Edge, Entry, Hash, HashReader, KeyKind, KeyName, SignedCheckpoint, SigningKey, TileId,
    TlogProof, bundles_for_size, cosignature, encode_bundle, inclusion_proof, leaf_hash, sha256,
};
use proof::dropped::{self, Refused};
use proof::public::{self, Files, Next};
use proof::{Asked, Law, Report, examine};

pub const STATION: &str = "1101012001001";
pub const CONTEST: &str = "ppwp";
/// Index of the station's sheet.
pub const SHEET: u64 = 4;
pub const PHOTO: &[u8] = b"\xff\xd8\xff a photo of page 1";
pub const VALUES: &str = r#"{"voters.roll.male":121,"voters.roll.female":137,"voters.roll.total":258,"voters.used-roll.male":93,"voters.used-roll.female":112,"voters.used-roll.total":205,"voters.used-moved.male":0,"voters.used-moved.female":0,"voters.used-moved.total":0,"voters.used-unlisted.male":2,"voters.used-unlisted.female":1,"voters.used-unlisted.total":3,"voters.used.male":95,"voters.used.female":113,"voters.used.total":208,"ballots.received":264,"ballots.used":208,"ballots.spoiled":0,"ballots.unused":56,"voters.disabled.male":0,"voters.disabled.female":0,"voters.disabled.total":0,"votes.1":50,"votes.2":82,"votes.3":71,"valid":203,"invalid":5,"cast":208}"#;

pub fn key(name: &str, seed: u8) -> SigningKey {
    SigningKey::from_seed(KeyName::new(name).unwrap(), KeyKind::Ed25519, [seed; 32])
}

pub fn log() -> SigningKey {
    key("results.example/ledger", 1)
}

pub fn witness() -> SigningKey {
    SigningKey::from_seed(KeyName::new("campus.example").unwrap(), KeyKind::Cosignature, [9; 32])
}

pub fn first() -> SigningKey {
    key("kpu/ID", 2)
}

pub fn registrar() -> SigningKey {
    key("administrator/ID", 3)
}

pub fn officer() -> SigningKey {
    key(&format!("kpps/{STATION}"), 4)
}

pub fn bundle() -> ProfileBundle {
    fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(root, &path, files);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                files.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles/id-2024");
    let mut files = BTreeMap::new();
    collect(&root, &root, &mut files);
    ProfileBundle { files }
}

pub fn law() -> Law {
    let bundle = bundle();
    Law { sha256: sha256(bundle.to_json().as_bytes()), bundle }
}

/// A statement as a note.
pub fn note(kind: &str, json: &str, keys: &[&SigningKey]) -> Vec<u8> {
    statement::sign(&format!("id-2024/v1 {kind}\n{json}\n"), keys).unwrap()
}

fn blob(bytes: &[u8], media: &str) -> String {
    format!(r#"{{"sha256":"{}","bytes":{},"media":"{media}"}}"#, sha256(bytes).to_hex(), bytes.len())
}

pub fn candidates() -> String {
    let mut csv = String::from("contest,constituency,party,number,name,source_id,sex,home\n");
    csv.push_str("pdpr,1101,1,1,Somebody,,,\npdpr,1101,1,2,Somebody else,,,\n");
    csv
}

pub fn definition_json() -> String {
    let (log, first) = (log(), first());
    format!(
        r#"{{"election":"trial","practice":true,"profile":{},"regions":{},"stations":{},"candidates":{},"log":"{}","key":"{}","role":"kpu","at":"2024-01-01T00:00:00+07:00"}}"#,
        blob(bundle().to_json().as_bytes(), "application/json"),
        blob(b"regions", "text/csv"),
        blob(b"stations", "text/csv"),
        blob(candidates().as_bytes(), "text/csv"),
        log.verifying_key(),
        first.verifying_key(),
    )
}

pub fn register_json(key: &SigningKey, role: &str, scope: &str) -> String {
    let key = key.verifying_key();
    format!(r#"{{"key":"{key}","role":"{role}","scope":"{scope}","at":"2024-01-02T00:00:00+07:00"}}"#)
}

pub fn sheet_json(values: &str) -> String {
    let photo = sha256(PHOTO).to_hex();
    format!(
        r#"{{"contest":"{CONTEST}","station":"{STATION}","stage":"count","values":{values},"evidence":[{{"page":1,"sha256":"{photo}"}}],"at":"2024-02-14T21:03:00+07:00"}}"#
    )
}

/// The ledger's entries, and whoever signs its head.
pub struct World {
    pub notes: Vec<Vec<u8>>,
    pub log: SigningKey,
    pub cosigned: bool,
    pub policy: String,
}

impl World {
    /// The definition, two registrations, a filler, the station's sheet; and enough behind it for several tiles.
    pub fn new() -> World {
        let mut notes = vec![
            note("definition", &definition_json(), &[&first()]),
            note("key", &register_json(&registrar(), "administrator", "ID"), &[&first(), &registrar()]),
            note("key", &register_json(&officer(), "kpps", STATION), &[&registrar(), &officer()]),
            note(
                "notice",
                r#"{"kind":"other","reason":"maintenance","at":"2024-02-14T20:00:00+07:00"}"#,
                &[&first()],
            ),
            note("sheet", &sheet_json(VALUES), &[&officer()]),
        ];
        while notes.len() < 600 {
            notes.push(format!("id-2024/v1 filler {}\n", notes.len()).into_bytes());
        }
        World { notes, log: log(), cosigned: false, policy: policy("none") }
    }

    pub fn with(mut self, index: u64, note: Vec<u8>) -> World {
        self.notes[usize::try_from(index).unwrap()] = note;
        self
    }

    pub fn entries(&self) -> Vec<Vec<u8>> {
        let time = |at: usize| 1_700_000_000_000 + at as u64;
        let entry =
            |(at, note): (usize, &Vec<u8>)| Entry { time_ms: time(at), batch: at as u64, note }.encode();
        self.notes.iter().enumerate().map(entry).collect()
    }

    fn tree(&self) -> (Tiles, Vec<u8>) {
        let leaves: Vec<Hash> = self.entries().iter().map(|entry| leaf_hash(entry)).collect();
        let mut edge = Edge::new();
        let tiles = Tiles(edge.extend(&leaves).into_iter().collect());
        let origin = self.log.verifying_key().name().to_string();
        let head = Checkpoint { origin, size: edge.size(), root: edge.root() };
        let mut signed = SignedCheckpoint::sign(&head, &self.log).unwrap();
        if self.cosigned {
            let line = cosignature::sign(&witness(), 1_800_000_000, &head.text()).unwrap();
            signed = signed.with_cosignature(witness().verifying_key(), line).unwrap();
        }
        (tiles, signed.note)
    }

    pub fn proof(&self, index: u64) -> TlogProof {
        let (tiles, checkpoint) = self.tree();
        TlogProof {
            extra: Some(self.entries()[usize::try_from(index).unwrap()].clone()),
            index,
            hashes: inclusion_proof(&tiles, index, self.notes.len() as u64).unwrap(),
            checkpoint,
        }
    }

    /// The files of a publication.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let (tiles, checkpoint) = self.tree();
        let entries = self.entries();
        let mut files = BTreeMap::from([
            ("policy".to_owned(), self.policy.clone().into_bytes()),
            ("ledger/checkpoint".to_owned(), checkpoint),
            (format!("blob/{}", sha256(candidates().as_bytes()).to_hex()), candidates().into_bytes()),
            (format!("blob/{}", law().sha256.to_hex()), bundle().to_json().into_bytes()),
        ]);
        for (id, hashes) in &tiles.0 {
            let bytes = hashes.iter().flat_map(|hash| hash.0).collect();
            files.insert(format!("ledger/{}", id.path()), bytes);
        }
        for id in bundles_for_size(entries.len() as u64) {
            let start = usize::try_from(id.index).unwrap() * 256;
            let held = entries[start..start + usize::from(id.width)].iter().map(Vec::as_slice);
            files.insert(format!("ledger/{}", id.path()), encode_bundle(held).unwrap());
        }
        let rows: Vec<String> = [(first(), 0), (registrar(), 1), (officer(), 2)]
            .iter()
            .map(|(key, entry)| {
                format!(r#"{{"key":"{}","registered":{entry},"more":1}}"#, key.verifying_key())
            })
            .collect();
        files.insert("record/keys.json".to_owned(), format!("[{}]", rows.join(",")).into_bytes());
        files
    }

    /// What is said of a sheet by the files that a publication has, and how many rounds it took.
    pub fn served(&self, asked: &Asked) -> Result<Report, public::Refused> {
        served(&self.files(), asked, &[law()])
    }

    /// What is said of proofs, the policy and more that somebody has.
    pub fn dropped(&self, indices: &[u64], more: &[&[u8]]) -> Report {
        let proofs = indices.iter().map(|index| self.proof(*index).encode());
        let others = more.iter().map(|bytes| bytes.to_vec());
        let files: Vec<Vec<u8>> = proofs.chain([self.policy.clone().into_bytes()]).chain(others).collect();
        dropped_files(&files).unwrap()
    }
}

pub fn asked(entry: u64) -> Asked {
    Asked { entry, contest: CONTEST.to_owned(), station: STATION.to_owned() }
}

pub fn served(
    there: &BTreeMap<String, Vec<u8>>,
    asked: &Asked,
    laws: &[Law],
) -> Result<Report, public::Refused> {
    let mut files = Files::new();
    for _round in 0..12 {
        match public::next(asked, &files, laws, "en") {
            Next::Refused(why) => return Err(why),
            Next::Ready(given) => return Ok(examine(&given)),
            Next::Needs(needs) => {
                for need in needs {
                    assert!(!files.contains_key(&need.path), "{} is asked for twice", need.path);
                    let bytes = there.get(&need.path).filter(|bytes| bytes.len() as u64 <= need.most);
                    files.insert(need.path, bytes.cloned());
                }
            }
        }
    }
    panic!("it never has enough");
}

pub fn dropped_files(files: &[Vec<u8>]) -> Result<Report, Refused> {
    let named: Vec<(String, Vec<u8>)> =
        files.iter().enumerate().map(|(at, bytes)| (format!("file {at}"), bytes.clone())).collect();
    let laws = [law()];
    dropped::sort(&named, &laws, "en").map(|given| examine(&given))
}

pub fn policy(quorum: &str) -> String {
    let witness = witness();
    format!("log {}\nwitness campus {}\nquorum {quorum}\n", log().verifying_key(), witness.verifying_key())
}

struct Tiles(BTreeMap<TileId, Vec<Hash>>);

impl HashReader for Tiles {
    type Error = TileId;

    fn tile(&self, id: TileId) -> Result<Vec<Hash>, TileId> {
        self.0.get(&id).cloned().ok_or(id)
    }
}
