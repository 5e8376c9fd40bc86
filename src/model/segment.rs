//! Segments: kinds of customer company.

use super::record::record;

record! {
    /// A kind of customer company, such as `early-stage`.
    pub struct Segment<'t> {}
}
