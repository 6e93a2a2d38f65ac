use super::guard::{Context, step};
use super::{DueRule, Event, Row, Step, TimeBounds};
use crate::Timestamp;
use crate::calendar::{DayKind, DeadlineSpec};
use crate::policy::PolicyPack;

/// The step that stops a deadline; it cites the deadline that it stops.
pub(super) const PAUSE: &str = "rectification.pause";

/// The deadline（整改期限）after an act that took effect.
pub(super) fn due_after(
    row: &Row,
    context: Context<'_>,
    event: &Event,
    time: &TimeBounds,
) -> Option<Timestamp> {
    let Context { policy, state, .. } = context;
    let roll = policy.rectification.rolls(state.life_threat);
    let natural = |days: u32| DeadlineSpec::Days {
        days,
        calendar: DayKind::Natural,
    };
    // Day 0 is the day printed on the paper, where nothing contradicts it.
    let today = time.best().china_date();
    match (row.due, event) {
        (DueRule::Notice, Event::NoticeIssued { deadline, .. }) => Some(
            policy
                .working_calendar()
                .due_timestamp(today, *deadline, roll),
        ),
        (DueRule::Extend, Event::ExtensionApproved { days }) => {
            let from = state.due?.china_date();
            Some(
                policy
                    .working_calendar()
                    .due_timestamp(from, natural(*days), roll),
            )
        }
        (DueRule::Urge, Event::Urged { days }) => Some(policy.working_calendar().due_timestamp(
            today,
            natural(*days),
            roll,
        )),
        (DueRule::Policy, Event::Step(step)) => deadline(row, policy, step)
            .map(|spec| policy.working_calendar().due_timestamp(today, spec, roll)),
        (DueRule::Stated, Event::Step(step)) => {
            let spec = step.due.or_else(|| deadline(row, policy, step));
            spec.map(|spec| policy.working_calendar().due_timestamp(today, spec, roll))
        }
        (DueRule::ClearWhenAll, Event::Step(taken)) => {
            let all = row.asks.all.as_ref();
            let met = all.is_some_and(|all| step::is_complete(context, all, Some(taken)));
            state.due.filter(|_| !met)
        }
        (DueRule::Clear, _) => None,
        (DueRule::Resume, _) => {
            let pause = state.case.taken(PAUSE).last()?;
            let stopped: i64 = pause.fields.get("due")?.trim().parse().ok()?;
            // A pause that runs out by itself lasts to its end, whenever that is noticed.
            let end = state.due.map_or(today, |end| end.china_date().min(today));
            let days = (end - pause.time.best().china_date()).num_days();
            let spec = natural(u32::try_from(days).unwrap_or(0));
            let from = Timestamp(stopped).china_date();
            Some(policy.working_calendar().due_timestamp(from, spec, roll))
        }
        (
            DueRule::Keep
            | DueRule::Notice
            | DueRule::Extend
            | DueRule::Urge
            | DueRule::Policy
            | DueRule::Stated
            | DueRule::ClearWhenAll,
            _,
        ) => state.due,
    }
}

/// The deadline of the pack that a row names, with the values of fields in place of their names.
fn deadline(row: &Row, policy: &PolicyPack, step: &Step) -> Option<DeadlineSpec> {
    let mut key = row.deadline.clone()?;
    for (name, value) in &step.fields {
        key = key.replace(&format!("{{{name}}}"), value.trim());
    }
    policy.cases.deadlines.get(&key).copied()
}
