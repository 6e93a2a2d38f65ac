use super::{GapKind, GapRules, GapSubject, GridRow, PremisesRow, find_gaps, grid_rows};
use crate::accounting::default_accounting;
use crate::control::{ControlState, Grid, GridLevel};
use crate::people::{Role, RoleGrant, Scope};
use crate::{GridId, RecordId, Timestamp, UserId};

fn rules() -> GapRules {
    default_accounting().gaps
}

fn grid(n: u8) -> GridId {
    GridId::mint(0, [n; 10])
}

fn place(n: u8) -> RecordId {
    RecordId::mint(0, [n; 10])
}

fn complete(n: u8) -> PremisesRow {
    PremisesRow {
        premises: place(n),
        grid: Some(grid(1)),
        category: "street_shop".to_owned(),
        has_position: true,
        has_responsible: true,
        visited: true,
    }
}

const GRIDS: fn() -> Vec<GridRow> = || {
    vec![
        GridRow {
            grid: grid(1),
            workers: 1,
        },
        GridRow {
            grid: grid(2),
            workers: 0,
        },
    ]
};

#[test]
fn each_kind_of_gap_is_found_by_itself() {
    type Change = fn(&mut PremisesRow);
    let table: [(Change, &[GapKind]); 8] = [
        (|_| {}, &[]),
        (|it| it.grid = None, &[GapKind::PremisesWithoutGrid]),
        (
            |it| it.grid = Some(grid(9)),
            &[GapKind::PremisesInFormerGrid],
        ),
        (
            |it| it.grid = Some(grid(2)),
            &[GapKind::PremisesWithoutWorker],
        ),
        (
            |it| it.has_position = false,
            &[GapKind::PremisesWithoutPosition],
        ),
        (
            |it| it.has_responsible = false,
            &[GapKind::PremisesWithoutResponsible],
        ),
        (|it| it.visited = false, &[GapKind::NeverVisited]),
        (
            |it| (it.grid, it.has_position, it.visited) = (None, false, false),
            &[
                GapKind::PremisesWithoutGrid,
                GapKind::PremisesWithoutPosition,
                GapKind::NeverVisited,
            ],
        ),
    ];
    for (change, kinds) in table {
        let mut row = complete(1);
        change(&mut row);
        let report = find_gaps(&[row], &GRIDS(), &rules());
        let grid_gap = &report.gaps[0];
        assert_eq!(grid_gap.kind, GapKind::GridWithoutWorker);
        assert_eq!(grid_gap.subject, GapSubject::Grid(grid(2)));
        let found: Vec<_> = report.gaps[1..].iter().map(|gap| gap.kind).collect();
        assert_eq!(found, kinds);
        assert_eq!((report.premises, report.grids), (1, 2));
    }
}

#[test]
fn key_types_come_first_and_are_counted_apart() {
    let row = |n, category: &str| PremisesRow {
        visited: false,
        category: category.to_owned(),
        ..complete(n)
    };
    let rows = [
        row(1, "forest"),
        row(3, "three_in_one"),
        row(2, "rental_housing"),
    ];
    let report = find_gaps(
        &rows,
        &[GridRow {
            grid: grid(1),
            workers: 2,
        }],
        &rules(),
    );
    let order: Vec<_> = report.gaps.iter().map(|gap| gap.subject).collect();
    assert_eq!(
        order,
        [place(2), place(3), place(1)].map(GapSubject::Premises)
    );
    assert_eq!(report.counts(), [(GapKind::NeverVisited, (3, 2))].into());
    assert_eq!(report.key_types().count(), 2);
}

fn control() -> ControlState {
    let small = |n, parent, until: Option<&str>| Grid {
        grid: grid(n),
        level: if parent == 0 {
            GridLevel::Medium
        } else {
            GridLevel::Small
        },
        parent: Some(grid(parent)),
        code: format!("{n}"),
        name: format!("第{n}网格"),
        head: None,
        valid_from: "2026-01-01".parse().unwrap(),
        valid_until: until.map(|it| it.parse().unwrap()),
        boundary: Vec::new(),
    };
    let grids = [
        small(10, 0, None),
        small(20, 0, None),
        small(1, 10, None),
        small(2, 10, None),
        small(3, 10, Some("2026-05-31")),
        small(4, 20, None),
    ];
    let grant = |n: u8, role, scope, until| RoleGrant {
        user: UserId::mint(0, [n; 10]),
        role,
        scope,
        from: Timestamp::start_of_china_day("2026-01-01".parse().unwrap()),
        until,
        department: None,
    };
    let june = Timestamp::start_of_china_day("2026-06-01".parse().unwrap());
    ControlState {
        grids: grids.into_iter().map(|it| (it.grid, it)).collect(),
        grants: vec![
            grant(1, Role::GridWorker, Scope::Subtree(grid(1)), None),
            grant(2, Role::GridWorker, Scope::Subtree(grid(1)), Some(june)),
            grant(3, Role::StationOfficer, Scope::Subtree(grid(2)), None),
            grant(4, Role::GridWorker, Scope::Premises(place(1)), None),
            grant(5, Role::GridWorker, Scope::Subtree(grid(20)), None),
        ],
        ..ControlState::default()
    }
}

#[test]
fn workers_are_counted_by_grants_that_hold_and_cover() {
    let control = control();
    let rows = |top: u8, day: &str| -> Vec<(GridId, u32)> {
        let at = Timestamp::start_of_china_day(day.parse().unwrap());
        grid_rows(&control, grid(top), at)
            .iter()
            .map(|it| (it.grid, it.workers))
            .collect()
    };
    assert_eq!(
        rows(10, "2026-05-31"),
        [(grid(1), 2), (grid(2), 0), (grid(3), 0)]
    );
    assert_eq!(
        rows(10, "2026-06-01"),
        [(grid(1), 1), (grid(2), 0)],
        "one grant and one grid ended"
    );
    assert_eq!(
        rows(20, "2026-06-01"),
        [(grid(4), 1)],
        "the worker of the village covers it"
    );
}
