//! The long form of every code: what it means, an example, and the example put right.

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
    /// The same file put right.
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
                meaning: "The file or folder exists no longer, or the system does not let this program read it. Nothing else is reported about it.",
                wrong: None,
                right: None,
            },
            Self::SymlinkLoop => Explanation {
                title: "a symbolic link leads in a circle",
                meaning: "A symbolic link inside the landscape's folder leads to a folder above it, so that walking it would never end. Remove the link.",
                wrong: None,
                right: None,
            },
            Self::NoFiles => Explanation {
                title: "a folder holds no landscape",
                meaning: "The folder has no `.json` or `.jsonl` file in it, at any depth. Files and folders whose names begin with a dot are passed over.",
                wrong: None,
                right: None,
            },
            Self::EmptyFile => Explanation {
                title: "a file is empty",
                meaning: "A data file holds one JSON object. An empty file is most often a sign of a write that failed.",
                wrong: Some(""),
                right: Some("{}"),
            },
            Self::NotUtf8 => Explanation {
                title: "a file is not UTF-8 text",
                meaning: "JSON is exchanged as UTF-8. The file holds a byte that UTF-8 does not have; most often it was saved in another encoding.",
                wrong: None,
                right: None,
            },
            Self::Syntax => Explanation {
                title: "a file is not valid JSON",
                meaning: "The text breaks the rules of JSON at this place. While a file cannot be read as JSON, relations between records are not checked, because what they name may stand in that file.",
                wrong: Some(r#"{ "stacks": [ { "id": "data", "name": "Data" } }"#),
                right: Some(r#"{ "stacks": [{ "id": "data", "name": "Data" }] }"#),
            },
            Self::UnknownKey => Explanation {
                title: "an object has a key that it cannot have",
                meaning: "Unknown keys are errors, so that a misspelt key never loses its data without notice.",
                wrong: Some(r#"{ "stacks": [{ "id": "data", "nmae": "Data", "name": "Data" }] }"#),
                right: Some(r#"{ "stacks": [{ "id": "data", "name": "Data" }] }"#),
            },
            Self::MissingKey => Explanation {
                title: "an object lacks a key that it must have",
                meaning: "Every record needs at least an `id` and a `name`; some relations need more, such as `support` in an offer.",
                wrong: Some(r#"{ "stacks": [{ "id": "data" }] }"#),
                right: Some(r#"{ "stacks": [{ "id": "data", "name": "Data" }] }"#),
            },
            Self::DuplicateKey => Explanation {
                title: "an object has the same key twice",
                meaning: "JSON lets a key stand twice, and programs differ in which one they take. Here one of the two would be lost.",
                wrong: Some(r#"{ "stacks": [{ "id": "data", "name": "Data", "name": "Data stack" }] }"#),
                right: Some(r#"{ "stacks": [{ "id": "data", "name": "Data" }] }"#),
            },
            Self::WrongType => Explanation {
                title: "a value is of the wrong type",
                meaning: "A text stands where a list is needed, a number where a text is needed, and so on.",
                wrong: Some(r#"{ "stacks": { "id": "data", "name": "Data" } }"#),
                right: Some(r#"{ "stacks": [{ "id": "data", "name": "Data" }] }"#),
            },
            Self::UnknownValue => Explanation {
                title: "a value is none of those that the key can have",
                meaning: "Some keys take one of a few words, such as `support`: `yes`, `partial`, `planned` or `no`.",
                wrong: Some(r#"{ "tools": [{ "id": "etl", "name": "ETL", "complexity": "simpel" }] }"#),
                right: Some(r#"{ "tools": [{ "id": "etl", "name": "ETL", "complexity": "simple" }] }"#),
            },
            Self::InvalidId => Explanation {
                title: "an id is no slug",
                meaning: "Ids are made of the letters `a` to `z`, digits, and single hyphens between them, at most 100 characters, written without JSON escapes. The name can be any text.",
                wrong: Some(r#"{ "companies": [{ "id": "Customer.io", "name": "Customer.io" }] }"#),
                right: Some(r#"{ "companies": [{ "id": "customer-io", "name": "Customer.io" }] }"#),
            },
            Self::InvalidReference => Explanation {
                title: "a reference to any kind of record is not written `kind:id`",
                meaning: "Where a record of any kind may be named, as in `about`, its kind stands before its id.",
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
                title: "a text is no date",
                meaning: "A date is a day of the calendar, `2026-11-22`, or a month, `2026-11`, or a year, `2026`: write it as exactly as it is known, and no more.",
                wrong: Some(
                    r#"{ "signals": [{ "id": "launch", "name": "Launch", "happened": "2023-02-29" }] }"#,
                ),
                right: Some(
                    r#"{ "signals": [{ "id": "launch", "name": "Launch", "happened": "2023-02-28" }] }"#,
                ),
            },
            Self::DateOrder => Explanation {
                title: "a claim ends before it begins",
                meaning: "`since` is the first day on which a claim holds and `until` the first on which it no longer does, so `until` is the later of the two. Of a month or a year, the first day counts for `since` and the last for `until`: since 2019 until 2019 is right, since 2019 until 2018 is not.",
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
                meaning: "An id names one record of its kind. Records are not merged by guess: put what both say into one.",
                wrong: Some(
                    r#"{ "stacks": [{ "id": "data", "name": "Data" }, { "id": "data", "name": "Data stack" }] }"#,
                ),
                right: Some(r#"{ "stacks": [{ "id": "data", "name": "Data" }] }"#),
            },
            Self::AliasCollision => Explanation {
                title: "an alias leads to more than one record",
                meaning: "Ignoring case and punctuation, an alias must not be the id, the name or an alias of another record of its kind, or of another feature of the same tool; otherwise a name on the command line would lead to either.",
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
                meaning: "The key `landscape` (name, perspective, build costs) may stand in any file, but in one alone.",
                wrong: Some(
                    r#"{ "landscape": { "schema": 1, "name": "A" } }
{ "landscape": { "schema": 1, "name": "B" } }"#,
                ),
                right: Some(r#"{ "landscape": { "schema": 1, "name": "A" } }"#),
            },
            Self::UnsupportedSchema => Explanation {
                title: "the data has a version that this program does not read",
                meaning: "`schema` is the version of the data format. This program reads version 1.",
                wrong: Some(r#"{ "landscape": { "schema": 2, "name": "A" } }"#),
                right: Some(r#"{ "landscape": { "schema": 1, "name": "A" } }"#),
            },
            Self::UnknownTarget => Explanation {
                title: "a relation names a record that does not exist",
                meaning: "Every id that a relation, an evidence or the perspective names must be the id of a record, in this file or another of the landscape.",
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
                meaning: "Each relation joins records of certain kinds: a company offers tools and is active in stacks.",
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
                title: "a relation leads in a circle",
                meaning: "`part_of`, `variant_of`, `after` and `reports_to` are orders: following one of them never leads back to the start.",
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
                meaning: "A company may sell several products in one category, so an offer may be claimed more than once, but at any one time only with the same support.",
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
                meaning: "On one day a company has one owner at most, by the deals that are completed. Deals that are only announced do not count.",
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
                title: "a name has nothing that can be read",
                meaning: "Reports and pictures show records by their names, so a name or an alias holds at least one character that is no space.",
                wrong: Some(r#"{ "stacks": [{ "id": "data", "name": " " }] }"#),
                right: Some(r#"{ "stacks": [{ "id": "data", "name": "Data" }] }"#),
            },
            Self::EmptyEvidence => Explanation {
                title: "a quote or an address in evidence has nothing that can be read",
                meaning: "`quote` has the words of the source and `url` the address of the very page. What is not known is left out: an empty text would read as if somebody had looked and found nothing.",
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
                meaning: "Nothing refers to the record and it refers to nothing, so no answer can show it. Sources count as connected when evidence names them.",
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
                meaning: "Coverage of a stack is counted over its tools; over none, it says nothing.",
                wrong: Some(r#"{ "stacks": [{ "id": "data", "name": "Data" }] }"#),
                right: Some(
                    r#"{
  "stacks": [{ "id": "data", "name": "Data" }],
  "tools": [{ "id": "etl", "name": "ETL", "in_stack": [{ "stack": "data" }] }]
}"#,
                ),
            },
            Self::NoEvidence => Explanation {
                title: "claims carry no evidence",
                meaning: "A claim without a source cannot be checked by anybody. Reported once for each record, at the first such claim.",
                wrong: Some(
                    r#"{
  "stacks": [{ "id": "data", "name": "Data" }],
  "tools": [{ "id": "etl", "name": "ETL", "in_stack": [{ "stack": "data" }] }]
}"#,
                ),
                right: Some(
                    r#"{
  "sources": [{ "id": "page", "name": "A page" }],
  "stacks": [{ "id": "data", "name": "Data" }],
  "tools": [
    {
      "id": "etl",
      "name": "ETL",
      "in_stack": [
        {
          "stack": "data",
          "evidence": [{ "source": "page", "at": "line 3", "basis": "stated" }]
        }
      ]
    }
  ]
}"#,
                ),
            },
            Self::PartContradicted => Explanation {
                title: "a company lacks a whole but offers a part of it",
                meaning: "Offering a part is partial support of the whole. A claim that the company does not offer the whole contradicts that; the queries count it as partial.",
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
                title: "a relation leads to the same record twice",
                meaning: "It counts once, whatever the number of times it is claimed. One entry with the evidence of both says the same.",
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
                meaning: "Ignoring case and punctuation, the two read the same, so people will take them for one. Each can still be reached by its id. Features of different tools may share a name: `TOOL/FEATURE` names each.",
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
                title: "a quote is longer than people read",
                meaning: "`quote` holds the words that the claim rests on, at most 300 characters, so that a reader can check the claim at a glance. `url` and `at` lead to the rest.",
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
