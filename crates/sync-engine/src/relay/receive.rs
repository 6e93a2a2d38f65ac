use std::collections::BTreeSet;

use wangge_domain::{DeviceId, StreamId, UserId};
use wangge_protocol::{SignedLease, Verdict};

use super::decide::decide;
use super::prepared::Prepared;
use super::turn::Turn;
use super::{RelayContext, RelayError};
use crate::store::RelayCommit;

/// Decides envelopes in their order（收件裁定）: each sees the rows decided before it. Pure but for
/// reading the store; the caller commits, and calls again if a head had moved meanwhile. Any
/// device may carry the envelopes of others: the seal says who made them, `author` only who
/// brought them.
///
/// At least one envelope is decided; when `more_time` says no, the rest is `not_processed`.
///
/// # Errors
/// The store failed.
pub fn receive(
    ctx: &RelayContext<'_>,
    envelopes: &[Prepared],
    author: (DeviceId, UserId),
    more_time: &mut dyn FnMut() -> bool,
) -> Result<(Vec<Verdict>, RelayCommit), RelayError> {
    receive_with(ctx, envelopes, author, None, &BTreeSet::new(), more_time)
}

/// A lease that a device shows because the relay has lost it.
pub(super) struct Shown<'a> {
    pub(super) lease: &'a SignedLease,
    /// It is the one in force: the device has shown what else there was before.
    pub(super) is_last: bool,
}

/// [`receive`], with a lease that the device shows, and streams that have to wait.
pub(super) fn receive_with(
    ctx: &RelayContext<'_>,
    envelopes: &[Prepared],
    author: (DeviceId, UserId),
    shown: Option<Shown<'_>>,
    later: &BTreeSet<StreamId>,
    more_time: &mut dyn FnMut() -> bool,
) -> Result<(Vec<Verdict>, RelayCommit), RelayError> {
    let mut turn = Turn::new(ctx);
    turn.carrier = Some((author.1, shown.as_ref().is_some_and(|shown| shown.is_last)));
    if let Some(shown) = shown {
        turn.learn_lease(shown.lease)?;
    }
    let mut verdicts = Vec::with_capacity(envelopes.len());
    for prepared in envelopes {
        if !verdicts.is_empty() && !more_time() {
            break;
        }
        verdicts.push(match &prepared.0 {
            Ok(prepared) if later.contains(&prepared.envelope.header.stream) => {
                Verdict::NotProcessed
            }
            Ok(prepared) => decide(&mut turn, prepared, None)?,
            Err(refusal) => Verdict::Refused(*refusal),
        });
    }
    verdicts.resize(envelopes.len(), Verdict::NotProcessed);
    Ok((verdicts, turn.finish()))
}

/// Admits an envelope that stands apart（准入）: a person has decided, and `by` is the envelope of
/// that decision. Revocation, equivocation and lease no longer bar it; the gate, scope and the
/// rules of the lifecycle do as ever.
///
/// # Errors
/// The store failed.
pub fn admit(
    ctx: &RelayContext<'_>,
    envelope: &Prepared,
    by: wangge_domain::Digest,
) -> Result<(Verdict, RelayCommit), RelayError> {
    let mut turn = Turn::new(ctx);
    let verdict = match &envelope.0 {
        Ok(prepared) => decide(&mut turn, prepared, Some(by))?,
        Err(refusal) => Verdict::Refused(*refusal),
    };
    Ok((verdict, turn.finish()))
}

/// Judges an envelope once more that stands apart only because of what it builds on（复判）: that
/// has been admitted meanwhile. Nobody vouches for it: everything is judged as if it had just
/// come, but that it was made no later than it came first.
///
/// # Errors
/// The store failed.
pub fn judge_again(
    ctx: &RelayContext<'_>,
    envelope: &Prepared,
    received_first: wangge_domain::Timestamp,
) -> Result<(Verdict, RelayCommit), RelayError> {
    let mut turn = Turn::new(ctx);
    let verdict = match &envelope.0 {
        Ok(prepared) => {
            turn.judged_again.insert(prepared.id, received_first);
            decide(&mut turn, prepared, None)?
        }
        Err(refusal) => Verdict::Refused(*refusal),
    };
    Ok((verdict, turn.finish()))
}
