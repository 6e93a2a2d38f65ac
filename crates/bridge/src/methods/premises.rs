use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};
use wangge_domain::record::Scalar;
use wangge_domain::risk::RiskReason;
use wangge_domain::{GridId, RecordId};
use wangge_mobile_core::PremisesView;

use crate::args::args;
use crate::bridge::Bridge;
use crate::method::{Given, Method, Run};
use crate::view;

/// Lines of one answer at most.
const MOST: usize = 500;

pub(crate) const METHODS: &[Method] = &[
    Method {
        name: "premises.list",
        what: "场所列表，一页一页取（a page of premises, after one of them）",
        args: r#"{"grid": null, "after": null, "limit": 50}"#,
        answer: r#"[{"record": "…", "grid": "…", "name": "王家出租房", "license_number": "", "address": "场镇社区兴隆街12号", "category": "rental_housing", "phone": "13800000001", "status": "active", "status_text": "在册", "position": {"latitude_microdegrees": 29356000, "longitude_microdegrees": 105927000}, "last_visit_ms": null, "census": null, "pending": false}]"#,
        run: Run::Here(list),
    },
    Method {
        name: "premises.search",
        what: "查找：名称、地址、电话、拼音首字母（search by name, address, telephone, initials）",
        args: r#"{"query": "wjczf", "limit": 20}"#,
        answer: r#"["as premises.list"]"#,
        run: Run::Here(search),
    },
    Method {
        name: "premises.get",
        what: "一户一档：档案、风险、到期、隐患、检查（the file with risk, due date, hazards, inspections）",
        args: r#"{"premises": "019b8bab-0680-7000-8000-000000000001"}"#,
        answer: r#"{"row": {}, "content": {"fields": {"name": "王家出租房"}}, "state": {}, "score": 35, "grade": "general", "grade_text": "一般风险", "grade_since": "2026-09-01", "grade_reason_text": "按评分", "reasons": [{"text": "床位10个以上", "points": 10, "count": null}], "grade_changes": [{"on": "2026-09-01", "grade": "general", "grade_text": "一般风险", "reason_text": "按评分", "score": 35, "reasons": [{"text": "床位10个以上", "points": 10, "count": null}], "by_hand": null}], "key_controls": [{"code": "…", "tasks": ["…"], "rule": "S3-22"}], "next_due": null, "advice": [], "stop_uses": ["as case.list"], "hazards": [], "more_hazards": false, "inspections": [], "more_inspections": false, "left_in_peace": false, "recent_visit": null}"#,
        run: Run::Here(get),
    },
    Method {
        name: "premises.near",
        what: "疑似重复建档（those that may be the one about to be put on file, the likeliest first）",
        args: r#"{"grid": "019b8bab-0680-7000-8000-000000000001", "fields": {"name": "王家出租房"}, "except": null}"#,
        answer: r#"[{"premises": {}, "record": "…", "score": 80, "reasons": ["名称相近"], "distance_m": 12}]"#,
        run: Run::Here(near),
    },
    Method {
        name: "premises.create",
        what: "建档（puts a premises on file; keys of `wangge_domain::premises::keys`）",
        args: r#"{"grid": "019b8bab-0680-7000-8000-000000000001", "fields": {"name": "王家出租房", "category": "rental_housing", "address": "农贸市场东侧"}}"#,
        answer: r#"{"premises": "…"}"#,
        run: Run::Here(create),
    },
    Method {
        name: "premises.edit",
        what: "更新档案（changes fields of a file）",
        args: r#"{"premises": "019b8bab-0680-7000-8000-000000000001", "fields": {"floors": 3}}"#,
        answer: r#"{"envelope": "…"}"#,
        run: Run::Here(edit),
    },
    Method {
        name: "premises.census",
        what: "普查走访登记结果：锁门、拒查等（closes a census visit with its outcome）",
        args: r#"{"premises": "019b8bab-0680-7000-8000-000000000001", "outcome": "locked", "note": ""}"#,
        answer: r#"{"envelope": "…"}"#,
        run: Run::Here(census),
    },
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    #[serde(default)]
    grid: Option<GridId>,
    #[serde(default)]
    after: Option<RecordId>,
    limit: usize,
}

fn list(bridge: &Bridge, value: Value) -> Given {
    let List { grid, after, limit } = args(value)?;
    let rows = bridge.core.list_premises(grid, after, limit.min(MOST))?;
    Ok(rows.iter().map(view::premises_row).collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Search {
    query: String,
    limit: usize,
}

fn search(bridge: &Bridge, value: Value) -> Given {
    let Search { query, limit } = args(value)?;
    let rows = bridge.core.search_premises(&query, limit.min(MOST))?;
    Ok(rows.iter().map(view::premises_row).collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct One {
    premises: RecordId,
}

fn get(bridge: &Bridge, value: Value) -> Given {
    let One { premises } = args(value)?;
    let core = &bridge.core;
    let PremisesView {
        row,
        content,
        state,
        score,
        grade,
        reasons,
        grade_changes,
        key_controls,
        next_due,
        advice,
        stop_uses,
        hazards,
        more_hazards,
        inspections,
        more_inspections,
    } = core.get_premises(premises)?;
    let recent = core.recent_visit(premises)?;
    let left_in_peace = core.left_in_peace(premises)?;
    let points = |reasons: &[RiskReason]| -> Vec<Value> {
        let reasons = reasons.iter();
        reasons
            .map(|reason| {
                json!({
                    "text": view::words("risk", &reason.code),
                    "points": reason.points, "count": reason.count,
                })
            })
            .collect()
    };
    let grade_changes: Vec<Value> = grade_changes
        .iter()
        .map(|it| {
            json!({
                "on": it.on,
                "grade": it.grade,
                "grade_text": view::words("grade", &it.grade),
                "reason_text": view::words("grade_reason", it.reason.as_str()),
                "score": it.score,
                "reasons": points(&it.because),
                "by_hand": it.by_hand.as_ref().map(|set| json!({
                    "on": set.on,
                    "user_name": set.by.map(|user| view::name_of(core, user)),
                    "reason": set.reason,
                })),
            })
        })
        .collect();
    let key_controls: Vec<Value> = key_controls
        .iter()
        .map(|it| json!({ "code": it.code, "tasks": it.tasks, "rule": it.rule }))
        .collect();
    Ok(json!({
        "row": view::premises_row(&row),
        "content": content,
        "state": view::state(core, &state),
        "score": score,
        "grade": grade.grade,
        "grade_text": view::words("grade", &grade.grade),
        "grade_since": grade.since,
        "grade_reason_text": view::words("grade_reason", grade.reason.as_str()),
        "reasons": points(&reasons),
        "grade_changes": grade_changes,
        "key_controls": key_controls,
        "next_due": next_due.as_ref().map(view::next_due),
        "advice": advice.iter().map(view::finding).collect::<Value>(),
        "stop_uses": stop_uses.iter().map(|row| view::case_row(core, row)).collect::<Value>(),
        "hazards": hazards.iter().map(|row| view::hazard_row(core, row)).collect::<Value>(),
        "more_hazards": more_hazards,
        "inspections": inspections
            .iter()
            .map(|row| view::inspection_row(core, row))
            .collect::<Value>(),
        "more_inspections": more_inspections,
        "left_in_peace": left_in_peace,
        "recent_visit": recent.map(|visit| json!({
            "inspection": visit.inspection, "agencies": visit.agencies, "on": visit.on,
        })),
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Near {
    grid: GridId,
    fields: BTreeMap<String, Scalar>,
    #[serde(default)]
    except: Option<RecordId>,
}

fn near(bridge: &Bridge, value: Value) -> Given {
    let Near {
        grid,
        fields,
        except,
    } = args(value)?;
    let found = bridge.core.near_duplicates(grid, &fields, except)?;
    Ok(found
        .iter()
        .map(|it| view::near_duplicate(&bridge.core, it))
        .collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Create {
    grid: GridId,
    fields: BTreeMap<String, Scalar>,
}

fn create(bridge: &Bridge, value: Value) -> Given {
    let Create { grid, fields } = args(value)?;
    let premises = bridge.core.create_premises(grid, &fields)?;
    Ok(json!({ "premises": premises }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    premises: RecordId,
    fields: BTreeMap<String, Scalar>,
}

fn edit(bridge: &Bridge, value: Value) -> Given {
    let Edit { premises, fields } = args(value)?;
    let envelope = bridge.core.edit_premises(premises, &fields)?;
    Ok(json!({ "envelope": envelope }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Census {
    premises: RecordId,
    outcome: String,
    #[serde(default)]
    note: String,
}

fn census(bridge: &Bridge, value: Value) -> Given {
    let Census {
        premises,
        outcome,
        note,
    } = args(value)?;
    let envelope = bridge.core.census_visit(premises, &outcome, &note)?;
    Ok(json!({ "envelope": envelope }))
}
