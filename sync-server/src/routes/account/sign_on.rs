use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::login::{begin_session, session_cookie};
use crate::http::{ApiError, App, PeerAddress, Throttle, cookie};
use crate::sign_on::{SignOnAttempt, SignOnFailure};

/// The sign-in page; it has the words for what went wrong.
const PAGE: &str = "/console/";

/// Whether people may also sign in by a provider of their organisation.
#[derive(Serialize, ToSchema)]
pub(crate) struct SignOnOffer {
    /// What people call the provider; absent: there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// Tells whether there is a provider of sign-on（统一认证）.
#[utoipa::path(
    get, path = "/api/v1/sign-on", tag = "account",
    responses((status = 200, body = SignOnOffer))
)]
pub(crate) async fn sign_on_offer(State(app): State<Arc<App>>) -> Json<SignOnOffer> {
    let name = app.sign_on.as_ref().map(|it| it.name().to_owned());
    Json(SignOnOffer { name })
}

/// Sends the browser to the provider（去统一认证登录）.
#[utoipa::path(
    get, path = "/api/v1/sign-on/begin", tag = "account",
    responses(
        (status = 303, description = "to the provider, or back to the sign-in page with `sign_on=` and why"),
        (status = 404, body = crate::http::ErrorBody, description = "no provider is configured"),
    )
)]
pub(crate) async fn sign_on_begin(State(app): State<Arc<App>>) -> Result<Response, ApiError> {
    let provider = app.sign_on.as_ref().ok_or_else(ApiError::not_found)?;
    match provider.begin().await {
        Ok((url, attempt)) => {
            let name = SignOnAttempt::COOKIE;
            // Lax: the provider sends the browser back from another site.
            let held = format!(
                "{name}={}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={}",
                attempt.to_cookie(),
                SignOnAttempt::SECONDS
            );
            redirect(&url, &[held])
        }
        Err(failure) => {
            tracing::warn!(%failure, "sign-on failed");
            back(&failure)
        }
    }
}

/// What the provider sends the browser back with.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SignOnAnswer {
    /// To be exchanged for who it is.
    code: Option<String>,
    /// As it was sent along.
    state: Option<String>,
    /// Why there is no code.
    error: Option<String>,
}

/// Takes the provider's answer（统一认证回调）: sets the session cookie.
#[utoipa::path(
    get, path = "/api/v1/sign-on/callback", tag = "account", params(SignOnAnswer),
    responses((status = 303, description = "to the console; with `sign_on=` and why, if nobody was signed in"))
)]
pub(crate) async fn sign_on_callback(
    State(app): State<Arc<App>>,
    peer: PeerAddress,
    headers: HeaderMap,
    Query(answer): Query<SignOnAnswer>,
) -> Result<Response, ApiError> {
    match sign_in(&app, &headers, answer, &peer.key()).await? {
        Ok(session) => redirect(PAGE, &[forget_attempt(), session_cookie(&session)]),
        Err(failure) => {
            tracing::warn!(%failure, "sign-on failed");
            back(&failure)
        }
    }
}

async fn sign_in(
    app: &Arc<App>,
    headers: &HeaderMap,
    answer: SignOnAnswer,
    from: &str,
) -> Result<Result<String, SignOnFailure>, ApiError> {
    let provider = app.sign_on.as_ref().ok_or_else(ApiError::not_found)?;
    let attempt = cookie(headers, SignOnAttempt::COOKIE);
    let attempt = attempt.and_then(SignOnAttempt::from_cookie);
    let state = answer.state.unwrap_or_default();
    let Some(attempt) = attempt.filter(|attempt| attempt.is_answered_by(&state)) else {
        return Ok(Err(SignOnFailure::Expired));
    };
    if let Some(error) = answer.error {
        return Ok(Err(SignOnFailure::Refused(error)));
    }
    let address = from.to_owned();
    let admitted = app.blocking(move |app| {
        let admitted = app
            .throttle
            .admit_address(app, Throttle::LOGIN_ANY, &address);
        Ok(admitted.is_ok())
    });
    if !admitted.await? {
        return Ok(Err(SignOnFailure::TooMany));
    }
    let code = answer.code.unwrap_or_default();
    let told = provider.finish(&attempt, &code, app.tenant.now()).await;
    let address = from.to_owned();
    app.blocking(move |app| enter(app, told, &address)).await
}

/// Begins a session for the account that the provider told of.
fn enter(
    app: &App,
    told: Result<String, SignOnFailure>,
    from: &str,
) -> Result<Result<String, SignOnFailure>, ApiError> {
    let tenant = &app.tenant;
    let account = match told {
        Ok(name) => tenant
            .database
            .account(tenant.id(), &name)?
            .ok_or(SignOnFailure::UnknownAccount),
        Err(failure) => Err(failure),
    };
    match account {
        Ok(account) => {
            app.throttle.came_from(tenant, Throttle::LOGIN_ANY, from)?;
            Ok(Ok(begin_session(app, account.user)?))
        }
        Err(failure) => {
            app.throttle.failed(tenant, Throttle::LOGIN_ANY, "", from)?;
            Ok(Err(failure))
        }
    }
}

fn forget_attempt() -> String {
    let name = SignOnAttempt::COOKIE;
    format!("{name}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}

fn back(failure: &SignOnFailure) -> Result<Response, ApiError> {
    let url = format!("{PAGE}?sign_on={}", failure.code());
    redirect(&url, &[forget_attempt()])
}

fn redirect(url: &str, cookies: &[String]) -> Result<Response, ApiError> {
    let value = |text: &str| HeaderValue::from_str(text).map_err(|_| ApiError::internal());
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, value(url)?);
    for cookie in cookies {
        response
            .headers_mut()
            .append(header::SET_COOKIE, value(cookie)?);
    }
    Ok(response)
}
