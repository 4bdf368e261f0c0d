use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};

use services::courier::{Carriers, Hooks, SIGNED_PREFIX, Turned, signature};
use services::receivers::{self, Channel, Wish};
use services::{days, outbox};

use super::world::World;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A server that gives each caller the next of these answers, and what it was sent.
fn receiver(answers: Vec<&'static str>) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let (told, heard) = channel();
    std::thread::spawn(move || {
        for answer in answers {
            let (mut line, _) = listener.accept().unwrap();
            told.send(request(&mut line)).unwrap();
            let _ = line.write_all(
                format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").as_bytes(),
            );
        }
    });
    (url, heard)
}

fn request(line: &mut TcpStream) -> String {
    let (mut bytes, mut part) = (Vec::new(), [0; 4096]);
    loop {
        let read = line.read(&mut part).unwrap();
        bytes.extend(part.iter().take(read));
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.to_lowercase();
        let length = length.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next());
        if read == 0 || body.len() >= length.and_then(|length| length.parse().ok()).unwrap_or(0) {
            return text;
        }
    }
}

fn world(allow_private: bool, url: &str) -> (World, i64) {
    let world = World::with(|config| config.webhooks.allow_private = allow_private);
    world.tables(7, "a,1");
    let wish = Wish {
        contest: "ppwp".to_owned(),
        regions: vec!["98".to_owned()],
        what: "daily".to_owned(),
        language: String::new(),
    };
    let wish = wish.checked(&world.services.publication).unwrap();
    let services::http::Services { store, around, .. } = world.services.as_ref();
    let of = receivers::add(store, Channel::Webhook, url, &wish, Some(SECRET), around.as_ref()).unwrap();
    days::make(&world.services).unwrap();
    (world, of.number)
}

fn send(world: &World) -> Turned {
    world.send(&Carriers::open(&world.place.path().join("own"), &world.services.config).unwrap())
}

fn header<'a>(request: &'a str, name: &str) -> &'a str {
    let found = request
        .lines()
        .find_map(|line| line.split_once(": ").filter(|(known, _)| known.eq_ignore_ascii_case(name)));
    found.unwrap().1
}

#[test]
fn a_webhook_is_signed_over_id_time_and_body_and_has_the_same_id_when_it_comes_again() {
    let (url, heard) = receiver(vec!["500 Internal Server Error", "200 OK"]);
    let (world, number) = world(true, &url);
    assert_eq!(send(&world), Turned { delivered: 0, failed: 1, dead: 0 });
    world.set.pass(60_000);
    assert_eq!(send(&world), Turned { delivered: 1, failed: 0, dead: 0 });
    let (first, second) = (heard.recv().unwrap(), heard.recv().unwrap());
    assert_eq!(header(&first, "webhook-id"), header(&second, "webhook-id"));
    assert_ne!(header(&first, "webhook-timestamp"), header(&second, "webhook-timestamp"));
    for request in [first, second] {
        let (id, at) =
            (header(&request, "webhook-id"), header(&request, "webhook-timestamp").parse().unwrap());
        let body = request.split_once("\r\n\r\n").unwrap().1;
        assert_eq!(header(&request, "webhook-signature"), signature(SECRET, id, at, body).unwrap());
        let said: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!((said["cut"].as_i64(), said["practice"].as_bool()), (Some(7), Some(true)));
        let published = std::fs::read(world.public().join("data/ppwp/98/stations.csv")).unwrap();
        assert_eq!(said["files"][0]["sha256"], ledger::sha256(&published).to_hex());
    }
    assert_eq!(outbox::receipts(&world.services.store, Some(number)).unwrap()[0].answer, "200 OK");
}

#[test]
fn a_redirect_is_not_followed_and_gone_is_for_good() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let to = format!("307 Temporary Redirect\r\nlocation: http://{}/", elsewhere.local_addr().unwrap());
    let (url, _heard) = receiver(vec![to.leak(), "410 Gone"]);
    let (world, _) = world(true, &url);
    assert_eq!(send(&world), Turned { delivered: 0, failed: 1, dead: 0 });
    assert!(elsewhere.accept().is_err(), "nobody came");
    world.set.pass(60_000);
    assert_eq!(send(&world), Turned { delivered: 0, failed: 0, dead: 1 });
}

#[test]
fn a_private_address_is_not_asked_unless_it_is_allowed() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"] {
        let (world, _) = world(false, &format!("https://{host}:{port}/"));
        assert_eq!(send(&world), Turned { delivered: 0, failed: 1, dead: 0 });
        assert!(listener.accept().is_err(), "{host} was asked");
    }
    let (world, _) = world(false, &format!("http://127.0.0.1:{port}/"));
    assert_eq!(send(&world).failed, 1, "nor without TLS");
    assert!(listener.accept().is_err());
    let _ = (Hooks::new(false), SIGNED_PREFIX);
}
