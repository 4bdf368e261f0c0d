//! A desk to look at and to drive by a browser: an invented village with a few stations, on a folder that is gone with it.
//!
//!     cargo run --release -p desk --example pages -- [STATIONS] [ADDRESS]
//!
//! Prints one line of JSON: the address, and the code of the first start. `SAKSI_PAGES` names a folder whose files are handed out
//! instead of those in the program, so that pages can be worked on without building it anew. It ends with its standard input.

#![expect(clippy::unwrap_used, reason = "what can't be shown ends")]

use std::fmt::Write as _;
use std::io::Read as _;
use std::sync::Arc;

use axum::middleware;
use blobs::Folder;
use desk::access::Access;
use desk::http::{self, About, Desk};
use desk::photos::Photos;
use desk::photos::uploads::{Room, Uploads};
use desk::rates::Rate;
use desk::second_factor::Seal;
use desk::sheets::{self, Names};
use desk::store::{Sql, Sqlite};
use election::{Election, Places, Profile};
use reader::layout::LayoutFiles;
use serde_json::json;

#[path = "../../election/tests/it/bundle.rs"]
mod bundle;
#[path = "plenary/from_folder.rs"]
mod from_folder;

fn election(stations: u32) -> Election {
    let profile = Profile::from_bundle(&bundle::bundle("profiles/id-2024")).unwrap();
    let mut regions = "code,name,level,parent,source_id\n98,NUSA MAWAR,1,,1\n9801,KOTA MELATI,2,98,2\n\
                       980101,KENANGA,3,9801,3\n"
        .to_owned();
    let mut rows = "code,name,region,source_id\n".to_owned();
    for village in 0..stations.div_ceil(500).max(2) {
        let code = format!("980101{:04}", 2_001 + village);
        writeln!(regions, "{code},DESA {},4,980101,{}", village + 1, 10 + village).unwrap();
        for station in 1..=stations.saturating_sub(village * 500).min(500) {
            let id = 1_000_000 + village * 1_000 + station;
            writeln!(rows, "{code}{station:03},TPS {station:03},{code},{id}").unwrap();
        }
    }
    let places = Places::parse(&profile, regions.as_bytes(), rows.as_bytes()).unwrap();
    Election::new(profile, places, None, None).unwrap()
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let stations = arguments.next().map_or(3, |count| count.parse().unwrap());
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.sqlite");
    let election = election(stations);
    let mut sql = Sqlite::open(&path).unwrap();
    sql.schema().unwrap();
    let names = Names::after(&mut sql).unwrap();
    sql.begin().unwrap();
    for station in election.places.stations() {
        sheets::add(&mut sql, &names, "ppwp", station.code.as_str(), 0).unwrap();
    }
    sql.commit().unwrap();
    let bundle = bundle::bundle("profiles/id-2024");
    let table = bundle.files.get(Access::FILE).unwrap();
    let access = Access::parse(table, |_| true).unwrap();
    let open = move || Sqlite::open(&path).map(|sql| Box::new(sql) as Box<dyn Sql>);
    let about = About::practice("Pemilu Latihan");
    let blobs = Box::new(Folder::open(&folder.path().join("blobs")).unwrap());
    let room = Room { all: 1 << 30, each: 1 << 30 };
    let uploads = Uploads::open(&folder.path().join("uploads"), blobs, room).unwrap();
    let photos = Photos {
        uploads,
        rate: Rate { per_second: 100, at_once: 1_000 },
        layouts: LayoutFiles::of_profile(&bundle.files).unwrap(),
    };
    let (desk, _, code) = Desk::new(about, Arc::new(election), access, Arc::new(open), photos).unwrap();
    desk.seal_with(Seal::new([7; 32]));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.spawn(async move {
        let listener = tokio::net::TcpListener::bind(address).await.unwrap();
        println!(
            "{}",
            json!({ "address": format!("http://{}", listener.local_addr().unwrap()), "code": code })
        );
        let (router, _) = http::router(desk);
        let router = router.layer(middleware::from_fn(from_folder::from_folder));
        axum::serve(listener, router.into_make_service_with_connect_info::<std::net::SocketAddr>()).await
    });
    // Whoever started it closes its input, or is gone: it ends.
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
}
