//! The rows of the catalogue, each in turn: its example, and whatever its arguments may be given.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use landscape_graph::Landscape;
use landscape_graph::catalogue::{
    Argument, AskError, Call, Context, Form, Place, Reads, State, Takes, questions,
};
use landscape_graph::query::log::{Commit, History, Past, PastError};
use serde_json::{Map, Value, json};

use crate::landscapes::{bakery, init};

/// A history without commits.
struct NoPast;

impl Past for NoPast {
    fn is_shallow(&self) -> Result<bool, PastError> {
        Ok(false)
    }

    fn commits(&self) -> Result<Vec<Commit>, PastError> {
        Ok(Vec::new())
    }

    fn load(&self, _at: usize) -> Result<Option<Landscape>, PastError> {
        Ok(None)
    }
}

/// Values that fit an argument: what it takes where it is left out, and the ends of what it takes.
fn fitting(argument: &Argument, landscape: &Landscape) -> Vec<Value> {
    match argument.takes {
        Takes::Records { kinds, least, most } => {
            let id = |kind, node| format!("{kind}:{}", landscape.node(node).id());
            let of = |kind| landscape.nodes(kind).map(move |node| (kind, node));
            let all: Vec<String> =
                kinds.iter().flat_map(|kind| of(*kind)).map(|(kind, node)| id(kind, node)).collect();
            let few = least.max(1).min(all.len());
            let many = all.len().min(most.unwrap_or(usize::MAX)).max(few);
            let last = all[all.len() - few..].to_vec();
            [all[..few].to_vec(), last, all[..many].to_vec()].map(|names| json!(names)).into()
        }
        Takes::Names => vec![json!("crumb"), json!(["crumb", "dough"]), json!("no such name")],
        Takes::Text => vec![json!("o"), json!("")],
        Takes::Flag => vec![json!(true), json!(false)],
        // What is drawn or counted so often may take long: the least and what is usual must do.
        Takes::Count { least, most: 1_000_000, default } => vec![json!(least), json!(default)],
        Takes::Count { least, most, default } => vec![json!(least), json!(default), json!(most)],
        Takes::Limit(default) => vec![json!(1), json!(default), json!("all")],
        Takes::Number { least, most, default } => vec![json!(least), json!(default), json!(most)],
        Takes::OneOf { words } => words.iter().map(|(word, _)| json!(word)).collect(),
        Takes::Kinds => vec![json!("tool"), json!(["company", "role"])],
        Takes::Age(default) => vec![json!(default), json!("0d")],
        other => panic!("say here what fits {other:?}"),
    }
}

/// A value that fits none of what arguments take.
fn unfit() -> Value {
    json!({ "no": "value" })
}

/// Every question and picture: what it takes, and how it is asked.
type Row = (Form, fn(&str, &Call<'_, '_>) -> Result<(), AskError>);

fn rows() -> Vec<Row> {
    let ask: Row = (questions()[0].form(), |name, call| {
        let question = landscape_graph::catalogue::question(name)?;
        let answer = (question.run)(call)?;
        // Its words and its JSON are made too.
        let _ = answer.view(&call.asking());
        let json = serde_json::to_value(&*answer).expect("an answer is JSON");
        assert!(
            json.is_object() && question.reports.iter().any(|shape| shape.name == answer.name()),
            "{name}"
        );
        Ok(())
    });
    let asked = questions().iter().map(|question| (question.form(), ask.1));
    #[cfg(feature = "draw")]
    let asked = asked.chain(landscape_graph::catalogue::pictures().iter().map(|picture| {
        let draw: Row = (picture.form(), |name, call| {
            let row = landscape_graph::catalogue::picture(name)?;
            let drawn = (row.draw)(call)?;
            assert!(
                !drawn.title.is_empty()
                    && !drawn.picture.dot(&landscape_graph::draw::Style::default()).is_empty(),
                "{name}"
            );
            Ok(())
        });
        draw
    }));
    asked.collect()
}

/// Asks with each of many values for the arguments of every row.
fn each_call(mut check: impl FnMut(&Row, &Context<'_>, &Map<String, Value>)) {
    let history = History::new(&NoPast);
    for landscape in [bakery(), init()] {
        let older = init();
        let state = |landscape, label| State::new(landscape, landscape, label);
        let one = Context::new(&landscape).with_history(&history);
        let two = Context::of_states([state(&older, "older"), state(&landscape, "newer")]);
        for row in &rows() {
            let form = row.0;
            let context = match form.reads {
                Reads::Landscape | Reads::AllDays => one,
                Reads::States | Reads::Backtest => two,
            };
            let subjects = form.arguments.iter().filter(|argument| argument.place == Place::Subject);
            let base: Map<String, Value> = subjects
                .map(|argument| (argument.name.to_owned(), fitting(argument, &landscape)[0].clone()))
                .collect();
            check(row, &context, &Map::new());
            check(row, &context, &base);
            for argument in form.arguments {
                for value in fitting(argument, &landscape) {
                    for mut given in [Map::new(), base.clone()] {
                        given.insert(argument.name.to_owned(), value.clone());
                        check(row, &context, &given);
                    }
                }
            }
            for (at, first) in form.arguments.iter().enumerate() {
                for second in &form.arguments[at + 1..] {
                    let mut given = base.clone();
                    for argument in [first, second] {
                        let last = fitting(argument, &landscape).pop().expect("something fits");
                        given.insert(argument.name.to_owned(), last);
                    }
                    check(row, &context, &given);
                }
            }
        }
    }
}

#[test]
fn whatever_fits_an_argument_is_answered_or_refused_and_every_argument_is_read() {
    let (mut answered, mut refused, mut read) = (BTreeSet::new(), 0, BTreeSet::new());
    each_call(|(form, ask), context, given| {
        let arguments = Value::Object(given.clone());
        // What a row reads and does not take panics here, in a build with assertions.
        let asked = catch_unwind(AssertUnwindSafe(|| {
            let call = Call::new(*form, context, &arguments)?;
            let asked = ask(form.name, &call);
            let unread = call.unread();
            let names = form.arguments.iter().map(|argument| argument.name);
            read.extend(names.filter(|name| !unread.contains(name)).map(|name| (form.about, name)));
            asked
        }));
        match asked {
            Ok(Ok(())) => _ = answered.insert(form.about),
            Ok(Err(error)) => {
                assert!(!error.to_string().is_empty());
                refused += 1;
            }
            Err(panic) => {
                let why = panic.downcast_ref::<String>();
                panic!("`{}` panics when asked {arguments}: {why:?}", form.name);
            }
        }
    });
    assert!(refused > 0, "something does not go together, or this tests nothing");
    for (form, _) in rows() {
        assert!(answered.contains(form.about), "`{}` answers nothing that fits", form.name);
        for argument in form.arguments {
            let is_read = read.contains(&(form.about, argument.name));
            assert!(is_read, "`{}` takes `{}` and never reads it", form.name, argument.name);
        }
    }
}

#[test]
fn what_is_not_declared_or_does_not_fit_is_refused() {
    let landscape = bakery();
    for (form, _) in rows() {
        let refused = |arguments: Value| {
            let error = Call::new(form, &Context::new(&landscape), &arguments).err();
            error.unwrap_or_else(|| panic!("`{}` takes {arguments}", form.name))
        };
        let declared = |name: &str| form.arguments.iter().any(|argument| argument.name == name);
        for name in ["no_such_argument", "top", "explain", "company", "stacks", "git"] {
            if !declared(name) {
                let error = refused(json!({ name: 1 }));
                assert!(
                    matches!(&error, AskError::UnknownArgument { argument, .. } if argument == name),
                    "{error}"
                );
            }
        }
        for argument in form.arguments {
            let error = refused(json!({ argument.name: unfit() }));
            assert!(matches!(error, AskError::Wrong { argument: of, .. } if of == argument.name), "{error}");
        }
        assert!(matches!(refused(json!([])), AskError::NoObject { .. }));
    }
}

#[test]
fn names_are_given_once_and_said() {
    let mut seen = BTreeSet::new();
    for (form, _) in rows() {
        assert!(seen.insert(form.about), "`{}` says what another does", form.name);
        for (at, argument) in form.arguments.iter().enumerate() {
            let name = argument.on_the_command_line();
            let others = &form.arguments[at + 1..];
            let is_again =
                others.iter().any(|other| other.on_the_command_line() == name || other.name == argument.name);
            assert!(!is_again && !argument.about.is_empty(), "`{name}` of `{}`", form.name);
        }
    }
}

/// What the examples say on the shipped landscape, through the program and through the library.
#[cfg(feature = "cli")]
mod examples {
    use landscape_graph::catalogue::{pictures, run};
    use landscape_graph::landscape::BuildOptions;
    use landscape_graph::load::{FilePlaces, Files, parse};
    use landscape_graph::model::Date;
    use landscape_graph::render::FORMATS;

    use super::*;
    use crate::render::misfit;
    use crate::support::{Outcome, root, run_in};

    fn program(arguments: &[&str]) -> Outcome {
        let outcome = run_in(&root(""), arguments);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{arguments:?}\n{outcome}");
        assert!(outcome.stdout.len() > 20, "{arguments:?}: {outcome}");
        outcome
    }

    /// The arguments of an example as the library takes them.
    fn arguments(form: Form, example: &[&str]) -> Value {
        let mut given: Map<String, Value> = Map::new();
        let mut put = |argument: &Argument, value: Value| match given.get_mut(argument.name) {
            Some(Value::Array(values)) => values.push(value),
            Some(_) => panic!("`{}` is given twice", argument.name),
            None => {
                let is_many = matches!(argument.takes, Takes::Records { most, .. } if most != Some(1));
                let value = if is_many { json!([value]) } else { value };
                given.insert(argument.name.to_owned(), value);
            }
        };
        let mut subjects =
            form.arguments.iter().filter(|argument| argument.place == Place::Subject).peekable();
        let mut words = example.iter();
        while let Some(word) = words.next() {
            if let Some(option) = word.strip_prefix("--") {
                let is_meant = |argument: &&&Argument| argument.on_the_command_line() == option;
                let argument = form.arguments.iter().find(is_meant).expect("the option is declared");
                let value = match argument.takes {
                    Takes::Flag => json!(true),
                    _ => json!(words.next().expect("the option has a value")),
                };
                put(argument, value);
                continue;
            }
            let argument = *subjects.peek().expect("there is a subject for the word");
            put(argument, json!(word));
            if matches!(argument.takes, Takes::Text | Takes::Records { most: Some(1), .. }) {
                subjects.next();
            }
        }
        Value::Object(given)
    }

    #[test]
    fn every_example_of_a_question_is_answered_in_every_format() {
        let folder = root("");
        let files = Files::read(&folder.join("graph"));
        let options = BuildOptions { as_of: None, today: Date::parse(crate::support::TODAY).ok() };
        let landscape = Landscape::build(parse(&files).expect("it is sound"), &options);
        let places = FilePlaces::new(&files, &landscape);
        let context = Context::new(&landscape).with_places(&places);
        for question in questions() {
            let asked = |format: &str| {
                program(&[&[question.name][..], question.example, &["--format", format]].concat())
            };
            for format in FORMATS.iter().filter(|format| format.word != "json") {
                asked(format.word);
            }
            if question.reads == Reads::States {
                let arguments = [&[question.name][..], question.example, &["--exit-code"]].concat();
                assert_eq!(run_in(&root(""), &arguments).code, Some(1), "{arguments:?} finds nothing");
            }
            let mut answered = asked("json").json();
            let name = answered["report"].as_str().expect("the report has a name").to_owned();
            let shape = question.reports.iter().find(|shape| shape.name == name);
            let schema = (shape.unwrap_or_else(|| panic!("`{name}` is not declared")).schema)().to_value();
            assert_eq!(misfit(&schema, &schema, &answered, ""), None, "{}", question.name);
            if question.reads == Reads::Landscape {
                let arguments = arguments(question.form(), question.example);
                let report = run(&context, question.name, &arguments)
                    .unwrap_or_else(|error| panic!("{} {arguments}: {error}", question.name));
                let text = serde_json::to_string(&*report).expect("an answer is JSON");
                // The program was asked from the folder above the landscape.
                let text =
                    text.replace(&format!("{}/", folder.display().to_string().trim_end_matches('/')), "");
                let wanted: Value = serde_json::from_str(&text).expect("it is JSON");
                let head = answered.as_object_mut().expect("a report is an object");
                assert!(head.remove("report").is_some() && head.remove("version").is_some());
                // To what an answer keeps, and what was taken for a name, stands around the report.
                head.remove("within");
                head.remove("taken");
                assert_eq!(answered, wanted, "{}", question.name);
            }
        }
    }

    #[test]
    fn every_example_of_a_picture_is_drawn() {
        for picture in pictures() {
            for (format, begins) in [("dot", "graph"), ("svg", "<svg")] {
                let arguments =
                    [&["draw", picture.name][..], picture.example, &["--format", format]].concat();
                let drawn = program(&arguments).stdout;
                assert!(
                    drawn.lines().any(|line| line.contains(begins)),
                    "{arguments:?} is no {format}: {drawn}"
                );
            }
        }
    }
}
