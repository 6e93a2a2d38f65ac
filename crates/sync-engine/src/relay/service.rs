//! Envelopes that the relay itself makes and signs with its service key.

use wangge_domain::record::RecordKind;
use wangge_domain::{DeviceId, RecordId, StreamId, UserId};
use wangge_protocol::{
    Anchor, BlobHashes, Envelope, Header, Made, Op, ops_hash, seal_headers, sha256,
};

use super::turn::Turn;
use super::{RelayContext, RelayError};

/// What a service envelope is about.
pub(super) struct ServiceAct {
    pub(super) stream: StreamId,
    pub(super) record: RecordId,
    pub(super) kind: RecordKind,
    pub(super) device: DeviceId,
    pub(super) user: UserId,
    pub(super) ops: Vec<Op>,
    pub(super) blobs: Vec<BlobHashes>,
}

/// Builds and seals an envelope at the end of the chain of (service device, user).
pub(super) fn sealed_by_service(
    turn: &mut Turn<'_>,
    act: ServiceAct,
) -> Result<Envelope, RelayError> {
    let ctx = turn.ctx;
    let (seq, prev) = turn.chain_tip((act.stream, act.device, act.user))?;
    let ops = act.ops;
    let made = made_now(turn, act.stream)?;
    let header = Header {
        v: 1,
        tenant: ctx.tenant,
        stream: act.stream,
        record: act.record,
        kind: act.kind,
        user: act.user,
        device: act.device,
        device_seq: seq + 1,
        lease: None,
        policy_revision: ctx.policy.revision,
        after: Vec::new(),
        made,
        blobs: act.blobs,
        prev,
        ops_hash: ops_hash(&ops),
    };
    seal_one(&ctx, header, ops)
}

fn made_now(turn: &mut Turn<'_>, stream: StreamId) -> Result<Made, RelayError> {
    let now = turn.ctx.now;
    let anchor = match turn.log(stream)? {
        Some(log) if log.head.seq > 0 => {
            let elapsed = now.0.saturating_sub(log.head.received_at.0);
            let anchor = Anchor {
                stream,
                epoch: log.head.epoch,
                seq: log.head.seq,
                chain: log.head.chain,
            };
            Some((anchor, u64::try_from(elapsed).unwrap_or(0)))
        }
        _ => None,
    };
    Ok(Made {
        wall_ms: now.0,
        boot_id: 0,
        anchor: anchor.map(|(anchor, _)| anchor),
        elapsed_ms: anchor.map_or(0, |(_, elapsed)| elapsed),
    })
}

fn seal_one(ctx: &RelayContext<'_>, header: Header, ops: Vec<Op>) -> Result<Envelope, RelayError> {
    let header_bytes = header.to_bytes();
    let id = sha256(&header_bytes);
    let seal = seal_headers(ctx.service_key, &[id]).pop();
    let seal = seal.ok_or_else(|| RelayError::Malformed("nothing to seal".to_owned()))?;
    Ok(Envelope {
        header_bytes,
        header,
        ops,
        seal,
    })
}
