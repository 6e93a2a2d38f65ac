//! S0-04 专职消防队达标率80%: each station by the standard checklist and its head-count; the rate against the
//! target. Building teams is not the software's.

use serde_json::json;

use crate::sheet_kit::{Kit, faults, line, row};

const ALL: [&str; 6] = [
    "barracks",
    "garage",
    "vehicles",
    "protective_gear",
    "duty_system",
    "training_record",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_04_station_standard() {
    let kit = Kit::start().await;
    let (desk, town) = (&kit.desk, kit.town);
    let team = |title: &str, members: u64, standards: &[&str]| {
        let entry = json!({
            "area": town, "title": title, "members": members, "standards": standards,
        });
        row(&[&town, &title], entry)
    };
    let view = kit.at_desk("fire_station").await;
    assert_eq!(view["lines"][0]["state"], "missing", "no team at all");
    let code = desk.set_refused("fire_station", team("一队", 10, &["pool"]));
    assert_eq!(code.await, "not_in_list");
    let code = desk.set_refused("fire_station", team("一队", 10, &["garage", "garage"]));
    assert_eq!(code.await, "listed_twice");
    for (title, members, standards) in [
        ("一队", 10, &ALL[..]),
        ("二队", 9, &ALL[..]),
        ("三队", 12, &ALL[..5]),
        ("四队", 10, &ALL[..]),
    ] {
        desk.set("fire_station", team(title, members, standards))
            .await;
    }
    let view = kit.at_desk("fire_station").await;
    assert_eq!(view["basis_points"], 5000, "two of four");
    assert_eq!(view["findings"][0]["wanted"], 8000, "the target is not met");
    assert_eq!(faults(line(&view, &[&town, &"二队"])), ["队员人数"]);
    let third = line(&view, &[&town, &"三队"]);
    assert_eq!(third["findings"][0]["what"], "training_record");
    desk.set("fire_station", team("二队", 10, &ALL)).await;
    desk.set("fire_station", team("三队", 12, &ALL)).await;
    let view = kit.at_desk("fire_station").await;
    assert_eq!(view["basis_points"], 10_000);
    assert_eq!(view["findings"], json!([]));
}
