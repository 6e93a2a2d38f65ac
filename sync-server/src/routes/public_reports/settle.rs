use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use wangge_domain::RecordId;
use wangge_domain::public_report::{ReportRefusal, holds_refused_text};
use wangge_domain::record::RecordKind;
use wangge_sync_engine::store::StoreError;

use super::super::records::readable;
use super::reporter_named::{refuse_joining, refuse_reporters};
use super::sorting::Sorting;
use super::take_in::{Reworded, Where, take_in};
use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::{PublicReport, ReportState};

/// Characters of a text of the desk at most, as of other acts.
const MOST_CHARACTERS: usize = 2_000;

/// What is done with a report that waits.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum SettleBody {
    /// It becomes a complaint of a grid, with its photos.
    Take {
        /// Code of the list `report_severities`.
        severity: String,
        /// Id of the premises it is about, if it is on file.
        #[serde(default)]
        premises: Option<String>,
        /// Id of the grid, if it is about none.
        #[serde(default)]
        grid: Option<String>,
        /// The description, if names or numbers of people had to be taken out of it.
        #[serde(default)]
        text: Option<String>,
        /// Where it is, if names or numbers of people had to be taken out of it; empty: it is not told.
        #[serde(default)]
        place: Option<String>,
    },
    /// It is about what another complaint is about: its reporter hears what comes of that one.
    Join {
        /// Id of that complaint.
        record: String,
    },
    /// It is nothing that can be looked into.
    SetAside {
        /// Why, as the reporter reads it.
        reason: String,
    },
}

/// What a report became.
#[derive(Serialize, ToSchema)]
pub(crate) struct Settled {
    /// Where it stands: `taken`, `joined`, `set_aside`.
    state: String,
    /// Id of the complaint.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<String>,
}

/// Sorts a report by the public（群众举报分级）: a complaint of a grid, part of another one, or nothing. A
/// report is sorted once, by who has charge of the township that it belongs to; one whose place tells
/// no township by who has charge of the county, if somebody there may sort.
#[utoipa::path(
    post, path = "/api/v1/public-reports/{report}/settle", tag = "cases",
    params(
        ("report" = String, Path, description = "id of the report"),
        ("Wangge-CSRF" = String, Header, description = "must be 1"),
    ),
    request_body = SettleBody,
    responses(
        (status = 200, body = Settled),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
        (status = 422, body = crate::http::ErrorBody, description = "refused, with the rule"),
    )
)]
pub(crate) async fn settle(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(report): Path<String>,
    body: Result<Json<SettleBody>, JsonRejection>,
) -> Result<Json<Settled>, ApiError> {
    let report: RecordId = report.parse().map_err(|_| ApiError::not_found())?;
    let Json(body) = body.map_err(|error| ApiError::bad_request(&error.body_text()))?;
    refuse_texts(&body)?;
    let asking = caller.clone();
    let waiting = app
        .blocking(move |app| Sorting::of(app, &asking)?.find(app, report))
        .await?;
    if waiting.state != ReportState::Waiting {
        return Err(settled_before());
    }
    let (state, record, note) = match body {
        SettleBody::Take {
            severity,
            premises,
            grid,
            text,
            place,
        } => {
            let into = Where { premises, grid };
            let words = Reworded { text, place };
            let said = words.clone().of(waiting.clone());
            let said = json!({"内容": said.text, "地点": said.place});
            refuse_own(&app, &caller, report, said).await?;
            let record = take_in(&app, &caller, &waiting, &severity, &into, words).await?;
            (ReportState::Taken, Some(record), String::new())
        }
        SettleBody::Join { record } => {
            let record = join(&app, caller, report, record).await?;
            (ReportState::Joined, Some(record), String::new())
        }
        SettleBody::SetAside { reason } if reason.trim().is_empty() => {
            return Err(refused("reason_missing", "须写明理由"));
        }
        SettleBody::SetAside { reason } => {
            refuse_own(&app, &caller, report, json!({"理由": reason})).await?;
            (ReportState::SetAside, None, reason)
        }
    };
    finish(&app, waiting, state, record, note).await
}

/// What the desk writes is read by the reporter, or stands in the complaint: it is asked what the
/// page of the public asks.
fn refuse_texts(body: &SettleBody) -> Result<(), ApiError> {
    let texts = match body {
        SettleBody::Take { text, place, .. } => {
            vec![("内容", text.as_deref()), ("地点", place.as_deref())]
        }
        SettleBody::SetAside { reason } => vec![("理由", Some(reason.as_str()))],
        SettleBody::Join { .. } => Vec::new(),
    };
    for (what, text) in texts {
        let text = text.unwrap_or_default();
        let zh = if holds_refused_text(text) {
            format!("{what}中含有看不见的字符或网页代码，请去掉后再提交")
        } else if text.chars().count() > MOST_CHARACTERS {
            format!("{what}超过{MOST_CHARACTERS}字")
        } else {
            continue;
        };
        return Err(refused("text_refused", &zh));
    }
    Ok(())
}

/// The complaint goes to phones, and the reason to whoever holds the code: neither names who reported.
async fn refuse_own(
    app: &Arc<App>,
    caller: &SupervisorCaller,
    report: RecordId,
    said: Value,
) -> Result<(), ApiError> {
    let caller = caller.clone();
    app.blocking(move |app| refuse_reporters(app, &caller, report, &said))
        .await
}

async fn join(
    app: &Arc<App>,
    caller: SupervisorCaller,
    report: RecordId,
    record: String,
) -> Result<RecordId, ApiError> {
    let record: RecordId = record.parse().map_err(|_| ApiError::not_found())?;
    app.blocking(move |app| {
        let listed = readable(app, &caller, record)?;
        if listed.kind != RecordKind::Report {
            return Err(refused("other_kind", "只能并入举报投诉件"));
        }
        refuse_joining(app, &caller, report, record)?;
        Ok(record)
    })
    .await
}

async fn finish(
    app: &Arc<App>,
    waiting: PublicReport,
    state: ReportState,
    record: Option<RecordId>,
    note: String,
) -> Result<Json<Settled>, ApiError> {
    app.blocking(move |app| {
        let tenant = &app.tenant;
        let database = &tenant.database;
        let id = waiting.report;
        match database.settle_public_report(tenant.id(), id, state, record, &note) {
            Err(StoreError::HeadMoved) => Err(settled_before()),
            done => Ok(done?),
        }
    })
    .await?;
    Ok(Json(Settled {
        state: state.as_str().to_owned(),
        record: record.map(|record| record.to_string()),
    }))
}

fn settled_before() -> ApiError {
    refused("report_settled", "该举报已经分级办理")
}

/// A refusal that names its rule.
pub(super) fn refused(code: &str, zh: &str) -> ApiError {
    let rule = ReportRefusal::RULE;
    let zh = format!("{zh}（{rule}）");
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, code, &zh, rule)
}
