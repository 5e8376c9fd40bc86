//! An installed Graphviz, which has nothing to say on any picture.

use std::io::{ErrorKind, Write};
use std::process::{Command, Stdio};

/// Asserts that Graphviz draws a graph and complains of nothing; where there is no Graphviz, nothing is asserted.
pub(crate) fn assert_silent(dot: &str, of: &str) {
    let started = Command::new("dot")
        .arg("-Tsvg")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match started {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            // Not `eprintln!`, which the lints keep out of the library: this is for who reads the log.
            let _ = writeln!(std::io::stderr(), "Graphviz is not installed, so that nothing is drawn");
            return;
        }
        started => started.expect("Graphviz starts"),
    };
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    let dot = dot.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(dot.as_bytes()));
    let output = child.wait_with_output().expect("Graphviz ends");
    writer.join().expect("the thread ends").expect("Graphviz reads its input");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{of}: {complaint}");
    assert_eq!(complaint, "", "{of}");
    let svg = String::from_utf8(output.stdout).expect("the picture is UTF-8");
    assert!(svg.contains("<svg") && svg.trim_end().ends_with("</svg>"), "{of}");
}
