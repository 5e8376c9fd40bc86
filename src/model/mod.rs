//! The vocabulary: what a landscape is made of, as plain data in the shape it has on disk.
//!
//! One file for each kind of record. Ids are borrowed from the text that they were read from,
//! free text is owned. A record here has the right shape; that its relations lead anywhere is
//! known only after [`crate::load`] has checked it.

mod age;
mod assume;
mod claim;
mod company;
mod date;
mod document;
mod feature;
mod kind;
mod link;
#[allow(clippy::module_inception, reason = "the model is what the module is named for")]
mod model;
mod names;
mod object;
mod overview;
mod packed;
mod principle;
mod question;
mod relation;
mod role;
mod segment;
mod signal;
mod source;
mod stack;
mod tool;
mod when;

pub use age::{Age, InvalidAge};
pub(crate) use assume::LayOverRecord;
pub use claim::{Basis, Claim, Evidence};
pub use company::{ActiveIn, Company, IntegratesWith, Maturity, Offer, Provides, Support};
pub use date::{Date, InvalidDate};
pub use document::{Document, SCHEMA_VERSION};
pub use feature::Feature;
pub use kind::{AnyId, InvalidAnyId, Kind, kinds};
pub use link::{Common, Detail, Link, LinkPlace, Record};
pub use model::{DocumentPlace, Model, Origin, Placed};
pub(crate) use model::{Index, Resolved};
pub(crate) use names::Names;
use object::{object, objects};
pub use overview::{BuildCost, Complexity, Definition, Overview, Stage, StageRecord};
pub use packed::PackedModel;
pub(crate) use packed::{Packed, PackedCompany, Packer, RankedCompany, Which};
pub use principle::{Assessment, Principle, PrincipleType, Verdict};
pub use question::{Question, QuestionStatus};
pub use relation::{Cycles, Relation, Rule};
pub use role::{Importance, Need, Plays, ReportsTo, Role, RoleStatus, RoleType};
pub use segment::Segment;
pub use signal::Signal;
pub use source::{Passage, Reading, Source};
pub use stack::{Listing, Stack};
pub use tool::{After, Enhances, Has, InStack, PartOf, Scope, Tool, VariantOf};
pub use when::{InvalidWhen, Precision, When};

/// The id of a stack.
pub type StackId<'a> = crate::id::Id<'a, kinds::Stack>;
/// The id of a tool.
pub type ToolId<'a> = crate::id::Id<'a, kinds::Tool>;
/// The id of a feature.
pub type FeatureId<'a> = crate::id::Id<'a, kinds::Feature>;
/// The id of a company.
pub type CompanyId<'a> = crate::id::Id<'a, kinds::Company>;
/// The id of a role.
pub type RoleId<'a> = crate::id::Id<'a, kinds::Role>;
/// The id of a segment.
pub type SegmentId<'a> = crate::id::Id<'a, kinds::Segment>;
/// The id of a principle.
pub type PrincipleId<'a> = crate::id::Id<'a, kinds::Principle>;
/// The id of a signal.
pub type SignalId<'a> = crate::id::Id<'a, kinds::Signal>;
/// The id of a question.
pub type QuestionId<'a> = crate::id::Id<'a, kinds::Question>;
/// The id of a source.
pub type SourceId<'a> = crate::id::Id<'a, kinds::Source>;
