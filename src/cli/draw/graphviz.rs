//! An installed Graphviz: our DOT goes in, a picture comes out.

use std::io::{ErrorKind, Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::cli::error::{CliError, Kind};

/// How long a picture may take.
const LIMIT: Duration = Duration::from_mins(1);

/// How many bytes a picture may have.
const LARGEST: u64 = 256 << 20;

/// How many bytes of complaints are read.
const MOST_COMPLAINTS: u64 = 1 << 16;

/// Has `dot` draw a graph, and shows what it complains of.
pub(super) fn draw(arguments: &[&str], graph: &str) -> Result<Vec<u8>, CliError> {
    run("dot", arguments, graph.as_bytes().to_vec(), LIMIT)
}

fn run(program: &str, arguments: &[&str], input: Vec<u8>, limit: Duration) -> Result<Vec<u8>, CliError> {
    let spawned = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = spawned.map_err(|error| match error.kind() {
        ErrorKind::NotFound => CliError::new(Kind::Machine, "Graphviz is not installed: there is no `dot`")
            .with_help("install it, such as by `apt install graphviz` or `brew install graphviz`, or leave `--engine` out"),
        _ => CliError::machine("Graphviz cannot be started", error),
    })?;
    // Each pipe has a thread of its own: else one that is full would stop the others.
    let stdin = child.stdin.take();
    let writer = thread::spawn(move || {
        // A program that ends early does not read all; how it ended says why.
        stdin.map(|mut stdin| stdin.write_all(&input))
    });
    let picture = read(child.stdout.take(), LARGEST + 1);
    let complaints = read(child.stderr.take(), MOST_COMPLAINTS);
    let status = wait(&mut child, limit)?;
    let _ = writer.join();
    let complaints = complaints.join().unwrap_or_default();
    for line in String::from_utf8_lossy(&complaints).lines() {
        crate::cli::tell(&format!("graphviz: {line}"));
    }
    let picture = picture.join().unwrap_or_default();
    if picture.len() as u64 > LARGEST {
        return Err(CliError::new(Kind::Machine, "the picture of Graphviz is too large")
            .with_help("make `--scale` smaller, or draw SVG"));
    }
    match status {
        Some(true) => Ok(picture),
        Some(false) => Err(CliError::new(Kind::Machine, "Graphviz failed").with_help("leave `--engine` out")),
        None => Err(CliError::new(
            Kind::Machine,
            format!("Graphviz has not ended after {} seconds", limit.as_secs()),
        )
        .with_help("draw a part of the landscape, or leave `--engine` out")),
    }
}

/// Reads what comes out of a pipe, so much at most, and lets the rest pass.
fn read(pipe: Option<impl Read + Send + 'static>, most: u64) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            // What was read before a failure is what there is.
            let _ = pipe.by_ref().take(most).read_to_end(&mut bytes);
            let _ = std::io::copy(&mut pipe, &mut std::io::sink());
        }
        bytes
    })
}

/// Waits for a program, and stops it after a time; returns whether it succeeded, none where it was
/// stopped.
fn wait(child: &mut Child, limit: Duration) -> Result<Option<bool>, CliError> {
    let failed = |error| CliError::machine("Graphviz cannot be waited for", error);
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().map_err(failed)? {
            return Ok(Some(status.success()));
        }
        if begun.elapsed() >= limit {
            // It may just have ended; it is waited for in any case, so that nothing of it stays.
            let _ = child.kill();
            child.wait().map_err(failed)?;
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(5));
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_does_not_end_is_stopped() {
        assert!(run("sleep", &["60"], vec![b'x'; 1 << 20], Duration::from_millis(50)).is_err());
    }

    #[test]
    fn full_pipes_stop_nobody() {
        let input = vec![b'x'; 1 << 20];
        assert!(run("cat", &[], input.clone(), LIMIT).is_ok_and(|output| output == input));
    }

    #[test]
    fn what_is_missing_or_fails_is_an_error() {
        assert!(run("no-such-program-here", &[], Vec::new(), LIMIT).is_err());
        assert!(run("false", &[], Vec::new(), LIMIT).is_err());
    }
}
