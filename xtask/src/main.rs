//! The project's own commands: `cargo xtask demo`, `cargo xtask test`, `cargo xtask bench`, `cargo xtask fuzz`, `cargo xtask docs`, `cargo xtask web`,
//! `cargo xtask outsiders`.
//!
//! They install what they lack (apt as root, PyPI, cargo) and say in one line what they could not have.

mod api;
mod bench;
mod bench_desk;
mod bench_ocr;
mod bench_reader;
mod bench_serve;
mod browser;
mod demo;
mod fuzz;
mod install;
mod outside;
mod outside_bundles;
mod outside_data;
mod outside_pages;
mod outside_reports;
mod phone;
mod postgres;
mod programs;
mod s3;
mod second_reader;
mod server;
mod smtp;
mod step;
mod test;
mod web;

use std::process::ExitCode;

use programs::Programs;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let outcome = match command.as_str() {
        "demo" => demo::run(&rest),
        "test" => test::run(&rest),
        "bench" => bench::run(&rest),
        "fuzz" => fuzz::run(&rest),
        "docs" => test::write_docs(),
        "web" => web::run(),
        "outsiders" if rest == ["nets"] => Programs::build().and_then(|programs| second_reader::run(&programs)),
        "outsiders" if matches!(rest.as_slice(), [what, _] if what == "tables") => {
            rest.last().map_or(Ok(()), |public| outside_data::run(public))
        }
        "outsiders" if matches!(rest.as_slice(), [what, _] if what == "bundles") => {
            rest.last().map_or(Ok(()), |public| outside_bundles::run(public))
        }
        "outsiders" if matches!(rest.as_slice(), [what, _] if what == "pages") => {
            rest.last().map_or(Ok(()), |public| outside_pages::run(public).and_then(|()| web::public(public)))
        }
        "outsiders" if matches!(rest.as_slice(), [what, _] if what == "reports") => {
            rest.last().map_or(Ok(()), |public| outside_reports::run(public))
        }
        "outsiders" if rest == ["api"] => Programs::build().and_then(|programs| api::run(&programs.program("saksi"))),
        "outsiders" => Programs::build().and_then(|programs| test::outsiders(&programs)),
        _ => Err("usage: cargo xtask demo [--from FOLDER] | test [--quick | --nightly] | bench [reader | ocr | desk | serve | --from FOLDER] | fuzz SECONDS [NAME...] | docs | web | outsiders [nets | api | tables PUBLIC | reports PUBLIC | bundles PUBLIC | pages PUBLIC]"
            .to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}
