//! The project's own commands: `cargo xtask demo`, `cargo xtask test`, `cargo xtask bench`, `cargo xtask docs`, `cargo xtask web`,
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
mod install;
mod outside;
mod outside_data;
mod outside_pages;
mod outside_reports;
mod phone;
mod postgres;
mod s3;
mod second_reader;
mod step;
mod test;
mod web;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let outcome = match command.as_str() {
        "demo" => demo::run(&rest),
        "test" => test::run(&rest),
        "bench" => bench::run(&rest),
        "docs" => test::write_docs(),
        "web" => web::run(),
        "outsiders" if rest == ["nets"] => second_reader::run(),
        "outsiders" if matches!(rest.as_slice(), [what, _] if what == "tables") => {
            rest.last().map_or(Ok(()), |public| outside_data::run(public))
        }
        "outsiders" if matches!(rest.as_slice(), [what, _] if what == "pages") => {
            rest.last().map_or(Ok(()), |public| outside_pages::run(public).and_then(|()| web::public(public)))
        }
        "outsiders" if matches!(rest.as_slice(), [what, _] if what == "reports") => {
            rest.last().map_or(Ok(()), |public| outside_reports::run(public))
        }
        "outsiders" if rest == ["api"] => step::saksi().and_then(|saksi| api::run(&saksi)),
        "outsiders" => step::saksi().and_then(|saksi| test::outsiders(&saksi)),
        _ => Err("usage: cargo xtask demo [--from FOLDER] | test [--quick] | bench [reader | ocr | desk | serve | --from FOLDER] | docs | web | outsiders [nets | api | tables PUBLIC | reports PUBLIC | pages PUBLIC]"
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
