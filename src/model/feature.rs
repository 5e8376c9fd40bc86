//! Features: parts of a tool that one can have or lack.

use super::record::record;

record! {
    /// A part of a tool that one can have or lack, such as NPS questions in surveys.
    pub struct Feature<'t> {}
}
