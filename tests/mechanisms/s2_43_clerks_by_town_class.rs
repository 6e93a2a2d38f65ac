//! S2-43 消防辅助执法文员: clerks by class of town, three, two, two and one.

use serde_json::{Value, json};
use wangge_domain::people::Role;

use crate::world::{Desk, World};

async fn clerks(desk: &Desk, town: wangge_domain::GridId) -> Option<(u64, u64)> {
    let view = desk
        .read(&format!("/api/v1/staffing?township={town}"))
        .await;
    let lines = view["report"]["lines"].as_array().expect("lines").clone();
    let line = lines.iter().find(|line| line["code"] == "clerks")?;
    let number = |value: &Value| value.as_u64().expect("a number");
    Some((number(&line["required"]["people"]), number(&line["short"])))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_43_clerks_by_town_class() {
    let world = World::start().await;
    let town = world.township.grids[0].grid;
    let desk = world.officer_desk(0).await;
    let profile = |class: Value| {
        json!({
            "key": town,
            "entry": {"township": town, "station_class": "dev_zone", "town_class": class},
        })
    };
    let odd = desk
        .set_refused("station_profile", profile(json!("E")))
        .await;
    assert_eq!(odd, "town_class_unknown");
    desk.set("station_profile", profile(Value::Null)).await;
    assert_eq!(
        clerks(&desk, town).await,
        None,
        "a county without classes asks for none"
    );
    for (class, required) in [("A", 3), ("B", 2), ("C", 2), ("D", 1)] {
        desk.set("station_profile", profile(json!(class))).await;
        assert_eq!(
            clerks(&desk, town).await,
            Some((required, required)),
            "{class}"
        );
    }
    let user = world.person(Role::VillageAdmin, 0);
    let posting = json!({
        "key": "c1", "from": "2026-09-01",
        "entry": {"user": user, "post": "clerk", "township": town},
    });
    desk.set("posting", posting).await;
    assert_eq!(clerks(&desk, town).await, Some((1, 0)));
    // The development zone counts as a station of the first class.
    let view = desk
        .read(&format!("/api/v1/staffing?township={town}"))
        .await;
    assert_eq!(view["report"]["lines"][0]["required"]["people"], 5);
}
