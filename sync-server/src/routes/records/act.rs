use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize as _, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use wangge_domain::lifecycle::{Effect, Event, Reason, Status};
use wangge_domain::numbering::ProvisionalNumber;
use wangge_domain::record::RecordKind;
use wangge_domain::{RecordId, Timestamp};
use wangge_sync_engine::RelayError;
use wangge_sync_engine::relay::{self, Acted};
use wangge_sync_engine::store::RelayCommit;

use super::super::casework::{check_draw, check_week};
use super::super::public_reports::refuse_reporters;
use super::answerable::answerable_by_file;
use super::kept_phone::with_kept_phone;
use super::show::{readable, state_of};
use super::stray_key::stray_key;
use crate::http::{ApiError, App, SupervisorCaller, refuse_bad_texts};
use crate::opening::SERVICE_SHORT_ID;

/// Hazards of one premises that are looked at.
const MOST_HAZARDS: u32 = 1_000;

/// What came of an act.
#[derive(Serialize, ToSchema)]
pub(crate) struct ActResult {
    /// Its place in the log; 0 if it was not logged.
    seq: u64,
    /// It took effect.
    applied: bool,
    /// Code of the reason, if it changed nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason_text: Option<String>,
    /// The rule behind the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    /// Status after it.
    status: String,
    /// Deadline after it, milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<i64>,
    /// The number it earned.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    /// Hazards that stay open at premises that were just closed, torn down or merged, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    open_hazards: Option<usize>,
}

/// Acts on a record（办理）: answers 200 with `applied: false` where the rules refuse it.
///
/// Accept, return, dispatch, extend, recheck, close… The relay seals the act with its service key and
/// marks it *attested by relay*. An act that the rules do not allow is logged and changes nothing:
/// `reason` says why.
#[utoipa::path(
    post, path = "/api/v1/records/{record}/events", tag = "records",
    params(
        ("record" = String, Path, description = "id of the record"),
        ("Wangge-CSRF" = String, Header, description = "must be 1"),
    ),
    request_body(
        content = Object,
        description = "one event, tagged by its name; versions come from the record's card",
        example = json!({"urged": {"days": 3}})
    ),
    responses(
        (status = 200, body = ActResult),
        (status = 400, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
        (status = 422, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn act(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(record): Path<String>,
    body: Result<Json<Value>, JsonRejection>,
) -> Result<Json<ActResult>, ApiError> {
    let record: RecordId = record.parse().map_err(|_| ApiError::not_found())?;
    let Json(body) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let event = whole_event(&body)?;
    refuse_bad_texts(&event)?;
    let result = app
        .blocking(move |app| perform(app, &caller, record, &event))
        .await?;
    Ok(Json(result))
}

/// The event that a body holds, if it holds nothing besides. Logs are read leniently, for programs
/// of before read what later ones write; whoever acts now is told of a mistake.
fn whole_event(body: &Value) -> Result<Event, ApiError> {
    let event =
        Event::deserialize(body).map_err(|error| ApiError::bad_request(&error.to_string()))?;
    let read = serde_json::to_value(&event).unwrap_or_default();
    match stray_key(body, &read) {
        Some(key) => Err(ApiError::bad_request(&format!("unknown key `{key}`"))),
        None => Ok(event),
    }
}

fn perform(
    app: &App,
    caller: &SupervisorCaller,
    record: RecordId,
    event: &Event,
) -> Result<ActResult, ApiError> {
    let listed = readable(app, caller, record)?;
    refuse_reporters(app, caller, record, event)?;
    let state = state_of(app, caller, &listed)?;
    let mut event = numbered_here(record, app.tenant.now(), event);
    if let Event::Step(step) = &mut event {
        check_draw(app, caller, listed.stream, &step.step, &mut step.fields)?;
        let here = (listed.stream, Some(record));
        check_week(app, caller, here, &step.step, &step.fields)?;
    }
    let event = with_kept_phone(event, &state.responsible.phone)?;
    let named = answerable_by_file(app, caller, (&listed, &state), &event)?;
    let named = named.map(Event::ResponsibilitySet);
    let events: Vec<Event> = named.into_iter().chain([event.clone()]).collect();
    let acted = app.tenant.turn(|context| {
        let service = app
            .tenant
            .service_device(context.control)
            .ok_or(RelayError::ServiceKeyUnknown)?;
        relay::act_together(context, service, caller.user, record, &events).map(only_if_applied)
    });
    let mut result = ActResult::of(acted)?.into_logged();
    if result.applied {
        result.open_hazards = left_open(app, record, &event)?;
    }
    Ok(result)
}

/// How many hazards stay open at premises with which it is over: they are told, and nothing of them
/// is changed. `None`: none, or the act is another.
fn left_open(app: &App, record: RecordId, event: &Event) -> Result<Option<usize>, ApiError> {
    let Event::PremisesStatus { status, .. } = event else {
        return Ok(None);
    };
    if *status == Status::Active {
        return Ok(None);
    }
    let kind = RecordKind::Rectification;
    let tenant = &app.tenant;
    let found = tenant
        .database
        .hanging_on(tenant.id(), record, &kind, MOST_HAZARDS)?;
    let ended = ["closed", "voided", "withdrawn", "draft"];
    let open = found
        .iter()
        .filter(|one| !ended.contains(&one.status.as_str()))
        .count();
    Ok((open > 0).then_some(open))
}

/// The act with the provisional number that the relay gives for it, whatever the body says: it names
/// the relay and follows from the record and the time, so that a second notice has another. The final
/// number comes with the act, so no paper bears it.
fn numbered_here(record: RecordId, now: Timestamp, event: &Event) -> Event {
    let mut event = event.clone();
    match &mut event {
        Event::NoticeIssued {
            provisional_number, ..
        } => {
            let seed = [record.as_bytes().as_slice(), &now.0.to_be_bytes()].concat();
            let mut first = [0; 8];
            first.copy_from_slice(&wangge_protocol::sha256(&seed).0[..8]);
            let number = ProvisionalNumber {
                short_id: SERVICE_SHORT_ID.to_owned(),
                n: 1 + u64::from_be_bytes(first) % 1_000_000_000_000,
            };
            *provisional_number = number.to_string();
        }
        Event::Step(step) => {
            step.fields.remove("provisional_number");
        }
        _ => {}
    }
    event
}

/// What a session does without effect is answered with its reason and leaves no row: whoever
/// signs in could else fill the log.
pub(crate) fn only_if_applied((acted, commit): (Acted, RelayCommit)) -> (Acted, RelayCommit) {
    match acted.outcome.effect {
        Effect::Applied => (acted, commit),
        Effect::NoEffect(_) => (acted, RelayCommit::default()),
    }
}

impl ActResult {
    /// Without a place in the log if it has none.
    pub(crate) fn into_logged(self) -> Self {
        if self.applied {
            self
        } else {
            self.not_logged()
        }
    }

    /// An act that left no trace.
    pub(crate) fn not_logged(mut self) -> Self {
        self.seq = 0;
        self
    }

    /// Whether it took effect.
    pub(crate) fn is_applied(&self) -> bool {
        self.applied
    }

    /// The answer to an act: what came of it, or why it was not even logged.
    pub(crate) fn of(acted: Result<Acted, RelayError>) -> Result<Self, ApiError> {
        let acted = match acted {
            Err(RelayError::Refused(reason)) => {
                let en = format!("the act was refused: {reason:?}");
                return Err(ApiError::new(
                    StatusCode::FORBIDDEN,
                    "refused",
                    "没有权限办理",
                    &en,
                ));
            }
            other => other?,
        };
        let reason = match acted.outcome.effect {
            Effect::Applied => None,
            Effect::NoEffect(reason) => Some(reason),
        };
        Ok(ActResult {
            seq: acted.row.seq,
            applied: reason.is_none(),
            rule: reason.as_ref().map(|reason| reason.rule.clone()),
            reason_text: reason.as_ref().map(Reason::text),
            reason: reason.map(|reason| reason.code),
            status: acted.outcome.status.to_string(),
            due: acted.outcome.due.map(|due| due.0),
            number: acted.outcome.number,
            open_hazards: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use wangge_domain::Digest;
    use wangge_domain::calendar::DeadlineSpec;
    use wangge_domain::lifecycle::{Responsible, Version};

    use super::*;

    #[test]
    fn two_notices_of_one_record_have_two_provisional_numbers() {
        let notice = Event::NoticeIssued {
            version: Version {
                heads: Vec::new(),
                content: Digest::ZERO,
            },
            provisional_number: "暂-A1-1".to_owned(),
            issuer: "station".to_owned(),
            deadline: DeadlineSpec::Immediate,
            responsible: Responsible::default(),
        };
        let record = RecordId::from_bytes([7; 16]);
        let given = |at| {
            let event = numbered_here(record, Timestamp(at), &notice);
            event.provisional_number().unwrap()
        };
        assert_eq!(given(1).short_id, SERVICE_SHORT_ID);
        assert_eq!(given(1), given(1));
        assert_ne!(given(1), given(2));
    }
}
