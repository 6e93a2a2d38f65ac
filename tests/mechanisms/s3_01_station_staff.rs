//! S3-01 消防工作站专管人员、2名公益岗、消安办实体化: a township's station with who runs it; what is short is named.

use serde_json::json;

use crate::sheet_kit::{Kit, faults, line, missing, row};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_01_station_staff() {
    let kit = Kit::start().await;
    let (desk, town, manager) = (&kit.desk, kit.town, kit.officer(0));
    let staff = |posts: &[&str], opened: Option<&str>| {
        let entry = json!({
            "area": town, "manager": manager, "welfare_posts": posts, "office_opened_on": opened,
        });
        row(&[&town], entry)
    };
    assert_eq!(missing(&kit.at_desk("station_staff").await), 1);
    let twice = staff(&["陈一", "陈一"], None);
    assert_eq!(
        desk.set_refused("station_staff", twice).await,
        "listed_twice"
    );
    desk.set("station_staff", staff(&["陈一"], None)).await;
    let view = kit.at_desk("station_staff").await;
    assert_eq!(
        faults(line(&view, &[&town])),
        ["公益岗不少于2名", "消安办实体化"]
    );
    desk.set(
        "station_staff",
        staff(&["陈一", "林二"], Some("2026-03-01")),
    )
    .await;
    assert_eq!(kit.at_desk("station_staff").await["basis_points"], 10_000);
}
