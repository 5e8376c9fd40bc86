//! Completion of names from the landscape that the environment names, else from `graph`.

use std::ffi::OsStr;

use clap_complete::engine::CompletionCandidate;

use super::graph::usual_path;
use crate::Landscape;
use crate::landscape::{BuildOptions, FeatureIx};
use crate::load::{Files, parse};
use crate::model::Kind;
use crate::problem::Code;

pub(super) fn companies(current: &OsStr) -> Vec<CompletionCandidate> {
    names(current, &[Kind::Company])
}

pub(super) fn stacks(current: &OsStr) -> Vec<CompletionCandidate> {
    names(current, &[Kind::Stack])
}

pub(super) fn codes(current: &OsStr) -> Vec<CompletionCandidate> {
    let current = current.to_string_lossy();
    let fits = Code::ALL.into_iter().filter(|code| code.name().starts_with(&*current));
    fits.map(|code| CompletionCandidate::new(code.name()).help(Some(code.explanation().title.into())))
        .collect()
}

/// Ids that begin with what was typed; with the kind before them where two kinds share one.
pub(super) fn names(current: &OsStr, kinds: &[Kind]) -> Vec<CompletionCandidate> {
    let files = Files::read(&usual_path());
    // A landscape with problems completes nothing: the command itself will say why.
    let Ok(model) = parse(&files) else { return Vec::new() };
    let landscape = Landscape::build(model, &BuildOptions::default());
    let current = current.to_string_lossy();
    let nodes = kinds.iter().flat_map(|kind| landscape.nodes(*kind));
    let candidate = |ix| {
        let node = landscape.node(ix);
        let alone = landscape.resolve(node.id(), kinds).is_ok();
        let value = if alone { node.id().to_owned() } else { landscape.any_id(ix) };
        let fits = value.starts_with(&*current) || landscape.any_id(ix).starts_with(&*current);
        fits.then(|| CompletionCandidate::new(value).help(Some(node.name().to_owned().into())))
    };
    let mut found: Vec<CompletionCandidate> = nodes.filter_map(candidate).collect();
    // Behind a tool and a slash, its features.
    if kinds.contains(&Kind::Feature)
        && let Some((tool, _)) = current.split_once('/')
        && let Ok(ix) = landscape.tool(tool)
    {
        let address = |feature: FeatureIx| {
            let node = landscape.node(feature);
            let value = format!("{tool}/{}", node.id());
            let fits = value.starts_with(&*current);
            fits.then(|| CompletionCandidate::new(value).help(Some(node.name().to_owned().into())))
        };
        found.extend(landscape.features_of(ix).into_iter().filter_map(address));
    }
    found
}
