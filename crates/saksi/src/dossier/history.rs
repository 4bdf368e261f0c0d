//! What was stated about a sheet in the course of time: versions, figure by figure, readings, disputes.

use election::Cell;
use print::dossier::{Block, Row, Table};
use tally::{Claim, Version};

use super::case::{Case, column, digits, label, numbers};
use super::proofs::{Gathered, signer};
use super::{clock, moment, said_text};
use crate::texts::say;

impl Case<'_> {
    pub(super) fn history(&self, blocks: &mut Vec<Block>, gathered: &mut Gathered) {
        let versions = &self.sheet.versions;
        blocks.extend([Block::Head(say!("dossier-history")), super::prose(&say!("dossier-history-text"))]);
        let stands = self.sheet.standing_version().map(|version| version.entry);
        for (position, version) in versions.iter().enumerate() {
            gathered.take(version.entry, version.key);
            let number = position.saturating_add(1);
            let entry = version.entry.to_string();
            blocks.push(Block::Minor(if stands == Some(version.entry) {
                say!("dossier-version-stands", number = number, entry = entry)
            } else {
                say!("dossier-version", number = number, entry = entry)
            }));
            blocks.push(Block::Facts(self.version(version)));
            let earlier = self.before(position);
            blocks.extend(self.changes(version, earlier));
        }
    }

    /// The version that this one is compared with: the one it names, else the last before it with figures.
    fn before(&self, position: usize) -> Option<&Version> {
        let earlier = self.sheet.versions.get(..position)?;
        let version = self.sheet.versions.get(position)?;
        let named = version.supersedes.and_then(|id| earlier.iter().find(|earlier| earlier.id == id));
        named.or_else(|| earlier.iter().rev().find(|earlier| matches!(earlier.claim, Claim::Figures(_))))
    }

    fn version(&self, version: &Version) -> Vec<(String, String)> {
        let profile = &self.opened.replay.election().profile;
        let said =
            |key: Option<&String>| key.map(|key| super::message(self.opened, key).unwrap_or(key).to_owned());
        let at = |place: u16| usize::from(place);
        let mut facts = vec![
            (say!("dossier-by"), signer(self.opened, version.key)),
            (say!("dossier-stated-at"), clock(version.at)),
            (say!("dossier-logged-at"), moment(version.logged_ms)),
            (say!("dossier-id"), version.id.to_hex()),
        ];
        let rows = [
            (say!("show-stage"), said(profile.stages.get(at(version.stage)).map(|one| &one.name_key))),
            (
                say!("dossier-run"),
                version.run.and_then(|run| said(profile.runs.get(at(run)).map(|one| &one.name_key))),
            ),
            (
                say!("dossier-source"),
                version.source.and_then(|one| said(profile.sources.get(at(one)).map(|one| &one.name_key))),
            ),
            (
                say!("show-reason"),
                version.reason.and_then(|one| said(profile.reasons.get(at(one)).map(|one| &one.explain_key))),
            ),
            (say!("dossier-supersedes"), version.supersedes.map(|id| id.to_hex())),
            (say!("dossier-text"), version.text.as_deref().map(|hash| said_text(self.opened, hash))),
        ];
        facts.extend(rows.into_iter().filter_map(|(name, what)| Some((name, what?))));
        facts
    }

    /// What changed, figure by figure; of a first version nothing did.
    fn changes(&self, version: &Version, earlier: Option<&Version>) -> Vec<Block> {
        let cells = match &version.claim {
            Claim::Withdrawn(None) => return vec![Block::Notice(say!("dossier-withdraws"))],
            Claim::Withdrawn(Some(fields)) => {
                let names: Vec<String> =
                    fields.iter().map(|field| label(self.opened, self.form, usize::from(field.0))).collect();
                return vec![Block::Notice(say!("dossier-withdraws-fields", fields = names.join(", ")))];
            }
            Claim::Figures(cells) => cells,
        };
        let before = match earlier.map(|earlier| (&earlier.claim, earlier.entry)) {
            None => return vec![super::prose(&say!("dossier-first")), self.all(cells)],
            Some((Claim::Withdrawn(_), _)) => return vec![self.all(cells)],
            Some((Claim::Figures(before), entry)) => (before, entry),
        };
        let (before, entry) = before;
        let mut rows = Vec::new();
        for (at, (now, then)) in cells.iter().zip(before.iter()).enumerate() {
            if now != then {
                let name = label(self.opened, self.form, at);
                rows.push(Row::of(vec![name, digits(Some(then)), digits(Some(now))]));
            }
        }
        let entry = entry.to_string();
        if rows.is_empty() {
            return vec![super::prose(&say!("dossier-same", entry = entry))];
        }
        let columns = vec![
            column(say!("show-field"), 60),
            numbers(say!("dossier-before", entry = entry), 20),
            numbers(say!("dossier-after"), 20),
        ];
        vec![Block::Table(Table { columns, rows })]
    }

    fn all(&self, cells: &[Cell]) -> Block {
        let rows = cells
            .iter()
            .enumerate()
            .map(|(at, cell)| Row::of(vec![label(self.opened, self.form, at), digits(Some(cell))]));
        let columns = vec![column(say!("show-field"), 80), numbers(say!("dossier-digits"), 20)];
        Block::Table(Table { columns, rows: rows.collect() })
    }

    pub(super) fn readings(&self, blocks: &mut Vec<Block>, gathered: &mut Gathered) {
        let standing = self.sheet.state.cells.as_deref().unwrap_or_default();
        let mut rows = Vec::new();
        for reading in &self.sheet.readings {
            gathered.take(reading.entry, reading.key);
            let differing: Vec<String> = reading
                .cells
                .iter()
                .zip(standing)
                .enumerate()
                .filter(|(_, (read, stands))| matches!(read, Cell::Read(_)) && read != stands)
                .map(|(at, (read, _))| {
                    format!("{}: {}", label(self.opened, self.form, at), digits(Some(read)))
                })
                .collect();
            let reader = reading.machine.as_deref().map_or_else(|| say!("dossier-person"), str::to_owned);
            let differing = if differing.is_empty() { say!("dossier-none") } else { differing.join("; ") };
            rows.push(Row::of(vec![reading.entry.to_string(), reader, clock(reading.at), differing]));
        }
        if rows.is_empty() {
            return;
        }
        let columns = vec![
            column(say!("show-entry"), 10),
            column(say!("dossier-reader"), 25),
            column(say!("show-at"), 25),
            column(say!("dossier-differs"), 40),
        ];
        blocks.push(Block::Head(say!("dossier-readings")));
        blocks.push(super::prose(&say!("dossier-readings-text")));
        blocks.push(Block::Table(Table { columns, rows }));
    }

    pub(super) fn disputes(&self, blocks: &mut Vec<Block>, gathered: &mut Gathered) {
        blocks.push(Block::Head(say!("dossier-disputes")));
        if self.sheet.objections.is_empty() && self.sheet.rulings.is_empty() {
            blocks.push(super::prose(&say!("dossier-no-disputes")));
        }
        super::disputes(self.opened, &self.sheet.objections, &self.sheet.rulings, blocks, gathered);
    }
}
