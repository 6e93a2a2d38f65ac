//! The surface for phones stays thin, and `docs/SHELLS.md` names every call of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::file_sizes::{root, rust_files};

/// The surface may be so many hundredths of the Rust lines of the workspace.
const SHARE: usize = 5;

fn read(path: &std::path::Path) -> String {
    std::fs::read_to_string(path).expect("a source file is UTF-8")
}

/// Exported methods of the objects, `Object.method`, with whether they are asynchronous.
fn exported() -> BTreeMap<String, bool> {
    let folder = root().join("uniffi-bindings/src");
    let mut calls = BTreeMap::new();
    for path in rust_files().iter().filter(|it| it.starts_with(&folder)) {
        let text = read(path);
        for block in text.split("#[uniffi::export]\nimpl ").skip(1) {
            let block = block.split_once("\n}\n").expect("the end of a block").0;
            let object = block.split_once(' ').expect("a name").0;
            for line in block.lines() {
                let call = line
                    .strip_prefix("    pub async fn ")
                    .map(|rest| (rest, true))
                    .or_else(|| line.strip_prefix("    pub fn ").map(|rest| (rest, false)));
                if let Some((rest, suspends)) = call {
                    let name = rest.split_once('(').expect("arguments").0;
                    calls.insert(format!("{object}.{name}"), suspends);
                }
            }
        }
    }
    calls
}

#[test]
fn the_surface_stays_thin() {
    let folder = root().join("uniffi-bindings/src");
    let (mut surface, mut all) = (0, 0);
    for path in rust_files() {
        let lines = read(&path).lines().count();
        all += lines;
        if path.starts_with(&folder) {
            surface += lines;
        }
    }
    assert!(
        surface * 100 <= all * SHARE,
        "uniffi-bindings/src has {surface} of {all} lines, over {SHARE} %"
    );
}

/// A field that the core gains must not be forgotten at the border: what is converted is taken apart
/// whole, and the compiler refuses a pattern that leaves one out.
#[test]
fn conversions_take_everything_apart() {
    let folder = root().join("uniffi-bindings/src/records");
    let mut conversions = 0;
    for path in rust_files().iter().filter(|it| it.starts_with(&folder)) {
        if path.ends_with("tests.rs") {
            continue;
        }
        let text = read(path);
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        for line in code.clone() {
            assert!(!line.contains(".."), "{}: {line}", path.display());
        }
        let code: Vec<&str> = code.collect();
        let code = code.join("\n");
        for block in code.split("\nimpl ").skip(1) {
            let block = block.split_once("\n}").expect("the end of a block").0;
            if block.starts_with("From<") || block.contains("fn input(self)") {
                conversions += 1;
                assert!(
                    block.contains("} = ") || block.contains("match "),
                    "{}: taken apart nowhere: {block}",
                    path.display()
                );
            }
        }
    }
    assert!(conversions > 40, "the sources are read: {conversions}");
}

#[test]
fn every_call_is_documented_with_its_thread_cost_and_errors() {
    let page = read(&root().join("docs/SHELLS.md"));
    let table = page.split_once("## Every call").expect("the table").1;
    let mut documented = BTreeMap::new();
    for line in table.lines().filter_map(|line| line.strip_prefix("| `")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let call = cells[0].trim_end_matches('`').to_owned();
        assert!(cells[2..5].iter().all(|cell| !cell.is_empty()), "{line}");
        documented.insert(call, cells[2].contains("suspends"));
    }
    let exported = exported();
    assert!(exported.len() > 50, "the sources are read: {exported:?}");
    let names = |calls: &BTreeMap<String, bool>| calls.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(&documented), names(&exported));
    for (call, suspends) in exported {
        assert_eq!(documented[&call], suspends, "{call}: its thread");
    }
}
