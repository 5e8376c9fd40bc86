//! What holds for every picture, as SVG and as DOT.

use std::collections::BTreeSet;

use graphviz_rust::dot_structures::{Attribute, Graph, GraphAttributes, Id, Stmt};
use landscape_graph::Landscape;
use landscape_graph::draw::{Picture, Style, Theme};

use crate::awkward::awkward;
use crate::graphviz::assert_silent;
use crate::landscapes::{bakery, build, graph, init};

/// How the pictures of the tests are drawn.
pub(crate) const LIGHT: Style<'_> = Style { title: None, theme: Theme::Light, page: None };

/// Landscapes with much, with little and with hostile names.
pub(crate) fn landscapes() -> Vec<Landscape> {
    let small = [
        "{}",
        r#"{ "companies": [{ "id": "us", "name": "Us" }, { "id": "they", "name": "They" }] }"#,
        r#"{ "stacks": [{ "id": "data", "name": "Data" }], "companies": [{ "id": "us", "name": "Us" }] }"#,
        r#"{ "tools": [{ "id": "etl", "name": "ETL" }],
          "companies": [{ "id": "us", "name": "Us", "offers": [{ "tool": "etl", "support": "yes" }] }],
          "roles": [{ "id": "dev", "name": "Dev", "needs": [{ "tool": "etl" }] }] }"#,
    ];
    [awkward(300), awkward(30_000), bakery(), graph(), init()].into_iter().chain(small.map(build)).collect()
}

/// One stack with so many tools, which one of so many companies offers each.
pub(crate) fn big(tools: usize, companies: usize) -> Landscape {
    let tool = |at: usize| {
        format!(r#"{{ "id": "t{at}", "name": "Tool {at}", "in_stack": [{{ "stack": "s{}" }}] }}"#, at % 50)
    };
    let company = |at: usize| {
        format!(
            r#"{{ "id": "c{at}", "name": "C {at}", "offers": [{{ "tool": "t{}", "support": "yes" }}] }}"#,
            at % tools
        )
    };
    let stack = |at: usize| format!(r#"{{ "id": "s{at}", "name": "Stack {at}" }}"#);
    let need = |at: usize| format!(r#"{{ "tool": "t{at}" }}"#);
    let role = |at: usize| {
        let needs: Vec<String> = (0..60).map(|step| need((at + step) % tools)).collect();
        format!(r#"{{ "id": "r{at}", "name": "Role {at}", "needs": [{}] }}"#, needs.join(","))
    };
    let list =
        |count: usize, one: &dyn Fn(usize) -> String| (0..count).map(one).collect::<Vec<_>>().join(",");
    build(&format!(
        r#"{{ "stacks": [{}], "tools": [{}], "companies": [{}], "roles": [{}] }}"#,
        list(50, &stack),
        list(tools, &tool),
        list(companies, &company),
        list(100, &role),
    ))
}

/// Asserts that a picture is sane whatever it shows: well-formed, nothing outside it, nothing over
/// another, no text wider than its box, the colours of the palette, the same facts as SVG and as
/// DOT, no complaint of Graphviz, and the same bytes each time.
pub(crate) fn assert_sane(picture: &impl Picture) {
    assert_sane_within(picture, 1_650.0);
}

/// The same of a picture that may be so wide.
pub(crate) fn assert_sane_within(picture: &impl Picture, most: f64) {
    let svg = picture.scene(&LIGHT).svg(Theme::Light);
    assert_eq!(svg, picture.scene(&LIGHT).svg(Theme::Light));
    let drawn = Drawn::of(&svg);
    assert!(drawn.size[0] <= most, "{:?}", drawn.size);
    drawn.assert_apart();

    let dot = picture.dot(&LIGHT);
    assert_eq!(dot, picture.dot(&LIGHT));
    let hostile = dot.chars().find(|character| character.is_control() && *character != '\n');
    assert_eq!(hostile, None, "a control character is in the picture");
    let graph = Written::of(&dot);
    let told = graph.tooltips.iter().map(String::as_str).collect::<Vec<_>>().join("\n");
    for title in &drawn.titles {
        // Where nothing is known there is no edge; what is long is cut.
        let title: String = title.trim().chars().take(1_000).collect();
        let is_told = told.contains(&title) || title.ends_with(": no recorded needs");
        assert!(is_told, "DOT does not tell: {title}");
    }
    assert_eq!(graph.links, drawn.links);
    for picture in [&svg, &dot] {
        let colours: BTreeSet<&str> = picture.split("\"#").skip(1).filter_map(|rest| rest.get(..6)).collect();
        for colour in colours {
            assert!(PALETTE.contains(&format!("\"#{colour}\"")), "#{colour} is not of the palette");
        }
    }
    assert_silent(&dot, "a picture");
}

/// Where the colours are declared.
const PALETTE: &str = include_str!("../../../src/draw/palette.rs");

/// Left, top, right and bottom.
type Room = [f64; 4];

/// How far two things may reach into each other: what rounding to two decimals makes.
const SLACK: f64 = 0.1;

fn is_apart([left, top, right, bottom]: Room, [x, y, end, below]: Room) -> bool {
    right <= x + SLACK || end <= left + SLACK || bottom <= y + SLACK || below <= top + SLACK
}

fn is_in([left, top, right, bottom]: Room, [x, y, end, below]: Room) -> bool {
    left >= x - SLACK && top >= y - SLACK && right <= end + SLACK && bottom <= below + SLACK
}

/// What an SVG shows.
#[derive(Default)]
pub(crate) struct Drawn {
    pub(crate) size: [f64; 2],
    /// Boxes, and texts that are not turned, each with its room.
    pub(crate) boxes: Vec<Room>,
    pub(crate) texts: Vec<(String, Room)>,
    /// What is told of the groups, and what they lead to.
    pub(crate) titles: Vec<String>,
    pub(crate) links: BTreeSet<String>,
    /// The texts of each group that is told of, as one.
    pub(crate) groups: Vec<String>,
}

impl Drawn {
    /// Reads a picture, and asserts that nothing stands outside it and no text outside its box.
    pub(crate) fn of(svg: &str) -> Self {
        let document = roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{error}\n{svg}"));
        let root = document.root_element();
        let size = ["width", "height"].map(|name| number(root, name));
        let mut drawn = Self { size, ..Self::default() };
        drawn.read(root, [0.0, 0.0], &[]);
        let whole = [0.0, 0.0, size[0], size[1]];
        for room in drawn.boxes.iter().chain(drawn.texts.iter().map(|(_, room)| room)) {
            assert!(is_in(*room, whole), "{room:?} is not in {whole:?}\n{svg}");
        }
        drawn
    }

    /// Reads what stands in a node; `around` are the boxes that it stands beside or in.
    fn read(&mut self, node: roxmltree::Node<'_, '_>, [x, y]: [f64; 2], around: &[Room]) {
        let children = || node.children().filter(roxmltree::Node::is_element);
        let at = |child: roxmltree::Node<'_, '_>| [x + number(child, "x"), y + number(child, "y")];
        let rect = |child: roxmltree::Node<'_, '_>| {
            let [left, top] = at(child);
            [left, top, left + number(child, "width"), top + number(child, "height")]
        };
        // The ground of the picture is no box.
        let rects = children().filter(|child| child.has_tag_name("rect"));
        let rects: Vec<Room> = rects.skip(usize::from(node.has_tag_name("svg"))).map(rect).collect();
        self.boxes.extend(&rects);
        let around = [around, &rects].concat();
        let mut words = Vec::new();
        for child in children() {
            match child.tag_name().name() {
                "title" if !node.has_tag_name("svg") => {
                    self.titles.extend(child.text().map(str::to_owned));
                }
                "text" => {
                    let text = child.text().unwrap_or_default();
                    words.push(text);
                    self.text(child, text, at(child), &around);
                }
                "g" | "a" => {
                    self.links.extend(child.attribute("href").map(|link| link.trim().to_owned()));
                    let moved = child.attribute("transform").and_then(|text| text.strip_prefix("translate("));
                    let moved = moved.and_then(|text| text.strip_suffix(')')?.split_once(' '));
                    let [dx, dy] =
                        moved.map_or([0.0; 2], |(x, y)| [x, y].map(|by| by.parse().expect("a number")));
                    self.read(child, [x + dx, y + dy], &around);
                }
                _ => {}
            }
        }
        if children().any(|child| child.has_tag_name("title")) && !node.has_tag_name("svg") {
            self.groups.push(words.join(" "));
        }
    }

    fn text(&mut self, node: roxmltree::Node<'_, '_>, text: &str, [x, y]: [f64; 2], around: &[Room]) {
        // Every reader draws a text so wide, unless most of its letters are of no font that we
        // have.
        let width = number(node, "textLength");
        assert!(width > 0.0 || !text.is_ascii(), "{text} may be of any width");
        if node.attribute("transform").is_some() {
            return;
        }
        let before = match node.attribute("text-anchor") {
            Some("middle") => width / 2.0,
            Some(_) => width,
            None => 0.0,
        };
        let size = number(node, "font-size");
        let room = [x - before, y - 0.7 * size, x - before + width, y + 0.1 * size];
        let holds = |room: &&Room| x >= room[0] && x <= room[2] && y >= room[1] && y <= room[3];
        let area = |room: &Room| (room[2] - room[0]) * (room[3] - room[1]);
        if let Some(home) = around.iter().filter(holds).min_by(|a, b| area(a).total_cmp(&area(b))) {
            assert!(is_in(room, *home), "{text}: {room:?} is not in {home:?}");
        }
        self.texts.push((text.to_owned(), room));
    }

    /// Asserts that no text is over another, and that boxes stand apart or in each other.
    pub(crate) fn assert_apart(&self) {
        let mut texts: Vec<&(String, Room)> = self.texts.iter().collect();
        texts.sort_by(|(_, a), (_, b)| a[1].total_cmp(&b[1]));
        for (at, (text, room)) in texts.iter().enumerate() {
            for (other, its) in texts[at + 1..].iter().take_while(|(_, its)| its[1] < room[3]) {
                assert!(is_apart(*room, *its), "{text} is over {other}: {room:?}, {its:?}");
            }
        }
        let mut boxes = self.boxes.clone();
        boxes.sort_by(|a, b| a[1].total_cmp(&b[1]));
        for (at, room) in boxes.iter().enumerate() {
            for its in boxes[at + 1..].iter().take_while(|its| its[1] < room[3]) {
                let is_fine = is_apart(*room, *its) || is_in(*room, *its) || is_in(*its, *room);
                assert!(is_fine, "{room:?} and {its:?} are over each other");
            }
        }
    }

    /// The texts of the groups that are told of, in order.
    pub(crate) fn labels(&self) -> Vec<&str> {
        let mut labels: Vec<&str> = self.groups.iter().map(String::as_str).collect();
        labels.sort_unstable();
        labels
    }

    /// How often a text is shown.
    pub(crate) fn count(&self, wanted: &str) -> usize {
        self.texts.iter().filter(|(text, _)| text == wanted).count()
    }
}

fn number(node: roxmltree::Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).and_then(|value| value.parse().ok()).unwrap_or_default()
}

/// What a DOT says: the label of each node, cluster and edge, without its tags, by its class.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) nodes: Vec<(String, String)>,
    pub(crate) clusters: Vec<(String, String)>,
    pub(crate) edges: Vec<(String, String)>,
    pub(crate) tooltips: BTreeSet<String>,
    pub(crate) links: BTreeSet<String>,
}

impl Written {
    /// The labels of the nodes of a class, in order.
    pub(crate) fn labels(&self, class: &str) -> Vec<&str> {
        let of_class = self.nodes.iter().filter(|(of, _)| of == class);
        let mut labels: Vec<&str> = of_class.map(|(_, label)| label.as_str()).collect();
        labels.sort_unstable();
        labels
    }

    /// Reads a graph, and asserts that no two nodes have one id and none has a fixed size.
    pub(crate) fn of(dot: &str) -> Self {
        let graph = graphviz_rust::parse(dot).unwrap_or_else(|error| panic!("{error}\n{dot}"));
        let (Graph::Graph { stmts, .. } | Graph::DiGraph { stmts, .. }) = graph;
        let mut written = Self::default();
        let mut ids = BTreeSet::new();
        written.read(&stmts, &mut ids);
        assert!(!dot.to_lowercase().contains("fixedsize"), "{dot}");
        written
    }

    fn read(&mut self, statements: &[Stmt], ids: &mut BTreeSet<String>) {
        for statement in statements {
            match statement {
                Stmt::Node(node) => {
                    assert!(ids.insert(format!("{:?}", node.id)), "there are two of {:?}", node.id);
                    let said = self.said(&node.attributes);
                    self.nodes.push(said);
                }
                Stmt::Edge(edge) => {
                    let said = self.said(&edge.attributes);
                    self.edges.push(said);
                }
                Stmt::Subgraph(cluster) => {
                    assert!(ids.insert(format!("{:?}", cluster.id)), "there are two of {:?}", cluster.id);
                    let own = cluster.stmts.iter().find_map(|statement| match statement {
                        Stmt::GAttribute(GraphAttributes::Graph(attributes)) => Some(attributes),
                        _ => None,
                    });
                    let said = self.said(own.map_or(&[][..], Vec::as_slice));
                    self.clusters.push(said);
                    self.read(&cluster.stmts, ids);
                }
                _ => {}
            }
        }
    }

    /// Returns class and label.
    fn said(&mut self, attributes: &[Attribute]) -> (String, String) {
        let mut said = (String::new(), String::new());
        for Attribute(key, value) in attributes {
            let (Id::Plain(key), value) = (key, plain(value)) else { continue };
            match key.as_str() {
                "class" => said.0 = value,
                "label" => said.1 = value,
                "tooltip" => {
                    self.tooltips.insert(value);
                }
                "URL" => {
                    self.links.insert(value);
                }
                _ => {}
            }
        }
        said
    }
}

/// Returns what a value says.
fn plain(value: &Id) -> String {
    let text = match value {
        Id::Html(html) => {
            let html = html.strip_prefix('<').and_then(|html| html.strip_suffix('>')).unwrap_or(html);
            let mut text = String::new();
            for piece in html.split('<') {
                let (tag, rest) = piece.split_once('>').unwrap_or(("", piece));
                if tag.starts_with("BR") && !text.ends_with(' ') && !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(rest);
            }
            let text = text.replace("&#160;", " ");
            let words: Vec<&str> = text.split_whitespace().collect();
            let text = words.join(" ").replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">");
            text.replace("\\\\", "\\")
        }
        Id::Escaped(text) | Id::Plain(text) | Id::Anonymous(text) => {
            let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
            let (mut plain, mut letters) = (String::new(), text.chars());
            while let Some(letter) = letters.next() {
                match letter {
                    '\\' => plain.extend(letters.next().map(|next| if next == 'n' { '\n' } else { next })),
                    _ => plain.push(letter),
                }
            }
            plain
        }
    };
    text.replace("&quot;", "\"").replace("&amp;", "&").trim().to_owned()
}

/// Asserts that a command on the bakery is refused, and what is said.
#[cfg(feature = "cli")]
pub(crate) fn assert_refused(arguments: &[&str], code: i32, parts: &[&str]) {
    let outcome = on_bakery(arguments);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(code), ""), "{arguments:?}: {outcome}");
    for part in parts {
        assert!(outcome.stderr.contains(part), "{arguments:?}: {part} is not said: {outcome}");
    }
}

/// Runs `landscape draw` on the bakery.
#[cfg(feature = "cli")]
pub(crate) fn on_bakery(arguments: &[&str]) -> crate::support::Outcome {
    let folder = crate::support::data("named");
    crate::support::run_in(&folder, &[&["draw"][..], arguments, &["--graph", "bakery.json"]].concat())
}
