use chrono::Datelike;

use super::guard::{self, Context};
use super::notice_served::refuse_other_notice;
use super::people_named::names_twice;
use super::redaction::judge_redaction;
use super::remarks::acts_by_law;
use super::substance::is_mute;
use super::{
    Act, Actor, Case, Cell, Effect, Event, Facts, Guard, LifecycleTable, LifecycleTables, Reason,
    RecordState, Row, Ruling, SeriesKey, Status, Target, TimeBounds, Timing, due, permission,
};
use crate::people::Role;
use crate::policy::PolicyPack;

/// Judges one act（裁定）: permission, then the table, then the guards. Pure: the same arguments
/// give the same ruling on a phone, on the relay and in an audit.
#[must_use]
pub fn judge(
    policy: &PolicyPack,
    tables: &LifecycleTables,
    state: &RecordState,
    act: &Act,
    facts: &Facts,
) -> Ruling {
    if act.event.is_redaction() {
        return judge_redaction(policy, state, act, facts);
    }
    let name = act.event.name();
    let timing = state.due.map(|due| act.time.against(due));
    let verdict =
        possible(policy, tables, state, &act.actor, facts, name).and_then(|(table, role)| {
            let view = author_view(table, state, act);
            let question = Question {
                policy,
                table,
                state,
                actor: &act.actor,
                facts,
                time: &act.time,
                name,
                event: Some(&act.event),
                seen: (view != state.status).then_some(view),
            };
            let (row, target) = answer(question)?;
            refuse_other_notice(state, act)?;
            Ok((table, row, target, role))
        });
    let (table, row, target, role) = match verdict {
        Ok(found) => found,
        Err(reason) => {
            return Ruling {
                effect: Effect::NoEffect(reason),
                status: state.status.clone(),
                due: state.due,
                timing,
                role: None,
                number_from: None,
                paper_from: None,
            };
        }
    };
    let context = Context {
        policy,
        table,
        state,
        actor: &act.actor,
        facts,
        time: &act.time,
    };
    Ruling {
        effect: Effect::Applied,
        status: status_after(policy, state, act, facts, target),
        due: due::due_after(row, context, &act.event, &act.time),
        timing,
        role: Some(role),
        number_from: row
            .number
            .as_ref()
            .and_then(|document| number_series(policy, state, act, (row, document), role)),
        paper_from: row
            .paper
            .as_ref()
            .and_then(|document| paper_series(policy, state, act, (row, document), role)),
    }
}

/// Whether the record takes acts at all and the actor may do this one.
pub(super) fn possible<'a>(
    policy: &PolicyPack,
    tables: &'a LifecycleTables,
    state: &RecordState,
    actor: &Actor,
    facts: &Facts,
    name: &str,
) -> Result<(&'a LifecycleTable, Role), Reason> {
    if state.read_only {
        return Err(Reason::new("read_only", "design 4"));
    }
    let table = tables
        .of(&state.kind)
        .ok_or_else(|| Reason::new("unknown_kind", "design 4"))?;
    let role = permission(policy, actor, facts, name)?;
    Ok((table, role))
}

/// All that the table and the guards are asked.
pub(super) struct Question<'a> {
    pub(super) policy: &'a PolicyPack,
    pub(super) table: &'a LifecycleTable,
    pub(super) state: &'a RecordState,
    pub(super) actor: &'a Actor,
    pub(super) facts: &'a Facts,
    pub(super) time: &'a TimeBounds,
    pub(super) name: &'a str,
    /// `None`: could somebody do it at all?
    pub(super) event: Option<&'a Event>,
    /// The status that the author saw, if it is another than now.
    pub(super) seen: Option<Status>,
}

/// Asks the table and the guards: the row and where it leads, or the reason why not.
pub(super) fn answer(question: Question<'_>) -> Result<(&Row, Target), Reason> {
    let Question {
        policy,
        table,
        state,
        name,
        event,
        time,
        ..
    } = question;
    let row = table.row(state, &state.status, name, event);
    let case = case_of(policy, state, time);
    let target = match (row, &question.seen) {
        // Nothing to do here now; it was possible in the state that the author saw.
        (None, Some(seen)) if leads_somewhere(table, state, seen, name, event) => {
            resolve(table, None, state, name, Case::Concurrent, case)?
        }
        (Some(row), Some(_)) => resolve(table, Some(row), state, name, Case::Concurrent, case)?,
        _ => resolve(table, row, state, name, case.0, case)?,
    };
    let row = row.ok_or_else(|| table.defaults.no_row.clone())?;
    let Question { actor, facts, .. } = question;
    if let Some(operation) = &row.operation {
        permission(policy, actor, facts, operation)?;
    }
    let context = Context {
        policy,
        table,
        state,
        actor,
        facts,
        time,
    };
    let says = event.is_some_and(|event| event.remarks(&state.kind).is_some());
    if says && !acts_by_law(context) {
        Guard::NoCompulsion.check(context, event)?;
    }
    if event.is_some_and(names_twice) {
        return Err(Reason::new("listed_twice", &row.rule).about("同行人"));
    }
    if event.is_some_and(is_mute) {
        return Err(Reason::new("says_nothing", &row.rule));
    }
    for guard in &row.guards {
        guard.check(context, event)?;
    }
    guard::step::check(context, row, event)?;
    Ok((row, target))
}

/// The case by timing alone, and whether the act counts as in time.
fn case_of(policy: &PolicyPack, state: &RecordState, time: &TimeBounds) -> (Case, bool) {
    let Some(due) = state.due else {
        return (Case::InTime, true);
    };
    let case = match time.against(due) {
        Timing::InTime => Case::InTime,
        Timing::Undetermined => Case::Undetermined,
        Timing::Late => Case::Late,
    };
    (case, time.counts_as_in_time(due, policy))
}

fn resolve(
    table: &LifecycleTable,
    row: Option<&Row>,
    state: &RecordState,
    name: &str,
    asked: Case,
    timed: (Case, bool),
) -> Result<Target, Reason> {
    let mut case = asked;
    // Each step leads from concurrent to a timing, or from undetermined to in time or late.
    for _ in 0..3 {
        match table.cell(row, &state.status, name, case) {
            Cell::To(target) => return Ok(target),
            Cell::Refuse(reason) => return Err(reason),
            Cell::ByTiming => case = timed.0,
            Cell::BenefitOfDoubt => case = if timed.1 { Case::InTime } else { Case::Late },
        }
    }
    Err(table.defaults.no_row.clone())
}

fn leads_somewhere(
    table: &LifecycleTable,
    state: &RecordState,
    status: &Status,
    name: &str,
    event: Option<&Event>,
) -> bool {
    let row = table.row(state, status, name, event);
    row.is_some_and(|row| {
        let cells =
            [Case::InTime, Case::Late].map(|case| table.cell(Some(row), status, name, case));
        cells.iter().any(|cell| matches!(cell, Cell::To(_)))
    })
}

/// The status as the author of an act saw it: after the rows up to the anchor, by what became of them,
/// and the author's own acts since, each as its author meant it.
fn author_view(table: &LifecycleTable, state: &RecordState, act: &Act) -> Status {
    let mut view = Status::Draft;
    for entry in &state.history {
        let own = entry.user == act.actor.user && entry.device == act.actor.device;
        let seen = entry.seq.is_some_and(|seq| seq <= act.seen);
        if !own && !seen {
            continue;
        }
        if entry.effect == Effect::Applied {
            view = entry.status.clone();
        } else if !seen
            && let Some(row) = table.row(state, &view, &entry.event, None)
            && let Cell::To(Target::To(status)) = &row.in_time
        {
            view = status.clone();
        }
    }
    view
}

/// Where the act leads. A census outcome moves a premises only if its author may also change the
/// status of premises: otherwise it is recorded, and somebody who may will act on it. A duplicate
/// stays until somebody names the premises it is merged into.
fn status_after(
    policy: &PolicyPack,
    state: &RecordState,
    act: &Act,
    facts: &Facts,
    target: Target,
) -> Status {
    let stated = match target {
        Target::Same => None,
        Target::To(status) => Some(status),
        Target::AsStated => match &act.event {
            Event::PremisesStatus { status, .. } => Some(status.clone()),
            Event::CensusVisited { outcome, .. } => policy
                .census
                .get(outcome)
                .and_then(|known| known.status.clone())
                .filter(|status| *status != Status::Merged)
                // Whoever says that it is over with premises names the hazards that stay open.
                .filter(|status| *status == Status::Active || facts.open_hazards.is_empty())
                .filter(|_| permission(policy, &act.actor, facts, "premises_status").is_ok()),
            _ => None,
        },
    };
    stated.unwrap_or_else(|| state.status.clone())
}

/// The series of the number that an act earns. The closing of a hazard is that of the body whose
/// people closed it, whoever issued the notice.
fn number_series(
    policy: &PolicyPack,
    state: &RecordState,
    act: &Act,
    asked: (&Row, &str),
    role: Role,
) -> Option<SeriesKey> {
    let mut own = series(policy, state, act, asked)?;
    // What was put right on the spot is closed in the name that its author gives.
    let closes = match &act.event {
        Event::RecheckPassed { .. } => true,
        Event::Step(step) => step.name() == "rectification.major_closed",
        _ => false,
    };
    if closes {
        own.issuer = policy.numbering.body_of(&own.issuer, role).to_owned();
    }
    Some(own)
}

/// The series of the paper that an act has of its own. The opinion of a recheck is that of the body
/// whose people rechecked, whoever issued the notice.
fn paper_series(
    policy: &PolicyPack,
    state: &RecordState,
    act: &Act,
    asked: (&Row, &str),
    role: Role,
) -> Option<SeriesKey> {
    let mut own = series(policy, state, act, asked)?;
    if matches!(
        act.event,
        Event::RecheckPassed { .. } | Event::RecheckFailed { .. }
    ) {
        own.issuer = policy.numbering.body_of(&own.issuer, role).to_owned();
    }
    Some(own)
}

fn series(
    policy: &PolicyPack,
    state: &RecordState,
    act: &Act,
    (row, document): (&Row, &str),
) -> Option<SeriesKey> {
    let issuer = match &act.event {
        Event::NoticeIssued { issuer, .. } => issuer.clone(),
        Event::FixVerified { issuer, .. } => issuer.clone()?,
        Event::Step(step) => Some(step.field("issuer").to_owned())
            .filter(|issuer| !issuer.is_empty())
            .or_else(|| row.issuer.clone())
            .or_else(|| state.issuer.clone())?,
        _ => state.issuer.clone().or_else(|| row.issuer.clone())?,
    };
    if !policy.numbering.documents.contains_key(document) {
        return None;
    }
    Some(SeriesKey {
        issuer,
        document: document.to_owned(),
        year: act.received_at.china_date().year(),
    })
}
