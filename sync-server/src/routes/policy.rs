use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use wangge_domain::Digest;

use crate::http::{ApiError, App, DeviceCaller};

/// The bytes of a policy pack（政策包）, by their hash.
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    _caller: DeviceCaller,
    Path(digest): Path<String>,
) -> Result<Response, ApiError> {
    let digest: Digest = digest.parse().map_err(|_| ApiError::not_found())?;
    let found = app
        .blocking(move |app| {
            Ok(app
                .tenant
                .database
                .policy_by_digest(app.tenant.id(), digest)?)
        })
        .await?;
    let policy = found.ok_or_else(ApiError::not_found)?;
    let headers = [
        (header::CONTENT_TYPE.as_str(), "application/json".to_owned()),
        ("wangge-policy-signature", hex::encode(policy.signature.0)),
    ];
    Ok((headers, policy.bytes).into_response())
}
