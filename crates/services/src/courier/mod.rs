//! Sending what waits: who takes a delivery from the queue, hands it to a carrier, and writes down what came of it.

mod announcement;
mod bucket;
mod letter;
mod mail;
mod webhook;

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::ServicesError;
use crate::config::Config;
use crate::http::Services;
use crate::outbox::{self, Delivery};
use crate::publication::Publication;
use crate::receivers::Channel;
use crate::texts::AllTexts;
use crate::tokens::Tokens;

pub use bucket::Buckets;
pub use mail::Smtp;
pub use webhook::{Hooks, SIGNED_PREFIX, reachable, signature};

/// Deliveries that are begun together, each of another receiver.
const TOGETHER: usize = 64;

/// How many are on their way at once.
const HANDS: usize = 8;

/// Why a delivery did not arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undelivered {
    /// It may pass.
    Passing(String),
    /// It won't: the receiver says so.
    ForGood(String),
}

/// Everything about a delivery that a carrier needs.
pub struct Parcel<'a> {
    /// What goes to whom.
    pub delivery: &'a Delivery,
    /// What `services.toml` says.
    pub config: &'a Config,
    /// The publication it is of.
    pub publication: &'a Publication,
    /// What people read.
    pub texts: &'a AllTexts,
    /// Makes links.
    pub tokens: &'a Tokens,
    /// Where copies of the files lie.
    pub out: &'a Path,
    /// Now, unix milliseconds.
    pub now_ms: i64,
}

/// Takes a delivery to its receiver. It returns only when it no longer tries: nothing of one attempt arrives after it.
pub trait Carrier: Send + Sync {
    /// Does it; what the receiving server answered.
    fn carry(&self, parcel: &Parcel<'_>) -> Result<String, Undelivered>;
}

/// The carriers of this machine, by the receiver's channel.
pub struct Carriers {
    mail: Option<Smtp>,
    hooks: Hooks,
    buckets: Buckets,
}

impl Carriers {
    /// As `services.toml` says, which lies in the folder.
    pub fn open(folder: &Path, config: &Config) -> Result<Carriers, ServicesError> {
        let mail = config.mail.as_ref().map(|mail| Smtp::open(folder, mail, &config.base_url)).transpose()?;
        let buckets = Buckets::open(folder, &config.buckets)?;
        Ok(Carriers { mail, hooks: Hooks::new(config.webhooks.allow_private), buckets })
    }
}

impl Carrier for Carriers {
    fn carry(&self, parcel: &Parcel<'_>) -> Result<String, Undelivered> {
        match parcel.delivery.to.channel {
            Channel::Mail => match &self.mail {
                Some(mail) => mail.carry(parcel),
                None => Err(Undelivered::Passing("services.toml has no [mail]".to_owned())),
            },
            Channel::Webhook => self.hooks.carry(parcel),
            Channel::Bucket => self.buckets.carry(parcel),
        }
    }
}

/// The right to send from a folder: one process has it, so that no two letters of one receiver are ever on their way at once.
pub struct Alone {
    _file: File,
}

impl Alone {
    /// Takes it; none: another process sends.
    pub fn take(folder: &Path) -> Result<Option<Alone>, ServicesError> {
        let path: PathBuf = folder.join("courier.lock");
        let file = File::create(&path).map_err(ServicesError::file("opening", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Alone { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(ServicesError::file("locking", &path)(error)),
        }
    }
}

/// What a turn came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turned {
    /// Delivered.
    pub delivered: usize,
    /// Failed, and tried again later.
    pub failed: usize,
    /// Failed for good or often enough.
    pub dead: usize,
}

/// Sends whatever is due, until nothing is or `stop` is said. Whoever calls it is alone ([`Alone`]).
pub fn turn(services: &Services, carrier: &dyn Carrier, stop: &AtomicBool) -> Result<Turned, ServicesError> {
    let mut turned = Turned::default();
    while !stop.load(Ordering::Relaxed) {
        let due = outbox::begin(&services.store, services.around.now_ms(), TOGETHER)?;
        if due.is_empty() {
            break;
        }
        let next = AtomicUsize::new(0);
        let work = || {
            let mut own = Turned::default();
            while let Some(one) = due.get(next.fetch_add(1, Ordering::Relaxed)) {
                carried(services, carrier, one, &mut own)?;
            }
            Ok::<Turned, ServicesError>(own)
        };
        let done = std::thread::scope(|scope| {
            let hands: Vec<_> = (0..HANDS.min(due.len())).map(|_| scope.spawn(work)).collect();
            let joined = hands
                .into_iter()
                .map(|hand| hand.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            joined.collect::<Result<Vec<Turned>, ServicesError>>()
        })?;
        for Turned { delivered, failed, dead } in done {
            turned.delivered = turned.delivered.saturating_add(delivered);
            turned.failed = turned.failed.saturating_add(failed);
            turned.dead = turned.dead.saturating_add(dead);
        }
    }
    Ok(turned)
}

fn carried(
    services: &Services,
    carrier: &dyn Carrier,
    delivery: &Delivery,
    turned: &mut Turned,
) -> Result<(), ServicesError> {
    let Services { config, publication, texts, tokens, out, .. } = services;
    let now_ms = services.around.now_ms();
    let came = carrier.carry(&Parcel { delivery, config, publication, texts, tokens, out, now_ms });
    let now = services.around.now_ms();
    let (why, for_good) = match came {
        Ok(answer) => {
            turned.delivered = turned.delivered.saturating_add(1);
            return outbox::delivered(&services.store, delivery, &answer, now);
        }
        Err(Undelivered::Passing(why)) => (why, false),
        Err(Undelivered::ForGood(why)) => (why, true),
    };
    if outbox::failed(&services.store, delivery, &why, for_good, now)? {
        turned.dead = turned.dead.saturating_add(1);
        // Its number alone: an address has no place in a log.
        (services.tell)(&format!("delivery {} is dead: {why}", delivery.number));
    } else {
        turned.failed = turned.failed.saturating_add(1);
    }
    Ok(())
}
