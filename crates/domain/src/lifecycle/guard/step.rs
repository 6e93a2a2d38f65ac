//! What the step of a case asks（步骤要件）, read from its row.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};

use super::super::{
    DueRule, Event, FieldRule, LinkRule, LinkedFact, PhotoFault, Reason, Row, Step, StepFacts,
    asks::AllRule, codes, field_shape::in_quarter, month_of, natural_limit, speaks_for,
};
use super::{Context, is_own_number, written};
use crate::calendar::DeadlineSpec;
use crate::people::{Role, Scope};
use crate::policy::{EntrySubject, ListEntry, MonthSpan, YearSpan};
use crate::record::{RecordKind, holds_identity_number, holds_phone, says_nothing};
use crate::register::compulsion_words;
use crate::schedule::week_starting;
use crate::{GridId, RecordId, UserId};

/// Field that holds the number given offline.
const PROVISIONAL: &str = "provisional_number";

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
    ensure(
        !asks.at_desk || context.actor.attested_by_relay,
        refused("only_at_desk", row),
    )?;
    others(context, row, with)?;
    let mut named = context.state.named.iter();
    let waits = named.any(|it| it.user == context.actor.user && !it.confirmed);
    ensure(!asks.named || waits, refused("not_named", row))?;
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
    let undone = known(context).and_then(|known| known.undone.as_deref());
    if let Some(undone) = undone.filter(|_| asks.done.is_some()) {
        return Err(refused("not_all_done", row).about(undone));
    }
    let unready = known(context).and_then(|known| known.unready.as_ref());
    if let Some(why) = unready.filter(|_| asks.noticed.is_some()) {
        return Err(why.clone());
    }
    let repeated = asks.first_offence.is_some() && context.facts.repeat_of.is_some();
    ensure(!repeated, refused("not_first_offence", row))?;
    let open = known(context).and_then(|known| known.open_already);
    if let Some(first) = open.filter(|_| asks.one_open.is_some()) {
        return Err(refused("case_open_already", row).about(&first.to_string()));
    }
    let lately = known(context).and_then(|known| known.ended_lately);
    let too_soon = asks.again.is_some() && lately.is_some();
    ensure(!too_soon, refused("broken_lately", row))?;
    body(context, row, step)?;
    let Some(step) = step else { return Ok(()) };
    fields(context, row, step)?;
    let amiss = known(context).and_then(|known| known.amiss.as_ref());
    if let Some(why) = amiss {
        return Err(why.clone());
    }
    published(row, step)?;
    let mut lists = asks.fields.iter().filter(|rule| rule.each.is_some());
    if let Some(twice) = lists.find_map(|rule| listed_twice(step.field(&rule.name))) {
        return Err(refused("listed_twice", row).about(twice));
    }
    let listed = asks.fields.iter().any(|rule| rule.each.is_some());
    let unfit = known(context).and_then(|known| known.unfit.as_deref());
    if let Some(unfit) = unfit.filter(|_| listed) {
        return Err(refused("items_unfit", row).about(unfit));
    }
    let elsewhere = known(context).and_then(|known| known.listed_on.as_deref());
    if let Some(elsewhere) = elsewhere.filter(|_| asks.listed_once.is_some()) {
        return Err(refused("listed_elsewhere", row).about(elsewhere));
    }
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
    match context.facts.photo_fault.filter(|_| asks.photos_here) {
        Some(PhotoFault::SameFile(same)) => {
            return Err(refused("photo_same_file", row).about(&same.text()));
        }
        Some(PhotoFault::BeforeFound) => return Err(refused("photo_before_found", row)),
        Some(_) => return Err(refused("photo_of_another", row)),
        None => {}
    }
    people(context, row, step)?;
    signatures(context, row)?;
    as_signed(context, row, step)?;
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

/// The first code that a field with several holds twice.
fn listed_twice(value: &str) -> Option<&str> {
    let mut seen = BTreeSet::new();
    codes(value).find(|code| !seen.insert(*code))
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
/// of their own. Where the row says so, nobody but the body does it; without a body that is named
/// it is anybody's who may.
fn body(context: Context<'_>, row: &Row, step: Option<&Step>) -> Result<(), Reason> {
    let roles = &row.asks.roles;
    let competent = roles.is_empty()
        || context
            .grants_here()
            .any(|grant| roles.contains(&grant.role));
    ensure(competent, refused("body_not_competent", row))?;
    // What one body decided another does not undo.
    let begun = context.state.issuer.as_deref();
    let begun = begun.filter(|_| row.asks.same_issuer);
    let theirs = begun.is_none_or(|issuer| context.speaks_for(issuer));
    ensure(theirs, refused("issuer_not_yours", row))?;
    // What a grid is asked for its own people answer.
    let asked = row.asks.of_grid.as_deref();
    let grid = asked.and_then(|name| context.state.case.field(name).parse::<GridId>().ok());
    let of_grid = grid.is_none_or(|grid| {
        let mut held = context.actor.grants.iter();
        held.any(|grant| {
            let permitted = context.policy.permits(grant.role, &row.event).is_some();
            permitted && grant.scope == Scope::Subtree(grid)
        })
    });
    ensure(of_grid, refused("body_not_competent", row))?;
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
    let handed_on = row.asks.body_only_after.as_deref();
    let handed_on = handed_on.is_some_and(|step| context.state.case.taken(step).next().is_some());
    let beside = &context.policy.cases.beside_assigned;
    let bodies = &context.policy.cases.bodies;
    let competent = context.grants_here().any(|grant| {
        let permitted = context.policy.permits(grant.role, &row.event).is_some();
        permitted
            && match grant.role {
                _ if row.asks.body_only => speaks_for(context.policy, grant) == Some(department),
                role if handed_on && !beside.contains(&role) => {
                    speaks_for(context.policy, grant) == Some(department)
                }
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
    if rule.name == PROVISIONAL {
        ensure(
            is_own_number(context, value),
            refused("number_not_own", row),
        )?;
        ensure(!context.facts.number_used, refused("number_used", row))?;
    }
    if rule.grid {
        let grid = value.parse::<GridId>();
        let here = grid.is_ok_and(|grid| context.actor.grid_path.contains(&grid));
        ensure(here, refused("not_among", row))?;
    }
    let shaped = rule.written_as().is_none_or(|shape| shape.fits(value));
    ensure(shaped, refused("value_malformed", row))?;
    let named = !rule.somebody || context.policy.cases.names_somebody(value);
    ensure(named, refused("name_is_placeholder", row))?;
    ensure(
        !rule.must_say() || !says_nothing(value),
        refused("says_nothing", row),
    )?;
    let begins = !rule.week || begins_week(context, value);
    ensure(begins, refused("not_week_start", row))?;
    let has_come = !rule.come || has_come(context, value);
    ensure(has_come, refused("day_to_come", row))?;
    let in_span = rule.years.as_deref().is_none_or(|span| {
        let spans = &context.policy.cases.years;
        let span = spans.get(span);
        span.is_none_or(|span| is_within(context, *span, value))
    });
    ensure(in_span, refused("year_out_of_limits", row))?;
    let in_months = rule.months.as_deref().is_none_or(|span| {
        let span = context.policy.cases.months.get(span);
        span.is_none_or(|span| is_month_within(context, *span, value))
    });
    ensure(in_months, refused("month_out_of_limits", row))?;
    let period = rule.within.as_deref();
    let inside = period.is_none_or(|name| in_quarter(value, step.field(name)));
    ensure(inside, refused("not_in_quarter", row))?;
    let before = context.state.case.field(&rule.name);
    let same = !rule.kept || before.is_empty() || before == value;
    ensure(same, refused("not_as_before", row))?;
    let numbered = rule.public && holds_phone(value);
    ensure(!numbered, refused("phone_published", row))?;
    let names_a_card = rule.public && holds_identity_number(value);
    ensure(!names_a_card, refused("identity_published", row))?;
    values(context, row, step, rule, value)?;
    match &rule.link {
        Some(link) => linked(context, row, step, link, value),
        None => Ok(()),
    }
}

/// What anybody may read says of orders only those that its body gives by the law itself, whoever
/// publishes it (S0-03): what police and brigade have done stands in the log.
fn published(row: &Row, step: &Step) -> Result<(), Reason> {
    for rule in row.asks.fields.iter().filter(|rule| rule.public) {
        let mut words = compulsion_words(step.field(&rule.name)).into_iter();
        if let Some(word) = words.find(|word| !rule.words.iter().any(|one| one == word)) {
            return Err(Reason::new("word_of_compulsion", "S0-03").about(word));
        }
    }
    Ok(())
}

/// Whether a day is the first of a week as the policy pack begins them.
fn begins_week(context: Context<'_>, value: &str) -> bool {
    let starts_on = context.policy.cases.week_starts_on;
    let day = value.parse::<NaiveDate>();
    day.is_ok_and(|day| week_starting(day, starts_on).0 == day)
}

/// Whether a day is none after the day of the act.
fn has_come(context: Context<'_>, value: &str) -> bool {
    let today = context.time.best().china_date();
    value.parse::<NaiveDate>().is_ok_and(|day| day <= today)
}

/// Whether a year, or that of a day or of a month, lies in a span around the year of the act. Each of
/// them begins with the four digits of the year.
fn is_within(context: Context<'_>, span: YearSpan, value: &str) -> bool {
    let year = value.get(..4).and_then(|year| year.parse::<i32>().ok());
    let now = context.time.best().china_date().year();
    year.is_some_and(|year| span.holds(year, now))
}

/// Whether a month lies in a span around the month of the act.
fn is_month_within(context: Context<'_>, span: MonthSpan, value: &str) -> bool {
    let today = context.time.best().china_date();
    month_of(value).is_some_and(|month| span.holds(month, today))
}

/// What the case is about: its premises, else a grid of the level of its own.
fn subject_of(context: Context<'_>) -> Option<EntrySubject> {
    if context.facts.premises.is_some() {
        return Some(EntrySubject::Premises);
    }
    let level = context.actor.grid_levels.first()?;
    Some(EntrySubject::from(*level))
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
        let entry = policy.cases.entry(list, value);
        let about = entry.zip(subject_of(context));
        let fits = about.is_none_or(|(entry, subject)| entry.is_about(subject));
        ensure(!rule.of_subject || fits, refused("not_of_this_entry", row))?;
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
    if let Some(field) = &rule.by {
        let mut rules = row.asks.fields.iter();
        let list = rules.find(|one| one.name == *field);
        let list = list.and_then(|one| one.list.as_deref());
        let entry = list.and_then(|list| policy.cases.entry(list, step.field(field)));
        let theirs = entry.is_none_or(|entry| entry.is_by(value));
        ensure(theirs, refused("not_of_this_entry", row))?;
    }
    if let Some(category) = &rule.routes {
        let routes = &context.policy.routing.categories;
        let route = routes.get(step.field(category));
        let theirs = route.is_none_or(|route| route.names(value));
        ensure(theirs, refused("not_of_this_entry", row))?;
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

fn linked(
    context: Context<'_>,
    row: &Row,
    step: &Step,
    rule: &LinkRule,
    value: &str,
) -> Result<(), Reason> {
    let Some(fact) = linked_fact(context, value) else {
        return Err(refused("linked_record_unknown", row));
    };
    let right_kind = rule.kinds.is_empty() || rule.kinds.contains(&fact.kind);
    ensure(right_kind, refused("linked_record_wrong", row))?;
    let ripe = rule.statuses.is_empty() || rule.statuses.contains(&fact.status);
    ensure(ripe, refused("linked_record_not_ripe", row))?;
    let here = context.facts.premises;
    let same = !rule.same_premises || (here.is_some() && fact.premises == here);
    let fits = !rule.of_here || here.is_none() || fact.premises == here;
    let elsewhere = rule.not_elsewhere
        && here
            .zip(fact.premises)
            .is_some_and(|(here, there)| here != there);
    ensure(same && fits && !elsewhere, refused("other_premises", row))?;
    ensure(!rule.in_time || !fact.late, refused("not_in_time", row))?;
    let own = known(context).and_then(|known| known.record);
    let back = !rule.back || own.is_some_and(|own| fact.points_to.contains(&own));
    ensure(back, refused("linked_record_wrong", row))?;
    let mut team = step.with.iter().chain([&context.actor.user]);
    let involved = rule.others && team.any(|one| fact.handled_by.contains(one));
    ensure(!involved, refused("same_person", row))?;
    let steps = context.state.case.steps.iter();
    let begun = steps.filter(|taken| rule.since.contains(&taken.step));
    let begun = begun.map(|taken| taken.time.best()).max();
    let found_since = begun.is_none_or(|begun| fact.found_at.is_some_and(|found| found >= begun));
    ensure(found_since, refused("before_the_promise", row))
}

fn whole(context: Context<'_>, row: &Row, step: &Step) -> Result<(), Reason> {
    let Some(rule) = &row.asks.whole else {
        return Ok(());
    };
    let list = context.policy.cases.lists.get(&rule.list);
    let times = |entry: &ListEntry| {
        let named = rule.fields.iter().flat_map(|name| codes(step.field(name)));
        named.filter(|code| *code == entry.code).count()
    };
    let entries = || list.iter().flat_map(|list| &list.items);
    let those = |wrong: fn(usize) -> bool| {
        let found = entries().filter(|entry| wrong(times(entry)));
        let names: Vec<&str> = found.map(|entry| entry.zh.as_str()).collect();
        names.join("、")
    };
    let missing = those(|times| times == 0);
    let incomplete = refused("list_incomplete", row).about(&missing);
    ensure(missing.is_empty(), incomplete)?;
    let twice = those(|times| times > 1);
    ensure(
        twice.is_empty(),
        refused("counted_twice", row).about(&twice),
    )
}

/// Somebody has signed in a role that the row asks for, and it is not whoever takes the step.
fn signatures(context: Context<'_>, row: &Row) -> Result<(), Reason> {
    let asked = &row.asks.signatures;
    if asked.is_empty() {
        return Ok(());
    }
    let has_signed = |role: &String| known(context).is_some_and(|it| it.signed.contains(role));
    let signed = asked.iter().any(has_signed);
    ensure(signed, refused("signature_missing", row))?;
    let nameless = known(context).is_some_and(|it| it.nameless_signer);
    let unnamed = refused("name_is_placeholder", row).about("签名人");
    ensure(!nameless, unnamed)?;
    ensure(!context.facts.own_signer, refused("signer_serves", row))
}

/// What the step says of a field that was signed is what the content says of it, word for word.
fn as_signed(context: Context<'_>, row: &Row, step: &Step) -> Result<(), Reason> {
    for rule in row.asks.fields.iter().filter(|rule| rule.signed) {
        let same = known(context).is_some_and(|known| known.as_signed.contains(&rule.name));
        let same = same || !written(step.field(&rule.name));
        ensure(same, refused("not_as_signed", row).about(&rule.zh))?;
    }
    Ok(())
}

fn chain(context: Context<'_>, row: &Row, step: &Step) -> Result<(), Reason> {
    let Some(rule) = &row.asks.chain else {
        return Ok(());
    };
    let previous = linked_fact(context, step.field(&rule.link));
    // One that was about a whole village may be followed by one about a premises in it.
    let of_another = previous
        .and_then(|fact| fact.premises)
        .is_some_and(|before| context.facts.premises != Some(before));
    ensure(!of_another, refused("other_premises", row))?;
    let early = rule.day.is_some() && known(context).is_some_and(|known| known.before_previous);
    ensure(!early, refused("before_previous", row))?;
    let ladders = context.policy.cases.chains.get(&rule.rules);
    let Some(before) = ladders.and_then(|ladder| ladder.get(step.field(&rule.field))) else {
        return Ok(());
    };
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
    ensure(fits, refused("deadline_out_of_limits", row))?;
    let beyond =
        most.and_then(|most| natural_limit::beyond(context.policy, context.time, stated, *most));
    match beyond {
        Some(beyond) => Err(refused("deadline_out_of_limits", row).about(&beyond)),
        None => Ok(()),
    }
}
