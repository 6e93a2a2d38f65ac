use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wangge_domain::RecordId;

use super::show::{document_of, readable, state_of};
use crate::http::{ApiError, App, GivenReason, SupervisorCaller};
use crate::mask::is_phone;
use crate::store::ListedRecord;

/// By what the number of whoever is answerable for a hazard goes: it stands in no content.
const RESPONSIBLE: &str = "responsible_phone";
/// Characters of a reason at least.
const SHORTEST_REASON: usize = 2;
/// And at most.
const LONGEST_REASON: usize = 200;

/// Why the numbers are asked for.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContactsBody {
    /// In words; it goes into the audit log.
    reason: String,
}

/// The telephone numbers of a record.
#[derive(Serialize, ToSchema)]
pub(crate) struct Contacts {
    /// By key, e.g. `owner_phone`.
    phones: BTreeMap<String, String>,
}

/// The whole telephone numbers of a record（查看完整电话）, which everything else shows with their middle
/// hidden. Each look is in the audit log with its reason; if it cannot be written, nothing is shown.
#[utoipa::path(
    post, path = "/api/v1/records/{record}/contacts", tag = "records",
    params(
        ("record" = String, Path, description = "id of the record"),
        ("Wangge-CSRF" = String, Header, description = "must be 1"),
    ),
    request_body = ContactsBody,
    responses(
        (status = 200, body = Contacts),
        (status = 400, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
        (status = 503, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn contacts(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(record): Path<String>,
    body: Result<Json<ContactsBody>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(body) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let record: RecordId = record.parse().map_err(|_| ApiError::not_found())?;
    let reason = body.reason.trim().to_owned();
    if !(SHORTEST_REASON..=LONGEST_REASON).contains(&reason.chars().count()) {
        return Err(ApiError::bad_request("`reason` has 2 to 200 characters"));
    }
    let phones = app
        .blocking(move |app| {
            let listed = readable(app, &caller, record)?;
            phones_of(app, &caller, &listed)
        })
        .await?;
    let mut response = Json(Contacts { phones }).into_response();
    response.extensions_mut().insert(GivenReason(reason));
    Ok(response)
}

/// The numbers of the content, of the steps, and of whoever is answerable.
fn phones_of(
    app: &App,
    caller: &SupervisorCaller,
    listed: &ListedRecord,
) -> Result<BTreeMap<String, String>, ApiError> {
    let state = state_of(app, caller, listed)?;
    let fields = document_of(app, listed.record)?.content().fields;
    let mut phones: BTreeMap<String, String> = fields
        .into_iter()
        .filter(|(key, _)| is_phone(key))
        .filter_map(|(key, value)| Some((key, value.as_text()?.to_owned())))
        .collect();
    let said = state.case.fields.iter().filter(|(name, _)| is_phone(name));
    phones.extend(said.map(|(name, text)| (name.clone(), text.clone())));
    let answerable = state.responsible.phone;
    if !answerable.is_empty() {
        phones.insert(RESPONSIBLE.to_owned(), answerable);
    }
    Ok(phones)
}
