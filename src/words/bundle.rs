//! How a bundle is laid out for people and as rows.

use crate::model::{Basis, Kind, Support};
use crate::query::bundle::{
    Bounds, Bundle, Covering, PartMember, Report, StandIn, UncountedPart, UncoveredTool,
};
use crate::query::{AnyRef, CompanyRef, ToolRef};
use crate::query::{cover, coverage::CoveredTool, state::GapState};
use crate::words::coverage::covered_text;
use crate::words::phrases::names;
use crate::words::{Asking, Column, Table, View, Words, not_counted};

/// What is added to "offers" where nothing less counts.
fn in_full(covering: Covering) -> &'static str {
    if covering == Covering::InFull { " in full" } else { "" }
}

impl Words for Report<'_> {
    const NAME: &'static str = "bundle";

    fn view(&self, _asking: &Asking) -> View {
        let targets = names(self.targets.iter().map(|target| target.name), 6);
        let is_company = |target: &AnyRef<'_>| target.kind == Kind::Company;
        let mut view = View::new(if self.targets.iter().all(is_company) {
            format!("What replaces {targets}")
        } else {
            format!("Bundle for {targets}")
        });
        view.records = Table::new([
            Column::text("list"),
            Column::text("company"),
            Column::text("tool"),
            Column::text("support"),
            Column::text("a_part"),
            Column::text("basis"),
            Column::text("alone"),
            Column::text("state"),
        ]);
        self.lay_out_lead(&mut view);
        if !self.bundle.companies.is_empty() {
            let total = self.bundle.companies.len();
            view.heading("The fewest companies");
            view.table(self.bundle.table(), total);
            view.text(self.bundle.irreplaceable());
        }
        self.lay_out_parts(&mut view);
        if let Some(stand_in) = &self.stand_in {
            stand_in.lay_out(&mut view, self);
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

impl Report<'_> {
    /// "any company", that of the view left out.
    fn anybody(&self) -> String {
        let replaced = self.targets.iter().filter(|target| target.kind == Kind::Company);
        let others: Vec<&str> = self
            .company
            .iter()
            .map(|company| company.name)
            .chain(replaced.map(|target| target.name))
            .collect();
        match others.as_slice() {
            [] => "any company".to_owned(),
            others => format!("any company but {}", others.join(" and ")),
        }
    }

    /// "nobody", or "nobody else" where a view is taken.
    fn nobody(&self) -> &'static str {
        let is_replaced = self.targets.iter().any(|target| target.kind == Kind::Company);
        if self.company.is_some() || is_replaced { "nobody else" } else { "nobody" }
    }

    /// What is known of a tool that no other company covers.
    fn state_text(&self, state: GapState) -> &'static str {
        match state {
            GapState::Contested if self.covering == Covering::InFull => "others offer it in part",
            other => other.word(),
        }
    }

    fn lay_out_lead(&self, view: &mut View) {
        for target in &self.without_tools {
            view.lead(match target.kind {
                Kind::Role => format!(
                    "Nobody has claimed what {} needs. Add `needs` to the role `{}` to make this answerable.",
                    target.name, target.id
                ),
                Kind::Company => {
                    format!(
                        "No claim says that {} offers any of these tools: nothing to replace.",
                        target.name
                    )
                }
                _ => format!("{} has no tools, so there is nothing to cover.", target.name),
            });
        }
        let (tools, coverable) = (self.tools as usize, self.coverable.len());
        if tools == 0 {
            return;
        }
        let in_full = in_full(self.covering);
        if coverable == 0 {
            let these = match (tools, self.parts.is_empty()) {
                (1, true) => "This tool is not".to_owned(),
                (1, false) => "The tool counted is not".to_owned(),
                (more, true) => format!("None of these {more} tools is"),
                (more, false) => format!("None of the {more} tools counted is"),
            };
            view.lead(format!(
                "{these} known to be offered{in_full} by {}, so no bundle can be made of what is known.",
                self.anybody()
            ));
            return;
        }
        let counted = if self.parts.is_empty() { "" } else { " counted" };
        let what = match (coverable == tools, tools) {
            (true, 1) if counted.is_empty() => "this tool".to_owned(),
            (true, 1) => "the tool counted".to_owned(),
            (true, 2) => format!("both tools{counted}"),
            (true, more) => format!("all {more} tools{counted}"),
            (false, more) => {
                format!("the {coverable} of {more} tools{counted} that {} offers{in_full}", self.anybody())
            }
        };
        let Bounds { at_least, at_most } = self.bundle.fewest;
        let bound = match self.bundle.method {
            _ if at_most == 1 => String::new(),
            _ if at_least == at_most => ", and no fewer do".to_owned(),
            cover::Method::Greedy => format!(
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
        view.lead(format!("As far as is known, {suffice} for {what}{bound}.{}", self.parts_remark()));
    }

    /// Says how many of the parts that are not counted the companies of the bundle offer.
    fn parts_remark(&self) -> String {
        let in_full = in_full(self.covering);
        let (it_is, it_is_within) =
            if self.bundle.companies.len() == 1 { ("It is", "it is") } else { ("They are", "they are") };
        let covered = self.parts.iter().filter(|part| part.covered_by > 0).count();
        match (self.parts.as_slice(), covered) {
            ([], _) => String::new(),
            ([part], covered) => {
                let known = if covered == 0 { "not known" } else { "known" };
                format!(
                    " {it_is} {known} to offer{in_full} the part that is not counted ({}).",
                    part.tool.name
                )
            }
            (parts, covered) => {
                let some = match covered {
                    0 => "none".to_owned(),
                    all if all == parts.len() => "all".to_owned(),
                    some => some.to_string(),
                };
                format!(
                    " Of the {} parts not counted, {it_is_within} known to offer {some}{in_full}.",
                    parts.len()
                )
            }
        }
    }

    /// Names the parts that are not counted, and who offers them.
    fn lay_out_parts(&self, view: &mut View) {
        if self.parts.is_empty() {
            return;
        }
        view.heading(format!("Parts that are not counted beside their wholes ({})", self.parts.len()));
        view.list(self.parts.iter().map(|part| part.text(self)).collect());
    }

    fn lay_out_uncovered(&self, view: &mut View) {
        if self.uncovered.is_empty() {
            return;
        }
        view.heading(format!(
            "Not covered: {} is known to offer these{} ({})",
            self.nobody(),
            in_full(self.covering),
            self.uncovered.len()
        ));
        let item = |uncovered: &UncoveredTool<'_>| {
            let state = self.state_text(uncovered.state);
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
        self.parts.iter().for_each(|part| part.lay_out_records(view, self.company));
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
        let of_parts = self.parts.iter().filter(|part| part.covered_by == 0 && part.others_total == 0);
        let mut states = self.uncovered.iter().map(|tool| tool.state).chain(of_parts.map(|part| part.state));
        if states.any(|state| state != GapState::Contested) {
            view.note(
                "empty: enough were looked at, and none does; unsettled: too few claims to tell; unresearched: nobody \
                 has looked.",
            );
        }
        for stack in &self.open_lists {
            view.note(format!("The list of {} is open: there may be more tools.", stack.name));
        }
        if let Some(day) = self.as_of {
            view.note(format!("As of {day}."));
        }
        not_counted::note(view, &self.not_counted);
    }
}

impl UncountedPart<'_> {
    /// "Invoices (part of Billing): offered by Acme", or by whom else, or by nobody.
    fn text(&self, report: &Report<'_>) -> String {
        let in_full = in_full(report.covering);
        let wholes = names(self.part_of.iter().map(|whole| whole.name), 3);
        let (covering, other): (Vec<_>, Vec<_>) = self
            .bundle
            .iter()
            .filter_map(|member| Some((member, member.support?)))
            .partition(|(_, support)| report.covering.counts(*support));
        let named = |members: &[(&PartMember<'_>, Support)], separator: &str, close: &str| {
            let name = |(member, support): &(&PartMember<'_>, Support)| match support {
                Support::Yes => member.company.name.to_owned(),
                support => format!("{}{separator}{}{close}", member.company.name, support.word()),
            };
            let all: Vec<String> = members.iter().map(name).collect();
            names(all.iter().map(String::as_str), 6)
        };
        let by = if covering.is_empty() {
            let known = match other.as_slice() {
                [] => String::new(),
                other => format!(" ({})", named(other, ": ", "")),
            };
            let others: Vec<&str> = self.others.iter().map(|company| company.name).collect();
            match (self.bundle.is_empty(), others.is_empty()) {
                (true, true) => format!(
                    "{} is known to offer it{in_full} ({})",
                    report.nobody(),
                    report.state_text(self.state)
                ),
                (true, false) => format!("offered{in_full} by {}", self.others_text()),
                (false, true) => format!(
                    "not known to be offered{in_full} by the bundle{known}, nor by {} ({})",
                    report.anybody(),
                    report.state_text(self.state)
                ),
                (false, false) => format!(
                    "not known to be offered{in_full} by the bundle{known}, but by {}",
                    self.others_text()
                ),
            }
        } else {
            format!("offered{in_full} by {}", named(&covering, " (", ")"))
        };
        let own = match &report.company {
            Some(company) => format!("; {}: {}", company.name, self.own.map_or("unknown", Support::word)),
            None => String::new(),
        };
        format!("{} (part of {wholes}): {by}{own}", self.tool.name)
    }

    fn others_text(&self) -> String {
        let rest = (self.others_total as usize).saturating_sub(self.others.len());
        let more = if rest > 0 { format!(", +{rest} more") } else { String::new() };
        format!("{}{more}", names(self.others.iter().map(|company| company.name), self.others.len()))
    }

    /// A row for each company of the bundle, and one for that of the view or for nobody.
    fn lay_out_records(&self, view: &mut View, us: Option<CompanyRef<'_>>) {
        let mut push = |company: String, support: &str, basis: Option<Basis>| {
            view.records.push([
                "part".to_owned(),
                company,
                self.tool.id.to_string(),
                support.to_owned(),
                String::new(),
                basis.map_or("", Basis::word).to_owned(),
                String::new(),
                self.state.word().to_owned(),
            ]);
        };
        let word = |support: Option<Support>| support.map_or("unknown", Support::word);
        for member in &self.bundle {
            push(member.company.id.to_string(), word(member.support), member.basis);
        }
        match us {
            Some(company) => push(company.id.to_string(), word(self.own), self.own_basis),
            None if self.bundle.is_empty() => push(String::new(), "", None),
            None => {}
        }
    }
}

/// Tools with what keeps each from being a plain stated offer, the first 12 of them.
fn tools_text([yes, partial]: [&[CoveredTool<'_>]; 2]) -> String {
    let texts = |support: Support, tools: &[CoveredTool<'_>]| -> Vec<String> {
        tools.iter().map(|tool| covered_text(tool, support)).collect()
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
        let mut table = Table::new([
            Column::text("company"),
            Column::number("tools"),
            Column::text("which"),
            Column::text("it alone"),
        ]);
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
    fn lay_out(&self, view: &mut View, report: &Report<'_>) {
        let (coverable, without) = (report.coverable.len(), report.bundle.fewest);
        let in_full = in_full(report.covering);
        let name = self.company.name;
        view.heading(format!("With {name}"));
        let [any, none, all] = match coverable {
            1 => ["this tool"; 3].map(str::to_owned),
            more => ["any", "none", "all"].map(|some| format!("{some} of these {more} tools")),
        };
        let offered = self.yes.len() + self.partial.len();
        if self.unknown as usize == coverable {
            view.text(format!(
                "Nothing is known of whether {name} offers {any}{in_full}, so as far as is known it stands in for none."
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
                some if in_full.is_empty() => format!(" Of {some}, nothing is known."),
                some => format!(" Of {some}, it is not known whether it does."),
            };
            view.text(format!("{name} is {knowledge}.{unknown}"));
            let others = names(self.beside.companies.iter().map(|member| member.company.name), 12);
            let needed = match self.beside.fewest.at_most {
                0 if !report.parts.is_empty() => "no other company is needed for what is counted".to_owned(),
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
