use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};
use wangge_mobile_core::{Core, CoreConfig, FileKeyVault, SystemClock, SystemRandom};

use crate::{Bridge, document, methods};

fn fresh() -> (tempfile::TempDir, Bridge) {
    let folder = tempfile::tempdir().unwrap();
    let vault = FileKeyVault::open(&folder.path().join("vault"), Box::new(SystemRandom)).unwrap();
    let core = Core::open(
        CoreConfig::new(folder.path().join("data")),
        Arc::new(vault),
        Arc::new(SystemClock::new()),
        Arc::new(SystemRandom),
    )
    .unwrap();
    (folder, Bridge::new(core))
}

async fn call(bridge: &Bridge, request: &str) -> Value {
    serde_json::from_str(&bridge.call(request.to_owned()).await).unwrap()
}

#[test]
fn the_document_says_what_the_code_does() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/BRIDGE.md");
    if std::env::var_os("WANGGE_WRITE_DOCS").is_some() {
        std::fs::write(&path, document()).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == document(), "docs/BRIDGE.md is not as the table");
}

#[test]
fn names_are_unique_and_in_their_groups() {
    let names: Vec<&str> = methods::all().map(|method| method.name).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    for (heading, methods) in methods::GROUPS {
        let group = heading.rsplit(' ').next().unwrap();
        for method in *methods {
            assert!(
                method.name.starts_with(&format!("{group}.")),
                "{}",
                method.name
            );
            let answer: Result<Value, _> = serde_json::from_str(method.answer);
            assert!(answer.is_ok(), "{}", method.name);
        }
    }
}

/// Every documented request is one that the method takes: on a phone that is not enrolled it may
/// fail, but never as a request that makes no sense.
#[tokio::test(flavor = "multi_thread")]
async fn every_documented_request_is_understood() {
    let (_folder, bridge) = fresh();
    for method in methods::all() {
        let args: Value = serde_json::from_str(method.args).unwrap();
        let request = json!({ "method": method.name, "args": args });
        let answer = call(&bridge, &request.to_string()).await;
        let code = &answer["error"]["code"];
        assert_ne!(code, "bad_request", "{}: {answer}", method.name);
        assert_ne!(code, "internal", "{}: {answer}", method.name);
        // The same with a field that nobody knows.
        let mut args = args;
        args["surprise"] = json!(1);
        let request = json!({ "method": method.name, "args": args });
        let answer = call(&bridge, &request.to_string()).await;
        assert_eq!(answer["error"]["code"], "bad_request", "{}", method.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_request_is_an_error_and_nothing_else() {
    let (_folder, bridge) = fresh();
    let deep = "[".repeat(100_000);
    for bad in [
        "",
        "null",
        "[]",
        "{\"method\": 5}",
        "{\"method\": \"🔥\"}",
        "{\"method\": \"phone.status\", \"args\": []}",
        "{\"method\": \"phone.status\", \"args\": {}, \"more\": 1}",
        "{\"method\": \"premises.get\", \"args\": {\"premises\": \"没有\"}}",
        "{\"method\": \"plan.due\", \"args\": {\"limit\": -1}}",
        &deep,
    ] {
        let answer = call(&bridge, bad).await;
        assert_eq!(answer["error"]["code"], "bad_request", "{answer}");
        assert_eq!(answer["error"]["kept"], "everything");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_say_what_happened_what_was_kept_and_whether_to_retry() {
    let (_folder, bridge) = fresh();
    let answer = call(&bridge, r#"{"method": "phone.grids"}"#).await;
    let error = &answer["error"];
    assert_eq!(error["code"], "not_enrolled");
    assert_eq!(error["retry"]["when"], "no");
    assert_eq!(error["kept"], "everything");
    assert!(error["message"].as_str().unwrap().contains("登记"));
    let status = call(&bridge, r#"{"method": "phone.status"}"#).await;
    assert_eq!(status["ok"]["enrolled"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_fresh_phone_tells_has_the_documented_keys() {
    let (_folder, bridge) = fresh();
    for name in ["phone.status", "phone.opened", "pin.state"] {
        let method = methods::all().find(|method| method.name == name).unwrap();
        let shown: Value = serde_json::from_str(method.answer).unwrap();
        let answer = call(&bridge, &json!({ "method": name }).to_string()).await;
        let keys = |value: &Value| -> BTreeSet<String> {
            value.as_object().unwrap().keys().cloned().collect()
        };
        assert_eq!(keys(&answer["ok"]), keys(&shown), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_outlives_the_process() {
    let (folder, bridge) = fresh();
    let text = "楼梯间🔥堆放𠮷物\u{0}\n";
    let keep = json!({ "method": "form.keep", "args": { "name": "quick", "text": text } });
    assert_eq!(call(&bridge, &keep.to_string()).await["ok"], Value::Null);
    bridge.core().close().unwrap();
    drop(bridge);
    let vault = FileKeyVault::open(&folder.path().join("vault"), Box::new(SystemRandom)).unwrap();
    let core = Core::open(
        CoreConfig::new(folder.path().join("data")),
        Arc::new(vault),
        Arc::new(SystemClock::new()),
        Arc::new(SystemRandom),
    )
    .unwrap();
    let bridge = Bridge::new(core);
    let get = r#"{"method": "form.get", "args": {"name": "quick"}}"#;
    assert_eq!(call(&bridge, get).await["ok"]["text"], text);
    let drop_it = r#"{"method": "form.drop", "args": {"name": "quick"}}"#;
    call(&bridge, drop_it).await;
    assert_eq!(call(&bridge, get).await["ok"]["text"], Value::Null);
    let long = json!({ "method": "form.keep", "args": { "name": "", "text": "x" } });
    let answer = call(&bridge, &long.to_string()).await;
    assert_eq!(answer["error"]["code"], "invalid_input");
}

/// Who reports is refused before anything is looked at, and so is what is no register.
#[tokio::test(flavor = "multi_thread")]
async fn a_case_takes_in_neither_who_reports_nor_what_is_no_register() {
    let (_folder, bridge) = fresh();
    let premises = "019b8bab-0680-7000-8000-000000000001";
    let open = |kind: &str, fields: Value| json!({ "method": "case.open", "args": { "kind": kind, "premises": premises, "fields": fields } });
    let edit = json!({ "method": "case.edit", "args": { "case": premises, "fields": { "reporter": "李某" } } });
    for request in [open("report", json!({ "reporter": "李某" })), edit] {
        let answer = call(&bridge, &request.to_string()).await;
        let error = &answer["error"];
        assert_eq!(error["code"], "not_allowed", "{answer}");
        assert_eq!(error["reason"]["code"], "kept_apart");
        assert_eq!(error["reason"]["text"], "举报人由中继另存，不写入记录");
        assert_eq!(
            (&error["kept"], &error["retry"]["when"]),
            (&json!("everything"), &json!("no"))
        );
        assert!(
            !answer.to_string().contains("李某"),
            "the name is not told again"
        );
    }
    let answer = call(&bridge, &open("premises", json!({})).to_string()).await;
    assert_eq!(answer["error"]["code"], "invalid_input");
    let answer = call(&bridge, &open("letter", json!({})).to_string()).await;
    assert_eq!(answer["error"]["code"], "not_enrolled");
    for about in [json!({}), json!({ "premises": premises, "grid": premises })] {
        let mut args = json!({ "kind": "letter" });
        args.as_object_mut()
            .unwrap()
            .extend(about.as_object().unwrap().clone());
        let request = json!({ "method": "case.open", "args": args });
        let answer = call(&bridge, &request.to_string()).await;
        assert_eq!(answer["error"]["code"], "bad_request", "{answer}");
    }
}

#[test]
fn without_a_runtime_it_is_an_error_and_no_panic() {
    let (_folder, bridge) = fresh();
    let mut call = Box::pin(bridge.call(r#"{"method": "phone.status"}"#.to_owned()));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(answer) = call.as_mut().poll(&mut context) else {
        panic!("it waits for nothing");
    };
    assert!(answer.contains("no runtime"), "{answer}");
}
