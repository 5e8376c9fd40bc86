//! Rows about relations and records: which records they mean, and what becomes of each.

use serde_json::Value;

use super::{Filled, Meant, Merge, claim};
use crate::import::claims::is_same_evidence;
use crate::import::draft::Here;
use crate::import::error::Fault;
use crate::import::names::Match;
use crate::import::{About, Added, Fate, Reason, RelationRow, Row};
use crate::model::{Cycles, Holds, Kind, Relation};

/// What a claim says under a key, as it is found.
enum Said<'r> {
    Text(&'r str),
    Record(Kind, Meant),
}

impl Merge<'_, '_> {
    /// Makes the claim of a row about a relation; or says why not.
    pub(super) fn relate(
        &mut self,
        here: Here<'_>,
        row: &Row,
        relation: &RelationRow,
        what: &str,
    ) -> Result<(), Reason> {
        let rule = relation.relation.rule();
        // Nothing is made before all names of the row have been found.
        let (from_kind, from) = self.meant_end(rule.from, &relation.from, None, here)?;
        if rule.target_key.is_none() && from_kind == Kind::Source {
            return Err(Reason::OnlyInPassages);
        }
        let has_it = (rule.relation == Relation::Has).then_some(&from);
        let (to_kind, to) = self.meant_end(rule.to, &relation.to, has_it, here)?;
        if rule.cycles == Cycles::Forbidden && from.id() == to.id() {
            return Err(Reason::ToItself { relation: rule.relation });
        }
        let mut said = Vec::with_capacity(rule.says.len());
        for one in rule.says {
            let key = one.detail.key;
            match relation.says.get(key) {
                Some(name) if let Holds::Record(kind) = one.holds => {
                    said.push((key, Said::Record(kind, self.meant(kind, name, here)?)));
                }
                Some(text) => said.push((key, Said::Text(text))),
                None if one.always => {
                    return Err(Reason::Unsaid { relation: rule.relation, key: key.to_owned() });
                }
                None => {}
            }
        }
        let source = self.meant_source(row, here)?;

        let cited = self.cite(source, here, row);
        let from = self.made_of_kind(from_kind, from, cited.as_ref(), here);
        let to = self.made_of_kind(to_kind, to, cited.as_ref(), here);
        let counted = row.at.is_none();
        let Some(target_key) = rule.target_key else {
            let subject = format!("{to_kind}:{to}");
            let why = self.is_about((from_kind, &from), rule.key, subject, (cited.as_ref(), counted));
            let fate = if matches!(why, Reason::NewClaim { .. }) { Fate::Mapped } else { Fate::Merged };
            self.draft.note(here, 1, fate, what, why);
            return Ok(());
        };
        if rule.relation == Relation::Has {
            self.has_feature(&from, &to, here);
        }
        let mut claim = claim(row, cited.as_ref());
        claim.insert(target_key.to_owned(), to.into());
        for (key, said) in said {
            let value = match said {
                Said::Text(text) => text.to_owned(),
                Said::Record(kind, meant) => self.made_of_kind(kind, meant, cited.as_ref(), here),
            };
            claim.insert(key.to_owned(), value.into());
        }
        self.draft.lay((from_kind, &from), (rule.relation, claim), (here, counted), (1, what));
        Ok(())
    }

    /// Finds the record that one end of a relation names: of several kinds, the one before the
    /// name, or the only one that has a record of that name.
    fn meant_end(
        &mut self,
        kinds: &[Kind],
        written: &str,
        tool: Option<&Meant>,
        here: Here<'_>,
    ) -> Result<(Kind, Meant), Reason> {
        let written = written.trim();
        let with_kind = written.split_once(':').and_then(|(word, name)| {
            let kind = Kind::from_word(word.trim()).filter(|kind| kinds.contains(kind))?;
            (!name.trim().is_empty()).then_some((kind, name.trim()))
        });
        let (kind, name) = match (with_kind, kinds) {
            (Some(named), _) => named,
            (None, [kind]) => (*kind, written),
            (None, kinds) => (self.only_kind(kinds, written, here)?, written),
        };
        let meant = match kind {
            Kind::Feature => self.meant_feature(name, tool, here)?,
            _ => self.meant(kind, name, here)?,
        };
        Ok((kind, meant))
    }

    fn only_kind(&mut self, kinds: &[Kind], name: &str, here: Here<'_>) -> Result<Kind, Reason> {
        let names = &self.draft.names;
        let has_it = |kind: &Kind| {
            self.mapping.target(*kind, name).is_some() || names.find(*kind, name) != Match::Nothing
        };
        let found: Vec<Kind> = kinds.iter().copied().filter(has_it).collect();
        if let [kind] = found[..] {
            return Ok(kind);
        }
        let candidates: Vec<String> = found.iter().map(|kind| format!("{kind}:{name}")).collect();
        let name = name.to_owned();
        self.refuse(here, Fault::WhichKind { name: name.clone(), candidates: candidates.clone() });
        Err(Reason::WhichKind { name, candidates })
    }

    fn made_of_kind(&mut self, kind: Kind, meant: Meant, cited: Option<&Value>, here: Here<'_>) -> String {
        match kind {
            Kind::Tool => self.made_tool(meant, cited, here),
            _ => self.made(kind, meant, cited),
        }
    }

    /// Says that a record is about another. That is no claim of its own, so what it rests on is
    /// evidence of the record.
    fn is_about(
        &mut self,
        (kind, id): (Kind, &str),
        key: &str,
        subject: String,
        (cited, counted): (Option<&Value>, bool),
    ) -> Reason {
        let is_cited = cited.is_some_and(|cited| self.put_evidence(kind, id, cited, counted));
        let Some(held) = self.draft.record(kind, id) else { return Reason::Known };
        let subjects = held.value.entry(key).or_insert_with(|| Value::Array(Vec::new()));
        match subjects.as_array_mut() {
            Some(subjects) if !subjects.iter().any(|one| *one == subject) => {
                subjects.push(subject.into());
                held.changed = true;
                Reason::NewClaim { beside_others: false }
            }
            _ if is_cited => Reason::Joined,
            _ => Reason::Known,
        }
    }

    /// Puts a piece of evidence to a record that does not have it; returns whether it did.
    fn put_evidence(&mut self, kind: Kind, id: &str, cited: &Value, counted: bool) -> bool {
        let Some(held) = self.draft.record(kind, id) else { return false };
        let evidence = held.value.entry("evidence").or_insert_with(|| Value::Array(Vec::new()));
        let Some(evidence) = evidence.as_array_mut() else { return false };
        if evidence.iter().any(|old| is_same_evidence(old, cited, counted)) {
            return false;
        }
        evidence.push(cited.clone());
        held.changed = true;
        true
    }

    /// Says what a record is, where nobody has said it; or says why not.
    pub(super) fn tell_of_record(
        &mut self,
        here: Here<'_>,
        row: &Row,
        about: &About,
        what: &str,
    ) -> Result<(), Reason> {
        let kind = about.kind;
        let meant = self.meant(kind, &about.name, here)?;
        let source = self.meant_source(row, here)?;
        let cited = self.cite(source, here, row);
        let is_new = matches!(&meant, Meant::New { id, .. } if !self.draft.has(kind, id));
        let id = self.made_of_kind(kind, meant, cited.as_ref(), here);
        let mut added = Vec::new();
        let mut remarks = Vec::new();
        let texts = [("description", &about.description), ("url", &about.url), ("note", &row.note)];
        for (key, value) in texts.into_iter().filter_map(|(key, value)| Some((key, value.as_ref()?))) {
            let filled = self.fill_in(kind, &id, key, value);
            if matches!(filled, Filled::New | Filled::Differs(Fate::Replaced, _)) {
                added.push(Added { key: key.to_owned(), entries: None });
            }
            if let Filled::Differs(fate, why) = filled {
                remarks.push((fate, why));
            }
        }
        let had_aliases = self.draft.record(kind, &id).is_some_and(|held| held.value.contains_key("aliases"));
        let mut aliases = 0;
        for alias in &about.aliases {
            if self.add_alias(kind, &id, alias) {
                aliases += 1;
            } else if let Some(why) = self.taken(kind, &id, alias) {
                remarks.push((Fate::Contradicted, why));
            }
        }
        if aliases > 0 {
            added.push(Added { key: "aliases".to_owned(), entries: had_aliases.then_some(aliases) });
        }
        if let Some(cited) = cited.filter(|_| !added.is_empty()) {
            self.put_evidence(kind, &id, &cited, row.at.is_none());
        }
        let is_mapped = is_new || !added.is_empty();
        if is_mapped {
            let why = if is_new { Reason::NewRecord { claims: 0 } } else { Reason::Adds { added } };
            self.draft.note(here, 1, Fate::Mapped, what, why);
        } else if remarks.is_empty() {
            self.draft.note(here, 1, Fate::Merged, what, Reason::Known);
        }
        // A row that adds nothing counts once, with the first of what it contradicts.
        let rows = [u64::from(!is_mapped)].into_iter().chain(std::iter::repeat(0));
        for (rows, (fate, why)) in rows.zip(remarks) {
            self.draft.note(here, rows, fate, what, why);
        }
        Ok(())
    }

    /// Returns why a record cannot have an alias; none where it has the name already.
    fn taken(&self, kind: Kind, id: &str, alias: &str) -> Option<Reason> {
        let ids = match self.draft.names.find(kind, alias) {
            Match::Exact(other) | Match::Folded(other) => vec![other],
            Match::Many(others) => others,
            Match::Nothing => return None,
        };
        let is_its_own = ids.iter().any(|other| other == id);
        (!is_its_own).then(|| Reason::AliasTaken { alias: alias.to_owned(), kind, ids })
    }
}
