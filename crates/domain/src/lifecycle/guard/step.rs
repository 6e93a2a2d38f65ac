//! What the step of a case asks（步骤要件）, read from its row.

use std::collections::BTreeSet;

use super::super::{
    DueRule, Event, FieldRule, LinkRule, LinkedFact, Reason, Row, Step, StepFacts, asks::AllRule,
    codes,
};
use super::{Context, written};
use crate::calendar::DeadlineSpec;
use crate::people::Role;
use crate::record::RecordKind;
use crate::{RecordId, UserId};

pub(crate) fn check(context: Context<'_>, row: &Row, event: Option<&Event>) -> Result<(), Reason> {
    let asks = &row.asks;
    if asks.is_empty() && row.due != DueRule::Stated {
        return Ok(());
    }
    let step = match event {
        Some(Event::Step(step)) => Some(step),
        _ => None,
    };
    let with = step.map_or(&[][..], |step| step.with.as_slice());
    others(context, row, with)?;
    for rule in &asks.after {
        let taken = context.state.case.taken(&rule.step);
        let same = rule.same.as_ref();
        let wanted = same.and_then(|name| step.map(|step| (name, step.field(name))));
        let mut fits = taken.filter(|taken| {
            wanted.is_none_or(|(name, value)| {
                taken
                    .fields
                    .get(name)
                    .is_some_and(|had| had.trim() == value)
            })
        });
        ensure(fits.next().is_some(), refused("step_before_missing", row))?;
    }
    if let Some(all) = asks
        .all
        .as_ref()
        .filter(|_| row.due != DueRule::ClearWhenAll)
    {
        ensure(
            is_complete(context, all, None),
            refused("not_all_done", row),
        )?;
    }
    let repeated = asks.first_offence.is_some() && context.facts.repeat_of.is_some();
    ensure(!repeated, refused("not_first_offence", row))?;
    body(context, row, step)?;
    let Some(step) = step else { return Ok(()) };
    fields(context, row, step)?;
    if let Some(name) = &asks.once_per {
        let value = step.field(name);
        let mut before = context.state.case.taken(&step.step);
        let twice = before.any(|taken| {
            taken
                .fields
                .get(name)
                .is_some_and(|had| had.trim() == value)
        });
        ensure(!twice, refused("done_before", row))?;
    }
    whole(context, row, step)?;
    chain(context, row, step)?;
    let photos: BTreeSet<RecordId> = step.photos.iter().copied().collect();
    ensure(
        photos.len() >= asks.photos as usize,
        refused("photo_missing", row).counted(asks.photos, photos.len()),
    )?;
    let held = |photo: &RecordId| {
        let fact = known(context).and_then(|known| known.of(*photo));
        fact.is_some_and(|fact| fact.kind == RecordKind::Photo)
    };
    ensure(photos.iter().all(held), refused("photo_unknown", row))?;
    people(context, row, step)?;
    let has_signed = |role: &String| known(context).is_some_and(|it| it.signed.contains(role));
    let signed = asks.signatures.is_empty() || asks.signatures.iter().any(has_signed);
    ensure(signed, refused("signature_missing", row))?;
    let cited = !asks.content || step.version.is_some();
    ensure(cited, refused("version_missing", row))?;
    let settled = !asks.content || context.facts.conflicts_open == 0;
    ensure(settled, refused("conflicts_open", row))?;
    due(context, row, step)
}

/// Whether a step was taken for every value of a list, with `now` on top.
pub(crate) fn is_complete(context: Context<'_>, all: &AllRule, now: Option<&Step>) -> bool {
    let case = &context.state.case;
    let done: BTreeSet<&str> = case
        .taken(&all.step)
        .filter_map(|taken| taken.fields.get(&all.by))
        .map(|value| value.trim())
        .chain(now.map(|step| step.field(&all.by)))
        .collect();
    codes(case.field(&all.list)).all(|code| done.contains(code))
}

fn ensure(holds: bool, otherwise: Reason) -> Result<(), Reason> {
    if holds { Ok(()) } else { Err(otherwise) }
}

fn known<'a>(context: Context<'a>) -> Option<&'a StepFacts> {
    context.facts.step.as_deref()
}

/// A refusal that names the rule of the row.
fn refused(code: &str, row: &Row) -> Reason {
    Reason::new(code, &row.rule)
}

fn others(context: Context<'_>, row: &Row, with: &[UserId]) -> Result<(), Reason> {
    let mine: BTreeSet<UserId> = with.iter().copied().chain([context.actor.user]).collect();
    let clash = row
        .asks
        .others
        .iter()
        .flat_map(|step| context.state.case.taken(step))
        .any(|taken| mine.contains(&taken.user) || taken.with.iter().any(|one| mine.contains(one)));
    ensure(!clash, refused("same_person", row))
}

fn people(context: Context<'_>, row: &Row, step: &Step) -> Result<(), Reason> {
    let team: BTreeSet<UserId> = step
        .with
        .iter()
        .copied()
        .chain([context.actor.user])
        .collect();
    let enough = team.len() >= row.asks.people as usize;
    let too_few = refused("too_few_people", row).counted(row.asks.people, team.len());
    ensure(enough, too_few)?;
    let unqualified = &context.facts.unqualified;
    let qualified = row.asks.people < 2 || !step.with.iter().any(|one| unqualified.contains(one));
    ensure(qualified, refused("unqualified_checker", row))
}

/// Who speaks for a department must be of it; an officer of a department acts only in the cases
/// of their own.
fn body(context: Context<'_>, row: &Row, step: Option<&Step>) -> Result<(), Reason> {
    let Some(name) = &row.asks.body else {
        return Ok(());
    };
    let spoken_for = step.and_then(|step| step.fields.get(name));
    let department = spoken_for
        .or_else(|| context.state.case.fields.get(name))
        .map_or("", |value| value.trim());
    if department.is_empty() {
        return Ok(());
    }
    let bodies = &context.policy.cases.bodies;
    let competent = context.actor.grants.iter().any(|grant| {
        let permitted = context.policy.permits(grant.role, &row.event).is_some();
        permitted
            && match grant.role {
                Role::DeptOfficer => grant.department.as_deref() == Some(department),
                role => match (spoken_for, bodies.get(role.as_str())) {
                    (Some(_), Some(own)) => own == department,
                    _ => true,
                },
            }
    });
    ensure(competent, refused("body_not_competent", row))
}

fn fields(context: Context<'_>, row: &Row, step: &Step) -> Result<(), Reason> {
    let rules = &row.asks.fields;
    let is_stray = |name: &&String| !rules.iter().any(|rule| rule.name == **name);
    if let Some(stray) = step.fields.keys().find(is_stray) {
        return Err(refused("unknown_field", row).about(stray));
    }
    for rule in rules {
        field(context, row, step, rule).map_err(|reason| reason.about(&rule.zh))?;
    }
    Ok(())
}

fn field(context: Context<'_>, row: &Row, step: &Step, rule: &FieldRule) -> Result<(), Reason> {
    if rule.apart {
        let is_absent = !step.fields.contains_key(&rule.name);
        return ensure(is_absent, refused("kept_apart", row));
    }
    let value = step.field(&rule.name);
    if !written(value) {
        return ensure(rule.optional, refused("field_missing", row));
    }
    values(context, row, step, rule, value)?;
    match &rule.link {
        Some(link) => linked(context, row, link, value),
        None => Ok(()),
    }
}

fn values(
    context: Context<'_>,
    row: &Row,
    step: &Step,
    rule: &FieldRule,
    value: &str,
) -> Result<(), Reason> {
    let policy = context.policy;
    let given: Vec<&str> = if rule.many {
        codes(value).collect()
    } else {
        vec![value]
    };
    ensure(!given.is_empty(), refused("field_missing", row))?;
    if let Some(list) = &rule.list {
        let listed = given.iter().all(|code| policy.lists_code(list, code));
        ensure(listed, refused("not_in_list", row))?;
        let is_body = list == "issuers";
        let speaks = !is_body || given.iter().all(|code| context.speaks_for(code));
        ensure(speaks, refused("issuer_not_yours", row))?;
        if let Some(link) = &rule.matches {
            let subject = linked_fact(context, step.field(link)).map(|fact| fact.subject.as_str());
            let fits = subject.is_some_and(|subject| {
                policy
                    .cases
                    .entry(list, value)
                    .is_some_and(|entry| entry.covers(subject))
            });
            ensure(fits, refused("not_of_this_entry", row))?;
        }
    }
    if let Some(list) = &rule.version_of {
        let current = policy
            .cases
            .lists
            .get(list)
            .map(|list| list.version.as_str());
        ensure(current == Some(value), refused("list_superseded", row))?;
    }
    if let Some(among) = &rule.among {
        let held = context.state.case.field(among);
        let all = given.iter().all(|code| codes(held).any(|one| one == *code));
        ensure(all, refused("not_among", row))?;
    }
    Ok(())
}

fn linked_fact<'a>(context: Context<'a>, value: &str) -> Option<&'a LinkedFact> {
    known(context)?.of(value.parse().ok()?)
}

fn linked(context: Context<'_>, row: &Row, rule: &LinkRule, value: &str) -> Result<(), Reason> {
    let Some(fact) = linked_fact(context, value) else {
        return Err(refused("linked_record_unknown", row));
    };
    let right_kind = rule.kinds.is_empty() || rule.kinds.contains(&fact.kind);
    ensure(right_kind, refused("linked_record_wrong", row))?;
    let ripe = rule.statuses.is_empty() || rule.statuses.contains(&fact.status);
    ensure(ripe, refused("linked_record_not_ripe", row))?;
    let here = context.facts.premises;
    let same = !rule.same_premises || (here.is_some() && fact.premises == here);
    ensure(same, refused("other_premises", row))?;
    ensure(!rule.in_time || !fact.late, refused("not_in_time", row))?;
    let own = known(context).and_then(|known| known.record);
    let back = !rule.back || own.is_some_and(|own| fact.points_to.contains(&own));
    ensure(back, refused("linked_record_wrong", row))
}

fn whole(context: Context<'_>, row: &Row, step: &Step) -> Result<(), Reason> {
    let Some(rule) = &row.asks.whole else {
        return Ok(());
    };
    let list = context.policy.cases.lists.get(&rule.list);
    for entry in list.iter().flat_map(|list| &list.items) {
        let named = rule.fields.iter().flat_map(|name| codes(step.field(name)));
        let times = named.filter(|code| *code == entry.code).count();
        ensure(times > 0, refused("list_incomplete", row))?;
        ensure(times < 2, refused("counted_twice", row))?;
    }
    Ok(())
}

fn chain(context: Context<'_>, row: &Row, step: &Step) -> Result<(), Reason> {
    let Some(rule) = &row.asks.chain else {
        return Ok(());
    };
    let ladders = context.policy.cases.chains.get(&rule.rules);
    let Some(before) = ladders.and_then(|ladder| ladder.get(step.field(&rule.field))) else {
        return Ok(());
    };
    let previous = linked_fact(context, step.field(&rule.link));
    let follows = previous.is_some_and(|fact| before.contains(&fact.subject));
    ensure(follows, refused("chain_step_skipped", row))
}

fn due(context: Context<'_>, row: &Row, step: &Step) -> Result<(), Reason> {
    if row.asks.due_cited {
        let cited = step.field("due").parse::<i64>().ok();
        let in_force = context.state.due.map(|due| due.0);
        let right = cited.is_some() && cited == in_force;
        ensure(right, refused("deadline_moved", row))?;
        let again = context.state.overdue && context.state.overdue_due == context.state.due;
        ensure(!again, refused("marked_before", row))?;
    }
    let Some(stated) = step.due else {
        return Ok(());
    };
    ensure(
        row.due == DueRule::Stated,
        refused("deadline_not_stated", row),
    )?;
    let most = row
        .deadline
        .as_deref()
        .and_then(|key| context.policy.cases.deadlines.get(key));
    let fits = match (stated, most) {
        (DeadlineSpec::Days { days, .. }, Some(DeadlineSpec::Days { days: most, .. })) => {
            (1..=*most).contains(&days)
        }
        (DeadlineSpec::Days { .. }, _) => false,
        (DeadlineSpec::Immediate, _) => true,
    };
    ensure(fits, refused("deadline_out_of_limits", row))
}
