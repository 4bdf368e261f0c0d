//! What every paper says of itself: what it was made from, who signed, how it is checked, what its words mean.

use election::RegionIx;
use print::dossier::{Block, Row, Table};

use super::case::column;
use super::moment;
use super::proofs::{Gathered, role, way};
use super::publication::Opened;
use crate::texts::{Said as _, say};

/// What it was made from.
pub fn cover(opened: &Opened) -> Vec<Block> {
    let cut = &opened.cut;
    let log = &opened.replay.definition.log;
    let mut blocks = Vec::new();
    if opened.replay.definition.practice {
        blocks.push(Block::Notice(say!("dossier-practice-text")));
    }
    let mut facts = vec![
        (say!("dossier-cut"), say!("dossier-cut-of", cut = cut.size.to_string(), time = moment(cut.time_ms))),
        (say!("status-ledger"), cut.origin.clone()),
        (say!("dossier-size"), cut.size.said()),
        (say!("dossier-root"), cut.root.to_string()),
        (say!("dossier-root-hex"), cut.root.to_hex()),
        (say!("dossier-log-key"), format!("{log}\n{}", statement::fingerprint(&log.to_string()))),
    ];
    let cosigned = opened.policy.as_ref().map(|(_, verdict)| &verdict.cosigned).into_iter().flatten();
    let cosigned: Vec<String> = cosigned
        .map(|(name, time)| say!("dossier-witness", name = name, time = moment(time.saturating_mul(1_000))))
        .collect();
    let witnesses = if cosigned.is_empty() { say!("dossier-no-witness") } else { cosigned.join("\n") };
    facts.push((say!("dossier-witnesses"), witnesses));
    if opened.refused > 0 {
        facts.push((say!("dossier-refused"), opened.refused.said()));
    }
    blocks.push(Block::Facts(facts));
    blocks.push(super::prose(&say!("dossier-maker")));
    blocks
}

/// Names of regions, the largest last.
pub fn named(opened: &Opened, regions: impl Iterator<Item = RegionIx>) -> String {
    let places = &opened.replay.election().places;
    let mut all: Vec<(u8, &str)> =
        regions.map(|ix| places.region(ix)).map(|one| (one.level, &*one.name)).collect();
    all.sort_by_key(|(level, _)| std::cmp::Reverse(*level));
    all.into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(", ")
}

/// The keys that signed, and those that let them in.
pub fn keys(opened: &Opened, gathered: &Gathered) -> Vec<Block> {
    let records = opened.replay.keyring.records();
    let positions = way(records, &gathered.keys);
    let rows = positions.into_iter().filter_map(|position| records.get(position)).map(|record| {
        let by = record.registration.as_deref().map(|act| act.by.join(", ")).filter(|by| !by.is_empty());
        let registered = say!(
            "dossier-key-registered",
            entry = record.registered.to_string(),
            by = by.unwrap_or_else(|| say!("dossier-key-first"))
        );
        let revoked = record.revoked.map(|entry| {
            let act = record.revocation.as_deref();
            let by = act.map(|act| act.by.join(", ")).unwrap_or_default();
            let reason = act.and_then(|act| act.reason.clone()).unwrap_or_default();
            say!("dossier-key-revoked", entry = entry.to_string(), by = by, reason = reason)
        });
        let course = std::iter::once(registered).chain(revoked).collect::<Vec<_>>().join("\n");
        let fingerprint = statement::fingerprint(&record.key.to_string());
        Row::of(vec![
            format!("{}\n{fingerprint}", record.key.name()),
            format!("{}\n{}", role(opened, record), record.scope),
            course,
        ])
    });
    let columns = vec![
        column(say!("dossier-key"), 36),
        column(say!("dossier-key-role"), 26),
        column(say!("dossier-key-course"), 38),
    ];
    vec![
        Block::Part(say!("dossier-keys")),
        super::prose(&say!("dossier-keys-text")),
        Block::Table(Table { columns, rows: rows.collect() }),
    ]
}

/// How all of it is checked, step by step.
pub fn how(opened: &Opened) -> Vec<Block> {
    let root = opened.cut.root.to_string();
    let steps = [
        say!("dossier-how-1"),
        say!("dossier-how-2"),
        say!("dossier-how-3"),
        say!("dossier-how-4", root = root),
        say!("dossier-how-5"),
        say!("dossier-how-6"),
    ];
    let rows = (1..)
        .zip(steps)
        .map(|(number, step): (u32, String)| Row::of(vec![number.to_string(), super::one_line(&step)]));
    let columns = vec![column(say!("dossier-step"), 10), column(say!("dossier-what"), 90)];
    vec![
        Block::Part(say!("dossier-how")),
        super::prose(&say!("dossier-how-text")),
        Block::Table(Table { columns, rows: rows.collect() }),
        Block::Head(say!("dossier-limits")),
        super::prose(&say!("dossier-limits-text")),
    ]
}

/// What the words mean.
pub fn glossary() -> Vec<Block> {
    let words = vec![
        (say!("dossier-word-ledger"), say!("dossier-means-ledger")),
        (say!("dossier-word-entry"), say!("dossier-means-entry")),
        (say!("dossier-word-root"), say!("dossier-means-root")),
        (say!("dossier-word-cut"), say!("dossier-means-cut")),
        (say!("dossier-word-key"), say!("dossier-means-key")),
        (say!("dossier-word-proof"), say!("dossier-means-proof")),
        (say!("dossier-word-hash"), say!("dossier-means-hash")),
        (say!("dossier-word-witness"), say!("dossier-means-witness")),
        (say!("dossier-word-conflict"), say!("dossier-means-conflict")),
        (say!("dossier-word-consistent"), say!("dossier-means-consistent")),
        (say!("dossier-word-corrected"), say!("dossier-means-corrected")),
        (say!("dossier-word-stands"), say!("dossier-means-stands")),
    ];
    let rows = words.into_iter().map(|(word, meaning)| Row::of(vec![word, meaning])).collect();
    let columns = vec![column(say!("dossier-term"), 28), column(say!("dossier-meaning"), 72)];
    vec![Block::Head(say!("dossier-glossary")), Block::Table(Table { columns, rows })]
}

/// What the file beside all others says, in the language spoken.
pub fn readme(verifier: bool) -> String {
    let mut text = say!("dossier-readme");
    if verifier {
        text.extend(["\n", &say!("dossier-readme-verifier")]);
    }
    text.push('\n');
    text
}
