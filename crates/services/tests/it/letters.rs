//! Letters, as a mail server took them (`SAKSI_SMTP`, which `cargo xtask test` sets).

use std::net::TcpListener;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use services::courier::{Carriers, Turned};
use services::receivers::{self, Wish};
use services::{days, outbox};

use super::subscriptions::by_mail;
use super::world::{Server, World};

/// The mail server's port, and where it keeps what it took.
fn server() -> Option<(u16, PathBuf)> {
    let Ok(place) = std::env::var("SAKSI_SMTP") else {
        println!("skipped: letters by a mail server (SAKSI_SMTP is not set; `cargo xtask test` sets it)");
        return None;
    };
    let (address, folder) = place.split_once('=').unwrap();
    Some((address.rsplit(':').next().unwrap().parse().unwrap(), folder.into()))
}

fn world(port: u16, attach_mb: u32) -> World {
    World::with(|config| {
        by_mail(config);
        let mail = config.mail.as_mut().unwrap();
        (mail.port, mail.attach_mb) = (port, attach_mb);
    })
}

fn send(world: &World) -> Turned {
    let carriers = Carriers::open(&world.place.path().join("own"), &world.services.config).unwrap();
    world.send(&carriers)
}

/// All letters to an address, lines ended by LF.
fn letters(folder: &Path, address: &str) -> Vec<String> {
    let mut all: Vec<String> = std::fs::read_dir(folder.join("new"))
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap().replace("\r\n", "\n"))
        .filter(|letter| letter.contains(&format!("\nTo: {address}\n")))
        .collect();
    all.sort_by_key(String::len);
    all
}

fn head(letter: &str) -> &str {
    letter.split_once("\n\n").unwrap().0
}

/// What a letter's parts of text say.
fn text(letter: &str) -> String {
    let mut said = String::new();
    for part in letter.split("\n--") {
        let Some((head, body)) = part.split_once("\n\n") else { continue };
        if head.contains("text/plain") && head.contains("base64") {
            let joined: String = body.split("\n--").next().unwrap().split_whitespace().collect();
            said.push_str(&String::from_utf8(STANDARD.decode(joined).unwrap()).unwrap());
        } else if head.contains("text/plain") {
            said.push_str(&body.replace("=\n", "").replace("=3D", "="));
        }
    }
    said
}

/// What is attached under a name.
fn attached(letter: &str, name: &str) -> Vec<u8> {
    let part = letter.split("\n--").find(|part| part.contains(&format!("filename=\"{name}\""))).unwrap();
    let (_, body) = part.split_once("\n\n").unwrap();
    STANDARD.decode(body.split_whitespace().collect::<String>()).unwrap()
}

#[test]
fn somebody_subscribes_confirms_by_the_letter_gets_the_table_byte_for_byte_and_ends_it_by_its_header() {
    let Some((port, folder)) = server() else { return };
    let world = world(port, 10);
    // What mail servers would change if it went as text: long lines, bare CR and LF, a dot alone, bytes beyond ASCII.
    let published = world.tables(7, &format!("a,\"x\r\ny\rz\"\n.\n..,é{}", "long ".repeat(400)));
    let http = Server::start(&world);
    let address = "budi+whole@example.org";
    let body = format!("email={}&contest=ppwp&region=98&what=daily&website=", address.replace('+', "%2B"));
    let kind = ("content-type", "application/x-www-form-urlencoded");
    assert_eq!(http.ask("POST", "/subscriptions?lang=en", &[kind], body.as_bytes()).status, 202);
    assert_eq!(
        send(&world),
        Turned { delivered: 1, failed: 0, dead: 0 },
        "{:?}",
        outbox::waiting(&world.services.store)
    );
    let asking = letters(&folder, address).pop().unwrap();
    assert!(
        head(&asking).contains("Subject: [PRACTICE] Please confirm") && !asking.contains("List-Unsubscribe"),
        "{asking}"
    );
    let words = text(&asking);
    let link = words.split_whitespace().find(|word| word.contains("/subscriptions/confirm/")).unwrap();
    let path = link.strip_prefix(&world.services.config.base_url).unwrap();
    assert_eq!(http.ask("POST", path, &[], b"").status, 200);
    assert_eq!(days::make(&world.services).unwrap(), 1);
    assert_eq!(send(&world).delivered, 1);
    let letter =
        letters(&folder, address).into_iter().find(|letter| letter.contains("multipart/mixed")).unwrap();
    assert_eq!(attached(&letter, "latihan-ppwp-98-stations-2024-02-15-cut7.csv"), published);
    let words = text(&letter);
    assert!(words.contains("PRACTICE") && words.contains(&ledger::sha256(&published).to_hex()), "{words}");
    assert!(
        head(&letter).contains("\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n"),
        "{}",
        head(&letter)
    );
    let header = head(&letter).lines().find(|line| line.starts_with("List-Unsubscribe: ")).unwrap();
    let leave = header.strip_prefix("List-Unsubscribe: <").unwrap().strip_suffix('>').unwrap();
    let path = leave.strip_prefix(&world.services.config.base_url).unwrap();
    assert_eq!(http.ask("POST", path, &[kind], b"List-Unsubscribe=One-Click").status, 200);
    world.tables(8, "a,2");
    assert_eq!(days::make(&world.services).unwrap(), 0);
    let receipt = outbox::receipts(&world.services.store, None).unwrap().pop().unwrap();
    assert!(receipt.answer.starts_with("250"), "what the server said is kept: {}", receipt.answer);
}

#[test]
fn what_is_too_large_for_a_letter_comes_as_a_dated_link_with_its_hash() {
    let Some((port, folder)) = server() else { return };
    let world = world(port, 0);
    let published = world.tables(7, "a,1");
    world.subscriber("large@example.org", "daily", &["98"]);
    days::make(&world.services).unwrap();
    assert_eq!(send(&world).delivered, 1);
    let letter = letters(&folder, "large@example.org").pop().unwrap();
    assert!(!letter.contains("filename="), "{letter}");
    let words = text(&letter);
    let hash = ledger::sha256(&published).to_hex();
    let link = words.split_whitespace().find(|word| word.contains("/files/sent/")).unwrap();
    assert!(link.contains(&hash) && link.contains("2024-02-15"), "{link}");
    let http = Server::start(&world);
    world.tables(8, "a,2");
    let answer = http.get(link.strip_prefix(&world.services.config.base_url).unwrap());
    assert_eq!(answer.body.as_bytes(), published, "the link shows its own day after the next was published");
}

#[test]
fn an_overview_says_how_far_the_count_is_in_the_receivers_language() {
    let Some((port, folder)) = server() else { return };
    let world = world(port, 10);
    world.tables(7, "a,1");
    let number = world.subscriber("digest@example.org", "digest", &["98"]);
    let around = world.services.around.as_ref();
    let wish = Wish {
        contest: "ppwp".to_owned(),
        regions: vec!["98".to_owned()],
        what: "digest".to_owned(),
        language: "id".to_owned(),
    };
    receivers::end(&world.services.store, number, 0).unwrap();
    let wish = wish.checked(&world.services.publication).unwrap();
    let services::http::Services { store, tokens, .. } = world.services.as_ref();
    receivers::ask(store, tokens, 100, around, "ikhtisar@example.org", &wish).unwrap();
    let of = receivers::list(store, false).unwrap().pop().unwrap();
    receivers::confirm(store, &tokens.make(services::tokens::Does::Confirm, &of.nonce), 0).unwrap();
    days::make(&world.services).unwrap();
    assert_eq!(send(&world).delivered, 1);
    let letter = letters(&folder, "ikhtisar@example.org").pop().unwrap();
    assert!(text(&letter).contains("SIMULASI: 2 dari 3 TPS sudah dihitung"), "{}", text(&letter));
    assert_eq!(letters(&folder, "digest@example.org").len(), 0);
}

#[test]
fn a_mail_server_that_is_away_loses_no_letter() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let world = world(port, 10);
    world.tables(7, "a,1");
    world.subscriber("a@example.org", "daily", &["98"]);
    days::make(&world.services).unwrap();
    assert_eq!(send(&world), Turned { delivered: 0, failed: 1, dead: 0 });
    let waiting = outbox::waiting(&world.services.store).unwrap();
    assert!(waiting[0].said.contains("refused") || !waiting[0].said.is_empty(), "{waiting:?}");
}
