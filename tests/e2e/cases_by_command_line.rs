//! A letter by the command line, offline from the first word to the last step, and then on the relay: what a person
//! types is Chinese, what a program reads is codes, and a refusal says what was kept.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use wangge_domain::lifecycle::Status;

use super::programs::program;
use crate::world::{World, WorldClock};

const REFUSED: i32 = 3;

pub(crate) fn field(data: &Path, arguments: &[&str]) -> Output {
    Command::new(program("wangge-field", "WANGGE_FIELD_BIN"))
        .arg("--data")
        .arg(data)
        .args(arguments)
        .output()
        .expect("it runs")
}

pub(crate) fn document(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(text.trim()).unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

/// What a command gives to programs.
pub(crate) fn run(data: &Path, arguments: &[&str]) -> Value {
    let output = field(data, &[&["--json"], arguments].concat());
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{arguments:?}: {text}");
    document(&output)
}

/// Why the rules refused a command.
fn refused(data: &Path, arguments: &[&str]) -> Value {
    let output = field(data, &[&["--json"], arguments].concat());
    let answer = document(&output);
    assert_eq!(output.status.code(), Some(REFUSED), "{answer}");
    answer["error"].clone()
}

/// What a command says to people.
fn said(data: &Path, arguments: &[&str]) -> String {
    let output = field(data, arguments);
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text += &String::from_utf8_lossy(&output.stderr);
    text
}

pub(crate) fn fixture(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    root.join(path).display().to_string()
}

/// Everything a worker does with a letter and no network; gives the case.
fn letter_offline(data: &Path) -> String {
    let premises = run(
        data,
        &[
            "premises",
            "add",
            "--anyway",
            &fixture("scripts/premises-example.json"),
        ],
    );
    let premises = premises["premises"].as_str().expect("its id").to_owned();

    let kinds = said(data, &["case", "kinds"]);
    assert!(
        kinds.contains("承诺书、责任书：可登记，第一步 告诫承诺"),
        "{kinds}"
    );
    assert!(kinds.contains("停用处置：本人不能登记"), "{kinds}");
    for kind in ["停用处置", "回头看抽查"] {
        let error = refused(data, &["case", "open", kind, "--premises", &premises]);
        assert_eq!(error["reason"]["code"], "no_permission", "{error}");
        let message = error["message"].as_str().unwrap_or_default();
        assert!(
            message.contains(&format!("{kind}：本人不能登记")),
            "{error}"
        );
    }
    assert_eq!(
        run(data, &["case", "list", "--kind", "停用处置"]),
        json!([]),
        "no draft is left"
    );
    let told = [
        "case",
        "open",
        "举报投诉",
        "--premises",
        &premises,
        "reporter=李某",
    ];
    assert_eq!(refused(data, &told)["reason"]["code"], "kept_apart");

    let opened = run(
        data,
        &[
            "case",
            "open",
            "承诺书、责任书",
            "--premises",
            &premises,
            "承诺事项=不再充电",
        ],
    );
    let case = opened["case"].as_str().expect("its id").to_owned();
    assert_eq!(opened["fields"], json!({ "promise": "不再充电" }));
    run(data, &["case", "edit", &case, "承诺事项=不再在楼道充电"]);
    let shown = said(data, &["case", "show", &case]);
    assert!(
        shown.contains("告诫承诺  须签名（业主、经营者、承租人之一）"),
        "{shown}"
    );
    assert!(
        !shown.contains("letter.warn") && !shown.contains("promise"),
        "no key is shown: {shown}"
    );

    let strokes = fixture("scripts/owner-strokes.json");
    let warn = [
        "case",
        "step",
        &case,
        "告诫承诺",
        "告诫事项=楼道停放电动自行车",
        "承诺事项=不再在楼道充电",
        "出具单位=station",
    ];
    let error = refused(data, &warn);
    assert_eq!(
        (&error["reason"]["code"], &error["kept"]),
        (&json!("signature_missing"), &json!("everything"))
    );
    let text = said(data, &warn);
    for part in ["未完成：", "已保留：", "下一步："] {
        assert!(text.contains(part), "{text}");
    }
    let stranger = refused(data, &[&warn[..], &["颜色=红"]].concat());
    assert_eq!(stranger["reason"]["code"], "unknown_field");

    let signed = [&warn[..], &["--signer", "王建国", "--strokes", &strokes]].concat();
    let taken = run(data, &signed);
    assert_eq!(
        (&taken["step"], &taken["status"]),
        (&json!("letter.warn"), &json!("signed"))
    );
    let kept = ["case", "step", &case, "kept", "核查情况=楼道无车"];
    let early = refused(data, &kept);
    assert_eq!(early["reason"]["code"], "watch_still_runs");
    let photo = fixture("photos/summer-palace-640.jpg");
    let breach = [
        "case",
        "step",
        &case,
        "违反承诺",
        "理由=楼道又停了车",
        "--photo",
        &photo,
    ];
    assert_eq!(run(data, &breach)["status"], "breached");
    let again = refused(data, &kept);
    assert_eq!(again["reason"]["code"], "case_ended");
    case
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_is_opened_and_taken_through_its_steps_by_the_command_line() {
    let world = World::start_at(WorldClock::now_in_china()).await;
    let (user, _) = world.worker(0);
    let data: PathBuf = world.path("command-line");
    let code = world.admin().enroll_code(user, 3_600_000);
    let link = code.expect("a code can be made").link;
    let case = tokio::task::spawn_blocking(move || {
        run(&data, &["enroll", &link]);
        run(&data, &["sync"]);
        let case = letter_offline(&data);
        let status = run(&data, &["status"]);
        assert!(
            status["pending"].as_u64() > Some(1),
            "nothing was sent: {status}"
        );
        run(&data, &["sync", "--photos", "all"]);
        let view = run(&data, &["case", "show", &case]);
        assert_eq!(
            (&view["record"]["pending"], &view["steps"]),
            (&json!(false), &json!([]))
        );
        assert_eq!(view["log"].as_array().map(Vec::len), Some(2));
        let number = view["record"]["state"]["notice_number"]
            .as_str()
            .expect("the relay's number");
        let list = said(
            &data,
            &["case", "list", "--kind", "letter", "--status", "违反承诺"],
        );
        assert!(list.contains(number) && list.contains(&case), "{list}");
        assert_eq!(
            run(&data, &["case", "list", "--kind", "停用处置"]),
            json!([])
        );
        case
    })
    .await
    .expect("the worker's day ends");

    // The officer has both steps from the relay.
    let officer = world.officer_phone(0).await;
    let case = case.parse().expect("an id");
    let seen = officer.core.get_case(case).expect("it has arrived");
    assert_eq!(seen.record.state.status, Status::Breached);
    let steps: Vec<&str> = seen.log.iter().map(|line| line.zh.as_str()).collect();
    assert_eq!(steps, ["告诫承诺", "违反承诺"]);
    assert_eq!(seen.log[1].taken.photos.len(), 1);
}
