use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::control::{ControlState, Grid};

use super::apply::apply;
use super::change::{GridChange, OrganizationChange};
use super::problem::ChangeProblem;
use super::read_grid_file::{GridLine, read_grid_file};
use crate::http::{ApiError, App, SupervisorCaller};

/// Rows of one file.
const MOST: usize = 20_000;

/// How a file of grids is taken.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportParams {
    /// Only say what would become of it; `true` if absent.
    dry_run: Option<bool>,
}

/// What becomes of a file of grids.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GridImport {
    /// It is entered, all of it. With a problem, nothing is.
    applied: bool,
    /// Rows that draw a new grid.
    added: usize,
    /// Rows that change one.
    changed: usize,
    /// Rows that stand so already.
    same: usize,
    /// Rows that cannot be entered.
    bad: Vec<BadGridRow>,
}

/// A row that cannot be entered.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct BadGridRow {
    /// Line in the file.
    line: usize,
    /// Code as written.
    code: String,
    /// Name as written.
    name: String,
    /// Field that is wrong.
    field: String,
    /// In Chinese.
    message: String,
    /// In English.
    message_en: String,
}

/// Enters the tree of grids from an XLSX or CSV file（网格导入）: rehearsed first, every bad row named with its
/// line; entered as a whole or not at all. A code that is known changes its grid.
#[utoipa::path(
    post, path = "/api/v1/grids/import", tag = "grids",
    params(ImportParams, ("Wangge-CSRF" = String, Header, description = "must be 1")),
    request_body(content = String, content_type = "text/csv"),
    responses(
        (status = 200, body = GridImport),
        (status = 400, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 422, body = crate::http::ErrorBody, description = "the headings are not those of the table"),
    )
)]
pub(crate) async fn import_grids(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    params: Result<Query<ImportParams>, QueryRejection>,
    body: Bytes,
) -> Result<Json<GridImport>, ApiError> {
    let Query(params) =
        params.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    caller.require(&app, "grid_manage")?;
    let report = app
        .blocking(move |app| import(app, &caller, &body, params.dry_run.unwrap_or(true)))
        .await?;
    Ok(Json(report))
}

fn import(
    app: &App,
    caller: &SupervisorCaller,
    body: &[u8],
    dry_run: bool,
) -> Result<GridImport, ApiError> {
    let mut lines = read_grid_file(body)?;
    if lines.len() > MOST {
        return Err(ApiError::too_large());
    }
    // Those above first, whatever the order of the file; equal levels stay as they were written.
    lines.sort_by_key(|line| line.level);
    let people = names(app, &caller.control)?;
    let mut report = GridImport {
        applied: false,
        added: 0,
        changed: 0,
        same: 0,
        bad: Vec::new(),
    };
    let (mut changes, mut sources, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for line in &lines {
        let change = if seen.insert(line.code.clone()) || line.code.is_empty() {
            change_of(line, &caller.control, &people)
        } else {
            let zh = "代码在表中重复";
            Err(ChangeProblem::new("code", "taken", zh, "listed twice"))
        };
        match change {
            Err(problem) => report.bad.push(bad(line, &problem)),
            Ok(Planned::Same) => report.same += 1,
            Ok(Planned::Change(change)) => {
                if change.grid.is_some() {
                    report.changed += 1;
                } else {
                    report.added += 1;
                }
                changes.push(OrganizationChange::Grid(change));
                sources.push(line);
            }
        }
    }
    if !changes.is_empty() {
        let only_look = dry_run || !report.bad.is_empty();
        let result = apply(app, caller, &changes, only_look)?;
        report.applied = result.applied;
        for problem in &result.problems {
            if let Some(line) = sources.get(problem.index) {
                report.bad.push(bad(line, problem));
            }
        }
    }
    report.bad.sort_by_key(|row| row.line);
    Ok(report)
}

enum Planned {
    Same,
    Change(GridChange),
}

/// Id by account or by a name that only one has; `None`: several have it.
fn names(
    app: &App,
    control: &ControlState,
) -> Result<BTreeMap<String, Option<wangge_domain::UserId>>, ApiError> {
    let mut known = BTreeMap::new();
    for person in control.people.values() {
        known
            .entry(person.name.clone())
            .and_modify(|it| *it = None)
            .or_insert(Some(person.user));
    }
    for account in app.tenant.database.accounts(app.tenant.id())? {
        known.insert(account.name, Some(account.user));
    }
    Ok(known)
}

fn change_of(
    line: &GridLine,
    control: &ControlState,
    people: &BTreeMap<String, Option<wangge_domain::UserId>>,
) -> Result<Planned, ChangeProblem> {
    if line.code.is_empty() {
        return Err(ChangeProblem::required("code"));
    }
    let Some(level) = line.level else {
        let zh = "级别应为 大、中、小";
        let en = "the level is large, medium or small";
        return Err(ChangeProblem::unknown("level", zh, en));
    };
    let head = match people.get(&line.head) {
        _ if line.head.is_empty() => None,
        Some(Some(user)) => Some(*user),
        Some(None) => {
            let zh = "有多人同名，请填账号";
            return Err(ChangeProblem::unknown("head", zh, "several have this name"));
        }
        None => {
            return Err(ChangeProblem::unknown(
                "head",
                "没有这个人",
                "no such person",
            ));
        }
    };
    let from = match &line.from {
        Some(Ok(day)) => Some(*day),
        Some(Err(written)) => {
            let zh = format!("日期“{written}”看不懂，请写成 2026-09-01");
            return Err(ChangeProblem::new("from", "format", &zh, "not a date"));
        }
        None => None,
    };
    let held = control.grids.values().find(|grid| grid.code == line.code);
    let parent_code = |grid: &Grid| {
        let above = grid.parent.and_then(|above| control.grids.get(&above));
        above.map(|above| above.code.clone()).unwrap_or_default()
    };
    let is_same = held.is_some_and(|grid| {
        grid.name == line.name
            && grid.level == level
            && (line.parent.is_empty() || parent_code(grid) == line.parent)
            && (head.is_none() || grid.head == head)
            && from.is_none_or(|from| grid.valid_from == from)
    });
    if is_same {
        return Ok(Planned::Same);
    }
    Ok(Planned::Change(GridChange {
        grid: held.map(|grid| grid.grid.to_string()),
        level: Some(level),
        parent: Some(line.parent.clone()).filter(|code| !code.is_empty()),
        code: Some(line.code.clone()),
        name: Some(line.name.clone()),
        head: head.map(|user| user.to_string()),
        valid_from: from,
        boundary: None,
    }))
}

fn bad(line: &GridLine, problem: &ChangeProblem) -> BadGridRow {
    BadGridRow {
        line: line.line,
        code: line.code.clone(),
        name: line.name.clone(),
        field: problem.field.clone(),
        message: problem.message.clone(),
        message_en: problem.message_en.clone(),
    }
}
