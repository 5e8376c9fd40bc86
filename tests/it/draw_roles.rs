//! Roles against stacks: the numbers are those of `roles`.

use landscape_graph::Landscape;
use landscape_graph::draw::{Picture, Theme};
use landscape_graph::query::{role_heat, roles};

use crate::landscapes::{bakery, build, company, graph, init, node};
use crate::sheets::{Drawn, LIGHT, Written, assert_sane, big, landscapes};

fn heat<'l>(landscape: &'l Landscape, us: &str) -> role_heat::Report<'l> {
    role_heat::role_heat(
        landscape,
        &roles::Options { company: Some(company(landscape, us)), ..roles::Options::default() },
    )
}

#[test]
fn each_need_of_a_stack_is_an_edge_that_says_what_its_cell_says() {
    let landscape = bakery();
    let report = heat(&landscape, "rye");
    let written = Written::of(&report.dot(&LIGHT));
    let drawn = Drawn::of(&report.scene(&LIGHT).svg(Theme::Light));
    let needed = report.rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.needs.is_empty());
    let edges = |class: &str| written.edges.iter().filter(|(of, _)| of == class).count();
    assert_eq!((edges("needs"), edges("covers")), (needed.count(), report.rows.len()));
    assert_eq!(
        written.nodes.len(),
        2 * report.rows.len() + report.stacks.len() + usize::from(report.has_none)
    );
    for (_, label) in written.edges.iter().filter(|(class, _)| class == "needs") {
        assert!(drawn.groups.contains(label), "{label}");
    }
    for entry in report.roles.roles.iter().filter(|entry| !entry.needs.is_empty()) {
        let covered = entry.covered.expect("a company is asked about");
        let all = format!("All needs {} of {}", covered.low, covered.of);
        let of_role =
            |(_, label): &&(String, String)| label.starts_with(entry.role.name) && label.contains(&all);
        assert_eq!(written.nodes.iter().filter(of_role).count(), 1, "{:?}", written.nodes);
    }
}

#[test]
fn every_table_is_sane() {
    for landscape in landscapes() {
        assert_sane(&role_heat::role_heat(&landscape, &roles::Options::default()));
        let company = landscape.companies().next();
        assert_sane(&role_heat::role_heat(
            &landscape,
            &roles::Options { company, ..roles::Options::default() },
        ));
    }
    let big = big(2_000, 10_000);
    let report = heat(&big, "c0");
    assert_sane(&report);
    let svg = report.scene(&LIGHT).svg(Theme::Light);
    assert!(svg.contains("100 roles with known needs, the first 40 shown"), "{svg}");
    assert!(svg.contains("40 more stacks"), "{svg}");
}

#[test]
fn the_numbers_are_those_of_the_roles() {
    for landscape in [bakery(), init(), graph(), big(200, 50)] {
        for us in landscape.companies().take(10) {
            let report = role_heat::role_heat(
                &landscape,
                &roles::Options { company: Some(us), ..roles::Options::default() },
            );
            let entries = report.roles.roles.iter().filter(|entry| !entry.needs.is_empty());
            for (entry, row) in entries.zip(&report.rows) {
                let covered = entry.covered.expect("a company is asked about");
                assert_eq!((row.all.offered, row.all.needs.len()), (covered.low, covered.of as usize));
                assert_eq!(row.all.needs.len() - row.all.lacking as usize, covered.high as usize);
                // Each need stands in the column of each of its stacks, and of no other.
                assert_eq!(row.cells.len(), report.stacks.len() + usize::from(report.has_none));
                for (stack, cell) in report.stacks.iter().zip(&row.cells) {
                    let stack = crate::landscapes::stack(&landscape, stack.id.as_str());
                    let is_in = |at: &usize| {
                        let tool = crate::landscapes::tool(&landscape, entry.needs[*at].tool.id.as_str());
                        landscape.stacks_of(tool).contains(&stack)
                    };
                    let expected: Vec<usize> = (0..entry.needs.len()).filter(is_in).collect();
                    assert_eq!(cell.needs, expected);
                }
            }
        }
    }
}

#[test]
fn needs_that_nobody_has_looked_up_are_hatched() {
    let landscape = build(
        r#"{ "tools": [{ "id": "a", "name": "Anvil" }],
          "companies": [{ "id": "us", "name": "Us" }],
          "roles": [{ "id": "smith", "name": "Smith", "needs": [{ "tool": "a" }] }] }"#,
    );
    let svg = heat(&landscape, "us").scene(&LIGHT).svg(Theme::Light);
    assert!(svg.contains(">? of 1<") && svg.contains("hatch-") && !svg.contains(">0 of 1<"), "{svg}");
}

#[test]
fn only_the_roles_asked_for_are_drawn() {
    let landscape = bakery();
    let baker = node(&landscape, "role:baker").of_kind().expect("it is a role");
    let report =
        role_heat::role_heat(&landscape, &roles::Options { roles: vec![baker], ..roles::Options::default() });
    assert_eq!(report.rows.len(), 1);
    let svg = report.scene(&LIGHT).svg(Theme::Light);
    assert!(svg.contains(">Baker<") && !svg.contains("Bookkeeper") && !svg.contains("Apprentice"), "{svg}");
}

#[cfg(feature = "cli")]
mod cli {
    use crate::sheets::{assert_refused, on_bakery};

    #[test]
    fn the_command_draws_the_roles_that_are_asked_for() {
        let svg = on_bakery(&["roles", "--for", "Rye", "--role", "Baker", "--format", "svg"]);
        assert_eq!(svg.code, Some(0), "{svg}");
        assert!(svg.stdout.contains("Rye covers all needs for the role Baker"), "{svg}");
        assert_refused(&["roles", "--role", "Bakr"], 2, &["Bakr", "baker"]);
        assert_refused(&["roles", "--for", "Bakr"], 2, &["Bakr"]);
        assert_refused(&["roles", "--output", "no/where.svg"], 3, &["cannot be written"]);
    }
}
