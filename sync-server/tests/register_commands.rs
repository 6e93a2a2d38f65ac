//! `wangge-relay register`: rows of registers from files, refusals by name.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn done(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wangge-relay"))
        .args(arguments)
        .arg("--data")
        .arg(folder.join("relay"))
        .arg("--clock")
        .arg(folder.join("clock"))
        .env("WANGGE_LOG", "error")
        .output()
        .unwrap()
}

fn said(arguments: &[&str], folder: &Path) -> String {
    let output = done(arguments, folder);
    let problem = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {problem}");
    String::from_utf8(output.stdout).unwrap()
}

fn refused(arguments: &[&str], folder: &Path) -> String {
    let output = done(arguments, folder);
    assert!(!output.status.success(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn rows_are_set_listed_ended_and_refused() {
    let folder = TempDir::new().unwrap();
    let at = folder.path();
    std::fs::write(at.join("clock"), "1788220800000").unwrap();
    said(&["init", "--tenant-name", "青峰镇", "--demo"], at);
    let known = said(&["register", "list"], at);
    assert!(
        known.contains("delegated_power") && known.contains("S0-03"),
        "{known}"
    );

    let file = at.join("rows.json");
    let plan = |department: &str, key: &str| {
        format!(
            r#"[{{"register": "department_plan", "key": "{key}", "from": "2026-01-01",
                "entry": {{"department": "{department}", "categories": ["nursing_home"],
                "every": "quarter"}}}}]"#
        )
    };
    let import = ["register", "import", file.to_str().unwrap()];
    std::fs::write(&file, plan("CIVIL", "CIVIL")).unwrap();
    said(&import, at);
    let list = ["register", "list", "--register", "department_plan"];
    assert_eq!(said(&list, at).lines().count(), 1);

    std::fs::write(&file, plan("CIVIL", "EDU")).unwrap();
    let problem = refused(&import, at);
    assert!(problem.contains("S3-10"), "the rule is named: {problem}");
    std::fs::write(&file, plan("CIVIL", "CIVIL").replace("every", "evry")).unwrap();
    assert!(refused(&import, at).contains("evry") || !refused(&import, at).is_empty());
    let system = plan("CIVIL", "CIVIL").replace("department_plan", "control_measure");
    std::fs::write(&file, system).unwrap();
    assert!(refused(&import, at).contains("control_measure"));
    std::fs::write(
        &file,
        plan("CIVIL", "CIVIL").replace("department_plan", "nonsense"),
    )
    .unwrap();
    assert!(refused(&import, at).contains("nonsense"));
    assert_eq!(said(&list, at).lines().count(), 1, "nothing was changed");

    // Ended by the same entry with a last day; the history stays.
    let entry = at.join("entry.json");
    let text = r#"{"department": "CIVIL", "categories": ["nursing_home"], "every": "quarter"}"#;
    std::fs::write(&entry, text).unwrap();
    let end = [
        "register",
        "set",
        "--register",
        "department_plan",
        "--key",
        "CIVIL",
        "--from",
        "2026-01-01",
        "--until",
        "2026-06-30",
        "--reason",
        "机构改革",
        entry.to_str().unwrap(),
    ];
    said(&end, at);
    assert_eq!(said(&list, at), "");
    let history = [&list[..], &["--history"]].concat();
    assert_eq!(said(&history, at).lines().count(), 2);
}
