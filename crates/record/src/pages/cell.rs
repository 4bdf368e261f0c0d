//! What stands in one cell of a table: a number, or words. Never a blank, and never a zero for what isn't known.

use std::fmt::{self, Write};

use election::Cell;

use super::labels::Labels;
use super::markup::{Arg, Html, Phrase, escape};
use super::number::{Number, Share, Signed};

/// A cell.
#[derive(Clone, Copy, Debug)]
pub(super) enum Entry<'a> {
    Number(Number),
    Share(Share),
    /// Why there is no number.
    Word(&'a Html),
    /// A sum over some of the counted sheets only: the others don't have the figure.
    Partial {
        sum: Number,
        stations: Number,
        phrase: &'a Phrase,
    },
    /// A difference, in words too: colour alone tells nobody.
    Differs {
        difference: Signed,
        phrase: &'a Phrase,
    },
}

/// The name of a line.
#[derive(Clone, Copy, Debug)]
pub(super) enum Name<'a> {
    Option {
        number: u16,
        name: &'a str,
    },
    /// The votes for a party's list alone.
    List {
        party: u16,
        list: &'a Html,
    },
    Candidate {
        party: u16,
        number: u16,
        name: &'a str,
    },
    Field(&'a Html),
    /// As the form names it.
    Raw(&'a str),
}

impl<'a> Entry<'a> {
    /// A figure as the form has it.
    pub(super) fn of(labels: &'a Labels, cell: Option<Cell>) -> Entry<'a> {
        match cell {
            Some(Cell::Read(figure)) => Entry::Number(labels.number(u64::from(figure.0))),
            Some(Cell::Unread(why)) => Entry::Word(labels.unread(why)),
            None => Entry::Word(&labels.texts.not_on_form),
        }
    }

    /// The same without markup.
    pub(super) fn plain(self) -> Plain<'a> {
        Plain(self)
    }

    #[inline(never)]
    fn write(&self, out: &mut dyn Write) -> fmt::Result {
        match self {
            Entry::Number(number) => write!(out, "{number}"),
            Entry::Share(share) => write!(out, "{share}"),
            Entry::Word(word) => {
                out.write_str("<i>")?;
                out.write_str(word.as_str())?;
                out.write_str("</i>")
            }
            Entry::Partial { sum, stations, phrase } => {
                write!(out, "{}", phrase.fill([Arg::Number(*sum), Arg::Number(*stations)]))
            }
            Entry::Differs { difference, phrase } => {
                write!(out, "<strong>{}</strong>", phrase.fill([Arg::Signed(*difference)]))
            }
        }
    }
}

impl Name<'_> {
    #[inline(never)]
    fn write(&self, out: &mut dyn Write) -> fmt::Result {
        match self {
            Name::Option { number, name } => {
                write!(out, "{number}. ")?;
                escape(name, out)
            }
            Name::List { party, list } => write!(out, "{party}. {}", list.as_str()),
            Name::Candidate { party, number, name } => {
                write!(out, "{party}.{number} ")?;
                escape(name, out)
            }
            Name::Field(name) => out.write_str(name.as_str()),
            Name::Raw(name) => escape(name, out),
        }
    }
}

macro_rules! written {
    ($($type:ty)*) => { $(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.write(f)
            }
        }
        // Safe: labels are escaped when loaded, names here.
        impl askama::filters::HtmlSafe for $type {}
        impl askama::FastWritable for $type {
            fn write_into(&self, out: &mut dyn Write, _: &dyn askama::Values) -> askama::Result<()> {
                Ok(self.write(out)?)
            }
        }
    )* };
}

/// A cell without markup, for feeds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plain<'a>(Entry<'a>);

impl Plain<'_> {
    #[inline(never)]
    fn write(&self, out: &mut dyn Write) -> fmt::Result {
        match &self.0 {
            Entry::Word(word) => out.write_str(word.as_str()),
            entry @ (Entry::Number(_) | Entry::Share(_) | Entry::Partial { .. }) => entry.write(out),
            Entry::Differs { difference, phrase } => {
                write!(out, "{}", phrase.fill([Arg::Signed(*difference)]))
            }
        }
    }
}

written! { Entry<'_> Name<'_> Plain<'_> }
