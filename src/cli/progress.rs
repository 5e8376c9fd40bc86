//! Bars that show how far something is, where somebody watches and it takes long.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long reading takes before a bar is shown for it.
const PATIENCE: Duration = Duration::from_secs(1);

/// Returns a bar on standard error, which nobody sees where that is no terminal.
pub(super) fn bar(template: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

/// Shows how much of a landscape has been read.
pub(super) struct Reading {
    bar: ProgressBar,
    begun: Instant,
}

impl Reading {
    pub(super) fn new() -> Self {
        Self { bar: bar("reading [{wide_bar}] {bytes}/{total_bytes} {eta}"), begun: Instant::now() }
    }

    pub(super) fn show(&self, bytes: u64, of: u64) {
        if self.begun.elapsed() >= PATIENCE {
            self.bar.set_length(of);
            self.bar.set_position(bytes);
        }
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
