use std::borrow::Cow;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wangge_domain::RecordId;
use wangge_domain::control::{ControlError, ControlEvent, ControlState};
use wangge_domain::record::RecordKind;
use wangge_domain::register::{RegisterError, RegisterRow, register_kind};
use wangge_domain::sheet::{check_sheet_row, entry_of};
use wangge_sync_engine::RelayError;
use wangge_sync_engine::relay::control;

use super::scope::Charge;
use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::Reach;

/// The sheet of links by which owners check their premises.
const SELF_CHECK_LINK: &str = "self_check_link";

/// A row to set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRow {
    /// Which entry.
    key: String,
    /// First day, `YYYY-MM-DD`; today if absent.
    #[schema(value_type = Option<String>)]
    from: Option<NaiveDate>,
    /// Last day, inclusive.
    #[schema(value_type = Option<String>)]
    until: Option<NaiveDate>,
    /// The entry, in the form of its register.
    #[schema(value_type = Object)]
    entry: serde_json::Value,
    /// Why, or by which document.
    #[serde(default)]
    reason: String,
}

/// Where a row went.
#[derive(Serialize, ToSchema)]
pub(crate) struct SetResult {
    /// Its place in the control stream: phones have it with their next sync.
    seq: u64,
}

/// Sets a row of a register（登记）. Earlier rows stay; the new one takes over from its first day. Whoever
/// sets it is in charge of what it is about, and of what the row that it takes over from is about; a
/// row about no grid, no record and nobody is for who has charge of the whole county.
#[utoipa::path(
    post, path = "/api/v1/registers/{register}", tag = "registers",
    params(
        ("register" = String, Path, description = "name of the register"),
        ("Wangge-CSRF" = String, Header, description = "must be 1"),
    ),
    request_body = NewRow,
    responses(
        (status = 200, body = SetResult),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
        (status = 422, body = crate::http::ErrorBody, description = "refused, with the rule"),
    )
)]
pub(crate) async fn set_register(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(register): Path<String>,
    body: Result<Json<NewRow>, JsonRejection>,
) -> Result<Json<SetResult>, ApiError> {
    let Json(new) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let result = app
        .blocking(move |app| {
            let row = RegisterRow {
                register,
                key: new.key,
                from: new.from.unwrap_or_else(|| app.tenant.now().china_date()),
                until: new.until,
                entry: new.entry.to_string(),
                set_by: Some(caller.user),
                reason: new.reason,
            };
            set_row(app, &caller, row)
        })
        .await?;
    Ok(Json(result))
}

/// Checks who sets it, and sets it.
pub(crate) fn set_row(
    app: &App,
    caller: &SupervisorCaller,
    row: RegisterRow,
) -> Result<SetResult, ApiError> {
    let (control, policy) = (&caller.control, &caller.policy);
    let sheet = policy.sheets.get(&row.register);
    let (reach, checked, rule) = match (register_kind(&row.register), sheet) {
        (Some(kind), _) => {
            let reach = caller.require(app, kind.operation)?;
            let today = app.tenant.now().china_date();
            let checked = kind.check_write(&row, control, policy);
            let checked = checked.and_then(|area| kind.check_day(&row, today).map(|()| area));
            (reach, checked, Cow::Borrowed(kind.rule))
        }
        (None, Some(sheet)) => {
            let reach = caller.require(app, &sheet.operation)?;
            let checked = check_sheet_row(sheet, &row, control, policy);
            (reach, checked, Cow::Owned(sheet.rule.clone()))
        }
        (None, None) => return Err(ApiError::not_found()),
    };
    checked.map_err(|error| refused(&error))?;
    if row.register == SELF_CHECK_LINK {
        check_link(app, control, &reach, &row)?;
    }
    // As it stands now: a file of rows may have set this key a moment ago.
    let standing = app.tenant.control()?;
    Charge {
        app,
        caller,
        reach: &reach,
        control: &standing,
    }
    .check(&row)?;
    let of_key = |control: &ControlState| {
        let lines = control.registers.history_of(&row.register, &row.key);
        lines.len()
    };
    let seen = of_key(&standing);
    let event = ControlEvent::RegisterSet(row.clone());
    // Judged again where nobody else writes: two desks may set the same key at once.
    append_if(app, &event, &|control| {
        if let Some(sheet) = sheet {
            check_sheet_row(sheet, &row, control, policy)?;
        }
        if of_key(control) == seen {
            let kind = register_kind(&row.register);
            return kind.map_or(Ok(()), |it| {
                let checked = it.check_write(&row, control, policy);
                checked.and_then(|_area| it.check_beside(&row, control))
            });
        }
        Err(RegisterError::Refused {
            rule: rule.clone(),
            code: "record_stands",
            zh: "该条目刚由他人登记，请刷新后再办".to_owned(),
        })
    })
}

/// A link at a door is for a premises on file that whoever makes it has charge of（自查二维码）, S0-30.
fn check_link(
    app: &App,
    control: &ControlState,
    reach: &Reach,
    row: &RegisterRow,
) -> Result<(), ApiError> {
    let entry = entry_of(row);
    let named = entry.get("premises").and_then(serde_json::Value::as_str);
    let premises: Option<RecordId> = named.and_then(|id| id.parse().ok());
    let tenant = &app.tenant;
    let listed = match premises {
        Some(premises) => tenant.database.listed(tenant.id(), premises)?,
        None => None,
    };
    let held = listed.filter(|it| {
        let on_file = it.kind == RecordKind::Premises && it.status == "active";
        on_file && reach.is_home_of(it, control)
    });
    if held.is_some() {
        return Ok(());
    }
    Err(ApiError::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "premises_unknown",
        "辖区内没有这一在册场所（S0-30）",
        "no such premises is on file in your area",
    ))
}

/// Appends one control event for a browser.
pub(crate) fn append(app: &App, event: &ControlEvent) -> Result<SetResult, ApiError> {
    append_if(app, event, &|_| Ok(()))
}

/// The same, if a rule still holds in the turn in which it is appended.
fn append_if(
    app: &App,
    event: &ControlEvent,
    holds: &dyn Fn(&ControlState) -> Result<(), RegisterError>,
) -> Result<SetResult, ApiError> {
    let appended = app.tenant.turn(|context| {
        holds(context.control)
            .map_err(|error| RelayError::Control(ControlError::Register(error)))?;
        let commit = control(context, event)?;
        let seq = commit.rows.last().map_or(0, |row| row.row.seq);
        Ok((seq, commit))
    });
    match appended {
        Ok(seq) => Ok(SetResult { seq }),
        Err(RelayError::Control(ControlError::Register(error))) => Err(refused(&error)),
        Err(error) => Err(error.into()),
    }
}

/// A refusal that names its rule.
pub(crate) fn refused(error: &RegisterError) -> ApiError {
    let zh = format!("{}（{}）", error.zh(), error.rule());
    ApiError::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        error.code(),
        &zh,
        &error.to_string(),
    )
}
