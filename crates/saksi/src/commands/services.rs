//! `saksi services`: what the public needs a server for, beside the count and never in its way.

mod sending;

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use desk::behind::Proxies;
use services::config::{self, Config};
use services::http::{self, Asker, Parts, Services};
use services::publication::Publication;
use services::receipt::Receipt;
use services::reports::photo::Photos;
use services::reports::{self, Report};
use services::{Machine, ServicesError, Store, keeping, moment};

use super::{next, quoted};
use crate::cli::{Reports, Services as Arguments, ServicesRun};
use crate::error::Failure;
use crate::folder::private;
use crate::layout::Table;
use crate::out;
use crate::texts::say;

/// Between two looks at what is new for the public files.
const PAUSE: Duration = Duration::from_secs(5);

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    match arguments {
        Arguments::Init { folder } => init(folder),
        Arguments::Run(arguments) => serve(arguments),
        Arguments::Reports(reports) => queue(reports),
        Arguments::Send(arguments) => sending::send(arguments),
        Arguments::Outbox { folder } => sending::outbox(folder),
        Arguments::Dead(dead) => sending::dead(dead),
        Arguments::Receipts { folder, receiver, json } => sending::receipts(folder, *receiver, *json),
        Arguments::Receivers(receivers) => sending::receivers(receivers),
    }
}

fn init(folder: &Path) -> Result<(), Failure> {
    let path = folder.join(config::FILE);
    if path.exists() {
        return Err(Failure::Occupied(folder.to_owned()));
    }
    fs::create_dir_all(folder).map_err(|error| Failure::file("creating the folder", folder, error))?;
    private(folder, 0o700)?;
    Store::open(folder)?;
    Config::example().write(folder)?;
    out::line(&say!("services-made", folder = folder, config = path));
    next(&[format!("saksi services run --folder {} --public ...", quoted(folder))]);
    Ok(())
}

fn serve(arguments: &ServicesRun) -> Result<(), Failure> {
    let proxies = Proxies::new(arguments.behind.clone());
    let asker: Asker = Arc::new(move |peer, headers| {
        let lines = headers.get_all("x-forwarded-for").iter();
        proxies.client(peer, lines.map(|line| line.to_str().unwrap_or("not text")))
    });
    let services = opened(&arguments.folder, &arguments.public, arguments.out.as_deref(), asker)?;
    let public_files = services.out.clone();
    let sender = sending::Sender::open(&arguments.folder, &services)?;
    let listen = &arguments.listen;
    let refuse = |error: std::io::Error| {
        Failure::Network(say!("serve-refused", address = listen, why = error.to_string()))
    };
    let listener = TcpListener::bind(listen).map_err(refuse)?;
    listener.set_nonblocking(true).map_err(refuse)?;
    let address = listener.local_addr().map_err(refuse)?.to_string();
    out::line(&say!("services-ready", address = address, out = public_files));
    let (ended, ending) = mpsc::channel::<()>();
    let kept = Arc::clone(&services);
    let keeper = std::thread::spawn(move || {
        loop {
            keeping::turn(&kept);
            // Whoever holds the other end says nothing; it is gone when the server is.
            if ending.recv_timeout(PAUSE) != Err(RecvTimeoutError::Timeout) {
                break;
            }
        }
    });
    let stop = Arc::new(AtomicBool::new(false));
    let courier = sender.map(|sender| sender.begin(Arc::clone(&services), Arc::clone(&stop)));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(refuse)?;
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        http::serve(services, listener, async {
            // Without signals it is ended by ending the process.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        })
        .await
    });
    drop(ended);
    // What is on its way is finished; what waits is sent when the services run again.
    stop.store(true, Ordering::Relaxed);
    for thread in std::iter::once(keeper).chain(courier) {
        if let Err(panic) = thread.join() {
            std::panic::resume_unwind(panic);
        }
    }
    served.map_err(refuse)
}

/// The services on a folder and a publication.
fn opened(folder: &Path, public: &Path, out: Option<&Path>, asker: Asker) -> Result<Arc<Services>, Failure> {
    Ok(Services::open(Parts {
        config: Config::open(folder)?,
        publication: Publication::open(public)?,
        folder: folder.to_owned(),
        out: out.map_or_else(|| folder.join("out"), Path::to_owned),
        around: Box::new(Machine),
        asker,
        tell: Box::new(|what| eprintln!("{}", say!("services-failed", why = what))),
    })?)
}

/// A folder that `init` made: its tables are never made in a wrong one.
fn tables(folder: &Path) -> Result<Store, Failure> {
    Config::open(folder)?;
    Ok(Store::open(folder)?)
}

fn receipt(typed: &str) -> Result<Receipt, ServicesError> {
    Ok(Receipt::parse(typed)?)
}

fn queue(asked: &Reports) -> Result<(), Failure> {
    match asked {
        Reports::List { folder, all } => list(&reports::list(&tables(folder)?, !all)?),
        Reports::Show { receipt: typed, folder } => {
            let report = reports::find(&tables(folder)?, &receipt(typed)?)?;
            show(&report, &Photos::open(&folder.join("photos"))?);
        }
        Reports::Answer { receipt: typed, folder, text } => {
            let report = reports::answer(&tables(folder)?, &receipt(typed)?, text, &Machine)?;
            out::line(&say!("services-answered", receipt = report.receipt));
        }
        Reports::Release { receipt: typed, folder, take_back } => {
            let report = reports::release(&tables(folder)?, &receipt(typed)?, !take_back)?;
            let receipt = report.receipt;
            out::line(&if *take_back {
                say!("services-words-in", receipt = receipt)
            } else {
                say!("services-words-out", receipt = receipt)
            });
        }
    }
    Ok(())
}

fn list(found: &[Report]) {
    if found.is_empty() {
        out::line(&say!("services-none"));
        return;
    }
    let mut table = Table::of_words();
    table.row([
        say!("services-receipt"),
        say!("services-at"),
        say!("services-contest"),
        say!("services-station"),
        say!("services-kind"),
        say!("services-answer"),
    ]);
    for report in found {
        let Report { receipt, contest, station, kind, .. } = report.clone();
        let answered = if report.answer.is_some() { say!("services-yes") } else { say!("services-open") };
        table.row([receipt, moment(report.at_ms, 0), contest, station, kind, answered]);
    }
    table.print();
}

fn show(report: &Report, photos: &Photos) {
    let answer = report.answer.as_ref().map_or_else(|| say!("services-open"), |(text, _)| text.clone());
    let photo = report.photo.as_ref().map(|sha256| photos.path(sha256).display().to_string());
    let released = if report.released { say!("services-yes") } else { say!("services-no") };
    let mut table = Table::of_words();
    for (name, value) in [
        (say!("services-receipt"), report.receipt.clone()),
        (say!("services-at"), moment(report.at_ms, 0)),
        (say!("services-contest"), report.contest.clone()),
        (say!("services-station"), report.station.clone()),
        (say!("services-kind"), report.kind.clone()),
        (say!("services-words"), report.words.clone()),
        (say!("services-contact"), report.contact.clone().unwrap_or_default()),
        (say!("services-photo"), photo.unwrap_or_default()),
        (say!("services-answer"), answer),
        (say!("services-released"), released),
    ] {
        table.row([name, value]);
    }
    table.print();
}
