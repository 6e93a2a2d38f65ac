//! S4-14 消防干部、文职分包网格: which grids each of them guides, and the log of guidance.

use serde_json::json;
use wangge_domain::people::Role;
use wangge_domain::register::ContactKind;

use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_14_guided_grids() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let (other, elsewhere) = world.worker_phone(4).await;
    let guide = world.person(Role::Police, 0);
    let desk = world.officer_desk(0).await;
    let link = json!({
        "key": format!("{grid}/{guide}"),
        "entry": {
            "grid": grid, "user": guide, "kind": "fire_guide", "title": "大队文职",
            "phone": "13900000003",
        },
    });
    desk.set("contact_officer", link).await;
    worker.sync().await;
    other.sync().await;
    let card = worker.core.contact_card(grid).expect("the own grid");
    assert_eq!(card.contacts[0].kind, ContactKind::FireGuide);
    assert!(
        other
            .core
            .contact_card(elsewhere)
            .expect("the own grid")
            .contacts
            .is_empty()
    );

    let guidance = |key: &str, grid| {
        json!({
            "key": key, "reason": "每月指导",
            "entry": {"grid": grid, "user": guide, "text": "指导检查表填写"},
        })
    };
    let wrong = desk
        .set_refused("contact_visit", guidance("g1", elsewhere))
        .await;
    assert_eq!(wrong, "not_a_contact", "not a grid of this guide");
    desk.set("contact_visit", guidance("g1", grid)).await;
    worker.sync().await;
    let log = worker
        .core
        .register_lines("contact_visit", None)
        .expect("enrolled");
    assert_eq!((log.len(), log[0].row.reason.as_str()), (1, "每月指导"));
}
