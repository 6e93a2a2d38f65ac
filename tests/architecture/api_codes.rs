//! `docs/API.md` names every code that the source can say, and no other.

use std::collections::BTreeSet;

use crate::file_sizes::{root, rust_files};

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// `LeaseExpired` as it stands on the wire.
fn snake(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

/// The variants of an enum of a file, in order.
fn variants(source: &str, name: &str) -> Vec<String> {
    let start = source.find(&format!("enum {name} {{")).expect("the enum");
    let body = source.get(start..).expect("a place in the text");
    let body = body.split_once("\n}").expect("its end").0;
    body.lines()
        .skip(1)
        .filter(|line| line.starts_with("    ") && !line.starts_with("     "))
        .map(str::trim)
        .filter(|line| line.starts_with(|letter: char| letter.is_ascii_uppercase()))
        .map(|line| {
            line.chars()
                .take_while(|letter| letter.is_ascii_alphanumeric())
                .collect()
        })
        .collect()
}

/// Codes of the first column of the table below a heading.
fn table(page: &str, heading: &str) -> BTreeSet<String> {
    let section = page.split_once(heading).expect("the heading").1;
    section
        .lines()
        .skip(1)
        .take_while(|line| !line.starts_with('#'))
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|line| line.split_once('`'))
        .map(|(code, _)| code.to_owned())
        .collect()
}

fn all(names: Vec<String>) -> BTreeSet<String> {
    names.iter().map(|name| snake(name)).collect()
}

#[test]
fn every_verdict_and_refusal_is_documented() {
    let page = read("docs/API.md");
    let verdicts = variants(&read("crates/protocol/src/verdict.rs"), "Verdict");
    assert_eq!(table(&page, "## Verdicts on an envelope"), all(verdicts));
    let refusals = variants(&read("crates/protocol/src/refusal.rs"), "Refusal");
    let heading = "## Why an envelope was refused";
    assert_eq!(table(&page, heading), all(refusals));
    for reason in variants(&read("crates/sync-engine/src/gate/reason.rs"), "GateReason") {
        assert!(page.contains(&format!("`{reason}`")), "{reason}");
    }
}

#[test]
fn every_http_code_is_documented() {
    let mut codes = BTreeSet::new();
    // Refusals of rules are made in other ways, too: what is documented stands somewhere.
    let mut said = String::new();
    for path in rust_files() {
        let place = path.display().to_string();
        if place.contains("/tests") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a source file is UTF-8");
        said.push_str(&text);
        if !place.contains("sync-server/src") {
            continue;
        }
        // An error is made of a status, a code and two texts.
        for after in text.split("::new(").skip(1) {
            let mut parts = after.split(',').map(str::trim);
            let status = parts.next().unwrap_or_default();
            let code = parts.next().unwrap_or_default();
            let is_status = status.contains("StatusCode::") || status == "checksum_mismatch";
            if let (true, Some(code)) = (is_status, code.strip_prefix('"')) {
                codes.insert(code.trim_end_matches('"').to_owned());
            }
        }
    }
    assert!(codes.len() > 15, "{codes:?}");
    let documented = table(&read("docs/API.md"), "## HTTP");
    let missing: Vec<_> = codes.difference(&documented).collect();
    assert!(missing.is_empty(), "{missing:?}");
    for code in &documented {
        assert!(said.contains(&format!("\"{code}\"")), "nothing says {code}");
    }
}

#[test]
fn every_code_of_the_phone_is_documented() {
    let source = read("mobile-core/src/error.rs");
    let body = source.split_once("pub fn code(&self)").expect("it").1;
    let body = body.split_once("\n    }\n\n").expect("its end").0;
    let codes: BTreeSet<String> = body
        .lines()
        .filter_map(|line| line.split_once("=> \""))
        .filter_map(|(_, code)| code.split_once('"'))
        .map(|(code, _)| code.to_owned())
        .collect();
    assert!(codes.len() > 20, "{codes:?}");
    assert_eq!(table(&read("docs/API.md"), "## On the phone"), codes);
}
