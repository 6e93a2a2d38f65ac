//! Who wrote the fields of a record anew, and when, stands on its card.

use serde_json::{Value, json};
use wangge_domain::record::{RecordKind, Scalar};

use super::jobs::{found_hazard, serve};
use super::phone::{Phone, record};
use super::world::{OFFICER, World, stream};

/// Writes fields of the hazard as a program does that asks nobody, and sends it.
async fn write(world: &World, phone: &mut Phone, edits: &[(&str, &str)]) {
    let edits: Vec<(&str, Scalar)> = edits
        .iter()
        .map(|(key, value)| (*key, (*value).into()))
        .collect();
    let kind = RecordKind::Rectification;
    phone.edit(world, record(2), &kind, stream(0), &edits);
    wangge_sync_engine::client::seal(&phone.ctx(world), record(2), Vec::new(), Vec::new()).unwrap();
    assert_eq!(phone.sync(world).await.refused, []);
}

async fn edits(world: &World) -> Vec<Value> {
    let cookie = world.cookie("officer").await;
    let path = format!("/api/v1/records/{}", record(2));
    let (_, card) = world.get(&cookie, &path).await;
    card["edits"].as_array().cloned().unwrap_or_default()
}

/// What stands in an edit: the field, what stood there, what stands there, what came too late.
fn said(edit: &Value) -> Value {
    json!([edit["key"], edit["before"], edit["after"], edit["late"]])
}

#[tokio::test(flavor = "multi_thread")]
async fn who_mended_the_words_of_a_hazard_stands_on_its_card() {
    let world = World::start().await;
    let mut worker = found_hazard(&world).await;
    worker.sync(&world).await;
    let mut officer = Phone::enroll(&world, OFFICER).await;
    officer.sync(&world).await;
    assert_eq!(
        edits(&world).await,
        [] as [Value; 0],
        "as it was registered"
    );

    // Two phones mend the words before the notice; one of them the channel it came by, too.
    world.clock.advance_ms(60_000);
    write(&world, &mut worker, &[("part", "二楼")]).await;
    officer.sync(&world).await;
    write(&world, &mut officer, &[("part", "二楼楼道")]).await;
    write(&world, &mut officer, &[("source", "hotline")]).await;
    worker.sync(&world).await;
    serve(&world, &worker);
    worker.sync(&world).await;
    // The officer's phone has not heard of the notice.
    world.clock.advance_ms(60_000);
    write(&world, &mut officer, &[("part", "三楼楼道")]).await;
    write(&world, &mut officer, &[("interim_measures", "派人值守")]).await;

    let edits = edits(&world).await;
    let all: Vec<Value> = edits.iter().map(said).collect();
    assert_eq!(
        all,
        [
            json!(["part", ["一楼"], "二楼", null]),
            json!(["part", ["二楼"], "二楼楼道", null]),
            json!(["source", ["grid_patrol"], "hotline", "after_registration"]),
            json!(["part", ["二楼楼道"], "三楼楼道", "after_notice"]),
            json!(["interim_measures", [], "派人值守", null]),
        ]
    );
    // By whom, on which device, and when: by the phone and by the relay.
    assert_eq!(edits[0]["device"], worker.device.to_string());
    assert_eq!(edits[1]["device"], officer.device.to_string());
    assert_ne!(edits[0]["user"], edits[1]["user"]);
    assert_ne!(edits[0]["user"], "");
    assert_eq!(edits[0]["label"], "部位");
    for edit in &edits {
        assert!(edit["seq"].is_u64(), "{edit}");
        assert!(
            edit["received_at"].as_i64() >= edit["lower"].as_i64(),
            "{edit}"
        );
    }
    assert!(edits[0]["received_at"].as_i64() < edits[3]["received_at"].as_i64());
}
