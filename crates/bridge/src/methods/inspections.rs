use serde::Deserialize;
use serde_json::{Value, json};
use wangge_domain::RecordId;
use wangge_domain::checklist::{Answer, AnswerResult, Item, applicable_items};
use wangge_domain::inspection::{Inspection, InspectionMode};
use wangge_domain::premises::Premises;
use wangge_domain::record::Scalar;
use wangge_mobile_core::{
    AnswerInput, Core, CoreError, HazardFilter, StartInspection, SubmitInspection,
};

use crate::args::{args, word};
use crate::bridge::Bridge;
use crate::failure::Failure;
use crate::method::{Given, Method, Run};
use crate::view;

/// Lines of one answer at most.
const MOST: usize = 500;

pub(crate) const METHODS: &[Method] = &[
    Method {
        name: "inspection.list",
        what: "检查列表，新的在前（inspections of a premises or of all, newest first）",
        args: r#"{"premises": null, "skip": 0, "limit": 50}"#,
        answer: r#"[{"record": "…", "premises": "…", "premises_name": "王家出租房", "grid": "…", "checklist": "RH", "status": "submitted", "status_text": "已提交", "inspector": "…", "started_at_ms": 1788220800000, "submitted_at_ms": 1788220900000, "rounds": 0, "pending": true}]"#,
        run: Run::Here(list),
    },
    Method {
        name: "inspection.start",
        what: "开始检查，离线核对合格证（begins an inspection; `mode` as the labels `mode.*`）",
        args: r#"{"premises": "019b8bab-0680-7000-8000-000000000001", "mode": "regular", "position": {"latitude_microdegrees": 29356000, "longitude_microdegrees": 105927000, "accuracy_m": 12}, "inspectors": ""}"#,
        answer: r#"{"inspection": "…"}"#,
        run: Run::Here(start),
    },
    Method {
        name: "inspection.get",
        what: "检查页面要用的一切：适用的检查项、答案、照片、签名、隐患（the record, the items that apply with their answers, the hazards found）",
        args: r#"{"inspection": "019b8bab-0680-7000-8000-000000000001"}"#,
        answer: r#"{"record": {}, "checklist": {"code": "RH", "version": "2026.1", "name": "居住出租房"}, "items": [{"id": "RH-01", "group": "…", "question": "…", "answer_type": "pass_fail_na", "pass_label": "…", "fail_label": "…", "photo": "on_fail", "severity": "general", "life_threat": false, "unit": null, "constraint": null, "photos": 1, "answer": {"result": "pass", "value": null, "note": "", "part": "", "conflict": false}}], "outcome": "", "inspectors": "邓子涵", "hazards": []}"#,
        run: Run::Here(get),
    },
    Method {
        name: "inspection.answer",
        what: "答一项，落盘后才返回；不给的部分不变（saves one answer; what is left out stays）",
        args: r#"{"inspection": "019b8bab-0680-7000-8000-000000000001", "item": "RH-04", "result": "fail", "value": null, "note": "楼梯间停放电动自行车", "part": "一楼"}"#,
        answer: "null",
        run: Run::Here(answer),
    },
    Method {
        name: "inspection.submit",
        what: "提交检查；不合格项可一并登记隐患（freezes the version; with `raise_hazards` the failed items become hazards）",
        args: r#"{"inspection": "019b8bab-0680-7000-8000-000000000001", "outcome": null, "note": "", "correction": null, "raise_hazards": true}"#,
        answer: r#"{"envelope": "…", "hazards": ["…"], "drafts": [{"hazard": "…", "findings": []}]}"#,
        run: Run::Here(submit),
    },
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    #[serde(default)]
    premises: Option<RecordId>,
    #[serde(default)]
    skip: usize,
    limit: usize,
}

fn list(bridge: &Bridge, value: Value) -> Given {
    let List {
        premises,
        skip,
        limit,
    } = args(value)?;
    let core = &bridge.core;
    let rows = core.list_inspections(premises, skip.saturating_add(limit.min(MOST)))?;
    Ok(rows
        .iter()
        .skip(skip)
        .map(|row| view::inspection_row(core, row))
        .collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Start {
    premises: RecordId,
    mode: String,
    #[serde(default)]
    position: Option<Position>,
    #[serde(default)]
    inspectors: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Position {
    latitude_microdegrees: i64,
    longitude_microdegrees: i64,
    accuracy_m: i64,
}

fn start(bridge: &Bridge, value: Value) -> Given {
    let wanted: Start = args(value)?;
    let input = StartInspection {
        mode: word("mode", &wanted.mode, InspectionMode::parse)?,
        checklist: None,
        position: wanted.position.map(|at| {
            (
                at.latitude_microdegrees,
                at.longitude_microdegrees,
                at.accuracy_m,
            )
        }),
        inspectors: wanted.inspectors,
    };
    let inspection = bridge.core.start_inspection(wanted.premises, &input)?;
    Ok(json!({ "inspection": inspection }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct One {
    inspection: RecordId,
}

fn get(bridge: &Bridge, value: Value) -> Given {
    let One { inspection } = args(value)?;
    let core = &bridge.core;
    let record = core.get_record(inspection)?;
    let typed = Inspection::from_content(&record.content);
    let filter = HazardFilter {
        inspection: Some(inspection),
        ..HazardFilter::default()
    };
    let hazards = core.list_hazards(&filter, MOST)?;
    let (checklist, items) = form(core, &typed)?;
    Ok(json!({
        "record": view::record(core, &record),
        "checklist": checklist,
        "items": items,
        "outcome": typed.census_outcome,
        "inspectors": typed.inspectors,
        "hazards": hazards.iter().map(|row| view::hazard_row(core, row)).collect::<Value>(),
    }))
}

/// The pinned list and the items that apply by the file of the premises; the core judges the
/// whole again when it is submitted.
fn form(core: &Core, typed: &Inspection) -> Result<(Value, Vec<Value>), Failure> {
    let pack = core.policy()?;
    let pinned = pack
        .checklists
        .pinned(&typed.checklist, &typed.checklist_version);
    let Some(list) = pinned else {
        return Ok((Value::Null, Vec::new()));
    };
    let premises = typed.premises.ok_or(CoreError::UnknownRecord)?;
    let file = Premises::from_content(&core.get_record(premises)?.content);
    let begun = typed.started_at.map(|at| at.china_date());
    let facts = file.facts(&pack.categories, begun.unwrap_or_default());
    let photos = typed.photo_counts();
    let items = applicable_items(list, &facts)
        .into_iter()
        .map(|item| {
            let answer = typed.answers.get(&item.id);
            item_json(item, answer, photos.get(&item.id).copied().unwrap_or(0))
        })
        .collect();
    let named = json!({ "code": list.code, "version": list.version, "name": list.name_zh });
    Ok((named, items))
}

fn item_json(item: &Item, answer: Option<&Answer>, photos: usize) -> Value {
    json!({
        "id": item.id,
        "group": item.group,
        "question": item.question,
        "answer_type": item.answer_type,
        "pass_label": item.pass_label,
        "fail_label": item.fail_label,
        "photo": item.photo,
        "severity": item.severity_on_fail,
        "life_threat": item.life_threat,
        "unit": item.unit,
        "constraint": item.constraint,
        "photos": photos,
        "answer": answer.map(|answer| json!({
            "result": answer.result,
            "value": answer.value,
            "note": answer.note,
            "part": answer.part,
            "conflict": answer.conflict,
        })),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OneAnswer {
    inspection: RecordId,
    item: String,
    #[serde(default)]
    result: Option<String>,
    #[serde(default)]
    value: Option<Scalar>,
    #[serde(default)]
    note: Option<String>,
    #[serde(default)]
    part: Option<String>,
}

fn answer(bridge: &Bridge, value: Value) -> Given {
    let given: OneAnswer = args(value)?;
    let result = given
        .result
        .map(|text| word("result", &text, AnswerResult::parse))
        .transpose()?;
    let input = AnswerInput {
        item: given.item,
        result,
        value: given.value,
        note: given.note,
        part: given.part,
    };
    bridge.core.answer(given.inspection, &input)?;
    Ok(Value::Null)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Submit {
    inspection: RecordId,
    #[serde(default)]
    outcome: Option<String>,
    #[serde(default)]
    note: String,
    #[serde(default)]
    correction: Option<String>,
    #[serde(default)]
    raise_hazards: bool,
}

fn submit(bridge: &Bridge, value: Value) -> Given {
    let given: Submit = args(value)?;
    let input = SubmitInspection {
        outcome: given.outcome.map(|outcome| (outcome, given.note)),
        correction: given.correction,
        raise_hazards: given.raise_hazards,
    };
    let submitted = bridge.core.submit_inspection(given.inspection, &input)?;
    let drafts: Vec<Value> = submitted
        .drafts
        .iter()
        .map(|(hazard, findings)| {
            let findings: Value = findings.iter().map(view::finding).collect();
            json!({ "hazard": hazard, "findings": findings })
        })
        .collect();
    Ok(json!({
        "envelope": submitted.envelope, "hazards": submitted.hazards, "drafts": drafts,
    }))
}
