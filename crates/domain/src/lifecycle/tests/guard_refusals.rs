//! No guard is forgotten by the tests of guards.

use crate::lifecycle::Guard;

/// The source of the tests of guards names the refusal of every guard.
#[test]
fn no_guard_is_without_a_row_and_a_refusal() {
    let here = concat!(
        include_str!("guards.rs"),
        include_str!("service.rs"),
        include_str!("closed_loop.rs"),
        include_str!("numbers.rs"),
        include_str!("photos.rs"),
        include_str!("same_files.rs"),
        include_str!("bodies.rs"),
        include_str!("open_hazards.rs"),
        include_str!("limits.rs"),
        include_str!("said.rs")
    );
    let tables = crate::lifecycle::LifecycleTables::standard();
    let sources = [
        include_str!("../guard/inspection.rs"),
        include_str!("../guard/premises.rs"),
        include_str!("../guard/rectification.rs"),
    ];
    for guard in Guard::ALL {
        let used = tables
            .iter()
            .flat_map(|table| &table.rows)
            .any(|row| row.guards.contains(guard));
        assert!(used, "{guard:?} is asked by no row");
    }
    let mut codes = 0;
    for source in sources {
        let source = source.split_whitespace().collect::<Vec<_>>().join(" ");
        for (before, _) in source.match_indices("\", \"") {
            let code = source
                .get(..before)
                .and_then(|text| text.rsplit('"').next())
                .unwrap();
            assert!(
                here.contains(&format!("\"{code}\"")),
                "nothing is refused with {code}"
            );
            codes += 1;
        }
    }
    assert!(codes >= 40, "{codes}");
}
