use std::collections::BTreeMap;

use axum::http::StatusCode;
use chrono::NaiveDate;
use wangge_domain::control::GridLevel;
use wangge_domain::lifecycle::quarter_of;
use wangge_domain::record::RecordKind;
use wangge_domain::{GridId, RecordId, StreamId};

use super::lines::{all_of, state_of};
use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::Reach;

/// A joint meeting（联席会议）of S4-13 is about hazards of its own township, is convened once in a quarter
/// for one grid, however the quarter is written, and is held on its day or after it. Asked before
/// the act is written; what stands in the log is not judged anew.
///
/// # Errors
/// 422 `agenda_elsewhere`, `quarter_convened`, `day_to_come`.
pub(crate) fn check_meeting(
    app: &App,
    caller: &SupervisorCaller,
    (stream, record): (StreamId, Option<RecordId>),
    step: &str,
    fields: &BTreeMap<String, String>,
) -> Result<(), ApiError> {
    match (step, record) {
        ("meeting.convene", _) => {
            check_agenda(app, caller, stream, fields)?;
            check_quarter(app, caller, (stream, record), fields)
        }
        ("meeting.hold", Some(record)) => check_day(app, caller, record),
        _ => Ok(()),
    }
}

/// What is no record is refused by the table.
fn check_agenda(
    app: &App,
    caller: &SupervisorCaller,
    stream: StreamId,
    fields: &BTreeMap<String, String>,
) -> Result<(), ApiError> {
    let own = township(caller, stream.grid());
    let agenda = fields.get("agenda").map_or("", String::as_str);
    for item in agenda.split([',', '，', '、']) {
        let Ok(item) = item.trim().parse::<RecordId>() else {
            continue;
        };
        let Some(listed) = app.tenant.database.listed(app.tenant.id(), item)? else {
            continue;
        };
        let path = caller.control.path(listed.home(&caller.control));
        if !path.contains(&own) {
            return Err(refused(
                "agenda_elsewhere",
                "议题隐患不在召集会议的乡镇之内（S4-13）",
                "an item of the agenda lies outside the township of the meeting",
            ));
        }
    }
    Ok(())
}

fn check_quarter(
    app: &App,
    caller: &SupervisorCaller,
    (stream, record): (StreamId, Option<RecordId>),
    fields: &BTreeMap<String, String>,
) -> Result<(), ApiError> {
    let asked = fields.get("quarter").map_or("", |it| it.trim());
    let Some(asked) = quarter_of(asked) else {
        return Ok(());
    };
    let there = Reach {
        streams: [stream].into(),
        ..Reach::default()
    };
    let store = app.tenant.database.turn(app.tenant.id())?;
    for listed in all_of(app, &RecordKind::Meeting, &there)? {
        if record == Some(listed.record) {
            continue;
        }
        let state = state_of(store.as_ref(), &caller.control, &listed)?;
        if quarter_of(state.case.field("quarter").trim()) == Some(asked) {
            return Err(refused(
                "quarter_convened",
                "本网格本季度的联席会议已经召集（S4-13）",
                "the joint meeting of this grid and quarter is convened already",
            ));
        }
    }
    Ok(())
}

fn check_day(app: &App, caller: &SupervisorCaller, record: RecordId) -> Result<(), ApiError> {
    let Some(listed) = app.tenant.database.listed(app.tenant.id(), record)? else {
        return Ok(());
    };
    let store = app.tenant.database.turn(app.tenant.id())?;
    let state = state_of(store.as_ref(), &caller.control, &listed)?;
    let day = state.case.field("date").parse::<NaiveDate>();
    let today = app.tenant.now().china_date();
    if day.is_ok_and(|day| day > today) {
        return Err(refused(
            "day_to_come",
            "会议日期未到，不能登记会议记录（S4-13）",
            "the day of the meeting has not come yet",
        ));
    }
    Ok(())
}

/// The township that a grid lies in; above townships, the grid itself.
fn township(caller: &SupervisorCaller, grid: GridId) -> GridId {
    let mut path = caller.control.path(grid).into_iter();
    let large = path.find(|one| {
        let found = caller.control.grids.get(one);
        found.is_some_and(|found| found.level == GridLevel::Large)
    });
    large.unwrap_or(grid)
}

fn refused(code: &str, zh: &str, en: &str) -> ApiError {
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, code, zh, en)
}
