use std::collections::BTreeMap;

use wangge_domain::control::KeyStanding;
use wangge_domain::lifecycle::{Effect, Outcome, TimeBounds};
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{Digest, StreamId, Timestamp};
use wangge_protocol::{Decision, Envelope, Header, Op, PublicKey, Refusal, Verdict};

use super::RelayError;
use super::facts::base_facts;
use super::log::{Accepted, accept, set_apart, set_apart_verdict};
use super::prepared::PreparedEnvelope;
use super::redact::begin_anew;
use super::rights::{NoStanding, Standing, attested_standing, homes, standing_at_home};
use super::rule::{Ruled, rule};
use super::time::time_bounds;
use super::turn::{ChainKey, Live, Turn};
use crate::content_rules::is_valid;
use crate::document::guarded;
use crate::gate::{GateError, limits};
use crate::lifecycle_rows::EventOp;
use crate::redaction::begun_anew_since;
use crate::store::{NumberGrant, StoreError};
use crate::{Document, content_hash};

/// While the relay is being healed, what wants a number is to be sent again after this.
const HEALING_RETRY_MS: u64 = 10 * 60_000;

/// What becomes of an envelope.
enum Judgement {
    /// Nothing yet, or nothing that is logged.
    Say(Verdict),
    /// Refused or set apart, with a trace in the log.
    SetApart(Refusal, Option<TimeBounds>),
    /// Logged.
    Accept(Box<Accepted>),
}

/// Decides one envelope and adds what follows to the turn.
pub(super) fn decide(
    turn: &mut Turn<'_>,
    prepared: &PreparedEnvelope,
    admitted_by: Option<Digest>,
) -> Result<Verdict, RelayError> {
    let header = &prepared.envelope.header;
    let place = turn.place_of(&prepared.id)?;
    match place {
        Some(_) if planted!(DecideTwice) => {}
        Some(Ok(seq)) => return Ok(Verdict::Duplicate { seq }),
        // By a person, by this relay's own earlier word, or since nothing stands in its way any more.
        Some(Err(_))
            if admitted_by.is_some()
                || turn.attested.contains_key(&prepared.id)
                || turn.judged_again.contains_key(&prepared.id) => {}
        Some(Err(reason)) => return Ok(set_apart_verdict(reason)),
        None => {}
    }
    if let Some(refusal) = check_origin(turn, &prepared.envelope)? {
        return Ok(Verdict::Refused(refusal));
    }
    let Some(log) = turn.log(header.stream)? else {
        return Ok(Verdict::Refused(Refusal::UnknownStream));
    };
    let received_at = if planted!(TimeGoesBack) {
        turn.ctx.now
    } else {
        log.head.received_at.max(turn.ctx.now)
    };
    let key = (header.stream, header.device, header.user);
    let judgement = match judge(turn, prepared, key, received_at, admitted_by) {
        // One damaged record blocks nothing but itself.
        Err(RelayError::Store(StoreError::Corrupt(_))) => {
            Judgement::SetApart(Refusal::ProcessingFailed, None)
        }
        other => other?,
    };
    match judgement {
        Judgement::Say(verdict) => Ok(verdict),
        // It stands apart already, and its trace in the log with it: admitting it was refused.
        Judgement::SetApart(reason, _) if matches!(place, Some(Err(_))) => {
            Ok(set_apart_verdict(reason))
        }
        Judgement::SetApart(reason, time) => {
            set_apart(turn, prepared, key, received_at, reason, time)
        }
        Judgement::Accept(accepted) => accept(turn, prepared, key, received_at, *accepted),
    }
}

/// Whose data, which log, whose key. Nothing of an envelope that fails here is kept: nobody
/// known answers for it.
fn check_origin(turn: &mut Turn<'_>, envelope: &Envelope) -> Result<Option<Refusal>, RelayError> {
    let header = &envelope.header;
    let control = turn.ctx.control;
    if header.tenant != turn.ctx.tenant || header.stream == StreamId::control(turn.ctx.tenant) {
        return Ok(Some(Refusal::UnknownStream));
    }
    if control.device(header.device, header.user).is_none() {
        return Ok(Some(Refusal::UnknownDevice));
    }
    let bound = control.keys(header.device, header.user).any(|enrollment| {
        u8::from(envelope.seal.algorithm) == enrollment.algorithm
            && PublicKey::from_hex(&enrollment.public_key) == Some(envelope.seal.key)
    });
    Ok((!bound).then_some(Refusal::BadSeal))
}

fn judge(
    turn: &mut Turn<'_>,
    prepared: &PreparedEnvelope,
    key: ChainKey,
    received_at: Timestamp,
    admitted_by: Option<Digest>,
) -> Result<Judgement, RelayError> {
    let header = &prepared.envelope.header;
    let admitted = admitted_by.is_some() || turn.attested.contains_key(&prepared.id);
    if header.device_seq == 0
        || header.kind == RecordKind::Control
        || prepared
            .envelope
            .ops
            .iter()
            .any(|op| matches!(op, Op::Blanked(_)))
    {
        return Ok(Judgement::SetApart(Refusal::Malformed, None));
    }
    if !admitted {
        let standing = turn.ctx.control.key_standing(
            header.device,
            header.user,
            header.stream,
            header.device_seq,
        );
        if standing == KeyStanding::PastFrontier && !planted!(DropRevocation) {
            return Ok(Judgement::SetApart(Refusal::Revoked, None));
        }
        if turn
            .chain_at(key, header.device_seq)?
            .is_some_and(|other| other != prepared.id && !planted!(DropChainCheck))
        {
            return Ok(Judgement::SetApart(Refusal::Equivocation, None));
        }
    }
    if let Some(judgement) = wait_for(turn, header, admitted)? {
        return Ok(judgement);
    }
    let mut time = time_bounds(turn, header, key, received_at)?;
    if let Some(attested) = turn.attested.get(&prepared.id) {
        // It was received before: by the relay's own word, at this time, and made not before that.
        time.upper = time.upper.min(attested.received_at);
        time.lower = attested.lower.min(time.upper);
    }
    if let Some(received_first) = turn.judged_again.get(&prepared.id) {
        time.upper = time.upper.min(*received_first);
        time.lower = time.lower.min(time.upper);
    }
    let attested = turn.attested.get(&prepared.id).map(|it| it.received_at);
    let homes = homes(turn, prepared, &time)?;
    let about = (header, homes.likeliest(header));
    let found = standing_at_home(turn, (header, &homes), &time, received_at, admitted)?;
    let standing = match found {
        Ok(standing) => standing,
        // This relay has judged it before: the lease may be lost with the rest.
        Err(_) if attested.is_some() => {
            attested_standing(turn, about, &time, attested.unwrap_or(received_at))
        }
        // A person has decided: what the control stream grants now stands in for the lease.
        Err(NoStanding::Lease(_) | NoStanding::SetApart(Refusal::LeaseUnknown))
            if admitted_by.is_some() =>
        {
            attested_standing(turn, about, &time, received_at)
        }
        // Perhaps it was signed here and lost in a restore: whoever has it may show it.
        Err(NoStanding::Lease(lease)) if may_be_shown(turn, header) => {
            return Ok(Judgement::Say(Verdict::Need(vec![lease])));
        }
        Err(NoStanding::Lease(_)) => {
            return Ok(Judgement::SetApart(Refusal::LeaseUnknown, Some(time)));
        }
        Err(NoStanding::SetApart(reason)) => {
            return Ok(Judgement::SetApart(reason, Some(time)));
        }
    };
    let live = match next_document(turn, prepared)? {
        Ok(live) => live,
        Err(NotApplied::Wait(missing)) => {
            let refused = turn.refused_among(header.record, &missing)?;
            return Ok(match refused {
                Some(reason) if reason.is_final() => {
                    Judgement::SetApart(Refusal::DependsOnRefused, Some(time))
                }
                // What it builds on may be admitted yet: then it is judged again.
                Some(_) => Judgement::SetApart(Refusal::AfterQuarantined, Some(time)),
                None => Judgement::Say(Verdict::Need(missing)),
            });
        }
        Err(NotApplied::Refused(reason)) => return Ok(Judgement::SetApart(reason, Some(time))),
    };
    judge_loaded(
        turn,
        prepared,
        live,
        &standing,
        time,
        received_at,
        admitted_by,
    )
}

/// Whether anybody may still show the lease that an envelope cites. An author who has shown what
/// there is has nothing more to say, be it on a phone that was enrolled anew since. Where somebody
/// else carries it, the phone that sealed it is waited for, unless it is revoked: then nobody has
/// the lease once the relay is whole, and the work is set apart, to be admitted by a person.
fn may_be_shown(turn: &Turn<'_>, header: &Header) -> bool {
    let Some((by, shown)) = turn.carrier else {
        return false;
    };
    if by == header.user {
        return !shown;
    }
    let device = turn.ctx.control.device(header.device, header.user);
    turn.ctx.healing || device.is_some_and(|held| held.revoked.is_none())
}

/// The envelopes that this one cites: it waits for them, or shares their fate.
fn wait_for(
    turn: &mut Turn<'_>,
    header: &Header,
    admitted: bool,
) -> Result<Option<Judgement>, RelayError> {
    let mut missing = Vec::new();
    for id in &header.after {
        match turn.place_of(id)? {
            Some(Ok(_)) => {}
            Some(Err(_)) if admitted => {}
            Some(Err(_)) => {
                return Ok(Some(Judgement::SetApart(Refusal::AfterQuarantined, None)));
            }
            None => missing.push(*id),
        }
    }
    Ok((!missing.is_empty()).then_some(Judgement::Say(Verdict::Need(missing))))
}

enum NotApplied {
    Wait(Vec<Digest>),
    Refused(Refusal),
}

/// The record with the envelope's changes on it; the turn itself is not touched.
fn next_document(
    turn: &mut Turn<'_>,
    prepared: &PreparedEnvelope,
) -> Result<Result<Live, NotApplied>, RelayError> {
    let header = &prepared.envelope.header;
    let known = turn.record(header.record)?.cloned();
    if known
        .as_ref()
        .is_some_and(|it| it.stream != header.stream || it.kind != header.kind)
    {
        return Ok(Err(NotApplied::Refused(Refusal::WrongRecord)));
    }
    let mut live = known.unwrap_or_else(|| Live::new(header.stream, header.kind.clone()));
    if !prepared.has_changes() {
        return Ok(Ok(live));
    }
    if prepared.changes.is_err() {
        return Ok(Err(NotApplied::Refused(Refusal::GateRejected)));
    }
    if prepared.confirms_redaction() {
        // What it leaves is put in the record's place once the act is judged.
        return Ok(Ok(live));
    }
    if let (true, Some(fresh)) = (live.bytes.is_empty(), &prepared.fresh) {
        live.bytes.clone_from(&fresh.bytes);
        live.heads.clone_from(&fresh.heads);
        live.content = fresh.content.clone();
        live.first_actor = prepared
            .changes
            .iter()
            .flatten()
            .next()
            .map(|(_, change)| change.actor);
        return Ok(Ok(live));
    }
    let mut document =
        Document::load(&live.bytes).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    match prepared.apply_to(&mut document) {
        Ok(()) => {}
        Err(GateError::Need(missing)) => {
            // Its author had not seen that the document began anew: what it builds on never comes.
            return Ok(Err(if begun_anew_since(&live.state, &prepared.envelope) {
                NotApplied::Refused(Refusal::DependsOnRefused)
            } else {
                NotApplied::Wait(missing)
            }));
        }
        Err(GateError::Rejected(_)) => {
            return Ok(Err(NotApplied::Refused(Refusal::GateRejected)));
        }
    }
    let Ok(bytes) = document.save_verified() else {
        return Ok(Err(NotApplied::Refused(Refusal::GateRejected)));
    };
    if bytes.len() > limits::MAX_DOCUMENT_BYTES {
        return Ok(Err(NotApplied::Refused(Refusal::TooLarge)));
    }
    live.bytes = bytes;
    live.heads = document.heads();
    live.content = document.content();
    live.first_actor = document.first_actor();
    Ok(Ok(live))
}

fn judge_loaded(
    turn: &mut Turn<'_>,
    prepared: &PreparedEnvelope,
    mut live: Live,
    standing: &Standing,
    time: TimeBounds,
    received_at: Timestamp,
    admitted_by: Option<Digest>,
) -> Result<Judgement, RelayError> {
    let ctx = turn.ctx;
    let header = &prepared.envelope.header;
    let apart = |reason| Ok(Judgement::SetApart(reason, Some(time)));
    let pinned = (ctx.policy_of)(header.policy_revision);
    let policy = pinned.as_deref().unwrap_or(ctx.policy);
    let facts = base_facts(turn, policy, prepared, &live, received_at)?;
    let attested = turn.attested.contains_key(&prepared.id);
    let skips = attested || planted!(DropScopeCheck);
    if let (Err(reason), false) = (standing.check_scope(&facts), skips) {
        return without_right(turn, prepared, reason, time);
    }
    // Who may blank is asked of the act itself; it stands alone.
    let anew = prepared.confirms_redaction();
    if anew && prepared.events.len() > 1 {
        return apart(Refusal::ContentInvalid);
    }
    if prepared.has_changes() && !anew {
        let is_new = turn.record(header.record)?.is_none();
        let allowed = standing.check_content(policy, &live.kind, is_new, &facts);
        if let (Err(reason), false) = (allowed, skips) {
            return without_right(turn, prepared, reason, time);
        }
    }
    let left = prepared.fresh.as_ref().filter(|_| anew);
    let content = left.map_or(&live.content, |fresh| &fresh.content);
    let valid = guarded(|| Ok(is_valid(&live.kind, content)));
    match valid {
        Ok(true) => {}
        Ok(false) => return apart(Refusal::ContentInvalid),
        Err(_) => return apart(Refusal::ProcessingFailed),
    }
    if !cites_true_versions(prepared, &live) {
        return apart(Refusal::ContentInvalid);
    }
    let ruled = guarded(|| {
        Ok(rule(
            ctx,
            policy,
            prepared,
            &live,
            &standing.actor,
            &facts,
            time,
            received_at,
        ))
    });
    let Ok(Ruled {
        state,
        drafts,
        facts,
    }) = ruled
    else {
        return apart(Refusal::ProcessingFailed);
    };
    live.state = state;
    let asked = live.state.redaction.clone();
    if ctx.healing && !planted!(NumberWhileHealing) {
        // Only a number that comes back may be given now: any other may be somebody else's.
        for series in drafts.iter().filter_map(|draft| draft.series.as_ref()) {
            if super::rule::attested_number(turn, policy, series, prepared.id)?.is_none() {
                let after_ms = HEALING_RETRY_MS;
                return Ok(Judgement::Say(Verdict::Retry { after_ms }));
            }
        }
    }
    let mut numbers = Vec::new();
    let mut outcomes = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let number = match &draft.series {
            Some(series) => super::rule::give_number(turn, policy, series, prepared.id)?,
            None => None,
        };
        // No act waits for the number of its paper: while the relay is healed only one that comes
        // back is given, else the paper keeps its provisional one.
        let paper = match &draft.paper {
            Some(series) if ctx.healing => {
                super::rule::attested_number(turn, policy, series, prepared.id)?
            }
            Some(series) => super::rule::give_number(turn, policy, series, prepared.id)?,
            None => None,
        };
        let text = |given: Option<&NumberGrant>| given.map(|grant| grant.text.clone());
        let (number_text, paper_text) = (text(number.as_ref()), text(paper.as_ref()));
        outcomes.push(draft.finish(&mut live.state, number_text, paper_text));
        numbers.extend(number.into_iter().chain(paper));
    }
    let takes_effect = |outcome: &Outcome| outcome.effect == Effect::Applied;
    if let (true, Some(asked)) = (anew && outcomes.iter().any(takes_effect), &asked) {
        begin_anew(turn, prepared, &mut live, asked)?;
    }
    let decision = Decision {
        control_seq: ctx.control.seq,
        time,
        facts: (!outcomes.is_empty()).then_some(facts),
        outcomes,
        admitted_by,
    };
    Ok(Judgement::Accept(Box::new(Accepted {
        live,
        decision,
        numbers,
    })))
}

/// What becomes of the work of somebody who has no right to it, as far as this relay knows（无权之件）. To
/// refuse it would be final: what may give the right is waited for first.
fn without_right(
    turn: &mut Turn<'_>,
    prepared: &PreparedEnvelope,
    reason: Refusal,
    time: TimeBounds,
) -> Result<Judgement, RelayError> {
    let header = &prepared.envelope.header;
    if reason != Refusal::OutOfScope || turn.carrier.is_none() {
        return Ok(Judgement::SetApart(reason, Some(time)));
    }
    if turn.ctx.healing {
        // The grant, or the move of the premises, may be among what is still to come back.
        let after_ms = HEALING_RETRY_MS;
        return Ok(Judgement::Say(Verdict::Retry { after_ms }));
    }
    // An act on a record that has not begun here: on which premises it hangs, and so whose it is, is
    // told by what its author wrote before it.
    let begins_elsewhere = !prepared.has_changes() && turn.record(header.record)?.is_none();
    if begins_elsewhere && header.prev != Digest::ZERO && turn.place_of(&header.prev)?.is_none() {
        return Ok(Judgement::Say(Verdict::Need(vec![header.prev])));
    }
    Ok(Judgement::SetApart(reason, Some(time)))
}

/// A submit, a finding and a notice say which content they are about: it must be what the
/// document says at these heads.
fn cites_true_versions(prepared: &PreparedEnvelope, live: &Live) -> bool {
    use wangge_domain::lifecycle::Event;
    let cited: Vec<_> = prepared
        .events
        .iter()
        .filter_map(|event| match event {
            EventOp::Known(
                Event::Submitted { version, .. }
                | Event::Found { version, .. }
                | Event::NoticeIssued { version, .. },
            ) => Some(version),
            EventOp::Known(Event::Step(step)) => step.version.as_ref(),
            _ => None,
        })
        .collect();
    let mut older: BTreeMap<Vec<Digest>, Option<Content>> = BTreeMap::new();
    cited.into_iter().all(|version| {
        if version.heads == live.heads {
            return content_hash(&live.content) == version.content;
        }
        let content = older.entry(version.heads.clone()).or_insert_with(|| {
            Document::load(&live.bytes)
                .ok()?
                .content_at(&version.heads)
                .ok()
        });
        content
            .as_ref()
            .is_some_and(|content| content_hash(content) == version.content)
    })
}
