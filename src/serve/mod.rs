//! The page, served on this machine: a landscape in a browser that follows its files.
//!
//! | address | what it gives |
//! |---|---|
//! | `/` | the page |
//! | `/api/pack` | the numbers of the page as JSON |
//! | `/api/QUESTION` | the answer to a question of the catalogue as JSON |
//! | `/api/changes` | events: the landscape has changed, or its files are broken |
//!
//! All answers are made in memory: no path of a request reaches the file system. What is asked from
//! elsewhere than this machine, or by the page of somebody else, is refused by `guard`.

mod answer;
mod body;
mod connection;
mod guard;
mod listen;
mod query;
mod recent;
mod state;

use std::path::PathBuf;

pub use listen::{Listeners, OpenError, serve};

use crate::Landscape;
use crate::landscape::{BuildOptions, CompanyIx};
use crate::load::Files;
use crate::model::Date;
use crate::query::log::Past;

/// Where the landscape that is served comes from.
pub trait Source: Send + Sync {
    /// Returns the files and folders that it is read from, which are followed.
    fn paths(&self) -> Vec<PathBuf>;

    /// Returns the day on which somebody looks: a new day is a change.
    fn today(&self) -> Option<Date>;

    /// Reads the landscape.
    ///
    /// # Errors
    ///
    /// [`Broken`] where its files have problems. What was served before is served on.
    fn load(&self) -> Result<Loaded, Broken>;

    /// Returns the older states of the landscape.
    fn past(&self) -> Box<dyn Past + '_>;
}

/// A landscape that can be served.
pub struct Loaded {
    /// Its files, those of assumptions among them.
    pub files: Files,
    /// What they say.
    pub landscape: Landscape,
    /// How it was built.
    pub options: BuildOptions,
    /// Whose view is taken where a request names nobody's.
    pub company: Option<CompanyIx>,
    /// Where what is assumed stands.
    pub assuming: Option<String>,
    /// The landscape without what is assumed, where something is.
    pub known: Option<Landscape>,
}

/// Why a landscape cannot be read.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The problems with their places, as people read them.
    pub text: String,
}

/// How to serve a landscape.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Where the landscape's files can be seen: an address with `{file}` and `{line}`.
    pub repository: Option<String>,
}
