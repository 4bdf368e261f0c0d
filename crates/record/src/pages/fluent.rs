//! Reading the messages of a language. Fluent is asked once a key and language, never while pages are written.
//!
//! The pages' own texts and the profile's are read apart, so that a profile can't change what a page says of itself.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use unic_langid::LanguageIdentifier;

use super::markup::{Html, Phrase};
use crate::view::RenderError;

/// Messages of one language, from one text.
pub(super) struct Messages {
    language: String,
    bundle: FluentBundle<FluentResource>,
}

impl Messages {
    pub(super) fn new(language: &str, text: &str) -> Result<Messages, RenderError> {
        let problem =
            |what: String| RenderError::Text { language: language.to_owned(), key: String::new(), what };
        let id: LanguageIdentifier =
            language.parse().map_err(|_| problem("is no language tag".to_owned()))?;
        let mut bundle = FluentBundle::new(vec![id]);
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(text.to_owned())
            .map_err(|(_, errors)| problem(format!("cannot be read: {errors:?}")))?;
        bundle.add_resource(resource).map_err(|errors| problem(format!("{errors:?}")))?;
        Ok(Messages { language: language.to_owned(), bundle })
    }

    /// A message without places to fill.
    pub(super) fn html(&self, key: &str) -> Result<Html, RenderError> {
        Ok(Html::escaped(&self.resolve(key, &[])?))
    }

    /// A message whose places are filled by position in `places`.
    pub(super) fn phrase(&self, key: &str, places: &[&str]) -> Result<Phrase, RenderError> {
        Ok(Phrase::split(&self.resolve(key, places)?))
    }

    fn resolve(&self, key: &str, places: &[&str]) -> Result<String, RenderError> {
        let problem =
            |what: String| RenderError::Text { language: self.language.clone(), key: key.to_owned(), what };
        let pattern = self
            .bundle
            .get_message(key)
            .and_then(|message| message.value())
            .ok_or_else(|| problem("is missing".to_owned()))?;
        let mut args = FluentArgs::new();
        for (position, place) in places.iter().enumerate() {
            args.set(*place, format!("\u{1}{position}\u{1}"));
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args), &mut errors);
        if let Some(error) = errors.first() {
            return Err(problem(error.to_string()));
        }
        Ok(text.into_owned())
    }
}
