//! S4-23 横到边纵到底: grids without a worker, premises never visited or without a position.

use wangge_domain::gaps::{GapKind, GapSubject};
use wangge_domain::people::Role;

use crate::support::{premises_of, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_23_no_gap_in_the_net() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let placed = premises_of(&world, &worker, grid);
    let unplaced = shop(&worker, grid, "未定位小店", &[]);
    worker.inspect(placed, &[]);
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let top = world.township.grids[0].grid;
    let report = officer
        .core
        .gaps(top)
        .expect("the officer holds the township");
    let of = |kind| {
        let gaps = report.gaps.iter().filter(move |gap| gap.kind == kind);
        gaps.map(|gap| gap.subject).collect::<Vec<_>>()
    };
    assert_eq!(
        of(GapKind::PremisesWithoutPosition),
        vec![GapSubject::Premises(unplaced)]
    );
    assert_eq!(
        of(GapKind::NeverVisited),
        vec![GapSubject::Premises(unplaced)]
    );
    assert!(
        of(GapKind::GridWithoutWorker).is_empty(),
        "every small grid has its worker"
    );

    // A worker leaves: the grid stands in the list at the next sync.
    let admin = world.admin();
    let (leaving, left_behind) = world.worker(7);
    admin
        .revoke(leaving, Role::GridWorker, "离职")
        .expect("a grant can be revoked");
    officer.sync().await;
    let report = officer
        .core
        .gaps(top)
        .expect("the officer holds the township");
    let gaps = report
        .gaps
        .iter()
        .filter(|gap| gap.kind == GapKind::GridWithoutWorker);
    let without: Vec<_> = gaps.map(|gap| gap.subject).collect();
    assert_eq!(without, vec![GapSubject::Grid(left_behind)]);
}
