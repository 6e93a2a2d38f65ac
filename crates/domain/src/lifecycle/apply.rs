use std::collections::BTreeSet;

use super::{
    Act, Actor, Annulment, CaseState, Effect, Escalation, Event, EventWord, HistoryEntry, Outcome,
    RecordState, RedactionAsked, Responsible, ReturnReason, Status, Step, TimeBounds, Timing,
    named_person,
};
use crate::people::Role;
use crate::record::RecordKind;
use crate::risk::GradeOverride;
use crate::{Digest, Timestamp};

/// An event that this build cannot read（未知事件）: all that its envelope says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownAct {
    /// The envelope that carries it.
    pub envelope: Digest,
    /// Its name, as far as it can be told.
    pub name: String,
    /// By whom.
    pub actor: Actor,
    /// When it was made.
    pub time: TimeBounds,
    /// When the relay received it.
    pub received_at: Timestamp,
}

impl RecordState {
    /// A record of which nothing is known yet but its kind: a draft.
    #[must_use]
    pub fn new(kind: RecordKind) -> Self {
        Self {
            kind,
            status: Status::Draft,
            read_only: false,
            submitted: None,
            accepted: None,
            rounds: 0,
            return_reasons: Vec::new(),
            due: None,
            original_due: None,
            notice_due: None,
            deadline: None,
            noticed_at: None,
            served: false,
            major_notice: false,
            issuer: None,
            extension_days: None,
            extended: false,
            extensions: 0,
            urged: false,
            overdue: false,
            overdue_due: None,
            life_threat: false,
            suspected_major: false,
            author: None,
            found_by: None,
            fix_confirmed_by: None,
            fix_enforced_by: None,
            handled_by: BTreeSet::new(),
            responsible: Responsible::default(),
            provisional_number: None,
            notice_number: None,
            close_out_number: None,
            escalations: Vec::new(),
            annulled: None,
            escalated_to: None,
            grade_overrides: Vec::new(),
            merged_into: None,
            census_outcome: None,
            photos_lost: Vec::new(),
            case: CaseState::default(),
            named: Vec::new(),
            redaction: None,
            history: Vec::new(),
        }
    }
}

/// Lays one act with its recorded outcome on the state（折叠一步）. The outcome is followed, not
/// judged again: a later fold never rewrites history. `seq` is `None` for a pending act.
pub fn apply(state: &mut RecordState, seq: Option<u64>, act: &Act, outcome: &Outcome) {
    let why_redacted = why_redacted(state, act);
    if outcome.effect == Effect::Applied {
        let due_before = state.due;
        if sets_notice_due(state, &act.event) {
            state.notice_due = outcome.due;
        }
        state.status = outcome.status.clone();
        state.due = outcome.due;
        // Whoever blanks is never its author.
        if !act.event.is_redaction() {
            state.author.get_or_insert(act.actor.user);
        }
        note(state, act, outcome);
        if let Event::Step(step) = &act.event {
            note_step(state, seq, act, (step, due_before), outcome);
        }
        if state.status == Status::Overdue && !state.overdue {
            state.overdue = true;
            state.overdue_due = due_before;
        }
    }
    let mut words = act.event.words(&state.kind);
    if matches!(act.event, Event::Feedback { .. }) && outcome.role == Some(Role::System) {
        words.extend(EventWord::by_owner());
    }
    if outcome.effect == Effect::Applied {
        words.extend(named_person::note(state, act));
        words.extend(why_redacted);
    }
    state.history.push(HistoryEntry {
        seq,
        envelope: act.envelope,
        event: act.event.name().to_owned(),
        user: act.actor.user,
        device: act.actor.device,
        role: outcome.role,
        attested_by_relay: act.actor.attested_by_relay,
        time: act.time,
        received_at: act.received_at,
        seen: act.seen,
        effect: outcome.effect.clone(),
        timing: outcome.timing,
        status: state.status.clone(),
        number: outcome.number.clone(),
        paper_number: outcome.paper_number.clone(),
        words,
    });
}

/// Why content is blanked, of the act that confirms it: the line of the history says who and why.
fn why_redacted(before: &RecordState, act: &Act) -> Option<EventWord> {
    let Event::RedactionConfirmed { .. } = &act.event else {
        return None;
    };
    before.redaction.as_ref().and_then(EventWord::why_redacted)
}

/// Whether an act that takes effect sets the deadline of the notice: it gives, extends or resumes it.
fn sets_notice_due(before: &RecordState, event: &Event) -> bool {
    match event {
        Event::NoticeIssued { .. } | Event::ExtensionApproved { .. } => true,
        // A feedback ends a pause as the step of its end does.
        Event::Feedback { .. } => before.status == Status::Paused,
        Event::Step(step) => step.name() == "rectification.resume",
        _ => false,
    }
}

/// Lays an event of a later version on the state: it follows the recorded outcome, and from then
/// on the record is read-only here.
pub fn apply_unknown(state: &mut RecordState, seq: u64, act: &UnknownAct, outcome: &Outcome) {
    state.read_only = true;
    state.status = outcome.status.clone();
    state.due = outcome.due;
    state.history.push(HistoryEntry {
        seq: Some(seq),
        envelope: act.envelope,
        event: act.name.clone(),
        user: act.actor.user,
        device: act.actor.device,
        role: outcome.role,
        attested_by_relay: act.actor.attested_by_relay,
        time: act.time,
        received_at: act.received_at,
        seen: 0,
        effect: outcome.effect.clone(),
        timing: outcome.timing,
        status: state.status.clone(),
        number: outcome.number.clone(),
        paper_number: outcome.paper_number.clone(),
        words: Vec::new(),
    });
}

/// The fields beside status and deadline that an event sets when it takes effect.
fn note(state: &mut RecordState, act: &Act, outcome: &Outcome) {
    let user = act.actor.user;
    match &act.event {
        Event::Submitted { version, .. } => state.submitted = Some(version.clone()),
        Event::Returned { reasons, .. } => {
            state.rounds += 1;
            state.return_reasons.clone_from(reasons);
        }
        Event::Accepted { version } => {
            state.accepted = Some(version.clone());
            state.return_reasons.clear();
        }
        Event::CorrectionOpened { reason } => {
            state.rounds += 1;
            state.return_reasons = vec![ReturnReason {
                item: None,
                text: reason.clone(),
            }];
        }
        Event::PhotoLost { photo, reason } => {
            state.photos_lost.push((*photo, reason.clone()));
        }
        Event::CensusVisited { outcome, .. } => {
            state.census_outcome = Some((outcome.clone(), act.time.best()));
        }
        Event::GradeOverridden { grade, reason } => {
            state.grade_overrides.push(GradeOverride {
                on: act.time.best().china_date(),
                grade: grade.clone(),
                reason: reason.clone(),
                by: Some(user),
            });
        }
        Event::PremisesStatus { merged_into, .. } => state.merged_into = *merged_into,
        Event::Found {
            suspected_major,
            life_threat,
            ..
        } => {
            state.found_by = Some(user);
            state.suspected_major = *suspected_major;
            state.life_threat = *life_threat;
        }
        Event::FixedOnSpot { .. } => {
            state.fix_confirmed_by = Some(user);
            state.handled_by.insert(user);
        }
        Event::FixVerified { .. } => {
            state.close_out_number.clone_from(&outcome.number);
            state.handled_by.insert(user);
        }
        Event::RecheckPassed { with, .. } => {
            state.close_out_number.clone_from(&outcome.number);
            state.handled_by.insert(user);
            state.handled_by.extend(with);
        }
        Event::FixRejected { .. } | Event::RecheckFailed { .. } => {
            state.fix_confirmed_by = None;
            state.fix_enforced_by = None;
        }
        Event::EnforcementResult { result, .. } if result == "fixed" => {
            state.fix_enforced_by = Some(user);
            state.handled_by.insert(user);
        }
        Event::ResponsibilitySet(responsible) => state.responsible = responsible.clone(),
        Event::NoticeIssued {
            provisional_number,
            issuer,
            deadline,
            responsible,
            ..
        } => {
            state.responsible = responsible.clone();
            state.provisional_number = Some(provisional_number.clone());
            state.notice_number.clone_from(&outcome.number);
            state.issuer = Some(issuer.clone());
            state.deadline = Some(*deadline);
            state.noticed_at = Some(act.time.best());
            state.original_due = outcome.due;
            // A notice of its own, after the filing, takes the place of a general one and is served
            // anew. Under review is where the hazard stays with it.
            state.served = false;
            state.overdue = false;
            state.overdue_due = None;
            state.major_notice = outcome.status == Status::UnderReview;
        }
        Event::Served(_) => state.served = true,
        Event::Feedback { .. } => {
            state.fix_confirmed_by = Some(user);
            state.handled_by.insert(user);
            state.extension_days = None;
        }
        Event::ExtensionRequested { days, .. } => state.extension_days = Some(*days),
        Event::ExtensionApproved { .. } => {
            state.extended = true;
            state.extensions += 1;
            state.extension_days = None;
            // The deadline that was marked as passed is none any more.
            state.overdue = false;
            state.overdue_due = None;
        }
        Event::ExtensionRefused { .. } => state.extension_days = None,
        Event::OverdueMarked { due } => {
            state.overdue = true;
            state.overdue_due = Some(*due);
        }
        Event::OverdueAnnulled { because } => {
            state.annulled = Some(Annulment {
                because: *because,
                due: state.overdue_due,
                at: act.received_at,
                told: std::mem::take(&mut state.escalations),
            });
            state.overdue = false;
            state.overdue_due = None;
            state.urged = false;
        }
        Event::Urged { .. } => {
            state.urged = true;
            state.extension_days = None;
        }
        Event::Escalated { to, .. } => {
            state.extension_days = None;
            state.escalated_to = Some(to.clone());
            state.escalations.push(Escalation {
                to: to.clone(),
                at: act.received_at,
                accepted_by: None,
            });
        }
        Event::EscalationAccepted { .. } => {
            if let Some(last) = state.escalations.last_mut() {
                last.accepted_by = Some(user);
            }
        }
        Event::SuspectedMajor { .. } => state.suspected_major = true,
        Event::NotMajor { .. } => state.suspected_major = false,
        Event::RedactionRequested {
            envelopes,
            fields,
            reason,
        } => {
            state.redaction = Some(RedactionAsked {
                request: act.envelope,
                by: user,
                envelopes: envelopes.clone(),
                fields: fields.clone(),
                reason: reason.clone(),
            });
        }
        Event::RedactionConfirmed { version, .. } => {
            state.redaction = None;
            // What was submitted and accepted stands, as far as it can still be read.
            state.submitted = state.submitted.take().map(|_| version.clone());
            state.accepted = state.accepted.take().map(|_| version.clone());
        }
        Event::Withdrawn { .. }
        | Event::EscalationReturned { .. }
        | Event::EnforcementResult { .. }
        | Event::Voided { .. }
        | Event::Step(_) => {}
    }
}

/// What a step of a case sets when it takes effect.
fn note_step(
    state: &mut RecordState,
    seq: Option<u64>,
    act: &Act,
    (step, due_before): (&Step, Option<Timestamp>),
    outcome: &Outcome,
) {
    state
        .case
        .take(seq, step, (act.actor.user, act.time), outcome);
    // Who confirms having been there changes nothing of the record.
    if step.is_countersign() {
        return;
    }
    if let Some(version) = &step.version {
        state.submitted = Some(version.clone());
    }
    let text = |name: &str| Some(step.field(name).to_owned()).filter(|value| !value.is_empty());
    state.issuer = text("issuer").or(state.issuer.take());
    // Where several are called together, one that answers does not take the case over.
    let several = Some(state.case.field("departments")).filter(|codes| !codes.is_empty());
    state.escalated_to = several
        .map(str::to_owned)
        .or_else(|| text("department"))
        .or(state.escalated_to.take());
    // Nobody has received what was taken back.
    if step.name() == "rectification.recall" {
        state.escalated_to = None;
        state.escalations.pop();
    }
    state.provisional_number = text("provisional_number").or(state.provisional_number.take());
    if state.notice_number.is_none() {
        state.notice_number.clone_from(&outcome.number);
    }
    if state.status == Status::Closed {
        state.close_out_number.clone_from(&outcome.number);
        state.handled_by.insert(act.actor.user);
        state.handled_by.extend(&step.with);
    }
    if step.is_overdue_mark() {
        state.overdue = true;
        state.overdue_due = due_before;
    } else if outcome.due != due_before {
        // A new deadline begins anew; one that was met in time was never missed.
        let met = outcome.timing == Some(Timing::InTime);
        if outcome.due.is_some() || met {
            state.overdue = false;
            state.overdue_due = None;
        }
    }
}
