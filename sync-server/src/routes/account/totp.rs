use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::administration::check_own_password;
use crate::http::{ApiError, App, PeerAddress, SupervisorCaller};
use crate::second_factor::{SecondFactor, check, find, keep, remove, secret_text};

/// A second factor to set up.
#[derive(Serialize, ToSchema)]
pub(crate) struct TotpSetup {
    /// The secret in base 32, to be typed.
    secret: String,
    /// What the QR says.
    uri: String,
}

/// What a change of the second factor is proven by.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TotpProof {
    /// Six digits as the app shows them now.
    code: String,
    /// The password; to take the factor away.
    #[serde(default)]
    password: String,
}

/// Begins to set up a second factor（动态口令）. It is not asked for before a code of it was shown.
#[utoipa::path(
    post, path = "/api/v1/me/totp", tag = "account",
    params(("Wangge-CSRF" = String, Header, description = "must be 1")),
    responses(
        (status = 200, body = TotpSetup),
        (status = 409, body = crate::http::ErrorBody, description = "there is one already"),
    )
)]
pub(crate) async fn begin_totp(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<TotpSetup>, ApiError> {
    let setup = app
        .blocking(move |app| {
            let tenant = &app.tenant;
            if find(tenant, caller.user)?.is_some_and(|held| held.confirmed) {
                let zh = "动态口令已启用，请先停用";
                return Err(ApiError::conflict("totp_set", zh, "it is set up already"));
            }
            let secret: [u8; 20] = rand::random();
            let fresh = SecondFactor {
                secret: hex::encode(secret),
                confirmed: false,
                last_step: i64::MIN,
            };
            keep(tenant, caller.user, &fresh)?;
            let accounts = tenant.database.accounts(tenant.id())?;
            let account = accounts.into_iter().find(|it| it.user == caller.user);
            let account = account.map(|it| it.name).unwrap_or_default();
            let secret = secret_text(&secret);
            let label = percent_encoded(&format!("{}:{account}", tenant.row.name));
            let issuer = percent_encoded(&tenant.row.name);
            let uri = format!("otpauth://totp/{label}?secret={secret}&issuer={issuer}");
            Ok(TotpSetup { secret, uri })
        })
        .await?;
    Ok(Json(setup))
}

/// Puts the second factor into force by a code of it（启用动态口令）.
#[utoipa::path(
    post, path = "/api/v1/me/totp/confirm", tag = "account",
    params(("Wangge-CSRF" = String, Header, description = "must be 1")),
    request_body = TotpProof,
    responses(
        (status = 204),
        (status = 403, body = crate::http::ErrorBody, description = "the code is wrong"),
        (status = 429, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn confirm_totp(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    peer: PeerAddress,
    body: Result<Json<TotpProof>, JsonRejection>,
) -> Result<StatusCode, ApiError> {
    let Json(proof) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    app.blocking(move |app| {
        let mut held = shown(app, &caller, &proof.code, &peer.key())?;
        held.confirmed = true;
        Ok(keep(&app.tenant, caller.user, &held)?)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes the second factor away, by password and a code（停用动态口令）.
#[utoipa::path(
    post, path = "/api/v1/me/totp/remove", tag = "account",
    params(("Wangge-CSRF" = String, Header, description = "must be 1")),
    request_body = TotpProof,
    responses(
        (status = 204),
        (status = 403, body = crate::http::ErrorBody),
        (status = 429, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn remove_totp(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    peer: PeerAddress,
    body: Result<Json<TotpProof>, JsonRejection>,
) -> Result<StatusCode, ApiError> {
    let Json(proof) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let permit = Arc::clone(&app.login_permits).acquire_owned().await;
    let permit = permit.map_err(|_| ApiError::busy(1_000))?;
    app.blocking(move |app| {
        let _permit = permit;
        check_own_password(app, &caller, &proof.password, &peer.key())?;
        shown(app, &caller, &proof.code, &peer.key())?;
        Ok(remove(&app.tenant, caller.user)?)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The caller's second factor, if this is a code of it. Guessing is slowed down.
fn shown(
    app: &App,
    caller: &SupervisorCaller,
    code: &str,
    from: &str,
) -> Result<SecondFactor, ApiError> {
    let (tenant, account) = (&app.tenant, caller.user.to_string());
    let held = find(tenant, caller.user)?.ok_or_else(ApiError::not_found)?;
    app.throttle.admit(tenant, "totp", &account, from)?;
    if let Some(held) = check(tenant, caller.user, held, code)? {
        app.throttle.succeeded(tenant, "totp", &account, from)?;
        return Ok(held);
    }
    app.throttle.failed(tenant, "totp", &account, from)?;
    Err(ApiError::new(
        StatusCode::FORBIDDEN,
        "totp_wrong",
        "动态口令不正确或已用过",
        "the code is wrong, or was used before",
    ))
}

/// Everything but unreserved characters is escaped.
fn percent_encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
