//! Sheets of the councils' forms of one station, and the tables of its election: what the reader is held against where a form
//! follows a list of candidates. The same arguments make the same bytes.
//!
//! ```text
//! councils FOLDER SEED     regions.csv, stations.csv, constituencies.csv, candidates.csv: for `saksi init`
//!                          tables.json: the station's part of them
//!                          pdpd-01.jpg, ... pdpr-01.jpg, ...: a photo of each page
//! ```

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use election::{
    CandidateTable, ConstituencyTable, Election, Places, Profile, ProfileBundle, StationIx, StationTables,
};
use rayon::prelude::*;
use reader::layout::{Layout, LayoutFiles};
use simulate::paper::{Conditions, Habits, blank_of, figures, photograph, plan, sums, write};

/// The station whose sheets these are; that of the phone's other tests.
const STATION: &str = "1701012001001";

/// Pixels a millimetre at which sheets are printed.
const PER_MM: f32 = 3.0;

/// Candidates for DPD: more than fit on one page.
const MEMBERS: usize = 6;

/// Parties that stand everywhere.
const PARTIES: [usize; 18] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 24];

const REGIONS: &str = "code,name,level,parent,source_id\n17,BENGKULU,1,,1\n1701,SELATAN,2,17,2\n170101,KOTA,3,1701,3\n\
                       1701012001,DESA,4,170101,4\n";
/// A second station: what is handed over is of the first alone.
const STATIONS: &str = "code,name,region,source_id\n1701012001001,TPS 001,1701012001,1001\n\
                        1701012001002,TPS 002,1701012001,1002\n";
const CONSTITUENCIES: &str = "contest,code,name,seats,region\npdpr,1701,BENGKULU,4,17\n";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder, seed] = arguments.as_slice() else {
        return Err("usage: councils FOLDER SEED (see its source)".into());
    };
    let (folder, seed) = (Path::new(folder), seed.parse()?);
    fs::create_dir_all(folder)?;
    let candidates = candidates()?;
    for (name, text) in [
        ("regions.csv", REGIONS),
        ("stations.csv", STATIONS),
        ("constituencies.csv", CONSTITUENCIES),
        ("candidates.csv", &candidates),
    ] {
        fs::write(folder.join(name), text)?;
    }
    let bundle = bundle()?;
    let profile = Profile::from_bundle(&bundle)?;
    let places = Places::parse(&profile, REGIONS.as_bytes(), STATIONS.as_bytes())?;
    let constituencies = ConstituencyTable::parse(CONSTITUENCIES.as_bytes())?;
    let candidates = CandidateTable::parse(candidates.as_bytes())?;
    let election = Election::new(profile, places, Some(constituencies), Some(candidates))?;
    let station = election.places.find_station(STATION).ok_or("no such station")?;
    let tables = serde_json::to_string(&StationTables::of(&election, station))?;
    fs::write(folder.join("tables.json"), tables)?;
    let layouts = LayoutFiles::of_profile(&bundle.files).map_err(|(_, error)| error)?;
    for contest in ["pdpd", "pdpr"] {
        photos(folder, contest, &election, station, &layouts, seed)?;
    }
    Ok(())
}

/// Lists with a gap: who was struck off leaves one.
fn candidates() -> Result<String, std::fmt::Error> {
    let mut table = "contest,constituency,party,number,name,source_id\n".to_owned();
    for number in 1..=MEMBERS {
        writeln!(table, "pdpd,17,,{number},CALON {number},")?;
    }
    for party in PARTIES {
        for number in (1..=2 + party % 3).filter(|number| *number != 2) {
            writeln!(table, "pdpr,1701,{party},{number},CALON {party}-{number},")?;
        }
    }
    Ok(table)
}

fn bundle() -> Result<ProfileBundle, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles/id-2024");
    let mut files = std::collections::BTreeMap::new();
    for folder in ["", "forms", "layouts"] {
        for entry in fs::read_dir(root.join(folder))? {
            let path = entry?.path();
            if path.is_file() {
                let name = path.strip_prefix(&root)?.display().to_string();
                files.insert(name, fs::read_to_string(&path)?);
            }
        }
    }
    Ok(ProfileBundle { files })
}

fn photos(
    folder: &Path,
    contest: &str,
    election: &Election,
    station: StationIx,
    layouts: &LayoutFiles,
    seed: u64,
) -> Result<(), Box<dyn Error>> {
    let ix = election.profile.contest(contest).ok_or("no such contest")?;
    let form = election.form_by_ix(election.form(ix, station).ok_or("it is not held there")?);
    let own = layouts.of(form)?;
    let layout: &Layout = own.first().ok_or("the form has no layout")?;
    let truth = plan(layout, &figures(form, seed), &sums(form), &Habits::default(), seed);
    // A photo with a light in it is refused, and the officer takes another.
    let conditions = Conditions { glare: 0.0, ..Conditions::phone() };
    let made = layout.pages.par_iter().map(|page| {
        let mut raster = blank_of(layout, page.page, PER_MM, STATION).ok_or("no such page")?;
        write(&mut raster, layout, &truth, page.page, None);
        let seed = seed * 100 + u64::from(page.page);
        let photo = photograph(&raster, layout, page.page, &conditions, seed).ok_or("too large")?;
        let path = folder.join(format!("{contest}-{:02}.jpg", page.page));
        fs::write(path, photo.jpeg).map_err(|_| "the photo could not be written")
    });
    Ok(made.collect::<Result<(), &'static str>>()?)
}
