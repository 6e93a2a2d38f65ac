//! Grids, and the fold itself.

use super::kit::{Stream, day, grant, grid, grid_id, user};
use crate::GridId;
use crate::control::{ControlError, ControlEvent, ControlState, Grid, GridLevel};
use crate::people::{Person, Role, Scope};

#[test]
fn the_tree_knows_its_paths_children_and_small_grids_by_date() {
    let mut stream = Stream::township();
    let state = &stream.state;
    assert_eq!(state.path(grid_id(5)), [grid_id(5), grid_id(2), grid_id(1)]);
    assert!(state.path(grid_id(99)).is_empty());
    let below: Vec<GridId> = state.children(grid_id(1)).map(|grid| grid.grid).collect();
    assert_eq!(below, [grid_id(2), grid_id(3)]);
    let small = |state: &ControlState, date| state.small_grids(grid_id(1), day(date));
    assert_eq!(
        small(state, "2026-06-01"),
        [grid_id(4), grid_id(5), grid_id(6)]
    );
    assert!(small(state, "2025-12-31").is_empty());
    assert_eq!(
        state.small_grids(grid_id(3), day("2026-06-01")),
        [grid_id(6)]
    );
    assert_eq!(
        state.small_grids(grid_id(4), day("2026-06-01")),
        [grid_id(4)]
    );
    let reason = "并入".to_owned();
    stream.does(
        "2026-07-01",
        ControlEvent::GridClosed {
            grid: grid_id(5),
            reason,
        },
    );
    assert_eq!(
        small(&stream.state, "2026-07-01").len(),
        3,
        "its last day is the day of the row"
    );
    assert_eq!(small(&stream.state, "2026-07-02"), [grid_id(4), grid_id(6)]);
    assert_eq!(
        stream.state.path(grid_id(5)).len(),
        3,
        "records in it keep their path"
    );
}

#[test]
fn a_grid_above_itself_or_out_of_level_is_refused() {
    let mut stream = Stream::township();
    let mut set = |grid: Grid| {
        stream
            .add("2026-02-01", ControlEvent::GridSet(grid))
            .unwrap_err()
    };
    let large = |parent| grid(1, GridLevel::Large, Some(parent));
    assert_eq!(set(large(1)), ControlError::GridCycle(grid_id(1)));
    assert_eq!(set(large(4)), ControlError::GridCycle(grid_id(1)));
    let orphan = grid(7, GridLevel::Small, Some(99));
    assert_eq!(set(orphan), ControlError::UnknownGrid(grid_id(99)));
    let odd = grid(7, GridLevel::Medium, Some(4));
    assert_eq!(set(odd), ControlError::GridLevel(grid_id(7)));
    let shrunk = grid(2, GridLevel::Small, Some(1));
    assert_eq!(
        set(shrunk),
        ControlError::GridLevel(grid_id(2)),
        "it has small grids below it"
    );
    let backwards = Grid {
        valid_until: Some(day("2025-01-01")),
        ..grid(7, GridLevel::Small, Some(2))
    };
    assert_eq!(set(backwards), ControlError::EmptyPeriod);
    let closed = ControlEvent::GridClosed {
        grid: grid_id(99),
        reason: String::new(),
    };
    assert_eq!(
        stream.add("2026-02-01", closed),
        Err(ControlError::UnknownGrid(grid_id(99)))
    );
}

#[test]
fn a_fold_equals_the_rows_one_by_one_and_old_rows_do_nothing() {
    let mut stream = Stream::township();
    let person = Person {
        user: user(1),
        name: "𬭎师傅".to_owned(),
        phone: String::new(),
        organization: "青峰镇应急消防管理站".to_owned(),
    };
    stream.does("2026-01-02", ControlEvent::PersonSet(person.clone()));
    let system = ControlEvent::RoleGranted(grant(1, Role::System, Scope::Tenant));
    assert!(stream.add("2026-01-02", system).is_err());
    let renamed = Person {
        name: "师傅".to_owned(),
        ..person
    };
    stream.does("2026-01-03", ControlEvent::PersonSet(renamed));
    assert_eq!(stream.state.people[&user(1)].name, "师傅");
    assert_eq!(ControlState::fold(&stream.rows), stream.state);
    for prefix in 0..stream.rows.len() {
        let (before, after) = stream.rows.split_at(prefix);
        let mut state = ControlState::fold(before);
        for row in after {
            let _ = state.apply(row);
        }
        assert_eq!(state, stream.state);
    }
    let old = stream.rows[0].clone();
    let folded = stream.state.seq;
    let before = stream.state.clone();
    assert_eq!(
        stream.state.apply(&old),
        Err(ControlError::OutOfOrder { row: 1, folded })
    );
    assert_eq!(stream.state, before);
}
