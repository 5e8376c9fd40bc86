//! `landscape draw`: the pictures of the catalogue, as DOT, SVG, PNG and Mermaid.

mod graphviz;

use std::path::Path;
use std::process::ExitCode;

use clap::{ArgMatches, Args, Command, ValueEnum};

use super::error::CliError;
#[cfg(feature = "png")]
use super::error::Kind;
use super::question::{about, args, asked, refused, with_form};
use super::usage;
use super::write::OutputArgs;
use crate::catalogue::{self, PictureRow};
use crate::draw::{self, Page, Style};
use crate::words::phrases::{taken_text, within_text};

/// The name of the command.
pub(super) const NAME: &str = "draw";

/// Makes the command, with one below it for each picture.
pub(super) fn command() -> Command {
    let picture = |row: &&'static PictureRow| {
        let form = row.form();
        about(form, PictureArgs::augment_args(with_form(form, Command::new(form.name))))
    };
    Command::new(NAME)
        .about("Draw the landscape as a diagram")
        .long_about(
            "Draw the landscape as a diagram\n\nWrites SVG, PNG, PDF, Mermaid or Graphviz DOT, by the ending of the file. Without a file, it \
             prints DOT.",
        )
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(catalogue::pictures().iter().map(picture))
}

/// Draws a picture as it is asked for on the command line.
pub(super) fn run(matches: &ArgMatches) -> Result<ExitCode, CliError> {
    let (name, matches) = matches.subcommand().ok_or_else(|| usage("name a picture"))?;
    let row = catalogue::picture(name).map_err(|error| usage(error.to_string()))?;
    let picture: PictureArgs = args(matches)?;
    asked(row.form(), matches, |call, assuming| {
        let drawn = (row.draw)(call).map_err(|error| refused(row.form(), &error))?;
        let understood = call.understood();
        if let Some(taken) = taken_text(&understood.taken, "") {
            super::tell(&format!("note: {taken}"));
        }
        let asked = picture.title.as_deref();
        // A picture goes where nobody sees the command that made it.
        let within = within_text(&understood.within);
        let kept = (asked.is_none() && !within.is_empty()).then(|| format!("{}{within}", drawn.title));
        let asked = asked.or(kept.as_deref());
        let title = assuming.map(|path| format!("{}, assuming {path}", asked.unwrap_or(&drawn.title)));
        picture.write(title.as_deref().or(asked), &*drawn.picture)
    })
}

/// How to draw, and where to.
#[derive(clap::Args, Clone, Debug)]
struct PictureArgs {
    /// The title [default: a title that says what is shown]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The format [default: by the ending of the file, else dot]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Light or dark; `auto` follows the reader's setting in SVG, and is light in other formats
    #[arg(long, value_name = "THEME", default_value = "auto")]
    theme: Theme,
    /// Lay SVG, PNG and PDF out for a page: `1920x1080` pixels, or `16:9`, `4:3`, `a4`, `square`
    ///
    /// Text is at least 14 pixels high. What has no room is folded and counted, what matters least
    /// first. [default: as large as the picture needs]
    #[arg(long, value_name = "PAGE", value_parser = page)]
    size: Option<Page>,
    /// Pixels per point in PNG [default: 2, or 1 with `--size`]
    #[arg(long, value_name = "N", value_parser = scale)]
    scale: Option<f64>,
    /// Which program lays out SVG and PNG
    #[arg(long, value_name = "ENGINE", default_value = "native")]
    engine: Engine,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Engine {
    /// This program; nothing else is needed
    Native,
    /// Graphviz, if it is installed
    Graphviz,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For Graphviz
    Dot,
    /// For browsers, documents and slides; text can be selected, and names are links
    Svg,
    /// Pixels
    Png,
    /// For slides and paper: text stays text
    Pdf,
    /// A flowchart that GitHub and GitLab draw; not for every picture
    Mermaid,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Theme {
    Light,
    Dark,
    Auto,
}

impl From<Theme> for draw::Theme {
    fn from(theme: Theme) -> Self {
        match theme {
            Theme::Light => Self::Light,
            Theme::Dark => Self::Dark,
            Theme::Auto => Self::Auto,
        }
    }
}

/// How many pixels a point has in PNG.
const DEFAULT_SCALE: f64 = 2.0;

/// How many points of paper a pixel of a page has: a slide of 1920 pixels is 960 points wide, and
/// A4 is A4.
#[cfg(feature = "pdf")]
const PAPER_SCALE: f64 = 0.5;

/// Pages by name, in pixels; PDF has two of them for a point: slides, a sheet of A4 on its side,
/// and a square.
const PAGES: [(&str, [u32; 2]); 4] =
    [("16:9", [1920, 1080]), ("4:3", [1440, 1080]), ("a4", [1684, 1190]), ("square", [1080, 1080])];

fn page(text: &str) -> Result<Page, String> {
    let asked = text.to_lowercase();
    let named = PAGES.iter().find(|(name, _)| *name == asked).map(|(_, size)| *size);
    let size = || {
        let (width, height) = asked.split_once(['x', '×'])?;
        Some([width.trim().parse().ok()?, height.trim().parse().ok()?])
    };
    let [width, height] = named
        .or_else(size)
        .ok_or_else(|| "width and height in pixels such as 1920x1080, or 16:9, 4:3, a4, square".to_owned())?;
    Page::new(width, height).map_err(|error| error.to_string())
}

fn scale(text: &str) -> Result<f64, String> {
    let scale: f64 = text.parse().map_err(|_| "a number, such as 2".to_owned())?;
    if (0.1..=16.0).contains(&scale) { Ok(scale) } else { Err("from 0.1 to 16".to_owned()) }
}

impl PictureArgs {
    /// Draws a report under a title, or its own, and writes the picture.
    fn write(&self, title: Option<&str>, report: &dyn draw::Picture) -> Result<ExitCode, CliError> {
        let style = Style { title, theme: self.theme.into(), page: self.size };
        let format = self.format()?;
        let is_laid_out =
            self.engine == Engine::Native && matches!(format, Format::Svg | Format::Png | Format::Pdf);
        if self.size.is_some() && !is_laid_out {
            return Err(usage("`--size` is for SVG, PNG and PDF that this program lays out")
                .with_help("say `--format svg`, `png` or `pdf`, without `--engine graphviz`"));
        }
        if self.engine == Engine::Graphviz {
            let bytes = self.graphviz(format, &report.dot(&style))?;
            self.output.write(|out| out.write_all(&bytes))?;
            return Ok(ExitCode::SUCCESS);
        }
        let bytes = match format {
            Format::Dot => report.dot(&style).into_bytes(),
            Format::Svg => report.scene(&style).svg(style.theme).into_bytes(),
            Format::Png => self.png(&report.scene(&style), style.theme)?,
            Format::Pdf => self.pdf(&report.scene(&style), style.theme)?,
            Format::Mermaid => {
                let help = "dot, svg, png and pdf can show every picture";
                let none = || usage("Mermaid cannot show this picture").with_help(help);
                report.mermaid(&style).ok_or_else(none)?.into_bytes()
            }
        };
        self.output.write(|out| out.write_all(&bytes))?;
        Ok(ExitCode::SUCCESS)
    }

    /// Has Graphviz draw a picture.
    fn graphviz(&self, format: Format, dot: &str) -> Result<Vec<u8>, CliError> {
        let resolution = format!("-Gdpi={}", 72.0 * self.scale.unwrap_or(DEFAULT_SCALE));
        match format {
            Format::Svg => graphviz::draw(&["-Tsvg"], dot),
            Format::Png => graphviz::draw(&["-Tpng", &resolution], dot),
            Format::Dot | Format::Pdf | Format::Mermaid => {
                Err(usage("`--engine graphviz` draws SVG and PNG")
                    .with_help("use `--format svg`, or leave it out"))
            }
        }
    }

    /// The format asked for, or else that of the file's ending.
    fn format(&self) -> Result<Format, CliError> {
        if let Some(format) = self.format {
            return Ok(format);
        }
        let Some(path) = self.output.path() else { return Ok(Format::Dot) };
        let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
        match ending.as_deref() {
            Some("dot" | "gv") => Ok(Format::Dot),
            Some("svg") => Ok(Format::Svg),
            Some("png") => Ok(Format::Png),
            Some("pdf") => Ok(Format::Pdf),
            Some("mmd" | "mermaid") => Ok(Format::Mermaid),
            _ => Err(unknown_ending(path)),
        }
    }

    #[cfg(feature = "png")]
    fn png(&self, scene: &draw::Scene, theme: draw::Theme) -> Result<Vec<u8>, CliError> {
        self.keep_off_terminals("PNG")?;
        let scale = self.scale.unwrap_or(if self.size.is_some() { 1.0 } else { DEFAULT_SCALE });
        let png = scene.png(theme, scale).map_err(|error| {
            CliError::new(Kind::Usage, error.to_string()).with_help("make `--scale` smaller, or draw SVG")
        })?;
        tell_of_missing(&png.missing);
        Ok(png.bytes)
    }

    /// Refuses to write what only programs read where a person reads.
    #[cfg(feature = "png")]
    fn keep_off_terminals(&self, format: &str) -> Result<(), CliError> {
        use std::io::IsTerminal;

        if self.output.path().is_none() && std::io::stdout().is_terminal() {
            let refused = usage(format!("a terminal cannot show {format}"));
            return Err(refused.with_help("name a file with `--output`"));
        }
        Ok(())
    }

    #[cfg(feature = "pdf")]
    fn pdf(&self, scene: &draw::Scene, theme: draw::Theme) -> Result<Vec<u8>, CliError> {
        self.keep_off_terminals("PDF")?;
        let scale = if self.size.is_some() { PAPER_SCALE } else { 1.0 };
        let pdf = scene
            .pdf(theme, scale)
            .map_err(|error| CliError::new(Kind::Usage, error.to_string()).with_help("draw SVG or PNG"))?;
        tell_of_missing(&pdf.missing);
        Ok(pdf.bytes)
    }

    #[cfg(not(feature = "pdf"))]
    #[allow(clippy::unused_self, reason = "with the feature it draws by what is asked for")]
    fn pdf(&self, _scene: &draw::Scene, _theme: draw::Theme) -> Result<Vec<u8>, CliError> {
        Err(usage("this program was built without PDF")
            .with_help("build it with `--features pdf`, or draw SVG"))
    }

    #[cfg(not(feature = "png"))]
    #[allow(clippy::unused_self, reason = "with the feature it draws by what is asked for")]
    fn png(&self, _scene: &draw::Scene, _theme: draw::Theme) -> Result<Vec<u8>, CliError> {
        Err(usage("this program was built without PNG")
            .with_help("build it with `--features png`, or draw SVG"))
    }
}

/// Names characters that the picture lacks.
#[cfg(feature = "png")]
fn tell_of_missing(missing: &[char]) {
    if !missing.is_empty() {
        let missing: String = missing.iter().take(20).collect();
        super::tell(&format!(
            "warning: no font here has some of the characters, which are left blank or boxes; among them: {missing}"
        ));
    }
}

fn unknown_ending(path: &Path) -> CliError {
    usage(format!("the ending of `{}` names no format", path.display()))
        .with_help("end its name in .dot, .svg, .png, .pdf or .mmd, or use `--format`")
}
