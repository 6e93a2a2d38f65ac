//! Administration that writes: what it lets in, what it keeps out, and that nothing is done by halves.

use reqwest::header::COOKIE;
use serde_json::{Value, json};
use wangge_domain::people::{Person, Role, Scope};

use super::phone::Phone;
use super::world::{
    DAY_MS, DEPARTMENT, OFFICER, PASSWORD, SECOND_OFFICER, VILLAGE_ONE, VILLAGE_TWO, WORKER, World,
    answer, grid, user,
};
use crate::admin::{ImportFile, ImportPerson};

const CHANGES: &str = "/api/v1/organization/changes";

async fn change(world: &World, cookie: &str, changes: &Value) -> (u16, Value) {
    world
        .post(cookie, CHANGES, &json!({ "changes": changes }))
        .await
}

/// Gives the second officer an account and the whole tenant.
async fn administrator(world: &World) -> String {
    let admin = world.admin();
    let who = user(SECOND_OFFICER);
    let role = Role::CountyAdmin;
    admin.grant(who, role, Scope::Tenant, None, None).unwrap();
    let name = who.to_string();
    admin.set_password(&name, Some("county"), PASSWORD).unwrap();
    world.cookie("county").await
}

fn role(number: u8, role: &str, place: Option<u8>) -> Value {
    let mut it = json!({ "user": user(number).to_string(), "role": role });
    if let Some(place) = place {
        it["grid"] = json!(grid(place).to_string());
    }
    json!({ "role": it })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_township_manages_its_field_and_lends_its_own_roles_for_a_time() {
    let world = World::start().await;
    let officer = world.cookie("officer").await;
    let person = json!([{ "person": { "name": "新网格员", "phone": "13800000000" } }]);
    let (status, made) = change(&world, &officer, &person).await;
    assert_eq!((status, &made["applied"]), (200, &json!(true)), "{made}");
    let id = made["ids"][0].as_str().unwrap().to_owned();
    let give = json!([
        { "role": { "user": id, "role": "grid_worker", "grid": grid(10).to_string() } },
        { "credential": { "user": id, "kind": "inspection", "number": "P-77", "issuer": "大队",
                          "valid_from": "2026-01-01", "valid_until": "2027-12-31" } },
    ]);
    let (status, given) = change(&world, &officer, &give).await;
    assert_eq!((status, &given["applied"]), (200, &json!(true)), "{given}");
    let (_, people) = world.get(&officer, "/api/v1/people").await;
    let new = people["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["id"] == *id)
        .unwrap();
    assert_eq!(new["roles"][0]["role"], "grid_worker");
    assert_eq!(new["credentials"][0]["valid"], true);

    // Nobody widens their own rights, and a township makes no officers for good.
    for (changes, code) in [
        (json!([role(OFFICER, "county_admin", None)]), "out_of_reach"),
        (
            json!([role(OFFICER, "grid_worker", Some(10))]),
            "out_of_reach",
        ),
        (
            json!([role(WORKER, "station_officer", Some(0))]),
            "out_of_reach",
        ),
        (json!([role(WORKER, "grid_worker", None)]), "out_of_reach"),
    ] {
        let (status, body) = change(&world, &officer, &changes).await;
        assert_eq!((status, &body["code"]), (403, &json!(code)), "{changes}");
    }
    // A deputy for a fortnight is within their rights; for a year it is not.
    let mut deputy = role(WORKER, "station_officer", Some(0));
    deputy["role"]["until"] = json!(world.now().0 + 14 * DAY_MS);
    let (status, lent) = change(&world, &officer, &json!([deputy])).await;
    assert_eq!((status, &lent["applied"]), (200, &json!(true)), "{lent}");
    deputy["role"]["until"] = json!(world.now().0 + 365 * DAY_MS);
    assert_eq!(change(&world, &officer, &json!([deputy])).await.0, 403);
    // A village has no say in it at all.
    let village = world.cookie("village1").await;
    assert_eq!(change(&world, &village, &give).await.0, 403);
    let county = administrator(&world).await;
    let officers = json!([role(WORKER, "station_officer", Some(0))]);
    let (status, made) = change(&world, &county, &officers).await;
    assert_eq!((status, &made["applied"]), (200, &json!(true)), "{made}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_bad_change_and_none_is_made_with_its_field_named() {
    let world = World::start().await;
    let county = administrator(&world).await;
    let before = world.admin().control().unwrap().seq;
    let changes = json!([
        { "person": { "name": "甲" } },
        { "person": { "name": "  " } },
        { "credential": { "user": user(WORKER).to_string(), "kind": "driving", "number": "1",
                          "issuer": "x", "valid_from": "2026-01-01", "valid_until": "2026-02-01" } },
        { "credential": { "user": user(WORKER).to_string(), "kind": "inspection", "number": "P-1",
                          "issuer": "x", "valid_from": "2026-01-01", "valid_until": "2026-02-01" } },
        { "grid": { "parent": grid(10).to_string(), "level": "large", "code": "n", "name": "n" } },
        { "grid_close": { "grid": grid(1).to_string(), "reason": "合并" } },
        { "role_end": { "user": user(WORKER).to_string(), "role": "police", "reason": "调离" } },
        { "person": { "user": user(WORKER).to_string(), "name": "罚·款专员" } },
    ]);
    let (status, said) = change(&world, &county, &changes).await;
    assert_eq!((status, &said["applied"]), (200, &json!(false)));
    let problems: Vec<(u64, &str, &str)> = said["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (
                it["index"].as_u64().unwrap(),
                it["field"].as_str().unwrap(),
                it["code"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        problems,
        [
            (1, "name", "required"),
            (2, "kind", "unknown"),
            (3, "number", "taken"),
            (4, "level", "rule"),
            (5, "grid", "rule"),
            (6, "role", "rule"),
            (7, "name", "word_of_compulsion"),
        ]
    );
    assert_eq!(world.admin().control().unwrap().seq, before);
    let good = json!({ "dry_run": true, "changes": [{ "person": { "name": "甲" } }] });
    let (_, rehearsed) = world.post(&county, CHANGES, &good).await;
    assert_eq!(
        (&rehearsed["applied"], &rehearsed["problems"]),
        (&json!(false), &json!([]))
    );
    assert_eq!(world.admin().control().unwrap().seq, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn grids_come_from_a_table_as_a_whole_or_not_at_all() {
    let world = World::start().await;
    let officer = world.cookie("officer").await;
    let send = async |dry: bool, text: &str| {
        let url = world.url(&format!("/api/v1/grids/import?dry_run={dry}"));
        let request = world.http.post(url).header(COOKIE, &officer);
        let request = request.header("wangge-csrf", "1").body(text.to_owned());
        answer(request.send().await.unwrap()).await
    };
    let head = "代码,名称,级别,上级代码,负责人\n";
    // Out of order: the small grid stands before the village that it lies in.
    let table = format!(
        "{head}N-1,三村第1网格,小,N,\nN,三村,中,500118-0,陈国强\n500118-1,一村,中,500118-0,\n"
    );
    let (status, looked) = send(true, &table).await;
    assert_eq!(status, 200, "{looked}");
    assert_eq!(
        (&looked["added"], &looked["same"], &looked["applied"]),
        (&json!(2), &json!(1), &json!(false)),
        "{looked}"
    );
    let bad = format!("{table}N-2,重,小,无此上级,\nN-1,重复,小,N,\nN-3,x,村组,N,不存在的人\n");
    let (_, said) = send(false, &bad).await;
    let lines: Vec<_> = said["bad"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["line"].as_u64().unwrap(), it["field"].as_str().unwrap()))
        .collect();
    assert_eq!(
        (&said["applied"], lines),
        (
            &json!(false),
            vec![(5, "parent"), (6, "code"), (7, "level")]
        )
    );
    let (_, entered) = send(false, &table).await;
    assert_eq!(entered["applied"], true, "{entered}");
    let (_, again) = send(false, &table).await;
    assert_eq!(
        (&again["added"], &again["same"]),
        (&json!(0), &json!(3)),
        "{again}"
    );
    let control = world.admin().control().unwrap();
    let small = control.grids.values().find(|it| it.code == "N-1").unwrap();
    assert_eq!(control.path(small.grid).len(), 3);
    let village = world.cookie("village1").await;
    let refused = world
        .post(&village, "/api/v1/grids/import", &json!("x"))
        .await;
    assert_eq!(refused.0, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_phone_is_locked_and_revoked_at_the_console() {
    let world = World::start().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    let officer = world.cookie("officer").await;
    let about = |kind: &str, more: &Value| {
        let mut it = json!({ "device": phone.device.to_string(), "user": phone.user.to_string() });
        it.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        json!([{ kind: it }])
    };
    let lock = about(
        "device_order",
        &json!({ "order": "lock", "reason": "遗失" }),
    );
    assert_eq!(change(&world, &officer, &lock).await.1["applied"], true);
    let (_, people) = world.get(&officer, "/api/v1/people").await;
    let people = people["items"].as_array().unwrap();
    let worker = people.iter().find(|it| it["name"] == "周大山").unwrap();
    let held = &worker["devices"][0];
    assert_eq!(
        (&held["order"], &held["seen_at"]),
        (&json!("lock"), &json!(world.now().0))
    );
    let no_reason = about("device_revoke", &json!({ "reason": " " }));
    let (_, said) = change(&world, &officer, &no_reason).await;
    assert_eq!(said["problems"][0]["field"], "reason");
    let revoke = about("device_revoke", &json!({ "reason": "遗失" }));
    assert_eq!(change(&world, &officer, &revoke).await.1["applied"], true);
    let control = world.admin().control().unwrap();
    assert!(
        control.devices[&(phone.device, phone.user)]
            .revoked
            .is_some()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_made_for_the_field_and_passwords_end_sessions() {
    let world = World::start().await;
    let officer = world.cookie("officer").await;
    let account = |number: u8, name: &str, password: &str| json!({ "user": user(number).to_string(), "account": name, "password": password });
    let path = "/api/v1/accounts";
    let statuses = [
        (account(WORKER, "worker", "short"), 422),
        (account(WORKER, "officer", "long enough"), 409),
        (account(SECOND_OFFICER, "second", "long enough"), 403),
        (account(WORKER, "worker", "long enough"), 204),
    ];
    for (body, expected) in statuses {
        assert_eq!(
            world.post(&officer, path, &body).await.0,
            expected,
            "{body}"
        );
    }
    let worker = world.login_as("worker", "long enough").await;
    assert_eq!(worker.status(), 200);
    let own = "/api/v1/me/password";
    let wrong = json!({ "old": "not it", "new": "another one" });
    assert_eq!(world.post(&officer, own, &wrong).await.0, 403);
    let right = json!({ "old": PASSWORD, "new": "another one" });
    assert_eq!(world.post(&officer, own, &right).await.0, 204);
    assert_eq!(world.get(&officer, "/api/v1/me").await.0, 401);
    assert_eq!(world.login_as("officer", "another one").await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_township_signs_out_nobody_who_stands_above_it() {
    let world = World::start().await;
    let officer = world.cookie("officer").await;
    let end = async |cookie: &str, number: u8| {
        let path = format!("/api/v1/sessions/{}", user(number));
        let request = world.http.delete(world.url(&path)).header(COOKIE, cookie);
        let ended = request.header("wangge-csrf", "1").send().await.unwrap();
        ended.status().as_u16()
    };
    // Beside it neither, as with accounts.
    assert_eq!(end(&officer, SECOND_OFFICER).await, 403);
    let county = administrator(&world).await;
    let (keeper, whole) = (user(VILLAGE_TWO), Scope::Tenant);
    let admin = world.admin();
    admin
        .grant(keeper, Role::RelayAdmin, whole, None, None)
        .unwrap();
    let relay = world.cookie("village2").await;
    for above in [SECOND_OFFICER, VILLAGE_TWO, DEPARTMENT] {
        assert_eq!(end(&officer, above).await, 403, "{above}");
    }
    for cookie in [&county, &relay] {
        assert_eq!(world.get(cookie, "/api/v1/me").await.0, 200);
    }
    // Those of the field go, one's own too, and whoever manages the whole tenant ends anybody's.
    assert_eq!(end(&officer, VILLAGE_ONE).await, 204);
    assert_eq!(end(&relay, OFFICER).await, 204);
    assert_eq!(world.get(&officer, "/api/v1/me").await.0, 401);
    let again = world.cookie("officer").await;
    assert_eq!(end(&again, OFFICER).await, 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_telephone_that_nobody_can_call_is_refused_at_its_field() {
    let world = World::start().await;
    let officer = world.cookie("officer").await;
    let person = |phone: &str| json!([{ "person": { "name": "新网格员", "phone": phone } }]);
    for phone in ["12ab", "119", "一三八"] {
        let (status, said) = change(&world, &officer, &person(phone)).await;
        assert_eq!((status, &said["applied"]), (200, &json!(false)), "{said}");
        let problem = &said["problems"][0];
        assert_eq!(
            (&problem["field"], &problem["code"], &problem["message"]),
            (&json!("phone"), &json!("phone_odd"), &json!("电话号码有误"))
        );
    }
    for phone in ["", "13800000000", "023-49200000 转 8、13800000001"] {
        let (_, said) = change(&world, &officer, &person(phone)).await;
        assert_eq!(said["applied"], true, "{phone}: {said}");
    }
    // What stands there from before holds up no change of the name.
    let kept = ImportPerson {
        person: Person {
            user: user(WORKER),
            name: "周大山".to_owned(),
            phone: "内线".to_owned(),
            organization: String::new(),
        },
        account: None,
        password: None,
    };
    let file = ImportFile {
        grids: Vec::new(),
        people: vec![kept],
        grants: Vec::new(),
        credentials: Vec::new(),
        totals: Vec::new(),
    };
    world.admin().import(&file).unwrap();
    let worker = user(WORKER).to_string();
    let renamed = json!([{ "person": { "user": worker, "name": "周大川", "phone": "内线" } }]);
    let (_, said) = change(&world, &officer, &renamed).await;
    assert_eq!(said["applied"], true, "{said}");
}
