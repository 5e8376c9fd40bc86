//! How the answer to a query in SQL reads, and what can be asked.

use crate::sql::{SqlColumn, SqlReport, SqlSchema, SqlValue};
use crate::words::phrases::plural;
use crate::words::{Asking, Block, Column, Table, View, Words};

impl Words for SqlReport {
    const NAME: &'static str = "sql";

    fn view(&self, _asking: &Asking) -> View {
        let rows = plural(self.rows.len(), "row", "rows");
        let mut view = View::new(if self.is_cut { format!("The first {rows}") } else { rows });
        let column = |(at, name): (usize, &String)| {
            let is_text = self.rows.iter().any(|row| matches!(row.get(at), Some(SqlValue::Text(_))));
            if is_text { Column::text(name) } else { Column::number(name) }
        };
        view.records = Table {
            columns: self.columns.iter().enumerate().map(column).collect(),
            rows: self.rows.iter().map(|row| row.iter().map(|value| value.text().into()).collect()).collect(),
        };
        if !self.rows.is_empty() {
            view.blocks.push(Block::Table(view.records.clone()));
        }
        let day = self.as_of.map_or_else(String::new, |day| format!("As of {day}. "));
        view.note(format!("{day}What is unknown has no row."));
        view
    }
}

impl SqlColumn {
    fn type_text(&self) -> String {
        format!("{}{}", self.r#type, if self.nullable { ", null" } else { "" })
    }

    fn about_text(&self) -> String {
        match &self.values {
            Some(values) => format!("{} ({values})", self.about),
            None => self.about.clone(),
        }
    }
}

impl Words for SqlSchema {
    const NAME: &'static str = "sql-schema";

    fn view(&self, _asking: &Asking) -> View {
        let mut view = View::new("Tables and functions for SQL");
        view.lead(
            "SQLite's dialect, read only. What is unknown has no row. `offers` has one row for a company and a tool: \
             `offered` is 1 for yes and partial, and `counted` is 0 for a sub-tool, which counts with its whole. Join \
             by ids (texts) or by `no`, `company_no` and `tool_no` (small numbers). Booleans are 1 or 0, and dates \
             are texts: YYYY-MM-DD, YYYY-MM or YYYY.",
        );
        view.records = Table::new([
            Column::text("table"),
            Column::text("column"),
            Column::text("type"),
            Column::text("about"),
        ]);
        let mut lay_out = |head: String, name: &str, about: &str, columns: &[SqlColumn]| {
            view.heading(head);
            view.text(about);
            let mut table =
                Table::new([Column::id("column"), Column::id("type"), Column::text("what it is")]);
            for column in columns {
                let cells = [column.name.to_owned(), column.type_text(), column.about_text()];
                view.records.push([name.to_owned()].into_iter().chain(cells.clone()));
                table.push(cells);
            }
            let rows = table.rows.len();
            view.table(table, rows);
        };
        for table in &self.tables {
            lay_out(table.name.to_owned(), table.name, table.about, &table.columns);
        }
        for function in &self.functions {
            lay_out(function.call.clone(), function.name, function.about, &function.columns);
        }
        if !self.examples.is_empty() {
            view.heading("Queries to start with");
        }
        for example in &self.examples {
            view.text(example.question);
            view.list(vec![example.sql.to_owned()]);
        }
        view
    }
}
