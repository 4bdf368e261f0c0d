//! `saksi publish`: makes a cut.

use std::path::Path;

use blobs::{BlobError, Named, S3};
use ledger::Hash;
use publish::{Place, Published, Publisher, Pushed};
use record::Renderer;

use super::init::policy;
use super::{bundles, next, quoted};
use crate::cli::Publish;
use crate::error::Failure;
use crate::folder::{Folder, bucket, write_whole};
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
    // What can't be asked is told before anything is made.
    let place = arguments.to.as_deref().map(bucket).transpose()?;
    let (made, pushed) = make(&folder, tables, place)?;
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
    if let (Some(pushed), Some(to)) = (pushed, &arguments.to) {
        out::line(&say!(
            "publish-pushed",
            place = to,
            cut = pushed.cut.to_string(),
            files = pushed.files.said()
        ));
        if pushed.removed > 0 {
            out::line(&say!("publish-removed", place = to, files = pushed.removed.said()));
        }
        out::gap();
    }
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

/// A bucket, as a publication goes to it: each file with its kind, and how long it may be kept.
struct Bucket(S3);

impl Place for Bucket {
    fn put(&self, path: &str, file: &Path, sha256: &Hash) -> Result<(), BlobError> {
        let (media, keeping) = (serve::media(path), serve::keeping(path).header());
        self.0.put_named(&Named { name: path, sha256, media, keeping }, file)
    }

    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, BlobError> {
        self.0.get_named(path)
    }

    fn remove(&self, path: &str) -> Result<(), BlobError> {
        self.0.remove_named(path)
    }

    fn name(&self) -> String {
        blobs::Blobs::name(&self.0)
    }
}

/// Finishes unfinished cuts and makes one of what is new; then the bundles that are due, and a bucket is brought up to it. Gives the
/// cuts made, and what went to the bucket.
fn make(
    folder: &Folder,
    tables: bool,
    place: Option<S3>,
) -> Result<(Vec<Published>, Option<Pushed>), Failure> {
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
    let day = bundles::due(folder, &session, &publisher)?.filter(|_| tables);
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
    bundles::make(&session, &publisher, day.as_deref())?;
    let Some(place) = place.map(Bucket) else { return Ok((made, None)) };
    let redacted = session.replay.tally.redacted().iter().copied();
    let pushed = publisher.push(&place, &folder.pushed_to(&place.name()), redacted)?;
    Ok((made, Some(pushed)))
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
