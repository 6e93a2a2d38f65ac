//! Whoever says that it is over with a premises names the hazards that stay open.

use serde_json::json;

use super::jobs::served_hazard;
use super::phone::record;
use super::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn hazards_that_stay_open_are_named_and_counted_in_the_answer() {
    let world = World::start().await;
    let _phone = served_hazard(&world).await;
    let cookie = world.cookie("officer").await;
    let events = format!("/api/v1/records/{}/events", record(1));
    let hazard = record(2).to_string();
    for (status, open) in [
        ("demolished", json!(1)),
        ("active", json!(null)),
        ("closed", json!(1)),
    ] {
        let named = json!({ "status": status, "reason": "走访核实", "open_hazards": [hazard] });
        if status != "active" {
            let silent = json!({ "status": status, "reason": "走访核实" });
            let body = json!({ "premises_status": silent });
            let (_, refused) = world.post(&cookie, &events, &body).await;
            assert_eq!(refused["reason"], "hazards_open", "{refused}");
            let why = refused["reason_text"].as_str().unwrap();
            assert!(why.contains(&hazard), "{why}");
        }
        let body = json!({ "premises_status": named });
        let (_, done) = world.post(&cookie, &events, &body).await;
        assert_eq!(done["applied"], true, "{done}");
        assert_eq!(done["open_hazards"], open, "{done}");
    }
    let premises = format!("/api/v1/records/{}", record(1));
    let (_, card) = world.get(&cookie, &premises).await;
    let history = card["history"].as_array().unwrap();
    let words = history.last().unwrap()["words"].as_array().unwrap();
    let named = words.iter().find(|word| word["field"] == "open_hazards");
    assert_eq!(named.unwrap()["text"], "1处", "it stands in the act");
    let (_, card) = world
        .get(&cookie, &format!("/api/v1/records/{}", record(2)))
        .await;
    assert_eq!(card["status"], "served", "nothing of it is changed");
}
