//! A number as a source writes it.

use statement::Moment;

/// Why a text is no figure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FigureError {
    #[error("`{0}` is negative; a figure is 0 or more")]
    Negative(String),
    #[error("`{0}` is not a whole number")]
    NotWhole(String),
    #[error("`{0}` is above 4294967295")]
    TooLarge(String),
}

/// Reads decimal digits and nothing else; an empty text is no figure.
pub(crate) fn parse(text: &str) -> Result<Option<u32>, FigureError> {
    if text.is_empty() {
        return Ok(None);
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().map(Some).map_err(|_| FigureError::TooLarge(text.to_owned()));
    }
    match text.strip_prefix('-') {
        Some(rest) if !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()) => {
            Err(FigureError::Negative(text.to_owned()))
        }
        Some(_) | None => Err(FigureError::NotWhole(text.to_owned())),
    }
}

/// Reads `YYYY-MM-DD HH:MM:SS` as a local time at this offset (`+hh:mm`).
pub(crate) fn local_moment(text: &str, offset: &str) -> Option<Moment> {
    let (date, time) = text.split_once(' ')?;
    Moment::parse(&format!("{date}T{time}{offset}")).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_digits_are_a_figure() {
        assert_eq!(parse(""), Ok(None));
        assert_eq!(parse("0"), Ok(Some(0)));
        assert_eq!(parse("4294967295"), Ok(Some(u32::MAX)));
        assert_eq!(parse("4294967296"), Err(FigureError::TooLarge("4294967296".into())));
        assert_eq!(parse("-5"), Err(FigureError::Negative("-5".into())));
        for text in ["1.0", "1e3", "+1", " 1", "1 ", "x", "-", "-x", "١"] {
            assert_eq!(parse(text), Err(FigureError::NotWhole(text.into())), "{text}");
        }
    }

    #[test]
    fn a_local_time_takes_the_offset() {
        let moment = local_moment("2024-02-20 13:00:00", "+07:00").unwrap();
        assert_eq!(moment.to_string(), "2024-02-20T13:00:00+07:00");
        for text in ["2024-02-20T13:00:00", "2024-02-20", "2024-02-30 13:00:00", ""] {
            assert_eq!(local_moment(text, "+07:00"), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_figure_reads_back(number: u32) {
            prop_assert_eq!(parse(&number.to_string()), Ok(Some(number)));
        }

        #[test]
        fn no_text_panics(text: String) {
            let _ = parse(&text);
            let _ = local_moment(&text, "+07:00");
        }
    }
}
