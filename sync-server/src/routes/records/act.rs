use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::RecordId;
use wangge_domain::lifecycle::{Effect, Event, Reason};
use wangge_sync_engine::RelayError;
use wangge_sync_engine::relay::{self, Acted};
use wangge_sync_engine::store::RelayCommit;

use super::show::readable;
use crate::http::{ApiError, App, SupervisorCaller};

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
}

/// Acts on a record（办理）: accept, return, dispatch, extend, recheck, close… The relay seals the
/// act with its service key and marks it *attested by relay*. An act that the rules do not allow
/// is logged and changes nothing: `applied` is false and `reason` says why.
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
    )
)]
pub(crate) async fn act(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(record): Path<String>,
    body: Result<Json<Event>, JsonRejection>,
) -> Result<Json<ActResult>, ApiError> {
    let record: RecordId = record.parse().map_err(|_| ApiError::not_found())?;
    let Json(event) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let result = app
        .blocking(move |app| perform(app, &caller, record, &event))
        .await?;
    Ok(Json(result))
}

fn perform(
    app: &App,
    caller: &SupervisorCaller,
    record: RecordId,
    event: &Event,
) -> Result<ActResult, ApiError> {
    readable(app, caller, record)?;
    let acted = app.tenant.turn(|context| {
        let service = app
            .tenant
            .service_device(context.control)
            .ok_or(RelayError::ServiceKeyUnknown)?;
        relay::act(context, service, caller.user, record, event).map(only_if_applied)
    });
    ActResult::of(acted).map(ActResult::into_logged)
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
        })
    }
}
