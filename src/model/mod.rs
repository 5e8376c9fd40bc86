//! The vocabulary: what a landscape is made of, as plain data in the shape it has on disk.
//!
//! One file for each kind of record. Ids are borrowed from the text that they were read from,
//! free text is owned. A record here has the right shape; that its relations lead anywhere is
//! known only after [`crate::load`] has checked it.

mod age;
mod assume;
mod attribute;
mod claim;
mod company;
mod date;
mod document;
mod entries;
mod feature;
mod kind;
#[allow(clippy::module_inception, reason = "the model is what the module is named for")]
mod model;
mod names;
mod object;
mod overview;
mod packed;
mod principle;
mod question;
mod record;
mod relation;
mod role;
mod segment;
mod signal;
mod source;
mod stack;
mod tool;
mod when;
mod word;

pub use age::{Age, InvalidAge};
pub(crate) use assume::{LayOver, LayOverRecord};
pub(crate) use attribute::{Absent, AttributeType, Holding, sentence};
pub use attribute::{Attribute, AttributeValue, Holds};
pub use claim::{Basis, Claim, Detail, Details, Entry, Evidence};
pub(crate) use claim::{Say, each_detail, may_both_hold};
pub use company::{Company, Maturity, OfferListing, Support};
pub use date::{Date, InvalidDate};
pub use document::{Document, SCHEMA_VERSION};
pub use feature::Feature;
pub(crate) use kind::each_kind;
pub use kind::*;
pub use model::{DocumentPlace, Model, Origin, Placed};
pub(crate) use model::{Index, Resolved, Save};
pub(crate) use names::Names;
use object::{object, objects};
pub use overview::{BuildCost, Complexity, Definition, Overview, Stage, StageRecord};
pub use packed::PackedModel;
pub(crate) use packed::{Packed, PackedCompany, Packer, RankedCompany, Which};
pub use principle::{Principle, PrincipleType, Verdict};
pub use question::{Question, QuestionStatus};
pub use record::{Common, Link, LinkPlace, Record};
pub(crate) use record::{SaysOnly, plain};
pub(crate) use relation::each_relation;
pub use relation::*;
pub use role::{Role, RoleStatus, RoleType};
pub use segment::Segment;
pub use signal::Signal;
pub use source::{Passage, Reading, Source};
pub use stack::{Listing, Stack};
pub use tool::{LookedFor, Scope, Tool};
pub(crate) use when::may_meet;
pub use when::{InvalidWhen, Precision, When};
pub use word::Word;
