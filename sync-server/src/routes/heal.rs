use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use wangge_protocol::{HealRequest, Page, SessionRequest, SessionResponse, decode};
use wangge_sync_engine::store::StoreError;

use super::session::{is_held_by, renew};
use crate::http::{ApiError, App, PeerAddress, cbor_reply, decompress};

/// Compressed bytes: the control stream of a township.
const BODY_LIMIT: usize = 8 * 1024 * 1024;

/// A device that a restored relay has forgotten brings back what the relay signed of it
/// （先回灌后登录）, and gets its session.
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    peer: PeerAddress,
    body: Body,
) -> Result<Response, ApiError> {
    let body = app.body_room.read(body, BODY_LIMIT).await?;
    let permit = Arc::clone(&app.sync_permits)
        .try_acquire_owned()
        .map_err(|_| ApiError::busy(2_000))?;
    let response = app
        .blocking(move |app| {
            let _permit = permit;
            admit(app, &body, &peer.key())
        })
        .await?;
    Ok(cbor_reply(&response))
}

fn admit(app: &App, body: &[u8], from: &str) -> Result<SessionResponse, ApiError> {
    // Counted by address alone: a stranger names whatever device he likes.
    app.throttle.admit(&app.tenant, "heal", "", from)?;
    let mut request: HealRequest =
        decode(&decompress(body)?).map_err(|error| ApiError::bad_request(&error.to_string()))?;
    let session = SessionRequest {
        device: request.device,
        user: request.user,
        challenge: request.challenge,
        proof: request.proof,
    };
    if !app
        .tokens
        .check_challenge(&session.challenge, app.tenant.now())
        || request.pages.is_empty()
    {
        return refused(app, from);
    }
    app.tenant
        .learn_certificates(&request.certificates, &request.pages)?;
    for page in &request.pages {
        if !is_ours(app, page)? {
            return refused(app, from);
        }
    }
    // A relay that begins with nothing can only take them in their order.
    request.pages.sort_by_key(|page| page.after);
    app.tenant.take_back(&request.pages)?;
    if !is_held_by(app, &session)? {
        return refused(app, from);
    }
    app.throttle.succeeded(&app.tenant, "heal", "", from)?;
    renew(app, &session, from)
}

/// A page of the control stream that a certified key of this relay signed: a stranger has none.
fn is_ours(app: &App, page: &Page) -> Result<bool, StoreError> {
    Ok(page.stream == app.tenant.control_stream()
        && app.tenant.is_certified(&page.relay_key)?
        && page.is_signed())
}

fn refused(app: &App, from: &str) -> Result<SessionResponse, ApiError> {
    app.throttle.failed(&app.tenant, "heal", "", from)?;
    Err(ApiError::token_expired(
        app.tokens.challenge(app.tenant.now()),
    ))
}
