//! The page: one HTML file that shows a landscape in a browser, saved or served.
//!
//! The numbers are Rust's ([`pack`]); the page lays them out. Text becomes HTML here alone.

mod assets;
mod html;
pub mod pack;

pub use html::{PageOptions, Provider, page};

use serde_json::json;

use crate::catalogue::{Context, run};
use crate::landscape::CompanyIx;
use crate::words::{Asking, View};

/// Returns the first answers of a landscape, laid out: what a reader without scripts sees.
#[must_use]
pub fn answers(context: &Context<'_>, company: Option<CompanyIx>) -> Vec<View> {
    let mut asked = vec![("overview", json!({}))];
    if let Some(company) = company {
        let id = context.landscape.node(company).id();
        asked.insert(1, ("gaps", json!({ "company": id })));
        asked.insert(2, ("overlap", json!({ "companies": [id] })));
    }
    // What cannot be answered of this landscape is not there.
    let answers = asked.iter().filter_map(|(name, arguments)| run(context, name, arguments).ok());
    answers.map(|answer| answer.view(&Asking::default())).collect()
}
