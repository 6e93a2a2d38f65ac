//! The page of scripts by the command line: its examples run as they stand, and a visit that goes
//! on is judged before anything is written.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use wangge_domain::RecordId;
use wangge_domain::lifecycle::ReturnReason;

use super::cases_by_command_line::{document, field, fixture, run};
use crate::world::{World, WorldClock};

/// The examples of the page, in their order, with their files named in full.
fn examples() -> Vec<Value> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/SCRIPTS.md");
    let page = std::fs::read_to_string(page).expect("the page is there");
    let blocks = page.split("```json\n").skip(1);
    let scripts = blocks.map(|block| {
        let text = block.split("```").next().unwrap_or_default();
        let mut text = text.replace("../photos/", &format!("{}/", fixture("photos")));
        for name in ["owner", "witness-1", "witness-2"] {
            let file = format!("{name}-strokes.json");
            text = text.replace(&file, &fixture(&format!("scripts/{file}")));
        }
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"))
    });
    scripts.collect()
}

fn written(folder: &Path, script: &Value) -> String {
    let file = folder.join("script.json");
    std::fs::write(&file, script.to_string()).expect("there is room");
    file.display().to_string()
}

/// Runs every example; gives what the first and the last have done.
fn examples_run(data: &Path, folder: &Path) -> (Value, Value) {
    let premises = fixture("scripts/premises-example.json");
    run(data, &["premises", "add", "--anyway", &premises]);
    let examples = examples();
    assert_eq!(examples.len(), 3);
    let mut done = Vec::new();
    for script in &examples {
        let file = written(folder, script);
        let checked = run(data, &["inspect", &file, "--check"]);
        assert_eq!(checked["rules_checked"], true, "{script}");
        let result = run(data, &["inspect", &file]);
        assert_eq!(result["submitted"], true, "{result}");
        done.push(result);
    }
    assert_eq!(run(data, &["drafts"]), json!([]));
    (done.remove(0), done.pop().expect("three were done"))
}

/// What can be done is told by the number of a notice, and drafts are listed.
fn numbers_and_drafts(data: &Path, folder: &Path, last: &Value) {
    let number = last["hazards"][0]["notice"].as_str().expect("a number");
    let by_number = run(data, &["actions", number]);
    let hazard = last["hazards"][0]["hazard"].as_str().expect("an id");
    assert_eq!(by_number, run(data, &["actions", hazard]));
    let none = field(data, &["--json", "actions", "没有这个号"]);
    assert_eq!(document(&none)["error"]["code"], "usage");

    let open = json!({"format": 1, "premises": {"search": "王家出租房"}});
    let begun = run(data, &["inspect", &written(folder, &open)]);
    let drafts = run(data, &["drafts"]);
    let listed = drafts.as_array().expect("a list");
    assert_eq!(listed.len(), 1, "{drafts}");
    assert_eq!(listed[0]["record"], begun["inspection"]);
    assert_eq!(listed[0]["place"], "王家出租房");
}

/// The returned visit again: what is refused is refused before the answers are changed.
fn resubmitted(data: &Path, folder: &Path, inspection: &str) {
    let strokes = fixture("scripts/owner-strokes.json");
    let mut script = json!({
        "format": 1,
        "premises": {"search": "王家出租房"},
        "inspection": inspection,
        "answers": [{"item": "RH-13", "result": "pass", "value": 3, "note": "重新清点"}],
        "submit": {},
    });
    let before = run(data, &["show", inspection]);
    let refused = |script: &Value, said: &str| {
        let output = field(data, &["--json", "inspect", &written(folder, script)]);
        let error = document(&output)["error"].clone();
        let message = error["message"].as_str().unwrap_or_default();
        assert!(message.contains(said), "{said}: {error}");
        assert_eq!(error["code"], "input_file", "nothing was begun: {error}");
        let after = run(data, &["show", inspection]);
        assert_eq!(after["content"], before["content"], "nothing was written");
    };
    refused(&script, "重新签");
    script["signatures"] = json!([{"signer": "王建国", "role": "owner", "strokes": strokes}]);
    refused(&script, "correction");
    script["submit"] = json!({"correction": "灭火器数量重新清点"});
    let done = run(data, &["inspect", &written(folder, &script)]);
    assert_eq!(done["submitted"], true, "{done}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_examples_of_the_page_run_and_a_returned_visit_is_judged_first() {
    let world = World::start_at(WorldClock::now_in_china()).await;
    let (user, _) = world.worker(0);
    let (data, folder): (PathBuf, PathBuf) = (world.path("command-line"), world.path("scripts"));
    std::fs::create_dir_all(&folder).expect("there is room");
    let code = world.admin().enroll_code(user, 3_600_000);
    let link = code.expect("a code can be made").link;
    let (data_1, folder_1) = (data.clone(), folder.clone());
    let first = tokio::task::spawn_blocking(move || {
        run(&data_1, &["enroll", &link]);
        run(&data_1, &["sync"]);
        let (first, last) = examples_run(&data_1, &folder_1);
        numbers_and_drafts(&data_1, &folder_1, &last);
        run(&data_1, &["sync", "--photos", "none"]);
        first["inspection"].as_str().expect("an id").to_owned()
    });
    let first = first.await.expect("the worker's day ends");

    let officer = world.officer_phone(0).await;
    let inspection: RecordId = first.parse().expect("an id");
    let reason = ReturnReason {
        item: Some("RH-13".to_owned()),
        text: "数量不对".to_owned(),
    };
    let returned = officer.core.return_record(inspection, vec![reason]);
    returned.expect("it was submitted");
    officer.sync().await;

    let again = tokio::task::spawn_blocking(move || {
        run(&data, &["sync", "--photos", "none"]);
        resubmitted(&data, &folder, &first);
        let report = run(&data, &["sync", "--photos", "none"]);
        assert_eq!(report["refused"], json!([]), "{report}");
    });
    again.await.expect("the next day ends");
}
