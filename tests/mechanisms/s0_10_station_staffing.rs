//! S0-10 应急消防管理站: required against actual heads and certificates, by class of station.

use serde_json::{Value, json};
use wangge_domain::people::Role;

use crate::world::{Desk, World};

async fn line(desk: &Desk, town: wangge_domain::GridId, code: &str) -> (u64, u64, u64) {
    let view = desk
        .read(&format!("/api/v1/staffing?township={town}"))
        .await;
    let lines = view["report"]["lines"].as_array().expect("lines").clone();
    let line = lines
        .iter()
        .find(|line| line["code"] == code)
        .unwrap_or(&Value::Null);
    let number = |value: &Value| value.as_u64().expect("a number");
    (
        number(&line["required"]["people"]),
        number(&line["actual"]),
        number(&line["short"]),
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_10_station_staffing() {
    let world = World::start().await;
    let town = world.township.grids[0].grid;
    let desk = world.officer_desk(0).await;
    let (status, answer) = desk.get(&format!("/api/v1/staffing?township={town}")).await;
    assert_eq!(
        (status.as_u16(), &answer["code"]),
        (422, &json!("station_profile_missing"))
    );

    let profile = |class: &str| {
        json!({
            "key": town,
            "entry": {"township": town, "station_class": class, "town_class": null},
        })
    };
    let odd = desk.set_refused("station_profile", profile("class9")).await;
    assert_eq!(odd, "station_class_unknown");
    desk.set("station_profile", profile("class2")).await;
    assert_eq!(line(&desk, town, "station_staff").await, (4, 0, 4));

    let posting = |key: &str, user, post: &str, from: &str, until: Value| {
        json!({
            "key": key, "from": from, "until": until,
            "entry": {"user": user, "post": post, "township": town},
        })
    };
    let one = world.person(Role::StationOfficer, 0);
    let two = world.person(Role::StationOfficer, 1);
    let three = world.person(Role::VillageAdmin, 0);
    for (key, user) in [("p1", one), ("p2", two), ("p3", three)] {
        desk.set(
            "posting",
            posting(key, user, "station_staff", "2026-01-01", Value::Null),
        )
        .await;
    }
    assert_eq!(line(&desk, town, "station_staff").await, (4, 3, 1));
    // Two of them hold an enforcement certificate; three are asked for.
    assert_eq!(line(&desk, town, "station_certified").await, (3, 2, 1));

    // Nobody stands on the roster twice on one day: refused, and nothing has changed.
    let twice = posting("p4", one, "auxiliary", "2026-09-01", Value::Null);
    assert_eq!(desk.set_refused("posting", twice).await, "roster_overlap");
    let backwards = posting("p4", two, "clerk", "2026-09-01", json!("2026-08-01"));
    assert_eq!(desk.set_refused("posting", backwards).await, "period_empty");
    assert_eq!(line(&desk, town, "station_staff").await, (4, 3, 1));

    // Who leaves is ended, and may then be posted elsewhere.
    desk.set(
        "posting",
        posting(
            "p1",
            one,
            "station_staff",
            "2026-01-01",
            json!("2026-08-31"),
        ),
    )
    .await;
    desk.set(
        "posting",
        posting("p4", one, "auxiliary", "2026-09-01", Value::Null),
    )
    .await;
    assert_eq!(line(&desk, town, "station_staff").await, (4, 2, 2));
    assert_eq!(line(&desk, town, "station_certified").await, (3, 1, 2));
    assert_eq!(
        line(&desk, town, "auxiliary").await,
        (1, 1, 0),
        "one at least in any township"
    );

    // The next year is entered behind this one: not over a day of it, and nothing changes before it.
    let year = |from: &str, until: &str| posting("p3", three, "station_staff", from, json!(until));
    desk.set("posting", year("2026-01-01", "2026-12-31")).await;
    let early = desk
        .set_refused("posting", year("2026-12-31", "2027-12-31"))
        .await;
    assert_eq!(early, "roster_overlap");
    desk.set("posting", year("2027-01-01", "2027-12-31")).await;
    assert_eq!(line(&desk, town, "station_staff").await, (4, 2, 2));
    let hidden = posting("p5", three, "clerk", "2026-01-01", json!("2026-12-30"));
    assert_eq!(desk.set_refused("posting", hidden).await, "roster_overlap");
    assert_eq!(line(&desk, town, "station_staff").await, (4, 2, 2));

    // A village has no say over the station's roster.
    let narrow = world.desk(three).await;
    let refused = narrow.set_refused(
        "posting",
        posting("p9", two, "clerk", "2027-01-01", Value::Null),
    );
    assert_eq!(refused.await, "forbidden");
}
