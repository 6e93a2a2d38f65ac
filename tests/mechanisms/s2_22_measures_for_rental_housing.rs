//! S2-22 居住出租房整改措施: each failed item brings its measure into the hazard and the notice.

use wangge_domain::hazard::keys as hazard_keys;
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;

use crate::support::{plain_item, refuses_unknown_item, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_22_measures_for_rental_housing() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let rental = [
        (keys::CATEGORY, Scalar::from("rental_housing")),
        (keys::FLOORS, Scalar::from(3)),
        (keys::BEDS, Scalar::from(8)),
    ];
    let premises = shop(&worker, grid, "出租房", &rental);
    let item = plain_item(&worker, premises);
    assert!(
        item.starts_with("RH-"),
        "居住出租房 has its own list: {item}"
    );
    let (_, submitted) = worker.inspect(premises, &[&item]);
    let hazard = *submitted.hazards.first().expect("it was raised");
    let content = worker.core.get_record(hazard).expect("it is here").content;
    let policy = worker.core.policy().expect("a pack");
    let known = policy.checklists.item(&item).expect("it is in the pack");
    assert_eq!(
        content.text(hazard_keys::RECTIFICATION),
        Some(known.rectification.as_str())
    );
    assert_eq!(
        content.text(hazard_keys::COMMON_KEY),
        Some(known.common_key.as_str())
    );

    refuses_unknown_item(&worker, premises, "RH-99");
}
