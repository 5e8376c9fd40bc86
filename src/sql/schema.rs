//! What can be asked: the tables, the functions, and questions to begin with.

use schemars::JsonSchema;
use serde::Serialize;

use super::functions::functions;
use crate::tables::{self, Column, Holds, TABLES};

/// Everything that a query can ask of a landscape.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct SqlSchema {
    /// The tables, in the order in which they are documented.
    pub tables: Vec<SqlTable>,
    /// The functions that return tables.
    pub functions: Vec<SqlFunction>,
    /// Questions that can be asked of any landscape.
    pub examples: Vec<SqlExample>,
}

/// A table.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct SqlTable {
    /// Its name.
    pub name: &'static str,
    /// What a row is.
    pub about: &'static str,
    /// Its columns, in order.
    pub columns: Vec<SqlColumn>,
}

/// A column.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct SqlColumn {
    /// Its name.
    pub name: &'static str,
    /// The type of its values; days are texts, and booleans 0 or 1.
    pub r#type: &'static str,
    /// Whether it can be null.
    pub nullable: bool,
    /// Whether rows are found by it without reading all.
    pub is_key: bool,
    /// What it is.
    pub about: String,
    /// What its values lead to, or which they are.
    pub values: Option<String>,
}

/// A function that returns a table.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct SqlFunction {
    /// Its name.
    pub name: &'static str,
    /// How to call it; what stands in brackets can be left out.
    pub call: String,
    /// What a row is.
    pub about: &'static str,
    /// Its arguments, in order.
    pub arguments: Vec<SqlArgument>,
    /// The columns that it returns, in order.
    pub columns: Vec<SqlColumn>,
}

/// An argument of a function.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct SqlArgument {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// Whether it must be given.
    pub is_required: bool,
}

/// A question, and the query that asks it.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct SqlExample {
    /// The question.
    pub question: &'static str,
    /// The query.
    pub sql: &'static str,
}

const fn example(question: &'static str, sql: &'static str) -> SqlExample {
    SqlExample { question, sql }
}

const EXAMPLES: [SqlExample; 8] = [
    example(
        "Which companies cover the most of each stack?",
        "SELECT stack, company, count(*) AS offered FROM covers GROUP BY stack, company ORDER BY stack, offered DESC, company",
    ),
    example(
        "The same as intervals, with what is unknown:",
        "SELECT s.id AS stack, c.company, c.offered, c.at_most, c.tools FROM stacks s, coverage(s.id) c WHERE c.offered > 0",
    ),
    example(
        "Which tools is nobody known to offer?",
        "SELECT id, name FROM tools WHERE counted AND offered_by = 0",
    ),
    example(
        "What do most others offer that our company is not known to offer? (in the view of the landscape's perspective, unless another is taken)",
        "SELECT tool, state, offered_by, rivals FROM gaps() WHERE state = 'contested' ORDER BY offered_by DESC, tool LIMIT 20",
    ),
    example(
        "Who is most like each company?",
        "SELECT c.id AS company, o.second, o.shared, round(o.jaccard, 2) AS jaccard FROM companies c, overlap(c.id) o WHERE o.jaccard >= 0.5 LIMIT 20",
    ),
    example(
        "Which pairs of companies share the most tools?",
        "SELECT a.company, b.company AS other, count(*) AS shared FROM offers a JOIN offers b ON b.tool_no = a.tool_no AND b.company_no > a.company_no WHERE a.offered AND b.offered AND a.counted GROUP BY a.company, b.company ORDER BY shared DESC, 1, 2 LIMIT 20",
    ),
    example(
        "Which needs of a role does nobody meet, as far as is known?",
        "SELECT n.role, n.tool, n.importance FROM needs n JOIN tools t ON t.id = n.tool WHERE t.offered_by = 0",
    ),
    example(
        "What does each source support, and when was it last checked?",
        "SELECT source, count(*) AS claims, max(checked) AS checked FROM evidence GROUP BY source ORDER BY claims DESC, source",
    ),
];

/// Returns what can be asked of any landscape.
#[must_use]
pub fn schema() -> SqlSchema {
    let table = |table: &&dyn tables::Table| SqlTable {
        name: table.name(),
        about: table.about(),
        columns: table.columns().iter().map(column).collect(),
    };
    let functions = functions().iter().map(|function| SqlFunction {
        name: function.name,
        call: function.signature(),
        about: function.about,
        arguments: function
            .arguments
            .iter()
            .map(|argument| SqlArgument {
                name: argument.name,
                about: argument.about,
                is_required: argument.is_required,
            })
            .collect(),
        columns: function.columns.iter().map(column).collect(),
    });
    SqlSchema {
        tables: TABLES.iter().map(table).collect(),
        functions: functions.collect(),
        examples: EXAMPLES.to_vec(),
    }
}

fn column(column: &Column) -> SqlColumn {
    let values = match column.holds {
        Holds::Plain => None,
        // A record's own.
        Holds::Id(_) | Holds::Number(_) if matches!(column.name, "id" | "no") => None,
        Holds::Id(kind) => Some(format!("id of {}", kind.plural())),
        Holds::Number(kind) => Some(format!("no of {}", kind.plural())),
        Holds::AnyId => Some("id of any kind".to_owned()),
        Holds::OneOf(words) => Some(words.join(", ")),
    };
    SqlColumn {
        name: column.name,
        r#type: column.r#type.word(),
        nullable: column.nullable,
        is_key: column.key.is_some(),
        about: in_a_list(column.about),
        values,
    }
}

/// Returns a line as it is written in a list, without a capital at its beginning; the vocabulary
/// declares sentences.
fn in_a_list(line: &str) -> String {
    let mut letters = line.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
