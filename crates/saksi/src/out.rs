//! Standard output. Who closes it early (`saksi status | head`) wants no more of it, which is no error; one that can't be
//! written for another reason, such as a full disk, is told at the end.

use std::io::{self, Write as _};
use std::sync::Mutex;

static FAILED: Mutex<Option<io::Error>> = Mutex::new(None);

/// Writes a line.
pub fn line(text: &str) {
    bytes(format!("{text}\n").as_bytes());
}

/// Writes an empty line.
pub fn gap() {
    bytes(b"\n");
}

/// Writes bytes as they are.
pub fn bytes(bytes: &[u8]) {
    let mut out = io::stdout().lock();
    if let Err(error) = out.write_all(bytes).and_then(|()| out.flush())
        && error.kind() != io::ErrorKind::BrokenPipe
        && let Ok(mut failed) = FAILED.lock()
    {
        failed.get_or_insert(error);
    }
}

/// The first error in writing, if there was one.
pub fn failure() -> Option<io::Error> {
    FAILED.lock().ok()?.take()
}
