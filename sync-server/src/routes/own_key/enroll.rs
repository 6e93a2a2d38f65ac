use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wangge_domain::control::{ControlEvent, ControlState, DeviceEnrollment};
use wangge_domain::{DeviceId, UserId};
use wangge_protocol::{PublicKey, Signature};
use wangge_sync_engine::relay::{control, issue_lease};
use wangge_sync_engine::store::RelayCommit;

use crate::http::{ApiError, App, SupervisorCaller};
use crate::routes::enroll::free_short_id;

/// A key is enrolled only so long after the password was typed.
const FRESH_MS: i64 = 5 * 60_000;
/// Keys of one person that are not revoked.
const MOST_KEYS: usize = 20;
const LABEL_LIMIT: usize = 120;
/// What the proof is signed under.
const PROOF_LABEL: &[u8] = b"wangge/browser-key/1";

/// A key that the browser made and cannot give away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyRequest {
    /// Id of this browser's installation, minted by it.
    device: String,
    /// Public key of Ed25519, hexadecimal.
    public_key: String,
    /// Signature over `wangge/browser-key/1`, the device's and the person's sixteen bytes.
    proof: String,
    /// Name of the machine, for the list of devices.
    label: String,
}

/// An enrolled key.
#[derive(Serialize, ToSchema)]
pub(crate) struct KeyView {
    /// Id of the device.
    device: String,
    /// Its short id.
    short_id: String,
    /// Hash of its lease, which acts cite.
    lease: String,
}

/// Enrolls the browser's own key（登记本人密钥）, within five minutes of signing in. Acts that it signs are
/// the officer's own; without it they are *attested by relay*.
#[utoipa::path(
    post, path = "/api/v1/own-keys", tag = "account",
    params(("Wangge-CSRF" = String, Header, description = "must be 1")),
    request_body = KeyRequest,
    responses(
        (status = 200, body = KeyView),
        (status = 403, body = crate::http::ErrorBody, description = "signed in too long ago, or too many keys"),
        (status = 422, body = crate::http::ErrorBody, description = "the proof does not hold"),
    )
)]
pub(crate) async fn enroll_key(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    body: Result<Json<KeyRequest>, JsonRejection>,
) -> Result<Json<KeyView>, ApiError> {
    let Json(request) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let view = app
        .blocking(move |app| enroll(app, &caller, &request))
        .await?;
    Ok(Json(view))
}

fn enroll(app: &App, caller: &SupervisorCaller, request: &KeyRequest) -> Result<KeyView, ApiError> {
    let tenant = &app.tenant;
    let session = tenant.database.session(tenant.id(), caller.session)?;
    let is_fresh = session.is_some_and(|it| tenant.now().0 - it.created_at.0 <= FRESH_MS);
    if !is_fresh {
        let zh = "登录已超过五分钟，请重新登录后启用本人密钥";
        let en = "sign in again: a key is enrolled within five minutes of it";
        return Err(refused(StatusCode::FORBIDDEN, "sign_in_again", zh, en));
    }
    let (device, key) = checked(caller.user, request)?;
    let held = |control: &ControlState| {
        let mut devices = control.devices.iter();
        let mine = devices
            .by_ref()
            .filter(|((_, user), _)| *user == caller.user);
        mine.filter(|(_, held)| held.revoked.is_none()).count()
    };
    let lease = tenant.turn(|context| {
        let known = context.control.devices.get(&(device, caller.user));
        if known.is_some_and(|known| known.enrollment.public_key == key.to_hex()) {
            return Ok((Some(()), RelayCommit::default()));
        }
        if held(context.control) >= MOST_KEYS {
            return Ok((None, RelayCommit::default()));
        }
        let enrollment = DeviceEnrollment {
            device,
            user: caller.user,
            algorithm: 1,
            public_key: key.to_hex(),
            short_id: known.map_or_else(
                || free_short_id(context.control),
                |known| known.enrollment.short_id.clone(),
            ),
            label: request.label.chars().take(LABEL_LIMIT).collect(),
            relay_service: false,
        };
        let event = ControlEvent::DeviceEnrolled(enrollment);
        Ok((Some(()), control(context, &event)?))
    })?;
    if lease.is_none() {
        let zh = "密钥过多，请先停用不再使用的设备";
        let en = "too many keys: revoke those that are not used";
        return Err(refused(StatusCode::FORBIDDEN, "too_many_keys", zh, en));
    }
    let lease = tenant.turn(|context| {
        let address = tenant.row.address.as_str();
        let lease = issue_lease(context, device, caller.user, address)?;
        let commit = RelayCommit {
            leases: vec![lease.clone()],
            ..RelayCommit::default()
        };
        Ok((lease, commit))
    })?;
    let control = tenant.control()?;
    let enrolled = control.devices.get(&(device, caller.user));
    Ok(KeyView {
        device: device.to_string(),
        short_id: enrolled
            .map(|it| it.enrollment.short_id.clone())
            .unwrap_or_default(),
        lease: lease.digest().to_string(),
    })
}

/// The device and key, if the browser holds the private half.
fn checked(user: UserId, request: &KeyRequest) -> Result<(DeviceId, PublicKey), ApiError> {
    let wrong = || {
        let zh = "密钥证明不符，请刷新页面后重试";
        let en = "the proof of the key does not hold";
        refused(StatusCode::UNPROCESSABLE_ENTITY, "proof_wrong", zh, en)
    };
    let device: DeviceId = request.device.parse().map_err(|_| wrong())?;
    let key = PublicKey::from_hex(&request.public_key).ok_or_else(wrong)?;
    let mut proof = [0; 64];
    hex::decode_to_slice(&request.proof, &mut proof).map_err(|_| wrong())?;
    let message = [PROOF_LABEL, device.as_bytes(), user.as_bytes()].concat();
    key.verify(&message, &Signature(proof))
        .map_err(|_| wrong())?;
    Ok((device, key))
}

fn refused(status: StatusCode, code: &str, zh: &str, en: &str) -> ApiError {
    ApiError::new(status, code, zh, en)
}
