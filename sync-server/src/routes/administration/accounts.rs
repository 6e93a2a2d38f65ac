use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use wangge_domain::UserId;

use super::problem::ChangeProblem;
use super::standing::Standing;
use crate::http::{ApiError, App, PeerAddress, SupervisorCaller};
use crate::password::{hash, verify};
use crate::second_factor;
use crate::store::Account;

const OPERATION: &str = "person_manage";

/// An account to make or to change.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountRequest {
    /// Whose, by id.
    user: String,
    /// Name to sign in with.
    account: String,
    /// The password; at least 8 characters.
    password: String,
    /// Take the second factor away: the person has lost the phone that shows the codes.
    #[serde(default)]
    remove_totp: bool,
}

/// A password to change.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwnPasswordRequest {
    /// The one in force.
    old: String,
    /// The new one; at least 8 characters.
    new: String,
}

/// Gives somebody an account（账号）, or a new password. Their sessions end.
#[utoipa::path(
    post, path = "/api/v1/accounts", tag = "grids",
    params(("Wangge-CSRF" = String, Header, description = "must be 1")),
    request_body = AccountRequest,
    responses(
        (status = 204),
        (status = 400, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 409, body = crate::http::ErrorBody, description = "the name is taken"),
        (status = 422, body = crate::http::ErrorBody, description = "no such person, or the password is too short"),
    )
)]
pub(crate) async fn set_account(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    body: Result<Json<AccountRequest>, JsonRejection>,
) -> Result<StatusCode, ApiError> {
    let Json(request) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    caller.require(&app, OPERATION)?;
    let permit = Arc::clone(&app.login_permits).acquire_owned().await;
    let permit = permit.map_err(|_| ApiError::busy(1_000))?;
    app.blocking(move |app| {
        let _permit = permit;
        write_account(app, &caller, &request)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

fn write_account(
    app: &App,
    caller: &SupervisorCaller,
    request: &AccountRequest,
) -> Result<(), ApiError> {
    let user = touchable(app, caller, &request.user)?;
    let name = request.account.trim();
    if name.is_empty() || name.len() > 128 {
        return Err(ApiError::bad_request("`account` has 1 to 128 bytes"));
    }
    let (tenant, database) = (&app.tenant, &app.tenant.database);
    let held = database.account(tenant.id(), name)?;
    if held.is_some_and(|held| held.user != user) {
        let en = "the account name is taken";
        return Err(ApiError::conflict("account_taken", "账号已被他人使用", en));
    }
    put(app, user, name, &request.password)?;
    if request.remove_totp {
        second_factor::remove(tenant, user)?;
    }
    Ok(())
}

/// The person, if account and sessions of theirs are for the caller to touch（账号办理权限）: every role of theirs lies
/// within what the caller manages, and an officer's are for who manages the whole tenant.
pub(in crate::routes) fn touchable(
    app: &App,
    caller: &SupervisorCaller,
    id: &str,
) -> Result<UserId, ApiError> {
    let standing = Standing::new(app, caller, &caller.control);
    let allowed = standing
        .person(OPERATION, "user", id)
        .and_then(|user| standing.may_touch(OPERATION, user).map(|()| user));
    allowed.map_err(|problem| refusal(&problem))
}

/// Changes one's own password（修改密码）. All sessions end, this one too.
#[utoipa::path(
    post, path = "/api/v1/me/password", tag = "account",
    params(("Wangge-CSRF" = String, Header, description = "must be 1")),
    request_body = OwnPasswordRequest,
    responses(
        (status = 204),
        (status = 403, body = crate::http::ErrorBody, description = "the old password is wrong"),
        (status = 422, body = crate::http::ErrorBody, description = "the new one is too short"),
        (status = 429, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn set_own_password(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    peer: PeerAddress,
    body: Result<Json<OwnPasswordRequest>, JsonRejection>,
) -> Result<StatusCode, ApiError> {
    let Json(request) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let permit = Arc::clone(&app.login_permits).acquire_owned().await;
    let permit = permit.map_err(|_| ApiError::busy(1_000))?;
    app.blocking(move |app| {
        let _permit = permit;
        let account = check_own_password(app, &caller, &request.old, &peer.key())?;
        put(app, caller.user, &account.name, &request.new)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The account of the caller, whose password this must be. Guessing is slowed down.
pub(in crate::routes) fn check_own_password(
    app: &App,
    caller: &SupervisorCaller,
    password: &str,
    from: &str,
) -> Result<Account, ApiError> {
    let tenant = &app.tenant;
    let accounts = tenant.database.accounts(tenant.id())?;
    let account = accounts.into_iter().find(|it| it.user == caller.user);
    let account = account.ok_or_else(ApiError::forbidden)?;
    app.throttle.admit(tenant, "login", &account.name, from)?;
    if password.len() > 1024 || !verify(password, Some(&account.password)) {
        app.throttle.failed(tenant, "login", &account.name, from)?;
        let zh = "密码不正确";
        let en = "the password is wrong";
        return Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "password_wrong",
            zh,
            en,
        ));
    }
    app.throttle
        .succeeded(tenant, "login", &account.name, from)?;
    Ok(account)
}

fn put(app: &App, user: UserId, name: &str, password: &str) -> Result<(), ApiError> {
    let password = hash(password).map_err(|error| {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        ApiError::new(
            status,
            "password_weak",
            "密码至少 8 个字符",
            &error.to_string(),
        )
    })?;
    let (tenant, database) = (&app.tenant, &app.tenant.database);
    let account = Account {
        name: name.to_owned(),
        user,
        password,
    };
    database.put_account(tenant.id(), &account)?;
    database.end_sessions_of(tenant.id(), user)?;
    Ok(())
}

fn refusal(problem: &ChangeProblem) -> ApiError {
    let status = if problem.is_forbidden() {
        StatusCode::FORBIDDEN
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    ApiError::new(status, &problem.code, &problem.message, &problem.message_en)
}
