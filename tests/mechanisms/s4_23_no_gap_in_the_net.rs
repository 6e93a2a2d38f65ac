//! S4-23 横到边纵到底: grids without a worker, premises never visited or without a position.

use serde_json::json;
use wangge_domain::GridId;
use wangge_domain::gaps::{GapKind, GapSubject};
use wangge_domain::people::Role;
use wangge_mobile_core::CoreError;

use crate::support::{api_refusal, premises_of, shop};
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

    // The desk sees the same by the logs alone, with both numbers of each kind.
    let desk = world.officer_desk(0).await;
    let found = desk.read("/api/v1/gaps").await;
    let kinds = found["gaps"].as_array().expect("kinds");
    assert_eq!(kinds.len(), 7, "a kind without a gap is told, too");
    let kind = |code: &str| {
        let one = kinds.iter().find(|it| it["kind"] == code);
        one.unwrap_or_else(|| panic!("{code}: {found}"))
    };
    let grids = kind("grid_without_worker");
    assert_eq!(grids["count"], 1, "{found}");
    assert_eq!(grids["grids"][0]["id"], left_behind.to_string());
    assert_eq!(grids["of"], world.township.small_grids().count());
    for code in ["premises_without_position", "never_visited"] {
        let gap = kind(code);
        assert_eq!((&gap["count"], &gap["of"]), (&json!(1), &json!(2)));
        assert_eq!(gap["premises"][0]["id"], unplaced.to_string());
    }
    assert_eq!(kind("premises_without_grid")["count"], 0);
    assert_eq!(kind("premises_in_former_grid")["count"], 0);
    assert!(found["cut"].is_object());
    // Both workers of another grid leave: whoever is on file there is in nobody's hands.
    let (second, same_grid) = world
        .township
        .uncertified_worker(world.clock.now())
        .expect("one without a certificate");
    assert_eq!(same_grid.grid, grid);
    for leaving in [worker.user, second.user] {
        admin
            .revoke(leaving, Role::GridWorker, "离职")
            .expect("a grant can be revoked");
    }
    let found = desk.read("/api/v1/gaps").await;
    let kinds = found["gaps"].as_array().expect("kinds");
    let orphaned = kinds
        .iter()
        .find(|it| it["kind"] == "premises_without_worker");
    assert_eq!(orphaned.expect("the kind")["count"], 2, "{found}");
    let far = world.desk(world.person(Role::VillageAdmin, 2)).await;
    let foreign = far.get(&format!("/api/v1/gaps?grid={top}")).await;
    assert_eq!(api_refusal(foreign), "403 forbidden");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_23_refuses_premises_outside_the_net() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let fields = worker
        .core
        .get_premises(premises)
        .expect("it is on file")
        .content
        .fields;
    let nowhere = GridId::from_bytes([7; 16]);
    let village = world.township.villages[0].grid;
    let township = world.township.grids[0].grid;
    let (_, of_another) = world.worker(7);
    // An orphan never comes to be: every file lies in a small grid of whoever puts it there.
    for outside in [nowhere, village, township, of_another] {
        let refused = worker.core.create_premises(outside, &fields);
        assert!(
            matches!(refused, Err(CoreError::UnknownGrid)),
            "{outside}: {refused:?}"
        );
    }
    let refused = worker.core.gaps(nowhere);
    assert!(
        matches!(refused, Err(CoreError::UnknownGrid)),
        "no report of a net that is not there: {refused:?}"
    );
    let files = worker.core.list_premises(None, None, 10).expect("a list");
    let files: Vec<_> = files.iter().map(|row| row.record).collect();
    assert_eq!(files, [premises], "nothing was put on file");
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let summary = desk.read("/api/v1/summary").await;
    assert_eq!(summary["counts"]["premises"]["active"], 1);
}
