//! A layout file: refused, or every place it names can be computed with.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reader::Gray;
use reader::boxes::Net;
use reader::layout::Layout;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(layout) = Layout::parse(text) else { return };
    let picture = Gray::new(200, 300, vec![128; 60_000]);
    if let Some(picture) = picture {
        let _ = reader::read::page::read_page(&picture, std::slice::from_ref(&layout), Net::shipped());
    }
});
