//! A file said to be a photo: decoded and looked through for a form, it may say anything and never panics.

use std::sync::LazyLock;

use reader::boxes::Net;
use reader::layout::Layout;

static LAYOUT: LazyLock<Option<Layout>> =
    LazyLock::new(|| Layout::parse(include_str!("../../profiles/id-2024/layouts/c-hasil-ppwp.toml")).ok());

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    let said = reader::decode::pixels(bytes);
    let Ok(picture) = reader::decode::decode(bytes) else { return };
    assert_eq!(said, Some(picture.pixels().len()), "the head says how large the picture is");
    // What is larger takes longer, and nothing else.
    if picture.pixels().len() > 300_000 {
        return;
    }
    if let Some(layout) = LAYOUT.as_ref() {
        let _ = reader::read::page::read_page(&picture, std::slice::from_ref(layout), Net::shipped());
    }
}
