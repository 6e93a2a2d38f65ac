use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wangge_domain::RecordId;

use super::super::records::readable;
use super::settle::refused;
use super::sorting::Sorting;
use crate::http::{ApiError, App, SupervisorCaller, is_countywide};
use crate::store::IdentityLook;

/// Why somebody wants to know who reported.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LookBody {
    /// The reason, which is written down.
    reason: String,
}

/// Who reported.
#[derive(Serialize, ToSchema)]
pub(crate) struct IdentityView {
    /// Name; empty if none was given.
    name: String,
    /// Telephone number; empty if none was given.
    phone: String,
}

/// A look at who reported.
#[derive(Serialize, ToSchema)]
pub(crate) struct LookView {
    /// Id of who looked.
    user: String,
    /// Name of who looked.
    user_name: String,
    /// When, milliseconds since 1970.
    at: i64,
    /// Why.
    reason: String,
}

/// Opens who reported（查看举报人信息）, for a reason that is written down with name and time before
/// anything is shown.
#[utoipa::path(
    post, path = "/api/v1/reporter-identities/{subject}", tag = "cases",
    params(
        ("subject" = String, Path, description = "id of a report by the public or of a complaint"),
        ("Wangge-CSRF" = String, Header, description = "must be 1"),
    ),
    request_body = LookBody,
    responses(
        (status = 200, body = IdentityView),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
        (status = 422, body = crate::http::ErrorBody, description = "no reason"),
    )
)]
pub(crate) async fn look(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(subject): Path<String>,
    body: Result<Json<LookBody>, JsonRejection>,
) -> Result<Json<IdentityView>, ApiError> {
    let Json(body) = body.map_err(|error| ApiError::bad_request(&error.body_text()))?;
    let subject: RecordId = subject.parse().map_err(|_| ApiError::not_found())?;
    let view = app
        .blocking(move |app| {
            within_reach(app, &caller, subject)?;
            let tenant = &app.tenant;
            if body.reason.trim().is_empty() {
                return Err(refused("reason_missing", "须写明查看理由"));
            }
            let look = IdentityLook {
                user: caller.user,
                at: tenant.now(),
                reason: body.reason,
            };
            let sealed = tenant
                .database
                .look_at_identity(tenant.id(), subject, &look)?;
            let sealed = sealed.ok_or_else(ApiError::not_found)?;
            let reporter = app.reports.key.open(subject.as_bytes(), &sealed);
            let reporter = reporter.ok_or_else(|| {
                tracing::error!(%subject, "who reported cannot be opened: altered, or another key");
                ApiError::internal()
            })?;
            Ok(IdentityView {
                name: reporter.name,
                phone: reporter.phone,
            })
        })
        .await?;
    Ok(Json(view))
}

/// Who looked at who reported（举报人信息查看记录）, when and why.
#[utoipa::path(
    get, path = "/api/v1/reporter-identities/{subject}", tag = "cases",
    params(("subject" = String, Path, description = "id of a report or of a complaint")),
    responses(
        (status = 200, body = Vec<LookView>),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn looks(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(subject): Path<String>,
) -> Result<Json<Vec<LookView>>, ApiError> {
    let subject: RecordId = subject.parse().map_err(|_| ApiError::not_found())?;
    let views = app
        .blocking(move |app| {
            if !may_see_looks(app, &caller, subject)? {
                return Ok(Vec::new());
            }
            let looks = app
                .tenant
                .database
                .identity_looks(app.tenant.id(), subject)?;
            let name = |look: &IdentityLook| {
                let person = caller.control.people.get(&look.user);
                person.map(|person| person.name.clone()).unwrap_or_default()
            };
            Ok(looks
                .iter()
                .map(|look| LookView {
                    user: look.user.to_string(),
                    user_name: name(look),
                    at: look.at.0,
                    reason: look.reason.clone(),
                })
                .collect())
        })
        .await?;
    Ok(Json(views))
}

/// Looks at a complaint are told where the caller may read logs; elsewhere it looks as if there were
/// none. Looks at a report that waits are told to who may sort it, and to who reads all logs.
fn may_see_looks(
    app: &App,
    caller: &SupervisorCaller,
    subject: RecordId,
) -> Result<bool, ApiError> {
    let reach = caller.require(app, "log_read")?;
    let tenant = &app.tenant;
    let case = match tenant.database.public_report(tenant.id(), subject)? {
        Some(report) if report.record.is_none() => {
            let sorts = || Sorting::of(app, caller).is_ok_and(|sorting| sorting.covers(&report));
            return Ok(is_countywide(&caller.control, &reach) || sorts());
        }
        Some(report) => report.record.unwrap_or(subject),
        None => subject,
    };
    let listed = tenant.database.listed(tenant.id(), case)?;
    Ok(listed.is_some_and(|listed| reach.covers(&listed)))
}

/// The right alone is not enough: the complaint must be one that the caller may read, and a report
/// that waits is for whoever sorts them.
fn within_reach(app: &App, caller: &SupervisorCaller, subject: RecordId) -> Result<(), ApiError> {
    caller.require(app, "reporter_identity")?;
    let tenant = &app.tenant;
    let case = match tenant.database.public_report(tenant.id(), subject)? {
        Some(report) => report.record,
        None => Some(subject),
    };
    match case {
        Some(case) => readable(app, caller, case).map(drop),
        None => Sorting::of(app, caller)?.find(app, subject).map(drop),
    }
}
