//! Others' tool (schemathesis, PyPI) on a running desk: whether it answers as its own document says, whatever it is asked.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use crate::demo::fresh;
use crate::install;
use crate::step::{self, root};

const REGIONS: &str = "kode,kpu_id,nama,tingkat,kode_induk\n17,1,BENGKULU,1,\n1701,2,SELATAN,2,17\n170101,3,KOTA,3,1701\n\
                       1701012001,4,DESA,4,170101\n";
const STATIONS: &str = "kode_tps,kpu_id,nama,kode_kelurahan,sumber\n1701012001001,1001,TPS 001,1701012001,x\n\
                        1701012001002,1002,TPS 002,1701012001,x\n1701012001003,1003,TPS 003,1701012001,x\n\
                        1701012001004,1004,TPS 004,1701012001,x\n";

/// A desk that runs; ended when this is dropped.
struct Desk(Child);

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs the step with the program at `saksi`.
pub fn run(saksi: &str) -> Result<(), String> {
    let Some(python) = install::python(10) else {
        println!("skipped: schemathesis needs Python 3.10 or newer");
        return Ok(());
    };
    let packages = ["schemathesis==4.32.5", "PyNaCl==1.6.2"];
    let Some(bin) = install::venv("schemathesis", &python, &packages) else { return Ok(()) };
    let folder = fresh(&root().join("target/test-api"))?;
    let tables = format!("{folder}-tables");
    std::fs::create_dir_all(&tables).map_err(|error| format!("creating {tables}: {error}"))?;
    let keep = |name: &str, text: &str| {
        let path = format!("{tables}/{name}");
        std::fs::write(&path, text).map(|()| path.clone()).map_err(|error| format!("writing {path}: {error}"))
    };
    let (regions, stations) = (keep("regions.csv", REGIONS)?, keep("stations.csv", STATIONS)?);
    let lists = ["--places", &regions, "--stations", &stations, "--practice"];
    step::run("a practice", saksi, &[&["init", &folder, "--profile", "id-2024"], &lists[..]].concat())?;
    let (desk, address, code) = started(saksi, &folder)?;
    let script = root().join("xtask/outside/desk_api.py").display().to_string();
    let done = step::run(
        "the desk's API by its own document",
        &format!("{bin}/python"),
        &[&script, &tables, &address, &code],
    );
    drop(desk);
    done
}

/// A desk on a folder: itself, its address, and the code of its first start.
fn started(saksi: &str, folder: &str) -> Result<(Desk, String, String), String> {
    let mut process = Command::new(saksi)
        .args(["desk", folder, "--listen", "127.0.0.1:0"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{saksi} can't be run: {error}"))?;
    let output = process.stdout.take();
    let desk = Desk(process);
    let mut lines = BufReader::new(output.ok_or("the desk says nothing")?).lines().map_while(Result::ok);
    let at = |line: String| Some(format!("http://{}", line.split_once("http://")?.1.split_once('/')?.0));
    let address = lines.find_map(at).ok_or("the desk does not say where it is")?;
    let code = lines.map(|line| line.trim().to_owned()).find(|line| line.len() == 32);
    Ok((desk, address, code.ok_or("the desk prints no code")?))
}
