//! The independent verifier in Python agrees with the rules on the published sample, and finds
//! what was changed in it.

mod forgeries;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const SAMPLE: &str = include_str!("../../../../fixtures/draw/sample.json");

/// Runs the verifier on these bytes; `None`, said aloud, where there is no Python 3.
fn verifier(record: &str) -> Option<Output> {
    let script =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/mechanisms/draw_verify.py");
    let child = Command::new("python3")
        .arg(script)
        .arg("-")
        .env("PYTHONIOENCODING", "utf-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: there is no python3 on this machine"
        );
        return None;
    };
    // The verifier may refuse before it has read everything; that is no error of the test.
    let mut stdin = child.stdin.take().expect("its input is piped");
    let _ = stdin.write_all(record.as_bytes());
    drop(stdin);
    Some(
        child
            .wait_with_output()
            .expect("a child of ours can be waited for"),
    )
}

#[test]
fn it_agrees_on_the_sample() {
    let Some(output) = verifier(SAMPLE) else {
        return;
    };
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("OK: "));
}

#[test]
fn it_finds_every_change() {
    let changes = [
        ("\"weight\":4", "\"weight\":5", "an entry was changed"),
        ("\"rank\":2", "\"rank\":3", "an entry was changed"),
        ("03 08 15", "03 08 16", "an entry was changed"),
        ("因病请假", "因事请假", ""),
        ("因病请假", " ", "lacks reason"),
        ("wangge-draw/1", "wangge-draw/2", "not a canonical record"),
        ("{\"entries\"", "{ \"entries\"", "not a canonical record"),
    ];
    for (from, to, why) in changes {
        assert!(SAMPLE.contains(from), "{from}");
        let Some(output) = verifier(&SAMPLE.replacen(from, to, 1)) else {
            return;
        };
        let error = String::from_utf8_lossy(&output.stderr);
        // The last entry's words are bound by whatever is added after it, not by the rules.
        assert_eq!(
            output.status.success(),
            why.is_empty(),
            "{from} -> {to}: {error}"
        );
        assert!(error.contains(why), "{from} -> {to}: {error}");
    }
}
