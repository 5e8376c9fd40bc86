//! Segments: kinds of customer company.

use super::SegmentId;
use super::claim::record;

record! {
    /// A kind of customer company, such as `early-stage`.
    pub struct Segment<'t>: SegmentId<'t> {}
}
