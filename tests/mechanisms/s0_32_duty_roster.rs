//! S0-32 全天候值班值守: who is on duty, whom to call without network, and urgent news with a receipt.

use serde_json::json;
use wangge_domain::people::Role;

use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_32_duty_roster() {
    let world = World::start().await;
    let town = world.township.grids[0].grid;
    let (worker, grid) = world.worker_phone(0).await;
    let one = world.person(Role::StationOfficer, 0);
    let two = world.person(Role::StationOfficer, 1);
    let desk = world.officer_desk(0).await;
    let shift = |day: &str, phone: &str| {
        json!({
            "key": format!("{town}/{day}/全天"), "from": day, "until": day,
            "entry": {
                "area": town, "shift": "全天", "leader": one, "people": [two], "phone": phone,
            },
        })
    };
    let silent = desk
        .set_refused("duty_shift", shift("2026-09-01", ""))
        .await;
    assert_eq!(silent, "shift_incomplete");
    desk.set("duty_shift", shift("2026-09-01", "023-00000001"))
        .await;
    desk.set("duty_shift", shift("2026-09-02", "023-00000002"))
        .await;
    // Two rows for one shift of one day would name two numbers.
    let mut longer = shift("2026-08-31", "023-00000003");
    longer["until"] = json!("2026-09-01");
    let twice = desk.set_refused("duty_shift", longer).await;
    assert_eq!(twice, "roster_overlap");
    worker.sync().await;

    // From here on without network: every day its own number.
    let phone = |worker: &crate::world::Phone| {
        let card = worker.core.contact_card(grid).expect("the own grid");
        card.duty
            .iter()
            .map(|shift| shift.phone.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(phone(&worker), ["023-00000001"]);
    world.clock.advance_days(1);
    assert_eq!(phone(&worker), ["023-00000002"]);
    world.clock.advance_days(1);
    assert!(phone(&worker).is_empty(), "nobody was named for this day");

    // Urgent news stays on the list until another person has received it; nothing is rewritten.
    let desk = world.officer_desk(0).await;
    let note = |text: &str, by: Option<wangge_domain::UserId>| {
        json!({
            "key": "n1",
            "entry": {"area": town, "text": text, "urgent": true, "received_by": by},
        })
    };
    let nothing = desk
        .set_refused("duty_note", note("小区冒烟", Some(two)))
        .await;
    assert_eq!(nothing, "nothing_to_receive");
    desk.set("duty_note", note("小区冒烟", None)).await;
    let view = desk.read("/api/v1/organization").await;
    assert_eq!(view["unreceived"], json!(["n1"]));
    assert_eq!(
        desk.set_refused("duty_note", note("无事", None)).await,
        "record_stands"
    );
    let other_words = desk.set_refused("duty_note", note("无事", Some(two))).await;
    assert_eq!(other_words, "record_stands");
    let own = desk
        .set_refused("duty_note", note("小区冒烟", Some(one)))
        .await;
    assert_eq!(own, "own_receipt");
    desk.set("duty_note", note("小区冒烟", Some(two))).await;
    let again = desk
        .set_refused("duty_note", note("小区冒烟", Some(two)))
        .await;
    assert_eq!(again, "received_already");
    let view = desk.read("/api/v1/organization").await;
    assert_eq!(view["unreceived"], json!([]));
}
