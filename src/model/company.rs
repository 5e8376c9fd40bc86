//! Companies: who offers tools.

use super::claim::claim;
use super::record::record;
use super::word::words;
use super::{Listing, When};

words! {
    /// Whether a company offers a tool or provides a feature.
    ///
    /// No claim at all means *unknown*, which is none of these.
    pub enum Support {
        /// It does.
        Yes = "yes",
        /// It does in part.
        Partial = "partial",
        /// It has said that it will.
        Planned = "planned",
        /// Somebody has looked, and it does not.
        No = "no",
    }
}

impl Support {
    /// Returns whether this counts as offered: yes or partial.
    #[must_use]
    pub const fn is_offered(self) -> bool {
        matches!(self, Self::Yes | Self::Partial)
    }
}

words! {
    /// How far a company's own tool has come.
    pub enum Maturity {
        /// It works.
        Mvp = "mvp",
        /// Product-market fit: customers pay and are happy.
        Pmf = "pmf",
        /// The best product of its kind for the ICP.
        BestInClass = "best-in-class",
    }
}

record! {
    /// A company that offers tools, such as `customer-io`.
    pub struct Company<'t> {
        may {
            /// When it ceased to be, to the day, month or year: its claims end with it.
            until: When,
        }
        claims {
            /// From when on its list of offers is complete: it offers no tool that is not in it.
            listing: OfferListing,
        }
        relations {
            /// The tools that it offers, plans or is known not to offer.
            offers: Offer,
            /// The stacks that it is active in, where no tool is named.
            active_in: ActiveIn,
            /// The features that it provides, plans or is known not to provide.
            provides: Provides,
            /// The tools that somebody looked for here, and could not tell.
            looked: Looked,
            /// The companies that it integrates with.
            integrates_with: IntegratesWith,
            /// The company that it belongs to, or will when an announced deal is done.
            owned_by: OwnedBy,
        }
    }
}

claim! {
    /// The claim that a company's list of offers is complete.
    pub struct OfferListing<'t> {
        must {
            /// Whether it is complete.
            state: Listing,
        }
        may {}
    }
}
