//! `landscape init`.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::error::CliError;
use super::{tell, usage};

/// Write a small landscape to start from: made up, and complete
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// The folder to make; it must not exist, or be empty
    #[arg(value_name = "DIR", default_value = "graph")]
    dir: PathBuf,
}

/// The files of the landscape, all in one folder.
const FILES: [(&str, &str); 5] = [
    ("companies.json", include_str!("init/companies.json")),
    ("landscape.json", include_str!("init/landscape.json")),
    ("roles.json", include_str!("init/roles.json")),
    ("sources.json", include_str!("init/sources.json")),
    ("tools.json", include_str!("init/tools.json")),
];

pub(super) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let dir = args.dir.as_path();
    let shown = dir.display();
    let failed = |error| CliError::machine(format!("`{shown}` cannot be written"), error);
    match std::fs::read_dir(dir) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                return Err(usage(format!("`{shown}` is not empty, and nothing is overwritten"))
                    .with_help("name another folder: `landscape init DIR`"));
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            return Err(
                usage(format!("`{shown}` is a file")).with_help("name a folder: `landscape init DIR`")
            );
        }
        Err(error) => return Err(failed(error)),
    }
    let above = dir.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(above).map_err(failed)?;
    // Written beside and renamed, so that there is never half a landscape.
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    let made = builder.prefix(".landscape").tempdir_in(above).map_err(failed)?;
    for (name, text) in FILES {
        std::fs::write(made.path().join(name), text).map_err(failed)?;
    }
    std::fs::rename(made.path(), dir).map_err(failed)?;
    // It has been moved away, so there is nothing left to remove.
    let _ = made.keep();
    tell(&format!(
        "wrote {} files to `{shown}`; try `landscape --graph {shown}`, or name it once for all: `export LANDSCAPE_GRAPH={shown}`",
        FILES.len()
    ));
    Ok(ExitCode::SUCCESS)
}
