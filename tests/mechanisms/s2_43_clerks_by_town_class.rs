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

    // It names the point of the logs at which it holds.
    let now = desk.read("/api/v1/cut").await;
    assert_eq!(view["cut"], now["cut"], "{now}");

    // Three clerks for a law officer, beyond the one of the office; a fire station has its number.
    let posting = |key: &str, post: &str, index: usize| {
        let user = world.person(Role::VillageAdmin, index);
        json!({
            "key": key, "from": "2026-09-01",
            "entry": {"user": user, "post": post, "township": town},
        })
    };
    desk.set("posting", posting("l1", "law_officer", 1)).await;
    desk.set("posting", posting("f1", "firefighter", 2)).await;
    let with_station = |class: &str| {
        json!({
            "key": town, "entry": {
                "township": town, "station_class": "class1", "town_class": "D",
                "fire_station": class,
            },
        })
    };
    let odd = desk
        .set_refused("station_profile", with_station("third"))
        .await;
    assert_eq!(odd, "fire_station_unknown");
    for (class, people) in [
        ("special", 45),
        ("first", 30),
        ("second", 20),
        ("forward", 10),
    ] {
        desk.set("station_profile", with_station(class)).await;
        let view = desk
            .read(&format!("/api/v1/staffing?township={town}"))
            .await;
        let lines = view["report"]["lines"].as_array().expect("lines");
        let line = |code: &str| {
            let found = lines.iter().find(|line| line["code"] == code);
            let found = found.unwrap_or_else(|| panic!("{code}: {view}"));
            json!([found["required"]["people"], found["actual"], found["short"]])
        };
        assert_eq!(line("clerks"), json!([1, 1, 0]));
        assert_eq!(line("brigade_clerks"), json!([3, 0, 3]));
        assert_eq!(line("firefighters"), json!([people, 1, people - 1]));
    }
}
