use services::config::{Config, Mail, Security};
use services::courier::Turned;
use services::receivers::{self, State};
use services::tokens::Does;
use services::{days, keeping, outbox};

use super::world::{Answer, Hand, Server, World};

pub fn by_mail(config: &mut Config) {
    config.mail = Some(Mail {
        server: "127.0.0.1".to_owned(),
        port: 9,
        security: Security::None,
        from: "Data <data@example.org>".to_owned(),
        user: None,
        password_file: None,
        attach_mb: 10,
    });
}

fn world() -> World {
    let world = World::with(by_mail);
    world.tables(7, "a,1");
    world
}

fn ask(server: &Server, email: &str, rest: &str) -> Answer {
    let body = format!("email={email}&contest=ppwp&region=98&what=daily&website={rest}");
    let kind = ("content-type", "application/x-www-form-urlencoded");
    server.ask("POST", "/subscriptions?lang=en", &[kind], body.as_bytes())
}

fn link(world: &World, does: Does) -> String {
    let of = receivers::list(&world.services.store, true).unwrap().pop().unwrap();
    let part = match does {
        Does::Confirm => "confirm",
        Does::Leave => "leave",
    };
    format!("/subscriptions/{part}/{}", world.services.tokens.make(does, &of.nonce))
}

fn state(world: &World) -> State {
    receivers::list(&world.services.store, true).unwrap().pop().unwrap().state
}

#[test]
fn the_form_is_there_without_scripts_in_both_languages_for_the_region_of_its_link() {
    let world = world();
    let server = Server::start(&world);
    for (language, words) in [("id", "Terima data lewat surel"), ("en", "Get the data by mail")] {
        // The link of a page about a regency: its province is what is sent.
        let page = server.get(&format!("/subscribe?contest=ppwp&region=9801&lang={language}"));
        assert!(page.status == 200 && page.body.contains(words), "{}", page.body);
        assert!(page.body.contains("value=\"98\" checked> SIMULASI"), "{}", page.body);
        assert!(
            page.body.contains("value=\"ID\"> INDONESIA") || page.body.contains("value=\"ID\">"),
            "{}",
            page.body
        );
        assert!(!page.body.contains("<script") && !page.body.contains(" style="), "the policy forbids both");
        assert!(page.body.contains("type=\"email\"") && page.body.contains("<label for=\"email\">"));
    }
    assert_eq!(server.get("/subscribe?contest=%3Cscript%3E").status, 422);
    assert_eq!(server.get("/subscribe?region=%22%3E%3Cb").status, 200);
    let without = World::new();
    let server = Server::start(&without);
    assert_eq!(server.get("/subscribe").status, 404);
    assert_eq!(ask(&server, "budi@example.org", "").status, 404);
}

#[test]
fn nothing_but_one_letter_is_sent_before_the_address_has_confirmed() {
    let world = world();
    let server = Server::start(&world);
    let hand = Hand::default();
    assert_eq!(ask(&server, "budi@example.org", "").status, 202);
    assert_eq!(days::make(&world.services).unwrap(), 0);
    world.send(&hand);
    assert_eq!(*hand.took.lock().unwrap(), [(1, 0)], "the letter that asks");
    let link = link(&world, Does::Confirm);
    let page = server.get(&link);
    assert!(
        page.status == 200 && page.body.contains("Yes, send them to me") && page.body.contains("SIMULASI")
    );
    assert_eq!(state(&world), State::Pending, "a GET changes nothing: programs follow links");
    for _ in 0..2 {
        let done = server.ask("POST", &link, &[], b"");
        assert!(done.status == 200 && done.body.contains("You will get these data"), "{}", done.body);
        assert_eq!(state(&world), State::Confirmed);
    }
    assert_eq!(days::make(&world.services).unwrap(), 1);
    world.send(&hand);
    assert_eq!(*hand.took.lock().unwrap(), [(1, 0), (1, 7)]);
}

#[test]
fn one_press_ends_it_as_rfc_8058_says_and_what_waits_is_not_sent() {
    let world = world();
    let server = Server::start(&world);
    world.subscriber("budi@example.org", "daily", &["98"]);
    days::make(&world.services).unwrap();
    let link = link(&world, Does::Leave);
    assert!(server.get(&link).body.contains("End it"));
    assert_eq!(state(&world), State::Confirmed, "a GET changes nothing");
    let kind = ("content-type", "application/x-www-form-urlencoded");
    for _ in 0..2 {
        let done = server.ask("POST", &link, &[kind], b"List-Unsubscribe=One-Click");
        assert!(done.status == 200 && !done.head.contains("location:"), "{}", done.head);
        assert_eq!(state(&world), State::Ended);
    }
    let hand = Hand::default();
    assert_eq!(world.send(&hand), Turned::default());
    // An old link of the first letter does not begin it again.
    assert_eq!(server.ask("POST", &self::link(&world, Does::Confirm), &[], b"").status, 404);
    assert_eq!(state(&world), State::Ended);
    assert_eq!(server.ask("POST", "/subscriptions/leave/x", &[], b"").status, 404);
}

#[test]
fn whether_an_address_is_known_can_t_be_found_out() {
    let world = world();
    let server = Server::start(&world);
    let unknown = ask(&server, "a@example.org", "");
    let pending = ask(&server, "a@example.org", "");
    world.subscriber("b@example.org", "daily", &["98"]);
    let confirmed = ask(&server, "B@example.org", "");
    let ended = {
        let number = world.subscriber("c@example.org", "daily", &["98"]);
        receivers::end(&world.services.store, number, 0).unwrap();
        ask(&server, "c@example.org", "")
    };
    for other in [pending, confirmed, ended] {
        assert_eq!((other.status, &other.body), (unknown.status, &unknown.body));
    }
    let hand = Hand::default();
    world.send(&hand);
    assert_eq!(*hand.took.lock().unwrap(), [(1, 0), (4, 0)], "who has it already gets no letter about it");
}

#[test]
fn an_address_gets_few_letters_a_day_whoever_asks_and_all_together_have_a_bound() {
    let world = World::with(|config| {
        by_mail(config);
        config.limits.letters_a_day = 7;
    });
    world.tables(7, "a,1");
    let server = Server::start(&world);
    let hand = Hand::default();
    for _ in 0..20 {
        assert_eq!(ask(&server, "victim@example.org", "").status, 202);
        world.send(&hand);
        world.set.pass(11 * 60_000);
    }
    assert_eq!(hand.took.lock().unwrap().len(), 5);
    assert_eq!(
        ["a", "b", "c"].map(|name| ask(&server, &format!("{name}@example.org"), "").status),
        [202, 202, 503]
    );
}

#[test]
fn what_is_no_address_or_no_wish_is_refused_and_nothing_is_kept() {
    let world = world();
    let server = Server::start(&world);
    for hostile in [
        "",
        "x",
        "a%40b.org%0D%0ABcc%3A+c%40d.org",
        "a%40b.org%2Cc%40d.org",
        "%3Ca%40b.org%3E",
        "a%0A%40b.org",
        "a%40localhost",
        "%22a%22%40b.org",
        "a%40%5B127.0.0.1%5D",
        "a%00%40b.org",
    ] {
        assert_eq!(ask(&server, hostile, "").status, 422, "{hostile}");
    }
    assert_eq!(ask(&server, "a@b.org", "spam").status, 422);
    let json = |body: &str| {
        server
            .ask("POST", "/subscriptions?lang=en", &[("content-type", "application/json")], body.as_bytes())
            .status
    };
    let right = r#"{"email":"a@b.org","contest":"ppwp","regions":["98"],"what":"daily"}"#;
    assert_eq!(json(&right.replace("ppwp", "x")), 422);
    assert_eq!(json(&right.replace("98", "../98")), 422);
    assert_eq!(json(&right.replace("\"98\"", "")), 422);
    assert_eq!(json(&right.replace("daily", "x")), 422);
    assert_eq!(json(&right.replace("what", "wat")), 400);
    assert_eq!(json("{"), 400);
    assert!(!receivers::linked(&world.services.store).unwrap());
    assert_eq!(json(right), 202);
}

#[test]
fn an_address_that_asks_too_often_waits() {
    let world = World::with(|config| {
        by_mail(config);
        config.limits.at_once = 2;
    });
    world.tables(7, "a,1");
    let server = Server::start(&world);
    let statuses = ["a", "b", "c"].map(|name| ask(&server, &format!("{name}@example.org"), "").status);
    assert_eq!(statuses, [202, 202, 429]);
}

#[test]
fn the_tables_alone_give_nobody_a_link() {
    let world = world();
    world.subscriber("budi@example.org", "daily", &["98"]);
    let tokens = [Does::Confirm, Does::Leave].map(|does| link(&world, does));
    let folder = world.place.path().join("own");
    for entry in
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file())
    {
        let bytes = std::fs::read(&entry).unwrap();
        for token in tokens.iter().map(|link| link.rsplit('/').next().unwrap().as_bytes()) {
            assert!(!bytes.windows(token.len()).any(|part| part == token), "{}", entry.display());
        }
    }
    // Without the key nobody would know that links in old letters are void: it is not silently made anew.
    std::fs::remove_file(folder.join("links.key")).unwrap();
    let around = world.services.around.as_ref();
    assert!(services::tokens::Tokens::open(&folder, &world.services.store, around).is_err());
}

#[test]
fn what_is_not_confirmed_is_forgotten_and_so_are_addresses_some_time_after_the_end() {
    let world = world();
    let server = Server::start(&world);
    ask(&server, "a@example.org", "");
    let link = link(&world, Does::Confirm);
    world.set.pass(8 * 86_400_000);
    keeping::turn(&world.services);
    assert!(!receivers::linked(&world.services.store).unwrap());
    assert_eq!(server.ask("POST", &link, &[], b"").status, 404);
    let number = world.subscriber("b@example.org", "daily", &["98"]);
    days::make(&world.services).unwrap();
    world.send(&Hand::default());
    receivers::end(&world.services.store, number, world.services.around.now_ms()).unwrap();
    world.set.pass(91 * 86_400_000);
    keeping::turn(&world.services);
    let of = receivers::find(&world.services.store, number).unwrap();
    assert_eq!((of.address, of.state), (None, State::Ended));
    let receipt = outbox::receipts(&world.services.store, None).unwrap().pop().unwrap();
    assert_eq!((receipt.address, receipt.cut), (None, 7), "that it was sent stays, to whom is forgotten");
    assert_eq!(*world.told.lock().unwrap(), [""; 0]);
}
