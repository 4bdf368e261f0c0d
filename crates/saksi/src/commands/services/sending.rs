//! What is sent: once by hand, all the time beside the services, and what an administrator sees of it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use services::config::Config;
use services::courier::{self, Alone, Buckets, Carriers, SIGNED_PREFIX};
use services::http::Services;
use services::outbox::{self, Row, Sent};
use services::publication::Publication;
use services::receivers::{self, Channel, Checked, Wish, address};
use services::{Machine, Refusal, ServicesError, Surroundings as _, days, moment};

use super::{opened, tables};
use crate::cli::{Dead, IntoBucket, Receivers, ServicesSend, Wanted, Webhook};
use crate::error::Failure;
use crate::layout::Table;
use crate::out;
use crate::texts::say;

/// Between two looks at what is due.
const PAUSE: Duration = Duration::from_secs(5);

/// Looks at `stop` this often.
const BLINK: Duration = Duration::from_millis(200);

/// Pauses after a failure of our own: the publication is being written, a disk is full.
const BREATHS: u32 = 12;

/// Who sends beside running services.
pub(super) struct Sender {
    carriers: Carriers,
    alone: Alone,
}

impl Sender {
    /// Sets it up; none: another process sends from this folder already.
    pub(super) fn open(folder: &Path, services: &Services) -> Result<Option<Sender>, Failure> {
        let carriers = Carriers::open(folder, &services.config)?;
        let alone = Alone::take(folder)?;
        if alone.is_none() {
            eprintln!("{}", say!("services-sends-elsewhere"));
        }
        Ok(alone.map(|alone| Sender { carriers, alone }))
    }

    /// Makes each day's deliveries and sends what is due until `stop`.
    pub(super) fn begin(self, services: Arc<Services>, stop: Arc<AtomicBool>) -> JoinHandle<()> {
        std::thread::spawn(move || {
            // All of it, and so the lock, belongs to this thread: a closure takes single fields otherwise.
            let sender = self;
            while !stop.load(Ordering::Relaxed) {
                let made = days::turn(&services).map(|_| ());
                let sent = courier::turn(&services, &sender.carriers, &stop).map(|_| ());
                let failed = [made, sent].into_iter().filter_map(Result::err);
                let failed = failed.map(|error| (services.tell)(&error.to_string())).count() > 0;
                let pauses = if failed { BREATHS } else { 1 };
                let mut left = PAUSE.saturating_mul(pauses);
                while !left.is_zero() && !stop.load(Ordering::Relaxed) {
                    std::thread::sleep(BLINK);
                    left = left.saturating_sub(BLINK);
                }
            }
            drop(sender.alone);
        })
    }
}

/// `saksi services send`.
pub(super) fn send(arguments: &ServicesSend) -> Result<(), Failure> {
    let services =
        opened(&arguments.folder, &arguments.public, arguments.out.as_deref(), Arc::new(|peer, _| peer))?;
    if arguments.now {
        let made = days::make(&services)?;
        out::line(&say!("services-made-ready", number = made));
    }
    if let Some(sender) = Sender::open(&arguments.folder, &services)? {
        let turned = courier::turn(&services, &sender.carriers, &AtomicBool::new(false))?;
        drop(sender.alone);
        let (delivered, failed, dead) = (turned.delivered, turned.failed, turned.dead);
        out::line(&say!("services-sent", delivered = delivered, failed = failed, dead = dead));
    }
    Ok(())
}

/// `saksi services outbox`.
pub(super) fn outbox(folder: &Path) -> Result<(), Failure> {
    let found = outbox::waiting(&tables(folder)?)?;
    rows(&found, &say!("services-nothing-waits"), &say!("services-next"));
    Ok(())
}

/// `saksi services dead`.
pub(super) fn dead(asked: &Dead) -> Result<(), Failure> {
    match asked {
        Dead::List { folder } => {
            rows(&outbox::dead(&tables(folder)?)?, &say!("services-nothing-dead"), &say!("services-since"));
        }
        Dead::Resend { number, all, folder } => {
            let store = tables(folder)?;
            let every = if *all { outbox::dead(&store)? } else { Vec::new() };
            for number in every.iter().map(|row| row.number).chain(*number) {
                outbox::send_again(&store, number, Machine.now_ms())?;
                out::line(&say!("services-resent", number = number.to_string()));
            }
        }
        Dead::LeaveOut { number, folder } => {
            outbox::leave_out(&tables(folder)?, *number, Machine.now_ms())?;
            out::line(&say!("services-left-out", number = number.to_string()));
        }
    }
    Ok(())
}

fn rows(found: &[Row], none: &str, at: &str) {
    if found.is_empty() {
        out::line(none);
        return;
    }
    let mut table = Table::of_words();
    table.row([
        say!("services-number"),
        say!("services-receiver"),
        say!("services-to"),
        say!("services-cut"),
        say!("services-tries"),
        at.to_owned(),
        say!("services-said"),
    ]);
    for row in found {
        table.row([
            row.number.to_string(),
            row.receiver.to_string(),
            to(row.address.as_deref()),
            cut(row.cut),
            row.tries.to_string(),
            moment(row.at_ms, 0),
            row.said.clone(),
        ]);
    }
    table.print();
}

fn to(address: Option<&str>) -> String {
    address.map_or_else(|| say!("services-forgotten"), str::to_owned)
}

fn cut(cut: i64) -> String {
    if cut == 0 { say!("services-asks") } else { cut.to_string() }
}

/// `saksi services receipts`.
pub(super) fn receipts(folder: &Path, receiver: Option<i64>, as_json: bool) -> Result<(), Failure> {
    let found = outbox::receipts(&tables(folder)?, receiver)?;
    if as_json {
        for sent in &found {
            let Sent { number, receiver, address, cut, date, files, attempt, at_ms, answer } = sent;
            let line = json!({ "number": number, "receiver": receiver, "to": address, "cut": cut, "date": date, "files": files,
                "attempt": attempt, "at": moment(*at_ms, 0), "answer": answer });
            out::line(&line.to_string());
        }
        return Ok(());
    }
    if found.is_empty() {
        out::line(&say!("services-nothing-sent"));
        return Ok(());
    }
    let mut table = Table::of_words();
    table.row([
        say!("services-at"),
        say!("services-receiver"),
        say!("services-to"),
        say!("services-cut"),
        say!("services-file"),
        say!("services-bytes"),
        say!("services-sha256"),
        say!("services-said"),
    ]);
    for sent in &found {
        let line = |file: String, bytes: String, sha256: String| {
            let (at, receiver) = (moment(sent.at_ms, 0), sent.receiver.to_string());
            [
                at,
                receiver,
                to(sent.address.as_deref()),
                cut(sent.cut),
                file,
                bytes,
                sha256,
                sent.answer.clone(),
            ]
        };
        if sent.files.is_empty() {
            table.row(line(String::new(), String::new(), String::new()));
        }
        for file in &sent.files {
            table.row(line(file.name.clone(), file.bytes.to_string(), file.sha256.clone()));
        }
    }
    table.print();
    Ok(())
}

/// `saksi services receivers`.
pub(super) fn receivers(asked: &Receivers) -> Result<(), Failure> {
    match asked {
        Receivers::List { folder, all } => {
            let found = receivers::list(&tables(folder)?, *all)?;
            let mut table = Table::of_words();
            table.row([
                say!("services-number"),
                say!("services-channel"),
                say!("services-to"),
                say!("services-state"),
                say!("services-contest"),
                say!("services-what"),
                say!("services-regions"),
            ]);
            for of in &found {
                table.row([
                    of.number.to_string(),
                    of.channel.text().to_owned(),
                    to(of.address.as_deref()),
                    of.state.text().to_owned(),
                    of.contest.clone(),
                    of.what.text().to_owned(),
                    of.regions.join(" "),
                ]);
            }
            table.print();
        }
        Receivers::Webhook(arguments) => webhook(arguments)?,
        Receivers::Bucket(arguments) => bucket(arguments)?,
        Receivers::End { number, folder } => {
            receivers::end(&tables(folder)?, *number, Machine.now_ms())?;
            out::line(&say!("services-ended", number = number.to_string()));
        }
    }
    Ok(())
}

fn wish(wanted: &Wanted) -> Result<Checked, Failure> {
    let Wanted { public, contest, region, what, .. } = wanted;
    let wish = Wish {
        contest: contest.clone(),
        regions: region.clone(),
        what: what.clone(),
        language: String::new(),
    };
    Ok(wish.checked(&Publication::open(public)?).map_err(ServicesError::from)?)
}

fn webhook(arguments: &Webhook) -> Result<(), Failure> {
    let Webhook { url, wish: wanted } = arguments;
    let private = Config::open(&wanted.folder)?.webhooks.allow_private;
    let url = address::web(url, private).map_err(ServicesError::from)?;
    let mut drawn = [0; 24];
    Machine.fill(&mut drawn)?;
    let secret = format!("{SIGNED_PREFIX}{}", STANDARD.encode(drawn));
    let store = tables(&wanted.folder)?;
    let of = receivers::add(&store, Channel::Webhook, &url, &wish(wanted)?, Some(&secret), &Machine)?;
    out::line(&say!("services-webhook-made", number = of.number.to_string(), secret = secret));
    Ok(())
}

fn bucket(arguments: &IntoBucket) -> Result<(), Failure> {
    let IntoBucket { name, wish: wanted } = arguments;
    let config = Config::open(&wanted.folder)?;
    if !config.buckets.contains_key(name) {
        return Err(ServicesError::from(Refusal::Address(name.clone())).into());
    }
    // Its keys are looked for now, and not when the day comes.
    Buckets::open(&wanted.folder, &config.buckets)?;
    let store = tables(&wanted.folder)?;
    let of = receivers::add(&store, Channel::Bucket, name, &wish(wanted)?, None, &Machine)?;
    out::line(&say!("services-bucket-made", number = of.number.to_string(), bucket = name));
    Ok(())
}
