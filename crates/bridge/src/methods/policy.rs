use serde::Deserialize;
use serde_json::{Value, json};

use crate::args::{Nothing, args};
use crate::bridge::Bridge;
use crate::method::{Given, Method, Run};

pub(crate) const METHODS: &[Method] = &[
    Method {
        name: "policy.get",
        what: "现行政策包中界面要用的清单（the lists of the pack in force that a screen needs）",
        args: "{}",
        answer: r#"{"revision": 1, "version": "2026.1", "categories": [{"id": "rental_housing", "zh": "居住出租房", "checklist": "RH", "nine_small": false}], "departments": [{"code": "fire", "zh": "消防救援大队"}], "issuers": [{"code": "station", "zh": "消防工作站", "roles": ["station_officer"], "on_behalf": ["grid_worker"]}], "outcomes": [{"code": "locked", "zh": "锁门", "needs_photo": true, "needs_note": false}], "deadline": {"kind": "days", "days": 7, "calendar": "natural"}, "max_deadline_days": 30, "hazard_photos": 1, "refusal_witnesses": 2, "recheck_people": 2, "allow_import": true}"#,
        run: Run::Here(policy),
    },
    Method {
        name: "policy.guide",
        what: "检查项的图文指南，图为 SVG（what helps to answer an item; drawings are SVG or null）",
        args: r#"{"item": "RH-01"}"#,
        answer: r#"{"item": "RH-01", "question": "…", "title": "…", "look": "…", "how_to_check": "…", "remedy": "…", "pass": "<svg…", "fail": "<svg…", "version": "1"}"#,
        run: Run::Here(guide),
    },
];

fn policy(bridge: &Bridge, value: Value) -> Given {
    let Nothing {} = args(value)?;
    let pack = bridge.core.policy()?;
    let categories: Vec<Value> = pack
        .categories
        .list
        .iter()
        .map(|it| {
            json!({
                "id": it.id, "zh": it.zh, "checklist": it.checklist, "nine_small": it.nine_small,
            })
        })
        .collect();
    let departments: Vec<Value> = pack
        .routing
        .departments
        .iter()
        .map(|(code, it)| json!({ "code": code, "zh": it.zh }))
        .collect();
    let issuers: Vec<Value> = pack
        .numbering
        .issuers
        .iter()
        .map(|(code, it)| {
            // `on_behalf` null: whoever may make out the paper may do so for this body.
            json!({ "code": code, "zh": it.zh, "roles": it.roles, "on_behalf": it.on_behalf })
        })
        .collect();
    let outcomes: Vec<Value> = pack
        .census
        .outcomes
        .iter()
        .map(|it| {
            json!({
                "code": it.code, "zh": it.zh,
                "needs_photo": it.needs_photo, "needs_note": it.needs_note,
            })
        })
        .collect();
    let rules = &pack.rectification;
    Ok(json!({
        "revision": pack.revision,
        "version": pack.version,
        "categories": categories,
        "departments": departments,
        "issuers": issuers,
        "outcomes": outcomes,
        "deadline": rules.default_deadline,
        "max_deadline_days": rules.max_deadline_days,
        "hazard_photos": pack.photos.hazard_photos,
        "refusal_witnesses": rules.refusal_witnesses,
        "recheck_people": rules.recheck.people,
        "allow_import": pack.photos.allow_import,
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfItem {
    item: String,
}

fn guide(bridge: &Bridge, value: Value) -> Given {
    let OfItem { item } = args(value)?;
    let guide = bridge.core.guide(&item)?;
    Ok(json!({
        "item": guide.item, "question": guide.question, "title": guide.title,
        "look": guide.look, "how_to_check": guide.how_to_check, "remedy": guide.remedy,
        "pass": guide.pass, "fail": guide.fail, "version": guide.version,
    }))
}
