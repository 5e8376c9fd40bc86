//! `landscape serve`: who may ask, what is answered, and what happens when files change.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use landscape_graph::catalogue::{self, Reads};
use serde_json::Value;

use crate::support::{Outcome, Sandbox};

/// How long anything may take before a test gives up on it.
const PATIENCE: Duration = Duration::from_secs(30);

const MARKET: &str = r#"{
  "landscape": { "schema": 1, "name": "Bread", "perspective": "us" },
  "stacks": [{ "id": "oven", "name": "Oven" }],
  "tools": [
    { "id": "bread", "name": "Bread", "in_stack": [{ "stack": "oven" }] },
    { "id": "cake", "name": "Cake", "in_stack": [{ "stack": "oven" }] },
    { "id": "pie", "name": "Pie, sweet", "in_stack": [{ "stack": "oven" }] }
  ],
  "companies": [
    { "id": "us", "name": "Us", "offers": [{ "tool": "bread", "support": "yes" }] },
    { "id": "them", "name": "Them", "offers": [{ "tool": "bread", "support": "yes" }, { "tool": "cake", "support": "yes" }] },
    { "id": "others", "name": "Others", "offers": [{ "tool": "cake", "support": "yes" }, { "tool": "pie", "support": "partial" }] }
  ]
}"#;

/// The program, serving; it ends when this is dropped.
struct Server {
    sandbox: Sandbox,
    child: Child,
    /// What it writes to standard error.
    said: BufReader<std::process::ChildStderr>,
    port: u16,
}

/// An answer, taken apart.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the answer is text")
    }

    fn json(&self) -> Value {
        serde_json::from_str(self.text()).unwrap_or_else(|error| panic!("no JSON: {error}: {}", self.text()))
    }

    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(of, _)| of.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }
}

impl Server {
    fn start(market: &str, more: &[&str]) -> Self {
        let sandbox = Sandbox::new().file("graph/market.json", market);
        let arguments = [&["serve", "--port", "0"], more].concat();
        let mut command = sandbox.command(&arguments);
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut said = BufReader::new(child.stderr.take().expect("standard error is a pipe"));
        let mut line = String::new();
        said.read_line(&mut line).expect("the program says where it serves");
        let port = line
            .strip_prefix("serving http://127.0.0.1:")
            .and_then(|rest| rest.strip_suffix("/ (Ctrl-C ends)\n"));
        let port =
            port.unwrap_or_else(|| panic!("it does not serve: {line}")).parse().expect("a port is a number");
        Self { sandbox, child, said, port }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], self.port))).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time can be set");
        stream
    }

    /// Sends bytes, and reads until the connection is closed.
    fn raw(&self, request: &[u8]) -> Option<Answer> {
        let mut stream = self.connect();
        // It may have answered, and closed, before all has been sent.
        let _ = stream.write_all(request);
        read_answer(&mut stream)
    }

    /// Asks with a head of one's own behind the host.
    fn ask_with(&self, method: &str, path: &str, head: &str) -> Answer {
        let port = self.port;
        let request =
            format!("{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nconnection: close\r\n{head}\r\n");
        self.raw(request.as_bytes()).expect("it answers")
    }

    fn get(&self, path: &str) -> Answer {
        self.ask_with("GET", path, "")
    }

    /// Runs the program on the same files.
    fn run(&self, arguments: &[&str]) -> Outcome {
        let outcome = self.sandbox.run(arguments);
        assert_eq!(outcome.code, Some(0), "{outcome}");
        outcome
    }

    fn write(&self, market: &str) {
        std::fs::write(self.sandbox.path("graph/market.json"), market).expect("a file can be written");
    }

    fn listen(&self) -> Events {
        let mut stream = self.connect();
        let request = format!("GET /api/changes HTTP/1.1\r\nhost: localhost:{}\r\n\r\n", self.port);
        stream.write_all(request.as_bytes()).expect("it takes what is sent");
        Events { lines: BufReader::new(stream) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read_answer(stream: &mut TcpStream) -> Option<Answer> {
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Ok(_) => {}
        // Whoever sends more than is read is cut off.
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
        Err(error) => panic!("no answer: {error}"),
    }
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8(bytes[..end].to_vec()).expect("a head is text");
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("there is a status");
    Some(Answer { status, head, body: bytes[end + 4..].to_vec() })
}

/// What is told of changes.
struct Events {
    lines: BufReader<TcpStream>,
}

impl Events {
    /// Waits for the next event: its name and its data.
    fn next(&mut self) -> (String, Value) {
        let mut name = String::new();
        loop {
            let mut line = String::new();
            let length = self.lines.read_line(&mut line).expect("an event comes in time");
            assert!(length > 0, "the events have ended");
            let line = line.trim_end();
            if let Some(event) = line.strip_prefix("event: ") {
                event.clone_into(&mut name);
            } else if let Some(data) = line.strip_prefix("data: ") {
                return (name, serde_json::from_str(data).expect("the data is JSON"));
            }
        }
    }
}

#[test]
fn the_page_and_its_numbers_are_there_with_headers_that_keep_others_out() {
    let server = Server::start(MARKET, &[]);
    let page = server.get("/");
    assert_eq!(page.status, 200);
    assert!(page.text().starts_with("<!doctype html>\n<html lang=\"en\" data-served"), "{}", page.head);
    assert!(page.text().contains("connect-src 'self'") && !page.text().contains("id=\"pack\""));
    assert_eq!(page.header("content-security-policy"), Some("frame-ancestors 'self'"));
    let pack = server.get("/api/pack");
    assert_eq!((pack.status, pack.header("content-type")), (200, Some("application/json")));
    assert_eq!(pack.json()["companies_total"], 3);
    for answer in [page, pack, server.get("/api/gaps"), server.get("/nothing")] {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{}", answer.head);
        }
        assert!(
            answer
                .header("content-security-policy")
                .is_some_and(|policy| policy.contains("frame-ancestors 'self'"))
        );
        assert!(!answer.head.to_lowercase().contains("access-control"), "{}", answer.head);
    }
}

#[test]
fn every_question_of_one_landscape_answers_as_the_command_does() {
    let server = Server::start(MARKET, &[]);
    let mut answered = 0;
    for question in catalogue::questions() {
        let name = question.name;
        let (query, words): (&str, &[&str]) = match name {
            "show" => ("?record=them", &["them"]),
            "log" => ("?name=them", &["them"]),
            "compare" => ("?companies=us&companies=them", &["us", "them"]),
            "find" => ("?text=pie%2C+sweet", &["pie, sweet"]),
            "why" => ("?from=them&to=cake", &["them", "cake"]),
            _ => ("", &[]),
        };
        let answer = server.get(&format!("/api/{name}{query}"));
        if matches!(question.reads, Reads::States | Reads::Backtest) {
            assert_eq!(answer.status, 400, "{name}");
            let help = answer.json()["help"].to_string();
            assert!(help.contains(&format!("landscape {name}")), "{help}");
            continue;
        }
        let outcome = server.sandbox.run(&[&[name], words, &["--format", "json"]].concat());
        if outcome.code == Some(0) {
            assert_eq!(answer.status, 200, "{name}: {}", answer.text());
            assert_eq!(answer.text(), outcome.stdout, "{name}");
            answered += 1;
        } else {
            // What the command refuses is refused here too.
            assert_eq!(answer.status, 400, "{name}: {outcome}");
            assert!(answer.json()["error"].is_string());
        }
    }
    assert!(answered > 12, "only {answered} questions were answered");
}

#[test]
fn arguments_are_taken_by_both_of_their_names_and_refused_with_a_help() {
    let server = Server::start(MARKET, &[]);
    let command = server.run(&["gaps", "--for", "them", "--stack", "oven", "--top", "1", "--format", "json"]);
    for query in
        ["company=them&stacks=oven&top=1", "for=them&stack=oven&top=1", "top=1&for=Them&stacks=Oven&company="]
    {
        assert_eq!(server.get(&format!("/api/gaps?{query}")).text(), command.stdout, "{query}");
    }
    let flag = server.run(&["coverage", "--all", "--format", "json"]);
    for query in ["all", "all=true", "all=&top="] {
        assert_eq!(server.get(&format!("/api/coverage?{query}")).text(), flag.stdout, "{query}");
    }
    for (path, status, error, help) in [
        ("/api/gap", 404, "there is no question called `gap`", "did you mean `gaps`?"),
        ("/api/gaps?tp=1", 400, "`gaps` takes no `tp`", "did you mean `top`?"),
        ("/api/gaps?for=thm", 400, "there is no company called `thm`", "did you mean `them`?"),
        ("/api/gaps?suppose=pi", 400, "there is no tool called `pi`", "did you mean `pie`?"),
        ("/api/pack?for=thm", 400, "there is no company called `thm`", "did you mean `them`?"),
        ("/api/pack?page=x", 400, "`page` is where a page of rivals begins, not `x`", "begins at 0"),
        ("/api/pack?fro=them", 400, "`fro` means nothing here", "`for`"),
        ("/api/pack?for=us&for=them", 400, "`for` is given more than once", ""),
        ("/api/gaps?for=%ff", 400, "the address is not UTF-8", "`%C3%A9` for `é`"),
        ("/api/log?name=them&suppose=pie", 400, "takes no `suppose`", ""),
    ] {
        let answer = server.get(path);
        let said = answer.json();
        assert_eq!(answer.status, status, "{path}");
        assert!(said["error"].as_str().is_some_and(|text| text.contains(error)), "{path}: {said}");
        assert!(said["help"].as_str().unwrap_or_default().contains(help), "{path}: {said}");
    }
}

#[test]
fn what_is_supposed_is_what_assume_says() {
    let server = Server::start(MARKET, &[]);
    for (path, arguments) in [
        ("/api/gaps?suppose=cake", &["gaps", "--assume", "us offers cake"][..]),
        ("/api/gaps?suppose=cake,pie", &["gaps", "--assume", "us offers cake", "--assume", "us offers pie"]),
        ("/api/gaps?for=them&suppose=pie", &["gaps", "--for", "them", "--assume", "them offers pie"]),
        ("/api/coverage?targets=oven&suppose=cake", &["coverage", "oven", "--assume", "us offers cake"]),
        (
            "/api/overlap?companies=them&for=us&suppose=cake",
            &["overlap", "them", "--assume", "us offers cake"],
        ),
    ] {
        let command = server.run(&[arguments, &["--format", "json"]].concat());
        let answer = server.get(path);
        assert_eq!(answer.text(), command.stdout, "{path}");
        assert!(answer.text().contains("\"assuming\""), "{path}");
    }
    let offered = |path: &str| {
        let pack = server.get(path).json();
        pack["companies"]
            .as_array()
            .expect("a pack has companies")
            .iter()
            .find(|one| one["id"] == "us")
            .expect("we are in it")["offers"]
            .as_array()
            .expect("a company has offers")
            .len()
    };
    assert_eq!(
        [offered("/api/pack"), offered("/api/pack?suppose=cake,pie"), offered("/api/pack")],
        [1, 3, 1]
    );
    assert_eq!(
        server.run(&["gaps", "--format", "json"]).stdout,
        server.get("/api/gaps").text(),
        "nothing was written"
    );
}

#[test]
fn what_is_supposed_comes_on_top_of_what_is_assumed() {
    let server = Server::start(MARKET, &["--assume", "us offers cake"]);
    let command =
        server.run(&["gaps", "--assume", "us offers cake", "--assume", "us offers pie", "--format", "json"]);
    assert_eq!(server.get("/api/gaps?suppose=pie").text(), command.stdout);
    let command = server.run(&["gaps", "--assume", "us offers cake", "--format", "json"]);
    assert_eq!(server.get("/api/gaps").text(), command.stdout);
}

#[test]
fn other_hosts_and_other_sites_are_refused() {
    let server = Server::start(MARKET, &[]);
    let port = server.port;
    let ask = |head: &str| {
        server
            .raw(format!("GET /api/pack HTTP/1.1\r\nconnection: close\r\n{head}\r\n").as_bytes())
            .expect("it answers")
    };
    for good in [
        format!("host: localhost:{port}\r\n"),
        format!("host: [::1]:{port}\r\n"),
        format!(
            "host: 127.0.0.1:{port}\r\norigin: http://127.0.0.1:{port}\r\nsec-fetch-site: same-origin\r\n"
        ),
        format!("host: 127.0.0.1:{port}\r\nsec-fetch-site: none\r\n"),
    ] {
        assert_eq!(ask(&good).status, 200, "{good}");
    }
    let us = format!("host: 127.0.0.1:{port}\r\n");
    for bad in [
        String::new(),
        "host: evil.example\r\n".to_owned(),
        format!("host: evil.example:{port}\r\n"),
        format!("host: 127.0.0.1.evil.example:{port}\r\n"),
        "host: 127.0.0.1\r\n".to_owned(),
        format!("host: 127.0.0.1:{}\r\n", port ^ 1),
        format!("{us}host: evil.example\r\n"),
        format!("{us}origin: http://evil.example\r\n"),
        format!("{us}origin: null\r\n"),
        format!("{us}origin: https://127.0.0.1:{port}\r\n"),
        format!("{us}origin: http://localhost:3000\r\n"),
        format!("{us}sec-fetch-site: cross-site\r\n"),
    ] {
        let answer = ask(&bad);
        assert_eq!(answer.status, 403, "{bad}: {}", answer.text());
        assert!(!answer.text().contains("Bread"), "{bad}");
        assert!(answer.json()["help"].is_string());
    }
    let absolute = format!("GET http://evil.example/api/pack HTTP/1.1\r\n{us}connection: close\r\n\r\n");
    assert_eq!(server.raw(absolute.as_bytes()).expect("it answers").status, 403);
}

#[test]
fn no_path_reaches_the_files_and_no_method_writes() {
    let server = Server::start(MARKET, &[]);
    for path in [
        "/../graph/market.json",
        "/graph/market.json",
        "/%2e%2e/graph/market.json",
        "/..%2fgraph%2fmarket.json",
        "/api/../graph/market.json",
        "/api/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/api/",
        "/api/pack/",
        "/api/%67aps",
        "/api/gaps%00",
        "/index.html",
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.json()["error"].is_string() && !answer.text().contains("Them"), "{path}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
        let answer = server.ask_with(method, "/api/pack", "content-length: 0\r\n");
        assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD")), "{method}");
    }
}

#[test]
fn a_head_has_the_headers_of_the_answer_and_no_body() {
    let server = Server::start(MARKET, &[]);
    for path in ["/", "/api/pack", "/api/gaps", "/nothing"] {
        let [whole, head] = ["GET", "HEAD"].map(|method| server.ask_with(method, path, ""));
        assert_eq!((head.status, head.body.len()), (whole.status, 0), "{path}");
        assert_eq!(head.header("content-length"), Some(&*whole.body.len().to_string()), "{path}");
        assert_eq!(head.header("etag"), whole.header("etag"), "{path}");
    }
    assert_eq!(server.ask_with("HEAD", "/api/changes", "").header("content-type"), Some("text/event-stream"));
}

#[test]
fn answers_are_compressed_for_those_who_take_it() {
    let server = Server::start(MARKET, &[]);
    let plain = server.get("/api/pack");
    let packed = server.ask_with("GET", "/api/pack", "accept-encoding: br, gzip\r\n");
    assert_eq!((plain.header("content-encoding"), packed.header("content-encoding")), (None, Some("gzip")));
    let mut text = String::new();
    flate2::read::GzDecoder::new(&*packed.body).read_to_string(&mut text).expect("it is gzip");
    assert_eq!(text, plain.text());
}

#[test]
fn long_heads_and_slow_clients_are_cut_off() {
    let server = Server::start(MARKET, &[]);
    let long =
        format!("GET / HTTP/1.1\r\nhost: 127.0.0.1:{}\r\nx: {}\r\n\r\n", server.port, "x".repeat(17 * 1024));
    let answer = server.raw(long.as_bytes());
    assert!(answer.is_none_or(|answer| answer.status == 431));
    let mut slow = server.connect();
    let began = Instant::now();
    slow.write_all(b"GET / HTTP/1.1\r\nho").expect("it takes what is sent");
    let mut rest = Vec::new();
    // Cut off is cut off, however it is done.
    let _ = slow.read_to_end(&mut rest);
    let took = began.elapsed();
    assert!((Duration::from_secs(2)..PATIENCE).contains(&took), "it waited {took:?}");
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn two_hundred_connections_are_too_many_and_harm_nobody() {
    let server = Server::start(MARKET, &[]);
    let idle: Vec<TcpStream> = (0..200).map(|_| server.connect()).collect();
    let answer = server.raw(format!("GET / HTTP/1.1\r\nhost: 127.0.0.1:{}\r\n\r\n", server.port).as_bytes());
    // Turned away with words, or without.
    assert!(answer.is_none_or(|answer| answer.status == 503 && answer.json()["help"].is_string()));
    drop(idle);
    let began = Instant::now();
    while server
        .raw(
            format!("GET / HTTP/1.1\r\nhost: 127.0.0.1:{}\r\nconnection: close\r\n\r\n", server.port)
                .as_bytes(),
        )
        .is_none_or(|answer| answer.status != 200)
    {
        assert!(began.elapsed() < PATIENCE, "it does not serve again");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn changes_are_told_and_broken_files_keep_the_last_good_landscape() {
    let mut server = Server::start(MARKET, &[]);
    let mut events = [server.listen(), server.listen()];
    let first = events.each_mut().map(Events::next);
    let state =
        server.get("/api/pack").header("etag").expect("a pack has a tag").trim_matches('"').to_owned();
    for (name, data) in first {
        assert_eq!((name.as_str(), data["state"].as_str()), ("changed", Some(&*state)));
    }
    let began = Instant::now();
    let renamed = MARKET.replace("\"Them\"", "\"Those\"");
    server.write(&renamed);
    for events in &mut events {
        let (name, data) = events.next();
        assert!(name == "changed" && data["state"] != *state, "{name} {data}");
    }
    assert!(began.elapsed() < Duration::from_secs(10));
    assert!(server.get("/api/pack").text().contains("Those"));

    server.write(
        &renamed
            .replace("\"tool\": \"cake\", \"support\": \"yes\"", "\"tool\": \"caek\", \"support\": \"yes\""),
    );
    for events in &mut events {
        let (name, data) = events.next();
        let text = data["text"].as_str().expect("it says what is wrong");
        assert_eq!(name, "broken");
        assert!(text.contains("graph/market.json:11:") && text.contains("did you mean `cake`?"), "{text}");
        assert!(!text.contains('\u{1b}'), "{text}");
    }
    assert_eq!(server.get("/api/show?record=those").status, 200, "the last good landscape is served on");
    assert_eq!(server.get("/api/gaps?suppose=pie").status, 200);
    // Whoever comes later hears of it too.
    let mut late = server.listen();
    assert_eq!([late.next().0, late.next().0], ["changed", "broken"]);

    server.write(MARKET);
    for events in &mut events {
        let (name, data) = events.next();
        assert!(
            name == "changed" && data["state"] == *state,
            "{name} {data}: the same files have the same tag"
        );
    }
    assert!(server.get("/api/pack").text().contains("Them"));
    // The terminal has heard the same.
    let mut said = String::new();
    while !said.contains("the files are fine again") {
        assert!(server.said.read_line(&mut said).expect("it says so") > 0, "{said}");
    }
    assert!(
        said.contains("market.json:11:") && said.contains("the page shows the last good landscape"),
        "{said}"
    );
}

#[test]
fn a_file_that_comes_and_one_that_goes_are_changes() {
    let server = Server::start(MARKET, &[]);
    let mut events = server.listen();
    events.next();
    let path = server.sandbox.path("graph/more.json");
    std::fs::write(&path, r#"{ "companies": [{ "id": "new", "name": "New" }] }"#)
        .expect("a file can be written");
    assert_eq!(events.next().0, "changed");
    assert_eq!(server.get("/api/pack").json()["companies_total"], 4);
    std::fs::remove_file(&path).expect("a file can be removed");
    assert_eq!(events.next().0, "changed");
    assert_eq!(server.get("/api/pack").json()["companies_total"], 3);
}

#[test]
fn of_a_large_landscape_a_part_is_sent() {
    use std::fmt::Write as _;
    let mut market = String::from(
        r#"{ "landscape": { "schema": 1, "name": "Many", "perspective": "c0" }, "tools": [{ "id": "t", "name": "T" }], "companies": ["#,
    );
    for at in 0..2_500 {
        let comma = if at == 0 { "" } else { "," };
        let offers = if at < 300 { r#", "offers": [{ "tool": "t", "support": "yes" }]"# } else { "" };
        let _ = write!(market, r#"{comma}{{ "id": "c{at}", "name": "C{at}"{offers} }}"#);
    }
    market.push_str("]}");
    let server = Server::start(&market, &[]);
    let pack = server.get("/api/pack").json();
    let ids = |pack: &Value| -> Vec<String> {
        let companies = pack["companies"].as_array().expect("a pack has companies");
        companies.iter().filter_map(|one| Some(one["id"].as_str()?.to_owned())).collect()
    };
    assert_eq!((&pack["companies_total"], &pack["next"]), (&2_500.into(), &100.into()));
    let first = ids(&pack);
    assert!((101..=106).contains(&first.len()), "{}", first.len());
    let second = ids(&server.get("/api/pack?page=100").json());
    assert!(
        second.iter().filter(|id| first.contains(id)).count() <= 6,
        "they are others, but for us and the closest"
    );
    assert!(!first.contains(&"c2400".to_owned()));
    let pack = server.get("/api/pack?also=c2400,c2401&for=c5").json();
    assert!(["c2400", "c2401", "c5"].iter().all(|id| ids(&pack).contains(&(*id).to_owned())));
    assert_eq!(server.get("/api/pack?also=nobody").status, 400);
}

#[test]
fn a_taken_port_is_said_with_what_to_do() {
    let server = Server::start(MARKET, &[]);
    let outcome = server.sandbox.run(&["serve", "--port", &server.port.to_string()]);
    assert_eq!(outcome.code, Some(3), "{outcome}");
    let port = server.port;
    assert!(outcome.stderr.contains(&format!("error: port {port} is taken by another program")), "{outcome}");
    assert!(outcome.stderr.contains("--port 0"), "{outcome}");
}

#[test]
fn what_cannot_be_served_is_said_at_once() {
    let broken = Sandbox::new().file("graph/market.json", "{ \"tols\": [] }");
    let outcome = broken.run(&["serve", "--port", "0"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), ""), "{outcome}");
    assert!(outcome.stderr.contains("did you mean `tools`?"), "{outcome}");
    let market = Sandbox::new().file("graph/market.json", MARKET);
    for (arguments, error) in [
        (&["serve", "--port", "0", "--for", "nobody"][..], "there is no company called `nobody`"),
        (&["serve", "--port", "0", "--repo-url", "javascript:alert(1)"], "`--repo-url` is no web address"),
        (&["serve", "--port", "99999"], "99999"),
    ] {
        let outcome = market.run(arguments);
        assert_eq!(outcome.code, Some(2), "{outcome}");
        assert!(outcome.stderr.contains(error), "{outcome}");
    }
}

#[cfg(unix)]
#[test]
fn it_ends_when_it_is_told_to_although_somebody_listens() {
    let mut server = Server::start(MARKET, &[]);
    let mut events = server.listen();
    events.next();
    let id = server.child.id().to_string();
    let told = std::process::Command::new("kill").args(["-INT", &id]).status().expect("there is a `kill`");
    assert!(told.success());
    assert_eq!(server.child.wait().expect("it ends").code(), Some(0));
    let mut rest = String::new();
    server.said.read_to_string(&mut rest).expect("what it said can be read");
    assert_eq!(rest, "");
}
