//! S1-07 有队伍: a township's team of thirty, a community's of fifteen, a full-time brigade of six to eight with
//! four people for each engine. Hiring is not the software's.

use std::fmt::Display;

use serde_json::json;

use crate::sheet_kit::{Kit, faults, line, missing, row};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_07_rescue_teams() {
    let kit = Kit::start().await;
    let (desk, town, village) = (&kit.desk, kit.town, kit.village);
    let leader = kit.officer(0);
    let team = |area, kind: &str, people: u64, vehicles: Option<u64>| {
        let entry = json!({
            "area": area, "kind": kind, "people": people, "vehicles": vehicles, "leader": leader,
        });
        row(&[&area, &kind], entry)
    };
    let bare = team(town, "full_time", 7, None);
    assert_eq!(desk.set_refused("rescue_team", bare).await, "field_missing");
    desk.set("rescue_team", team(village, "community", 14, None))
        .await;
    desk.set("rescue_team", team(town, "full_time", 7, Some(2)))
        .await;
    let view = kit.at_desk("rescue_team").await;
    assert_eq!(missing(&view), 1, "a brigade is no team of the township");
    let of =
        |view: &serde_json::Value, area: &dyn Display, kind| faults(line(view, &[area, &kind]));
    assert_eq!(of(&view, &village, "community"), ["社区队伍不少于15人"]);
    assert_eq!(
        of(&view, &town, "full_time"),
        ["每车不少于4人"],
        "seven for two engines"
    );
    desk.set("rescue_team", team(town, "full_time", 9, Some(2)))
        .await;
    let view = kit.at_desk("rescue_team").await;
    assert_eq!(
        of(&view, &town, "full_time"),
        ["专职队6至8人"],
        "and not more than eight"
    );
    desk.set("rescue_team", team(town, "full_time", 8, Some(2)))
        .await;
    desk.set("rescue_team", team(village, "community", 15, None))
        .await;
    desk.set("rescue_team", team(town, "township", 29, None))
        .await;
    assert_eq!(kit.at_desk("rescue_team").await["basis_points"], 6666);
    desk.set("rescue_team", team(town, "township", 30, None))
        .await;
    assert_eq!(kit.at_desk("rescue_team").await["basis_points"], 10_000);
}
