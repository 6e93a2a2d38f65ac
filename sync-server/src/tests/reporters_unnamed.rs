//! Who reported is named in no text of a desk on what they reported, whichever door the text comes through.

use serde_json::{Value, json};
use wangge_domain::lifecycle::{Event, Step};
use wangge_domain::{Digest, RecordId};
use wangge_protocol::encode;

use super::phone::record;
use super::world::{World, grid};
use crate::data_folder::DataFolder;
use crate::reporter::{Reporter, ReporterKey};
use crate::store::{PublicReport, ReportState};

/// A report that waits, and who sent it.
fn report(world: &World, number: u8, (name, phone): (&str, &str)) -> RecordId {
    let id = record(number);
    let folder = DataFolder::new(world.folder.path().join("relay"));
    let key = ReporterKey::read(&folder.reporter_key()).unwrap();
    let reporter = Reporter {
        name: name.to_owned(),
        phone: phone.to_owned(),
    };
    let sealed = key.seal(id.as_bytes(), &reporter);
    let one = PublicReport {
        report: id,
        received_at: world.now(),
        receipt: Digest([number; 32]),
        claim: Digest([number + 100; 32]),
        category: "exit".to_owned(),
        place: "青峰镇正街8号".to_owned(),
        text: "安全出口锁闭".to_owned(),
        position: None,
        person: None,
        photos: 0,
        state: ReportState::Waiting,
        record: None,
        note: String::new(),
        published: String::new(),
    };
    let added = world.admin().with_tenant(|tenant| {
        let database = &tenant.database;
        database.add_public_report(tenant.id(), &one, Vec::new(), Some(sealed))
    });
    added.unwrap();
    id
}

fn settle(report: RecordId) -> String {
    format!("/api/v1/public-reports/{report}/settle")
}

fn take() -> Value {
    json!({"take": {"severity": "urgent", "grid": grid(10).to_string()}})
}

/// A complaint that two people reported.
async fn reported_twice(world: &World, cookie: &str) -> (String, [RecordId; 2]) {
    let one = report(world, 61, ("钱小鱼", "13911112222"));
    let two = report(world, 62, ("孙 二娘", ""));
    let (status, taken) = world.post(cookie, &settle(one), &take()).await;
    assert_eq!(status, 200, "{taken}");
    let case = taken["record"].as_str().unwrap().to_owned();
    let join = json!({"join": {"record": case}});
    let (status, joined) = world.post(cookie, &settle(two), &join).await;
    assert_eq!(status, 200, "{joined}");
    (case, [one, two])
}

fn dispatch(person: &str) -> Event {
    Event::Step(Step {
        step: "report.dispatch".to_owned(),
        fields: [("person".to_owned(), person.to_owned())].into(),
        ..Step::default()
    })
}

#[track_caller]
fn assert_named((status, answer): (u16, Value), what: &str) {
    let code = (status, &answer["code"]);
    assert_eq!(code, (422, &json!("reporter_named")), "{what}: {answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_door_of_a_desk_lets_a_reporter_be_named() {
    let world = World::start().await;
    let officer = world.cookie("officer").await;
    let (case, reports) = reported_twice(&world, &officer).await;
    let path = format!("/api/v1/records/{case}");
    let (_, before) = world.get(&officer, &path).await;
    for named in [
        "钱小鱼的邻居",
        "钱 小鱼的邻居",
        "孙二娘",
        "孙\u{3000}二 娘",
        "回139 1111 2222",
    ] {
        let step = json!({"step": "report.dispatch", "fields": {"person": named}});
        assert_named(
            world.post(&officer, &format!("{path}/steps"), &step).await,
            named,
        );
        let event = dispatch(named);
        let said = serde_json::to_value(&event).unwrap();
        assert_named(
            world.post(&officer, &format!("{path}/events"), &said).await,
            named,
        );
        // Nobody signs it with a key of their own either, whether the relay prepared it or not.
        let signing = json!({"device": "", "lease": "", "event": said});
        assert_named(
            world
                .post(&officer, &format!("{path}/signing"), &signing)
                .await,
            named,
        );
        let sealed = json!({"header": "", "event": hex::encode(encode(&event)), "signature": ""});
        assert_named(
            world
                .post(&officer, &format!("{path}/envelopes"), &sealed)
                .await,
            named,
        );
        // Nor does a case that is opened for it.
        let order = json!({
            "about": case,
            "content": {"title": named},
            "first": {"step": "order.assign", "fields": {"text": "清理楼道"}},
        });
        assert_named(
            world.post(&officer, "/api/v1/cases/order", &order).await,
            named,
        );
    }
    let (_, after) = world.get(&officer, &path).await;
    assert_eq!(
        (&after["history"], &after["steps"], &after["status"]),
        (&before["history"], &before["steps"], &before["status"])
    );
    for report in reports {
        let looks = format!("/api/v1/reporter-identities/{report}");
        assert_eq!(world.get(&officer, &looks).await, (200, json!([])));
    }
    // The envelope of a text that names nobody is read on.
    let sealed = json!({"header": "", "event": hex::encode(encode(&dispatch("网格员"))),
                        "signature": ""});
    let (_, answer) = world
        .post(&officer, &format!("{path}/envelopes"), &sealed)
        .await;
    assert_eq!(answer["code"], "bad_request", "{answer}");
    let step = json!({"step": "report.dispatch", "fields": {"person": "网格员"}});
    let (status, told) = world.post(&officer, &format!("{path}/steps"), &step).await;
    assert_eq!((status, &told["applied"]), (200, &json!(true)), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_joins_no_complaint_that_names_its_reporter() {
    let world = World::start().await;
    let officer = world.cookie("officer").await;
    let (case, _) = reported_twice(&world, &officer).await;
    // Nobody knows yet that he will report it, too.
    let step = json!({"step": "report.dispatch", "fields": {"person": "李四独"}});
    let steps = format!("/api/v1/records/{case}/steps");
    let (status, told) = world.post(&officer, &steps, &step).await;
    assert_eq!((status, &told["applied"]), (200, &json!(true)), "{told}");
    let third = report(&world, 63, ("李四独", ""));
    let join = json!({"join": {"record": case}});
    assert_named(
        world.post(&officer, &settle(third), &join).await,
        "it stands there",
    );
    let aside = json!({"set_aside": {"reason": "与李四独核实，无此情况"}});
    assert_named(
        world.post(&officer, &settle(third), &aside).await,
        "the reason is told by a code",
    );
    for field in ["text", "place"] {
        let mut spaced = take();
        spaced["take"][field] = json!("李\u{3000}四 独家门口");
        assert_named(world.post(&officer, &settle(third), &spaced).await, field);
    }
    // It waits as before, and becomes a complaint of its own: two lines are no name.
    let mut lines = take();
    lines["take"]["text"] = json!("小李\n四独立单元锁闭");
    let (status, taken) = world.post(&officer, &settle(third), &lines).await;
    assert_eq!(status, 200, "{taken}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_calls_is_not_named_in_the_complaint_that_is_entered() {
    let world = World::start().await;
    let officer = world.cookie("officer").await;
    let call = |text: &str| {
        json!({
            "grid": grid(10).to_string(),
            "content": {},
            "first": {"step": "report.receive", "fields": {
                "source": "phone", "text": text, "reporter": "张三",
            }},
        })
    };
    let path = "/api/v1/cases/report";
    assert_named(
        world.post(&officer, path, &call("张三称通道堵塞")).await,
        "the first step",
    );
    let (status, opened) = world.post(&officer, path, &call("通道堵塞")).await;
    assert_eq!(status, 200, "{opened}");
    let record = opened["record"].as_str().unwrap();
    let later = json!({"step": "report.pass_on", "fields": {"to": "张三", "reason": "张三"}});
    let steps = format!("/api/v1/records/{record}/steps");
    assert_named(world.post(&officer, &steps, &later).await, "a later step");
}
