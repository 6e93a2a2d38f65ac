use serde_json::{Value, json};
use wangge_domain::lifecycle::{CaseLine, FieldForm, StepForm};
use wangge_domain::resources::{Language, status_label};
use wangge_mobile_core::{CaseLogLine, CaseRegister, CaseRow, CaseView, Core};

use super::record::name_of;
use super::{record, words};

/// A register, with what may be begun in it and where.
pub(crate) fn register(core: &Core, register: &CaseRegister) -> Value {
    let control = core.control().ok();
    let grids: Vec<Value> = register
        .grids
        .iter()
        .map(|grid| {
            let known = control.as_ref().and_then(|it| it.grids.get(grid));
            json!({ "grid": grid, "name": known.map(|it| it.name.as_str()) })
        })
        .collect();
    let states: Vec<Value> = register
        .states
        .iter()
        .map(|(status, zh)| json!({ "status": status, "text": zh }))
        .collect();
    json!({
        "kind": register.kind,
        "text": register.zh,
        "states": states,
        "grids": grids,
        "first": register.first.iter().map(form).collect::<Value>(),
    })
}

/// A case in one line, with the name of its premises.
pub(crate) fn case_row(core: &Core, row: &CaseRow) -> Value {
    let premises = row.premises.and_then(|id| core.premises_line(id).ok());
    json!({
        "record": row.record,
        "kind": row.kind,
        "kind_text": words("kind", row.kind.as_str()),
        "grid": row.grid,
        "premises": row.premises,
        "premises_name": premises.map(|it| it.name),
        "title": row.title,
        "status": row.status,
        "status_text": status_label(Language::Chinese, &row.kind, &row.status),
        "due_ms": row.due,
        "overdue": row.overdue,
        "number": row.number,
        "began_at_ms": (row.began_at.0 != 0).then_some(row.began_at),
        "pending": row.pending,
    })
}

/// A case as its screen shows it.
pub(crate) fn case(core: &Core, view: &CaseView) -> Value {
    let parent = view.parent.as_ref();
    json!({
        "record": record(core, &view.record),
        "kind_text": view.zh,
        "title": view.title,
        "parent": parent.map(|it| json!({ "record": it.record, "kind": it.kind, "name": it.name })),
        "written": view.written.iter().map(line).collect::<Value>(),
        "set": view.set.iter().map(line).collect::<Value>(),
        "log": view.log.iter().map(|it| log_line(core, it)).collect::<Value>(),
        "steps": view.steps.iter().map(form).collect::<Value>(),
    })
}

fn log_line(core: &Core, line_of_log: &CaseLogLine) -> Value {
    let taken = &line_of_log.taken;
    let with: Vec<String> = taken
        .with
        .iter()
        .map(|one| taken.as_named(*one, &name_of(core, *one)))
        .collect();
    json!({
        "step": taken.step,
        "text": line_of_log.zh,
        "at_ms": taken.time.best(),
        "user_name": name_of(core, taken.user),
        "with": with,
        "lines": line_of_log.lines.iter().map(line).collect::<Value>(),
        "photos": taken.photos,
        "due_ms": taken.due,
        "number": taken.number,
        "pending": taken.seq.is_none(),
    })
}

fn line(line: &CaseLine) -> Value {
    json!({
        "name": line.name,
        "text": line.zh,
        "value": line.value,
        "value_text": line.text,
        "record": line.record,
    })
}

/// What a step asks for.
pub(crate) fn form(form: &StepForm) -> Value {
    let signers: Vec<Value> = form
        .signatures
        .iter()
        .map(|role| json!({ "role": role, "text": words("signature_role", role) }))
        .collect();
    json!({
        "step": form.step,
        "text": form.zh,
        "fields": form.fields.iter().map(field).collect::<Value>(),
        "people": form.people.max(1),
        "photos": form.photos,
        "signers": signers,
        "longest": form.longest,
        "rule": form.rule,
    })
}

fn field(field: &FieldForm) -> Value {
    let choices: Vec<Value> = field
        .choices
        .iter()
        .map(|it| json!({ "code": it.code, "text": it.zh }))
        .collect();
    json!({
        "name": field.name,
        "text": field.zh,
        "optional": field.optional,
        "many": field.many,
        "entry": field.entry,
        "link": field.link.is_some(),
        "choices": choices,
        "given": field.given,
    })
}
