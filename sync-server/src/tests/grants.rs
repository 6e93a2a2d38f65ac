//! Roles given and ended at the desk: no wider than the pack honours, one by one.

use serde_json::{Value, json};

use super::access_scope::two_townships;
use super::phone::record;
use super::world::{DAY_MS, OFFICER, SECOND_OFFICER, WORKER, World, grid, user};

async fn change(world: &World, cookie: &str, change: &Value) -> Value {
    let body = json!({ "changes": [change] });
    let (status, said) = world
        .post(cookie, "/api/v1/organization/changes", &body)
        .await;
    assert_eq!(status, 200, "{said}");
    said
}

/// Role, place and end of each role of a person.
async fn roles(world: &World, cookie: &str, number: u8) -> Vec<(String, String, Option<i64>)> {
    let (_, people) = world.get(cookie, "/api/v1/people").await;
    let people = people["items"].as_array().unwrap();
    let id = user(number).to_string();
    let one = people.iter().find(|it| it["id"] == id).unwrap();
    let told = |it: &Value| {
        let text = |key: &str| it[key].as_str().unwrap_or_default().to_owned();
        (text("role"), text("place"), it["until"].as_i64())
    };
    one["roles"].as_array().unwrap().iter().map(told).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_over_more_than_the_pack_honours_is_refused_by_name() {
    let world = two_townships().await;
    let county = world.cookie("county").await;
    for (role, place) in [
        ("grid_worker", Some(1)),
        ("grid_worker", None),
        ("village_admin", Some(0)),
        ("enterprise_safety_officer", Some(10)),
    ] {
        let mut give = json!({ "user": user(OFFICER).to_string(), "role": role });
        if let Some(place) = place {
            give["grid"] = json!(grid(place).to_string());
        }
        let said = change(&world, &county, &json!({ "role": give })).await;
        let problem = &said["problems"][0];
        assert_eq!(said["applied"], false, "{role} {place:?}");
        assert_eq!(problem["code"], "scope_not_honoured", "{role} {place:?}");
        assert_eq!(problem["field"], "grid");
    }
    let within = json!({ "user": user(OFFICER).to_string(), "role": "village_admin",
                         "grid": grid(1).to_string() });
    let said = change(&world, &county, &json!({ "role": within })).await;
    assert_eq!(said["applied"], true, "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_over_one_premises_is_given_over_just_that() {
    let world = two_townships().await;
    let county = world.cookie("county").await;
    let give = |premises: String| {
        json!({ "role": { "user": user(WORKER).to_string(),
                          "role": "enterprise_safety_officer", "premises": premises } })
    };
    let nowhere = change(&world, &county, &give(record(77).to_string())).await;
    assert_eq!(nowhere["problems"][0]["field"], "premises", "{nowhere}");
    let given = change(&world, &county, &give(record(1).to_string())).await;
    assert_eq!(given["applied"], true, "{given}");
    let held = roles(&world, &county, WORKER).await;
    let own = (
        "enterprise_safety_officer".to_owned(),
        "本镇超市".to_owned(),
        None,
    );
    assert!(held.contains(&own), "{held:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_grant_ends_and_the_others_of_the_role_go_on() {
    let world = two_townships().await;
    let county = world.cookie("county").await;
    let officer = user(SECOND_OFFICER).to_string();
    // The second officer stands in for the other township's station, too.
    let until = world.now().0 + 14 * DAY_MS;
    let lend = json!({ "role": { "user": officer, "role": "station_officer",
                                 "grid": grid(3).to_string(), "until": until } });
    assert_eq!(change(&world, &county, &lend).await["applied"], true);
    let station = |place: &str, until| ("station_officer".to_owned(), place.to_owned(), until);
    let both = [station("青峰镇", None), station("另一镇", Some(until))];
    assert_eq!(roles(&world, &county, SECOND_OFFICER).await, both);
    world.clock.advance_ms(DAY_MS / 48);
    let end = |grant: Value| {
        json!({ "role_end": { "user": officer, "role": "station_officer",
                              "grant": grant, "reason": "提前返岗" } })
    };
    let wrong = end(json!({ "grid": grid(3).to_string() }));
    let said = change(&world, &county, &wrong).await;
    assert_eq!(
        said["problems"][0]["code"], "unknown",
        "another end: {said}"
    );
    let deputy = end(json!({ "grid": grid(3).to_string(), "until": until }));
    let said = change(&world, &county, &deputy).await;
    assert_eq!(said["applied"], true, "{said}");
    assert_eq!(
        said["ids"].as_array().unwrap().len(),
        1,
        "one change, one id"
    );
    assert_eq!(
        roles(&world, &county, SECOND_OFFICER).await,
        [station("青峰镇", None)]
    );
    // Without a grant every one of the role ends.
    let all =
        json!({ "role_end": { "user": officer, "role": "station_officer", "reason": "调离" } });
    assert_eq!(change(&world, &county, &all).await["applied"], true);
    assert_eq!(roles(&world, &county, SECOND_OFFICER).await, []);
}
