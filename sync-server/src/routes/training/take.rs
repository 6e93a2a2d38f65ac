use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{Days, NaiveDate};
use serde::Deserialize;
use wangge_domain::control::{ControlError, ControlEvent};
use wangge_domain::people::Credential;
use wangge_domain::register::{Lesson, RegisterRow, TrainingRecord};
use wangge_sync_engine::RelayError;
use wangge_sync_engine::relay::control_many;

use super::super::registers::refused;
use crate::http::{ApiError, App, DeviceCaller, cbor_reply};

const BODY_LIMIT: usize = 16 * 1024;

/// A quiz as a phone sends it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TakenQuiz {
    on: NaiveDate,
    record: TrainingRecord,
}

/// A quiz that was taken on a phone（上传测验）of S0-38: marked here again; one that was passed yields the
/// lesson's certificate. Sent twice, it counts once.
pub(crate) async fn take(
    State(app): State<Arc<App>>,
    caller: DeviceCaller,
    body: Body,
) -> Result<Response, ApiError> {
    let bytes = app.body_room.read(body, BODY_LIMIT).await?;
    let quiz: TakenQuiz = serde_json::from_slice(&bytes)
        .map_err(|error| ApiError::bad_request(&error.to_string()))?;
    let seq = app.blocking(move |app| enter(app, &caller, &quiz)).await?;
    Ok(cbor_reply(&seq))
}

fn enter(app: &App, caller: &DeviceCaller, quiz: &TakenQuiz) -> Result<u64, ApiError> {
    let record = &quiz.record;
    let refuse = |code: &str, zh: &str| {
        Err(ApiError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            code,
            zh,
            "the quiz is refused",
        ))
    };
    if record.user != caller.user || record.answers.is_none() {
        return refuse("not_your_quiz", "只能上传本人的测验（S0-38）");
    }
    if quiz.on > app.tenant.now().china_date() {
        return refuse("quiz_of_tomorrow", "测验日期晚于今天（S0-38）");
    }
    let mut row =
        RegisterRow::of(&record.key(quiz.on), quiz.on, record).map_err(|error| refused(&error))?;
    row.set_by = Some(caller.user);
    row.until = Some(quiz.on);
    let mut events = vec![ControlEvent::RegisterSet(row)];
    let lesson = caller
        .control
        .registers
        .get::<Lesson>(&record.lesson, quiz.on);
    let days = lesson.map_or(0, |lesson| lesson.certificate_days);
    if record.passed && days > 0 {
        events.push(ControlEvent::CredentialIssued(Credential {
            user: record.user,
            kind: Credential::INSPECTION.to_owned(),
            number: format!("网培〔{}〕{}", quiz.on, record.user),
            issuer: app.tenant.row.name.clone(),
            valid_from: quiz.on,
            valid_until: quiz
                .on
                .checked_add_days(Days::new(u64::from(days)))
                .unwrap_or(quiz.on),
        }));
    }
    let entered = app.tenant.turn(|context| {
        let commit = control_many(context, &events)?;
        let seq = commit.rows.last().map_or(0, |row| row.row.seq);
        Ok((seq, commit))
    });
    match entered {
        Ok(seq) => Ok(seq),
        Err(RelayError::Control(ControlError::Register(error))) => Err(refused(&error)),
        Err(error) => Err(error.into()),
    }
}
