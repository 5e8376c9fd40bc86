//! The program `landscape`: parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    landscape_graph::cli::main()
}
