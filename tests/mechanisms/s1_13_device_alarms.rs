//! S1-13 物联网采集: an alarm of a device becomes a candidate on the premises that the map names, for the township to
//! triage. A platform without its secret and a device that nobody mapped get nowhere. Devices are not the
//! software's.

use reqwest::StatusCode;
use serde_json::json;
use wangge_domain::people::Role;

use crate::alarm_kit::{alarm, mapped};
use crate::officials::say;
use crate::sheet_kit::Kit;
use crate::support::api_refusal;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_13_device_alarms() {
    let kit = Kit::start().await;
    let premises = mapped(&kit, "D-1").await;
    let world = &kit.world;
    let guessed = alarm(world, "guessed", json!({"alarm": "1", "device": "D-1"})).await;
    assert_eq!(api_refusal(guessed), "401 unauthorized");
    let (status, body) = alarm(
        world,
        "platform-secret-2026",
        json!({"alarm": "1", "device": "D-9"}),
    )
    .await;
    assert_eq!(
        (status, body["code"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("device_unknown"))
    );
    let told = json!({"alarm": "1", "device": "D-1", "text": "烟雾浓度超限"});
    let (status, body) = alarm(world, "platform-secret-2026", told).await;
    assert_eq!(
        (status, body["already"].as_bool()),
        (StatusCode::OK, Some(false)),
        "{body}"
    );
    let candidate: wangge_domain::RecordId = body["record"]
        .as_str()
        .and_then(|id| id.parse().ok())
        .expect("its record");
    let card = kit.desk.card(candidate).await;
    assert_eq!(
        (card["kind"].as_str(), card["status"].as_str()),
        (Some("report"), Some("received"))
    );
    assert_eq!(card["premises"], premises.to_string());
    assert_eq!(card["fields"]["source"], "iot_alarm");
    let page = kit.desk.read("/api/v1/hazards").await;
    assert_eq!(page["items"], json!([]), "a candidate is no hazard");
    kit.desk
        .step_ok(
            candidate,
            say("report.triage", json!({"severity": "urgent"})),
        )
        .await;
    kit.worker.sync().await;
    let seen = kit
        .worker
        .core
        .get_record(candidate)
        .expect("the worker of the grid has it");
    assert_eq!(seen.state.status.as_str(), "triaged");
}

/// What a rule has against the report is told as that, not as a lack of rights of the officer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_13_a_refused_alarm_is_told_by_its_own_reason() {
    let kit = Kit::start().await;
    mapped(&kit, "D-1").await;
    let world = &kit.world;
    let mut pack = kit.worker.core.policy().expect("a pack").as_ref().clone();
    let sources = pack.cases.lists.get_mut("report_sources");
    let sources = &mut sources.expect("the pack has the list").items;
    sources.retain(|entry| entry.code != "iot_alarm");
    pack.revision += 1;
    let answer = world
        .admin()
        .activate_policy(pack.to_json().as_bytes(), None);
    answer.expect("a county may leave alarms out");
    let told = json!({"alarm": "1", "device": "D-1"});
    let refused = alarm(world, "platform-secret-2026", told).await;
    assert_eq!(api_refusal(refused), "422 not_in_list");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_13_what_lies_with_the_officer_is_told_as_that() {
    let kit = Kit::start().await;
    mapped(&kit, "D-1").await;
    let world = &kit.world;
    let ended = world
        .admin()
        .revoke(kit.officer(0), Role::StationOfficer, "调离");
    ended.expect("the role was held");
    let told = json!({"alarm": "1", "device": "D-1"});
    let refused = alarm(world, "platform-secret-2026", told).await;
    assert_eq!(api_refusal(refused), "422 officer_not_competent");
}
