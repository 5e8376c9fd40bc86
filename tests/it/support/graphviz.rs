//! An installed Graphviz, which has nothing to say on any picture, whatever fonts there are.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// The folders in which a Linux has its fonts, by what a machine may have alone; an empty one
/// stands for no fonts at all.
const FONTS: [(&str, &str); 3] = [
    ("DejaVu", "/usr/share/fonts/truetype/dejavu"),
    ("Liberation", "/usr/share/fonts/truetype/liberation"),
    ("no fonts", ""),
];

/// A set of fonts: what it is called, and the settings by which a program finds these alone.
struct Fonts {
    name: &'static str,
    settings: Option<PathBuf>,
}

/// Returns the sets that this machine has: on Linux at least that of no fonts, elsewhere what there
/// is.
fn fonts() -> &'static [Fonts] {
    static SETS: OnceLock<Vec<Fonts>> = OnceLock::new();
    SETS.get_or_init(|| {
        let mut sets = Vec::new();
        for (name, folder) in FONTS.into_iter().filter(|_| cfg!(target_os = "linux")) {
            if folder.is_empty() || Path::new(folder).is_dir() {
                sets.push(Fonts { name, settings: Some(settings(name, folder)) });
            } else {
                say(&format!("{name} is not installed, so that no picture is drawn with it"));
            }
        }
        if sets.is_empty() {
            sets.push(Fonts { name: "the fonts of the machine", settings: None });
        }
        sets
    })
}

/// Writes the settings of a set of fonts.
fn settings(name: &str, folder: &str) -> PathBuf {
    let at = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fonts").join(name.replace(' ', "-"));
    std::fs::create_dir_all(at.join("none")).expect("the folder is ours");
    let none = at.join("none");
    let folder = if folder.is_empty() { none.to_str().expect("the path is UTF-8") } else { folder };
    let cache = at.join("cache");
    let cache = cache.to_str().expect("the path is UTF-8");
    let text = format!("<fontconfig><dir>{folder}</dir><cachedir>{cache}</cachedir></fontconfig>\n");
    let file = at.join("fonts.conf");
    std::fs::write(&file, text).expect("the file is ours");
    file
}

/// Not `eprintln!`, which the lints keep out of the library: this is for who reads the log.
fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

fn start(fonts: &Fonts) -> Option<Child> {
    let mut command = Command::new("dot");
    if let Some(settings) = &fonts.settings {
        command.env("FONTCONFIG_FILE", settings);
    }
    let started =
        command.arg("-Tsvg").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    match started {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            say("Graphviz is not installed, so that nothing is drawn");
            None
        }
        started => Some(started.expect("Graphviz starts")),
    }
}

/// Asserts that Graphviz draws a graph and complains of nothing, whatever fonts there are; where
/// there is no Graphviz, nothing is asserted.
pub(crate) fn assert_silent(dot: &str, of: &str) {
    let started: Vec<(&Fonts, Child)> =
        fonts().iter().filter_map(|fonts| Some((fonts, start(fonts)?))).collect();
    let draw = |(fonts, mut child): (&'static Fonts, Child)| {
        let mut stdin = child.stdin.take().expect("standard input is a pipe");
        let dot = dot.to_owned();
        std::thread::spawn(move || {
            let writer = std::thread::spawn(move || stdin.write_all(dot.as_bytes()));
            let output = child.wait_with_output().expect("Graphviz ends");
            writer.join().expect("the thread ends").expect("Graphviz reads its input");
            (fonts.name, output)
        })
    };
    for drawn in started.into_iter().map(draw).collect::<Vec<_>>() {
        let (fonts, output) = drawn.join().expect("the thread ends");
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{of}, with {fonts}: {complaint}");
        assert_eq!(complaint, "", "{of}, with {fonts}");
        let svg = String::from_utf8(output.stdout).expect("the picture is UTF-8");
        assert!(svg.contains("<svg") && svg.trim_end().ends_with("</svg>"), "{of}, with {fonts}");
    }
}
