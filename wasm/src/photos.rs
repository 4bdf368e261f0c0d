//! Photos of a sheet's pages.

use std::io::{Read, Write};
use std::process::ExitCode;

use election::{Profile, ProfileBundle};
use reader::decode::{decode, decode_plain};
use reader::layout::{Layout, LayoutFiles};
use reader::read::Judgement;
use reader::read::page::{PageRead, read_page};
use reader::read::together::{form_in, layout_of, together};

use crate::{Failure, PROFILE, Way, profiles};

/// Reads the photos named, each as many bytes long as is said, as one sheet.
pub fn run(
    way: &Way,
    arguments: &[String],
    input: &mut dyn Read,
    output: &mut dyn Write,
) -> Result<ExitCode, Failure> {
    let (station, photos) = match arguments {
        [flag, code, photos @ ..] if flag == "--station" => (Some(code.as_str()), photos),
        photos => (None, photos),
    };
    let bundle = bundle();
    let layouts = layouts(&bundle)?;
    let judgement = Judgement::of_profile(&bundle.files);
    let judgement = judgement.map_err(|error| Failure::Profile(format!("{}: {error}", Judgement::FILE)))?;
    let (mut names, mut pages) = (Vec::new(), Vec::new());
    for photo in photos {
        let (name, length) = photo.rsplit_once('=').ok_or(Failure::Usage)?;
        let length: u64 = length.parse().map_err(|_| Failure::Usage)?;
        // The file and the picture are let go before the next is fetched.
        pages.push(page(way, name, length, input, &layouts)?);
        names.push(name.to_owned());
    }
    let profile = Profile::from_bundle(&bundle).map_err(|error| Failure::Profile(error.to_string()))?;
    let pages: Vec<&PageRead> = pages.iter().collect();
    let name = layouts.get(layout_of(&layouts, &pages)?).map_or("", |layout| layout.form.as_str());
    let read = together(form_in(&profile, name)?, &layouts, &pages, station, &judgement)?;
    let contest = &profile.contest_at(read.form.contest).id;
    writeln!(output, "{}", reader::json::sheet(&way.net, contest, &names, &pages, &read))?;
    Ok(if read.sheet.accepted() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// The forms that can be read here: those whose layout needs no list of candidates.
pub fn forms(output: &mut dyn Write) -> Result<ExitCode, Failure> {
    for layout in layouts(&bundle())? {
        writeln!(output, "{}", layout.form)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn page(
    way: &Way,
    name: &str,
    length: u64,
    input: &mut dyn Read,
    layouts: &[Layout],
) -> Result<PageRead, Failure> {
    let mut bytes = Vec::new();
    input.take(length).read_to_end(&mut bytes)?;
    let refused = |what: String, code| Failure::Photo { name: name.to_owned(), what, code };
    let picture = if way.plain { decode_plain(&bytes) } else { decode(&bytes) };
    let picture = picture.map_err(|error| refused(error.to_string(), error.code()))?;
    drop(bytes);
    read_page(&picture, layouts, &way.net).map_err(|error| refused(error.to_string(), error.code()))
}

pub fn bundle() -> ProfileBundle {
    let files = profiles::PROFILES.iter().find(|(id, _)| *id == PROFILE).map_or(&[][..], |(_, files)| files);
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    ProfileBundle { files }
}

/// The layouts that stand in files. Those that follow a list of candidates need an election, which a page in a browser hasn't.
pub fn layouts(bundle: &ProfileBundle) -> Result<Vec<Layout>, Failure> {
    let files = LayoutFiles::of_profile(&bundle.files);
    Ok(files.map_err(|(name, error)| Failure::Profile(format!("{name}: {error}")))?.fixed())
}
