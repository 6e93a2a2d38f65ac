use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;
use wangge_domain::RecordId;
use wangge_domain::lifecycle::{Event, Outcome};
use wangge_protocol::{
    Algorithm, Envelope, Op, PublicKey, RowBody, Seal, Signature, Verdict, decode,
};
use wangge_sync_engine::RelayError;
use wangge_sync_engine::relay::{Acted, prepare_unverified, receive};
use wangge_sync_engine::store::RelayCommit;

use super::prepare::own_device;
use crate::http::{ApiError, App, SupervisorCaller, refuse_bad_texts};
use crate::routes::public_reports::refuse_reporters;
use crate::routes::records::{ActResult, only_if_applied, readable};

/// An act sealed in the browser.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SealedAct {
    /// The header as it was signed, hexadecimal CBOR.
    header: String,
    /// The event, hexadecimal CBOR.
    event: String,
    /// Signature over the seal's root, hexadecimal.
    signature: String,
}

/// Takes an act that the officer sealed with a key of their own（本人签名办理）. What has no effect leaves no row, as
/// with any act of a session.
#[utoipa::path(
    post, path = "/api/v1/records/{record}/envelopes", tag = "records",
    params(
        ("record" = String, Path, description = "id of the record"),
        ("Wangge-CSRF" = String, Header, description = "must be 1"),
    ),
    request_body = SealedAct,
    responses(
        (status = 200, body = ActResult),
        (status = 400, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
        (status = 409, body = crate::http::ErrorBody, description = "the key was used elsewhere meanwhile: sign again"),
    )
)]
pub(crate) async fn take_sealed(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(record): Path<String>,
    body: Result<Json<SealedAct>, JsonRejection>,
) -> Result<Json<ActResult>, ApiError> {
    let record: RecordId = record.parse().map_err(|_| ApiError::not_found())?;
    let Json(sealed) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let result = app
        .blocking(move |app| take(app, &caller, record, &sealed))
        .await?;
    Ok(Json(result))
}

fn take(
    app: &App,
    caller: &SupervisorCaller,
    record: RecordId,
    sealed: &SealedAct,
) -> Result<ActResult, ApiError> {
    readable(app, caller, record)?;
    let envelope = assembled(app, caller, record, sealed)?;
    let header = &envelope.header;
    own_device(caller, &header.device.to_string())?;
    if header.user != caller.user || header.record != record {
        return Err(ApiError::forbidden());
    }
    let author = (header.device, header.user);
    let prepared = [prepare_unverified(envelope)];
    let acted = app
        .tenant
        .turn(|context| decided(receive(context, &prepared, author, &mut || true)?));
    match acted {
        Ok(Some(acted)) => ActResult::of(Ok(acted)).map(ActResult::into_logged),
        Ok(None) => {
            let zh = "本机密钥刚在别处用过，请再试一次";
            let en = "the key was used elsewhere meanwhile: sign again";
            Err(ApiError::conflict("sign_again", zh, en))
        }
        Err(error) => ActResult::of(Err(error)),
    }
}

/// The envelope, if its parts fit together. The seal is checked when it is prepared.
fn assembled(
    app: &App,
    caller: &SupervisorCaller,
    record: RecordId,
    sealed: &SealedAct,
) -> Result<Envelope, ApiError> {
    let bad = |what: &str| ApiError::bad_request(what);
    let header = hex::decode(&sealed.header).map_err(|_| bad("`header` is not hexadecimal"))?;
    let event = hex::decode(&sealed.event).map_err(|_| bad("`event` is not hexadecimal"))?;
    if let Ok(said) = decode::<Event>(&event) {
        refuse_bad_texts(&said)?;
        refuse_reporters(app, caller, record, &said)?;
    }
    let mut signature = [0; 64];
    hex::decode_to_slice(&sealed.signature, &mut signature)
        .map_err(|_| bad("`signature` is 128 hexadecimal digits"))?;
    let read = wangge_protocol::Header::from_bytes(&header).map_err(|it| bad(&it.to_string()))?;
    let held = caller.control.devices.get(&(read.device, read.user));
    let key = held.and_then(|held| PublicKey::from_hex(&held.enrollment.public_key));
    let seal = Seal {
        algorithm: Algorithm::Ed25519,
        key: key.ok_or_else(ApiError::forbidden)?,
        root_signature: Signature(signature),
        count: 1,
        index: 0,
        proof: Vec::new(),
    };
    Envelope::assemble(header, vec![Op::Event(event)], seal).map_err(|it| bad(&it.to_string()))
}

/// What came of one envelope, without a row if it has no effect. `None`: its place in the chain is
/// taken, or waits for another.
fn decided(
    (verdicts, commit): (Vec<Verdict>, RelayCommit),
) -> Result<(Option<Acted>, RelayCommit), RelayError> {
    match verdicts.into_iter().next() {
        Some(Verdict::Accepted { .. } | Verdict::NoEffect { .. }) => {}
        Some(Verdict::Refused(reason) | Verdict::Quarantined(reason)) => {
            return match reason {
                wangge_protocol::Refusal::Equivocation => Ok((None, RelayCommit::default())),
                other => Err(RelayError::Refused(other)),
            };
        }
        Some(Verdict::Retry { .. }) => return Err(RelayError::Healing),
        _ => return Ok((None, RelayCommit::default())),
    }
    let row = commit.rows.last().map(|row| row.row.clone());
    let outcome: Option<Outcome> = match row.as_ref().map(|row| &row.body) {
        Some(RowBody::Accepted { decision, .. }) => decision.outcomes.first().cloned(),
        _ => None,
    };
    let acted = row
        .zip(outcome)
        .map(|(row, outcome)| Acted { row, outcome });
    let Some(acted) = acted else {
        return Err(RelayError::Malformed("the act left no row".to_owned()));
    };
    let (acted, commit) = only_if_applied((acted, commit));
    Ok((Some(acted), commit))
}
