//! No card shows a whole telephone number, wherever in the record it stands; texts that a phone
//! refuses are refused here too.

use serde_json::json;

use super::jobs::served_hazard;
use super::phone::record;
use super::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn the_number_of_whoever_is_answerable_is_hidden_revealed_with_a_reason_and_kept() {
    let world = World::start().await;
    let _phone = served_hazard(&world).await;
    let cookie = world.cookie("officer").await;
    let path = format!("/api/v1/records/{}", record(2));
    let events = format!("{path}/events");
    let set = |leader: &str, phone: &str| {
        json!({ "responsibility_set": {
            "unit": "桥头便民超市", "leader": leader, "person": "陈国强", "phone": phone,
        }})
    };
    let (status, done) = world
        .post(&cookie, &events, &set("陈国强", "13900000001"))
        .await;
    assert_eq!((status, &done["applied"]), (200, &json!(true)), "{done}");
    let (_, card) = world.get(&cookie, &path).await;
    assert_eq!(card["responsible"]["phone"], "139****0001");
    assert!(!card.to_string().contains("13900000001"), "{card}");
    // What a card shows may be sent back: the whole number stays on file.
    let (_, done) = world
        .post(&cookie, &events, &set("王志勇", "139****0001"))
        .await;
    assert_eq!(done["applied"], true, "{done}");
    let reveal = format!("{path}/contacts");
    let asked = json!({ "reason": "通知复查" });
    let (status, told) = world.post(&cookie, &reveal, &asked).await;
    assert_eq!(
        (status, &told["phones"]["responsible_phone"]),
        (200, &json!("13900000001")),
        "{told}"
    );
    // Another hidden number is nobody's.
    let (status, _) = world
        .post(&cookie, &events, &set("王志勇", "138****0001"))
        .await;
    assert_eq!(status, 400);
    let (_, told) = world.post(&cookie, &reveal, &asked).await;
    assert_eq!(told["phones"]["responsible_phone"], "13900000001");
}

/// What a phone refuses to sign, the API refuses too, by the field, and nothing is changed.
#[tokio::test(flavor = "multi_thread")]
async fn texts_that_no_phone_takes_are_refused_by_their_field() {
    let world = World::start().await;
    let _phone = served_hazard(&world).await;
    let cookie = world.cookie("officer").await;
    let path = format!("/api/v1/records/{}", record(2));
    let events = format!("{path}/events");
    let (_, before) = world.get(&cookie, &path).await;
    for (field, words, text) in [
        ("unit", "“责任单位”太长，最多200字", "店".repeat(5_000)),
        ("person", "“责任人”含有", "李\u{202e}四".to_owned()),
        ("leader", "“责任领导”含有", "王\u{0}强\u{7}".to_owned()),
        ("phone", "“电话”应在一行内，最多64个字符", "1".repeat(65)),
    ] {
        let mut said = json!({
            "unit": "桥头便民超市", "leader": "王志勇", "person": "陈国强", "phone": "13900000001",
        });
        said[field] = json!(text);
        let body = json!({ "responsibility_set": said });
        let (status, refused) = world.post(&cookie, &events, &body).await;
        assert_eq!(
            (status, &refused["code"]),
            (422, &json!("text_refused")),
            "{refused}"
        );
        let names_it = refused["message"]
            .as_str()
            .is_some_and(|it| it.contains(words));
        assert!(names_it, "{refused}");
    }
    let (_, after) = world.get(&cookie, &path).await;
    assert_eq!(before, after);
    let grid = super::world::grid(10).to_string();
    let body = json!({
        "grid": grid,
        "content": { "text": "街\u{202e}道" },
        "first": { "step": "household.register", "fields": {} },
    });
    let village = world.cookie("village1").await;
    let (status, refused) = world.post(&village, "/api/v1/cases/household", &body).await;
    assert_eq!((status, &refused["code"]), (422, &json!("text_refused")));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_number_of_a_household_is_hidden_in_its_fields_and_steps() {
    let world = World::start().await;
    let cookie = world.cookie("village1").await;
    let grid = super::world::grid(10).to_string();
    let body = json!({
        "grid": grid,
        "content": {},
        "first": { "step": "household.register", "fields": {
            "household": "王奶奶", "place": "正街9号", "helper": "周大山",
            "phone": "13900000002", "flags": "lives_alone", "mobility": "needs_help",
        }},
    });
    let (status, opened) = world.post(&cookie, "/api/v1/cases/household", &body).await;
    assert_eq!(status, 200, "{opened}");
    let id = opened["record"].as_str().expect("it was opened");
    let path = format!("/api/v1/records/{id}");
    let (_, card) = world.get(&cookie, &path).await;
    assert_eq!(card["fields"]["phone"], "139****0002");
    assert_eq!(card["steps"][0]["fields"]["phone"], "139****0002");
    assert!(!card.to_string().contains("13900000002"), "{card}");
    let asked = json!({ "reason": "约定走访" });
    let (_, told) = world
        .post(&cookie, &format!("{path}/contacts"), &asked)
        .await;
    assert_eq!(told["phones"]["phone"], "13900000002");
}
