//! Progress on the terminal: none where there is no terminal, none for what takes less than two seconds.

use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A progress bar that shows itself after two seconds.
#[derive(Debug)]
pub struct Bar {
    bar: ProgressBar,
    begun: Instant,
}

impl Bar {
    /// A bar for this much work.
    pub fn new(what: &'static str, length: u64) -> Bar {
        let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{msg:28} [{bar:32}] {human_pos}/{human_len} {eta}");
        if let Ok(style) = style {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(what);
        Bar { bar, begun: Instant::now() }
    }

    /// So much more is done.
    pub fn advance(&self, by: u64) {
        self.show();
        self.bar.inc(by);
    }

    /// So much is done in all.
    pub fn set(&self, done: u64, of: u64) {
        self.show();
        self.bar.set_length(of);
        self.bar.set_position(done);
    }

    fn show(&self) {
        let late = self.begun.elapsed() > Duration::from_secs(2);
        if late && self.bar.is_hidden() && std::io::stderr().is_terminal() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
