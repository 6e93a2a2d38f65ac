use serde_json::{Value, json};
use wangge_domain::lifecycle::{CaseLine, FieldEntry, FieldForm, StepForm};
use wangge_mobile_core::{CaseLogLine, CaseRow, CaseView, Core};

use super::record_json;
use crate::{find, words};

/// A case in one line.
pub(crate) fn case_line(row: &CaseRow) -> String {
    let overdue = if row.overdue { "【逾期】" } else { "" };
    format!(
        "{}  {}  {overdue}{}  {}  期限 {}  {}{}",
        row.record,
        words::word("kind", row.kind.as_str()),
        row.title,
        words::status(&row.kind, &row.status),
        words::moment_or_dash(row.due),
        row.number.as_deref().unwrap_or("无文号"),
        words::pending(row.pending)
    )
}

/// A case's row for programs.
pub(crate) fn case_row_json(row: &CaseRow) -> Value {
    json!({
        "record": row.record,
        "kind": row.kind,
        "grid": row.grid,
        "premises": row.premises,
        "title": row.title,
        "category": row.category,
        "department": row.department,
        "status": row.status,
        "due_ms": row.due,
        "overdue": row.overdue,
        "number": row.number,
        "began_at_ms": (row.began_at.0 != 0).then_some(row.began_at),
        "pending": row.pending,
    })
}

/// A case as its screen shows it.
pub(crate) fn case_text(core: &Core, view: &CaseView) -> String {
    let record = &view.record;
    let state = &record.state;
    let mut lines = vec![format!(
        "{}  {}  {}{}",
        view.zh,
        record.record,
        words::status(&record.kind, &state.status),
        words::pending(record.pending)
    )];
    if !view.title.is_empty() {
        lines.push(format!("  {}", view.title));
    }
    let number = state.notice_number.as_ref();
    if let Some(number) = number.or(state.provisional_number.as_ref()) {
        lines.push(format!("  文号：{number}"));
    }
    if let Some(due) = state.due {
        let mark = if state.overdue { "【逾期】" } else { "" };
        lines.push(format!("  期限：{}{mark}", words::moment(due)));
    }
    if let Some(parent) = &view.parent {
        lines.push(format!("  来源：{}  {}", parent.name, parent.record));
    }
    lines.extend(view.written.iter().map(|line| format!("  {}", said(line))));
    // Whether it holds matters to a step that is still to be taken upon it.
    let matters = view.steps.iter().any(|form| !form.signatures.is_empty());
    for signature in &record.signatures {
        let role = words::word("signature_role", &signature.role);
        let holds = match (matters, signature.holds) {
            (false, true) => "",
            (true, true) => "有效",
            (_, false) if signature.redacted => "【内容已涂销，所签内容不能再核对】",
            (true, false) => "内容已变更，无效",
            // It stands under what was signed, as the paper prints it, and not under what is above.
            (false, false) => "【签名后内容已变更，所签内容以文书为准】",
        };
        lines.push(format!("  签名 {}（{role}）{holds}", signature.signer));
    }
    lines.extend(view.log.iter().flat_map(|it| log_lines(core, it)));
    if view.steps.is_empty() {
        lines.push("现在可以办理：无".to_owned());
    } else {
        lines.push("现在可以办理：".to_owned());
        lines.extend(view.steps.iter().flat_map(form_lines));
    }
    lines.join("\n")
}

fn said(line: &CaseLine) -> String {
    format!("{}：{}", line.zh, line.text)
}

fn log_lines(core: &Core, entry: &CaseLogLine) -> Vec<String> {
    let taken = &entry.taken;
    let people: Vec<String> = std::iter::once(taken.user)
        .chain(taken.with.iter().copied())
        .map(|user| taken.as_named(user, &find::name_of(core, user)))
        .collect();
    let mut first = format!(
        "  {}  {}  {}{}",
        words::moment(taken.time.best()),
        entry.zh,
        people.join("、"),
        words::pending(taken.seq.is_none())
    );
    if !taken.photos.is_empty() {
        first += &format!("  照片 {} 张", taken.photos.len());
    }
    if let Some(number) = &taken.number {
        first += &format!("  {number}");
    }
    let said = entry
        .lines
        .iter()
        .map(|line| format!("      {}", said(line)));
    std::iter::once(first).chain(said).collect()
}

/// What a step asks for.
fn form_lines(form: &StepForm) -> Vec<String> {
    let mut first = format!("  {}", form.zh);
    if form.people > 1 {
        first += &format!("  须 {} 人同行", form.people);
    }
    if form.photos > 0 {
        first += &format!("  照片 {} 张以上", form.photos);
    }
    if !form.signatures.is_empty() {
        let roles: Vec<String> = form
            .signatures
            .iter()
            .map(|role| words::word("signature_role", role))
            .collect();
        first += &format!("  须签名（{}之一）", roles.join("、"));
    }
    if form.longest.is_some() {
        first += "  可自定期限";
    }
    let fields = form.fields.iter().map(field_line);
    std::iter::once(first).chain(fields).collect()
}

fn field_line(field: &FieldForm) -> String {
    let mut line = format!("      {}=", field.zh);
    if let Some(only) = &field.given {
        return format!("{line}{only}（自动填写）");
    }
    let by_id = field.link.is_some() || field.entry == FieldEntry::Subject;
    let choices: Vec<String> = field
        .choices
        .iter()
        .map(|it| {
            if by_id {
                format!("{} {}", it.code, it.zh)
            } else {
                it.zh.clone()
            }
        })
        .collect();
    line += &match (choices.is_empty(), field.entry) {
        (false, _) => choices.join(" / "),
        (true, FieldEntry::Day) => "年-月-日".to_owned(),
        (true, _) if by_id => "编号".to_owned(),
        (true, _) => "文字".to_owned(),
    };
    if field.many {
        line += "（可多项，用顿号隔开）";
    }
    if field.optional {
        line += "（可不填）";
    }
    line
}

/// A case for programs.
pub(crate) fn case_json(view: &CaseView) -> Value {
    let log: Vec<Value> = view
        .log
        .iter()
        .map(|it| {
            json!({
                "step": it.taken.step, "zh": it.zh, "user": it.taken.user, "with": it.taken.with,
                "at_ms": it.taken.time.best(), "seq": it.taken.seq, "lines": it.lines,
                "photos": it.taken.photos, "due_ms": it.taken.due, "number": it.taken.number,
            })
        })
        .collect();
    let parent = view.parent.as_ref();
    json!({
        "record": record_json(&view.record),
        "zh": view.zh,
        "title": view.title,
        "parent": parent.map(|it| json!({ "record": it.record, "kind": it.kind, "name": it.name })),
        "written": view.written,
        "set": view.set,
        "log": log,
        "steps": view.steps,
    })
}
