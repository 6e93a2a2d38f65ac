use super::*;
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
    let progress = campaign_progress(&campaign, &listed, &visits);
    assert_eq!(
        (progress.target, progress.done, progress.waiting),
        (2, 1, 1)
    );
    assert_eq!(progress.grids[0].done, 2, "shown, but one was owed");
    assert_eq!(progress.grids[1].left, [premises(3)]);
}
