//! Scripts of visits by the command line: what would be refused is told before anything is begun,
//! and what is sound is done as it is written.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::cases_by_command_line::{document, field, fixture, run};
use crate::world::{World, WorldClock};

/// The example of the README with its files named in full, so that it can lie anywhere.
fn example() -> Value {
    let text =
        std::fs::read_to_string(fixture("scripts/inspect-example.json")).expect("it is there");
    let text = text
        .replace("../photos/", &format!("{}/", fixture("photos")))
        .replace("owner-strokes.json", &fixture("scripts/owner-strokes.json"));
    serde_json::from_str(&text).expect("it is JSON")
}

fn written(folder: &Path, script: &Value) -> String {
    let file = folder.join("script.json");
    std::fs::write(&file, script.to_string()).expect("there is room");
    file.display().to_string()
}

/// Ways to spoil the example, each with what must be said. `own` is the name of whoever uses the phone.
fn spoilt(own: &str) -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("/answers/0/item", json!("RH-99"), "没有检查项 RH-99"),
        ("/answers/1/photos", json!([]), "缺少照片"),
        ("/answers/1/note", json!("甲\u{7}乙"), "控制字符"),
        ("/answers/1/note", json!("长".repeat(12_000)), "太长"),
        ("/answers/1/note", json!("已责 令停用"), "强制性用语"),
        ("/signatures/0/signer", json!(" "), "签名人"),
        (
            "/hazards/0/notice/issuer",
            json!("nobody"),
            "没有发文单位 nobody",
        ),
        (
            "/hazards/0/notice/issuer",
            json!("fire"),
            "不能以该发文单位",
        ),
        ("/hazards/0/notice/deadline/days", json!(1_000), "1000 天"),
        (
            "/hazards/0/notice/responsible/leader",
            json!(""),
            "责任领导",
        ),
        (
            "/hazards/0/serve",
            json!({"mailed": {"tracking": ""}}),
            "邮寄单号",
        ),
        (
            "/hazards/0/serve/signed/signer",
            json!(own),
            "送达或下发这份文书的人员",
        ),
        (
            "/hazards/0/department",
            json!("nowhere"),
            "没有部门 nowhere",
        ),
        ("/hazards/1/item", json!("RH-04"), "写了两次"),
        ("/hazards/1/item", json!("RH-01"), "缺少照片"),
        (
            "/hazards/0/rectification",
            json!("责令停产停业"),
            "强制性用语",
        ),
        ("/hazards/0/source", json!("police"), "派出所检查"),
        (
            "/hazards/1/fix_on_spot/after",
            json!(format!("{}/casio-qv-r51-big-endian.jpg", fixture("photos"))),
            "同一张照片",
        ),
        ("/mode", json!("guidance"), "指导"),
        (
            "/position/latitude_microdegrees",
            json!(200_000_000),
            "输入无效",
        ),
    ]
}

/// What looking and running both say of a script before anything is begun.
fn refused(data: &Path, folder: &Path, script: &Value, place: &str, said: &str) {
    let file = written(folder, script);
    for arguments in [
        &["--json", "inspect", &file, "--check"][..],
        &["--json", "inspect", &file],
    ] {
        let output = field(data, arguments);
        let error = document(&output)["error"].clone();
        let message = error["message"].as_str().unwrap_or_default();
        assert!(message.contains(said), "{place}: {error}");
        assert_eq!(error["code"], "input_file", "{place}");
    }
    assert_eq!(
        run(data, &["review", "list", "--all"]),
        json!([]),
        "{place}: nothing was begun"
    );
}

/// Hazards that would be refused when their turn comes, behind others that would stand.
fn hazards_behind_others(data: &Path, folder: &Path) {
    // It failed and has no picture: the visit leaves it a draft, which is not registered.
    let mut script = example();
    let answers = script["answers"].as_array_mut().expect("a list");
    answers.push(json!({"item": "RH-22", "result": "fail", "note": "没有登记"}));
    let hazards = script["hazards"].as_array_mut().expect("a list");
    hazards.push(json!({"item": "RH-22", "rectification": "补办登记"}));
    refused(data, folder, &script, "RH-22", "缺少照片");
    let photo = script["answers"][0]["photos"].clone();
    script["hazards"][2]["photos"] = photo.clone();
    let file = written(folder, &script);
    run(data, &["inspect", &file, "--check"]);

    // A channel of others, for what hangs on no item.
    let mut script = example();
    let foreign = json!({"description": "门口堆物", "source": "police", "photos": photo});
    let hazards = script["hazards"].as_array_mut().expect("a list");
    hazards.push(foreign);
    refused(data, folder, &script, "source", "不能填报");
}

/// A visit that was handed in goes on with the hazards that were left, as the advice says.
fn left_hazards(data: &Path, folder: &Path, inspection: &Value) {
    let example = example();
    let script = json!({
        "format": 1,
        "premises": example["premises"],
        "inspection": inspection,
        "hazards": [{
            "description": "门口堆放杂物",
            "photos": example["answers"][0]["photos"],
            "notice": example["hazards"][0]["notice"],
        }],
    });
    let file = written(folder, &script);
    run(data, &["inspect", &file, "--check"]);
    let done = run(data, &["inspect", &file]);
    assert_eq!(done["submitted"], true, "it was handed in before: {done}");
    assert_eq!(done["left"], json!([]), "{done}");
    assert!(done["hazards"][0]["notice"].is_string(), "{done}");
}

fn field_day(data: &Path, folder: &Path, own: &str) {
    let premises = fixture("scripts/premises-example.json");
    run(data, &["premises", "add", "--anyway", &premises]);
    for (place, value, said) in spoilt(own) {
        let mut script = example();
        let (parent, key) = place.rsplit_once('/').expect("a place");
        let parent = script.pointer_mut(parent).expect("it is there");
        match key.parse::<usize>() {
            Ok(at) => parent[at] = value,
            Err(_) => parent[key] = value,
        }
        refused(data, folder, &script, place, said);
    }
    hazards_behind_others(data, folder);

    let file = written(folder, &example());
    assert_eq!(
        run(data, &["inspect", &file, "--check"])["rules_checked"],
        true
    );
    assert_eq!(
        run(data, &["review", "list", "--all"]),
        json!([]),
        "looking begins nothing"
    );
    // Two hazards of one item are two.
    let mut script = example();
    let photo = script["answers"][0]["photos"].clone();
    let other =
        json!({"item": "RH-04", "another": true, "description": "二楼另一处", "photos": photo});
    script["hazards"]
        .as_array_mut()
        .expect("a list")
        .push(other);
    let first = run(data, &["inspect", &written(folder, &script)]);
    let hazards = run(data, &["hazard", "list"]);
    let of_item = |hazard: &&Value| hazard["item"] == "RH-04";
    let listed: Vec<&Value> = hazards
        .as_array()
        .expect("a list")
        .iter()
        .filter(of_item)
        .collect();
    assert_eq!(listed.len(), 2, "{hazards}");
    let described = |text: &str| listed.iter().any(|it| it["description"] == text);
    assert!(described("二楼另一处"), "{hazards}");
    assert_ne!(listed[0]["description"], listed[1]["description"]);

    left_hazards(data, folder, &first["inspection"]);

    // A door that stays shut, in Chinese.
    let mut shut = json!({"format": 1, "premises": {"search": "王家出租房"}});
    shut["photos"] = json!([{"file": format!("{}/summer-palace-640.jpg", fixture("photos"))}]);
    shut["submit"] = json!({"outcome": "锁门", "note": "敲门无人应"});
    let done = run(data, &["inspect", &written(folder, &shut)]);
    assert_eq!(done["submitted"], true);

    // Whoever signs signs the outcome too: it stands there before the signatures.
    let witness = |name: &str| {
        let file = folder.join(format!("{name}.json"));
        std::fs::write(&file, wangge_tests::strokes_of(name)).expect("there is room");
        json!({"signer": name, "role": "witness", "strokes": file.display().to_string()})
    };
    shut["submit"] = json!({"outcome": "拒查", "note": "业主拒绝检查"});
    shut["signatures"] = json!([witness("王建国"), witness("李明")]);
    let file = written(folder, &shut);
    run(data, &["inspect", &file, "--check"]);
    assert_eq!(run(data, &["inspect", &file])["submitted"], true);

    // Two names over one and the same strokes are told before anything is begun.
    let mut alike = shut.clone();
    alike["signatures"][1]["strokes"] = alike["signatures"][0]["strokes"].clone();
    let output = field(data, &["--json", "inspect", &written(folder, &alike)]);
    let message = document(&output)["error"]["message"].to_string();
    assert!(message.contains("笔迹完全相同"), "{message}");

    // A crowd of signatures is a mistake, and told as one.
    shut["signatures"] = json!(vec![witness("王建国"); 21]);
    let output = field(data, &["--json", "inspect", &written(folder, &shut)]);
    let message = document(&output)["error"]["message"].to_string();
    assert!(message.contains("签名太多"), "{message}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_script_is_judged_as_a_whole_before_anything_is_begun() {
    let world = World::start_at(WorldClock::now_in_china()).await;
    let (user, _) = world.worker(0);
    let (data, folder): (PathBuf, PathBuf) = (world.path("command-line"), world.path("scripts"));
    std::fs::create_dir_all(&folder).expect("there is room");
    let code = world.admin().enroll_code(user, 3_600_000);
    let link = code.expect("a code can be made").link;
    let mut people = world.township.people.iter();
    let own = people.find(|person| person.user == user);
    let own = own.expect("the township knows its worker").name.clone();
    let day = tokio::task::spawn_blocking(move || {
        run(&data, &["enroll", &link]);
        run(&data, &["sync"]);
        field_day(&data, &folder, &own);
        let report = run(&data, &["sync", "--photos", "none"]);
        assert_eq!(report["refused"], json!([]), "{report}");
    });
    day.await.expect("the worker's day ends");
}
