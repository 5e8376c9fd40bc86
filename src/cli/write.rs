//! Writing an answer to a file, whole, or to standard output.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::error::CliError;

/// Where to write.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct OutputArgs {
    /// The file to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl OutputArgs {
    /// The file; none for standard output.
    pub(super) fn path(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| *path != Path::new("-"))
    }

    /// Writes what `write` writes.
    pub(super) fn write(
        &self,
        write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
    ) -> Result<(), CliError> {
        if let Some(path) = self.path() {
            return write_whole(path, |out| write(out));
        }
        let mut out = super::stdout();
        write(&mut out)?;
        Ok(out.flush()?)
    }
}

/// Writes a file whole: after a crash there is the old one or the new one.
pub(super) fn write_whole(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<NamedTempFile>) -> std::io::Result<()>,
) -> Result<(), CliError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = |error: std::io::Error| {
        // Without the name of the temporary file, which nobody has asked for.
        let error = std::io::Error::from(error.kind());
        CliError::machine(format!("`{}` cannot be written", path.display()), error)
    };
    // Readable like any file that a program makes, not like a secret.
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = BufWriter::new(builder.prefix(".landscape").tempfile_in(folder).map_err(failed)?);
    write(&mut file).map_err(failed)?;
    let file = file.into_inner().map_err(|error| failed(error.into_error()))?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}
