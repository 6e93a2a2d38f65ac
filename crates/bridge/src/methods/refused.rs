use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Value, json};
use wangge_domain::Digest;
use wangge_mobile_core::{Core, RefusedWork};

use crate::args::{Nothing, args};
use crate::bridge::Bridge;
use crate::method::{Given, Method, Run};
use crate::view;

pub(crate) const METHODS: &[Method] = &[
    Method {
        name: "refused.list",
        what: "被拒、待核的内容，一个字不删（what the relay refused or set apart, with what was written in it）",
        args: "{}",
        answer: r#"[{"envelope": "…", "record": "…", "kind": "premises", "title": "王家出租房", "reason": "out_of_scope", "redacted": false, "quarantined": false, "at_ms": 1788220800000, "edits": {"name": "…"}, "events": [{"event": "submitted", "text": "提交"}], "applied_again": false}]"#,
        run: Run::Here(list),
    },
    Method {
        name: "refused.apply_again",
        what: "重新填报：全部（`keys` 为 null）或逐项挑选（takes it up again as a draft, all of it or only these keys）",
        args: r#"{"envelope": "0000000000000000000000000000000000000000000000000000000000000000", "keys": ["name"]}"#,
        answer: r#"{"taken": ["name"]}"#,
        run: Run::Here(apply_again),
    },
];

fn list(bridge: &Bridge, value: Value) -> Given {
    let Nothing {} = args(value)?;
    let works = bridge.core.refused_work()?;
    Ok(works.iter().map(|work| one(&bridge.core, work)).collect())
}

fn one(core: &Core, work: &RefusedWork) -> Value {
    let events: Vec<Value> = work
        .events
        .iter()
        .map(|event| json!({ "event": event, "text": view::words("event", event) }))
        .collect();
    json!({
        "envelope": work.envelope,
        "record": work.record,
        "kind": work.kind,
        "title": title(core, work),
        "reason": work.reason,
        "redacted": work.redacted,
        "quarantined": work.quarantined,
        "at_ms": work.at,
        "edits": work.edits,
        "events": events,
        "applied_again": work.applied_again,
    })
}

/// The premises it was about, as far as this phone can tell.
fn title(core: &Core, work: &RefusedWork) -> Option<String> {
    if let Ok(row) = core.premises_line(work.record) {
        return Some(row.name);
    }
    let named = work.edits.get("name").and_then(|name| name.as_text());
    if let Some(name) = named {
        return Some(name.to_owned());
    }
    let record = core.get_record(work.record).ok()?;
    let premises = record.content.text("premises")?.parse().ok()?;
    core.premises_line(premises).ok().map(|row| row.name)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ApplyAgain {
    envelope: Digest,
    #[serde(default)]
    keys: Option<BTreeSet<String>>,
}

fn apply_again(bridge: &Bridge, value: Value) -> Given {
    let ApplyAgain { envelope, keys } = args(value)?;
    let taken = bridge.core.apply_again(envelope, keys.as_ref())?;
    Ok(json!({ "taken": taken }))
}
