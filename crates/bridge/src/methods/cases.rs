use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};
use wangge_domain::calendar::DeadlineSpec;
use wangge_domain::lifecycle::Status;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{GridId, RecordId, UserId};
use wangge_mobile_core::{CaseFilter, CasePage, CaseSubject, StepInput};

use crate::args::{Nothing, args};
use crate::bridge::Bridge;
use crate::failure::Failure;
use crate::method::{Given, Method, Run};
use crate::view;

/// Lines of one answer at most.
const MOST: usize = 500;

pub(crate) const METHODS: &[Method] = &[
    Method {
        name: "case.kinds",
        what: "登记册一览：`grids` 为空的，本人不能登记；`first` 是本人可办的第一步（the registers, with what one may begin in each: `grids` where, none: nowhere; `first` the first steps one may take, as `steps` of `case.read`）",
        args: "{}",
        answer: r#"[{"kind": "letter", "text": "承诺书、责任书", "states": [{"status": "signed", "text": "已签订"}], "grids": [{"grid": "…", "name": "场镇社区第1网格"}], "first": [{}]}]"#,
        run: Run::Here(kinds),
    },
    Method {
        name: "case.list",
        what: "案件列表，一页一页取：先到期的在前，再是草稿，再是没有期限的、新的在前；`kind` 为空则全部登记册（a page of cases of one register or of all: those due first, then drafts, then those without a deadline, newest first）",
        args: r#"{"kind": "letter", "status": null, "grid": null, "premises": null, "open_only": false, "skip": 0, "limit": 50}"#,
        answer: r#"[{"record": "…", "kind": "letter", "kind_text": "承诺书、责任书", "grid": "…", "premises": "…", "premises_name": "王家出租房", "title": "楼道停放电动自行车", "status": "signed", "status_text": "已签订", "due_ms": 1788480000000, "overdue": false, "number": "暂-A1-1", "began_at_ms": 1788220800000, "pending": true}]"#,
        run: Run::Here(list),
    },
    Method {
        name: "case.read",
        what: "一件案件的全部：内容、经过、关联记录、现在可办的步骤及其表单（a case with everything its screen shows: `record` as `record.get`; `written` what stands in it, `set` what its steps have set, `log` the steps taken; `steps` those one may take now. A field with `choices` takes one of their codes, with `many` several and commas between; without, `entry` is `text`, `day` `YYYY-MM-DD` or `subject` an id; `given` is the only value it may have; `link` names a record. `people` counts who takes the step, `photos` are attached before, `signers` sign before what is written in the case; `longest` is there where a deadline may be stated）",
        args: r#"{"case": "019b8bab-0680-7000-8000-000000000001"}"#,
        answer: r#"{"record": {}, "kind_text": "承诺书、责任书", "title": "楼道停放电动自行车", "parent": {"record": "…", "kind": "rectification", "name": "楼道充电"}, "written": [{"name": "promise", "text": "承诺事项", "value": "不再在楼道充电", "value_text": "不再在楼道充电", "record": null}], "set": [{}], "log": [{"step": "letter.warn", "text": "告诫承诺", "at_ms": 1788220800000, "user_name": "邓子涵", "with": [], "lines": [{}], "photos": [], "due_ms": 1788480000000, "number": "暂-A1-1", "pending": true}], "steps": [{"step": "letter.breach", "text": "违反承诺", "fields": [{"name": "reason", "text": "理由", "optional": false, "many": false, "entry": "text", "link": false, "choices": [], "given": null}, {"name": "hazard", "text": "发现的隐患", "optional": true, "many": false, "entry": "text", "link": true, "choices": [{"code": "…", "text": "楼道充电（发现登记）"}], "given": null}], "people": 1, "photos": 0, "signers": [{"role": "owner", "text": "业主"}], "longest": {"kind": "days", "days": 30, "calendar": "natural"}, "rule": "S2-30"}]}"#,
        run: Run::Here(read),
    },
    Method {
        name: "case.open",
        what: "登记案件，先是草稿：`premises`、`record`、`grid` 三者给一个（begins a case as a draft, about one of the three: photos and signatures are put to it, then its first step is taken）",
        args: r#"{"kind": "letter", "premises": "019b8bab-0680-7000-8000-000000000001", "record": null, "grid": null, "fields": {"promise": "不再在楼道充电"}}"#,
        answer: r#"{"case": "…"}"#,
        run: Run::Here(open),
    },
    Method {
        name: "case.edit",
        what: "修改案件内容；办过的步骤不变（changes what is written in a case; what was decided stands in its steps）",
        args: r#"{"case": "019b8bab-0680-7000-8000-000000000001", "fields": {"promise": "不再在楼道停放、充电"}}"#,
        answer: "null",
        run: Run::Here(edit),
    },
    Method {
        name: "case.step",
        what: "办理一步：字段、同行人、照片、自定期限（takes a step, judged here as on the relay; a refused one leaves everything as it was）",
        args: r#"{"case": "019b8bab-0680-7000-8000-000000000001", "step": "letter.kept", "fields": {"text": "已核查"}, "with": [], "photos": [], "due": null}"#,
        answer: r#"{"envelope": "…", "status": "ended", "status_text": "履行完毕", "due_ms": null, "number": "暂-A1-1"}"#,
        run: Run::Here(step),
    },
];

fn kinds(bridge: &Bridge, value: Value) -> Given {
    let Nothing {} = args(value)?;
    let registers = bridge.core.case_registers()?;
    Ok(registers
        .iter()
        .map(|it| view::register(&bridge.core, it))
        .collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    #[serde(default)]
    kind: Option<RecordKind>,
    #[serde(default)]
    status: Option<Status>,
    #[serde(default)]
    grid: Option<GridId>,
    #[serde(default)]
    premises: Option<RecordId>,
    #[serde(default)]
    open_only: bool,
    #[serde(default)]
    skip: usize,
    limit: usize,
}

fn list(bridge: &Bridge, value: Value) -> Given {
    let given: List = args(value)?;
    let page = CasePage {
        kind: given.kind,
        grid: given.grid,
        filter: CaseFilter {
            premises: given.premises,
            status: given.status,
            open_only: given.open_only,
            ..CaseFilter::default()
        },
        skip: given.skip,
        limit: given.limit.min(MOST),
    };
    let rows = bridge.core.page_cases(&page)?;
    Ok(rows
        .iter()
        .map(|row| view::case_row(&bridge.core, row))
        .collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct One {
    case: RecordId,
}

fn read(bridge: &Bridge, value: Value) -> Given {
    let One { case } = args(value)?;
    let found = bridge.core.get_case(case)?;
    Ok(view::case(&bridge.core, &found))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Open {
    kind: RecordKind,
    #[serde(default)]
    premises: Option<RecordId>,
    #[serde(default)]
    record: Option<RecordId>,
    #[serde(default)]
    grid: Option<GridId>,
    #[serde(default)]
    fields: BTreeMap<String, Scalar>,
}

fn open(bridge: &Bridge, value: Value) -> Given {
    let given: Open = args(value)?;
    let about = match (given.premises, given.record, given.grid) {
        (Some(premises), None, None) => CaseSubject::Premises(premises),
        (None, Some(record), None) => CaseSubject::Record(record),
        (None, None, Some(grid)) => CaseSubject::Grid(grid),
        _ => {
            let what = "one of premises, record, grid";
            return Err(Failure::BadRequest(what.to_owned()));
        }
    };
    let case = bridge.core.open_case(&given.kind, about, &given.fields)?;
    Ok(json!({ "case": case }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    case: RecordId,
    fields: BTreeMap<String, Scalar>,
}

fn edit(bridge: &Bridge, value: Value) -> Given {
    let Edit { case, fields } = args(value)?;
    bridge.core.edit_case(case, &fields)?;
    Ok(Value::Null)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    case: RecordId,
    step: String,
    #[serde(default)]
    fields: BTreeMap<String, String>,
    #[serde(default)]
    with: Vec<UserId>,
    #[serde(default)]
    photos: Vec<RecordId>,
    #[serde(default)]
    due: Option<DeadlineSpec>,
}

fn step(bridge: &Bridge, value: Value) -> Given {
    let given: Step = args(value)?;
    let input = StepInput {
        fields: given.fields,
        with: given.with,
        photos: given.photos,
        due: given.due,
    };
    let envelope = bridge.core.step(given.case, &given.step, &input)?;
    // The step is taken, whether or not this person may look at the case afterwards.
    let state = bridge.core.get_record(given.case).map(|it| it.state).ok();
    let shown = state.as_ref().map(|state| view::state(&bridge.core, state));
    let shown = |name: &str| shown.as_ref().map(|shown| shown[name].clone());
    Ok(json!({
        "envelope": envelope,
        "status": shown("status"),
        "status_text": shown("status_text"),
        "due_ms": shown("due_ms"),
        "number": shown("notice_number").filter(|it| !it.is_null()).or(shown("provisional_number")),
    }))
}
