//! What people read on the terminal, in their language.
//!
//! Every sentence lies in `texts/<language>/*.ftl`; code names it by its id, with [`say!`]. Guaranteed, by the tests beside
//! this: each language has the same texts with the same variables, every id that the code names exists with exactly the
//! variables it gives, and no text is there that nothing says. What is written for programs (`--json`, proofs, checkpoints)
//! never passes through here.

mod language;
#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::fmt::Write as _;
use std::path::{Display, Path, PathBuf};
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use verify::plain;

pub use language::Language;

/// The text of an id, its variables filled in: `say!("id", name = value)`.
macro_rules! say {
    ($id:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::texts::text($id, &[$((stringify!($name), $crate::texts::Said::said(&$value))),*])
    };
}
pub(crate) use say;

/// A value inside a text.
pub trait Said {
    /// As people read it.
    fn said(&self) -> String;
}

/// Numbers stand in groups of three. What is a name, such as the number of a cut, is given as text.
macro_rules! numbers {
    ($($type:ty)*) => { $(
        impl Said for $type {
            fn said(&self) -> String {
                grouped(&self.to_string(), texts().group)
            }
        }
    )* };
}

numbers! { u32 u64 usize i128 }

macro_rules! words {
    ($($type:ty)*) => { $(
        impl Said for $type {
            fn said(&self) -> String {
                (*self).to_string()
            }
        }
    )* };
}

words! { str String &str &String Display<'_> }

impl Said for &Path {
    fn said(&self) -> String {
        self.display().to_string()
    }
}

impl Said for PathBuf {
    fn said(&self) -> String {
        self.display().to_string()
    }
}

impl Said for &PathBuf {
    fn said(&self) -> String {
        self.display().to_string()
    }
}

/// Sets the language, once, before anything is said.
pub fn speak(language: Language) {
    let _ = TEXTS.set(Texts::of(language));
}

/// The language spoken.
pub fn language() -> Language {
    texts().language
}

/// The text of an id. Use [`say!`], which the tests can see.
pub fn text(id: &str, variables: &[(&str, String)]) -> String {
    // A text that isn't there would be seen by the tests; a command goes on and says its name.
    texts().find(id, variables).unwrap_or_else(|| id.to_owned())
}

/// The word of a family for a name that a lower crate gives, for example `quality` and `conflict`; the name itself where the
/// family has none.
pub fn word(family: &str, name: &str) -> String {
    let id = format!("{family}-{}", name.replace(['_', ' ', '.'], "-"));
    texts().find(&id, &[]).unwrap_or_else(|| name.to_owned())
}

/// Speaks another language meanwhile, on this thread: for papers whose reader is not who runs the command.
pub fn speaking<T>(language: Language, meanwhile: impl FnOnce() -> T) -> T {
    static BOTH: [OnceLock<Texts>; 2] = [OnceLock::new(), OnceLock::new()];
    let [indonesian, english] = &BOTH;
    let texts = match language {
        Language::Indonesian => indonesian,
        Language::English => english,
    };
    let before = INSTEAD.replace(Some(texts.get_or_init(|| Texts::of(language))));
    let done = meanwhile();
    INSTEAD.set(before);
    done
}

static TEXTS: OnceLock<Texts> = OnceLock::new();

thread_local! {
    /// What this thread speaks instead.
    static INSTEAD: Cell<Option<&'static Texts>> = const { Cell::new(None) };
}

fn texts() -> &'static Texts {
    INSTEAD.get().unwrap_or_else(|| TEXTS.get_or_init(|| Texts::of(Language::English)))
}

struct Texts {
    language: Language,
    group: char,
    bundle: FluentBundle<FluentResource>,
}

impl Texts {
    fn of(language: Language) -> Texts {
        let mut bundle = FluentBundle::new_concurrent(vec![language.tag().parse().unwrap_or_default()]);
        bundle.set_use_isolating(false);
        for text in language.files() {
            // What can't be parsed is left out; the tests allow nothing of that.
            let resource = match FluentResource::try_new((*text).to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            let _ = bundle.add_resource(resource);
        }
        let mut texts = Texts { language, group: ',', bundle };
        if let Some(group) = texts.find("number-group", &[]).and_then(|text| text.chars().next()) {
            texts.group = group;
        }
        texts
    }

    fn find(&self, id: &str, variables: &[(&str, String)]) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut filled = FluentArgs::new();
        for (name, value) in variables {
            filled.set(*name, plain(value));
        }
        Some(self.bundle.format_pattern(pattern, Some(&filled), &mut Vec::new()).into_owned())
    }
}

/// Digits in groups of three.
fn grouped(number: &str, group: char) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let mut text = sign.to_owned();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(group);
        }
        let _ = text.write_char(digit);
    }
    text
}
