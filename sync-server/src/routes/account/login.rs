use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use utoipa::ToSchema;
use wangge_domain::UserId;
use wangge_protocol::sha256;

use super::me::{Me, me_of};
use crate::http::{ApiError, App, COOKIE, PeerAddress, Throttle, require_csrf};
use crate::password::verify;
use crate::second_factor;
use crate::store::Session;

/// A session ends after so long, whatever happens.
const SESSION_MS: i64 = 12 * 3_600_000;

/// Name and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LoginRequest {
    /// Name of the account.
    pub(crate) user: String,
    /// Its password.
    pub(crate) password: String,
    /// Six digits of the second factor, if the account has one.
    #[serde(default)]
    pub(crate) code: Option<String>,
}

/// Signs in（登录）: sets the session cookie.
#[utoipa::path(
    post, path = "/api/v1/login", tag = "account", request_body = LoginRequest,
    params(("Wangge-CSRF" = String, Header, description = "must be 1")),
    responses(
        (status = 200, body = Me),
        (status = 401, body = crate::http::ErrorBody, description = "name or password is wrong"),
        (status = 429, body = crate::http::ErrorBody, description = "too many attempts"),
    )
)]
pub(crate) async fn login(
    State(app): State<Arc<App>>,
    peer: PeerAddress,
    headers: HeaderMap,
    body: Result<Json<LoginRequest>, JsonRejection>,
) -> Result<Response, ApiError> {
    require_csrf(&headers)?;
    let Json(request) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    // Argon2 takes memory on purpose: only a few at a time.
    let permit = Arc::clone(&app.login_permits).acquire_owned().await;
    let permit = permit.map_err(|_| ApiError::busy(1_000))?;
    let (cookie, me) = app
        .blocking(move |app| {
            let _permit = permit;
            sign_in(app, &request, &peer.key())
        })
        .await?;
    let mut response = Json(me).into_response();
    let value =
        HeaderValue::from_str(&session_cookie(&cookie)).map_err(|_| ApiError::internal())?;
    response.headers_mut().insert(header::SET_COOKIE, value);
    Ok(response)
}

fn sign_in(app: &App, request: &LoginRequest, from: &str) -> Result<(String, Me), ApiError> {
    let tenant = &app.tenant;
    if request.user.len() > 128 || request.password.len() > 1024 {
        return Err(refused());
    }
    app.throttle.admit(tenant, "login", &request.user, from)?;
    app.throttle.admit_address(app, Throttle::LOGIN_ANY, from)?;
    let account = tenant.database.account(tenant.id(), &request.user)?;
    let stored = account.as_ref().map(|account| account.password.as_str());
    let matches = verify(&request.password, stored);
    let Some(account) = account.filter(|_| matches) else {
        app.throttle.failed(tenant, "login", &request.user, from)?;
        app.throttle.failed(tenant, Throttle::LOGIN_ANY, "", from)?;
        return Err(refused());
    };
    check_second_factor(app, request, account.user, from)?;
    app.throttle
        .succeeded(tenant, "login", &request.user, from)?;
    app.throttle.came_from(tenant, Throttle::LOGIN_ANY, from)?;
    let cookie = begin_session(app, account.user)?;
    let control = tenant.control()?;
    let policy = tenant.policy(&control)?;
    Ok((cookie, me_of(app, &control, &policy, account.user)))
}

/// The code of the second factor, if one is in force. That it is asked for is told only to whoever
/// knows the password; a wrong code counts as a failed attempt.
fn check_second_factor(
    app: &App,
    request: &LoginRequest,
    user: UserId,
    from: &str,
) -> Result<(), ApiError> {
    let tenant = &app.tenant;
    let Some(held) = second_factor::find(tenant, user)?.filter(|held| held.confirmed) else {
        return Ok(());
    };
    let code = request.code.as_deref().unwrap_or_default();
    if code.is_empty() {
        let zh = "请输入动态口令";
        let en = "the code of the second factor is needed";
        return Err(ApiError::new(
            StatusCode::UNAUTHORIZED,
            "totp_needed",
            zh,
            en,
        ));
    }
    if second_factor::check(tenant, user, held, code)?.is_some() {
        return Ok(());
    }
    app.throttle.failed(tenant, "login", &request.user, from)?;
    app.throttle.failed(tenant, Throttle::LOGIN_ANY, "", from)?;
    let zh = "动态口令不正确或已用过";
    let en = "the code is wrong, or was used before";
    Err(ApiError::new(
        StatusCode::UNAUTHORIZED,
        "totp_wrong",
        zh,
        en,
    ))
}

/// The cookie that holds a session.
pub(super) fn session_cookie(session: &str) -> String {
    format!("{COOKIE}={session}; Path=/; Secure; HttpOnly; SameSite=Strict")
}

/// A session is always a fresh one: what a browser brought along counts for nothing.
pub(super) fn begin_session(app: &App, user: UserId) -> Result<String, ApiError> {
    let cookie = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>());
    let now = app.tenant.now();
    let session = Session {
        digest: sha256(cookie.as_bytes()),
        user,
        created_at: now,
        seen_at: now,
        expires_at: now.plus_ms(SESSION_MS),
    };
    app.tenant.database.put_session(app.tenant.id(), &session)?;
    Ok(cookie)
}

/// An unknown name and a wrong password look alike.
fn refused() -> ApiError {
    ApiError::new(
        StatusCode::UNAUTHORIZED,
        "login_failed",
        "用户名或密码不正确",
        "name or password is wrong",
    )
}
