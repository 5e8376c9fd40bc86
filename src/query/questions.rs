//! The owners' questions: which of them the landscape can speak to, and which claims the others wait for.

use crate::query::scope::{self, ScopeVerdict};
use crate::words::phrases::{names, plural};
use schemars::JsonSchema;
use serde::Serialize;

use super::{AnyRef, PrincipleRef, QuestionRef, count};
use crate::landscape::{CompanyIx, EvidenceView, Landscape, NodeIx, QuestionIx, RoleIx, StackIx, ToolIx};
use crate::model::{Date, Kind, QuestionStatus, Relation};

/// The owners' questions.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The questions: answerable ones first, then blocked ones, those that miss the fewest claims first,
    /// then answered ones; ties by id.
    pub questions: Vec<OpenQuestion<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
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
    /// The commands that speak about these, in the order of their kinds; none for an answered question.
    pub commands: Vec<QuestionCommand<'l>>,
    /// What the question itself lacks, so that no command is known.
    pub missing: Vec<MissingClaim<'l>>,
    /// How many claims are missing at least, counted for each command on its own: where verdicts are, one
    /// fail is enough.
    pub fewest_missing: u32,
    /// How many claims are missing at most: every binding principle has to pass.
    pub most_missing: u32,
}

/// How far a question has come.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Every command has the claims that it reads.
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

/// A command that speaks about what a question is about.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct QuestionCommand<'l> {
    /// The command, as it is typed.
    pub command: String,
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
    /// What is missing, in words.
    pub text: String,
    /// How to add it.
    pub add: String,
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

/// How many companies `landscape overlap` can compare.
const MOST_COMPARED: usize = 6;

/// How many principles without a verdict are named.
const MOST_PRINCIPLES: usize = 3;

/// Lists the owners' questions, with the commands that speak about what each is about, and the claims
/// that these read and that are missing.
///
/// The words of a question are not read: what it is about is what its record says.
///
/// # Complexity
///
/// O(q log q + a · (d + p)) time for q questions about a records in all, each with d relations besides its
/// offers, and p principles; for a company besides, O(1), and for a stack the number of its tools.
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
    Report { questions, as_of: landscape.as_of() }
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
    let (mut commands, mut missing) = (Vec::new(), Vec::new());
    if !is_answered && about.is_empty() {
        missing.push(lack(landscape, question.into(), Lack::About));
    } else if !is_answered {
        commands = commands_about(landscape, &about);
    }
    let all_missing = missing.iter().chain(commands.iter().flat_map(|command| &command.missing));
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
        commands,
        missing,
        fewest_missing,
        most_missing,
    }
}

/// Returns the commands that speak about records, which are in order.
fn commands_about<'l>(landscape: &'l Landscape, about: &[NodeIx]) -> Vec<QuestionCommand<'l>> {
    let of_kind = |kind| about.iter().copied().filter(move |record| record.kind() == kind);
    let mut commands = Vec::new();
    for stack in of_kind(Kind::Stack) {
        let missing = stack.of_kind().and_then(|stack| stack_lacks(landscape, stack));
        commands.push(command(landscape, "coverage", &[stack], missing));
    }
    for tool in of_kind(Kind::Tool) {
        let coverage = tool.of_kind().and_then(|tool| claims_lack(landscape, tool));
        let scope = tool.of_kind().and_then(|tool| scope_lacks(landscape, tool));
        commands.push(command(landscape, "coverage", &[tool], coverage));
        commands.push(command(landscape, "scope", &[tool], scope));
    }
    let companies: Vec<CompanyIx> = of_kind(Kind::Company).filter_map(NodeIx::of_kind).collect();
    commands.extend(company_commands(landscape, companies));
    let roles: Vec<NodeIx> = of_kind(Kind::Role).collect();
    if !roles.is_empty() {
        let needs_nothing = |role: &RoleIx| landscape.needs(*role).is_empty();
        let lacking = roles.iter().filter_map(|role| role.of_kind()).filter(needs_nothing);
        let missing = lacking.map(|role| lack(landscape, role.into(), Lack::Needs)).collect::<Vec<_>>();
        commands.push(command(landscape, "roles", &roles, missing));
    }
    let shown =
        |record: &&NodeIx| !matches!(record.kind(), Kind::Stack | Kind::Tool | Kind::Company | Kind::Role);
    commands.extend(about.iter().filter(shown).map(|record| command(landscape, "show", &[*record], None)));
    commands
}

/// Returns the commands that compare companies: all of them at once where that can be, else one by one.
fn company_commands(landscape: &Landscape, mut companies: Vec<CompanyIx>) -> Vec<QuestionCommand<'_>> {
    let perspective = landscape.perspective();
    // The owners stand first, as in every other comparison.
    companies.sort_by_key(|company| (Some(*company) != perspective, *company));
    let offers_nothing = |company: &CompanyIx| landscape.breadth(*company) == 0;
    let compared = |word: &str, companies: &[CompanyIx]| {
        let lacking = companies.iter().copied().filter(offers_nothing);
        let missing: Vec<_> = lacking.map(|company| lack(landscape, company.into(), Lack::Offers)).collect();
        let companies: Vec<NodeIx> = companies.iter().map(|company| (*company).into()).collect();
        command(landscape, word, &companies, missing)
    };
    match companies.as_slice() {
        [] => Vec::new(),
        [owner] if Some(*owner) == perspective => vec![compared("gaps", &[*owner])],
        [one] => vec![compared("overlap", &perspective.into_iter().chain([*one]).collect::<Vec<_>>())],
        several if several.len() <= MOST_COMPARED => vec![compared("overlap", several)],
        many => many.iter().map(|company| compared("overlap", &[*company])).collect(),
    }
}

/// Returns a command about records, written so that it means these and no others.
fn command<'l>(
    landscape: &'l Landscape,
    word: &str,
    about: &[NodeIx],
    missing: impl IntoIterator<Item = MissingClaim<'l>>,
) -> QuestionCommand<'l> {
    let mut command = format!("landscape {word}");
    for record in about {
        match word {
            "roles" => {}
            "gaps" => command.push_str(&format!(" --for {}", landscape.node(*record).id())),
            "overlap" | "scope" => command.push_str(&format!(" {}", landscape.node(*record).id())),
            _ => command.push_str(&format!(" {}", landscape.any_id(*record))),
        }
    }
    QuestionCommand {
        command,
        about: about.iter().map(|record| AnyRef::of(landscape, *record)).collect(),
        missing: missing.into_iter().collect(),
    }
}

fn stack_lacks(landscape: &Landscape, stack: StackIx) -> Option<MissingClaim<'_>> {
    let tools = landscape.counted_tools_in(stack);
    if tools.is_empty() {
        Some(lack(landscape, stack.into(), Lack::Tools))
    } else if !tools.iter().any(|tool| has_claims(landscape, *tool)) {
        let general = lack(landscape, stack.into(), Lack::StackClaims);
        let text = match landscape.active_in(stack).len() {
            0 => general.text,
            active => {
                let active = plural(active, "company is", "companies are");
                format!("{}; {active} said to be active there, with no tool named", general.text)
            }
        };
        Some(MissingClaim { text, ..general })
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
        (ScopeVerdict::Open, missing) => {
            let quoted: Vec<String> =
                missing.iter().map(|principle| format!("“{}”", principle.name)).collect();
            let principles = names(quoted.iter().map(String::as_str), MOST_PRINCIPLES);
            let number = plural(missing.len(), "binding principle has", "binding principles have");
            let general = lack(landscape, tool.into(), Lack::Verdicts);
            let text = format!("{number} no pass or fail on {}: {principles}", general.record.name);
            Some(MissingClaim { count: count(missing.len()), text, principles: scope.missing, ..general })
        }
    }
}

fn lack(landscape: &Landscape, record: NodeIx, lack: Lack) -> MissingClaim<'_> {
    let named = AnyRef::of(landscape, record);
    MissingClaim {
        record: named,
        lack,
        count: 1,
        principles: Vec::new(),
        text: lack.text(named.name),
        add: lack.add(&landscape.any_id(record)),
    }
}

impl Lack {
    /// Returns what is missing about the records of these names, which are all of the same kind.
    pub(crate) fn text(self, names: &str) -> String {
        match self {
            Self::About => "it is `about` nothing: say which records it concerns".to_owned(),
            Self::Claims => format!("no claim says whether any company offers {names}"),
            Self::Verdicts => format!("binding principles have no pass or fail on {names}"),
            Self::Listing => format!("no principle is binding, and {names} is not listed as in scope"),
            Self::Tools => format!("no tool is said to be in {names}"),
            Self::StackClaims => format!("no claim says whether any company offers a tool of {names}"),
            Self::Offers => format!("no claim says that any tool is offered by {names}"),
            Self::Needs => format!("no claim says which tools are needed by {names}"),
        }
    }

    /// Returns how to add what is missing about the records of these ids.
    pub(crate) fn add(self, ids: &str) -> String {
        match self {
            Self::About => format!("add `about` to {ids}, a list such as [\"tool:ID\", \"company:ID\"]"),
            Self::Claims => {
                format!("look it up, and add {ids} to the `offers` of companies, a `no` included")
            }
            Self::Verdicts => {
                format!("add {ids} to their `assesses` (one fail is enough), or list it with `in_scope`")
            }
            Self::Listing => format!("list {ids} with `in_scope`, or add principles that judge it"),
            Self::Tools => format!("add {ids} to the `in_stack` of its tools"),
            Self::StackClaims => {
                format!("look up the tools of {ids}, and add them to the `offers` of companies")
            }
            Self::Offers => format!("add `offers` to {ids}"),
            Self::Needs => format!("add `needs` to {ids}"),
        }
    }
}
