//! KPU's JSON tree, file by file: `/pemilu/hhcw/...`, `/wilayah/...`, lists of options and candidates.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use election::{ContestIx, Election, StationIx};

use crate::draft::{Emit, ImportError, Known};
use crate::input::GZIP_MAGIC;
use crate::json::Document;
use crate::kpu::lists::{self, Ids};
use crate::kpu::object::{Kind, Where, kind_of};
use crate::kpu::station::{Reading, StationObject};
use crate::kpu::{SIREKAP, read_all, region};
use crate::report::{Report, What};
use crate::restate::Restater;

/// An import of a tree, or of single files of one.
///
/// Stations' objects become sheets. Regions' objects and lists are compared with themselves and with the election, and
/// counted. Options and candidates that the election knows by number only are found through KPU's own lists: give those
/// to [`JsonTree::learn`] first.
pub struct JsonTree<'e> {
    election: &'e Election,
    known: &'e Known<'e>,
    ids: Ids,
    restaters: BTreeMap<ContestIx, Restater<'e>>,
    seen: BTreeSet<(ContestIx, StationIx)>,
}

impl<'e> JsonTree<'e> {
    /// An import; `known` tells what the ledger holds of a sheet already.
    pub fn new(election: &'e Election, known: &'e Known<'e>) -> Self {
        JsonTree { election, known, ids: Ids::default(), restaters: BTreeMap::new(), seen: BTreeSet::new() }
    }

    /// Takes the ids out of a list of options or candidates; any other file teaches nothing.
    pub fn learn(&mut self, path: &str, bytes: &[u8]) {
        // Whatever is wrong with the file is reported when it is imported.
        let mut unread = Report::default();
        let Some(bytes) = plain(path, bytes, &mut unread) else { return };
        if let Some(document) = Document::open(path, &bytes, &mut unread)
            && kind_of(document.root()) == Kind::Options
        {
            self.ids.learn(self.election, path, document.root());
        }
    }

    /// Imports a file; its path names the contest, and the place.
    pub fn import(
        &mut self,
        path: &str,
        bytes: &[u8],
        report: &mut Report,
        emit: &mut Emit<'_>,
    ) -> Result<(), ImportError> {
        report.count("files");
        let Some(bytes) = plain(path, bytes, report) else { return Ok(()) };
        let Some(document) = Document::open(path, &bytes, report) else { return Ok(()) };
        match kind_of(document.root()) {
            Kind::Station => return self.station(&document, report, emit),
            Kind::Region => region::check(self.election, Where::of(self.election, path), &document, report),
            Kind::Places => lists::check_places(self.election, &document, report),
            Kind::Constituencies => lists::check_constituencies(self.election, &document, report),
            Kind::Options => lists::check_options(self.election, path, &document, report),
            Kind::Unknown => {
                document.refuse(document.root(), What::Header, "none of the known objects", report);
            }
        }
        Ok(())
    }

    fn station(
        &mut self,
        document: &Document<'_>,
        report: &mut Report,
        emit: &mut Emit<'_>,
    ) -> Result<(), ImportError> {
        let (election, root) = (self.election, document.root());
        let place = Where::of(election, document.file());
        let object = StationObject::new(root);
        let Some(contest) = place.contest else {
            document.refuse(root, What::UnknownName, "the path names no contest of the profile", report);
            return Ok(());
        };
        let of_photos = object.station_of_photos(election);
        let of_path = if place.names_station { place.station } else { of_photos };
        let Some(station) = of_path else {
            document.refuse(root, What::UnknownPlace, "neither the path nor a photo names a station", report);
            return Ok(());
        };
        if of_photos.is_some_and(|other| other != station) {
            document.note(
                root,
                What::Difference,
                "the photos' names say another station than the path",
                report,
            );
        }
        let Some(form) = election.form(contest, station) else {
            document.refuse(root, What::NotHeld, "the contest is not held at this station", report);
            return Ok(());
        };
        if !self.seen.insert((contest, station)) {
            document.refuse(root, What::Duplicate, "the station has an object already", report);
            return Ok(());
        }
        let restater = match self.restaters.entry(contest) {
            Entry::Occupied(made) => made.into_mut(),
            Entry::Vacant(place) => {
                let id = &election.profile.contest_at(contest).id;
                place.insert(Restater::new(election, id, SIREKAP)?)
            }
        };
        let reading = Reading { election, document, ids: &self.ids, form };
        match object.saying(&reading, restater.blank(form), report) {
            Ok(saying) => {
                report.count("stations");
                let held = (self.known)(contest, station);
                restater.restate(station, vec![saying], held, report, emit)
            }
            Err(refusal) => {
                let why = format!("{}; the object is not stated", refusal.why);
                let spot = crate::report::Spot {
                    file: document.file(),
                    line: document.line(refusal.at),
                    content: root.text(),
                };
                report.refuse(spot, refusal.what, why);
                Ok(())
            }
        }
    }
}

fn plain<'b>(path: &str, bytes: &'b [u8], report: &mut Report) -> Option<std::borrow::Cow<'b, [u8]>> {
    if bytes.starts_with(&GZIP_MAGIC) {
        let mut reader = bytes;
        return read_all(path, &mut reader, report).map(Into::into);
    }
    Some(bytes.into())
}
