//! Steps of cases: what their rows ask, and that they pass for nothing else.

use std::collections::BTreeMap;

use super::kit::{
    PREMISES, ROLES, Relay, at, facts, fire, grant, officer, person, record, refusal, system, user,
    version,
};
use crate::RecordId;
use crate::lifecycle::{
    Actor, Effect, Event, Facts, FieldRule, FieldShape, JobAct, LifecycleTables, LinkedFact,
    NamedPerson, Reason, RecordState, Row, Status, Step, StepFacts, StepTaken, TimeBounds,
    due_jobs,
};
use crate::people::{Role, Scope};
use crate::policy::EntrySubject;
use crate::record::RecordKind;

const OTHER: u8 = 60;

fn row_of<'a>(name: &str, state: &RecordState) -> Option<&'a Row> {
    let table = LifecycleTables::standard().of(&state.kind)?;
    let here = table
        .rows
        .iter()
        .find(|row| row.event == name && row.from.contains(&state.status));
    here.or_else(|| table.rows.iter().find(|row| row.event == name))
}

fn link_id(rule: &FieldRule) -> RecordId {
    let sum = rule.name.bytes().fold(0_u8, u8::wrapping_add);
    record(sum | 1)
}

fn value_of(rule: &FieldRule) -> String {
    let list = rule.list.as_deref().or(rule.version_of.as_deref());
    match (&rule.link, list) {
        (None, None) if rule.grid => super::kit::grid(super::kit::LARGE).to_string(),
        (Some(_), _) => link_id(rule).to_string(),
        (None, Some("departments")) if rule.routes.is_some() => "COMM".to_owned(),
        (None, Some("departments")) => "PSB".to_owned(),
        (None, Some("issuers")) => "station".to_owned(),
        (None, Some("categories")) => "small_shop".to_owned(),
        (None, Some(list)) if rule.version_of.is_some() => {
            super::kit::PACK.cases.lists[list].version.clone()
        }
        (None, Some(list)) => {
            let mut items = super::kit::PACK.cases.lists[list].items.iter();
            let of_premises = items.find(|entry| entry.is_about(EntrySubject::Premises));
            of_premises.unwrap().code.clone()
        }
        (None, None) if rule.name == "department" => "PSB".to_owned(),
        (None, None) if rule.written_as().is_some() => match rule.written_as() {
            Some(FieldShape::Day) => "2026-09-07".to_owned(),
            Some(FieldShape::Month) => "2026-09".to_owned(),
            Some(FieldShape::Quarter) => "2026Q3".to_owned(),
            Some(FieldShape::Count) => "3".to_owned(),
            _ => "2026".to_owned(),
        },
        (None, None) if rule.name == "provisional_number" => "暂-A7-1".to_owned(),
        (None, None) => "内容".to_owned(),
    }
}

/// A step that says all that its row asks for.
pub(super) fn well_formed_step(name: &str, state: &RecordState) -> Event {
    let mut step = Step {
        step: name.to_owned(),
        ..Step::default()
    };
    if let Some(row) = row_of(name, state) {
        let fields = row.asks.fields.iter();
        step.fields = fields
            .filter(|rule| !rule.apart)
            .map(|rule| (rule.name.clone(), value_of(rule)))
            .collect();
        if let Some(whole) = &row.asks.whole {
            let list = &super::kit::PACK.cases.lists[&whole.list].items;
            let codes: Vec<&str> = list.iter().map(|entry| entry.code.as_str()).collect();
            for (place, name) in whole.fields.iter().enumerate() {
                let last = place + 1 == whole.fields.len();
                let part = if last { codes.join(",") } else { String::new() };
                step.fields.insert(name.clone(), part);
            }
        }
        step.with = (1..row.asks.people)
            .map(|n| user(40 + u8::try_from(n).unwrap()))
            .collect();
        step.photos = (0..row.asks.photos)
            .map(|n| record(30 + u8::try_from(n).unwrap()))
            .collect();
        step.version = row.asks.content.then(|| version(1));
        if row.asks.due_cited {
            let due = state.due.unwrap_or_default();
            step.fields.insert("due".to_owned(), due.0.to_string());
        }
    }
    Event::Step(step)
}

/// The record with everything before the step done, by somebody else.
pub(super) fn ripe(mut state: RecordState, name: &str) -> RecordState {
    let Some(row) = row_of(name, &state) else {
        return state;
    };
    if !name.contains('.') {
        return state;
    }
    let asks = &row.asks;
    // No mark stands yet.
    (state.overdue, state.overdue_due) = (false, None);
    for rule in &asks.fields {
        if let Some(among) = &rule.among {
            state.case.fields.insert(among.clone(), value_of(rule));
        }
    }
    // Somebody else has named the one who is asked about (50 where every row is tried).
    if asks.named {
        state.named.push(NamedPerson {
            user: user(50),
            act: 0,
            step: None,
            confirmed: false,
        });
    }
    let mut steps: Vec<String> = asks.after.iter().map(|rule| rule.step.clone()).collect();
    steps.extend(asks.others.iter().cloned());
    for step in steps {
        let fields: BTreeMap<String, String> = asks
            .fields
            .iter()
            .map(|rule| (rule.name.clone(), value_of(rule)))
            .collect();
        state.case.steps.push(StepTaken {
            seq: Some(1),
            step,
            user: user(OTHER),
            with: Vec::new(),
            unconfirmed: Vec::new(),
            time: TimeBounds::exactly(at("2026-09-20 09:00")),
            fields,
            photos: Vec::new(),
            due: None,
            number: None,
        });
    }
    state
}

/// Facts under which the records that the step names are what they should be.
pub(super) fn facts_of(event: &Event, state: &RecordState) -> Facts {
    let own = record(199);
    let mut known = StepFacts {
        record: Some(own),
        ..StepFacts::default()
    };
    let with = |known: StepFacts| Facts {
        step: Some(Box::new(known)),
        major_filed: true,
        ..facts()
    };
    let Some(row) = row_of(event.name(), state) else {
        return with(known);
    };
    if let Event::Step(step) = event {
        known
            .linked
            .extend(step.photos.iter().map(|photo| LinkedFact {
                record: *photo,
                kind: RecordKind::Photo,
                status: Status::Held,
                premises: None,
                subject: String::new(),
                late: false,
                points_to: Vec::new(),
                handled_by: Vec::new(),
                found_at: None,
            }));
    }
    known.signed.clone_from(&row.asks.signatures);
    let signed = row.asks.fields.iter().filter(|rule| rule.signed);
    known.as_signed = signed.map(|rule| rule.name.clone()).collect();
    for rule in &row.asks.fields {
        let Some(link) = &rule.link else { continue };
        let kind = link.kinds.first().cloned();
        let status = link.statuses.first().cloned();
        let subject = match &row.asks.chain {
            Some(_) => "consultation",
            None => "EXT",
        };
        known.linked.push(LinkedFact {
            record: link_id(rule),
            kind: kind.unwrap_or(RecordKind::Rectification),
            status: status.unwrap_or(Status::Closed),
            premises: Some(record(PREMISES)),
            subject: subject.to_owned(),
            late: false,
            points_to: vec![own],
            handled_by: Vec::new(),
            found_at: None,
        });
    }
    with(known)
}

fn step(name: &str, fields: &[(&str, &str)]) -> Step {
    Step {
        step: name.to_owned(),
        fields: fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        ..Step::default()
    }
}

pub(super) fn department_officer(n: u8, department: &str) -> Actor {
    let mut actor = person(n, &[]);
    let mut held = grant(actor.user, Role::DeptOfficer, Scope::Tenant);
    held.department = Some(department.to_owned());
    actor.grants = vec![held];
    actor
}

fn whistle(departments: &str) -> Event {
    let fields = [
        ("matter", "占用消防通道"),
        ("place", "青峰路"),
        ("departments", departments),
    ];
    Event::Step(step("call.whistle", &fields))
}

fn answer(department: &str) -> Event {
    let fields = [("department", department), ("text", "即到")];
    Event::Step(step("call.answer", &fields))
}

#[test]
fn a_step_never_passes_for_another_event() {
    let mut relay = Relay::served();
    let forged = Event::Step(Step {
        step: "recheck_passed".to_owned(),
        ..Step::default()
    });
    assert_eq!(forged.name(), "step");
    let outcome = relay.act(forged, &person(7, &ROLES), at("2026-09-08 10:00"));
    assert_eq!(refusal(&outcome.effect), "no_permission");
}

#[test]
fn every_department_called_answers_for_itself_and_then_nothing_is_due() {
    let mut relay = Relay::new(RecordKind::Call);
    let (edu, market) = (
        department_officer(71, "EDU"),
        department_officer(72, "MARKET"),
    );
    relay.refuses(
        whistle("EDU,MOON"),
        &officer(),
        "2026-09-07 09:00",
        "not_in_list",
    );
    let called = relay.does(whistle("EDU,MARKET"), &officer(), "2026-09-07 09:00");
    assert_eq!(
        called.due.map(|due| due.china_date().to_string()),
        Some("2026-09-09".to_owned())
    );
    relay.refuses(
        answer("MARKET"),
        &edu,
        "2026-09-07 10:00",
        "body_not_competent",
    );
    relay.refuses(
        answer("PSB"),
        &edu,
        "2026-09-07 10:00",
        "body_not_competent",
    );
    relay.does(answer("EDU"), &edu, "2026-09-07 10:00");
    relay.refuses(answer("EDU"), &edu, "2026-09-07 10:30", "done_before");
    assert!(relay.state.due.is_some(), "one of two has answered");
    let early = Event::Step(step("call.record", &[("text", "已处置")]));
    relay.refuses(early, &officer(), "2026-09-07 11:00", "step_before_missing");
    let last = relay.does(answer("MARKET"), &market, "2026-09-08 10:00");
    assert_eq!(last.due, None);
}

#[test]
fn what_a_department_did_on_a_call_is_confirmed_by_that_department() {
    let mut relay = Relay::new(RecordKind::Call);
    let (edu, market) = (
        department_officer(71, "EDU"),
        department_officer(72, "MARKET"),
    );
    let confirm = |department: &str| {
        let fields = [("department", department), ("text", "情况属实")];
        Event::Step(step("call.confirm", &fields))
    };
    let here = [("department", "EDU"), ("person", "孙队长")];
    let recorded = Event::Step(step("call.record", &[("text", "已处置")]));
    relay.does(whistle("EDU,MARKET"), &officer(), "2026-09-07 09:00");
    relay.does(answer("EDU"), &edu, "2026-09-07 10:00");
    let here = Event::Step(step("call.check_in", &here));
    relay.does(here, &edu, "2026-09-07 11:00");
    let when = "2026-09-07 12:00";
    relay.refuses(confirm("EDU"), &edu, when, "not_in_this_state");
    relay.does(recorded, &officer(), when);
    relay.refuses(confirm("EDU"), &officer(), when, "no_permission");
    relay.refuses(confirm("EDU"), &market, when, "body_not_competent");
    // Who was not there has nothing to confirm.
    relay.refuses(confirm("MARKET"), &market, when, "step_before_missing");
    relay.does(confirm("EDU"), &edu, when);
    relay.refuses(confirm("EDU"), &edu, when, "done_before");
    assert_eq!(relay.state.status, Status::Recorded, "it closes nothing");
}

#[test]
fn the_relay_marks_a_case_overdue_once_and_an_act_in_time_lifts_the_mark() {
    let mut relay = Relay::new(RecordKind::Call);
    relay.does(whistle("EDU"), &officer(), "2026-09-07 09:00");
    let due = relay.state.due.unwrap();
    let jobs = due_jobs(&relay.pack, &relay.state, due);
    assert!(jobs.is_empty(), "not before it has passed");
    let Some(JobAct::Act(mark)) = due_jobs(&relay.pack, &relay.state, due.plus_ms(1)).pop() else {
        panic!("the deadline has passed");
    };
    relay.refuses(
        mark.clone(),
        &officer(),
        "2026-09-10 00:10",
        "no_permission",
    );
    relay.refuses(
        mark.clone(),
        &system(),
        "2026-09-09 12:00",
        "deadline_not_passed",
    );
    relay.does(mark.clone(), &system(), "2026-09-10 00:10");
    assert!(relay.state.overdue);
    assert!(due_jobs(&relay.pack, &relay.state, due.plus_ms(9_000_000)).is_empty());
    relay.refuses(mark, &system(), "2026-09-10 00:20", "marked_before");
    relay.does(
        answer("EDU"),
        &department_officer(71, "EDU"),
        "2026-09-09 12:00",
    );
    assert!(
        !relay.state.overdue,
        "it was answered in time, and arrived late"
    );
}

#[test]
fn filing_takes_two_people_and_closing_two_others_and_the_township_neither() {
    let mut relay = Relay::new(RecordKind::MajorCase);
    let hazard = record(88);
    let mut around = StepFacts {
        record: Some(record(89)),
        ..StepFacts::default()
    };
    around.linked = vec![LinkedFact {
        record: hazard,
        kind: RecordKind::Rectification,
        status: Status::Found,
        premises: Some(record(PREMISES)),
        subject: String::new(),
        late: false,
        points_to: Vec::new(),
        handled_by: Vec::new(),
        found_at: None,
    }];
    relay.facts.step = Some(Box::new(around.clone()));
    let id = hazard.to_string();
    let report = |department: &str| {
        let fields = [
            ("hazard", id.as_str()),
            ("department", department),
            ("basis", "安全出口数量不足"),
            ("interim", "停用二层"),
        ];
        Event::Step(Step {
            version: Some(version(1)),
            ..step("major_case.report", &fields)
        })
    };
    let when = "2026-09-07 09:00";
    relay.refuses(report("EDU"), &officer(), when, "linked_record_not_ripe");
    around.linked[0].status = Status::UnderReview;
    around.open_already = Some(record(90));
    relay.facts.step = Some(Box::new(around.clone()));
    relay.refuses(report("EDU"), &officer(), when, "case_open_already");
    let last = relay.state.history.last().unwrap();
    let Effect::NoEffect(reason) = &last.effect else {
        panic!("{last:?}");
    };
    assert_eq!(reason.detail, record(90).to_string(), "it names the first");
    around.open_already = None;
    relay.facts.step = Some(Box::new(around));
    relay.does(report("EDU"), &officer(), when);
    let propose = Event::Step(step("major_case.propose_filing", &[("basis", "现场核实")]));
    relay.refuses(propose.clone(), &officer(), when, "no_permission");
    relay.refuses(
        propose.clone(),
        &department_officer(71, "MARKET"),
        when,
        "body_not_competent",
    );
    relay.does(propose, &fire(), when);
    let approve = Event::Step(step("major_case.approve_filing", &[]));
    relay.refuses(approve.clone(), &fire(), when, "same_person");
    relay.refuses(approve.clone(), &officer(), when, "no_permission");
    let filed = relay.does(approve, &person(61, &[Role::FireOfficer]), when);
    assert_eq!(filed.number.as_deref(), Some("firecase〔2026〕1"));
    assert_eq!(relay.state.notice_number, filed.number);
    let stray = Event::Step(step(
        "major_case.progress",
        &[("text", "好"), ("leader", "我")],
    ));
    relay.refuses(stray, &officer(), when, "unknown_field");
}

#[test]
fn a_stop_use_order_wants_the_power() {
    let state = RecordState::new(RecordKind::StopUse);
    let order = || well_formed_step("stop_use.order", &state);
    let mut relay = Relay::new(RecordKind::StopUse);
    relay.facts = facts_of(&order(), &state);
    relay.facts.power = Some(Reason::new("power_ended", "S0-03"));
    let at = "2026-09-07 10:00";
    relay.refuses(order(), &officer(), at, "power_ended");
    relay.facts.power = None;
    relay.does(order(), &officer(), at);
}

#[test]
fn an_order_lists_what_is_open_for_a_month_that_there_is() {
    let state = RecordState::new(RecordKind::Order);
    let order = |month: &str| match well_formed_step("order.issue_monthly", &state) {
        Event::Step(mut step) => {
            step.fields.insert("month".to_owned(), month.to_owned());
            Event::Step(step)
        }
        other => other,
    };
    let mut relay = Relay::new(RecordKind::Order);
    relay.facts = facts_of(&order("2026-09"), &state);
    let when = "2026-09-07 10:00";
    relay.refuses(order("2026-99"), &officer(), when, "value_malformed");
    relay.facts.step.as_mut().unwrap().unfit = Some("hello".to_owned());
    relay.refuses(order("2026-09"), &officer(), when, "items_unfit");
    let known = relay.facts.step.as_mut().unwrap();
    (known.unfit, known.listed_on) = (None, Some("青消督字〔2026〕第0001号".to_owned()));
    relay.refuses(order("2026-09"), &officer(), when, "listed_elsewhere");
    relay.facts.step.as_mut().unwrap().listed_on = None;
    relay.does(order("2026-09"), &officer(), when);
}

#[test]
fn what_a_step_says_of_a_signed_field_is_what_was_signed() {
    let warn = || {
        let fields = [
            ("matter", "楼道停放电动自行车"),
            ("promise", "不再在楼道充电"),
            ("issuer", "station"),
        ];
        Event::Step(Step {
            version: Some(version(1)),
            ..step("letter.warn", &fields)
        })
    };
    let known = |signed: &[&str], same: &[&str]| {
        let all = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Some(Box::new(StepFacts {
            signed: all(signed),
            as_signed: all(same),
            ..StepFacts::default()
        }))
    };
    let mut relay = Relay::new(RecordKind::Letter);
    let when = "2026-09-07 10:00";
    for same in [&[] as &[&str], &["matter"], &["promise"]] {
        relay.facts.step = known(&["owner"], same);
        relay.refuses(warn(), &officer(), when, "not_as_signed");
    }
    // Before anybody has signed, that is what is missing.
    relay.facts.step = known(&[], &["matter", "promise"]);
    relay.refuses(warn(), &officer(), when, "signature_missing");
    relay.facts.step = known(&["owner"], &["matter", "promise"]);
    relay.does(warn(), &officer(), when);
}
