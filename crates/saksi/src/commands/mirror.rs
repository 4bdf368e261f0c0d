//! `saksi mirror`: a checked copy of somebody's publication.

use std::process::ExitCode;
use std::time::Duration;

use record::Part;

use super::{next, quoted};
use crate::cli;
use crate::error::Failure;
use crate::mirroring::{Done, Mirror, Outcome, Told};
use crate::out;
use crate::session::now_ms;
use crate::texts::say;

/// Runs the command.
pub fn run(arguments: &cli::Mirror) -> Result<ExitCode, Failure> {
    let told = Told {
        from: &arguments.from,
        also: &arguments.also,
        folder: &arguments.folder,
        part: Part { region: arguments.region.clone(), photos: !arguments.without_photos },
        policy: arguments.policy.as_deref(),
        recount: !arguments.without_recount,
    };
    let (mirror, opened) = match Mirror::open(&told) {
        Ok(opened) => opened,
        Err(failure) => return refused(failure),
    };
    if opened.pinned {
        out::line(&say!("mirror-pinned", path = mirror.pinned(), from = arguments.from));
        out::gap();
    }
    if opened.finished {
        out::line(&say!("mirror-finished"));
    }
    let Some(seconds) = arguments.every else { return once(&mirror, arguments) };
    loop {
        // Whatever a round fails with, the next may do better; what is shown stays.
        once(&mirror, arguments)?;
        std::thread::sleep(Duration::from_secs(seconds));
    }
}

fn once(mirror: &Mirror, arguments: &cli::Mirror) -> Result<ExitCode, Failure> {
    match mirror.round(now_ms(), &mut |what| eprintln!("saksi: {what}")) {
        Ok(Outcome::Nothing) => out::line(&say!("mirror-nothing", from = arguments.from)),
        Ok(Outcome::Shown(done)) => tell(mirror, arguments, &done),
        Err(failure) if arguments.every.is_some() => {
            eprintln!("saksi: {failure}");
        }
        Err(failure) => return refused(failure),
    }
    Ok(ExitCode::SUCCESS)
}

/// A mirror's own failures have exit codes of their own.
fn refused(failure: Failure) -> Result<ExitCode, Failure> {
    if let Failure::Mirror(own) = &failure {
        eprintln!("saksi: {failure}");
        return Ok(ExitCode::from(own.exit_code()));
    }
    Err(failure)
}

fn tell(mirror: &Mirror, arguments: &cli::Mirror, done: &Done) {
    let folder = mirror.folder();
    out::line(&say!("mirror-shown", folder = folder, cut = done.cut.to_string()));
    let brought = done.brought;
    out::line(&say!("mirror-brought", files = brought.files, bytes = brought.bytes, kept = brought.kept));
    if done.gone > 0 {
        out::line(&say!("mirror-gone", count = done.gone));
    }
    if let Some((count, first)) = &done.told {
        out::line(&say!("mirror-told", count = *count, first = first));
    }
    if arguments.without_recount {
        out::line(&say!("mirror-not-counted"));
    }
    if arguments.every.is_none() {
        out::gap();
        let verify = format!("saksi verify {} --policy {}", quoted(folder), quoted(&mirror.pinned()));
        next(&[format!("saksi serve {}", quoted(folder)), verify]);
    }
}
