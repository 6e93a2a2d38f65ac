use wangge_protocol::limits::SMALL_PUSH_BYTES;
use wangge_protocol::{
    Batch, Capabilities, Cursor, CursorClaim, Envelope, EnvelopeId, Op, SecretKey, SignedExtension,
    SyncRequest, cursor_vector_digest, seal_headers,
};

use super::machine::{Push, SyncMachine};
use super::{SyncEffect, SyncFailure, SyncOutcome};
use crate::client::{ClientContext, EngineError};
use crate::relay::pull::is_substantial;

/// Envelopes under one seal of a push. More would save little and lengthen every proof.
const SEALED_TOGETHER: usize = 64;

/// Answers in a row that decide nothing, after which what was sent waits for a later sync, and the sync
/// gives up for now if that helps nothing.
pub(super) const MAX_STALLED: u32 = 3;

impl SyncMachine {
    /// Says what to do next: requests, a wait, or the end.
    pub(super) fn plan(
        &mut self,
        ctx: &ClientContext<'_>,
        effects: &mut Vec<SyncEffect>,
    ) -> Result<(), EngineError> {
        if let Some(until_ms) = self.wait_until {
            if ctx.now.monotonic_ms < until_ms {
                effects.push(SyncEffect::Wait { until_ms });
                return Ok(());
            }
            self.wait_until = None;
        }
        let batch = if self.push.is_none() && !self.pull_first && self.stalled < MAX_STALLED {
            self.next_batch(ctx)?
        } else {
            Vec::new()
        };
        let pull_due = self.pull.is_none() && self.pull_needed;
        let bytes: usize = batch.iter().map(size_of).sum();
        let shared = pull_due && !batch.is_empty() && bytes <= SMALL_PUSH_BYTES;
        if !batch.is_empty() {
            let id = self.send(ctx, &batch, bytes, shared, effects)?;
            self.push = Some(Push { id, sent: batch });
            self.pull = if shared { Some(id) } else { self.pull };
        }
        if pull_due && !shared {
            self.pull = Some(self.send(ctx, &[], 0, true, effects)?);
        }
        if pull_due {
            self.pull_needed = false;
        }
        if self.push.is_none() && self.pull.is_none() {
            let outcome = self.outcome(ctx)?;
            effects.push(self.finish(outcome));
        }
        Ok(())
    }

    fn outcome(&mut self, ctx: &ClientContext<'_>) -> Result<SyncOutcome, EngineError> {
        let waiting = ctx.store.outbox_len()?;
        let acked = u64::try_from(self.acked.len()).unwrap_or(u64::MAX);
        self.summary.blocked = waiting.saturating_sub(acked);
        let blocked = u64::try_from(self.blocked.len()).unwrap_or(u64::MAX);
        Ok(
            if self.stalled >= MAX_STALLED || self.summary.blocked > blocked {
                SyncOutcome::Failed(self.last_failure.unwrap_or(SyncFailure::Malformed))
            } else if self.blocked.is_empty() {
                SyncOutcome::Complete
            } else {
                SyncOutcome::Waiting
            },
        )
    }

    fn send(
        &mut self,
        ctx: &ClientContext<'_>,
        batch: &[Envelope],
        bytes: usize,
        pull: bool,
        effects: &mut Vec<SyncEffect>,
    ) -> Result<u64, EngineError> {
        let id = self.next_id;
        self.next_id += 1;
        let identity = ctx.identity()?;
        let heal = if pull {
            self.pages_to_heal(ctx)?
        } else {
            Vec::new()
        };
        self.exchanges |= pull;
        let compare = self.ask_to_compare(pull);
        let cursors = self.claim(ctx, batch.is_empty())?;
        let ahead = match cursors {
            CursorClaim::Vector(_) if pull => self.ask_ahead(ctx)?,
            _ => None,
        };
        let request = SyncRequest {
            capabilities: Capabilities::THIS_BUILD,
            cursors,
            lease: identity.lease.digest(),
            push: (!batch.is_empty()).then(|| Batch::pack(&sealed_together(ctx.key, batch))),
            want_bytes: if pull { self.config.want_bytes } else { 0 },
            lease_copy: self.to_show.front().filter(|_| !batch.is_empty()).cloned(),
            heal,
            extensions: self.extensions(ctx, batch.is_empty())?,
            compare,
            ahead,
            trust: None,
        };
        let extra = u64::try_from(bytes / 2).unwrap_or(u64::MAX);
        let timeout_ms = self.config.timeout_ms.saturating_add(extra);
        effects.push(SyncEffect::Send {
            id,
            request,
            timeout_ms,
        });
        Ok(id)
    }

    /// By whose word the lease goes on, as long as it needs that: with every push, since the relay
    /// must know it before it judges.
    fn extensions(
        &self,
        ctx: &ClientContext<'_>,
        idle: bool,
    ) -> Result<Vec<SignedExtension>, EngineError> {
        if idle {
            return Ok(Vec::new());
        }
        Ok(ctx.store.lease_extension()?.into_iter().collect())
    }

    /// Where the device stands: one hash while nothing is known to differ, else the vector.
    fn claim(&self, ctx: &ClientContext<'_>, idle: bool) -> Result<CursorClaim, EngineError> {
        let mut cursors: Vec<Cursor> = ctx.store.cursors()?;
        for cursor in &mut cursors {
            if let Some(probe) = self.probes.get(&cursor.stream) {
                *cursor = *probe;
            }
        }
        Ok(if idle && !self.vector {
            cursors.retain(is_substantial);
            CursorClaim::Digest(cursor_vector_digest(&cursors))
        } else {
            CursorClaim::Vector(cursors)
        })
    }

    /// The envelopes to send next: those carried for others first, then the outbox in order.
    fn next_batch(&mut self, ctx: &ClientContext<'_>) -> Result<Vec<Envelope>, EngineError> {
        let mut batch: Vec<Envelope> = Vec::new();
        let mut bytes = 0;
        while let Some(envelope) = self.carry.front() {
            bytes += size_of(envelope);
            let full = batch.len() >= self.batch_limit || bytes > self.config.max_push_bytes;
            if full && !batch.is_empty() {
                return Ok(batch);
            }
            batch.extend(self.carry.pop_front());
        }
        let skipped = self.acked.len() + self.blocked.len();
        for pending in ctx.store.outbox(self.batch_limit + skipped)? {
            let id = pending.envelope.id();
            if self.acked.contains_key(&id) || self.blocked.contains(&id) {
                continue;
            }
            let alone = self.alone.contains(&id);
            bytes += size_of(&pending.envelope);
            let full = batch.len() >= self.batch_limit || bytes > self.config.max_push_bytes;
            if (full || alone) && !batch.is_empty() {
                break;
            }
            batch.push(pending.envelope);
            if alone {
                break;
            }
        }
        Ok(batch)
    }
}

/// Seals our own envelopes of a batch together, so that one signature travels for many: an
/// envelope is known by its header, whichever seal covers it.
pub(super) fn sealed_together(key: &SecretKey, batch: &[Envelope]) -> Vec<Envelope> {
    let mut batch = batch.to_vec();
    let public = key.public();
    let mut own: Vec<&mut Envelope> = batch
        .iter_mut()
        .filter(|it| it.seal.key == public)
        .collect();
    for group in own.chunks_mut(SEALED_TOGETHER) {
        let ids: Vec<EnvelopeId> = group.iter().map(|it| it.id()).collect();
        for (envelope, seal) in group.iter_mut().zip(seal_headers(key, &ids)) {
            envelope.seal = seal;
        }
    }
    batch
}

/// Bytes of an envelope on its way, roughly.
pub(super) fn size_of(envelope: &Envelope) -> usize {
    let ops: usize = envelope
        .ops
        .iter()
        .map(|op| match op {
            Op::Change(bytes) | Op::Event(bytes) => bytes.len(),
            Op::Blanked(_) => 34,
        })
        .sum();
    envelope.header_bytes.len() + ops
}
