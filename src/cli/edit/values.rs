//! The options for keys of records, claims and evidence: made from the format, so that they never
//! lag behind it.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command, FromArgMatches};

use crate::edit::{Json, Key, claim_keys, evidence_keys, record_keys};

/// The key that both a claim and its evidence may have, and that is asked for more often of the
/// evidence.
const PAGE: &str = "url";

/// One option: its name, and whether it is for evidence.
struct Named {
    key: Key,
    id: String,
    long: String,
}

fn named(keys: Vec<Key>, prefix: &str, is_taken: impl Fn(&str) -> bool) -> Vec<Named> {
    let named = |key: Key| {
        let long = key.key.replace('_', "-");
        let long = if is_taken(&key.key) { format!("{prefix}-{long}") } else { long };
        Named { id: format!("{prefix}.{}", key.key), long, key }
    };
    keys.into_iter().map(named).collect()
}

fn of_claims() -> Vec<Named> {
    let evidence = evidence_keys();
    let mut claims = claim_keys();
    // What few claims have says most about them.
    claims.sort_by_key(|key| key.of.len() > 2);
    named(claims, "claim", |key| key == PAGE && evidence.iter().any(|other| other.key == key))
}

fn of_evidence() -> Vec<Named> {
    let claims = claim_keys();
    named(evidence_keys(), "evidence", |key| key != PAGE && claims.iter().any(|other| other.key == key))
}

fn of_records() -> Vec<Named> {
    named(record_keys(), "record", |_| false)
}

fn augment(command: Command, options: Vec<Named>, heading: &'static str) -> Command {
    options.into_iter().fold(command, |command, Named { key, id, long }| {
        let about = key.about.trim_end_matches('.').to_owned();
        // What only some have names them.
        let about = if key.of.len() <= 2 && heading != EVIDENCE {
            format!("{about} ({})", key.of.join(", "))
        } else {
            about
        };
        let mut option = Arg::new(id).long(long).help(about).help_heading(heading);
        option = option.value_name(if key.is_day { "DAY".to_owned() } else { key.key.to_uppercase() });
        // Where several kinds have other words, the library tells which are meant.
        if !key.words.is_empty() && key.of.len() <= 2 || key.key == "support" || key.key == "basis" {
            option = option.value_parser(PossibleValuesParser::new(key.words));
        }
        command.arg(option)
    })
}

fn read(matches: &ArgMatches, options: &[Named]) -> Json {
    let given = |Named { key, id, .. }: &Named| {
        let text = matches.get_one::<String>(id)?;
        Some((key.key.clone(), Json::Text(super::day(key, text))))
    };
    Json::Object(options.iter().filter_map(given).collect())
}

const CLAIM: &str = "What the claim says";
const EVIDENCE: &str = "Why we believe it";
const RECORD: &str = "What it says";

/// What a claim says besides its target.
#[derive(Clone, Debug)]
pub(super) struct ClaimValues(pub(super) Json);

/// What a claim says besides its target, and why it is believed.
#[derive(Clone, Debug)]
pub(super) struct LinkValues {
    pub(super) claim: Json,
    pub(super) evidence: Json,
}

/// What a record says besides its name.
#[derive(Clone, Debug)]
pub(super) struct RecordValues(pub(super) Json);

/// Makes arguments of clap's of keys. The format is read only by the command that takes them: that
/// takes longer than all else that the program does when it starts.
macro_rules! values {
    ($name:ident, |$command:ident| $augmented:expr, |$matches:ident| $read:expr) => {
        impl FromArgMatches for $name {
            fn from_arg_matches($matches: &ArgMatches) -> Result<Self, clap::Error> {
                Ok($read)
            }

            fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
                *self = Self::from_arg_matches(matches)?;
                Ok(())
            }
        }

        impl clap::Args for $name {
            fn augment_args(command: Command) -> Command {
                command.defer(|$command| $augmented)
            }

            fn augment_args_for_update(command: Command) -> Command {
                Self::augment_args(command)
            }
        }
    };
}
values!(ClaimValues, |command| augment(command, of_claims(), CLAIM), |matches| Self(read(
    matches,
    &of_claims()
)));
values!(
    LinkValues,
    |command| augment(augment(command, of_claims(), CLAIM), of_evidence(), EVIDENCE),
    |matches| Self { claim: read(matches, &of_claims()), evidence: read(matches, &of_evidence()) }
);
values!(RecordValues, |command| augment(command, of_records(), RECORD), |matches| Self(read(
    matches,
    &of_records()
)));
