//! The keys of a page's places, and every change of them: who has signed for a station can be seen where its figures stand.

use std::collections::HashSet;

use election::{Election, RegionIx};
use statement::{KeyAct, KeyRecord};
use tally::Changes;

use super::labels::Labels;
use super::markup::{Arg, Html};
use super::moment::date;
use crate::view::View;

/// One key.
#[derive(Clone, Debug)]
pub(super) struct KeyLine<'a> {
    /// The station's or the region's name.
    pub(super) place: &'a str,
    pub(super) role: Option<&'a Html>,
    pub(super) name: &'a str,
    pub(super) fingerprint: String,
    pub(super) registered: Html,
    /// None: it counts.
    pub(super) revoked: Option<Html>,
}

/// The keys of a region, and where it is one of the lowest those of its stations, place by place as they were registered.
pub(super) fn keys<'a>(view: &'a View<'a>, labels: &'a Labels, region: RegionIx) -> Vec<KeyLine<'a>> {
    let election: &'a Election = view.tally.election();
    let place = election.places.region(region);
    let mut lines = Vec::new();
    let mut of = |code: &str, name: &'a str| {
        let here = view.keys_by_place.at(view.keys, code);
        lines.extend(here.into_iter().map(|key| line(election, labels, key, name)));
    };
    of(place.code.as_str(), &place.name);
    if place.level == election.places.last_level() {
        for station in election.places.stations_in(region) {
            let station = election.places.station(station);
            of(station.code.as_str(), &station.name);
        }
    }
    lines
}

fn line<'a>(election: &Election, labels: &'a Labels, key: &'a KeyRecord, place: &'a str) -> KeyLine<'a> {
    let texts = &labels.texts;
    let role = election.profile.roles.iter().position(|role| role.id == key.role);
    let names = |act: &KeyAct| Html::escaped(&act.by.join(", "));
    let registered = key.registration.as_deref().map_or_else(
        || texts.key_first.clone(),
        |act| texts.key_registered.fill([Arg::Made(date(labels, act.at)), Arg::Made(names(act))]).html(),
    );
    let revoked = key.revoked.map(|_| match key.revocation.as_deref() {
        Some(act) => {
            let reason = act.reason.as_deref().unwrap_or_default();
            let reason = labels.reason(reason).map_or(Arg::Text(reason), Arg::Html);
            let args = [Arg::Made(date(labels, act.at)), Arg::Made(names(act)), reason];
            texts.key_revoked.fill(args).html()
        }
        None => texts.key_ended.clone(),
    });
    KeyLine {
        place,
        role: role.and_then(|role| labels.roles.get(role)),
        name: key.key.name().as_str(),
        fingerprint: statement::fingerprint(&key.key.to_string()),
        registered,
        revoked,
    }
}

/// The regions whose pages show a key that was registered or revoked.
pub(crate) fn regions_of_changed_keys(view: &View<'_>, changes: &Changes) -> HashSet<RegionIx> {
    let Some(first) = changes.keys else { return HashSet::new() };
    let places = &view.tally.election().places;
    let touched = view
        .keys
        .iter()
        .filter(|key| key.registered >= first || key.revoked.is_some_and(|entry| entry >= first));
    let region = |key: &KeyRecord| {
        let code = key.scope.as_str();
        match places.find_station(code) {
            Some(station) => places.chain(station).next(),
            None => places.find_region(code),
        }
    };
    touched.filter_map(region).collect()
}
