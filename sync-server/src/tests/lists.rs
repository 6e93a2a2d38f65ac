//! What lists and the page of today tell and can be asked for.

use serde_json::json;
use wangge_domain::record::RecordKind;
use wangge_domain::{Digest, UserId};
use wangge_protocol::{BlobHashes, sha256};
use wangge_sync_engine::client::seal;

use super::blobs::{created, patch, picture};
use super::jobs::served_hazard;
use super::phone::{Phone, record};
use super::world::{OTHER_WORKER, WORKER, World, grid, stream, user};

#[tokio::test(flavor = "multi_thread")]
async fn a_hazard_awaits_its_photo_until_the_original_is_here() {
    let world = World::start().await;
    let mut phone = served_hazard(&world).await;
    let cookie = world.cookie("officer").await;
    let original = picture(9, 2_000);
    let edits = [
        ("target", record(2).to_string().into()),
        ("item", "".into()),
    ];
    phone.edit(&world, record(7), &RecordKind::Photo, stream(0), &edits);
    let blobs = BlobHashes {
        original: sha256(&original),
        view: Digest([2; 32]),
        thumbnail: Digest([3; 32]),
    };
    seal(&phone.ctx(&world), record(7), Vec::new(), vec![blobs]).unwrap();
    assert_eq!(phone.sync(&world).await.accepted, 1);
    let list = "/api/v1/hazards?awaiting_photos=true";
    let (_, summary) = world.get(&cookie, "/api/v1/summary").await;
    assert_eq!(
        (&summary["awaiting_hazards"], &summary["awaiting_visits"]),
        (&json!(1), &json!(0)),
        "{summary}"
    );
    let (_, found) = world.get(&cookie, list).await;
    assert_eq!(found["items"][0]["id"], record(2).to_string(), "{found}");
    // Whoever may not read the hazard does not learn that it waits.
    let elsewhere = world.cookie("village2").await;
    let (_, summary) = world.get(&elsewhere, "/api/v1/summary").await;
    assert_eq!(summary["awaiting_hazards"], 0);

    let at = created(&world, &phone, &original).await;
    let sent = patch(&world, &phone, &at, 0, &original).await;
    assert_eq!(sent.status(), 204);
    let (_, summary) = world.get(&cookie, "/api/v1/summary").await;
    assert_eq!(summary["awaiting_hazards"], 0);
    let (_, found) = world.get(&cookie, list).await;
    assert_eq!(found["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_names_the_worker_and_can_be_asked_for_one() {
    let world = World::start().await;
    for (person, number, name) in [(WORKER, 1, "一村超市"), (OTHER_WORKER, 2, "二村超市")] {
        let mut phone = Phone::enroll(&world, person).await;
        phone.sync(&world).await;
        phone.premises(&world, number, stream(number - 1), name);
        assert_eq!(phone.sync(&world).await.accepted, 1);
    }
    let cookie = world.cookie("officer").await;
    let of = |who: UserId| format!("/api/v1/premises?worker={who}");
    let (_, found) = world.get(&cookie, &of(user(WORKER))).await;
    let items = found["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{found}");
    assert_eq!(items[0]["author_id"], user(WORKER).to_string());
    assert_eq!(items[0]["author"], "周大山");
    let (_, nobody) = world.get(&cookie, &of(UserId::from_bytes([7; 16]))).await;
    assert_eq!(nobody["items"], json!([]));
    let (status, _) = world.get(&cookie, "/api/v1/premises?worker=x").await;
    assert_eq!(status, 400);
    // The filter widens nobody's reach.
    let village = world.cookie("village2").await;
    let (_, hidden) = world.get(&village, &of(user(WORKER))).await;
    assert_eq!(hidden["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_signed_in_is_told_the_clock_of_the_relay() {
    let world = World::start().await;
    let cookie = world.cookie("village1").await;
    world.clock.advance_ms(90_000);
    let (_, me) = world.get(&cookie, "/api/v1/me").await;
    assert_eq!(me["now"], world.now().0);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_coded_field_of_a_step_has_a_list_to_choose_from() {
    let world = World::start().await;
    let cookie = world.cookie("officer").await;
    let (_, cases) = world.get(&cookie, "/api/v1/cases").await;
    let lists = cases["lists"].as_object().unwrap();
    let mut coded = 0;
    for row in cases["tables"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|table| table["rows"].as_array().unwrap())
    {
        let asked = row["asks"]["fields"].as_array();
        for field in asked.into_iter().flatten() {
            let Some(list) = field["list"].as_str() else {
                continue;
            };
            coded += 1;
            let items = lists.get(list).and_then(|one| one["items"].as_array());
            let items = items.unwrap_or_else(|| panic!("no list `{list}`: {field}"));
            assert!(!items.is_empty(), "{list}");
            for item in items {
                assert!(
                    item["code"].is_string() && item["zh"] != "",
                    "{list}: {item}"
                );
            }
        }
    }
    assert!(coded > 20, "{coded}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_of_premises_holds_what_its_filters_show() {
    let world = World::start().await;
    for (person, number, name) in [(WORKER, 1, "一村超市"), (OTHER_WORKER, 2, "二村面馆")] {
        let mut phone = Phone::enroll(&world, person).await;
        phone.sync(&world).await;
        phone.premises(&world, number, stream(number - 1), name);
        assert_eq!(phone.sync(&world).await.accepted, 1);
    }
    let cookie = world.cookie("officer").await;
    let names = async |query: &str| {
        let url = world.url(&format!("/api/v1/premises.csv?{query}"));
        let request = world.http.get(url).header("cookie", &cookie);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200, "{query}");
        let text = answer.text().await.unwrap();
        ["一村超市", "二村面馆"].map(|name| text.contains(name))
    };
    assert_eq!(names("").await, [true, true]);
    assert_eq!(names(&format!("grid={}", grid(1))).await, [true, false]);
    assert_eq!(names("village=二村").await, [false, true]);
    assert_eq!(names("q=面馆").await, [false, true]);
    assert_eq!(
        names(&format!("worker={}", user(WORKER))).await,
        [true, false]
    );
    assert_eq!(names("category=small_shop").await, [true, true]);
    assert_eq!(names("category=rental_housing").await, [false, false]);
    let bad = "/api/v1/premises.csv?worker=x";
    assert_eq!(world.get(&cookie, bad).await.0, 400);
}
