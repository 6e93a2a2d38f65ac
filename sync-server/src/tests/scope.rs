use serde_json::json;

use super::phone::{Phone, record};
use super::world::{OFFICER, OTHER_WORKER, WORKER, World, stream};

/// One premises in each village.
async fn two_villages() -> World {
    let world = World::start().await;
    for (person, number, name) in [(WORKER, 1, "一村超市"), (OTHER_WORKER, 2, "二村超市")] {
        let mut phone = Phone::enroll(&world, person).await;
        phone.sync(&world).await;
        phone.premises(&world, number, stream(number - 1), name);
        assert_eq!(phone.sync(&world).await.accepted, 1);
        world.clock.advance_ms(1_000);
    }
    world
}

fn names(list: &serde_json::Value) -> Vec<&str> {
    list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["title"].as_str().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_073_another_village() {
    let world = two_villages().await;
    let (mine, other) = (format!("/api/v1/records/{}", record(1)), record(2));
    let cookie = world.cookie("village1").await;
    let (status, list) = world.get(&cookie, "/api/v1/premises").await;
    assert_eq!((status, names(&list)), (200, vec!["一村超市"]));
    assert_eq!(world.get(&cookie, &mine).await.0, 200);
    // Another village's record, and one that does not exist, look alike.
    let foreign = world
        .get(&cookie, &format!("/api/v1/records/{other}"))
        .await;
    let unknown = world
        .get(&cookie, &format!("/api/v1/records/{}", record(99)))
        .await;
    assert_eq!(foreign, unknown);
    assert_eq!(foreign.0, 404);
    let act = json!({"urged": {"days": 3}});
    let foreign = world
        .post(&cookie, &format!("/api/v1/records/{other}/events"), &act)
        .await;
    assert_eq!(foreign.0, 404);
    for path in ["/api/v1/premises?village=二村", "/api/v1/premises?q=二村"] {
        let (_, list) = world.get(&cookie, path).await;
        assert_eq!(names(&list), Vec::<&str>::new(), "{path}");
    }
    let (_, grids) = world.get(&cookie, "/api/v1/grids").await;
    let grids: Vec<_> = grids
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    assert_eq!(grids, ["青峰镇", "一村", "一村第1网格"]);
    let (_, summary) = world.get(&cookie, "/api/v1/summary").await;
    let counts = summary["counts"]["premises"].as_object().unwrap();
    assert_eq!(
        counts.values().map(|it| it.as_u64().unwrap()).sum::<u64>(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_department_sees_only_what_was_sent_to_it_and_the_station_sees_all() {
    let world = two_villages().await;
    let department = world.cookie("department").await;
    let (status, list) = world.get(&department, "/api/v1/premises").await;
    assert_eq!((status, names(&list).len()), (200, 0));
    let path = format!("/api/v1/records/{}", record(1));
    assert_eq!(world.get(&department, &path).await.0, 404);
    assert_eq!(world.get(&department, "/api/v1/ledger.csv").await.0, 403);
    let officer = world.cookie("officer").await;
    let (_, list) = world.get(&officer, "/api/v1/premises").await;
    assert_eq!(names(&list), ["二村超市", "一村超市"], "newest first");
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_087_search_texts_are_no_sql() {
    let world = World::start().await;
    let mut phone = Phone::enroll(&world, OFFICER).await;
    phone.sync(&world).await;
    for number in 1..=7 {
        phone.premises(
            &world,
            number,
            stream(0),
            &format!("第{number}号 100%_'\"\\"),
        );
        phone.sync(&world).await;
        world.clock.advance_ms(1_000);
    }
    let cookie = world.cookie("officer").await;
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let (status, page) = world
            .get(&cookie, &format!("/api/v1/premises?limit=3{after}"))
            .await;
        assert_eq!(status, 200);
        seen.extend(names(&page).into_iter().map(str::to_owned));
        let Some(next) = page["next"].as_str() else {
            break;
        };
        after = format!("&after={next}");
    }
    assert_eq!(seen.len(), 7);
    assert!(
        seen[0].starts_with("第7号") && seen[6].starts_with("第1号"),
        "{seen:?}"
    );
    for (text, found) in [
        ("100%25_", 7),
        ("%25", 7),
        ("第3号", 1),
        ("%25%25", 0),
        ("'", 7),
    ] {
        let (status, page) = world
            .get(&cookie, &format!("/api/v1/premises?q={text}"))
            .await;
        assert_eq!((status, names(&page).len()), (200, found), "{text}");
    }
    for bad in ["after=AAAA", "limit=x", "grid=1%27", "unknown=1"] {
        let (status, body) = world.get(&cookie, &format!("/api/v1/premises?{bad}")).await;
        assert_eq!(
            (status, body["code"].as_str()),
            (400, Some("bad_request")),
            "{bad}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_acts_by_password_and_the_phone_sees_who_attested_it() {
    let world = two_villages().await;
    let cookie = world.cookie("officer").await;
    let path = format!("/api/v1/records/{}", record(1));
    let (_, card) = world.get(&cookie, &path).await;
    let actions: Vec<_> = card["allowed_actions"].as_array().unwrap().clone();
    assert!(actions.contains(&json!("grade_overridden")), "{actions:?}");
    assert!(
        !actions.contains(&json!("overdue_marked")),
        "the system's alone"
    );
    let act = json!({"grade_overridden": {"grade": "elevated", "reason": "群租"}});
    let (status, result) = world.post(&cookie, &format!("{path}/events"), &act).await;
    assert_eq!(
        (status, &result["applied"]),
        (200, &json!(true)),
        "{result}"
    );
    let (_, card) = world.get(&cookie, &path).await;
    let last = card["history"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["event"], &last["attested_by_relay"]),
        (&json!("grade_overridden"), &json!(true))
    );
    assert_eq!(last["user"], "王志勇");
    // What the table does not allow is answered with its reason and leaves no row.
    let logged = card["history"].as_array().unwrap().len();
    let (status, result) = world
        .post(
            &cookie,
            &format!("{path}/events"),
            &json!({"urged": {"days": 3}}),
        )
        .await;
    assert_eq!(
        (status, &result["applied"]),
        (200, &json!(false)),
        "{result}"
    );
    assert!(result["reason"].is_string());
    assert_eq!(result["seq"], 0);
    let (_, card) = world.get(&cookie, &path).await;
    assert_eq!(card["history"].as_array().unwrap().len(), logged);
    // A village manager has no say in grades.
    let village = world.cookie("village1").await;
    let (status, result) = world.post(&village, &format!("{path}/events"), &act).await;
    assert!(
        status == 403 || result["applied"] == json!(false),
        "{status} {result}"
    );
    for bad in [
        json!({"no_such_event": {}}),
        json!({"urged": {"days": -1}}),
        json!([]),
    ] {
        let (status, _) = world.post(&cookie, &format!("{path}/events"), &bad).await;
        assert_eq!(status, 400, "{bad}");
    }
}
