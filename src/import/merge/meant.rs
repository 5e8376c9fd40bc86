//! What the names of a list mean: records that are there, or that are made.

use serde_json::{Value, json};

use super::{Meant, Merge, can_be_made, object};
use crate::id::{check_slug, fold_name, slug_of};
use crate::import::draft::{Here, without_nulls};
use crate::import::error::Fault;
use crate::import::mapping::Target;
use crate::import::names::{Match, id_of_name};
use crate::import::{Fate, Reason};
use crate::model::{Basis, Kind, Relation};

impl<'m> Merge<'m, '_> {
    /// Returns the id of the record that a name leads to, by the mapping or by the landscape.
    pub(super) fn named(&self, kind: Kind, written: &str) -> Option<String> {
        match self.mapping.target(kind, written) {
            Some(Target::Record(target)) => Some(target.id.clone()),
            Some(Target::Drop) => None,
            None => match self.draft.names.find(kind, written) {
                Match::Exact(id) | Match::Folded(id) => Some(id),
                Match::Many(_) | Match::Nothing => None,
            },
        }
    }

    /// Finds the feature that a name means: of several, the one that the tool has; where the row
    /// names no tool, that may stand before the name, as in `TOOL/FEATURE`.
    pub(super) fn meant_feature(
        &mut self,
        written: &str,
        tool: Option<&Meant>,
        here: Here<'_>,
    ) -> Result<Meant, Reason> {
        if self.mapping.target(Kind::Feature, written).is_none()
            && let Some(feature) = self.feature_within(written, tool)
        {
            return Ok(Meant::Known(feature));
        }
        self.meant(Kind::Feature, written, here)
    }

    /// Returns the feature for which the name alone is not enough, and its tool is.
    pub(super) fn feature_within(&self, written: &str, tool: Option<&Meant>) -> Option<String> {
        let names = &self.draft.names;
        let of_tool = |tool: &str, features: &[String]| {
            let is_had = |feature: &&String| self.has.contains(&(tool.to_owned(), (*feature).clone()));
            match features.iter().filter(is_had).collect::<Vec<_>>()[..] {
                [feature] => Some(feature.clone()),
                _ => None,
            }
        };
        match (tool, names.find(Kind::Feature, written)) {
            (Some(Meant::Known(tool)), Match::Many(features)) => of_tool(tool, &features),
            (None, Match::Nothing) => {
                let (tool, name) = written.split_once('/')?;
                let (Match::Exact(tool) | Match::Folded(tool)) = names.find(Kind::Tool, tool.trim()) else {
                    return None;
                };
                match names.find(Kind::Feature, name.trim()) {
                    Match::Exact(feature) | Match::Folded(feature) => of_tool(&tool, &[feature]),
                    Match::Many(features) => of_tool(&tool, &features),
                    Match::Nothing => None,
                }
            }
            _ => None,
        }
    }

    /// Finds the record that a written name means; or says why the name means nothing.
    pub(super) fn meant(&mut self, kind: Kind, written: &str, here: Here<'_>) -> Result<Meant, Reason> {
        let written = written.trim();
        let key = (kind, written.to_owned());
        // A name that has led to no record yet may have become an alias of one.
        let is_known = match self.known.get(&key) {
            Some(Meant::New { id, .. }) => {
                self.draft.has(kind, id) || self.draft.names.find(kind, written) == Match::Nothing
            }
            known => known.is_some(),
        };
        if !is_known {
            let meant = self.look_up(kind, written, here);
            self.known.insert(key.clone(), meant);
        }
        match self.known.get(&key) {
            Some(Meant::Nothing(why)) => Err(why.clone()),
            Some(meant) => Ok(meant.clone()),
            None => Err(Reason::Unnamed { kind }),
        }
    }

    pub(super) fn look_up(&mut self, kind: Kind, written: &str, here: Here<'_>) -> Meant {
        if written.is_empty() {
            return Meant::Nothing(Reason::Unnamed { kind });
        }
        match self.mapping.target(kind, written) {
            Some(Target::Drop) => {
                return Meant::Nothing(Reason::MappedAway { kind, name: written.to_owned() });
            }
            Some(Target::Record(target)) if self.draft.has(kind, &target.id) => {
                return Meant::Known(target.id.clone());
            }
            Some(Target::Record(_)) if !can_be_made(kind) => return self.cannot_make(kind, written, here),
            Some(Target::Record(target)) => {
                let value = without_nulls(object(&json!({
                    "id": target.id,
                    "name": target.name.as_deref().unwrap_or(written),
                    "aliases": target.aliases,
                    "description": target.description,
                    "url": target.url,
                    "note": target.note,
                })));
                let basis = target.basis.unwrap_or(Basis::Inferred);
                return Meant::New { id: target.id.clone(), value, stacks: target.stacks.clone(), basis };
            }
            None => {}
        }
        match self.draft.names.find(kind, written) {
            Match::Exact(id) => Meant::Known(id),
            Match::Folded(id) => {
                if self.guessed.insert((kind, written.to_owned())) {
                    let why = Reason::ReadAs { kind, id: id.clone() };
                    self.draft.note(here, 0, Fate::Guessed, written, why);
                }
                Meant::Known(id)
            }
            Match::Many(candidates) => {
                let name = written.to_owned();
                let why = Reason::Ambiguous { kind, name: name.clone(), candidates: candidates.clone() };
                self.refuse(here, Fault::AmbiguousRecord { kind, name, candidates });
                Meant::Nothing(why)
            }
            Match::Nothing if !can_be_made(kind) => self.cannot_make(kind, written, here),
            Match::Nothing => {
                if self.options.strict {
                    let nearest = self.draft.names.nearest(kind, written);
                    self.refuse(here, Fault::UnknownRecord { kind, name: written.to_owned(), nearest });
                }
                let id = self.new_id(kind, written);
                let mut value = object(&json!({ "id": id, "name": written }));
                if kind == Kind::Source && written.contains("://") {
                    value.insert("url".to_owned(), written.into());
                }
                Meant::New { id, value, stacks: Vec::new(), basis: Basis::Inferred }
            }
        }
    }

    /// Refuses to make a record of which a name says too little.
    pub(super) fn cannot_make(&mut self, kind: Kind, written: &str, here: Here<'_>) -> Meant {
        let nearest = self.draft.names.nearest(kind, written);
        self.refuse(here, Fault::UnknownRecord { kind, name: written.to_owned(), nearest });
        Meant::Nothing(Reason::CannotMake { kind, name: written.to_owned() })
    }

    /// Returns an id for a new name: a plain one where nothing has it, else one that no other name
    /// can have.
    pub(super) fn new_id(&mut self, kind: Kind, written: &str) -> String {
        let latin = deunicode::deunicode(written);
        let plain = slug_of(&latin);
        // `C++` is no `c`.
        let is_free = check_slug(&plain).is_ok()
            && fold_name(&plain) == fold_name(&latin)
            && self.draft.names.find(kind, &plain) == Match::Nothing
            && !self.given.contains(&(kind, plain.clone()));
        let id = if is_free { plain } else { id_of_name(written) };
        self.given.insert((kind, id.clone()));
        id
    }

    /// Makes the record that is meant, where there is none, and returns its id.
    pub(super) fn made(&mut self, kind: Kind, meant: Meant, cited: Option<&Value>) -> String {
        match meant {
            Meant::Known(id) => id,
            Meant::New { id, mut value, .. } => {
                if !self.draft.has(kind, &id) {
                    if let Some(cited) = cited {
                        value.insert("evidence".to_owned(), Value::Array(vec![cited.clone()]));
                    }
                    self.draft.insert(kind, &id, value);
                }
                id
            }
            Meant::Nothing(_) => String::new(),
        }
    }

    /// Makes the tool that is meant, with the stacks that the mapping gives it.
    pub(super) fn made_tool(&mut self, meant: Meant, cited: Option<&Value>, here: Here<'_>) -> String {
        let stacks = match &meant {
            Meant::New { id, stacks, basis, .. } if !self.draft.has(Kind::Tool, id) => {
                stacks.iter().map(|stack| (stack.clone(), *basis)).collect()
            }
            _ => Vec::new(),
        };
        let id = self.made(Kind::Tool, meant, cited);
        for (written, basis) in stacks {
            match self.meant(Kind::Stack, &written, here) {
                Ok(stack) => {
                    let stack = self.made(Kind::Stack, stack, cited);
                    let mut cited = cited.cloned();
                    if let Some(cited) = &mut cited {
                        cited["basis"] = basis.word().into();
                        cited["note"] = "The mapping of the import says so".into();
                    }
                    self.belongs(Kind::Tool, &id, Relation::InStack, &stack, cited.as_ref(), here);
                }
                Err(why) => self.draft.note(here, 0, Fate::Dropped, &written, why),
            }
        }
        id
    }
}
