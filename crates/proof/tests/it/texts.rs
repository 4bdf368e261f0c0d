//! Whatever can be said has a sentence in both languages.

use proof::Says;

#[test]
fn every_word_has_its_sentence_in_both_languages() {
    for language in ["id", "en"] {
        let path = format!("{}/../../web/texts/verify.{language}.ftl", env!("CARGO_MANIFEST_DIR"));
        let texts = std::fs::read_to_string(path).unwrap();
        for word in Says::WORDS {
            assert!(texts.lines().any(|line| line.starts_with(&format!("{word} = "))), "{language}: {word}");
        }
    }
}
