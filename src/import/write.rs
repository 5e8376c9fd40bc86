//! From a draft to files, through the layer that edits: what is there keeps its bytes.

use std::path::Path;

use serde_json::Value;

use super::audit::{ImportReport, WrittenFile};
use super::claims::Object;
use super::draft::Draft;
use super::merge::Import;
use crate::edit::{self, EditError, Json, PlannedFile};
use crate::load::Files;
use crate::model::Kind;

/// What an import makes of a landscape.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes {
    overview: Option<Object>,
    records: Vec<(Kind, Object)>,
}

impl Changes {
    pub(super) fn of(draft: &Draft<'_>) -> Self {
        let changed = draft.held.iter().filter(|(_, held)| held.changed);
        Self {
            overview: draft.overview.clone().filter(|_| draft.overview_changed),
            records: changed.map(|((kind, _), held)| (*kind, held.value.clone())).collect(),
        }
    }
}

/// An import whose files are planned. Nothing has been written.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PlannedImport<'f> {
    /// How it went.
    pub report: ImportReport,
    /// The files that are new or changed, those first that others refer to.
    pub files: Vec<PlannedFile<'f>>,
}

impl PlannedImport<'_> {
    /// Returns the same with texts of its own, so that it outlives the files that were read.
    #[must_use]
    pub fn into_owned(self) -> PlannedImport<'static> {
        let files = self.files.into_iter().map(PlannedFile::into_owned).collect();
        PlannedImport { report: self.report, files }
    }

    /// Returns the files of the landscape as they will be.
    #[must_use]
    pub fn result(&self, files: &Files) -> Files {
        files.replaced(self.files.iter().map(|file| {
            let after = file.name.as_deref().zip(file.after.as_deref());
            (file.was.as_deref(), after)
        }))
    }
}

impl Import {
    /// Plans the files: records that are there are changed where they differ, and new ones are
    /// added where they belong.
    ///
    /// # Errors
    ///
    /// Where the landscape as it would be has problems that it does not have now.
    pub fn plan(self, files: &Files) -> Result<PlannedImport<'_>, Box<EditError>> {
        let Self { mut report, changes } = self;
        let Changes { overview, records } = changes;
        let overview = overview.map(json).transpose()?;
        let records = records.into_iter().map(|(kind, record)| Ok((kind, json(record)?)));
        let records = records.collect::<Result<_, EditError>>()?;
        let files = edit::plan_records(Path::new(&report.into), files, overview, records)?.files;
        let written = |file: &PlannedFile<'_>| WrittenFile {
            file: file.name.clone().unwrap_or_default(),
            is_new: file.was.is_none(),
        };
        report.written = files.iter().map(written).collect();
        report.written.sort_by(|one, other| one.file.cmp(&other.file));
        Ok(PlannedImport { report, files })
    }
}

fn json(value: Object) -> Result<Json, EditError> {
    // What was read as JSON can be written as JSON.
    Json::parse(&Value::Object(value).to_string()).map_err(|_| EditError::Broken { file: String::new() })
}
