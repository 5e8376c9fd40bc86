//! What records and claims rest on.

use std::sync::LazyLock;

use super::column::{Column, Holds};
use super::offers::claimed;
use super::records::nodes;
use super::relations::links;
use super::table::{Field, Handles, TableOf, all};
use crate::landscape::{CompanyIx, EvidenceView, Landscape, LinkIx, NodeIx, ToolIx};
use crate::model::{self, Basis, Kind, Relation, Word};

/// What a piece of evidence supports.
#[derive(Clone, Copy, Debug)]
pub(super) enum Supports {
    /// That there is a record.
    Record(NodeIx),
    /// A claim of a record about itself alone: its key.
    Own(NodeIx, &'static str),
    /// A claim that joins two records.
    Link(LinkIx),
    /// One of the claims that a company offers a tool.
    Offer(CompanyIx, ToolIx, u32),
}

/// A piece of evidence: what it supports, and where it stands in the list of it.
pub(super) type Piece = (Supports, u32);

pub(super) static EVIDENCE: TableOf<Piece> = TableOf {
    name: "evidence",
    about: "What each record and each claim rests on: a row for each place in a source.",
    fields: LazyLock::new(|| {
        all::<Piece, _>([
        Field::new(Column::text(
                "relation",
                "the relation of the claim, or the key of a claim about the record alone; null for the record itself",
            )
            .nullable()
            .holds(Holds::OneOf(&CLAIMS)), |landscape, (of, _)| of.relation(landscape).into()),
        Field::new(Column::text("from_kind", "the kind of the record that the claim leads from")
                .holds(Holds::OneOf(&Kind::WORDS)), |landscape, (of, _)| of.from(landscape).kind().singular().into()),
        Field::new(Column::text("from_id", "its id").holds(Holds::AnyId).key(0), |landscape, (of, _)| landscape.node(of.from(landscape)).id().into()),
        Field::new(Column::text("to_kind", "the kind of the record that the claim leads to")
                .nullable()
                .holds(Holds::OneOf(&Kind::WORDS)), |landscape, (of, _)| of.to(landscape).map(|to| to.kind().singular()).into()),
        Field::new(Column::text("to_id", "its id").nullable().holds(Holds::AnyId), |landscape, (of, _)| of.to(landscape).map(|to| landscape.node(to).id()).into()),
        Field::new(Column::integer("claim", "the number of the claim, as in the table of its relation")
                .nullable(), |landscape, (of, _)| of.number(landscape).into()),
        Field::new(Column::text("source", "the source").holds(Holds::Id(Kind::Source)), |landscape, piece| {
                view(landscape, piece).map(|evidence| evidence.source.id.as_str()).into()
            }),
        Field::new(Column::text("at", "the place in it").nullable(), |landscape, piece| view(landscape, piece).and_then(|evidence| evidence.at).into()),
        Field::new(Column::text("url", "the address of the very page").nullable(), |landscape, piece| {
            view(landscape, piece).and_then(|evidence| evidence.url).into()
        }),
        Field::new(Column::text("quote", "the words of the source").nullable(), |landscape, piece| {
            view(landscape, piece).and_then(|evidence| evidence.quote).into()
        }),
        Field::new(Column::text("basis", "how the claim follows from it").holds(Holds::OneOf(Basis::WORDS)), |landscape, piece| {
                view(landscape, piece).map(|evidence| Basis::word(evidence.basis)).into()
            }),
        Field::new(Column::when("checked", "when it was read or checked, to the day, month or year: `on` in the data")
                .nullable(), |landscape, piece| view(landscape, piece).and_then(|evidence| evidence.on).into()),
        Field::new(Column::text("note", "what a reader should know about the reading").nullable(), |landscape, piece| view(landscape, piece).and_then(|evidence| evidence.note).into()),
    ])
    }),
    size: |landscape| {
        nodes(landscape).count() + landscape.cell_count() + landscape.link_counts().iter().sum::<usize>()
    },
    rows: |landscape, [of, ..]| match of {
        Some(node) => pieces(landscape, node),
        None => Box::new(nodes(landscape).flat_map(|node| pieces(landscape, node))),
    },
};

/// What the column `relation` can say: every relation whose claims carry evidence, and the claims
/// of a record about itself.
static CLAIMS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let relations = Relation::all().filter(|relation| *relation != Relation::About);
    let own = Kind::ALL.into_iter().flat_map(Kind::attributes);
    let own = own.filter(|attribute| attribute.holds == model::Holds::Claim).map(|attribute| attribute.key);
    let mut keys: Vec<&'static str> = relations.map(|relation| relation.rule().key).collect();
    keys.extend(own);
    keys.sort_unstable();
    keys.dedup();
    keys
});

impl Supports {
    fn relation(self, landscape: &Landscape) -> Option<&'static str> {
        match self {
            Self::Record(_) => None,
            Self::Own(_, key) => Some(key),
            Self::Link(link) => landscape.link_claim(link).at.map(|at| at.relation.rule().key),
            Self::Offer(..) => Some(Relation::Offers.rule().key),
        }
    }

    fn from(self, landscape: &Landscape) -> NodeIx {
        match self {
            Self::Record(node) | Self::Own(node, _) => node,
            Self::Link(link) => landscape.link_ends(link)[0],
            Self::Offer(company, ..) => company.into(),
        }
    }

    fn to(self, landscape: &Landscape) -> Option<NodeIx> {
        match self {
            Self::Record(_) | Self::Own(..) => None,
            Self::Link(link) => Some(landscape.link_ends(link)[1]),
            Self::Offer(_, tool, _) => Some(tool.into()),
        }
    }

    fn number(self, landscape: &Landscape) -> Option<u32> {
        match self {
            Self::Record(_) | Self::Own(..) => None,
            Self::Link(link) => Some(landscape.link_number(link)),
            Self::Offer(.., at) => Some(at + 1),
        }
    }

    fn evidence(self, landscape: &Landscape) -> Vec<EvidenceView<'_>> {
        match self {
            Self::Record(node) => landscape.node(node).evidence(),
            Self::Own(node, key) => {
                let claims = landscape.node(node).own_claims().into_iter();
                claims.filter(|(claim, _)| *claim == key).flat_map(|(_, claim)| claim.evidence).collect()
            }
            Self::Link(link) => landscape.link_claim(link).evidence,
            Self::Offer(company, tool, at) => {
                let claim = landscape.offer_claims(company, tool).into_iter().nth(at as usize);
                claim.map(|claim| claim.evidence).unwrap_or_default()
            }
        }
    }
}

fn view(landscape: &Landscape, (of, at): Piece) -> Option<EvidenceView<'_>> {
    of.evidence(landscape).get(at as usize).copied()
}

/// The evidence of a record and of what it claims: the record itself first, then relation by
/// relation.
fn pieces(landscape: &Landscape, node: NodeIx) -> Handles<'_, Piece> {
    // What a question, a signal or a passage is about rests on the record itself.
    let relations = Relation::all().filter(|relation| *relation != Relation::About);
    let supported = move |relation: Relation| -> Handles<'_, Supports> {
        if relation != Relation::Offers {
            return Box::new(links(landscape, relation, [Some(node), None, None]).map(Supports::Link));
        }
        if node.kind() != Kind::Company {
            return Box::new(std::iter::empty());
        }
        let claims = claimed(landscape, [Some(node), None, None]).flat_map(|(company, tool, _)| {
            let claims = landscape.offer_claims(company, tool).len();
            (0_u32..).take(claims).map(move |at| Supports::Offer(company, tool, at))
        });
        Box::new(claims)
    };
    let own = landscape.node(node).own_claims().into_iter().map(move |(key, _)| Supports::Own(node, key));
    let itself = [Supports::Record(node)].into_iter().chain(own);
    let all = itself.chain(relations.flat_map(supported));
    Box::new(all.flat_map(|of| (0_u32..).take(of.evidence(landscape).len()).map(move |at| (of, at))))
}
