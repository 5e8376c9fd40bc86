//! `landscape init`.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::error::CliError;
use super::{tell, usage};
use crate::edit::{self, Json};
use crate::id::slug_of;
use crate::model::SCHEMA_VERSION;

/// Create a small sample landscape to start with, or an empty one
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Args {
    /// The folder to create; if it exists, it must be empty
    #[arg(value_name = "DIR", default_value = "graph")]
    dir: PathBuf,
    /// Start without the sample, with only a name and your own company
    #[arg(long, requires = "name")]
    empty: bool,
    /// The name of the landscape
    #[arg(long, value_name = "TEXT", requires = "empty")]
    name: Option<String>,
    /// The name of your own company
    #[arg(long, value_name = "COMPANY", requires = "empty")]
    perspective: Option<String>,
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
                return Err(usage(format!("`{shown}` is not empty, and init overwrites nothing"))
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
    let files = match &args.name {
        Some(name) => empty(name, args.perspective.as_deref())?,
        None => FILES.map(|(name, text)| (name.to_owned(), text.to_owned())).into(),
    };
    let above = dir.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(above).map_err(failed)?;
    // Written beside and renamed, so that there is never half a landscape.
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    let made = builder.prefix(".landscape").tempdir_in(above).map_err(failed)?;
    for (name, text) in &files {
        let path = made.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(made.path())).map_err(failed)?;
        std::fs::write(path, text).map_err(failed)?;
    }
    std::fs::rename(made.path(), dir).map_err(failed)?;
    // It has been moved away, so there is nothing left to remove.
    let _ = made.keep();
    let wrote = crate::words::phrases::plural(files.len(), "file", "files");
    tell(&format!("wrote {wrote} to `{shown}`"));
    // Where another folder than the usual one was made, each command has to be told.
    let graph = if dir == Path::new("graph") { String::new() } else { format!(" --graph {shown}") };
    if args.empty {
        tell(&format!("next: add a company, `landscape add company \"Quill\"{graph}`"));
        tell(&format!("  and a tool and a source, `landscape add tool \"Heatmaps\"{graph}`"));
        tell(&format!(
            "  and say who offers what, `landscape link quill offers heatmaps --support yes --source ID{graph}`"
        ));
    } else {
        tell(&format!(
            "next: ask it with `landscape{graph}`, and add to it with `landscape add company \"Quill\"{graph}`"
        ));
        if !graph.is_empty() {
            tell(&format!("  or name it once for all commands: `export LANDSCAPE_GRAPH={shown}`"));
        }
        tell(
            "  without the sample: `landscape init DIR --empty --name \"Our market\" --perspective \"Our company\"`",
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// A landscape with nothing in it but its name, and our own company.
fn empty(name: &str, perspective: Option<&str>) -> Result<Vec<(String, String)>, CliError> {
    if name.trim().is_empty() {
        return Err(usage("the name is empty"));
    }
    let mut overview = vec![
        ("schema".to_owned(), Json::from(serde_json::Value::from(SCHEMA_VERSION))),
        ("name".to_owned(), Json::from(name)),
    ];
    let mut files = Vec::new();
    if let Some(company) = perspective {
        let id = slug_of(company);
        if id.is_empty() {
            return Err(usage(format!("the name `{company}` has no letters for an id"))
                .with_help("write the name in Latin letters; you can rename it later"));
        }
        overview.push(("perspective".to_owned(), Json::from(id.as_str())));
        let record = [("id", id.as_str()), ("name", company)];
        let record = record.map(|(key, value)| (key.to_owned(), Json::from(value)));
        let companies = Json::List(vec![Json::Object(record.into())]);
        files.push((format!("companies/{id}.json"), Json::Object(vec![("companies".to_owned(), companies)])));
    }
    files.push((
        "landscape.json".to_owned(),
        Json::Object(vec![("landscape".to_owned(), Json::Object(overview))]),
    ));
    let canonical = |(path, document): (String, Json)| {
        let text = edit::format(&document.to_string(), false).map_err(|error| usage(error.to_string()))?;
        Ok((path, text))
    };
    files.into_iter().map(canonical).collect()
}
