//! S4-24 一级一名领导三名安检员、二级十二名管理员: slots, who holds them, and which are vacant.

use serde_json::{Value, json};
use wangge_domain::UserId;
use wangge_domain::people::Role;

use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_24_role_slots() {
    let world = World::start().await;
    let town = world.township.grids[0].grid;
    let desk = world.officer_desk(0).await;
    let slot = |key: &str, zh: &str, people: u32, holders: &[UserId]| {
        json!({
            "key": key,
            "entry": {"grid": town, "zh": zh, "people": people, "holders": holders},
        })
    };
    let officers: Vec<UserId> = (0..2)
        .map(|n| world.person(Role::StationOfficer, n))
        .collect();
    let over = desk
        .set_refused("role_slot", slot("leader", "分管领导", 1, &officers))
        .await;
    assert_eq!(over, "slot_overfilled");
    let none = desk
        .set_refused("role_slot", slot("leader", "分管领导", 0, &[]))
        .await;
    assert_eq!(none, "slot_incomplete");
    desk.set("role_slot", slot("leader", "分管领导", 1, &officers[..1]))
        .await;
    desk.set("role_slot", slot("inspectors", "专职安检员", 3, &officers))
        .await;
    desk.set("role_slot", slot("managers", "安全管理员", 12, &[]))
        .await;

    let view = desk.read("/api/v1/organization").await;
    let vacant: Vec<(String, Value)> = view["vacancies"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| {
            (
                one["key"].as_str().expect("a key").to_owned(),
                one["short"].clone(),
            )
        })
        .collect();
    let expected = [
        ("inspectors".to_owned(), json!(1)),
        ("managers".to_owned(), json!(12)),
    ];
    assert_eq!(vacant, expected, "the leader's is filled");
    // The list is on every phone.
    let (worker, _) = world.worker_phone(0).await;
    let lines = worker
        .core
        .register_lines("role_slot", None)
        .expect("enrolled");
    assert_eq!(lines.len(), 3);
}
