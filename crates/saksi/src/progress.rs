//! Progress on the terminal: none where there is no terminal, none for what takes less than two seconds.

use std::fmt::Write;
use std::io::IsTerminal as _;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::texts::Said as _;

/// How long it may take before something is shown.
const PATIENCE: Duration = Duration::from_secs(2);

/// A progress bar that shows itself after two seconds, also when the work has no steps to tell of.
#[derive(Debug)]
pub struct Bar {
    bar: ProgressBar,
    /// Waits for the two seconds; ends with its channel.
    waiting: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Bar {
    /// A bar for this much work; 0: not known yet. `what` is a text for people.
    pub fn new(what: impl Into<String>, length: u64) -> Bar {
        let bar = ProgressBar::with_draw_target((length > 0).then_some(length), ProgressDrawTarget::hidden());
        style(&bar, length > 0);
        bar.set_message(what.into());
        let waiting = std::io::stderr().is_terminal().then(|| {
            let (ended, end) = channel();
            let shown = bar.clone();
            let waiting = std::thread::spawn(move || {
                if end.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                    shown.set_draw_target(ProgressDrawTarget::stderr());
                    shown.enable_steady_tick(Duration::from_millis(200));
                }
            });
            (ended, waiting)
        });
        Bar { bar, waiting }
    }

    /// So much more is done.
    pub fn advance(&self, by: u64) {
        self.bar.inc(by);
    }

    /// So much is done in all.
    pub fn set(&self, done: u64, of: u64) {
        if of > 0 && self.bar.length() != Some(of) {
            style(&self.bar, true);
            self.bar.set_length(of);
        }
        self.bar.set_position(done);
    }
}

fn style(bar: &ProgressBar, known: bool) {
    let template = if known {
        "{msg:28} [{bar:32}] {done} / {all}  {eta}"
    } else {
        "{msg:28} {spinner} {done}  {elapsed}"
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        let done = move |state: &ProgressState, out: &mut dyn Write| {
            // Work that has no steps to tell of only shows that it goes on.
            if known || state.pos() > 0 {
                let _ = out.write_str(&state.pos().said());
            }
        };
        let all = |state: &ProgressState, out: &mut dyn Write| {
            let _ = out.write_str(&state.len().unwrap_or(0).said());
        };
        bar.set_style(style.with_key("done", done).with_key("all", all).progress_chars("=> "));
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some((ended, waiting)) = self.waiting.take() {
            drop(ended);
            let _ = waiting.join();
        }
        self.bar.finish_and_clear();
    }
}
