use services::receipt::Receipt;
use services::reports::{self, public};

use super::world::{Answer, OTHER, STATION, Server, World};

const JPEG: &[u8] = b"\xff\xd8\xff\xe0 a photo";

fn fields<'a>(once: &'a str, words: &'a str) -> Vec<(&'a str, &'a [u8])> {
    vec![
        ("once", once.as_bytes()),
        ("contest", b"ppwp"),
        ("station", STATION.as_bytes()),
        ("kind", b"figure"),
        ("words", words.as_bytes()),
        ("contact", b"budi@example.org"),
        ("website", b""),
    ]
}

fn receipt(answer: &Answer) -> Receipt {
    assert_eq!(answer.status, 201, "{}", answer.body);
    let (_, rest) = answer.body.split_once("class=\"receipt\">").unwrap();
    Receipt::parse(rest.split('<').next().unwrap()).unwrap()
}

#[test]
fn the_form_is_there_without_scripts_in_both_languages_for_the_station_of_its_link() {
    let world = World::new();
    let server = Server::start(&world);
    for (language, words) in [("id", "Laporkan kesalahan"), ("en", "Report an error")] {
        let page = server.get(&format!("/report?contest=ppwp&station={STATION}&lang={language}"));
        assert_eq!(page.status, 200);
        assert!(
            page.body.contains(words) && page.body.contains("TPS 001, MAWAR, MELATI, RAYA"),
            "{}",
            page.body
        );
        assert!(page.body.contains(&format!("<html lang=\"{language}\">")) && page.body.contains(STATION));
        assert!(!page.body.contains("<script") && !page.body.contains(" style="), "the policy forbids both");
        assert!(page.head.contains("content-security-policy: default-src 'none'; style-src 'self'"));
        assert!(page.body.contains(if language == "id" { "SIMULASI" } else { "PRACTICE" }));
    }
    let wrong = server.get("/report?contest=ppwp&station=123&lang=en");
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("There is no station &#34;123&#34;"), "{}", wrong.body);
    let wrong = server.get("/report?contest=%3Cscript%3E&station=123");
    assert!(!wrong.body.contains("<script"));
}

#[test]
fn a_report_gives_a_receipt_by_which_its_state_and_answer_are_seen_without_an_account() {
    let world = World::new();
    let server = Server::start(&world);
    let mut sent = fields("a", "Suara 1 harus 12");
    sent.push(("photo", JPEG));
    let receipt = receipt(&server.multipart("/report?lang=id", &sent));
    let page = server.get(&format!("/report/{receipt}?lang=id"));
    assert!(page.status == 200 && page.body.contains("menunggu petugas"), "{}", page.body);
    // Not even who holds the receipt reads them again: it may have been found.
    assert!(!page.body.contains("harus 12") && !page.body.contains("budi@"));
    let around = world.services.around.as_ref();
    reports::answer(&world.services.store, &receipt, "Sudah <b>diperbaiki</b>", around).unwrap();
    let page = server.get(&format!("/report/{}?lang=en", receipt.as_str().to_lowercase().replace('-', "")));
    assert!(page.body.contains("Sudah &#60;b&#62;diperbaiki"), "{}", page.body);
    let json = server.ask("GET", &format!("/report/{receipt}"), &[("accept", "application/json")], b"");
    assert!(json.body.contains("\"state\":\"answered\"") && !json.body.contains("harus 12"), "{}", json.body);
    assert_eq!(server.get("/report/0000-0000-0000-0000-00").status, 404);
    assert_eq!(server.get("/report/0000-0000-0000-0000-01").status, 422);
    let looked = server.get(&format!("/receipt?receipt={}&lang=en", receipt.as_str().to_lowercase()));
    assert!(
        looked.status == 303 && looked.head.contains(&format!("location: /report/{receipt}").to_lowercase())
    );
}

#[test]
fn the_same_report_sent_twice_is_one_also_after_a_crash() {
    let world = World::new();
    let server = Server::start(&world);
    let first = receipt(&server.multipart("/report", &fields("k", "salah")));
    drop(server);
    let world = world.again();
    let server = Server::start(&world);
    assert_eq!(receipt(&server.multipart("/report", &fields("k", "salah"))), first);
    assert_eq!(server.multipart("/report", &fields("k", "lain")).status, 409);
    assert_ne!(receipt(&server.multipart("/report", &fields("l", "salah"))), first);
    assert_eq!(reports::list(&world.services.store, true).unwrap().len(), 2);
}

#[test]
fn what_is_no_report_is_refused_with_what_to_do() {
    let world = World::new();
    let server = Server::start(&world);
    let with = |name: &'static str, value: &'static [u8]| {
        let mut sent = fields("", "salah");
        sent.retain(|(known, _)| *known != name);
        sent.push((name, value));
        server.multipart("/report?lang=en", &sent).status
    };
    assert_eq!(with("contest", b"x"), 422);
    assert_eq!(with("contest", b"pkwkp"), 422, "a contest that is not held there");
    assert_eq!(with("station", b"1"), 422);
    assert_eq!(with("kind", b"x"), 422);
    assert_eq!(with("words", b" \n"), 422);
    assert_eq!(with("website", b"http://spam"), 422);
    assert_eq!(with("photo", b"GIF89a"), 415);
    assert_eq!(with("strange", b""), 400);
    assert_eq!(with("words", &[b'x'; 4_001]), 422);
    assert_eq!(with("words", b"\xff"), 400);
    let large = vec![0xff; 20_000_001];
    let mut sent = fields("", "salah");
    sent.push(("photo", &large));
    assert_eq!(server.multipart("/report", &sent).status, 413);
    assert_eq!(reports::list(&world.services.store, false).unwrap(), []);
    assert_eq!(world.told.lock().unwrap().len(), 0, "nothing of it is the services' own mistake");
}

#[test]
fn a_program_reports_in_json() {
    let world = World::new();
    let server = Server::start(&world);
    let kind = ("content-type", "application/json");
    let body = format!(
        r#"{{"contest":"ppwp","station":"{OTHER}","kind":"photo","words":"kabur","photo":"/9j/4A==","once":"p"}}"#
    );
    let answer = server.ask("POST", "/report", &[kind], body.as_bytes());
    assert!(answer.status == 201 && answer.body.contains("\"receipt\":\""), "{}", answer.body);
    let wrong = body.replace("kabur", "").replace("\"p\"", "\"q\"");
    let answer = server.ask("POST", "/report?lang=en", &[kind], wrong.as_bytes());
    assert!(answer.status == 422 && answer.body.contains("\"code\":\"refused-no-words\""), "{}", answer.body);
    assert!(reports::list(&world.services.store, true).unwrap()[0].photo.is_some());
}

#[test]
fn an_address_that_sends_too_much_waits_and_all_together_have_a_daily_bound() {
    let world = World::with(|config| {
        config.limits.at_once = 2;
        config.limits.reports_a_day = 3;
    });
    let server = Server::start(&world);
    let send = |once: &str| server.multipart("/report", &fields(once, "salah")).status;
    assert_eq!([send("a"), send("b"), send("c")], [201, 201, 429]);
    world.set.pass(120_000);
    assert_eq!([send("c"), send("d")], [201, 503]);
    world.set.pass(90_000_000);
    assert_eq!(send("d"), 201);
}

#[test]
fn the_public_files_hold_no_words_no_contact_and_no_receipt_until_words_are_released() {
    let world = World::new();
    let server = Server::start(&world);
    let receipt = receipt(&server.multipart("/report", &fields("a", "rahasia pelapor")));
    let store = &world.services.store;
    assert_eq!(public::write(store, &world.out()).unwrap(), 1);
    let read = |path: &str| std::fs::read_to_string(world.out().join(path)).unwrap();
    let station = format!("reports/{STATION}.json");
    for file in ["reports.json", &station] {
        let text = read(file);
        assert!(text.contains("\"state\":\"open\"") && text.contains("2024-02-14T21:00:00"), "{text}");
        assert!(
            !text.contains("rahasia") && !text.contains("budi") && !text.contains(receipt.as_str()),
            "{text}"
        );
    }
    assert_eq!(public::write(store, &world.out()).unwrap(), 0, "nothing is new");
    reports::answer(store, &receipt, "benar", world.services.around.as_ref()).unwrap();
    reports::release(store, &receipt, true).unwrap();
    assert_eq!(public::write(store, &world.out()).unwrap(), 1);
    let text = read(&station);
    assert!(
        text.contains("rahasia pelapor") && text.contains("\"answer\":\"benar\"") && !text.contains("budi")
    );
    reports::release(store, &receipt, false).unwrap();
    public::write(store, &world.out()).unwrap();
    assert!(!read(&station).contains("rahasia"));
    std::fs::remove_file(world.out().join("reports.json")).unwrap();
    assert_eq!(public::write(store, &world.out()).unwrap(), 1, "what is gone is written again");
    assert_eq!(server.get("/files/reports.json").status, 200);
}

#[test]
fn contact_and_photo_are_forgotten_some_time_after_the_answer() {
    let world = World::new();
    let server = Server::start(&world);
    let mut sent = fields("a", "salah");
    sent.push(("photo", JPEG));
    let receipt = receipt(&server.multipart("/report", &sent));
    let services = &world.services;
    let photo = services.photos.path(&reports::find(&services.store, &receipt).unwrap().photo.unwrap());
    assert!(photo.exists());
    let days = |days: i64| {
        world.set.pass(days * 86_400_000);
        services::keeping::turn(services);
    };
    days(400);
    assert!(photo.exists(), "it waits for its answer");
    reports::answer(&services.store, &receipt, "ya", services.around.as_ref()).unwrap();
    days(89);
    assert!(photo.exists() && world.out().join("reports.json").exists());
    days(2);
    let kept = reports::find(&services.store, &receipt).unwrap();
    assert!(kept.contact.is_none() && kept.photo.is_none() && !photo.exists());
}
