//! `saksi publish`: makes a cut.

use publish::{Published, Publisher};
use record::Renderer;

use super::init::policy;
use super::{next, quoted};
use crate::cli::Publish;
use crate::error::Failure;
use crate::folder::{Folder, write_whole};
use crate::fork;
use crate::layout::Table;
use crate::out;
use crate::progress::Bar;
use crate::session::{Session, store};
use crate::texts::{Said as _, say};
use crate::{elsewhere, programs};

/// Runs the command.
pub fn run(arguments: &Publish) -> Result<(), Failure> {
    let folder = Folder::open(&arguments.folder)?;
    let tables = folder.config.tables && !arguments.no_tables;
    let made = publish(&folder, tables)?;
    if arguments.json {
        let cuts: Vec<serde_json::Value> = made
            .iter()
            .map(|cut| {
                serde_json::json!({
                    "cut": cut.size, "rendered": cut.rendered, "written": cut.written, "manifest": cut.manifest.to_hex(),
                })
            })
            .collect();
        out::line(&serde_json::to_string(&cuts)?);
        return Ok(());
    }
    tell(&folder, &made);
    next(&[
        format!("saksi verify {}", quoted(&folder.public())),
        format!("saksi serve {}", quoted(folder.root())),
    ]);
    Ok(())
}

fn tell(folder: &Folder, made: &[Published]) {
    let Some(newest) = made.last() else {
        out::line(&say!("publish-nothing-new"));
        out::gap();
        return;
    };
    out::line(&say!("publish-done", cut = newest.size.to_string(), folder = folder.public()));
    out::gap();
    let mut table = Table::of_words();
    let columns =
        [say!("publish-cut"), say!("publish-rendered"), say!("publish-written"), say!("publish-manifest")];
    table.row(columns);
    for cut in made {
        let manifest = cut.manifest.to_hex();
        table.row([cut.size.to_string(), cut.rendered.said(), cut.written.said(), manifest]);
    }
    table.print();
    out::gap();
}

/// Finishes unfinished cuts and makes one of what is new. Returns the cuts made.
pub fn publish(folder: &Folder, tables: bool) -> Result<Vec<Published>, Failure> {
    let store = store(folder);
    let mut publisher =
        Publisher::open(&folder.public(), &folder.ledger(), folder.all_blobs()?, &folder.cuts())?;
    let mut session = Session::begin(folder, &store)?;
    fork::check(folder, &store, &session.head)?;
    write_policy(folder, &session.replay.definition.log.to_string())?;
    programs::write(folder)?;
    elsewhere::write(folder)?;
    let renderer = Renderer::new(session.replay.election())?;
    if let Some(row) = publisher.finished() {
        session.read_to(&store, row.size)?;
        session.replay.tally.take_changes();
    }
    let mut made = Vec::new();
    let unfinished: Vec<_> = publisher.unfinished().to_vec();
    for row in unfinished {
        session.read_to(&store, row.size)?;
        made.push(cut(&mut publisher, &mut session, &renderer, row.tables)?);
    }
    let size = session.head.checkpoint.size;
    if publisher.finished().is_none_or(|row| row.size < size) {
        session.read_to(&store, size)?;
        made.push(cut(&mut publisher, &mut session, &renderer, tables)?);
    }
    Ok(made)
}

/// Makes a cut of the state that has been read.
pub fn cut(
    publisher: &mut Publisher,
    session: &mut Session,
    renderer: &Renderer,
    tables: bool,
) -> Result<Published, Failure> {
    let changes = session.replay.tally.take_changes();
    let cut = session.cut();
    let keys = session.keys_by_place();
    let view = session.view(&cut, &keys);
    let bar = Bar::new(say!("bar-publishing"), 0);
    let newest = (session.head.checkpoint.size == cut.size).then_some(session.head.note.as_slice());
    Ok(publisher.publish(renderer, &view, &changes, tables, newest, &|progress| {
        bar.set(progress.done, progress.of);
    })?)
}

/// The policy that trusts the ledger's own key, for whoever has no better one: `public/policy`. One that is there and
/// can be read stays: the operator's own names its witnesses.
pub fn write_policy(folder: &Folder, log_key: &str) -> Result<(), Failure> {
    let path = folder.public().join("policy");
    let readable = std::fs::read_to_string(&path).is_ok_and(|text| ledger::Policy::parse(&text).is_ok());
    if readable {
        return Ok(());
    }
    std::fs::create_dir_all(folder.public())
        .map_err(|error| Failure::file("creating the folder", &folder.public(), error))?;
    write_whole(&path, policy(log_key).as_bytes(), 0o644)
}
