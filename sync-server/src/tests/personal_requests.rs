//! What people may ask about their own data: what is held about them, and that a request is answered.

use std::io::{Cursor, Read as _};

use reqwest::header::COOKIE;
use serde_json::{Value, json};
use wangge_domain::Timestamp;
use wangge_domain::people::{Person, Role, RoleGrant, Scope};
use wangge_domain::record::RecordKind;

use super::phone::{Phone, record};
use super::world::{DAY_MS, OFFICER, PASSWORD, WORKER, World, stream, user};
use crate::admin::{AccessRequest, ImportFile, ImportPerson};

/// Who runs the relay, and reads no record.
const KEEPER: u8 = 20;
const ACCESS: &str = "/api/v1/personal-requests/access";
const LIST: &str = "/api/v1/personal-requests";
const NUMBER: &str = "请2026-1";

async fn world() -> World {
    let world = World::start().await;
    let file = ImportFile {
        grids: Vec::new(),
        people: vec![ImportPerson {
            person: Person {
                user: user(KEEPER),
                name: "何守机".to_owned(),
                phone: "13700000009".to_owned(),
                organization: String::new(),
            },
            account: Some("keeper".to_owned()),
            password: Some(PASSWORD.to_owned()),
        }],
        grants: vec![RoleGrant {
            user: user(KEEPER),
            role: Role::RelayAdmin,
            scope: Scope::Tenant,
            from: Timestamp(0),
            until: None,
            department: None,
        }],
        credentials: Vec::new(),
        totals: Vec::new(),
    };
    world.admin().import(&file).unwrap();
    world
}

fn received(kind: &str) -> Value {
    json!({ "number": NUMBER, "kind": kind, "received_on": "2026-09-01" })
}

/// Enters a row in the register of requests.
async fn enter(world: &World, entry: &Value) -> (u16, Value) {
    let officer = world.cookie("officer").await;
    let row = json!({ "key": NUMBER, "entry": entry });
    let path = "/api/v1/registers/personal_request";
    world.post(&officer, path, &row).await
}

/// Two premises: one of 张三, and one of somebody else that 张三 is named in.
async fn two_premises(world: &World) {
    let mut phone = Phone::enroll(world, WORKER).await;
    phone.sync(world).await;
    let kind = RecordKind::Premises;
    let own = [
        ("name", "一号商店".into()),
        ("address", "正街8号".into()),
        ("category", "small_shop".into()),
        ("owner_name", "张三".into()),
        ("owner_phone", "13900000001".into()),
        ("operator_name", "王五".into()),
        ("operator_phone", "13900000003".into()),
    ];
    phone.edit(world, record(1), &kind, stream(0), &own);
    phone.submit(world, record(1));
    let other = [
        ("name", "二号商店".into()),
        ("address", "正街8号".into()),
        ("category", "small_shop".into()),
        ("owner_name", "李四".into()),
        ("owner_phone", "13900000002".into()),
        ("remark", "钥匙在张三处，李四电话13900000002".into()),
    ];
    phone.edit(world, record(2), &kind, stream(0), &other);
    phone.submit(world, record(2));
    assert_eq!(phone.sync(world).await.accepted, 2);
}

/// What the file holds: for programs, and for people.
fn opened(file: Vec<u8>) -> (Value, String) {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut read = |name: &str| {
        let mut text = String::new();
        let mut part = zip.by_name(name).unwrap();
        part.read_to_string(&mut text).unwrap();
        text
    };
    let json = serde_json::from_str(&read("held.json")).unwrap();
    (json, read("held.txt"))
}

async fn ask(world: &World, cookie: &str, body: &Value) -> Vec<u8> {
    let request = world.http.post(world.url(ACCESS)).header(COOKIE, cookie);
    let request = request
        .header("content-type", "application/json")
        .header("wangge-csrf", "1");
    let response = request.body(body.to_string()).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "application/zip");
    response.bytes().await.unwrap().to_vec()
}

fn field<'a>(record: &'a Value, key: &str) -> &'a Value {
    let fields = record["fields"].as_array().unwrap();
    let found = fields.iter().find(|field| field["key"] == key);
    match found {
        Some(field) => &field["text"],
        None => &record["not held"],
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_told_what_is_held_about_them_and_nothing_of_others() {
    let world = world().await;
    two_premises(&world).await;
    let keeper = world.cookie("keeper").await;
    let asked = json!({ "number": NUMBER, "name": "张三", "phone": "139 0000 0001" });
    let (status, refused) = world.post(&keeper, ACCESS, &asked).await;
    assert_eq!((status, &refused["code"]), (422, &json!("request_unknown")));
    let (status, entered) = enter(&world, &received("access")).await;
    assert_eq!(status, 200, "{entered}");
    let nobody = json!({ "number": NUMBER });
    let (status, refused) = world.post(&keeper, ACCESS, &nobody).await;
    assert_eq!((status, &refused["code"]), (422, &json!("nobody_named")));
    let village = world.cookie("village1").await;
    assert_eq!(world.post(&village, ACCESS, &asked).await.0, 403);

    let (held, text) = opened(ask(&world, &keeper, &asked).await);
    assert_eq!(held["number"], NUMBER);
    assert_eq!(held["made_by"], "何守机");
    let records = held["records"].as_array().unwrap();
    assert_eq!(records.len(), 2, "{held}");
    let of = |number: u8| {
        let id = record(number).to_string();
        records.iter().find(|one| one["record"] == id).unwrap()
    };
    assert_eq!(of(1)["by"], json!(["name", "phone"]));
    assert_eq!(of(1)["place"], "一号商店");
    assert_eq!(field(of(1), "owner_phone"), "13900000001");
    assert_eq!(of(2)["by"], json!(["name"]), "perhaps a namesake");
    assert_eq!(field(of(2), "remark"), "钥匙在张三处、（其余略）");
    for other in ["王五", "李四", "13900000002", "13900000003"] {
        let is_told = held.to_string().contains(other) || text.contains(other);
        assert!(!is_told, "{other}: {text}");
    }
    assert!(text.contains("业主电话: 13900000001"), "{text}");
    assert!(text.contains("仅同名"), "{text}");

    // The log names the request, and nobody.
    let log = world.folder.path().join("relay/audit/2026-09.jsonl");
    let log = std::fs::read_to_string(log).unwrap();
    let line = log
        .lines()
        .find(|line| line.contains("POST") && line.contains(NUMBER));
    let line: Value = serde_json::from_str(line.expect("it was noted")).unwrap();
    assert_eq!(line["entry"]["deed"], format!("POST {ACCESS}"));
    assert_eq!(line["entry"]["reason"], NUMBER);
    assert!(
        !log.contains("张三") && !log.contains("13900000001"),
        "{log}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_namesake_the_number_is_hidden_and_a_worker_is_told_their_post() {
    let world = world().await;
    two_premises(&world).await;
    enter(&world, &received("access")).await;
    let keeper = world.cookie("keeper").await;
    let asked = json!({ "number": NUMBER, "name": "张三" });
    let (held, _) = opened(ask(&world, &keeper, &asked).await);
    let text = held["records"].to_string();
    assert!(text.contains("139****0001"), "{text}");
    assert!(!text.contains("13900000001"), "{text}");
    let asked = json!({ "number": NUMBER, "name": "周大山" });
    let (held, text) = opened(ask(&world, &keeper, &asked).await);
    let person = &held["people"][0];
    assert_eq!(person["user"], user(WORKER).to_string(), "{held}");
    assert_eq!(person["acted_in"], json!({ "premises": 2 }));
    assert!(text.contains("网格员 一村第1网格"), "{text}");
    assert!(text.contains("P-0"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reported_is_looked_for_by_those_who_may_and_the_look_stays() {
    let world = world().await;
    enter(&world, &received("access")).await;
    let officer = world.cookie("officer").await;
    let body = json!({
        "grid": super::world::grid(10).to_string(),
        "content": {},
        "first": { "step": "report.receive", "fields": {
            "source": "phone", "text": "通道堵塞", "reporter": "张三",
        }},
    });
    let (status, opened_case) = world.post(&officer, "/api/v1/cases/report", &body).await;
    assert_eq!(status, 200, "{opened_case}");
    let id = opened_case["record"].as_str().unwrap();
    // Of a case that came to nothing nobody is kept.
    let mut refused = body.clone();
    refused["first"]["fields"]["source"] = json!("nobody");
    refused["first"]["fields"]["reporter"] = json!("李四");
    let (_, refused) = world.post(&officer, "/api/v1/cases/report", &refused).await;
    assert_eq!(refused["record"], Value::Null, "{refused}");
    let keeper = world.cookie("keeper").await;
    let asked = json!({ "number": NUMBER, "name": "张三" });
    let (held, _) = opened(ask(&world, &keeper, &asked).await);
    assert_eq!(
        held["reports"],
        json!([]),
        "who runs the relay opens nobody"
    );
    assert!(
        held["not_searched"].to_string().contains("举报人"),
        "{held}"
    );
    let looks = format!("/api/v1/reporter-identities/{id}");
    assert_eq!(world.get(&officer, &looks).await, (200, json!([])));
    let request = |name: &str| AccessRequest {
        number: NUMBER.to_owned(),
        name: name.to_owned(),
        phone: String::new(),
        by: user(OFFICER),
    };
    let told = |name: &str| opened(world.admin().access_request(&request(name)).unwrap()).0;
    assert_eq!(told("李四")["reports"], json!([]));
    assert_eq!(world.get(&officer, &looks).await, (200, json!([])));
    assert_eq!(told("张三")["reports"][0]["subject"], id);
    let (_, seen) = world.get(&officer, &looks).await;
    let reason = seen[0]["reason"].as_str().unwrap();
    assert!(reason.contains(NUMBER), "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_due_by_the_days_of_the_policy_and_answered_by_somebody() {
    let world = world().await;
    let mut entry = received("correction");
    entry["record"] = json!(record(1).to_string());
    let (status, entered) = enter(&world, &entry).await;
    assert_eq!(status, 200, "{entered}");
    let overdue = || world.admin().status().unwrap().personal_requests_overdue;
    // Near three days before, overdue once the fifteenth day has passed.
    for (days, near, late) in [
        (11, false, false),
        (1, true, false),
        (3, true, false),
        (1, false, true),
    ] {
        world.clock.advance_ms(days * DAY_MS);
        let keeper = world.cookie("keeper").await;
        let (status, list) = world.get(&keeper, LIST).await;
        assert_eq!(status, 200, "{list}");
        let one = &list[0];
        assert_eq!(
            (&one["state"], &one["due"]),
            (&json!("received"), &json!("2026-09-16"))
        );
        assert_eq!(
            (&one["near"], &one["overdue"]),
            (&json!(near), &json!(late)),
            "{list}"
        );
        assert_eq!(one["record"], record(1).to_string());
        assert_eq!(overdue(), usize::from(late));
    }
    // The day it was received is not moved, and no refusal goes without its reason.
    let mut moved = entry.clone();
    moved["received_on"] = json!("2026-09-10");
    let (status, refused) = enter(&world, &moved).await;
    assert_eq!(
        (status, &refused["code"]),
        (422, &json!("field_stands")),
        "{refused}"
    );
    entry["outcome"] = json!("refused");
    entry["answered_on"] = json!("2026-09-17");
    let (_, refused) = enter(&world, &entry).await;
    assert_eq!(refused["code"], "field_missing", "by whom? {refused}");
    entry["answered_by"] = json!(user(OFFICER).to_string());
    let (_, refused) = enter(&world, &entry).await;
    assert_eq!(refused["code"], "field_missing", "why? {refused}");
    entry["reason"] = json!("所指记录不是本人的");
    let (status, entered) = enter(&world, &entry).await;
    assert_eq!(status, 200, "{entered}");
    let keeper = world.cookie("keeper").await;
    let (_, list) = world.get(&keeper, LIST).await;
    assert_eq!(
        (&list[0]["state"], &list[0]["overdue"]),
        (&json!("refused"), &json!(false))
    );
    assert_eq!(list[0]["answered_by"], user(OFFICER).to_string());
    assert_eq!(overdue(), 0);
    let village = world.cookie("village1").await;
    assert_eq!(world.get(&village, LIST).await.0, 403);
}
