//! Walking through the ledger: every entry is replayed, and at the size of every cut the cut is made again.

use std::collections::{BTreeMap, HashSet};
use std::time::{Duration, Instant};

use ledger::{Hash, SignedCheckpoint, sha256};
use record::{Cut, KeysByPlace, RenderError, View};
use tally::{Replay, Trust};

use crate::observed::{Compared, CosignedSeen, CutsSeen, EntriesSeen, FilesSeen};
use crate::options::{Options, Stage};
use crate::passes::notes::Notes;
use crate::passes::readings::Readings;
use crate::passes::rebuild::Rebuild;
use crate::passes::scan::Chunk;
use crate::passes::{cuts, files, head};
use crate::reader::Reader;
use crate::report::ContestCount;

/// A walk, and what it saw.
pub(crate) struct Walk<'w> {
    reader: &'w Reader<'w>,
    options: &'w Options<'w>,
    pub replay: Replay,
    pub rebuild: Rebuild,
    pub notes: Notes,
    pub readings: Option<Readings>,
    pub entries: EntriesSeen,
    pub cuts: CutsSeen,
    pub files: FilesSeen,
    pub counted: Vec<ContestCount>,
    keys_by_place: KeysByPlace,
    /// Cuts looked at.
    at: usize,
    /// Hash of the last manifest as the ledger gives it, and as served.
    previous: (Option<Hash>, Option<Hash>),
    /// Lengths of the manifests so far as the ledger gives them.
    manifests: Vec<u64>,
    pub rebuilding: Duration,
    pub comparing: Duration,
}

impl<'w> Walk<'w> {
    /// Begins behind the first entry.
    pub(crate) fn new(
        reader: &'w Reader<'w>,
        options: &'w Options<'w>,
        replay: Replay,
        rebuild: Rebuild,
        cuts: CutsSeen,
    ) -> Walk<'w> {
        // The definition names the profile first.
        let profile = replay.definition.blobs.first().map(|(hash, ..)| *hash);
        let readings = options.reread.then(|| Readings::new(reader, profile));
        Walk {
            reader,
            options,
            replay,
            rebuild,
            cuts,
            notes: Notes::default(),
            readings,
            entries: EntriesSeen::default(),
            files: FilesSeen::default(),
            counted: Vec::new(),
            keys_by_place: KeysByPlace::default(),
            at: 0,
            previous: (None, None),
            manifests: Vec::new(),
            rebuilding: Duration::ZERO,
            comparing: Duration::ZERO,
        }
    }

    /// Takes in a chunk whose first entry is `first`; `roots` holds the roots at the cuts in it.
    pub(crate) fn take(
        &mut self,
        first: u64,
        chunk: &Chunk,
        roots: &BTreeMap<u64, Option<Hash>>,
    ) -> Result<(), RenderError> {
        let end = first + chunk.entries.len() as u64;
        let mut from = first;
        loop {
            let cut = self.cuts.rows.get(self.at).map(|row| row.size).filter(|size| *size <= end);
            let to = cut.unwrap_or(end);
            self.apply(first, from, to, chunk);
            from = to;
            match cut {
                Some(size) => self.cut(size, roots.get(&size).copied().flatten())?,
                None => return Ok(()),
            }
        }
    }

    fn apply(&mut self, first: u64, from: u64, to: u64, chunk: &Chunk) {
        let position = |index: u64| usize::try_from(index.saturating_sub(first)).unwrap_or(usize::MAX);
        let Some(entries) = chunk.entries.get(position(from)..position(to)) else { return };
        let mut refused = Vec::new();
        // The first entry is taken in already.
        let skip = usize::from(from == 0);
        if let Some(entries) = entries.get(skip..).filter(|entries| !entries.is_empty()) {
            self.replay
                .apply(from + skip as u64, entries, Trust::Nobody, &mut |refusal| refused.push(refusal));
        }
        // An entry that couldn't be read is missing, not wrong.
        refused.retain(|refusal| chunk.held.get(position(refusal.entry)) == Some(&true));
        let indexes: HashSet<u64> = refused.iter().map(|refusal| refusal.entry).collect();
        let header = &self.replay.election().profile.header;
        self.notes.take(header, from, entries, &indexes);
        if let Some(readings) = &mut self.readings {
            let tell = |done, of| (self.options.progress)(Stage::Readings, done, of);
            readings.take(self.reader, self.replay.election(), from, entries, &indexes, &tell);
        }
        self.entries.count += chunk.held.get(position(from)..position(to)).map_or(0, count_held);
        for refusal in refused {
            self.entries.refusals.push(refusal);
        }
    }

    fn cut(&mut self, size: u64, root: Option<Hash>) -> Result<(), RenderError> {
        let start = Instant::now();
        let newest_tables = self.cuts.rows.iter().rposition(|row| row.tables);
        let row = self.cuts.rows.get(self.at).copied();
        let changes = self.replay.tally.take_changes();
        let Replay { definition, keyring, tally, .. } = &self.replay;
        let cut = Cut {
            size,
            root: root.unwrap_or(Hash([0; 32])),
            time_ms: tally.last_ms(),
            origin: definition.log.name().as_str().to_owned(),
        };
        self.keys_by_place.follow(keyring.records());
        let view = View {
            tally,
            keys: keyring.records(),
            keys_by_place: &self.keys_by_place,
            cut: &cut,
            name: &definition.name,
            practice: definition.practice,
        };
        let newest = self.at + 1 == self.cuts.rows.len();
        let tell = |done, of| (self.options.progress)(Stage::Rebuild, done, of);
        self.rebuild.units(&view, &changes, newest.then_some(self.reader), &tell)?;
        let tables = row.is_some_and(|row| row.tables);
        if tables {
            self.rebuild.tables(&view, (newest_tables == Some(self.at)).then_some(self.reader))?;
        }
        self.rebuilding += start.elapsed();
        let tell = |done, of| (self.options.progress)(Stage::Files, done, of);
        if newest {
            let start = Instant::now();
            files::compare(self.reader, &mut self.rebuild, &view, &mut self.files, &tell);
            self.comparing += start.elapsed();
        }
        let start = Instant::now();
        let table = record::tables::changes_table(&view, &changes)?;
        let manifest = self.rebuild.tree.seal(&cut, self.previous.0, tables);
        self.manifests.push(manifest.len() as u64);
        let manifest_hash = sha256(manifest.as_bytes());
        let given = cuts::Given { root: cut.root, manifest: manifest.as_bytes(), changes: &table };
        let policy = self.options.policy;
        let (seen, served, signed) =
            cuts::look(self.reader, size, self.previous.1, Some(&given), policy, &definition.log);
        self.cuts.seen.push(seen);
        self.previous = (Some(manifest_hash), served);
        if newest {
            let differs = |compared: &Compared| !matches!(compared, Compared::Equal);
            if self.cuts.seen.iter().any(|cut| differs(&cut.manifest)) {
                let declared = files::declared(self.reader, &self.cuts.rows, &self.manifests);
                files::compare_declared(self.reader, &self.rebuild, &declared, &view, &mut self.files, &tell);
            }
            self.files.latest = Some(files::latest(self.reader, &record::latest(&view, &manifest_hash)));
            self.counted = count(&view);
        }
        self.rebuilding += start.elapsed();
        if let Some(signed) = signed {
            self.cosigned(&cuts::path(size, "checkpoint"), &signed);
        }
        self.at += 1;
        Ok(())
    }

    /// Cuts that the ledger doesn't reach: the first is looked at, the rest counted.
    pub(crate) fn unreached(&mut self) {
        let Some(row) = self.cuts.rows.get(self.at).copied() else { return };
        let key = &self.replay.definition.log;
        let (seen, _, _) = cuts::look(self.reader, row.size, self.previous.1, None, self.options.policy, key);
        self.cuts.seen.push(seen);
        for row in self.cuts.rows.split_off(self.at + 1) {
            self.cuts.pass_over(row.size);
        }
    }

    /// Notes the cosignatures of a checkpoint beside the entry they cover last, which is the last one replayed.
    pub(crate) fn cosigned(&mut self, path: &str, signed: &SignedCheckpoint) {
        let Some(policy) = self.options.policy else { return };
        let Some(entry) = self.replay.tally.size().checked_sub(1) else { return };
        let entry_ms = self.replay.tally.last_ms();
        for (witness, time_s) in head::quorum(signed, policy).cosigned {
            self.entries.cosigned.push(CosignedSeen {
                path: path.to_owned(),
                entry,
                entry_ms,
                witness,
                time_s,
            });
        }
    }
}

fn count_held(held: &[bool]) -> u64 {
    held.iter().filter(|held| **held).count() as u64
}

fn count(view: &View<'_>) -> Vec<ContestCount> {
    let election = view.tally.election();
    let nation = election.places.nation();
    let rostered = view.tally.contests().iter().filter(|counted| counted.rostered);
    rostered
        .filter_map(|counted| {
            let totals = counted.totals(nation)?;
            Some(ContestCount {
                contest: election.profile.contest_at(counted.contest).id.clone(),
                expected: totals.expected,
                stated: totals.stated,
                counted: totals.counted(),
                consistent_or_better: totals.sound.sheets,
                conflict: totals.with_quality(tally::Quality::Conflict),
                partly_read: totals.partly_read,
                corrected: totals.with_standing(tally::Standing::Corrected),
                withdrawn: totals.with_standing(tally::Standing::Withdrawn),
                disputed: totals.disputed,
                evidence_pending: totals.evidence_pending,
            })
        })
        .collect()
}
