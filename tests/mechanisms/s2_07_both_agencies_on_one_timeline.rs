//! S2-07 镇与派出所日常监督检查: visits of both agencies stand on one premises' timeline.

use wangge_domain::people::Role;

use crate::support::{code_and_rule, premises_of, shop};
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_07_refuses_to_strike_out_the_visit_of_another_agency() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let (of_grid, _) = worker.inspect(premises, &[]);
    worker.sync().await;
    let police = world.phone(world.person(Role::Police, 0)).await;
    let (of_police, _) = police.inspect(premises, &[]);
    police.sync().await;
    worker.sync().await;
    let before = worker.core.get_premises(premises).expect("it is here");
    assert_eq!(before.inspections.len(), 2);

    // Nobody withdraws what another agency saw.
    for (phone, visit) in [(&police, of_grid), (&worker, of_police)] {
        let refused = phone.core.withdraw(visit, "与本单位检查重复");
        assert_eq!(
            code_and_rule(refused.expect_err("another's visit")),
            ("not_the_author".to_owned(), "reliability 7.2".to_owned())
        );
    }
    // Nor does one agency review the other, or its own visit.
    for visit in [of_grid, of_police] {
        let refused = police.core.accept(visit);
        assert_eq!(
            code_and_rule(refused.expect_err("not the reviewer")),
            ("no_permission".to_owned(), "handbook 1.3".to_owned())
        );
    }
    police.sync().await;
    worker.sync().await;
    let after = worker.core.get_premises(premises).expect("it is here");
    assert_eq!(after.inspections, before.inspections, "both visits stand");
}
