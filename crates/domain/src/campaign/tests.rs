use super::*;
use crate::control::{ControlState, Grid, GridLevel};
use crate::register::{Campaign, CampaignTarget};
use crate::{GridId, RecordId};

fn grid(n: u8) -> GridId {
    GridId::from_bytes([n; 16])
}

fn premises(n: u8) -> RecordId {
    RecordId::from_bytes([n; 16])
}

#[test]
fn a_premises_counts_once_and_only_when_accepted() {
    let campaign = Campaign {
        name: "电气".to_owned(),
        grids: vec![grid(1), grid(2)],
        categories: Vec::new(),
        checklist: String::new(),
        targets: vec![CampaignTarget {
            grid: grid(1),
            premises: 1,
        }],
        text: String::new(),
    };
    let listed = [
        (grid(1), premises(1)),
        (grid(1), premises(2)),
        (grid(2), premises(3)),
    ];
    let visit = |g, p, accepted| CampaignVisit {
        grid: grid(g),
        premises: premises(p),
        accepted,
    };
    let visits = [
        visit(1, 1, true),
        visit(1, 1, true),
        visit(1, 2, true),
        visit(2, 3, false),
    ];
    let progress = campaign_progress(&campaign, &ControlState::default(), &listed, &visits);
    assert_eq!(
        (progress.target, progress.done, progress.waiting),
        (2, 1, 1)
    );
    assert_eq!(progress.grids[0].done, 2, "shown, but one was owed");
    assert_eq!(progress.grids[1].left, [premises(3)]);
}

/// S2-16: a number for a township or a village counts all below it, and nothing twice.
#[test]
fn a_number_for_a_grid_above_stands_for_all_below_it() {
    // A township 9 with the village 8, in which 1 and 2 lie, and 3 in the township itself.
    let mut control = ControlState::default();
    let tree = [
        (9, None),
        (8, Some(9)),
        (1, Some(8)),
        (2, Some(8)),
        (3, Some(9)),
    ];
    for (number, above) in tree {
        let made = Grid {
            grid: grid(number),
            level: GridLevel::Small,
            parent: above.map(grid),
            code: number.to_string(),
            name: "示例".to_owned(),
            head: None,
            valid_from: chrono::NaiveDate::default(),
            valid_until: None,
            boundary: Vec::new(),
        };
        control.grids.insert(grid(number), made);
    }
    let listed = [
        (grid(1), premises(1)),
        (grid(1), premises(2)),
        (grid(2), premises(3)),
        (grid(3), premises(4)),
    ];
    let visit = |g, p, accepted| CampaignVisit {
        grid: grid(g),
        premises: premises(p),
        accepted,
    };
    let visits = [visit(1, 1, true), visit(2, 3, true), visit(3, 4, false)];
    for (targets, total, lines) in [
        // Grid, in scope, owed, done.
        (
            vec![],
            (4, 2, 1),
            vec![(1, 2, 2, 1), (2, 1, 1, 1), (3, 1, 1, 0)],
        ),
        (
            vec![(9, 4)],
            (4, 2, 1),
            vec![(1, 2, 2, 1), (2, 1, 1, 1), (3, 1, 1, 0), (9, 4, 4, 2)],
        ),
        (
            vec![(8, 1)],
            (2, 1, 1),
            vec![(1, 2, 2, 1), (2, 1, 1, 1), (3, 1, 1, 0), (8, 3, 1, 2)],
        ),
        // The number of the grid above stands for those below, whatever they are told.
        (
            vec![(9, 3), (8, 2), (1, 1)],
            (3, 2, 1),
            vec![
                (1, 2, 1, 1),
                (2, 1, 1, 1),
                (3, 1, 1, 0),
                (8, 3, 2, 2),
                (9, 4, 3, 2),
            ],
        ),
    ] {
        let targets = targets
            .into_iter()
            .map(|(number, premises)| CampaignTarget {
                grid: grid(number),
                premises,
            });
        let campaign = Campaign {
            name: "电气".to_owned(),
            grids: vec![grid(9)],
            categories: Vec::new(),
            checklist: String::new(),
            targets: targets.collect(),
            text: String::new(),
        };
        let found = campaign_progress(&campaign, &control, &listed, &visits);
        assert_eq!((found.target, found.done, found.waiting), total);
        let told = found.grids.iter();
        let told: Vec<_> = told
            .map(|it| (it.grid, it.in_scope, it.target, it.done))
            .collect();
        let lines = lines.into_iter();
        let lines: Vec<_> = lines
            .map(|(number, scope, owed, done)| (grid(number), scope, owed, done))
            .collect();
        assert_eq!(told, lines);
    }
}
