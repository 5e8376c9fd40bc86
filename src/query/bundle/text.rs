//! How a bundle is laid out for people and as rows.

use super::{Bounds, Bundle, BundleReport, StandIn, UncoveredTool};
use crate::model::{Basis, Kind, Support};
use crate::query::{CompanyRef, CoverMethod, CoveredTool, GapState, Report, Table, ToolRef, View, names};

impl Report for BundleReport<'_> {
    const NAME: &'static str = "bundle";

    fn view(&self) -> View {
        let mut view = View::new(format!("Bundle for {}", names(self.targets.iter().map(|t| t.name), 6)));
        view.records =
            Table::new(["list", "company", "tool", "support", "a_part", "basis", "alone", "state"]);
        self.lay_out_lead(&mut view);
        if !self.bundle.companies.is_empty() {
            let total = self.bundle.companies.len();
            view.heading("The fewest companies");
            view.table(self.bundle.table(), total);
            view.text(self.bundle.irreplaceable());
        }
        if let Some(stand_in) = &self.stand_in {
            stand_in.lay_out(&mut view, self.coverable.len(), self.bundle.fewest, self.covering.in_full());
            let own =
                self.uncovered.iter().filter(|tool| tool.own.is_some_and(|own| self.covering.counts(own)));
            match own.count() {
                0 => {}
                some => view.text(format!(
                    "Of the tools that nobody else covers, it is known to offer {some}; they are not counted here."
                )),
            }
        } else if !self.coverable.is_empty() {
            view.text(format!(
                "A company that offered all of these tools would stand in for {}.",
                self.bundle.fewest
            ));
        }
        self.lay_out_uncovered(&mut view);
        self.lay_out_records(&mut view);
        self.lay_out_notes(&mut view);
        view
    }
}

impl BundleReport<'_> {
    /// "any company", that of the view left out.
    fn anybody(&self) -> String {
        match &self.company {
            Some(company) => format!("any company but {}", company.name),
            None => "any company".to_owned(),
        }
    }

    fn lay_out_lead(&self, view: &mut View) {
        for target in &self.without_tools {
            view.lead(match target.kind {
                Kind::Role => format!(
                    "Nobody has claimed what {} needs. Add `needs` to the role `{}` to make this answerable.",
                    target.name, target.id
                ),
                _ => format!("{} has no tools, so there is nothing to cover.", target.name),
            });
        }
        let (tools, coverable) = (self.tools as usize, self.coverable.len());
        if tools == 0 {
            return;
        }
        let in_full = self.covering.in_full();
        if coverable == 0 {
            let these = match tools {
                1 => "This tool is not".to_owned(),
                more => format!("None of these {more} tools is"),
            };
            view.lead(format!(
                "{these} known to be offered{in_full} by {}, so no bundle can be made of what is known.",
                self.anybody()
            ));
            return;
        }
        let what = match (coverable == tools, tools) {
            (true, 1) => "this tool".to_owned(),
            (true, 2) => "both tools".to_owned(),
            (true, more) => format!("all {more} tools"),
            (false, more) => {
                format!("the {coverable} of {more} tools that {} offers{in_full}", self.anybody())
            }
        };
        let Bounds { at_least, at_most } = self.bundle.fewest;
        let bound = match self.bundle.method {
            _ if at_most == 1 => String::new(),
            _ if at_least == at_most => ", and no fewer do".to_owned(),
            CoverMethod::Greedy => format!(
                ", and at least {at_least} are needed. There are too many companies to choose from to try every \
                 set, so this is the greedy choice: again and again the one that covers most of what is left"
            ),
            _ => format!(
                ", and at least {at_least} are needed. The search for fewer was cut short, so this is the best that \
                 it had found"
            ),
        };
        let suffice = if at_most == 1 {
            "1 company suffices".to_owned()
        } else {
            format!("at most {at_most} companies suffice")
        };
        view.lead(format!("As far as is known, {suffice} for {what}{bound}."));
    }

    fn lay_out_uncovered(&self, view: &mut View) {
        if self.uncovered.is_empty() {
            return;
        }
        view.heading(format!(
            "Not covered: {} is known to offer these{} ({})",
            if self.company.is_some() { "nobody else" } else { "nobody" },
            self.covering.in_full(),
            self.uncovered.len()
        ));
        let item = |uncovered: &UncoveredTool<'_>| {
            let state = match uncovered.state {
                GapState::Contested => "others offer it in part",
                other => other.word(),
            };
            let own = match (&self.company, uncovered.own) {
                (Some(company), Some(own)) => format!("; {}: {}", company.name, own.word()),
                _ => String::new(),
            };
            format!("{} ({state}{own})", uncovered.tool.name)
        };
        view.list(self.uncovered.iter().map(item).collect());
    }

    fn lay_out_records(&self, view: &mut View) {
        self.bundle.lay_out_records(view, "bundle");
        if let Some(stand_in) = &self.stand_in {
            push_records(view, "stand-in", &stand_in.company, [&stand_in.yes, &stand_in.partial], &[]);
            stand_in.beside.lay_out_records(view, "beside");
        }
        for uncovered in &self.uncovered {
            let company = self.company.map_or_else(String::new, |company| company.id.to_string());
            let own = uncovered.own.map_or("unknown", Support::word);
            let support = if self.company.is_some() { own.to_owned() } else { String::new() };
            let record = ["uncovered".to_owned(), company, uncovered.tool.id.to_string(), support];
            let rest = ["", "", ""].map(str::to_owned);
            let state = uncovered.state.word().to_owned();
            view.records.push(record.into_iter().chain(rest).chain([state]));
        }
    }

    fn lay_out_notes(&self, view: &mut View) {
        let is_partly = self.bundle.companies.iter().any(|member| !member.partial.is_empty());
        if !self.coverable.is_empty() {
            view.note(
                "Companies may offer more than is known, so fewer may do; more are never needed for these tools. Of \
                 several sets of the fewest, the one that offers most in full is shown.",
            );
        }
        if is_partly {
            view.note("Offering a tool in part covers it here; `--full` counts full support alone.");
        }
        if self.uncovered.iter().any(|uncovered| uncovered.state != GapState::Contested) {
            view.note(
                "empty: enough were looked at, and none does; unsettled: too few claims to tell; unresearched: nobody \
                 has looked.",
            );
        }
        for stack in &self.open_lists {
            view.note(format!("The list of {} is open: there may be more tools.", stack.name));
        }
        if !self.parts.is_empty() {
            view.note(format!(
                "Not counted beside what they are parts of: {}.",
                names(self.parts.iter().map(|tool| tool.name), 12)
            ));
        }
        if let Some(day) = self.as_of {
            view.note(format!("As of {day}."));
        }
    }
}

/// Tools with what keeps each from being a plain stated offer, the first 12 of them.
fn tools_text([yes, partial]: [&[CoveredTool<'_>]; 2]) -> String {
    let texts = |support: Support, tools: &[CoveredTool<'_>]| -> Vec<String> {
        tools.iter().map(|tool| tool.text(support)).collect()
    };
    let all = [texts(Support::Yes, yes), texts(Support::Partial, partial)].concat();
    names(all.iter().map(String::as_str), 12)
}

impl Bundle<'_> {
    fn irreplaceable(&self) -> String {
        let alone = self.companies.iter().filter(|member| !member.alone_for.is_empty());
        let alone: Vec<&str> = alone.map(|member| member.company.name).collect();
        if alone.is_empty() {
            return "None is irreplaceable: for each of these tools, another company is known too."
                .to_owned();
        }
        format!(
            "Irreplaceable as far as is known, since no other company is known for what stands under `it alone`: {}.",
            alone.join(", ")
        )
    }

    fn table(&self) -> Table {
        let mut table = Table::new(["company", "#tools", "which", "it alone"]);
        for member in &self.companies {
            let alone = names(member.alone_for.iter().map(|tool| tool.name), 12);
            table.push([
                member.company.name.to_owned(),
                (member.yes.len() + member.partial.len()).to_string(),
                tools_text([&member.yes, &member.partial]),
                if alone.is_empty() { "–".to_owned() } else { alone },
            ]);
        }
        table
    }

    fn lay_out_records(&self, view: &mut View, list: &str) {
        for member in &self.companies {
            push_records(view, list, &member.company, [&member.yes, &member.partial], &member.alone_for);
        }
    }
}

fn push_records(
    view: &mut View,
    list: &str,
    company: &CompanyRef<'_>,
    offered: [&[CoveredTool<'_>]; 2],
    alone_for: &[ToolRef<'_>],
) {
    for (support, tools) in [Support::Yes, Support::Partial].into_iter().zip(offered) {
        for covered in tools {
            let alone = alone_for.iter().any(|tool| tool.id == covered.tool.id);
            view.records.push([
                list.to_owned(),
                company.id.to_string(),
                covered.tool.id.to_string(),
                support.word().to_owned(),
                covered.a_part.to_string(),
                covered.basis.map_or("", Basis::word).to_owned(),
                alone.to_string(),
                String::new(),
            ]);
        }
    }
}

impl StandIn<'_> {
    /// Says how many of the bundle the company stands in for.
    fn lay_out(&self, view: &mut View, coverable: usize, without: Bounds, in_full: &str) {
        let name = self.company.name;
        view.heading(format!("With {name}"));
        let [any, none, all] = match coverable {
            1 => ["this tool"; 3].map(str::to_owned),
            more => ["any", "none", "all"].map(|some| format!("{some} of these {more} tools")),
        };
        let offered = self.yes.len() + self.partial.len();
        if self.unknown as usize == coverable {
            view.text(format!(
                "Nothing is known of whether {name} offers {any}, so as far as is known it stands in for none."
            ));
        } else {
            let tools = tools_text([&self.yes, &self.partial]);
            let knowledge = match (offered, coverable) {
                (0, 1) => format!("not known to offer {none}{in_full}"),
                (0, _) => format!("known to offer {none}{in_full}"),
                (_, 1) => format!("known to offer it too: {tools}"),
                (some, more) => format!("known to offer {some} of these {more} tools{in_full}: {tools}"),
            };
            let unknown = match self.unknown {
                0 => String::new(),
                some => format!(" Of {some}, nothing is known."),
            };
            view.text(format!("{name} is {knowledge}.{unknown}"));
            let others = names(self.beside.companies.iter().map(|member| member.company.name), 12);
            let needed = match self.beside.fewest.at_most {
                0 => "no other company is needed".to_owned(),
                1 => format!("1 other is still needed ({others})"),
                more => format!("at most {more} others are still needed ({others})"),
            };
            let stands_in = match self.stands_in_for {
                Bounds { at_most: 0, .. } => "for none".to_owned(),
                _ if without.at_most == 1 => "for that one".to_owned(),
                some => format!("for {some} of the {}", without.at_most),
            };
            view.text(format!("Beside it, {needed}; so as far as is known it stands in {stands_in}."));
        }
        if self.at_best != self.stands_in_for {
            view.text(format!(
                "If it offered all that is unknown of it, it would stand in for {}.",
                self.at_best
            ));
        }
        if self.at_best != without {
            view.text(format!("A company that offered {all} would stand in for {without}."));
        }
    }
}
