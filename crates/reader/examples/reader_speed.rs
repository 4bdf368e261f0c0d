//! What reading costs on this machine: `reader_speed FOLDER ROUNDS THREADS` reads every JPEG of a folder, from its bytes to
//! fused numbers, and prints lines of a name and a number:
//!
//! - `page_us`, `decode_us`: medians over the pages of the least processor time, microseconds, that a round took, whole and
//!   for the JPEG alone;
//! - `wall_us`: wall time of all threads together, least of the rounds: microseconds a page;
//! - `pages`, and `pixels` of the median page.
//!
//! `reader_speed one PHOTO` reads one photo once and prints `peak_kib`, the most memory it took.

mod support;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::time::Instant;
use std::{env, fs};

use election::{Profile, ProfileBundle};
use reader::boxes::Net;
use reader::decode::decode;
use reader::layout::{Layout, LayoutFiles};
use reader::read::Judgement;
use reader::read::page::read_page;
use reader::read::together::{form_in, together};

use support::processor_us;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let law = Law::load()?;
    match arguments.as_slice() {
        ["one", photo] => {
            law.read(&fs::read(photo)?)?;
            let status = fs::read_to_string("/proc/self/status")?;
            let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
            println!("peak_kib {}", peak.trim().trim_end_matches(" kB"));
            Ok(())
        }
        [folder, rounds, threads] => measure(&law, folder, rounds.parse()?, threads.parse()?),
        _ => Err("usage: reader_speed FOLDER ROUNDS THREADS | one PHOTO".into()),
    }
}

struct Law {
    profile: Profile,
    layouts: Vec<Layout>,
    judgement: Judgement,
}

impl Law {
    fn load() -> Result<Law, Box<dyn Error>> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles/id-2024");
        let mut files = BTreeMap::new();
        for folder in ["", "forms/", "layouts/"] {
            for entry in fs::read_dir(root.join(folder))? {
                let path = entry?.path();
                if path.is_file() {
                    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                    files.insert(format!("{folder}{name}"), fs::read_to_string(path)?);
                }
            }
        }
        let layouts = LayoutFiles::of_profile(&files).map_err(|(_, error)| error)?.fixed();
        let judgement = Judgement::of_profile(&files)?;
        Ok(Law { judgement, profile: Profile::from_bundle(&ProfileBundle { files })?, layouts })
    }

    /// From a photo's bytes to fused numbers; how many.
    fn read(&self, photo: &[u8]) -> Result<usize, Box<dyn Error>> {
        let read = read_page(&decode(photo)?, &self.layouts, Net::shipped())?;
        let form = form_in(&self.profile, &self.layouts.get(read.found.layout).ok_or("no layout")?.form)?;
        Ok(together(form, &self.layouts, &[&read], None, &self.judgement)?.sheet.fields.len())
    }
}

fn measure(law: &Law, folder: &str, rounds: usize, threads: usize) -> Result<(), Box<dyn Error>> {
    let mut photos = Vec::new();
    for entry in fs::read_dir(folder)? {
        photos.push(fs::read(entry?.path())?);
    }
    // What can't be read is no page that was read quickly.
    photos.retain(|photo| law.read(photo).is_ok());
    let mut costs = vec![(u64::MAX, u64::MAX); photos.len()];
    let mut walls = Vec::new();
    let share = photos.len().div_ceil(threads.max(1)).max(1);
    for _ in 0..rounds {
        let begun = Instant::now();
        std::thread::scope(|scope| {
            for (photos, costs) in photos.chunks(share).zip(costs.chunks_mut(share)) {
                scope.spawn(move || {
                    for (photo, (page, _)) in photos.iter().zip(costs) {
                        *page = processor_us(|| drop(law.read(photo))).min(*page);
                    }
                });
            }
        });
        walls.push(begun.elapsed().as_micros() / photos.len().max(1) as u128);
        for (photo, (_, jpeg)) in photos.iter().zip(&mut costs) {
            *jpeg = processor_us(|| drop(decode(photo))).min(*jpeg);
        }
    }
    let mut pixels: Vec<usize> =
        photos.iter().filter_map(|photo| decode(photo).ok()).map(|picture| picture.pixels().len()).collect();
    println!("pages {}", photos.len());
    println!("pixels {}", median(&mut pixels));
    println!("page_us {}", median(&mut costs.iter().map(|(page, _)| *page).collect::<Vec<_>>()));
    println!("decode_us {}", median(&mut costs.iter().map(|(_, jpeg)| *jpeg).collect::<Vec<_>>()));
    println!("wall_us {}", walls.iter().min().unwrap_or(&0));
    Ok(())
}

fn median<T: Ord + Copy + Default>(values: &mut [T]) -> T {
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}
