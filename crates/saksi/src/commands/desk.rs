//! `saksi desk`: the officers' server on an election's folder.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use blobs::{BlobError, Blobs};
use desk::access::Access;
use desk::behind::Proxies;
use desk::http::{self, About, Desk, Open, pages};
use desk::intake::{Beside, Intake, TakingIn};
use desk::photos::uploads::{Room, Uploads};
use desk::photos::{Photos, found};
use desk::rates::Rate;
use desk::second_factor::Seal;
use desk::store::{Postgres, Sql, Sqlite};
use election::ProfileBundle;
use ledger::{Hash, SigningKey};
use reader::layout::LayoutFiles;
use statement::{Body, Key, encode_text, sign};

use super::init::{FIRST_KEY, LOG_KEY, moment, role};
use crate::cli::Desk as Arguments;
use crate::error::Failure;
use crate::folder::{Folder, write_whole};
use crate::keys::{self, Passphrase};
use crate::out;
use crate::session::{Session, now_ms, store, writer};
use crate::texts::say;

/// File name of the desk's own key.
const DESK_KEY: &str = "desk";

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut folder = Folder::open(&arguments.folder)?;
    if let Some(store) = &arguments.store {
        folder.keep_in(store)?;
    }
    let blobs: Arc<dyn Blobs> = Arc::from(folder.all_blobs()?);
    tell_store(&folder)?;
    let passphrase = Passphrase::for_existing_keys();
    let sequencer = writer(&folder, keys::open(&folder, LOG_KEY, &passphrase)?)?;
    let files = store(&folder);
    let session = Session::open(&folder, &files)?;
    let bundle = bundle(&folder, &session)?;
    let access = access(&bundle, &session)?;
    let election = Arc::clone(session.replay.election());
    let definition = &session.replay.definition;
    let about = About {
        election: definition.name.clone(),
        name: folder.config.election.clone(),
        practice: definition.practice,
    };
    let database = |why: String| Failure::Network(say!("desk-database", why = why));
    let photos = photos(&folder, &bundle, Arc::clone(&blobs))?;
    let open = opener(&folder, arguments.database.as_deref())?;
    let (desk, writing, code) =
        Desk::new(about, election, access, open, photos).map_err(|error| database(error.to_string()))?;
    desk.tell_with(Box::new(|what| eprintln!("{}", say!("desk-database", why = what))));
    desk.behind(Proxies::new(arguments.behind.clone()));
    let (intake, taking_in) = Intake::start(
        sequencer,
        session.replay,
        Arc::new(files),
        desk.writer().clone(),
        Arc::clone(desk.names()),
        beside(blobs),
        now_ms,
    )
    .map_err(|error| database(error.to_string()))?;
    let intake = Arc::new(intake);
    find_photos(&folder, &desk)?;
    // A key that may not register others any more still opens what it has sealed.
    let sealing = match registrar(&folder, &passphrase, &intake) {
        Ok(key) => {
            desk.vouch_with(key.clone());
            Some(key)
        }
        Err(failure) => {
            out::line(&say!("desk-no-registrar", why = failure.to_string()));
            keys::open(&folder, DESK_KEY, &passphrase).ok()
        }
    };
    if let Some(key) = sealing {
        desk.seal_with(Seal::new(key.secret_for("second factors of the desk")));
    }
    desk.state_into(Arc::clone(&intake));
    drop(intake);
    serve(&folder, arguments, desk, code.as_deref(), taking_in)?;
    writing.ended();
    Ok(())
}

/// What the intake asks of the store. A store that fails is told to whoever runs the desk.
fn beside(blobs: Arc<dyn Blobs>) -> Beside {
    let tell = |error: &BlobError| eprintln!("{}", say!("desk-database", why = error.to_string()));
    let keeper = Arc::clone(&blobs);
    Beside {
        held: Box::new(move |hash| Ok(blobs.length(hash).inspect_err(tell)?.is_some())),
        keep: Box::new(move |bytes| keeper.keep_bytes(bytes).inspect_err(tell)),
    }
}

/// Photos that were brought into the folder while no desk ran are held from now on. Those in a bucket are not asked for one by one: of
/// them a phone or a carried file is told that they are wanted, and they are there when they come.
fn find_photos(folder: &Folder, desk: &Desk) -> Result<(), Failure> {
    let own = folder.own_blobs()?;
    let at_ms = i64::try_from(now_ms()).unwrap_or(i64::MAX);
    let is_here = move |sha256: &Hash| own.length(sha256).is_ok_and(|length| length.is_some());
    let marked = desk.writer().write(move |sql| found(sql, &is_here, at_ms));
    marked.map(|_| ()).map_err(|error| Failure::Network(say!("desk-database", why = error.to_string())))
}

/// The law that the ledger holds.
fn bundle(folder: &Folder, session: &Session) -> Result<ProfileBundle, Failure> {
    let blobs = session.replay.definition.blobs.iter();
    blobs
        .filter_map(|(hash, ..)| folder.blob(hash))
        .find_map(|bytes| ProfileBundle::from_json(&bytes).ok())
        .ok_or(Failure::DamagedLedger)
}

/// Bytes on their way at most: 8 GiB altogether, 2 GiB behind one address, where a whole town's phones may be.
const ROOM: Room = Room { all: 8 << 30, each: 2 << 30 };

/// Requests about photos: 200 a second from one address, and 2,000 at once.
const RATE: Rate = Rate { per_second: 200, at_once: 2_000 };

/// Where photos come in and where they stay.
fn photos(folder: &Folder, bundle: &ProfileBundle, blobs: Arc<dyn Blobs>) -> Result<Photos, Failure> {
    let parts = folder.desk().join("uploads");
    let wrong = |error| Failure::file("creating the folder", &parts, error);
    let uploads = Uploads::open(&parts, Box::new(blobs), ROOM).map_err(wrong)?;
    let layouts = LayoutFiles::of_profile(&bundle.files)
        .map_err(|(name, error)| Failure::Config { path: name.into(), what: error.to_string() })?;
    Ok(Photos { uploads, rate: RATE, layouts })
}

/// Says where photos stay, if not in the folder, and whether that answers. One that doesn't just now keeps no statement out.
fn tell_store(folder: &Folder) -> Result<(), Failure> {
    let Some(store) = &folder.config.store else { return Ok(()) };
    match folder.try_store() {
        Ok(()) => out::line(&say!("desk-store", store = store)),
        // What lacks here is mended before anything is begun.
        Err(Failure::Store(lacks)) => return Err(lacks.into()),
        Err(why) => eprintln!("{}", say!("desk-store-silent", store = store, why = why.to_string())),
    }
    Ok(())
}

/// Who may do what, by the law that the ledger holds.
fn access(bundle: &ProfileBundle, session: &Session) -> Result<Access, Failure> {
    let profile = &session.replay.election().profile;
    let wrong = |why: String| Failure::Config {
        path: Access::FILE.into(),
        what: say!("desk-profile", file = Access::FILE, why = why),
    };
    let text = bundle.files.get(Access::FILE).ok_or_else(|| wrong("none".to_owned()))?;
    Access::parse(text, |role| profile.role(role).is_some()).map_err(|error| wrong(error.to_string()))
}

/// How connections to the desk's tables are opened.
fn opener(folder: &Folder, database: Option<&str>) -> Result<Open, Failure> {
    if let Some(url) = database {
        let url = url.to_owned();
        return Ok(Arc::new(move || Postgres::connect(&url).map(|sql| Box::new(sql) as Box<dyn Sql>)));
    }
    let path = folder.desk();
    fs::create_dir_all(&path).map_err(|error| Failure::file("creating the folder", &path, error))?;
    crate::folder::private(&path, 0o700)?;
    let path = path.join("desk.sqlite");
    Ok(Arc::new(move || Sqlite::open(&path).map(|sql| Box::new(sql) as Box<dyn Sql>)))
}

/// The key by which the desk vouches for others: made and registered by the commission's key when there is none yet.
fn registrar(folder: &Folder, passphrase: &Passphrase, intake: &Intake) -> Result<SigningKey, Failure> {
    let path = folder.keys().join(format!("{DESK_KEY}.key"));
    let election = Arc::clone(intake.counted().election());
    let profile = &election.profile;
    let registers = role(profile, |role| role.may_sign("key") && !role.may_sign("sheet"), "key")?;
    let key = if path.exists() {
        keys::open(folder, DESK_KEY, passphrase)?
    } else {
        let name = format!("{}/{}/desk", registers.id, profile.nation.code);
        keys::create(folder, DESK_KEY, &name, passphrase)?
    };
    let revoked = {
        let counted = intake.counted();
        let at = counted.keyring.position_of(key.verifying_key());
        at.and_then(|at| counted.keyring.records().get(at)).map(|record| record.revoked.is_some())
    };
    match revoked {
        Some(false) => return Ok(key),
        Some(true) => return Err(Failure::Key { path, what: say!("key-revoked") }),
        None => {}
    }
    let vkey = key.verifying_key().to_string();
    let body = Body::Key(Key {
        key: &vkey,
        role: &registers.id,
        scope: profile.nation.code.as_str(),
        source: None,
        at: moment(now_ms(), profile)?,
    });
    let first = keys::open(folder, FIRST_KEY, passphrase)?;
    let note = sign(&encode_text(&profile.header, &body)?, &[&first, &key])?;
    intake.take(note).map_err(|error| Failure::Key { path, what: error.to_string() })?;
    out::line(&say!("desk-registered", name = key.name().as_str()));
    Ok(key)
}

fn serve(
    folder: &Folder,
    arguments: &Arguments,
    desk: Arc<Desk>,
    code: Option<&str>,
    taking_in: TakingIn,
) -> Result<(), Failure> {
    let listen = &arguments.listen;
    let refuse = |error: std::io::Error| {
        Failure::Network(say!("serve-refused", address = listen, why = error.to_string()))
    };
    let listener = TcpListener::bind(listen).map_err(refuse)?;
    listener.set_nonblocking(true).map_err(refuse)?;
    let address = listener.local_addr().map_err(refuse)?.to_string();
    let said = Said::write(folder, &address)?;
    tell(folder.root(), &address, code);
    let (stopped, stop) = tokio::sync::oneshot::channel();
    let watching = std::thread::spawn(move || {
        let why = taking_in.ended();
        let _ = stopped.send(());
        why
    });
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(refuse)?;
    runtime
        .block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            http::serve(desk, listener, async {
                tokio::select! {
                    () = interrupted() => {}
                    _ = stop => {}
                }
            })
            .await
        })
        .map_err(refuse)?;
    drop(said);
    drop(runtime);
    match watching.join() {
        Ok(Ok(())) => Ok(()),
        Ok(Err(why)) => Err(Failure::Network(say!("desk-stopped", why = why))),
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// The file that says where a running desk listens, for commands beside it; gone with the desk.
struct Said(PathBuf);

impl Said {
    fn write(folder: &Folder, address: &str) -> Result<Said, Failure> {
        let path = folder.desk_address();
        write_whole(&path, format!("{address}\n").as_bytes(), 0o600)?;
        Ok(Said(path))
    }
}

impl Drop for Said {
    fn drop(&mut self) {
        // One that stays is found out by who reads it.
        let _ = fs::remove_file(&self.0);
    }
}

/// Until somebody ends it. Without signals it is ended by ending the process.
async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

fn tell(folder: &Path, address: &str, code: Option<&str>) {
    out::line(&say!("desk-ready", folder = folder, address = address));
    if !pages::are_there() {
        out::line(&say!("desk-no-pages"));
    }
    if let Some(code) = code {
        out::line(&say!("desk-first", address = address));
        out::gap();
        out::line(&format!("  {code}"));
        out::gap();
    }
}
