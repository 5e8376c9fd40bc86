//! The owners' questions: which of them the landscape can speak to, and which claims the others
//! wait for.

use crate::query::scope::{self, ScopeVerdict};
use schemars::JsonSchema;
use serde::Serialize;

use super::overlap::MOST_COMPARED;
use super::{AnyRef, Ask, PrincipleRef, QuestionRef, count};
use crate::landscape::{CompanyIx, EvidenceView, Landscape, NodeIx, QuestionIx, RoleIx, StackIx, ToolIx};
use crate::model::{Date, Kind, QuestionStatus, Relation};

/// The owners' questions.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The questions: answerable ones first, then blocked ones, those that miss the fewest claims
    /// first, then answered ones; ties by id.
    pub questions: Vec<OpenQuestion<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
}

/// A question of the owners, and what the landscape can say to it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct OpenQuestion<'l> {
    /// The question.
    pub question: QuestionRef<'l>,
    /// How far it has come.
    pub state: State,
    /// The answer that the owners gave.
    pub answer: Option<&'l str>,
    /// What a reader should know about it.
    pub note: Option<&'l str>,
    /// Where it is asked.
    pub evidence: Vec<EvidenceView<'l>>,
    /// The records that it is about, by kind and id.
    pub about: Vec<AnyRef<'l>>,
    /// What to ask about these, in the order of their kinds; nothing for an answered question.
    pub asks: Vec<QuestionAsk<'l>>,
    /// What the question itself lacks, so that it is not known what to ask.
    pub missing: Vec<MissingClaim<'l>>,
    /// How many claims are missing at least, counted for each of `asks` on its own: where verdicts
    /// are, one fail is enough.
    pub fewest_missing: u32,
    /// How many claims are missing at most: every binding principle has to pass.
    pub most_missing: u32,
}

/// How far a question has come.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// All that is to be asked has the claims that it reads.
    Answerable,
    /// Some claims are missing.
    Blocked,
    /// The owners have answered it.
    Answered,
}

impl State {
    /// Returns the word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Answerable => "answerable",
            Self::Blocked => "blocked",
            Self::Answered => "answered",
        }
    }
}

/// What to ask about something that a question is about.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct QuestionAsk<'l> {
    /// The question of the catalogue that speaks about it.
    #[serde(flatten)]
    pub ask: Ask<'l>,
    /// Which of the records it speaks about.
    pub about: Vec<AnyRef<'l>>,
    /// The claims that it reads and that nobody has made; none where it is ready.
    pub missing: Vec<MissingClaim<'l>>,
}

/// A claim, or several of a kind, that nobody has made.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct MissingClaim<'l> {
    /// The record that they would be about.
    pub record: AnyRef<'l>,
    /// What is missing.
    pub lack: Lack,
    /// How many claims: one for each principle without a verdict, and one for anything else.
    pub count: u32,
    /// The binding principles that have no verdict of pass or fail, in id order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub principles: Vec<PrincipleRef<'l>>,
    /// How many companies are said to be active in the stack with no tool named, where its claims
    /// are missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active_in_stack: Option<u32>,
}

/// What is missing about a record.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Lack {
    /// The question is about nothing.
    About,
    /// No company is known to offer, plan or lack the tool.
    Claims,
    /// Binding principles have no verdict on the tool.
    Verdicts,
    /// No principle is binding, and the tool is not listed as in scope.
    Listing,
    /// The stack has no tools.
    Tools,
    /// No company is known to offer, plan or lack any tool of the stack.
    StackClaims,
    /// The company is not known to offer any tool.
    Offers,
    /// It is not known what the role needs.
    Needs,
}

/// Lists the owners' questions, with what to ask about what each is about, and the claims that this
/// reads and that are missing.
///
/// The words of a question are not read: what it is about is what its record says.
///
/// # Complexity
///
/// O(q log q + a · (d + p)) time for q questions about a records in all, each with d relations
/// besides its offers, and p principles; for a company besides, O(1), and for a stack the number of
/// its tools.
///
/// # Example
///
/// ```
/// use landscape_graph::{load, query::questions};
///
/// let market = load::landscape("graph")?;
/// let report = questions::questions(&market);
/// assert!(report.questions.iter().any(|question| !question.about.is_empty()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn questions(landscape: &Landscape) -> Report<'_> {
    let all = landscape.nodes(Kind::Question).filter_map(NodeIx::of_kind);
    let mut questions: Vec<_> = all.map(|question| open_question(landscape, question)).collect();
    // The sort is stable, so that ties stay in id order.
    questions.sort_by_key(|question| (question.state, question.most_missing, question.fewest_missing));
    Report { questions, as_of: landscape.as_of(), today: landscape.today() }
}

fn open_question(landscape: &Landscape, question: QuestionIx) -> OpenQuestion<'_> {
    let node = landscape.node(question);
    let connections = landscape.connections_from(question.into()).into_iter();
    let mut about: Vec<NodeIx> = connections
        .filter(|connection| connection.relation == Relation::About)
        .map(|connection| connection.other)
        .collect();
    about.sort_unstable();
    about.dedup();
    let is_answered = node.question_status() == Some(QuestionStatus::Answered);
    let (mut asks, mut missing) = (Vec::new(), Vec::new());
    if !is_answered && about.is_empty() {
        missing.push(lack(landscape, question.into(), Lack::About));
    } else if !is_answered {
        asks = asks_about(landscape, &about);
    }
    let all_missing = missing.iter().chain(asks.iter().flat_map(|ask| &ask.missing));
    let (fewest_missing, most_missing) =
        all_missing.fold((0, 0), |(fewest, most), missing| (fewest + 1, most + missing.count));
    let state = match (is_answered, fewest_missing) {
        (true, _) => State::Answered,
        (false, 0) => State::Answerable,
        (false, _) => State::Blocked,
    };
    OpenQuestion {
        question: landscape.named(question),
        state,
        answer: node.answer(),
        note: node.note(),
        evidence: node.evidence(),
        about: about.into_iter().map(|record| AnyRef::of(landscape, record)).collect(),
        asks,
        missing,
        fewest_missing,
        most_missing,
    }
}

/// Returns what to ask about records, which are in order.
fn asks_about<'l>(landscape: &'l Landscape, about: &[NodeIx]) -> Vec<QuestionAsk<'l>> {
    let of_kind = |kind| about.iter().copied().filter(move |record| record.kind() == kind);
    let mut asks = Vec::new();
    for stack in of_kind(Kind::Stack) {
        let missing = stack.of_kind().and_then(|stack| stack_lacks(landscape, stack));
        asks.push(ask(landscape, ("coverage", Some("targets")), &[stack], missing));
    }
    for tool in of_kind(Kind::Tool) {
        let coverage = tool.of_kind().and_then(|tool| claims_lack(landscape, tool));
        let scope = tool.of_kind().and_then(|tool| scope_lacks(landscape, tool));
        asks.push(ask(landscape, ("coverage", Some("targets")), &[tool], coverage));
        asks.push(ask(landscape, ("scope", Some("tools")), &[tool], scope));
    }
    let companies: Vec<CompanyIx> = of_kind(Kind::Company).filter_map(NodeIx::of_kind).collect();
    asks.extend(asks_about_companies(landscape, companies));
    let roles: Vec<NodeIx> = of_kind(Kind::Role).collect();
    if !roles.is_empty() {
        let needs_nothing = |role: &RoleIx| landscape.needs(*role).is_empty();
        let lacking = roles.iter().filter_map(|role| role.of_kind()).filter(needs_nothing);
        let missing = lacking.map(|role| lack(landscape, role.into(), Lack::Needs)).collect::<Vec<_>>();
        asks.push(ask(landscape, ("roles", None), &roles, missing));
    }
    let shown =
        |record: &&NodeIx| !matches!(record.kind(), Kind::Stack | Kind::Tool | Kind::Company | Kind::Role);
    let show = |record: &NodeIx| ask(landscape, ("show", Some("record")), &[*record], None);
    asks.extend(about.iter().filter(shown).map(show));
    asks
}

/// Returns what compares companies: all of them at once where that can be, else one by one.
fn asks_about_companies(landscape: &Landscape, mut companies: Vec<CompanyIx>) -> Vec<QuestionAsk<'_>> {
    let perspective = landscape.perspective();
    // The owners stand first, as in every other comparison.
    companies.sort_by_key(|company| (Some(*company) != perspective, *company));
    let offers_nothing = |company: &CompanyIx| landscape.breadth(*company) == 0;
    let compared = |question, companies: &[CompanyIx]| {
        let lacking = companies.iter().copied().filter(offers_nothing);
        let missing: Vec<_> = lacking.map(|company| lack(landscape, company.into(), Lack::Offers)).collect();
        let companies: Vec<NodeIx> = companies.iter().map(|company| (*company).into()).collect();
        ask(landscape, question, &companies, missing)
    };
    let overlap = ("overlap", Some("companies"));
    match companies.as_slice() {
        [] => Vec::new(),
        [owner] if Some(*owner) == perspective => vec![compared(("gaps", Some("company")), &[*owner])],
        [one] => vec![compared(overlap, &perspective.into_iter().chain([*one]).collect::<Vec<_>>())],
        several if several.len() <= MOST_COMPARED => vec![compared(overlap, several)],
        many => many.iter().map(|company| compared(overlap, &[*company])).collect(),
    }
}

/// Returns a question of the catalogue about records, which one of its arguments takes; none where
/// it is about all records of their kind.
fn ask<'l>(
    landscape: &'l Landscape,
    (question, argument): (&'static str, Option<&'static str>),
    about: &[NodeIx],
    missing: impl IntoIterator<Item = MissingClaim<'l>>,
) -> QuestionAsk<'l> {
    let about: Vec<AnyRef<'l>> = about.iter().map(|record| AnyRef::of(landscape, *record)).collect();
    let ask = match argument {
        Some(argument) => Ask::about(question, argument, about.iter().copied()),
        None => Ask::plain(question),
    };
    QuestionAsk { ask, about, missing: missing.into_iter().collect() }
}

fn stack_lacks(landscape: &Landscape, stack: StackIx) -> Option<MissingClaim<'_>> {
    let tools = landscape.counted_tools_in(stack);
    if tools.is_empty() {
        Some(lack(landscape, stack.into(), Lack::Tools))
    } else if !tools.iter().any(|tool| has_claims(landscape, *tool)) {
        let active = count(landscape.active_in(stack).len());
        Some(MissingClaim {
            active_in_stack: Some(active),
            ..lack(landscape, stack.into(), Lack::StackClaims)
        })
    } else {
        None
    }
}

fn has_claims(landscape: &Landscape, tool: ToolIx) -> bool {
    landscape.companies_on(tool).len() > 0
}

fn claims_lack(landscape: &Landscape, tool: ToolIx) -> Option<MissingClaim<'_>> {
    (!has_claims(landscape, tool)).then(|| lack(landscape, tool.into(), Lack::Claims))
}

fn scope_lacks(landscape: &Landscape, tool: ToolIx) -> Option<MissingClaim<'_>> {
    let scope = scope::scope_of(landscape, tool);
    match (scope.verdict, scope.missing.as_slice()) {
        (ScopeVerdict::In | ScopeVerdict::Out, _) => None,
        (ScopeVerdict::Open, []) => Some(lack(landscape, tool.into(), Lack::Listing)),
        (ScopeVerdict::Open, missing) => Some(MissingClaim {
            count: count(missing.len()),
            principles: scope.missing,
            ..lack(landscape, tool.into(), Lack::Verdicts)
        }),
    }
}

fn lack(landscape: &Landscape, record: NodeIx, lack: Lack) -> MissingClaim<'_> {
    MissingClaim {
        record: AnyRef::of(landscape, record),
        lack,
        count: 1,
        principles: Vec::new(),
        active_in_stack: None,
    }
}
