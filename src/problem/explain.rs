//! The long form of every code: what it means, an example, and the corrected example.

use super::Code;

/// The long form of a code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Explanation {
    /// What is wrong, in one line.
    pub title: &'static str,
    /// What it means and why it matters.
    pub meaning: &'static str,
    /// A file that has the problem, where a text can show it.
    pub wrong: Option<&'static str>,
    /// The same file, corrected.
    pub right: Option<&'static str>,
}

impl Code {
    /// Returns the long form.
    #[must_use]
    #[allow(clippy::too_many_lines, reason = "one entry for each code")]
    pub const fn explanation(self) -> Explanation {
        match self {
            Self::Unreadable => Explanation {
                title: "a file or folder cannot be read",
                meaning: "The file or folder no longer exists, or this program has no permission to read it.",
                wrong: None,
                right: None,
            },
            Self::SymlinkLoop => Explanation {
                title: "a symbolic link loops",
                meaning: "A symbolic link inside the landscape's folder points to a folder above it, so reading it would never end. Remove the link.",
                wrong: None,
                right: None,
            },
            Self::NoFiles => Explanation {
                title: "a folder has no landscape",
                meaning: "The folder and its subfolders have no `.json` or `.jsonl` file. Files and folders whose names begin with a dot are ignored.",
                wrong: None,
                right: None,
            },
            Self::EmptyFile => Explanation {
                title: "a file is empty",
                meaning: "A data file contains one JSON object. An empty file often means that saving it failed.",
                wrong: Some(""),
                right: Some("{}"),
            },
            Self::NotUtf8 => Explanation {
                title: "a file is not UTF-8 text",
                meaning: "JSON files are UTF-8 text. This file was probably saved in another encoding: save it as UTF-8.",
                wrong: None,
                right: None,
            },
            Self::Syntax => Explanation {
                title: "a file is not valid JSON",
                meaning: "The text breaks the rules of JSON here. Until this file can be read, references between records are not checked, because the records may be in this file.",
                wrong: Some(r#"{ "stacks": [ { "id": "data", "name": "Data" } }"#),
                right: Some(r#"{ "stacks": [{ "id": "data", "name": "Data" }] }"#),
            },
            Self::UnknownKey => Explanation {
                title: "an object has an unknown key",
                meaning: "An unknown key is an error, so that a spelling mistake never loses data silently.",
                wrong: Some(r#"{ "stacks": [{ "id": "data", "nmae": "Data", "name": "Data" }] }"#),
                right: Some(r#"{ "stacks": [{ "id": "data", "name": "Data" }] }"#),
            },
            Self::MissingKey => Explanation {
                title: "an object lacks a required key",
                meaning: "Every record needs an `id` and a `name`. Some relations need more: an offer needs `support`.",
                wrong: Some(r#"{ "stacks": [{ "id": "data" }] }"#),
                right: Some(r#"{ "stacks": [{ "id": "data", "name": "Data" }] }"#),
            },
            Self::DuplicateKey => Explanation {
                title: "an object has the same key twice",
                meaning: "One of the two values would be lost, and programs differ in which one they keep. Keep one.",
                wrong: Some(r#"{ "stacks": [{ "id": "data", "name": "Data", "name": "Data stack" }] }"#),
                right: Some(r#"{ "stacks": [{ "id": "data", "name": "Data" }] }"#),
            },
            Self::WrongType => Explanation {
                title: "a value has the wrong type",
                meaning: "For example, a text where a list is needed, or a number where a text is needed.",
                wrong: Some(r#"{ "stacks": { "id": "data", "name": "Data" } }"#),
                right: Some(r#"{ "stacks": [{ "id": "data", "name": "Data" }] }"#),
            },
            Self::UnknownValue => Explanation {
                title: "a value is not allowed for this key",
                meaning: "Some keys take one word of a short list. For example, `support` is `yes`, `partial`, `planned` or `no`.",
                wrong: Some(r#"{ "tools": [{ "id": "etl", "name": "ETL", "complexity": "simpel" }] }"#),
                right: Some(r#"{ "tools": [{ "id": "etl", "name": "ETL", "complexity": "simple" }] }"#),
            },
            Self::InvalidId => Explanation {
                title: "an id has characters that ids cannot have",
                meaning: "An id has only the letters `a` to `z`, digits, and single hyphens between them, and at most 100 characters. It is written without JSON escapes. The name can be any text.",
                wrong: Some(r#"{ "companies": [{ "id": "Customer.io", "name": "Customer.io" }] }"#),
                right: Some(r#"{ "companies": [{ "id": "customer-io", "name": "Customer.io" }] }"#),
            },
            Self::InvalidReference => Explanation {
                title: "a reference is not written as `kind:id`",
                meaning: "Some keys, such as `about`, can name a record of any kind. There, write the kind before the id.",
                wrong: Some(
                    r#"{
  "stacks": [{ "id": "data", "name": "Data" }],
  "questions": [{ "id": "why", "name": "Why?", "about": ["data"] }]
}"#,
                ),
                right: Some(
                    r#"{
  "stacks": [{ "id": "data", "name": "Data" }],
  "questions": [{ "id": "why", "name": "Why?", "about": ["stack:data"] }]
}"#,
                ),
            },
            Self::InvalidDate => Explanation {
                title: "a text is not a date",
                meaning: "A date is a day (`2026-11-22`), a month (`2026-11`) or a year (`2026`). Write it only as exactly as it is known.",
                wrong: Some(
                    r#"{ "signals": [{ "id": "launch", "name": "Launch", "happened": "2023-02-29" }] }"#,
                ),
                right: Some(
                    r#"{ "signals": [{ "id": "launch", "name": "Launch", "happened": "2023-02-28" }] }"#,
                ),
            },
            Self::DateOrder => Explanation {
                title: "a claim ends before it begins",
                meaning: "`since` is the first day on which a claim holds. `until` is the first day on which it no longer holds, so it must be later. For a month or a year, `since` counts from its first day and `until` to its last day: since 2019 until 2019 is allowed, since 2019 until 2018 is an error.",
                wrong: Some(
                    r#"{
  "tools": [{ "id": "etl", "name": "ETL" }],
  "companies": [
    {
      "id": "airbyte",
      "name": "Airbyte",
      "offers": [{ "tool": "etl", "support": "yes", "since": "2024-01-01", "until": "2023-01-01" }]
    }
  ]
}"#,
                ),
                right: Some(
                    r#"{
  "tools": [{ "id": "etl", "name": "ETL" }],
  "companies": [
    {
      "id": "airbyte",
      "name": "Airbyte",
      "offers": [{ "tool": "etl", "support": "yes", "since": "2023-01-01", "until": "2024-01-01" }]
    }
  ]
}"#,
                ),
            },
            Self::DuplicateId => Explanation {
                title: "two records of one kind have the same id",
                meaning: "An id names one record of its kind. Merge the two by hand, or give one of them another id.",
                wrong: Some(
                    r#"{ "stacks": [{ "id": "data", "name": "Data" }, { "id": "data", "name": "Data stack" }] }"#,
                ),
                right: Some(r#"{ "stacks": [{ "id": "data", "name": "Data" }] }"#),
            },
            Self::AliasCollision => Explanation {
                title: "an alias matches more than one record",
                meaning: "An alias must be unique: no other record of the same kind (for a feature: no other feature of the same tool) may have it as its id, name or alias. Case and punctuation are ignored. Otherwise the name would be ambiguous on the command line.",
                wrong: Some(
                    r#"{
  "companies": [
    { "id": "june", "name": "June", "aliases": ["JUNE.SO"] },
    { "id": "june-so", "name": "June (acquired)" }
  ]
}"#,
                ),
                right: Some(
                    r#"{
  "companies": [{ "id": "june", "name": "June" }, { "id": "june-so", "name": "June (acquired)" }]
}"#,
                ),
            },
            Self::DuplicateOverview => Explanation {
                title: "the landscape is described twice",
                meaning: "The key `landscape` (name, perspective, build costs) can be in any file, but only in one.",
                wrong: Some(
                    r#"{ "landscape": { "schema": 1, "name": "A" } }
{ "landscape": { "schema": 1, "name": "B" } }"#,
                ),
                right: Some(r#"{ "landscape": { "schema": 1, "name": "A" } }"#),
            },
            Self::UnsupportedSchema => Explanation {
                title: "the data has a version that this program cannot read",
                meaning: "`schema` is the version of the data format. This program reads version 1.",
                wrong: Some(r#"{ "landscape": { "schema": 2, "name": "A" } }"#),
                right: Some(r#"{ "landscape": { "schema": 1, "name": "A" } }"#),
            },
            Self::UnknownTarget => Explanation {
                title: "a relation names a record that does not exist",
                meaning: "Every id in a relation, in evidence or in `perspective` must be the id of a record, in this file or in another file of the landscape.",
                wrong: Some(
                    r#"{
  "tools": [{ "id": "warehouse", "name": "Warehouse" }],
  "companies": [
    {
      "id": "snowflake",
      "name": "Snowflake",
      "offers": [{ "tool": "warehuse", "support": "yes" }]
    }
  ]
}"#,
                ),
                right: Some(
                    r#"{
  "tools": [{ "id": "warehouse", "name": "Warehouse" }],
  "companies": [
    {
      "id": "snowflake",
      "name": "Snowflake",
      "offers": [{ "tool": "warehouse", "support": "yes" }]
    }
  ]
}"#,
                ),
            },
            Self::WrongKind => Explanation {
                title: "a relation names a record of the wrong kind",
                meaning: "Each relation connects certain kinds of records. For example, a company offers tools and is active in stacks.",
                wrong: Some(
                    r#"{
  "stacks": [{ "id": "data", "name": "Data" }],
  "companies": [
    {
      "id": "snowflake",
      "name": "Snowflake",
      "offers": [{ "tool": "data", "support": "yes" }]
    }
  ]
}"#,
                ),
                right: Some(
                    r#"{
  "stacks": [{ "id": "data", "name": "Data" }],
  "companies": [{ "id": "snowflake", "name": "Snowflake", "active_in": [{ "stack": "data" }] }]
}"#,
                ),
            },
            Self::Cycle => Explanation {
                title: "a relation loops",
                meaning: "Following `part_of`, `variant_of`, `after` or `reports_to` must never lead back to the start. Remove the claim that is wrong.",
                wrong: Some(
                    r#"{
  "tools": [
    { "id": "cdp", "name": "CDP", "part_of": [{ "tool": "etl" }] },
    { "id": "etl", "name": "ETL", "part_of": [{ "tool": "cdp" }] }
  ]
}"#,
                ),
                right: Some(
                    r#"{
  "tools": [
    { "id": "cdp", "name": "CDP" },
    { "id": "etl", "name": "ETL", "part_of": [{ "tool": "cdp" }] }
  ]
}"#,
                ),
            },
            Self::OfferConflict => Explanation {
                title: "an offer is claimed twice with different support",
                meaning: "A company can sell several products in one category, so an offer may be claimed more than once. At any one time, all these claims must have the same support.",
                wrong: Some(
                    r#"{
  "tools": [{ "id": "etl", "name": "ETL" }],
  "companies": [
    {
      "id": "airbyte",
      "name": "Airbyte",
      "offers": [{ "tool": "etl", "support": "yes" }, { "tool": "etl", "support": "no" }]
    }
  ]
}"#,
                ),
                right: Some(
                    r#"{
  "tools": [{ "id": "etl", "name": "ETL" }],
  "companies": [
    {
      "id": "airbyte",
      "name": "Airbyte",
      "offers": [
        { "tool": "etl", "support": "no", "until": "2020-07-01" },
        { "tool": "etl", "support": "yes", "since": "2020-07-01" }
      ]
    }
  ]
}"#,
                ),
            },
            Self::OwnerConflict => Explanation {
                title: "a company belongs to two others at the same time",
                meaning: "A company has at most one owner at a time. Only completed deals count, announced ones do not.",
                wrong: Some(
                    r#"{
  "companies": [
    { "id": "suse", "name": "SUSE" },
    { "id": "eqt", "name": "EQT" },
    {
      "id": "rancher",
      "name": "Rancher",
      "owned_by": [
        { "company": "suse", "status": "completed" },
        { "company": "eqt", "status": "completed" }
      ]
    }
  ]
}"#,
                ),
                right: Some(
                    r#"{
  "companies": [
    { "id": "suse", "name": "SUSE" },
    { "id": "eqt", "name": "EQT" },
    {
      "id": "rancher",
      "name": "Rancher",
      "owned_by": [
        { "company": "eqt", "status": "completed", "until": "2020-12-01" },
        { "company": "suse", "status": "completed", "since": "2020-12-01" }
      ]
    }
  ]
}"#,
                ),
            },

            Self::EmptyName => Explanation {
                title: "a name is empty",
                meaning: "Reports and pictures show records by their names, so a name or an alias needs at least one visible character.",
                wrong: Some(r#"{ "stacks": [{ "id": "data", "name": " " }] }"#),
                right: Some(r#"{ "stacks": [{ "id": "data", "name": "Data" }] }"#),
            },
            Self::EmptyEvidence => Explanation {
                title: "a quote or an address in evidence is empty",
                meaning: "`quote` has the words of the source, and `url` the address of the page. Leave out what is unknown: an empty text would read as if somebody had looked and found nothing.",
                wrong: Some(
                    r#"{
  "sources": [
    { "id": "docs", "name": "Docs", "evidence": [{ "source": "docs", "basis": "stated", "quote": "" }] }
  ]
}"#,
                ),
                right: Some(
                    r#"{
  "sources": [
    { "id": "docs", "name": "Docs", "evidence": [{ "source": "docs", "basis": "stated" }] }
  ]
}"#,
                ),
            },
            Self::Orphan => Explanation {
                title: "a record is connected to nothing",
                meaning: "The record refers to no other record, and no other record refers to it, so no answer can show it. A source is connected when evidence names it.",
                wrong: Some(r#"{ "tools": [{ "id": "etl", "name": "ETL" }] }"#),
                right: Some(
                    r#"{
  "stacks": [{ "id": "data", "name": "Data" }],
  "tools": [{ "id": "etl", "name": "ETL", "in_stack": [{ "stack": "data" }] }]
}"#,
                ),
            },
            Self::EmptyStack => Explanation {
                title: "a stack has no tools",
                meaning: "Coverage of a stack counts its tools, so a stack without tools has no coverage.",
                wrong: Some(r#"{ "stacks": [{ "id": "data", "name": "Data" }] }"#),
                right: Some(
                    r#"{
  "stacks": [{ "id": "data", "name": "Data" }],
  "tools": [{ "id": "etl", "name": "ETL", "in_stack": [{ "stack": "data" }] }]
}"#,
                ),
            },
            Self::NoEvidence => Explanation {
                title: "claims have no evidence",
                meaning: "Nobody can check a claim without a source. This is reported once for each record, at its first such claim.",
                wrong: Some(
                    r#"{
  "tools": [{ "id": "etl", "name": "ETL" }],
  "companies": [{ "id": "acme", "name": "Acme", "offers": [{ "tool": "etl", "support": "yes" }] }]
}"#,
                ),
                right: Some(
                    r#"{
  "sources": [{ "id": "page", "name": "A page" }],
  "tools": [{ "id": "etl", "name": "ETL" }],
  "companies": [
    {
      "id": "acme",
      "name": "Acme",
      "offers": [
        {
          "tool": "etl",
          "support": "yes",
          "evidence": [{ "source": "page", "at": "line 3", "basis": "stated" }]
        }
      ]
    }
  ]
}"#,
                ),
            },
            Self::PartContradicted => Explanation {
                title: "a company lacks a tool but offers a sub-tool of it",
                meaning: "Whoever offers a sub-tool offers its tool in part. A claim that the company does not offer the tool contradicts that. Answers count it as partial.",
                wrong: Some(
                    r#"{
  "tools": [
    { "id": "cdp", "name": "CDP" },
    { "id": "etl", "name": "ETL", "part_of": [{ "tool": "cdp" }] }
  ],
  "companies": [
    {
      "id": "airbyte",
      "name": "Airbyte",
      "offers": [{ "tool": "cdp", "support": "no" }, { "tool": "etl", "support": "yes" }]
    }
  ]
}"#,
                ),
                right: Some(
                    r#"{
  "tools": [
    { "id": "cdp", "name": "CDP" },
    { "id": "etl", "name": "ETL", "part_of": [{ "tool": "cdp" }] }
  ],
  "companies": [{ "id": "airbyte", "name": "Airbyte", "offers": [{ "tool": "etl", "support": "yes" }] }]
}"#,
                ),
            },
            Self::RepeatedRelation => Explanation {
                title: "a relation names the same record twice",
                meaning: "It counts only once. Merge the two entries into one with the evidence of both.",
                wrong: Some(
                    r#"{
  "stacks": [{ "id": "data", "name": "Data" }],
  "tools": [{ "id": "etl", "name": "ETL", "in_stack": [{ "stack": "data" }, { "stack": "data" }] }]
}"#,
                ),
                right: Some(
                    r#"{
  "stacks": [{ "id": "data", "name": "Data" }],
  "tools": [{ "id": "etl", "name": "ETL", "in_stack": [{ "stack": "data" }] }]
}"#,
                ),
            },
            Self::SharedName => Explanation {
                title: "two records of one kind, or two features of one tool, have the same name",
                meaning: "People will confuse the two: the names differ only in case or punctuation, or not at all. The id still names each of them. Features of different tools may share a name, because `TOOL/FEATURE` names each.",
                wrong: Some(
                    r#"{ "companies": [{ "id": "june", "name": "June" }, { "id": "june-2", "name": "JUNE" }] }"#,
                ),
                right: Some(
                    r#"{
  "companies": [{ "id": "june", "name": "June" }, { "id": "june-2", "name": "June Energy" }]
}"#,
                ),
            },
            Self::LongQuote => Explanation {
                title: "a quote is too long",
                meaning: "`quote` has the words that support the claim, at most 300 characters, so that a reader can check it at a glance. `url` and `at` lead to the rest.",
                wrong: Some(
                    r#"{
  "sources": [
    {
      "id": "docs",
      "name": "Docs",
      "evidence": [
        {
          "source": "docs",
          "basis": "stated",
          "quote": "We collect events from every app and send them to your warehouse. We collect events from every app and send them to your warehouse. We collect events from every app and send them to your warehouse. We collect events from every app and send them to your warehouse. We collect events from every app and send them to your warehouse."
        }
      ]
    }
  ]
}"#,
                ),
                right: Some(
                    r#"{
  "sources": [
    {
      "id": "docs",
      "name": "Docs",
      "evidence": [
        {
          "source": "docs",
          "basis": "stated",
          "quote": "We collect events from every app and send them to your warehouse."
        }
      ]
    }
  ]
}"#,
                ),
            },
            Self::NotBegun => Explanation {
                title: "a claim begins after the day of the answers",
                meaning: "Answers are as of the newest day on which any evidence was read, or a later one up to today on which a claim began or ended. A claim that begins after that day is in no count until the day comes: each answer says that it leaves it out.",
                wrong: Some(
                    r#"{
  "tools": [{ "id": "etl", "name": "ETL" }],
  "sources": [{ "id": "docs", "name": "Docs" }],
  "companies": [
    {
      "id": "airbyte",
      "name": "Airbyte",
      "offers": [
        {
          "tool": "etl",
          "support": "yes",
          "since": "2062-03-01",
          "evidence": [{ "source": "docs", "basis": "stated", "on": "2026-02-01" }]
        }
      ]
    }
  ]
}"#,
                ),
                right: Some(
                    r#"{
  "tools": [{ "id": "etl", "name": "ETL" }],
  "sources": [{ "id": "docs", "name": "Docs" }],
  "companies": [
    {
      "id": "airbyte",
      "name": "Airbyte",
      "offers": [
        {
          "tool": "etl",
          "support": "yes",
          "since": "2026-01-03",
          "evidence": [{ "source": "docs", "basis": "stated", "on": "2026-02-01" }]
        }
      ]
    }
  ]
}"#,
                ),
            },
            Self::ReadInFuture => Explanation {
                title: "evidence was read after today",
                meaning: "Nobody can have read it yet. Answers are as of the newest day on which any evidence was read, so one wrong day moves them all.",
                wrong: Some(
                    r#"{
  "sources": [
    { "id": "docs", "name": "Docs", "evidence": [{ "source": "docs", "basis": "stated", "on": "2062-02-01" }] }
  ]
}"#,
                ),
                right: Some(
                    r#"{
  "sources": [
    { "id": "docs", "name": "Docs", "evidence": [{ "source": "docs", "basis": "stated", "on": "2026-02-01" }] }
  ]
}"#,
                ),
            },
            Self::FeatureContradicted => Explanation {
                title: "a company is said to offer less of a tool than a feature of it shows",
                meaning: "Who provides a feature that shows a tool (`shown_by`) offers the tool, at least so far. A claim about the company and the tool goes before that, and here it says less: one of the two is wrong, or the feature does not show the tool.",
                wrong: Some(
                    r#"{
  "features": [{ "id": "funnels", "name": "Funnels" }],
  "tools": [{ "id": "funnel-analysis", "name": "Funnel analysis", "shown_by": [{ "feature": "funnels", "support": "yes" }] }],
  "companies": [
    {
      "id": "acme",
      "name": "Acme",
      "offers": [{ "tool": "funnel-analysis", "support": "no" }],
      "provides": [{ "feature": "funnels", "support": "yes" }]
    }
  ]
}"#,
                ),
                right: Some(
                    r#"{
  "features": [{ "id": "funnels", "name": "Funnels" }],
  "tools": [{ "id": "funnel-analysis", "name": "Funnel analysis", "shown_by": [{ "feature": "funnels", "support": "yes" }] }],
  "companies": [{ "id": "acme", "name": "Acme", "provides": [{ "feature": "funnels", "support": "yes" }] }]
}"#,
                ),
            },
        }
    }
}
