//! Which files a cut writes: every file is a unit that can be named, rendered alone, and rendered again by a verifier.

use std::collections::HashSet;

use election::{ConstituencyIx, ConstituencyRule, ContestIx, ContestKind, Election, RegionIx, StationIx};
use tally::{Changes, ContestTally};

use crate::pages::{self, Labels};
use crate::search::{self, Index};
use crate::view::{File, RenderError, View};
use crate::{kpu, overview, progress, sheets};

/// One published file, tables excepted: they are made a province at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// The page that leads to the contests, in the language at this position of the profile.
    Home(u8),
    /// A page that explains, in the language at this position of the profile.
    Guide(u8, pages::Guide),
    /// The page on which a place is searched, in the language at this position of the profile.
    Search(u8),
    /// A file of the index that is searched.
    SearchFile(u32),
    /// The contests that the index speaks of.
    SearchContests,
    /// A contest's page of a region, in the language at this position of the profile; the last number counts the pages of a region
    /// with many stations, from 0.
    Page(u8, ContestIx, RegionIx, u16),
    /// The open list of a region's sheets in doubt, likewise.
    Doubtful(u8, ContestIx, RegionIx, u16),
    /// The page of a region's changes, likewise.
    Changes(u8, ContestIx, RegionIx),
    /// The feed of a region's changes, likewise.
    Feed(u8, ContestIx, RegionIx),
    /// The picture that is shown where a region's page is shared, likewise.
    Card(u8, ContestIx, RegionIx),
    /// The page of a region for other sites' frames, likewise.
    Embed(u8, ContestIx, RegionIx),
    /// The record of a lowest-level region's sheets.
    Sheets(ContestIx, RegionIx),
    /// The record of a higher region's totals.
    Totals(ContestIx, RegionIx),
    /// The adapter's file of a station.
    Station(ContestIx, StationIx),
    /// The adapter's file of a region's count.
    Region(ContestIx, RegionIx),
    /// The adapter's file of a region's plenaries.
    Recapitulation(ContestIx, RegionIx),
    /// The adapter's file of a constituency's sheets in a region's plenaries.
    ConstituencyRecapitulation(ContestIx, ConstituencyIx, RegionIx),
    /// The adapter's list of a region's children.
    Places(ContestIx, RegionIx),
    /// The adapter's list of a contest's options.
    Options(ContestIx),
    /// The adapter's list of a constituency's candidates.
    Candidates(ContestIx, ConstituencyIx),
    /// The adapter's sums over the constituencies of a region.
    ConstituencySums(ContestIx, RegionIx),
    /// The adapter's list of a region's constituencies.
    ConstituencyList(ContestIx, RegionIx),
    /// The adapter's list of a region's children, on the way to a list of constituencies.
    ConstituencyRegions(ContestIx, RegionIx),
    /// The adapter's list of a region's children in a constituency.
    ConstituencyPlaces(ContestIx, ConstituencyIx, RegionIx),
    /// The adapter's file of a constituency.
    Constituency(ContestIx, ConstituencyIx),
    /// How far a contest is.
    Progress(ContestIx),
    /// The page of how far a contest is, in the language at this position of the profile.
    ProgressPage(u8, ContestIx),
    /// The record of keys.
    Keys,
    /// The record of notices and redactions.
    Notices,
    /// A file that is the same for every election: style sheet, entry page.
    Fixed(u8),
}

/// Renders units: holds what is the same for all of them.
#[derive(Debug)]
pub struct Renderer {
    labels: Vec<(String, Labels)>,
    fixed: Vec<File>,
    adapter: bool,
    index: Index,
}

impl Renderer {
    /// A renderer for an election.
    ///
    /// # Errors
    /// When a language of the profile lacks a text, or the profile names an adapter that doesn't exist.
    pub fn new(election: &Election) -> Result<Renderer, RenderError> {
        let profile = &election.profile;
        let mut labels = Vec::new();
        for language in &profile.languages {
            labels.push((language.clone(), Labels::load(profile, language)?));
        }
        let adapter = match profile.adapter.as_deref() {
            None => false,
            Some("kpu") => true,
            Some(other) => return Err(RenderError::Missing(format!("the adapter `{other}`"))),
        };
        Ok(Renderer { labels, fixed: pages::fixed_files(), adapter, index: Index::of(election) })
    }

    // Positions of the languages.
    fn languages(&self) -> impl Iterator<Item = u8> {
        (0u8..).zip(&self.labels).map(|(position, _)| position)
    }

    /// The units that these changes call for, in a fixed order, each once.
    pub fn units(&self, view: &View<'_>, changes: &Changes) -> Vec<Unit> {
        let election = view.tally.election().as_ref();
        let places = &election.places;
        let held: Vec<ContestIx> = view
            .tally
            .contests()
            .iter()
            .filter(|counted| counted.held())
            .map(|counted| counted.contest)
            .collect();
        let mut units = Vec::new();
        for contest in &changes.rosters {
            if let Some(counted) = view.tally.contest(*contest) {
                self.everything_of(&mut units, election, &held, counted);
            }
        }
        // Many sheets share a region: its files are planned once, or a first cut's plan would outweigh the count.
        let (mut regions, mut constituencies) = (HashSet::new(), HashSet::new());
        for (contest, station) in changes.sheets.keys() {
            if self.adapter {
                units.push(Unit::Station(*contest, *station));
                constituencies.extend(election.constituency_of(*contest, *station).map(|ix| (*contest, ix)));
            }
            regions.extend(places.chain(*station).map(|region| (*contest, region)));
        }
        for (contest, constituency) in constituencies {
            constituency_units(&mut units, election, contest, constituency);
        }
        for (contest, region) in regions {
            self.region_units(&mut units, election, contest, region);
        }
        for (contest, region) in &changes.regions {
            // A plenary can be stated of a contest before its roster; the roster then brings its files.
            let Some(counted) = view.tally.contest(*contest) else { continue };
            for ancestor in places.ancestry(*region).filter(|region| counted.holds(*region)) {
                self.region_units(&mut units, election, *contest, ancestor);
            }
            self.recapitulation_units(&mut units, election, counted, *region);
        }
        let rostered = || view.tally.contests().iter().filter(|counted| counted.rostered);
        if !changes.rosters.is_empty() {
            // Every page leads to the pages of all contests that are held in its region.
            for counted in rostered().filter(|counted| !changes.rosters.contains(&counted.contest)) {
                let all = (0..=places.last_level()).flat_map(|level| places.region_ixs(level));
                for region in all.filter(|region| counted.holds(*region)) {
                    self.page_units(&mut units, election, counted.contest, region);
                }
            }
        }
        for region in pages::regions_of_changed_keys(view, changes) {
            for counted in rostered().filter(|counted| counted.holds(region)) {
                self.page_units(&mut units, election, counted.contest, region);
            }
        }
        if !changes.rosters.is_empty() {
            units.extend((0..self.index.len()).map(Unit::SearchFile));
            units.push(Unit::SearchContests);
        }
        if changes.general || !changes.rosters.is_empty() {
            for language in self.languages() {
                units.push(Unit::Search(language));
                units.extend(pages::Guide::ALL.map(|which| Unit::Guide(language, which)));
            }
        }
        if changes.keys.is_some() || changes.general || !changes.rosters.is_empty() {
            units.push(Unit::Keys);
        }
        if changes.general || !changes.rosters.is_empty() {
            units.push(Unit::Notices);
            units.extend((0u8..).zip(&self.fixed).map(|(position, _)| Unit::Fixed(position)));
        }
        if changes.general {
            // Notices stand on top of the pages of the upper levels.
            for region in (0..places.last_level()).flat_map(|level| places.region_ixs(level)) {
                for counted in rostered().filter(|counted| counted.holds(region)) {
                    self.page_units(&mut units, election, counted.contest, region);
                    self.doubtful_units(&mut units, election, counted.contest, region);
                }
            }
        }
        if changes.general {
            let all = (0..=places.last_level()).flat_map(|level| places.region_ixs(level));
            for region in all.filter(|region| pages::has_changes(election, *region)) {
                for counted in rostered().filter(|counted| counted.holds(region)) {
                    units.extend(
                        self.languages().map(|language| Unit::Changes(language, counted.contest, region)),
                    );
                }
            }
        }
        units.extend(self.languages().map(Unit::Home));
        // They name the cut: whoever looks sees that nothing came in, not that nobody wrote it down.
        for contest in &held {
            units.push(Unit::Progress(*contest));
            units.extend(self.languages().map(|language| Unit::ProgressPage(language, *contest)));
        }
        units.sort_unstable();
        units.dedup();
        units
    }

    fn everything_of(
        &self,
        units: &mut Vec<Unit>,
        election: &Election,
        held: &[ContestIx],
        counted: &ContestTally,
    ) {
        let (places, contest) = (&election.places, counted.contest);
        for region in (0..=places.last_level()).flat_map(|level| places.region_ixs(level)) {
            if self.adapter && counted.held() && kpu::carries_places(election, held, contest) {
                units.push(Unit::Places(contest, region));
            }
            if counted.holds(region) {
                self.region_units(units, election, contest, region);
            }
        }
        if !self.adapter || !counted.held() {
            return;
        }
        if kpu::carries_options(election, held, contest) {
            units.push(Unit::Options(contest));
        }
        units
            .extend(election.stations_holding(contest, places.nation()).map(|ix| Unit::Station(contest, ix)));
        for region in counted.records().keys() {
            self.recapitulation_units(units, election, counted, *region);
        }
        if kpu::goes_by_constituency(election.profile.contest_at(contest)) {
            constituency_lists(units, election, counted);
        }
        // Not those of the law: where nobody votes in this election, there is no form and nothing to show.
        for constituency in counted.constituencies().keys() {
            constituency_units(units, election, contest, *constituency);
        }
    }

    fn region_units(&self, units: &mut Vec<Unit>, election: &Election, contest: ContestIx, region: RegionIx) {
        let level = election.places.region(region).level;
        self.page_units(units, election, contest, region);
        self.doubtful_units(units, election, contest, region);
        if pages::has_changes(election, region) {
            for language in self.languages() {
                units.extend([
                    Unit::Changes(language, contest, region),
                    Unit::Feed(language, contest, region),
                ]);
            }
        }
        if pages::is_shared(election, region) {
            for language in self.languages() {
                units.extend([Unit::Card(language, contest, region), Unit::Embed(language, contest, region)]);
            }
        }
        if level == election.places.last_level() {
            units.push(Unit::Sheets(contest, region));
        } else {
            units.push(Unit::Totals(contest, region));
        }
        let rules = election.profile.contest_at(contest);
        if self.adapter && kpu::has_level(rules, level) {
            units.push(Unit::Region(contest, region));
        }
        if self.adapter && kpu::goes_by_constituency(rules) && level == rules.options_from_level {
            units.push(Unit::ConstituencySums(contest, region));
        }
    }

    fn doubtful_units(
        &self,
        units: &mut Vec<Unit>,
        election: &Election,
        contest: ContestIx,
        region: RegionIx,
    ) {
        for part in 0..pages::doubtful_parts(election, contest, region) {
            units.extend(self.languages().map(|language| Unit::Doubtful(language, contest, region, part)));
        }
    }

    /// The files that show what plenaries of a region stated.
    fn recapitulation_units(
        &self,
        units: &mut Vec<Unit>,
        election: &Election,
        counted: &ContestTally,
        region: RegionIx,
    ) {
        if !self.adapter {
            return;
        }
        let contest = counted.contest;
        let constituencies = election.constituencies_in(contest, region);
        for ancestor in election.places.ancestry(region).filter(|region| counted.holds(*region)) {
            if kpu::has_recapitulation(election, contest, ancestor) {
                units.push(Unit::Recapitulation(contest, ancestor));
            }
            if kpu::has_constituency_recapitulation(election, contest, ancestor) {
                let sheet = |at: &ConstituencyIx| Unit::ConstituencyRecapitulation(contest, *at, ancestor);
                units.extend(constituencies.iter().map(sheet));
            }
        }
    }

    fn page_units(&self, units: &mut Vec<Unit>, election: &Election, contest: ContestIx, region: RegionIx) {
        for part in 0..pages::region_parts(election, contest, region) {
            units.extend(self.languages().map(|language| Unit::Page(language, contest, region, part)));
        }
    }

    /// The path of a unit's file; none: the adapter has no such file.
    pub fn path(&self, view: &View<'_>, unit: Unit) -> Option<String> {
        let election = view.tally.election().as_ref();
        let profile = &election.profile;
        Some(match unit {
            Unit::Home(language) => pages::home_path(&self.labels.get(usize::from(language))?.0),
            Unit::Guide(language, which) => which.path(&self.labels.get(usize::from(language))?.0),
            Unit::Search(language) => pages::search_path(&self.labels.get(usize::from(language))?.0),
            Unit::SearchFile(position) => self.index.path(position)?,
            Unit::SearchContests => search::CONTESTS_PATH.to_owned(),
            Unit::Page(language, contest, region, part) => {
                let (language, _) = self.labels.get(usize::from(language))?;
                pages::part_path(pages::path(election, language, contest, region), part)
            }
            Unit::Doubtful(language, contest, region, part) => {
                let (language, _) = self.labels.get(usize::from(language))?;
                pages::part_path(pages::doubtful_path(election, language, contest, region), part)
            }
            Unit::Changes(language, contest, region) => {
                let (language, _) = self.labels.get(usize::from(language))?;
                pages::changes_path(election, language, contest, region)
            }
            Unit::Feed(language, contest, region) => {
                let (language, _) = self.labels.get(usize::from(language))?;
                pages::feed_path(election, language, contest, region)
            }
            Unit::Card(language, contest, region) => {
                let (language, _) = self.labels.get(usize::from(language))?;
                pages::card_path(election, language, contest, region)
            }
            Unit::Embed(language, contest, region) => {
                let (language, _) = self.labels.get(usize::from(language))?;
                pages::embed_path(election, language, contest, region)
            }
            Unit::Sheets(contest, region) => sheets::sheets_path(election, contest, region),
            Unit::Totals(contest, region) => overview::totals_path(view, contest, region),
            Unit::Station(contest, station) => kpu::station_path(election, contest, station),
            Unit::Region(contest, region) => kpu::region_path(election, contest, region),
            Unit::Recapitulation(contest, region) => kpu::recapitulation_path(election, contest, region),
            Unit::Places(contest, region) => kpu::places_path(election, contest, region),
            Unit::Options(contest) => kpu::options_path(profile, contest)?,
            Unit::Candidates(contest, constituency) => kpu::candidates_path(election, contest, constituency)?,
            Unit::ConstituencyRecapitulation(contest, ix, region) => {
                kpu::constituency_recapitulation_path(election, contest, ix, region)?
            }
            Unit::ConstituencySums(contest, region) => kpu::constituency_sums_path(election, contest, region),
            Unit::ConstituencyList(contest, region) => kpu::constituency_list_path(election, contest, region),
            Unit::ConstituencyRegions(contest, region) => {
                kpu::constituency_regions_path(election, contest, region)
            }
            Unit::ConstituencyPlaces(contest, ix, region) => {
                kpu::constituency_places_path(election, contest, ix, region)?
            }
            Unit::Constituency(contest, ix) => kpu::constituency_path(election, contest, ix)?,
            Unit::Progress(contest) => progress::progress_path(election, contest),
            Unit::ProgressPage(language, contest) => {
                let (language, _) = self.labels.get(usize::from(language))?;
                pages::progress_page_path(election, language, contest)
            }
            Unit::Keys => overview::KEYS_PATH.to_owned(),
            Unit::Notices => overview::NOTICES_PATH.to_owned(),
            Unit::Fixed(position) => self.fixed.get(usize::from(position))?.path.clone(),
        })
    }

    fn labels_at(&self, language: u8) -> Result<&Labels, RenderError> {
        let missing = || RenderError::Missing(format!("language {language}"));
        self.labels.get(usize::from(language)).map(|(_, labels)| labels).ok_or_else(missing)
    }

    /// The content of a unit's file.
    pub fn render(&self, view: &View<'_>, unit: Unit) -> Result<Vec<u8>, RenderError> {
        match unit {
            Unit::Home(language) => pages::home_page(view, self.labels_at(language)?),
            Unit::Guide(language, which) => pages::guide_page(view, self.labels_at(language)?, which),
            Unit::Search(language) => pages::search_page(view, self.labels_at(language)?),
            Unit::SearchFile(position) => self
                .index
                .render(view, position)
                .ok_or_else(|| RenderError::Missing(format!("file {position} of the index"))),
            Unit::SearchContests => Ok(search::contests(view)),
            Unit::Page(language, contest, region, part) => {
                pages::region_page(view, self.labels_at(language)?, contest, region, part)
            }
            Unit::Doubtful(language, contest, region, part) => {
                pages::doubtful_page(view, self.labels_at(language)?, contest, region, part)
            }
            Unit::Changes(language, contest, region) => {
                pages::changes_page(view, self.labels_at(language)?, contest, region)
            }
            Unit::Feed(language, contest, region) => {
                pages::changes_feed(view, self.labels_at(language)?, contest, region)
            }
            Unit::Card(language, contest, region) => {
                pages::card(view, self.labels_at(language)?, contest, region)
            }
            Unit::Embed(language, contest, region) => {
                pages::embed_page(view, self.labels_at(language)?, contest, region)
            }
            Unit::Sheets(contest, region) => sheets::sheets(view, contest, region),
            Unit::Totals(contest, region) => overview::totals(view, contest, region),
            Unit::Station(contest, station) => kpu::station(view, contest, station),
            Unit::Region(contest, region) => kpu::region(view, contest, region),
            Unit::Recapitulation(contest, region) => kpu::recapitulation(view, contest, region),
            Unit::Places(_, region) => Ok(kpu::places(view, region)),
            Unit::Options(contest) => Ok(kpu::options_list(view, contest)),
            Unit::Candidates(_, constituency) => kpu::candidates_of(view, constituency),
            Unit::ConstituencyRecapitulation(contest, ix, region) => {
                kpu::constituency_recapitulation(view, contest, ix, region)
            }
            Unit::ConstituencySums(contest, region) => kpu::constituency_sums(view, contest, region),
            Unit::ConstituencyList(contest, region) => Ok(kpu::constituencies(view, contest, region)),
            Unit::ConstituencyRegions(contest, region) => Ok(kpu::voting_places(view, contest, None, region)),
            Unit::ConstituencyPlaces(contest, ix, region) => {
                Ok(kpu::voting_places(view, contest, Some(ix), region))
            }
            Unit::Constituency(contest, constituency) => kpu::constituency(view, contest, constituency),
            Unit::Progress(contest) => progress::progress(view, contest),
            Unit::ProgressPage(language, contest) => {
                pages::progress_page(view, self.labels_at(language)?, contest)
            }
            Unit::Keys => Ok(overview::keys(view)),
            Unit::Notices => Ok(overview::notices(view)),
            Unit::Fixed(position) => self
                .fixed
                .get(usize::from(position))
                .map(|file| file.bytes.clone())
                .ok_or_else(|| RenderError::Missing(format!("fixed file {position}"))),
        }
    }
}

fn constituency_units(
    units: &mut Vec<Unit>,
    election: &Election,
    contest: ContestIx,
    constituency: ConstituencyIx,
) {
    let rules = election.profile.contest_at(contest);
    if kpu::goes_by_constituency(rules) {
        units.push(Unit::Constituency(contest, constituency));
    }
    let listed = match rules.kind {
        ContestKind::Candidates => false,
        ContestKind::Parties => kpu::lists_candidates(election, constituency),
        ContestKind::PerConstituency => rules.constituencies != ConstituencyRule::Nation,
    };
    if listed {
        units.push(Unit::Candidates(contest, constituency));
    }
}

/// The lists that lead from the nation to the places of every constituency.
fn constituency_lists(units: &mut Vec<Unit>, election: &Election, counted: &ContestTally) {
    let (places, contest) = (&election.places, counted.contest);
    let listed = election.profile.contest_at(contest).options_from_level;
    for level in 0..places.last_level() {
        for region in places.region_ixs(level).filter(|region| counted.holds(*region)) {
            if level < listed.max(1) {
                units.push(Unit::ConstituencyRegions(contest, region));
            }
            if level == listed {
                units.push(Unit::ConstituencyList(contest, region));
            }
            if level >= listed && listed > 0 {
                let constituencies = election.constituencies_in(contest, region);
                units.extend(
                    constituencies.into_iter().map(|ix| Unit::ConstituencyPlaces(contest, ix, region)),
                );
            }
        }
    }
}
