use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wangge_domain::control::{ControlError, ControlEvent};
use wangge_domain::policy::PolicyPack;
use wangge_domain::{Digest, Timestamp};
use wangge_protocol::{PublicKey, Signature, sha256};
use wangge_sync_engine::RelayError;
use wangge_sync_engine::relay::control;

use crate::http::{ApiError, App, SupervisorCaller};
use crate::keys::POLICY_KEY_SETTING;
use crate::store::StoredPolicy;

/// A signed policy pack, as `wangge-relay policy sign` writes it, and from when it counts.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackUpload {
    /// The pack's text, byte for byte as it was signed.
    pack: String,
    /// Signature of the tenant's policy key over the hash of these bytes, hexadecimal.
    signature: String,
    /// From when, milliseconds since 1970; now if absent.
    #[serde(default)]
    from: Option<i64>,
    /// Only check it.
    #[serde(default)]
    dry_run: bool,
}

/// What became of a pack.
#[derive(Serialize, ToSchema)]
pub(crate) struct PackUploaded {
    /// Its revision.
    revision: u32,
    /// Hash of its bytes.
    digest: String,
    /// From when, milliseconds since 1970.
    from: i64,
    /// It was put into force, or is scheduled.
    applied: bool,
}

/// Uploads a signed policy pack（上传政策包）and schedules it. The relay checks the signature; it makes none:
/// a pack that goes back to earlier values is a new revision, signed like any other.
#[utoipa::path(
    post, path = "/api/v1/policy-packs", tag = "policy",
    params(("Wangge-CSRF" = String, Header, description = "must be 1")),
    request_body = PackUpload,
    responses(
        (status = 200, body = PackUploaded),
        (status = 403, body = crate::http::ErrorBody),
        (status = 409, body = crate::http::ErrorBody, description = "the revision is not newer"),
        (status = 422, body = crate::http::ErrorBody, description = "not a pack, or not signed by the tenant's policy key"),
    )
)]
pub(crate) async fn upload_pack(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    body: Result<Json<PackUpload>, JsonRejection>,
) -> Result<Json<PackUploaded>, ApiError> {
    let Json(upload) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    caller.require(&app, "policy_activate")?;
    let result = app.blocking(move |app| take(app, &caller, &upload)).await?;
    Ok(Json(result))
}

fn take(
    app: &App,
    caller: &SupervisorCaller,
    upload: &PackUpload,
) -> Result<PackUploaded, ApiError> {
    let tenant = &app.tenant;
    let bytes = upload.pack.as_bytes();
    let digest = sha256(bytes);
    let signature = check_signature(app, &digest, &upload.signature)?;
    let pack = PolicyPack::parse_new(bytes).map_err(|error| {
        let zh = format!("政策包有误，位置 {}（{error}）", error.path());
        refusal("pack_invalid", &zh, &error.to_string())
    })?;
    let newest = caller.control.policies.iter().map(|(it, ..)| *it).max();
    if newest.is_some_and(|newest| newest >= pack.revision) {
        return Err(stale(pack.revision, newest));
    }
    let from = upload
        .from
        .map_or(tenant.now(), Timestamp)
        .max(tenant.now());
    let done = PackUploaded {
        revision: pack.revision,
        digest: digest.to_string(),
        from: from.0,
        applied: !upload.dry_run,
    };
    if upload.dry_run {
        return Ok(done);
    }
    let policy = StoredPolicy {
        revision: pack.revision,
        digest,
        signature,
        bytes: bytes.to_vec(),
    };
    let known = tenant.database.policy(tenant.id(), pack.revision)?;
    if known.is_some_and(|known| known.digest != digest) {
        return Err(stale(pack.revision, newest));
    }
    tenant.database.put_policy(tenant.id(), &policy)?;
    let event = ControlEvent::PolicyActivated {
        revision: pack.revision,
        digest,
        from,
    };
    match tenant.turn(|context| Ok(((), control(context, &event)?))) {
        Ok(()) => Ok(done),
        Err(RelayError::Control(ControlError::StalePolicy(_))) => Err(stale(pack.revision, newest)),
        Err(error) => Err(error.into()),
    }
}

fn check_signature(app: &App, digest: &Digest, text: &str) -> Result<Signature, ApiError> {
    let tenant = &app.tenant;
    let key = tenant.database.setting(tenant.id(), POLICY_KEY_SETTING)?;
    let key = key.and_then(|key| PublicKey::from_hex(&key));
    let mut signature = [0; 64];
    let signature = hex::decode_to_slice(text.trim(), &mut signature)
        .ok()
        .map(|()| Signature(signature));
    match (key, signature) {
        (Some(key), Some(signature)) if key.verify(&digest.0, &signature).is_ok() => Ok(signature),
        _ => {
            let zh = "签名不符：不是本单位政策密钥签署的政策包，或文件被改动过";
            let en = "not signed by the tenant's policy key, or changed since";
            Err(refusal("pack_not_signed", zh, en))
        }
    }
}

fn refusal(code: &str, zh: &str, en: &str) -> ApiError {
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, code, zh, en)
}

fn stale(revision: u32, newest: Option<u32>) -> ApiError {
    let newest = newest.unwrap_or_default();
    let zh = format!("修订号 {revision} 须大于现有的 {newest}，请提高修订号后重新签署");
    let en = format!("revision {revision} is not newer than {newest}");
    ApiError::conflict("pack_stale", &zh, &en)
}
