//! S0-23 全量排摸: a sweep list, every outcome, the percentage with both its numbers.

use wangge_domain::inspection::PhotoStage;
use wangge_domain::inspection::keys::CENSUS_OUTCOME;

use crate::support::{shop, to_mend};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_23_census_sweep_closes_every_visit() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let since = world.clock.now().china_date();
    let shops: Vec<_> = (0..4)
        .map(|n| shop(&worker, grid, &format!("小店{n}"), &[]))
        .collect();
    let state = worker
        .core
        .census_progress(Some(grid), since)
        .expect("a sweep");
    assert_eq!((state.visited.part, state.visited.whole), (0, 4));
    assert_eq!(state.never_visited.len(), 4);

    let unknown = worker.core.census_visit(shops[0], "gone_fishing", "");
    assert_eq!(
        to_mend(unknown.expect_err("only outcomes of the policy")),
        [("outcome_unknown".to_owned(), CENSUS_OUTCOME.to_owned())]
    );
    for shop in &shops[..2] {
        worker.photo(*shop, "", PhotoStage::Found);
    }
    worker
        .core
        .census_visit(shops[0], "locked", "铁门上锁，邻居说外出")
        .expect("锁门");
    worker
        .core
        .census_visit(shops[1], "moved", "已搬往县城")
        .expect("搬迁");
    worker.inspect(shops[2], &[]);
    let state = worker
        .core
        .census_progress(Some(grid), since)
        .expect("a sweep");
    assert_eq!(state.visited.part, 3, "{state:?}");
    assert_eq!(state.never_visited, vec![shops[3]]);
    assert!(
        state
            .revisits
            .iter()
            .any(|(_, premises)| *premises == shops[0]),
        "锁门 comes again"
    );
    assert!(
        state.done.part < state.visited.part,
        "a locked door settles nothing"
    );
}
