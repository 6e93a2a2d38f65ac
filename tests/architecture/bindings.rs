//! The surface for phones stays thin, and `docs/SHELLS.md` names every call of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::file_sizes::{root, rust_files};

/// The surface may be so many hundredths of the Rust lines of the workspace.
const SHARE: usize = 5;

fn read(path: &std::path::Path) -> String {
    std::fs::read_to_string(path).expect("a source file is UTF-8")
}

/// One exported method.
struct Export {
    suspends: bool,
    /// It gives a `Result`.
    may_fail: bool,
    body: String,
}

/// Exported methods of the objects, by `Object.method`.
fn exported() -> BTreeMap<String, Export> {
    let folder = root().join("uniffi-bindings/src");
    let mut calls = BTreeMap::new();
    for path in rust_files().iter().filter(|it| it.starts_with(&folder)) {
        let file = read(path);
        for block in file.split("#[uniffi::export]\nimpl ").skip(1) {
            let block = block.split_once("\n}\n").expect("the end of a block").0;
            let object = block.split_once(' ').expect("a name").0;
            for method in block.split("\n    pub ").skip(1) {
                let body = method.split("\n    }").next().expect("it begins");
                let suspends = body.starts_with("async ");
                let rest = body.strip_prefix("async ").unwrap_or(body);
                let Some(rest) = rest.strip_prefix("fn ") else {
                    continue;
                };
                let name = rest.split_once('(').expect("arguments").0;
                let signature = rest.split_once(" {\n").expect("a body").0;
                let export = Export {
                    suspends,
                    may_fail: signature.contains("Result<"),
                    body: body.to_owned(),
                };
                calls.insert(format!("{object}.{name}"), export);
            }
        }
    }
    calls
}

/// What catches a panic: the helpers of `boundary.rs`.
fn catches(body: &str) -> bool {
    ["short(", "blocking(", "long("]
        .iter()
        .any(|helper| body.contains(helper))
}

/// Codes of the table in `docs/SHELLS.md`, each with the case that bears it.
fn documented_codes(page: &str) -> BTreeMap<String, String> {
    let table = page.split_once("### Codes").expect("the table").1;
    let table = table.split_once("\n## ").expect("its end").0;
    table
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .map(|line| {
            let (code, case) = line.split_once("` | ").expect("two cells");
            (code.to_owned(), case.trim_end_matches(" |").to_owned())
        })
        .collect()
}

/// The name that a piece of code begins with.
fn leading_name(text: &str) -> String {
    text.chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_')
        .collect()
}

/// Codes of the core, each with the case that it becomes at the border, out of the sources.
fn mapped_codes() -> BTreeMap<String, String> {
    let border = read(&root().join("uniffi-bindings/src/error.rs"));
    let arms = border.split_once("match error {").expect("the match").1;
    let arms = arms.split_once("\n        }\n").expect("its end").0;
    let mut cases = BTreeMap::new();
    let mut variants = Vec::new();
    for line in arms.lines() {
        let parts: Vec<&str> = line.split("=> Self::").collect();
        variants.extend(parts[0].split("CoreError::").skip(1).map(leading_name));
        if let Some(case) = parts.get(1).map(|case| leading_name(case)) {
            cases.extend(variants.drain(..).map(|it| (it, case.clone())));
        }
    }
    let core = read(&root().join("mobile-core/src/error.rs"));
    let body = core.split_once("pub fn code(&self)").expect("it").1;
    let body = body.split_once("\n    }\n\n").expect("its end").0;
    let mut codes = BTreeMap::new();
    for line in body.lines() {
        let Some((variant, code)) = line.split_once("=> \"") else {
            continue;
        };
        let variant = variant.split_once("Self::").expect("a variant").1;
        let case = cases.get(&leading_name(variant));
        let case = case.map_or("Rejected", String::as_str).to_owned();
        codes.insert(leading_name(code), case);
    }
    codes.insert("panic".to_owned(), "Internal".to_owned());
    codes
}

#[test]
fn every_code_stands_in_the_page_with_the_case_that_bears_it() {
    let page = read(&root().join("docs/SHELLS.md"));
    let codes = mapped_codes();
    assert!(codes.len() > 30, "the sources are read: {codes:?}");
    let cases: BTreeSet<&str> = codes.values().map(String::as_str).collect();
    assert!(cases.len() >= 8, "the match is read: {cases:?}");
    assert_eq!(documented_codes(&page), codes);
}

/// No panic crosses: every export runs inside of one that catches it.
#[test]
fn every_export_catches_panics() {
    for (call, export) in exported() {
        assert!(catches(&export.body), "{call} runs outside of boundary.rs");
    }
    // Functions that belong to no object.
    let folder = root().join("uniffi-bindings/src");
    for path in rust_files().iter().filter(|it| it.starts_with(&folder)) {
        for function in read(path).split("#[uniffi::export]\npub fn ").skip(1) {
            let body = function.split("\n}").next().unwrap_or_default();
            assert!(catches(body), "{}", path.display());
        }
    }
}

/// The words of a cell that begin with a capital letter.
fn capital_words(cell: &str) -> Vec<&str> {
    cell.split(|letter: char| !letter.is_ascii_alphabetic())
        .filter(|word| word.starts_with(|letter: char| letter.is_ascii_uppercase()))
        .collect()
}

#[test]
fn the_column_of_errors_names_cases_and_codes_that_are_there() {
    let page = read(&root().join("docs/SHELLS.md"));
    let codes = mapped_codes();
    let cases: BTreeSet<&str> = codes.values().map(String::as_str).collect();
    let exported = exported();
    let table = page.split_once("## Every call").expect("the table").1;
    for line in table.lines().filter_map(|line| line.strip_prefix("| `")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let (call, errors) = (cells[0].trim_end_matches('`'), cells[4]);
        let says_none = errors.starts_with("none");
        assert_ne!(says_none, exported[call].may_fail, "{call}: {errors}");
        for word in capital_words(errors) {
            assert!(cases.contains(word), "{call}: no case {word}");
        }
        // `Case (`code`, `code`)`, and calls that fail alike.
        let mut case = "";
        for (number, part) in errors.split('`').enumerate() {
            if number % 2 == 0 {
                if let Some(before) = part.strip_suffix(" (") {
                    case = capital_words(before).pop().unwrap_or_default();
                } else if part != ", " {
                    case = "";
                }
            } else if case.is_empty() {
                let alike = format!("Field.{part}");
                assert!(exported.contains_key(&alike), "{call}: no call {part}");
            } else {
                let bears = codes.get(part).map(String::as_str);
                assert_eq!(bears, Some(case), "{call}: {part}");
            }
        }
    }
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
    let names: BTreeSet<&String> = exported.keys().collect();
    assert!(names.len() > 50, "the sources are read: {names:?}");
    assert_eq!(documented.keys().collect::<BTreeSet<_>>(), names);
    for (call, export) in &exported {
        assert_eq!(documented[call], export.suspends, "{call}: its thread");
    }
}
