use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wangge_domain::lifecycle::Event;
use wangge_domain::{DeviceId, Digest, RecordId};
use wangge_protocol::encode;
use wangge_sync_engine::relay::renewed_lease;
use wangge_sync_engine::store::RelayCommit;

use crate::http::{ApiError, App, SupervisorCaller, refuse_bad_texts};
use crate::routes::public_reports::refuse_reporters;
use crate::routes::records::{readable, require_whole_phone};

/// An act that the browser is going to sign.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PrepareRequest {
    /// The browser's device.
    device: String,
    /// Hash of the lease it holds.
    lease: String,
    /// The event, as `POST /api/v1/records/{record}/events` takes it.
    #[schema(value_type = Object)]
    event: Event,
}

/// What the browser needs to write the header itself. It checks the event's bytes against what it
/// asked for, and its own place in the chain against what it remembers.
#[derive(Serialize, ToSchema)]
pub(crate) struct PreparedAct {
    /// Id of the tenant.
    tenant: String,
    /// Id of the log.
    stream: String,
    /// What the record is.
    kind: String,
    /// Place of the last envelope of this key in the log that is held here; 0: none.
    last_seq: u64,
    /// Hash of it, hexadecimal; zero: none.
    last: String,
    /// Hash of the lease in force: a newer one, if the one named is no longer it.
    lease: String,
    /// Revision of the policy pack in force.
    policy_revision: u32,
    /// The head of the log: the act is made after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor: Option<AnchorView>,
    /// Time since the head was received, milliseconds.
    elapsed_ms: u64,
    /// The relay's clock, milliseconds since 1970.
    now: i64,
    /// The event as it stands in an envelope, hexadecimal CBOR.
    event: String,
}

/// A point of a log.
#[derive(Serialize, ToSchema)]
pub(crate) struct AnchorView {
    /// Its epoch.
    epoch: u32,
    /// The row.
    seq: u64,
    /// The chain hash, hexadecimal.
    chain: String,
}

/// What an act must say to be signed in the browser（签名准备）. Writes nothing but, when it is due, a lease.
#[utoipa::path(
    post, path = "/api/v1/records/{record}/signing", tag = "records",
    params(
        ("record" = String, Path, description = "id of the record"),
        ("Wangge-CSRF" = String, Header, description = "must be 1"),
    ),
    request_body = PrepareRequest,
    responses(
        (status = 200, body = PreparedAct),
        (status = 403, body = crate::http::ErrorBody, description = "the key is not enrolled, or was revoked"),
        (status = 404, body = crate::http::ErrorBody),
        (status = 422, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn prepare_act(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(record): Path<String>,
    body: Result<Json<PrepareRequest>, JsonRejection>,
) -> Result<Json<PreparedAct>, ApiError> {
    let record: RecordId = record.parse().map_err(|_| ApiError::not_found())?;
    let Json(request) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let act = app
        .blocking(move |app| prepare(app, &caller, record, &request))
        .await?;
    Ok(Json(act))
}

fn prepare(
    app: &App,
    caller: &SupervisorCaller,
    record: RecordId,
    request: &PrepareRequest,
) -> Result<PreparedAct, ApiError> {
    let listed = readable(app, caller, record)?;
    require_whole_phone(&request.event)?;
    refuse_bad_texts(&request.event)?;
    refuse_reporters(app, caller, record, &request.event)?;
    let tenant = &app.tenant;
    let device = own_device(caller, &request.device)?;
    let held: Digest = request
        .lease
        .parse()
        .map_err(|_| ApiError::bad_request("`lease` is 64 hexadecimal digits"))?;
    let fresh = tenant.turn(|context| {
        let fresh = renewed_lease(context, device, caller.user, &held)?;
        let commit = RelayCommit {
            leases: fresh.iter().cloned().collect(),
            ..RelayCommit::default()
        };
        Ok((fresh, commit))
    })?;
    let store = tenant.database.turn(tenant.id())?;
    let tip = store.chain_tip(listed.stream, device, caller.user)?;
    let head = store.head(listed.stream)?.filter(|head| head.seq > 0);
    let now = tenant.now();
    let elapsed = head
        .as_ref()
        .map_or(0, |head| now.0.saturating_sub(head.received_at.0));
    Ok(PreparedAct {
        tenant: tenant.id().to_string(),
        stream: listed.stream.to_string(),
        kind: listed.kind.to_string(),
        last_seq: tip.map_or(0, |(seq, _)| seq),
        last: tip.map_or(Digest::ZERO, |(_, id)| id).to_string(),
        lease: fresh.map_or(held, |lease| lease.digest()).to_string(),
        policy_revision: caller.policy.revision,
        anchor: head.map(|head| AnchorView {
            epoch: head.epoch,
            seq: head.seq,
            chain: head.chain.to_string(),
        }),
        elapsed_ms: u64::try_from(elapsed).unwrap_or(0),
        now: now.0,
        event: hex::encode(encode(&request.event)),
    })
}

/// The caller's own device, enrolled and not revoked.
pub(super) fn own_device(caller: &SupervisorCaller, id: &str) -> Result<DeviceId, ApiError> {
    let device: Option<DeviceId> = id.parse().ok();
    let held = device.and_then(|device| {
        let held = caller.control.devices.get(&(device, caller.user))?;
        (held.revoked.is_none() && !held.enrollment.relay_service).then_some(device)
    });
    held.ok_or_else(|| {
        let zh = "本机密钥未登记或已停用，请重新登录启用";
        let en = "this browser's key is not enrolled, or was revoked";
        ApiError::new(
            axum::http::StatusCode::FORBIDDEN,
            "key_not_enrolled",
            zh,
            en,
        )
    })
}
