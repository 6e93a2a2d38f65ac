use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use wangge_protocol::{PublicKey, SessionRequest, SessionResponse};

use crate::http::{ApiError, App, PeerAddress, cbor_reply, read_cbor};

const BODY_LIMIT: usize = 4 * 1024;

/// A new bearer token for an enrolled key（换取凭证）.
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    peer: PeerAddress,
    body: Body,
) -> Result<Response, ApiError> {
    let request: SessionRequest = read_cbor(body, BODY_LIMIT).await?;
    let response = app
        .blocking(move |app| renew(app, &request, &peer.key()))
        .await?;
    Ok(cbor_reply(&response))
}

/// A token for whoever holds the key of an enrolled device.
pub(super) fn renew(
    app: &App,
    request: &SessionRequest,
    from: &str,
) -> Result<SessionResponse, ApiError> {
    let (tenant, now) = (&app.tenant, app.tenant.now());
    let account = request.device.to_string();
    app.throttle.admit(tenant, "session", &account, from)?;
    if !is_held_by(app, request)? {
        app.throttle.failed(tenant, "session", &account, from)?;
        return Err(ApiError::token_expired(app.tokens.challenge(now)));
    }
    app.throttle.succeeded(tenant, "session", &account, from)?;
    Ok(SessionResponse {
        token: app.tokens.issue(request.device, request.user, now),
    })
}

/// Whether the device stands in the control stream, unrevoked, and signed our challenge.
pub(super) fn is_held_by(app: &App, request: &SessionRequest) -> Result<bool, ApiError> {
    let control = app.tenant.control()?;
    let held = control.devices.get(&(request.device, request.user));
    Ok(held.is_some_and(|held| {
        held.revoked.is_none()
            && !held.enrollment.relay_service
            && app
                .tokens
                .check_challenge(&request.challenge, app.tenant.now())
            && PublicKey::from_hex(&held.enrollment.public_key).is_some_and(|key| {
                let message = SessionRequest::proof_message(&request.challenge);
                key.verify(&message, &request.proof).is_ok()
            })
    }))
}
