//! What a letter says. The same delivery says the same under the same `Message-ID`: whoever gets it twice sees that.

use std::fs;
use std::time::{Duration, UNIX_EPOCH};

use lettre::Message;
use lettre::message::header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use serde::Deserialize;

use super::{Parcel, Undelivered};
use crate::config::Mail;
use crate::outbox::Kept;
use crate::receivers::What;
use crate::tables::{link, place};
use crate::texts::Texts;
use crate::tokens::Does;

/// The host of a web address.
pub(super) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', ':']).next().unwrap_or(rest)
}

/// Writes it.
pub(super) fn write(parcel: &Parcel<'_>, mail: &Mail) -> Result<Message, Undelivered> {
    // An address that can't be used has not been let in; a row that says otherwise never becomes a letter.
    let no = |error: &dyn std::fmt::Display| Undelivered::ForGood(error.to_string());
    let to = parcel.delivery.to.address.clone().unwrap_or_default();
    let to = crate::receivers::address::mail(&to).map_err(|error| no(&error))?;
    let to: Mailbox = to.parse().map_err(|error| no(&error))?;
    let from: Mailbox = mail.from.parse().map_err(|error| no(&error))?;
    let t = parcel.texts.of(&parcel.delivery.to.language);
    let sent = u64::try_from(parcel.now_ms.div_euclid(1_000)).unwrap_or(0);
    let mut builder = Message::builder()
        .from(from)
        .to(to)
        .date(UNIX_EPOCH + Duration::from_secs(sent))
        .message_id(Some(id(parcel)))
        .raw_header(plain("Auto-Submitted", "auto-generated"));
    if parcel.delivery.cut == 0 {
        builder = builder.subject(subject(parcel, t, &t.say("mail-confirm-subject")));
        return builder.singlepart(SinglePart::plain(asking(parcel, t))).map_err(|error| no(&error));
    }
    let leave = address(parcel, "leave", Does::Leave);
    // RFC 8058: one press in the mail program ends it, by a POST to this address.
    builder = builder
        .raw_header(plain("List-Unsubscribe", &format!("<{leave}>")))
        .raw_header(plain("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    let (attached, linked) = shared_out(&parcel.delivery.files, mail.attach_mb);
    let (title, text) = carrying(parcel, t, &attached, &linked, &leave)?;
    let mut parts = MultiPart::mixed().singlepart(SinglePart::plain(text));
    for file in attached {
        parts = parts.singlepart(attachment(parcel, file)?);
    }
    builder.subject(subject(parcel, t, &title)).multipart(parts).map_err(|error| no(&error))
}

fn id(parcel: &Parcel<'_>) -> String {
    let (to, cut) = (parcel.delivery.to.number, parcel.delivery.cut);
    format!("<{}.{to}.{cut}@{}>", parcel.publication.name(), host(&parcel.config.base_url))
}

fn subject(parcel: &Parcel<'_>, t: &Texts, title: &str) -> String {
    if parcel.publication.practice() { format!("[{}] {title}", t.say("practice")) } else { title.to_owned() }
}

/// A header of ASCII that is folded nowhere: an address must stay whole.
fn plain(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(
        HeaderName::new_from_ascii_str(name),
        value.to_owned(),
        value.to_owned(),
    )
}

fn address(parcel: &Parcel<'_>, what: &str, does: Does) -> String {
    let token = parcel.tokens.make(does, &parcel.delivery.to.nonce);
    format!("{}/subscriptions/{what}/{token}", parcel.config.base_url)
}

/// What somebody asked for, in words: the contest, what of it, of which regions.
pub(crate) fn wish(parcel: &Parcel<'_>, t: &Texts) -> String {
    crate::http::wish(parcel.publication, t, &parcel.delivery.to)
}

fn asking(parcel: &Parcel<'_>, t: &Texts) -> String {
    let practice = parcel.publication.practice();
    let mut paragraphs = vec![
        t.about("mail-confirm-what", &wish(parcel, t)),
        t.say("mail-confirm-press"),
        address(parcel, "confirm", Does::Confirm),
        t.say("mail-confirm-else"),
    ];
    if practice {
        paragraphs.push(t.say("practice-explain"));
    }
    paragraphs.join("\n\n")
}

/// Which files go along and which are linked: in their order, as long as they fit.
fn shared_out(files: &[Kept], attach_mb: u32) -> (Vec<&Kept>, Vec<&Kept>) {
    let mut room = u64::from(attach_mb).saturating_mul(1_000_000);
    let mut fits = |file: &&Kept| match room.checked_sub(file.bytes) {
        Some(rest) => {
            room = rest;
            true
        }
        None => false,
    };
    files.iter().partition(|file| fits(file))
}

fn carrying(
    parcel: &Parcel<'_>,
    t: &Texts,
    attached: &[&Kept],
    linked: &[&Kept],
    leave: &str,
) -> Result<(String, String), Undelivered> {
    let (delivery, publication) = (parcel.delivery, parcel.publication);
    let contest = publication.contest(&delivery.to.contest);
    let contest =
        contest.map_or_else(|_| delivery.to.contest.clone(), |ix| publication.contest_name(ix, t.language()));
    let cut = delivery.cut.to_string();
    let places = [("contest", contest.as_str()), ("date", delivery.date.as_str()), ("cut", cut.as_str())];
    let mut paragraphs = Vec::new();
    if publication.practice() {
        paragraphs.push(format!("{} {}", t.say("practice"), t.say("practice-explain")));
    }
    let title = match delivery.to.what {
        What::Daily => {
            paragraphs.push(t.fill("mail-daily-text", &places));
            t.fill("mail-daily-subject", &places)
        }
        What::Digest => {
            paragraphs.push(t.fill("mail-digest-text", &places));
            paragraphs.push(figures(parcel, t)?);
            t.fill("mail-digest-subject", &places)
        }
    };
    for (key, files) in [("mail-attached", attached), ("mail-linked", linked)] {
        if !files.is_empty() {
            let shown = files.iter().map(|file| {
                let at = if key == "mail-linked" {
                    format!("\n{}", link(&parcel.config.base_url, file))
                } else {
                    String::new()
                };
                format!(
                    "{}\n{}\nSHA-256 {}{at}",
                    file.name,
                    t.about("mail-bytes", &file.bytes.to_string()),
                    file.sha256
                )
            });
            paragraphs.push(t.say(key));
            paragraphs.extend(shown);
        }
    }
    let manifest = format!("{}/cuts/{cut}/manifest", parcel.config.public_url);
    paragraphs.push(t.about("mail-check", &manifest));
    paragraphs.push(t.about("mail-leave", leave));
    Ok((title, paragraphs.join("\n\n")))
}

/// A row of the table of totals, as far as it is told in words.
#[derive(Deserialize)]
struct Totals {
    region: String,
    name: String,
    expected: u64,
    counted: u64,
    sound: u64,
    disputed: u64,
    quality_conflict: u64,
}

/// How far the count is in the receiver's regions: a line each, from the table that goes along.
fn figures(parcel: &Parcel<'_>, t: &Texts) -> Result<String, Undelivered> {
    let mut lines = Vec::new();
    for file in &parcel.delivery.files {
        let bytes = read(parcel, file)?;
        for row in csv::Reader::from_reader(bytes.as_slice()).deserialize::<Totals>() {
            let row = row.map_err(|error| Undelivered::ForGood(error.to_string()))?;
            if parcel.delivery.to.regions.contains(&row.region) {
                let numbers = [row.counted, row.expected, row.sound, row.quality_conflict, row.disputed]
                    .map(|n| n.to_string());
                let [counted, expected, sound, conflict, disputed] = &numbers;
                lines.push(t.fill(
                    "mail-digest-line",
                    &[
                        ("region", &row.name),
                        ("counted", counted),
                        ("expected", expected),
                        ("sound", sound),
                        ("conflict", conflict),
                        ("disputed", disputed),
                    ],
                ));
            }
        }
    }
    Ok(lines.join("\n"))
}

fn read(parcel: &Parcel<'_>, file: &Kept) -> Result<Vec<u8>, Undelivered> {
    let path = place(parcel.out, file);
    let bytes =
        fs::read(&path).map_err(|error| Undelivered::Passing(format!("{}: {error}", path.display())))?;
    if ledger::sha256(&bytes).to_hex() == file.sha256 {
        Ok(bytes)
    } else {
        Err(Undelivered::Passing(format!("{} is not what was kept", path.display())))
    }
}

/// A file as it is: base64, since other encodings let servers change the ends of lines.
fn attachment(parcel: &Parcel<'_>, file: &Kept) -> Result<SinglePart, Undelivered> {
    let broken = |_| Undelivered::ForGood("base64 was refused".to_owned());
    let body =
        Body::new_with_encoding(read(parcel, file)?, ContentTransferEncoding::Base64).map_err(broken)?;
    let kind = ContentType::parse(file.media()).map_err(|error| Undelivered::ForGood(error.to_string()))?;
    Ok(SinglePart::builder().header(kind).header(Attached(file.name.clone())).body(body))
}

/// `Content-Disposition` with the file's name in one piece: names have letters, digits, dots and hyphens alone, and not every mail program joins
/// what is split as RFC 2231 has it.
#[derive(Clone)]
struct Attached(String);

impl Header for Attached {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Disposition")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Attached(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        let value = format!("attachment;\r\n filename=\"{}\"", self.0);
        HeaderValue::dangerous_new_pre_encoded(Self::name(), value.clone(), value)
    }
}
