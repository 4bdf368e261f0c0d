//! Pushes to a bucket (`SAKSI_S3`, which `cargo xtask test` sets).

use blobs::{S3, SetUp};
use services::config::Bucket;
use services::courier::{Carriers, Turned};
use services::receivers::{self, Channel, Wish};
use services::{days, outbox};

use super::world::World;

const NAME: &str = "saksi-pushed";

fn world(endpoint: &str) -> World {
    let world = World::with(|config| {
        let bucket = Bucket {
            address: format!("s3://{NAME}/redaksi"),
            key_id: "AKIDEXAMPLE".to_owned(),
            secret_file: "redaksi.secret".into(),
            region: None,
            endpoint: Some(endpoint.to_owned()),
        };
        config.buckets.insert("redaksi".to_owned(), bucket);
    });
    std::fs::write(world.place.path().join("own/redaksi.secret"), "secret\n").unwrap();
    world.tables(7, "a,1");
    let wish = Wish {
        contest: "ppwp".to_owned(),
        regions: vec!["98".to_owned(), "ID".to_owned()],
        what: "daily".to_owned(),
        language: String::new(),
    };
    let wish = wish.checked(&world.services.publication).unwrap();
    let services::http::Services { store, around, .. } = world.services.as_ref();
    receivers::add(store, Channel::Bucket, "redaksi", &wish, None, around.as_ref()).unwrap();
    days::make(&world.services).unwrap();
    world
}

fn send(world: &World) -> Turned {
    world.send(&Carriers::open(&world.place.path().join("own"), &world.services.config).unwrap())
}

#[test]
fn a_bucket_gets_the_day_s_files_byte_for_byte_and_last_what_names_them() {
    let Ok(server) = std::env::var("SAKSI_S3") else {
        println!("skipped: a bucket (SAKSI_S3 names no server; `cargo xtask test` starts one)");
        return;
    };
    let _ = ureq::put(format!("{server}/{NAME}")).send_empty();
    let world = world(&server);
    assert_eq!(
        send(&world),
        Turned { delivered: 1, failed: 0, dead: 0 },
        "{:?}",
        outbox::waiting(&world.services.store)
    );
    let variable = |name: &str| match name {
        "AWS_ENDPOINT_URL" => Some(server.clone()),
        _ => Some("AKIDEXAMPLE".to_owned()),
    };
    let there = S3::new(SetUp::new(&format!("s3://{NAME}/redaksi"), &variable).unwrap(), || 1_700_000_000);
    let get = |name: &str| there.get_named(&format!("2024-02-15-cut7/{name}")).unwrap().unwrap();
    let said: serde_json::Value = serde_json::from_slice(&get("delivery.json")).unwrap();
    for (at, path) in ["data/ppwp/stations.csv.gz", "data/ppwp/98/stations.csv"].iter().enumerate() {
        let published = std::fs::read(world.public().join(path)).unwrap();
        assert_eq!(said["files"][at]["sha256"], ledger::sha256(&published).to_hex());
        assert_eq!(get(said["files"][at]["name"].as_str().unwrap()), published);
    }
}

#[test]
fn a_bucket_that_is_away_waits_and_one_whose_key_is_not_there_is_said_at_the_start() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let world = world(&format!("http://127.0.0.1:{port}"));
    assert_eq!(send(&world), Turned { delivered: 0, failed: 1, dead: 0 });
    let own = world.place.path().join("own");
    std::fs::remove_file(own.join("redaksi.secret")).unwrap();
    assert!(Carriers::open(&own, &world.services.config).is_err());
}
