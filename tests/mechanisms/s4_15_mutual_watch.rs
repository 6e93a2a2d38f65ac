//! S4-15 厂包厂、店包店、十户联防: groups that watch for each other, ten households at least where they are called so; the
//! group's round is reported without network with a picture. Police patrols are not the software's.

use serde_json::json;
use wangge_domain::record::RecordKind;
use wangge_mobile_core::CaseSubject;

use crate::asset_kit::shown;
use crate::household_kit::refused;
use crate::sheet_kit::{Kit, faults, line, missing, row};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_15_mutual_watch() {
    let kit = Kit::start().await;
    let grid = kit.grid;
    let group = |members: usize, head: &str| {
        let members: Vec<String> = (0..members).map(|n| format!("{n}号户")).collect();
        let entry = json!({
            "area": grid, "name": "东门联防组", "kind": "ten_households", "members": members,
            "head": head, "phone": "023-00000010",
        });
        row(&[&grid, &"东门联防组"], entry)
    };
    let before = missing(&kit.at_desk("mutual_watch").await);
    let stranger = group(10, "别村的人");
    assert_eq!(
        kit.desk.set_refused("mutual_watch", stranger).await,
        "not_among"
    );
    assert_eq!(
        kit.desk
            .set_refused("mutual_watch", group(1, "0号户"))
            .await,
        "too_few"
    );
    kit.desk.set("mutual_watch", group(9, "0号户")).await;
    let view = kit.at_desk("mutual_watch").await;
    assert_eq!(missing(&view), before - 1);
    assert_eq!(
        faults(line(&view, &[&grid, &"东门联防组"])),
        ["十户联防不少于10户"]
    );
    kit.desk.set("mutual_watch", group(10, "0号户")).await;
    kit.worker.sync().await;

    let seen = kit
        .worker
        .core
        .sheet_entries("mutual_watch", grid)
        .expect("known");
    assert_eq!(
        seen.len(),
        1,
        "offline: the group with its head's telephone"
    );
    let fields = [("title".to_owned(), "夜巡".into())].into();
    let round = kit
        .worker
        .core
        .open_case(&RecordKind::Patrol, CaseSubject::Grid(grid), &fields)
        .expect("own grid");
    let say = [
        ("title", "东门一线"),
        ("group", "东门联防组"),
        ("present", "0号户、3号户"),
        ("result", "handled"),
        ("note", "劝阻电动车入楼"),
    ];
    assert_eq!(
        refused(&kit.worker, round, "patrol.group", &say),
        "photo_missing"
    );
    shown(&kit.worker, round, "patrol.group", &say);
    kit.worker.sync().await;
    let card = kit.desk.card(round).await;
    assert_eq!(
        (card["status"].as_str(), card["fields"]["group"].as_str()),
        (Some("recorded"), Some("东门联防组"))
    );
}
