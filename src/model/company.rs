//! Companies: who offers tools.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::claim::{claim, record};
use super::{CompanyId, FeatureId, StackId, ToolId};

/// Whether a company offers a tool or provides a feature.
///
/// No claim at all means *unknown*, which is none of these.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Support {
    /// It does.
    Yes,
    /// It does in part.
    Partial,
    /// It has said that it will.
    Planned,
    /// Somebody has looked, and it does not.
    No,
}

impl Support {
    /// Every value, from yes to no.
    pub const ALL: [Self; 4] = [Self::Yes, Self::Partial, Self::Planned, Self::No];

    /// Returns whether this counts as offered: yes or partial.
    #[must_use]
    pub const fn is_offered(self) -> bool {
        matches!(self, Self::Yes | Self::Partial)
    }

    /// Returns the word as it stands in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partial => "partial",
            Self::Planned => "planned",
            Self::No => "no",
        }
    }
}

/// How far a company's own tool has come.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Maturity {
    /// It works.
    Mvp,
    /// Product-market fit: customers pay and are happy.
    Pmf,
    /// The best product of its kind for the ICP.
    BestInClass,
}

impl Maturity {
    /// Returns the word as it stands in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mvp => "mvp",
            Self::Pmf => "pmf",
            Self::BestInClass => "best-in-class",
        }
    }
}

record! {
    /// A company that offers tools, such as `customer-io`.
    pub struct Company<'t>: CompanyId<'t> {
        /// The tools that it offers, plans or is known not to offer.
        #[serde(
            borrow,
            default,
            deserialize_with = "crate::model::objects",
            skip_serializing_if = "<[_]>::is_empty"
        )]
        pub offers: Box<[Offer<'t>]>,
        /// The stacks that it is active in, where no tool is named.
        #[serde(
            borrow,
            default,
            deserialize_with = "crate::model::objects",
            skip_serializing_if = "<[_]>::is_empty"
        )]
        pub active_in: Box<[ActiveIn<'t>]>,
        /// The features that it provides, plans or is known not to provide.
        #[serde(
            borrow,
            default,
            deserialize_with = "crate::model::objects",
            skip_serializing_if = "<[_]>::is_empty"
        )]
        pub provides: Box<[Provides<'t>]>,
        /// The companies that it integrates with.
        #[serde(
            borrow,
            default,
            deserialize_with = "crate::model::objects",
            skip_serializing_if = "<[_]>::is_empty"
        )]
        pub integrates_with: Box<[IntegratesWith<'t>]>,
    }
}

claim! {
    /// A claim about whether a company offers a tool.
    pub struct Offer<'t> {
        /// The tool.
        #[serde(borrow)]
        pub tool: ToolId<'t>,
        /// Whether it is offered.
        pub support: Support,
        /// How far the company's own tool has come.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub maturity: Option<Maturity>,
        /// The name that the company sells it under.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub product: Option<Box<str>>,
        /// The product's page on the web.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub url: Option<Box<str>>,
    }
}

claim! {
    /// The claim that a company is active in a stack, where no tool is named.
    pub struct ActiveIn<'t> {
        /// The stack.
        #[serde(borrow)]
        pub stack: StackId<'t>,
    }
}

claim! {
    /// A claim about whether a company provides a feature.
    pub struct Provides<'t> {
        /// The feature.
        #[serde(borrow)]
        pub feature: FeatureId<'t>,
        /// Whether it is provided.
        pub support: Support,
    }
}

claim! {
    /// The claim that a company integrates with another.
    pub struct IntegratesWith<'t> {
        /// The other company.
        #[serde(borrow)]
        pub company: CompanyId<'t>,
    }
}

impl Offer<'_> {
    /// Returns whether this says nothing but the support.
    pub(crate) fn is_bare(&self) -> bool {
        let Self { tool: _, support: _, maturity, product, url, since, until, note, evidence } = self;
        maturity.is_none()
            && product.is_none()
            && url.is_none()
            && since.is_none()
            && until.is_none()
            && note.is_none()
            && evidence.is_empty()
    }

    /// Returns whether there is a day on which both this and the other claim may hold.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        let ends_before = |one: &Self, other: &Self| matches!((one.until, other.since), (Some(until), Some(since)) if until.ends_by(since));
        !ends_before(self, other) && !ends_before(other, self)
    }
}
