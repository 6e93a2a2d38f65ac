use std::collections::BTreeMap;

use wangge_protocol::{
    Batch, Cursor, EnvelopeId, Lease, SignedLease, StreamUpdate, SyncResponse, Verdict, VerdictRun,
};

use super::intake::Intake;
use super::machine::{Push, SyncMachine};
use super::plan::{sealed_together, size_of};
use super::{SyncFailure, SyncSummary};
use crate::client::{ClientContext, EngineError};

/// Envelopes of one batch of a letter.
const BATCH: usize = 256;

/// What the engine puts into a letter that is carried by hand（信使信件）.
#[derive(Clone, Debug, Default)]
pub struct LetterParts {
    /// Everything that waits, in its order.
    pub pushes: Vec<Batch>,
    /// Envelopes in them.
    pub envelopes: u64,
    /// Leases that they cite, and the one in force last.
    pub leases: Vec<SignedLease>,
    /// Where the device stands.
    pub cursors: Vec<Cursor>,
}

/// What waits to be sent, as batches of at most `most_bytes` in all; what is beyond stays for a
/// later letter. Changes nothing: the same envelopes may go by network too.
///
/// # Errors
/// The store failed or the device is not enrolled.
pub fn letter_parts(
    ctx: &ClientContext<'_>,
    most_bytes: usize,
) -> Result<LetterParts, EngineError> {
    let identity = ctx.identity()?;
    let mut parts = LetterParts {
        cursors: ctx.store.cursors()?,
        ..LetterParts::default()
    };
    let waiting = usize::try_from(ctx.store.outbox_len()?).unwrap_or(usize::MAX);
    let mut batch = Vec::new();
    let mut left = most_bytes;
    let mut leases = BTreeMap::new();
    for pending in ctx.store.outbox(waiting)? {
        let envelope = pending.envelope;
        let size = size_of(&envelope);
        if size > left {
            break;
        }
        left -= size;
        if let Some(lease) = envelope.header.lease
            && let Some(held) = ctx.store.lease(&lease)?
        {
            leases.insert(lease, held);
        }
        batch.push(envelope);
        if batch.len() == BATCH {
            parts
                .pushes
                .push(Batch::pack(&sealed_together(ctx.key, &batch)));
            batch.clear();
        }
        parts.envelopes += 1;
    }
    if !batch.is_empty() {
        parts
            .pushes
            .push(Batch::pack(&sealed_together(ctx.key, &batch)));
    }
    leases.remove(&identity.lease.digest());
    parts.leases = leases.into_values().collect();
    parts.leases.push(identity.lease);
    Ok(parts)
}

impl SyncMachine {
    /// Takes in one of the exchanges of an answer that was carried by hand; `letter` are the
    /// envelopes that its verdicts are about, in their order. Verdicts on what has its final word
    /// already, a lease that is no newer, and rows that do not follow are passed over. True: the
    /// control stream went on, and must be folded before the next one.
    ///
    /// # Errors
    /// The store failed or the device is not enrolled. Nothing was changed.
    pub fn take_carried(
        &mut self,
        ctx: &ClientContext<'_>,
        letter: &[EnvelopeId],
        mut response: SyncResponse,
    ) -> Result<bool, EngineError> {
        self.running = true;
        let id = self.next_id;
        self.next_id += 1;
        let waiting = usize::try_from(ctx.store.outbox_len()?).unwrap_or(usize::MAX);
        let mut waiting: BTreeMap<EnvelopeId, _> = ctx
            .store
            .outbox(waiting)?
            .into_iter()
            .map(|pending| (pending.envelope.id(), pending.envelope))
            .collect();
        let said = VerdictRun::unpack(&response.verdicts, letter.len());
        let (mut sent, mut verdicts) = (Vec::new(), Vec::new());
        let mut admitted = Vec::new();
        for (id, verdict) in letter.iter().zip(said) {
            if let Some(envelope) = waiting.remove(id) {
                sent.push(envelope);
                verdicts.push(verdict);
            } else if let Verdict::Accepted { seq } | Verdict::NoEffect { seq } = verdict
                && let Some(envelope) = ctx.store.own_envelope(id)?
            {
                admitted.push((envelope, seq));
            }
        }
        response.verdicts = VerdictRun::pack(&verdicts);
        // What a restored relay has lost is given back in an exchange, not by hand.
        response
            .streams
            .retain(|update| !matches!(update, StreamUpdate::UnknownPoint { .. }));
        response.lease = response.lease.filter(|lease| is_newer(ctx, lease));
        let before = self.clone();
        self.push = (!sent.is_empty()).then_some(Push { id, sent });
        self.admitted = admitted;
        self.pull = Some(id);
        self.exchanges = false;
        self.comparing = None;
        let mut effects = Vec::new();
        if let Err(error) = Intake::take_in(self, ctx, id, response, &mut effects) {
            *self = before;
            return Err(error);
        }
        let changed = |effect: &super::SyncEffect| {
            matches!(
                effect,
                super::SyncEffect::Progress {
                    control_changed: true,
                    ..
                }
            )
        };
        Ok(effects.iter().any(changed))
    }

    /// Ends the taking in of an answer. The failure: something in it could not be believed.
    pub fn finish_carried(&mut self) -> (SyncSummary, Option<SyncFailure>) {
        let failure = self.last_failure.filter(|_| self.failures > 0);
        self.running = false;
        (std::mem::take(&mut self.summary), failure)
    }
}

fn is_newer(ctx: &ClientContext<'_>, offered: &SignedLease) -> bool {
    let read = |signed: &SignedLease| wangge_protocol::decode::<Lease>(&signed.bytes).ok();
    let held = ctx
        .identity()
        .ok()
        .and_then(|identity| read(&identity.lease));
    match (held, read(offered)) {
        (Some(held), Some(offered)) => offered.issued_at > held.issued_at,
        (None, Some(_)) => true,
        (_, None) => false,
    }
}
