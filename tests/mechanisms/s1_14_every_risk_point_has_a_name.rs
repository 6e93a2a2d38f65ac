//! S1-14 清晰化、全员化管控: every risk point has a named person; a list of the nameless.

use wangge_domain::gaps::{GapKind, GapSubject};
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;

use crate::support::{found_hazard, notice, reason, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_14_every_risk_point_has_a_name() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    shop(&worker, grid, "有名小店", &[]);
    let nameless = shop(
        &worker,
        grid,
        "无名小店",
        &[(keys::UNIT_NAME, Scalar::from(""))],
    );
    // Whoever is to put it right has to have a name before anything is asked of them.
    let hazard = found_hazard(&worker, nameless);
    let mut nobody = notice(7);
    nobody.responsible.person.clear();
    let refused = worker.core.issue_notice(hazard, &nobody);
    assert_eq!(
        reason(refused.expect_err("of whom?")),
        "responsible_missing"
    );
    let report = worker.core.gaps(grid).expect("it works offline");
    let without: Vec<_> = report
        .gaps
        .iter()
        .filter(|gap| gap.kind == GapKind::PremisesWithoutResponsible)
        .map(|gap| gap.subject)
        .collect();
    assert_eq!(
        without,
        vec![GapSubject::Premises(nameless)],
        "the nameless, and nobody else"
    );
}
