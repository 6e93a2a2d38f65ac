//! What the console rests on beside the lists: its page, news, words, people, codes.

use futures_util::StreamExt as _;
use serde_json::json;

use super::phone::Phone;
use super::world::{OFFICER, SECOND_OFFICER, WORKER, World, stream, user};

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_guarded_and_a_missing_script_is_no_page() {
    let world = World::start().await;
    let page = world.http.get(world.url("/console/review/x")).send().await;
    let page = page.unwrap();
    // Built or not, the page holds to its policy.
    assert!(
        page.headers()["content-type"]
            .to_str()
            .unwrap()
            .contains("html")
    );
    let policy = page.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"));
    assert!(policy.contains("script-src") || policy.contains("form-action 'none'"));
    assert_eq!(page.headers()["x-frame-options"], "DENY");
    let script = world.http.get(world.url("/console/assets/none.js")).send();
    assert_eq!(script.await.unwrap().status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_hears_of_its_own_grids_only() {
    let world = World::start().await;
    let mut one = Phone::enroll(&world, WORKER).await;
    one.sync(&world).await;
    let refused = world.http.get(world.url("/api/v1/news")).send().await;
    assert_eq!(refused.unwrap().status(), 401);
    let cookie = world.cookie("village1").await;
    let other = world.cookie("village2").await;
    let listen = |cookie: String| {
        let request = world.http.get(world.url("/api/v1/news"));
        request.header("cookie", cookie).send()
    };
    let mine = listen(cookie).await.unwrap();
    assert_eq!(mine.headers()["content-type"], "text/event-stream");
    let theirs = listen(other).await.unwrap();
    one.premises(&world, 1, stream(0), "新场所");
    one.sync(&world).await;
    // The control stream concerns everybody: by then the other has heard all it will hear.
    Phone::enroll_device(&world, WORKER, 9).await;
    let grid = stream(0).grid().to_string();
    for (answer, hears) in [(mine, true), (theirs, false)] {
        let (mut body, mut text) = (answer.bytes_stream(), String::new());
        while !text.contains("data: {}") {
            let chunk = body.next().await.unwrap().unwrap();
            text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
        assert_eq!(text.contains(&grid), hears, "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_seen_by_who_manages_them() {
    let world = World::start().await;
    let officer = world.cookie("officer").await;
    let (status, people) = world.get(&officer, "/api/v1/people").await;
    assert_eq!(status, 200);
    let people = people["items"].as_array().unwrap();
    let worker = people.iter().find(|one| one["name"] == "周大山").unwrap();
    assert_eq!(worker["roles"][0]["role"], "grid_worker");
    assert_eq!(worker["credentials"][0]["valid"], true);
    let village = world.cookie("village1").await;
    assert_eq!(world.get(&village, "/api/v1/people").await.0, 403);
    let (status, words) = world.get(&village, "/api/v1/reference").await;
    assert_eq!(status, 200);
    let kinds: Vec<&str> = words["lifecycles"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|table| table["kind"].as_str())
        .collect();
    assert!(kinds.contains(&"rectification") && kinds.contains(&"inspection"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_opens_no_more_than_who_makes_it_may() {
    let world = World::start().await;
    let officer = world.cookie("officer").await;
    let path = "/api/v1/enrollment-codes";
    let order =
        |number: u8, hours: u32| json!({"user": user(number).to_string(), "valid_hours": hours});
    let (status, code) = world.post(&officer, path, &order(WORKER, 24)).await;
    assert_eq!(status, 200, "{code}");
    assert!(
        code["link"]
            .as_str()
            .unwrap()
            .starts_with("wangge://enroll?relay=")
    );
    // No code for a colleague or for oneself: whoever holds it could act as that person.
    for number in [SECOND_OFFICER, OFFICER] {
        assert_eq!(world.post(&officer, path, &order(number, 1)).await.0, 403);
    }
    assert_eq!(world.post(&officer, path, &order(WORKER, 73)).await.0, 400);
    let village = world.cookie("village1").await;
    assert_eq!(world.post(&village, path, &order(WORKER, 1)).await.0, 403);
}

#[test]
fn the_client_is_made_from_the_description_that_this_relay_gives() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/console/openapi.json");
    let kept: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let own: serde_json::Value = serde_json::from_str(&crate::openapi_document()).unwrap();
    for part in ["paths", "components"] {
        let (kept, own) = (&kept[part], &own[part]);
        let kept = kept.as_object().unwrap();
        for (name, value) in own.as_object().unwrap() {
            assert_eq!(
                kept.get(name),
                Some(value),
                "{part} {name}: run make console-client"
            );
        }
    }
    assert!(kept == own, "run make console-client");
}
