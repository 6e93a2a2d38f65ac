//! S0-16 包干联系: who stands by which grid, whom a worker calls, and that they came.

use serde_json::json;
use wangge_domain::people::Role;
use wangge_mobile_core::CoreError;

use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_16_contact_officers() {
    let world = World::start().await;
    let town = world.township.grids[0].grid;
    let (worker, grid) = world.worker_phone(0).await;
    let (_, elsewhere) = world.worker(4);
    let village = worker.core.control().expect("enrolled").path(grid)[1];
    let cadre = world.person(Role::VillageAdmin, 1);
    let leader = world.person(Role::StationOfficer, 1);
    let desk = world.officer_desk(0).await;
    let contact = |grid, user, kind: &str, phone: &str| {
        json!({
            "key": format!("{grid}/{user}"), "until": "2026-12-31",
            "entry": {
                "grid": grid, "user": user, "kind": kind, "title": "驻村干部", "phone": phone,
            },
        })
    };
    let silent = desk
        .set_refused("contact_officer", contact(village, cadre, "cadre", " "))
        .await;
    assert_eq!(silent, "contact_incomplete");
    desk.set(
        "contact_officer",
        contact(town, leader, "leader", "13900000001"),
    )
    .await;
    desk.set(
        "contact_officer",
        contact(village, cadre, "cadre", "13900000002"),
    )
    .await;
    worker.sync().await;

    // Offline, the nearest first; of another grid nothing is told.
    let card = worker.core.contact_card(grid).expect("the own grid");
    let phones: Vec<_> = card.contacts.iter().map(|one| one.phone.as_str()).collect();
    assert_eq!(phones, ["13900000002", "13900000001"]);
    assert_eq!(
        worker.core.contact_card(elsewhere),
        Err(CoreError::UnknownGrid)
    );

    // The log of visits takes those of contact officers only, and each once.
    let visit = |key: &str, user| {
        json!({
            "key": key,
            "entry": {"grid": grid, "user": user, "text": "走访三户，协调线路改造"},
        })
    };
    let stranger = desk
        .set_refused("contact_visit", visit("v1", worker.user))
        .await;
    assert_eq!(stranger, "not_a_contact");
    desk.set("contact_visit", visit("v1", cadre)).await;
    assert_eq!(
        desk.set_refused("contact_visit", visit("v1", cadre)).await,
        "record_stands"
    );
    worker.sync().await;
    let log = worker
        .core
        .register_history("contact_visit")
        .expect("enrolled");
    assert_eq!(log.len(), 1);

    // It ends with its last day.
    world.clock.advance_days(122);
    assert!(
        worker
            .core
            .contact_card(grid)
            .expect("the own grid")
            .contacts
            .is_empty()
    );
}
