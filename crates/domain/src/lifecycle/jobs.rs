use super::{Action, Effect, Event, HistoryEntry, LifecycleTables, RecordState, Status, Step};
use crate::Timestamp;
use crate::calendar::DeadlineSpec;
use crate::policy::PolicyPack;

/// Something that the relay's clock job finds due（到期事项）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobAct {
    /// The relay itself acts, as the system.
    Act(Event),
    /// A person is to be reminded that this action waits.
    Remind(Action),
}

/// What is due on a record at this time of the relay's clock（到期检查）. Pure. The relay asks it
/// after every act on the record and when its [`next_look`] has come, judges the first act as
/// usual, and asks again until only reminders are left.
#[must_use]
pub fn due_jobs(policy: &PolicyPack, state: &RecordState, now: Timestamp) -> Vec<JobAct> {
    if state.read_only {
        return Vec::new();
    }
    if state.kind.is_case() {
        return case_mark(state, now).map(JobAct::Act).into_iter().collect();
    }
    let rules = &policy.rectification;
    let mut jobs = Vec::new();
    jobs.extend(annulment(policy, state).map(JobAct::Act));
    let passed = state.due.filter(|due| now > *due);
    let goes_up = state.life_threat && rules.escalation.life_threat_at_once;
    let remind = |name: &str| JobAct::Remind(Action(name.to_owned()));
    match (&state.status, passed) {
        // That somebody asked for more time stops no deadline.
        (Status::Served | Status::ExtensionPending, Some(due)) => {
            jobs.push(JobAct::Act(Event::OverdueMarked { due }));
        }
        // The deadline of a notice that was served runs while the hazard is looked at.
        (Status::UnderReview, Some(due)) if runs_under_review(state) => {
            jobs.push(JobAct::Act(Event::OverdueMarked { due }));
        }
        (Status::Overdue, _) if goes_up => jobs.push(remind("escalated")),
        (Status::Overdue, _) if state.urged => jobs.push(remind("escalated")),
        (Status::Overdue, _) if rules.urge.auto_urge => {
            jobs.push(JobAct::Act(Event::Urged {
                days: rules.urge.auto_urge_days,
            }));
        }
        (Status::Overdue, _) => jobs.push(remind("urged")),
        (Status::Urged, Some(_)) if rules.escalation.auto_escalate => {
            jobs.push(JobAct::Act(escalation(policy, state)));
        }
        (Status::Urged, Some(_)) => jobs.push(remind("escalated")),
        // Sent back for more material: a person completes the file and sends it again.
        (Status::Urged, None) if state.due.is_none() => jobs.push(remind("escalated")),
        (Status::Paused, Some(_)) => jobs.push(JobAct::Act(Event::Step(Step {
            step: "rectification.resume".to_owned(),
            fields: [("note".to_owned(), "暂停期满自动恢复".to_owned())].into(),
            ..Step::default()
        }))),
        (Status::ExtensionPending, _) => jobs.push(remind("extension_approved")),
        (Status::Submitted, _) => jobs.push(remind("accepted")),
        _ => {}
    }
    if let Some((name, at)) = waiting_for(policy, state)
        && now > at
    {
        jobs.push(remind(name));
    }
    jobs
}

/// The escalation that comes by itself: back to the body that the case was handed to before, else to the
/// one that policy names.
fn escalation(policy: &PolicyPack, state: &RecordState) -> Event {
    let rules = &policy.rectification.escalation;
    let before = state.escalations.last().map(|last| &last.to);
    let to = before.filter(|to| rules.targets.contains(to));
    let mut acts = state.history.iter().rev();
    let newest = acts.find(|entry| entry.effect == Effect::Applied);
    let reason = match newest.map(|entry| entry.event.as_str()) {
        Some("recheck_failed") => "期限已过，复查仍不合格",
        _ => "催办期满仍未整改",
    };
    Event::Escalated {
        to: to.unwrap_or(&rules.default_target).clone(),
        reason: reason.to_owned(),
    }
}

/// When the relay is to look at a record next: the earliest instant at which [`due_jobs`] may
/// have something to do that it has not now. `None`: only after another act.
#[must_use]
pub fn next_look(policy: &PolicyPack, state: &RecordState) -> Option<Timestamp> {
    let by_deadline = state.due.filter(|_| {
        matches!(
            state.status,
            Status::Served | Status::ExtensionPending | Status::Urged | Status::Paused
        ) || (state.kind.is_case() && !is_marked(state))
            || runs_under_review(state)
    });
    let by_waiting = waiting_for(policy, state).map(|(_, at)| at);
    [by_deadline, by_waiting]
        .into_iter()
        .flatten()
        .min()
        .map(|at| at.plus_ms(1))
}

/// The mark of a case whose deadline has passed. It is a flag, no state: what is done late is
/// done all the same, and shown as late.
fn case_mark(state: &RecordState, now: Timestamp) -> Option<Event> {
    let due = state.due.filter(|due| now > *due && !is_marked(state))?;
    let table = LifecycleTables::standard().of(&state.kind)?;
    let step = table.overdue.clone()?;
    table.row(state, &state.status, &step, None)?;
    let fields = [("due".to_owned(), due.0.to_string())].into();
    Some(Event::Step(Step {
        step,
        fields,
        ..Step::default()
    }))
}

/// Whether a deadline that was served runs on under review and its passing is not marked yet.
fn runs_under_review(state: &RecordState) -> bool {
    state.status == Status::UnderReview && state.served && !is_marked(state)
}

fn is_marked(state: &RecordState) -> bool {
    state.overdue && state.overdue_due == state.due
}

/// An overdue mark that an act made in time, and arrived since, has proven wrong.
fn annulment(policy: &PolicyPack, state: &RecordState) -> Option<Event> {
    let due = state.overdue_due.filter(|_| state.overdue)?;
    // An inspection team that found it not put right after the deadline confirms the mark.
    if matches!(
        state.status,
        Status::Overdue | Status::Voided | Status::Withdrawn
    ) {
        return None;
    }
    let in_time = |entry: &&HistoryEntry| {
        entry.event == "feedback"
            && entry.effect == Effect::Applied
            && entry.time.counts_as_in_time(due, policy)
    };
    let because = state.history.iter().find(in_time)?.envelope;
    Some(Event::OverdueAnnulled { because })
}

/// The action that a person owes within a time limit of policy, and the end of that limit.
pub(super) fn waiting_for(
    policy: &PolicyPack,
    state: &RecordState,
) -> Option<(&'static str, Timestamp)> {
    let rules = &policy.rectification;
    let since = state
        .history
        .iter()
        .rev()
        .find(|entry| entry.effect == Effect::Applied)?;
    let hours = |hours: u32| since.received_at.plus_ms(i64::from(hours) * 3_600_000);
    let within = |spec: DeadlineSpec| {
        let start = since.received_at.china_date();
        policy
            .working_calendar()
            .due_timestamp(start, spec, rules.rolls(state.life_threat))
    };
    match state.status {
        Status::Found => Some(("notice_issued", hours(rules.notice_within_hours))),
        // Behind its own deadline a notice is not served any more.
        Status::NoticeIssued => {
            let last = within(rules.serve_within);
            Some(("served", state.due.map_or(last, |due| due.min(last))))
        }
        Status::Rechecking => Some(("recheck_passed", within(rules.recheck.within))),
        Status::UnderReview => Some((
            "not_major",
            hours(rules.review_suspected_major_within_hours),
        )),
        _ => None,
    }
}
