//! The command line, explained: every command and option by its id, from the texts.
//!
//! `help-init` is what `saksi init` does, `help-init-places` its option `--places`, `help-init-example` the examples below.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::builder::styling::Styles;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory as _, FromArgMatches as _};

use crate::cli::Cli;
use crate::texts::{say, text, word};

/// Options of the whole program stand below a command's own.
const LAST: usize = 900;

/// Id of the whole program's texts.
const ROOT: &str = "help-saksi";

/// Understands the arguments of a run. Help, the version and mistakes are told here; then the exit code comes back.
pub fn parse(arguments: Vec<OsString>) -> Result<Cli, ExitCode> {
    let parsed = command()
        .try_get_matches_from(asking_for_help(arguments))
        .and_then(|matches| Cli::from_arg_matches(&matches));
    parsed.map_err(|error| {
        if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
            crate::out::line(error.render().to_string().trim_end());
            return ExitCode::SUCCESS;
        }
        eprintln!("{}", mistake(&error));
        ExitCode::from(2)
    })
}

/// `saksi help init` is `saksi init --help`.
fn asking_for_help(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let mut first = 1;
    while let Some(word) =
        arguments.get(first).and_then(|word| word.to_str()).filter(|word| word.starts_with('-'))
    {
        first += if word == "--language" { 2 } else { 1 };
    }
    if arguments.get(first).is_some_and(|word| word == "help") {
        arguments.remove(first);
        arguments.push("--help".into());
    }
    arguments
}

/// The commands with their explanations.
pub fn command() -> Command {
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .global(true)
        .help(say!("help-help"))
        .display_order(LAST)
        .help_heading(say!("help-heading-options"));
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .help(say!("help-version"))
        .display_order(LAST)
        .help_heading(say!("help-heading-options"));
    let command = explained(Cli::command(), ROOT)
        .styles(Styles::plain())
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .arg(help)
        .arg(version);
    let mut built = command.clone();
    built.build();
    with_usage(command, &mut built)
}

/// Replaces the English words in the line of usage, which only a built command knows.
fn with_usage(mut command: Command, built: &mut Command) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        if let Some(built) = built.find_subcommand_mut(&name) {
            command = command.mut_subcommand(&name, |sub| with_usage(sub, built));
        }
    }
    let usage = built.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim().replace("[OPTIONS]", &say!("help-options-word"));
    command.override_usage(usage)
}

fn explained(mut command: Command, id: &str) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in &names {
        command = command.mut_subcommand(name, |sub| {
            explained(sub, &format!("{}-{name}", if id == ROOT { "help" } else { id }))
        });
    }
    let (options, arguments) = (say!("help-heading-options"), say!("help-heading-arguments"));
    let command = command
        .mut_args(|argument| {
            let heading = if argument.is_positional() { &arguments } else { &options };
            // Options of the whole program are explained once.
            let of = if argument.is_global_set() { ROOT } else { id };
            let told = word(of, argument.get_id().as_str());
            let takes_values = argument.get_action().takes_values();
            let argument = argument.help(told).help_heading(heading.clone());
            let argument = if argument.is_global_set() { argument.display_order(LAST) } else { argument };
            argument.hide_default_value(takes_values).hide_possible_values(takes_values)
        })
        .help_template(format!(
            "{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}",
            say!("help-usage")
        ))
        .subcommand_help_heading(say!("help-heading-commands"))
        .subcommand_value_name(say!("help-command-name"))
        .about(text(id, &[]));
    let example = word(id, "example");
    let mut below = format!("{}:", say!("help-heading-example"));
    for line in example.lines() {
        below.extend(["\n  ", line]);
    }
    command.after_help(below)
}

/// What is wrong with the arguments, in the language of the run.
fn mistake(error: &Error) -> String {
    let given = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => Some(texts.join(", ")),
        Some(_) | None => None,
    };
    let argument = given(ContextKind::InvalidArg).unwrap_or_default();
    let value = given(ContextKind::InvalidValue).unwrap_or_default();
    #[expect(clippy::wildcard_enum_match_arm, reason = "clap may add kinds; its own words do for the rest")]
    let mut told = match error.kind() {
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return error.render().to_string(),
        ErrorKind::UnknownArgument => say!("mistake-unknown-argument", argument = argument),
        ErrorKind::InvalidSubcommand => {
            say!(
                "mistake-unknown-command",
                command = given(ContextKind::InvalidSubcommand).unwrap_or_default()
            )
        }
        ErrorKind::MissingSubcommand => say!("mistake-no-command"),
        ErrorKind::MissingRequiredArgument => say!("mistake-missing", arguments = argument),
        ErrorKind::InvalidValue if value.is_empty() => say!("mistake-no-value", argument = argument),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            say!("mistake-value", argument = argument, value = value)
        }
        ErrorKind::ArgumentConflict => say!("mistake-twice", argument = argument),
        _ => error.to_string(),
    };
    if let Some(valid) = given(ContextKind::ValidValue) {
        told.extend(["\n", &say!("mistake-possible", values = valid)]);
    }
    for kind in [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue] {
        if let Some(close) = given(kind) {
            told.extend(["\n", &say!("mistake-suggestion", word = close)]);
        }
    }
    format!("saksi: {told}\n{}", say!("mistake-help"))
}
