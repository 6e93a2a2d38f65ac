use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};
use wangge_domain::hazard::{HazardSeverity, HazardSource};
use wangge_domain::record::Scalar;
use wangge_domain::{RecordId, UserId};
use wangge_mobile_core::{HazardFilter, HazardInput, RecheckInput};

use crate::args::{Nothing, args, word};
use crate::bridge::Bridge;
use crate::method::{Given, Method, Run};
use crate::view;

/// Lines of one answer at most.
const MOST: usize = 500;

pub(crate) const METHODS: &[Method] = &[
    Method {
        name: "hazard.list",
        what: "隐患列表，先到期的在前；`newest_first` 时新发现的在前（hazards, those due first, or those found last）",
        args: r#"{"premises": null, "inspection": null, "open_only": true, "newest_first": false, "skip": 0, "limit": 100}"#,
        answer: r#"[{"record": "…", "premises": "…", "premises_name": "王家出租房", "grid": "…", "inspection": "…", "item": "RH-04", "description": "…", "status": "served", "status_text": "限期整改", "due_ms": 1788480000000, "overdue": false, "recheck_overdue_since_ms": null, "life_threat": true, "suspected_major": false, "notice_number": "暂-A1-1", "found_at_ms": 1788220800000, "pending": true}]"#,
        run: Run::Here(list),
    },
    Method {
        name: "hazard.annulled",
        what: "上报后撤销逾期的告知：本人或所代表单位接收过的（cases this person or their body had received, whose overdue mark was annulled since, and why）",
        args: "{}",
        answer: r#"[{"hazard": {"record": "…", "premises": "…", "premises_name": "王家出租房", "grid": "…", "inspection": "…", "item": "RH-04", "description": "…", "status": "rechecking", "status_text": "复查", "due_ms": 1788480000000, "overdue": false, "recheck_overdue_since_ms": null, "life_threat": false, "suspected_major": false, "notice_number": "青消改字〔2026〕第0001号", "found_at_ms": 1788220800000, "pending": false}, "annulled_at_ms": 1789000000000, "due_ms": 1788480000000, "by": "邓子涵", "done_at_ms": 1788400000000, "received_at_ms": 1788990000000, "note": "已整改", "on_behalf": true}]"#,
        run: Run::Here(annulled),
    },
    Method {
        name: "hazard.draft",
        what: "新建隐患草稿；空着的由检查项和政策包补齐（begins a hazard; what is left out the item and the pack fill in）",
        args: r#"{"premises": "019b8bab-0680-7000-8000-000000000001", "inspection": null, "item": null, "description": "楼梯间堆放杂物", "part": "", "severity": null, "life_threat": null, "source": "grid_patrol"}"#,
        answer: r#"{"hazard": "…"}"#,
        run: Run::Here(draft),
    },
    Method {
        name: "hazard.edit",
        what: "修改隐患内容（changes fields; keys of `wangge_domain::hazard::keys`; what a notice quotes, how the hazard came up and what it counts as is refused once it is issued: `notice_already_issued`; when it is closed or void all but the remark; premises, visit, time and source from when it is registered: `registered_already`; the words of what another one found: `not_the_author`）",
        args: r#"{"hazard": "019b8bab-0680-7000-8000-000000000001", "fields": {"part": "二楼"}}"#,
        answer: "null",
        run: Run::Here(edit),
    },
    Method {
        name: "hazard.raise",
        what: "登记隐患（registers a drafted hazard with its photos）",
        args: r#"{"hazard": "019b8bab-0680-7000-8000-000000000001"}"#,
        answer: r#"{"envelope": "…", "advice": []}"#,
        run: Run::Here(raise),
    },
    Method {
        name: "hazard.fix_on_spot",
        what: "当场整改，整改前后各一张照片（put right before the inspectors left）",
        args: r#"{"hazard": "019b8bab-0680-7000-8000-000000000001", "before": "019b8bab-0680-7000-8000-000000000002", "after": "019b8bab-0680-7000-8000-000000000003"}"#,
        answer: r#"{"envelope": "…"}"#,
        run: Run::Here(fix_on_spot),
    },
    Method {
        name: "hazard.feedback",
        what: "整改反馈；在手机上都是替业主填写，须写明代填（what the owner did; `on_behalf` must be true: the owner's own comes by the page of the notice）",
        args: r#"{"hazard": "019b8bab-0680-7000-8000-000000000001", "note": "已清理", "photos": [], "on_behalf": true}"#,
        answer: r#"{"envelope": "…"}"#,
        run: Run::Here(feedback),
    },
    Method {
        name: "hazard.recheck",
        what: "复查：合格写明同行人，不合格写明还有什么问题（a recheck that passed or failed）",
        args: r#"{"hazard": "019b8bab-0680-7000-8000-000000000001", "passed": true, "with": [], "reason": "", "photos": []}"#,
        answer: r#"{"envelope": "…"}"#,
        run: Run::Here(recheck),
    },
    Method {
        name: "hazard.extend",
        what: "申请延期（asks for a longer deadline）",
        args: r#"{"hazard": "019b8bab-0680-7000-8000-000000000001", "days": 5, "reason": "等配件"}"#,
        answer: r#"{"envelope": "…"}"#,
        run: Run::Here(extend),
    },
    Method {
        name: "hazard.urge",
        what: "催办（urges, with a short new time limit）",
        args: r#"{"hazard": "019b8bab-0680-7000-8000-000000000001", "days": 2}"#,
        answer: r#"{"envelope": "…"}"#,
        run: Run::Here(urge),
    },
    Method {
        name: "hazard.escalate",
        what: "上报、移交（hands the case on to a department）",
        args: r#"{"hazard": "019b8bab-0680-7000-8000-000000000001", "to": "police", "reason": "逾期未改"}"#,
        answer: r#"{"envelope": "…"}"#,
        run: Run::Here(escalate),
    },
    Method {
        name: "hazard.unstaffed",
        what: "该单位在系统中是否没有人员可以接收；没有的，上报后服务器不予受理（whether nobody works at a department, as far as this phone knows: the relay refuses to hand a case on to it）",
        args: r#"{"hazard": "019b8bab-0680-7000-8000-000000000001", "to": "PSB"}"#,
        answer: r#"{"unstaffed": false}"#,
        run: Run::Here(unstaffed),
    },
    Method {
        name: "hazard.void",
        what: "作废（误报）（it was none）",
        args: r#"{"hazard": "019b8bab-0680-7000-8000-000000000001", "reason": "看错了"}"#,
        answer: r#"{"envelope": "…"}"#,
        run: Run::Here(void),
    },
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    #[serde(default)]
    premises: Option<RecordId>,
    #[serde(default)]
    inspection: Option<RecordId>,
    #[serde(default)]
    open_only: bool,
    #[serde(default)]
    newest_first: bool,
    #[serde(default)]
    skip: usize,
    limit: usize,
}

fn list(bridge: &Bridge, value: Value) -> Given {
    let wanted: List = args(value)?;
    let filter = HazardFilter {
        premises: wanted.premises,
        inspection: wanted.inspection,
        open_only: wanted.open_only,
        due_before: None,
        newest_first: wanted.newest_first,
    };
    let core = &bridge.core;
    let most = wanted.skip.saturating_add(wanted.limit.min(MOST));
    let rows = core.list_hazards(&filter, most)?;
    let page = rows.iter().skip(wanted.skip);
    Ok(page.map(|row| view::hazard_row(core, row)).collect())
}

fn annulled(bridge: &Bridge, value: Value) -> Given {
    let Nothing {} = args(value)?;
    let core = &bridge.core;
    let rows = core.annulled_escalations()?;
    Ok(rows.iter().map(|row| view::annulled(core, row)).collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    premises: RecordId,
    #[serde(default)]
    inspection: Option<RecordId>,
    #[serde(default)]
    item: Option<String>,
    description: String,
    #[serde(default)]
    part: String,
    #[serde(default)]
    severity: Option<String>,
    #[serde(default)]
    life_threat: Option<bool>,
    source: String,
}

fn draft(bridge: &Bridge, value: Value) -> Given {
    let given: Draft = args(value)?;
    let severity = given
        .severity
        .map(|text| word("severity", &text, HazardSeverity::parse))
        .transpose()?;
    let input = HazardInput {
        inspection: given.inspection,
        item: given.item,
        part: given.part,
        severity,
        life_threat: given.life_threat,
        source: word("source", &given.source, HazardSource::parse)?,
        ..HazardInput::new(given.premises, &given.description)
    };
    let hazard = bridge.core.draft_hazard(&input)?;
    Ok(json!({ "hazard": hazard }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    hazard: RecordId,
    fields: BTreeMap<String, Scalar>,
}

fn edit(bridge: &Bridge, value: Value) -> Given {
    let Edit { hazard, fields } = args(value)?;
    bridge.core.edit_hazard(hazard, &fields)?;
    Ok(Value::Null)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct One {
    hazard: RecordId,
}

fn raise(bridge: &Bridge, value: Value) -> Given {
    let One { hazard } = args(value)?;
    let raised = bridge.core.raise_hazard(hazard)?;
    let advice: Value = raised.advice.iter().map(view::finding).collect();
    Ok(json!({ "envelope": raised.envelope, "advice": advice }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FixOnSpot {
    hazard: RecordId,
    before: RecordId,
    after: RecordId,
}

fn fix_on_spot(bridge: &Bridge, value: Value) -> Given {
    let given: FixOnSpot = args(value)?;
    let envelope = bridge
        .core
        .fix_on_spot(given.hazard, given.before, given.after)?;
    Ok(json!({ "envelope": envelope }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Feedback {
    hazard: RecordId,
    note: String,
    #[serde(default)]
    photos: Vec<RecordId>,
    #[serde(default)]
    on_behalf: bool,
}

fn feedback(bridge: &Bridge, value: Value) -> Given {
    let given: Feedback = args(value)?;
    let envelope =
        bridge
            .core
            .feedback(given.hazard, &given.note, given.photos, given.on_behalf)?;
    Ok(json!({ "envelope": envelope }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recheck {
    hazard: RecordId,
    passed: bool,
    #[serde(default)]
    with: Vec<UserId>,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    photos: Vec<RecordId>,
}

fn recheck(bridge: &Bridge, value: Value) -> Given {
    let given: Recheck = args(value)?;
    let input = if given.passed {
        RecheckInput::Passed {
            with: given.with,
            photos: given.photos,
        }
    } else {
        RecheckInput::Failed {
            reason: given.reason,
            photos: given.photos,
            with: given.with,
        }
    };
    let envelope = bridge.core.recheck(given.hazard, input)?;
    Ok(json!({ "envelope": envelope }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Extend {
    hazard: RecordId,
    days: u32,
    reason: String,
}

fn extend(bridge: &Bridge, value: Value) -> Given {
    let given: Extend = args(value)?;
    let envelope = bridge
        .core
        .request_extension(given.hazard, given.days, &given.reason)?;
    Ok(json!({ "envelope": envelope }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Urge {
    hazard: RecordId,
    days: u32,
}

fn urge(bridge: &Bridge, value: Value) -> Given {
    let Urge { hazard, days } = args(value)?;
    let envelope = bridge.core.urge(hazard, days)?;
    Ok(json!({ "envelope": envelope }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Escalate {
    hazard: RecordId,
    to: String,
    reason: String,
}

fn escalate(bridge: &Bridge, value: Value) -> Given {
    let Escalate { hazard, to, reason } = args(value)?;
    let envelope = bridge.core.escalate(hazard, &to, &reason)?;
    Ok(json!({ "envelope": envelope }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Department {
    hazard: RecordId,
    to: String,
}

fn unstaffed(bridge: &Bridge, value: Value) -> Given {
    let Department { hazard, to } = args(value)?;
    let unstaffed = bridge.core.is_unstaffed(hazard, &to)?;
    Ok(json!({ "unstaffed": unstaffed }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Void {
    hazard: RecordId,
    reason: String,
}

fn void(bridge: &Bridge, value: Value) -> Given {
    let Void { hazard, reason } = args(value)?;
    let envelope = bridge.core.void(hazard, &reason)?;
    Ok(json!({ "envelope": envelope }))
}
