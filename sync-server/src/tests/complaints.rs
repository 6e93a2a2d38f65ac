//! Files of complaints: what an earlier version entered is known, and channels count for themselves.

use reqwest::header::COOKIE;
use serde_json::{Value, json};
use wangge_domain::RecordId;
use wangge_domain::lifecycle::{Event, Step};
use wangge_domain::record::RecordKind;
use wangge_protocol::sha256;
use wangge_sync_engine::client::EventPlan;
use wangge_sync_engine::store::ClientStore as _;

use super::phone::Phone;
use super::world::{OFFICER, World, answer, grid, stream};

/// Sends a file whose rows name their channels.
async fn import(world: &World, cookie: &str, rows: &str) -> Value {
    let path = format!("/api/v1/complaints/import?grid={}&source=phone", grid(0));
    let request = world
        .http
        .post(world.url(&path))
        .header(COOKIE, cookie)
        .header("content-type", "text/csv")
        .header("wangge-csrf", "1")
        .body(format!("编号,内容,来源\n{rows}"));
    let (status, report) = answer(request.send().await.unwrap()).await;
    assert_eq!(status, 200, "{report}");
    assert_eq!(report["bad"], json!([]), "{report}");
    report
}

/// Numbers that were entered, and ids of their records.
fn entered(report: &Value) -> Vec<(&str, &str)> {
    let list = report["entered"].as_array().unwrap().iter();
    list.map(|one| {
        let text = |name: &str| one[name].as_str().unwrap();
        (text("number"), text("record"))
    })
    .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_channels_may_give_the_same_number() {
    let world = World::start().await;
    let officer = world.cookie("officer").await;
    let rows = "N1,楼道堆物,12345热线\nN1,电动车进楼,来信\n";
    let report = import(&world, &officer, rows).await;
    let both = entered(&report);
    assert_eq!(both.len(), 2, "{report}");
    assert_eq!((both[0].0, both[1].0), ("N1", "N1"));
    assert_ne!(both[0].1, both[1].1);
    let again = import(&world, &officer, rows).await;
    assert!(entered(&again).is_empty(), "{again}");
    assert_eq!(again["already"], json!(["N1", "N1"]));
    // What another channel sends is not missing from the file of this one, nor found in it.
    import(&world, &officer, "N2,灭火器丢失,来电\n").await;
    let other = import(&world, &officer, "N2,消火栓无水,来访\n").await;
    assert_eq!(entered(&other).len(), 1, "{other}");
    assert_eq!(other["not_in_file"], json!(["N2"]), "{other}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_earlier_version_entered_is_entered_no_second_time() {
    let world = World::start().await;
    let mut phone = Phone::enroll(&world, OFFICER).await;
    phone.sync(&world).await;
    let tenant = phone.store.identity().unwrap().unwrap().tenant;
    let digest = sha256(format!("complaint/{tenant}/N1").as_bytes());
    let id = RecordId::from_bytes(digest.0[..16].try_into().unwrap());
    let kind = RecordKind::Report;
    let edits = [("title", "楼道堆物".into())];
    phone.edit(&world, id, &kind, stream(0), &edits);
    let fields = [
        ("source", "hotline_12345"),
        ("text", "楼道堆物"),
        ("external_number", "N1"),
    ];
    let step = Step {
        step: "report.receive".to_owned(),
        fields: fields
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .into(),
        ..Step::default()
    };
    phone.seal(&world, id, EventPlan::Ready(Event::Step(step)));
    assert_eq!(phone.sync(&world).await.refused, []);
    let officer = world.cookie("officer").await;
    let known = import(&world, &officer, "N1,楼道堆物,12345热线\n").await;
    assert!(entered(&known).is_empty(), "{known}");
    assert_eq!(known["already"], json!(["N1"]));
    // Under the same number another channel has a complaint of its own.
    let other = import(&world, &officer, "N1,电动车进楼,来信\n").await;
    let other = entered(&other);
    assert_eq!(other.len(), 1);
    assert_ne!(other[0].1, id.to_string());
}
