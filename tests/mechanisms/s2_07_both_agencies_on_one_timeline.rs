//! S2-07 镇与派出所日常监督检查: visits of both agencies stand on one premises' timeline.

use wangge_domain::people::Role;

use crate::support::{premises_of, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_07_both_agencies_on_one_timeline() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = premises_of(&world, &worker, grid);
    let other = shop(&worker, grid, "别家", &[]);
    worker.inspect(premises, &[]);
    worker.sync().await;
    let police = world.phone(world.person(Role::Police, 0)).await;
    police.inspect(premises, &[]);
    police.sync().await;
    worker.sync().await;

    let visits = worker
        .core
        .get_premises(premises)
        .expect("it is here")
        .inspections;
    let mut inspectors: Vec<_> = visits.iter().filter_map(|it| it.inspector).collect();
    inspectors.sort();
    let mut both = vec![worker.user, police.user];
    both.sort();
    assert_eq!(inspectors, both, "both visits on one timeline");
    assert!(
        worker
            .core
            .get_premises(other)
            .expect("it is here")
            .inspections
            .is_empty()
    );
}
