//! Records forged with all their hashes made anew: `verify` and the independent verifier in Python
//! refuse the same ones.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{SAMPLE, verifier};

const ANNOUNCED: &str = "/entries/0/act/announced";
const INPUTS: &str = "/entries/0/act/announced/inputs";
const DRAWN: &str = "/entries/1/act/drawn";

/// Canonical JSON: keys in order, no white space. The sample holds nothing that is escaped twice.
fn canonical(value: &Value) -> String {
    match value {
        Value::Array(list) => {
            let items: Vec<String> = list.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(map) => {
            // The map may or may not keep the order of insertion.
            let mut entries: Vec<(&String, &Value)> = map.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            let items: Vec<String> = entries
                .into_iter()
                .map(|(key, item)| format!("{}:{}", json!(key), canonical(item)))
                .collect();
            format!("{{{}}}", items.join(","))
        }
        scalar => scalar.to_string(),
    }
}

fn hash(value: &Value) -> String {
    let digest = Sha256::digest(canonical(value).as_bytes());
    wangge_domain::Digest(digest.into()).to_string()
}

/// The sample with one value changed or added, its hashes made anew.
fn forged(pointer: &str, value: &Value) -> String {
    let mut record: Value = serde_json::from_str(SAMPLE).expect("the sample is JSON");
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer has a slash");
    let parent = record
        .pointer_mut(parent)
        .expect("the place is in the sample");
    match parent {
        Value::Array(list) => {
            let index: usize = key.parse().expect("a list has numbers");
            list[index] = value.clone();
        }
        other => other[key] = value.clone(),
    }
    let inputs = record.pointer(INPUTS).expect("the inputs are there");
    record["entries"][0]["act"]["announced"]["inputs_hash"] = json!(hash(inputs));
    let entries = record["entries"].as_array().map_or(0, Vec::len);
    for index in 1..entries {
        record["entries"][index]["previous"] = json!(hash(&record["entries"][index - 1]));
    }
    canonical(&record)
}

/// Whether the verifier in Python accepts these bytes, and what it says; `None` where there is no
/// Python 3.
fn python(record: &str) -> Option<(bool, String)> {
    let output = verifier(record)?;
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    Some((output.status.success(), words))
}

fn both_refuse(record: &str, what: &str, why: &str) {
    let verified = wangge_domain::draw::verify(record.as_bytes());
    assert!(verified.is_err(), "{what}: `verify` accepts it");
    if let Some((agreed, words)) = python(record) {
        assert!(!agreed, "{what}: the verifier in Python accepts it");
        let refused = words.starts_with("REFUSED: ") && words.contains(why);
        assert!(refused, "{what}: {words}");
    }
}

#[test]
fn a_forgery_with_good_hashes_is_refused_by_both() {
    let sample: Value = serde_json::from_str(SAMPLE).expect("the sample is JSON");
    let first = |list: &str| {
        let found = sample.pointer(&format!("{INPUTS}/{list}/0"));
        found.cloned().expect("the list is not empty")
    };
    let entry = sample.pointer("/entries/0").cloned();
    let forgeries = [
        (
            "/entries",
            "/1/at",
            json!(1_772_413_300_000_i64),
            "before the draw",
        ),
        (
            ANNOUNCED,
            "/public_value_on",
            json!("2026-03-02"),
            "after the announcement",
        ),
        (DRAWN, "/public_value", json!(" "), "no public value"),
        (ANNOUNCED, "/public_source", json!(""), "no public value"),
        (INPUTS, "/targets/1", first("targets"), "twice"),
        (INPUTS, "/inspectors/1", first("inspectors"), "twice"),
        (INPUTS, "/strata/1", first("strata"), "twice"),
        (INPUTS, "/team_size", json!(1), "smaller than 2"),
        (INPUTS, "/team_size", json!(0), "smaller than 2"),
        (INPUTS, "/targets/1/weight", json!(1001), "above the limit"),
        (INPUTS, "/targets/1/weight", json!(0), "above the limit"),
        (INPUTS, "/max_tickets", json!(5), "add up"),
        (INPUTS, "/strata/1/take", json!(4), "more than there are"),
        (INPUTS, "/strata/1/take", json!(0), "or nothing"),
        (
            INPUTS,
            "/targets/1/stratum",
            json!("nowhere"),
            "in no stratum",
        ),
        (
            INPUTS,
            "/exclusions/0/reason",
            json!(""),
            "without a reason",
        ),
        (
            INPUTS,
            "/exclusions/0/reason",
            json!("friend"),
            "without a reason",
        ),
        (INPUTS, "/exclusions/1/note", json!(" "), "without a reason"),
        (
            INPUTS,
            "/recusals/0/reason",
            json!("friend"),
            "without a reason",
        ),
        (
            INPUTS,
            "/inspectors_out/0/note",
            json!(""),
            "without a reason",
        ),
        (INPUTS, "/color", json!("red"), "fields other than"),
        (DRAWN, "/color", json!("red"), "fields other than"),
        ("/entries", "/0/color", json!("red"), "fields other than"),
        (
            "/entries",
            "/3/at",
            json!(1_772_413_300_000_i64),
            "older than",
        ),
        ("/entries", "/0/by", json!(""), "acted or approved is none"),
        ("/entries", "/1/by", json!("x"), "acted or approved is none"),
        (
            "/entries",
            "/2/act/replaced/approver",
            json!(""),
            "acted or approved is none",
        ),
        (
            "/entries",
            "/2/act/replaced/approver",
            json!("019B76DA-A800-7B5B-9B5B-5B5B5B5B5B5B"),
            "acted or approved is none",
        ),
        (
            INPUTS,
            "/max_weight",
            json!(4_294_967_296_u64),
            "above its limit",
        ),
        (
            INPUTS,
            "/max_tickets",
            json!(4_294_967_296_u64),
            "above its limit",
        ),
        ("", "/entries", json!([entry]), "nothing was drawn yet"),
    ];
    for (base, place, value, why) in forgeries {
        let what = format!("{base}{place} = {value}");
        both_refuse(&forged(&format!("{base}{place}"), &value), &what, why);
    }
}

#[test]
fn what_is_no_record_is_refused_in_words() {
    for bytes in [
        "",
        "{}",
        "null",
        "[1]",
        "{\"entries\":[],\"format\":\"wangge-draw/1\"}",
    ] {
        both_refuse(bytes, bytes, "REFUSED");
    }
}

#[test]
fn nothing_changed_is_no_forgery() {
    let sample: Value = serde_json::from_str(SAMPLE).expect("the sample is JSON");
    let title = sample.pointer(&format!("{INPUTS}/title")).expect("a title");
    let same = forged(&format!("{INPUTS}/title"), title);
    assert_eq!(same, SAMPLE, "the hashes are made as they are published");
}
