//! Every field of every register's entry is described, by what it holds, and nothing else is.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use super::*;
use crate::admission::AdmissionItem;
use crate::checklist::Condition;
use crate::people::Role;
use crate::policy::{Period, Visitor, default_pack};
use crate::premises::fact_names::{PREMISES_FACTS, RECORD_FACTS};
use crate::public_report::PublicReportRules;
use crate::resources::has_label;
use crate::staffing::{Post, Rounding};
use crate::{GridId, RecordId, UserId};

type Seen = BTreeSet<&'static str>;

fn text() -> String {
    "字".to_owned()
}

fn texts() -> Vec<String> {
    vec![text()]
}

fn grid() -> GridId {
    GridId::from_bytes([1; 16])
}

fn record() -> RecordId {
    RecordId::from_bytes([2; 16])
}

fn person() -> UserId {
    UserId(uuid::Uuid::from_u128(3))
}

fn condition() -> Condition {
    Condition::parse("open_general>=3").unwrap()
}

/// Whether the form of a register draws each field of an entry in which everything is set, and lets
/// be left out exactly what may be.
fn described<E: RegisterEntry>(seen: &mut Seen, entry: &E) {
    let name = E::REGISTER;
    let form = register_form(name).unwrap_or_else(|| panic!("{name} has no form"));
    let value = serde_json::to_value(entry).unwrap();
    compare(name, &value, &form.fields);
    let drawn: BTreeSet<&str> = form.fields.iter().map(|it| it.name.as_str()).collect();
    for part in &form.key {
        let is_field = drawn.contains(part.as_str());
        assert!(is_field || part.starts_with(['@', '=']), "{name}: {part}");
    }
    for field in &form.fields {
        let mut less = value.clone();
        less.as_object_mut().unwrap().remove(&field.name);
        let read = serde_json::from_value::<E>(less);
        assert_eq!(read.is_ok(), field.optional, "{name}: {}", field.name);
    }
    seen.insert(name);
}

fn compare(path: &str, value: &Value, fields: &[EntryField]) {
    let said: BTreeSet<&str> = value
        .as_object()
        .into_iter()
        .flat_map(|object| object.keys())
        .map(String::as_str)
        .collect();
    let drawn: BTreeSet<&str> = fields.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(said, drawn, "{path}");
    for field in fields {
        let path = format!("{path}.{}", field.name);
        assert!(!field.zh.starts_with("field."), "{path} has no words");
        fits(&path, &value[&field.name], field);
    }
}

fn fits(path: &str, value: &Value, field: &EntryField) {
    let several = |each: fn(&Value) -> bool| {
        let all = value.as_array();
        all.is_some_and(|all| !all.is_empty() && all.iter().all(each))
    };
    let fits = match field.kind {
        EntryKind::Text
        | EntryKind::Phone
        | EntryKind::Date
        | EntryKind::Code
        | EntryKind::Condition
        | EntryKind::Person
        | EntryKind::Grid
        | EntryKind::Record => value.is_string(),
        EntryKind::Count => value.is_u64(),
        EntryKind::Counts => several(Value::is_u64),
        EntryKind::Flag => value.is_boolean(),
        EntryKind::Codes | EntryKind::Names | EntryKind::People | EntryKind::Grids => {
            several(Value::is_string)
        }
        EntryKind::Rows => several(Value::is_object),
        EntryKind::Group => value.is_object(),
    };
    assert!(fits, "{path} is not as described: {value}");
    match field.kind {
        EntryKind::Rows => {
            for row in value.as_array().into_iter().flatten() {
                compare(path, row, &field.fields);
            }
        }
        EntryKind::Group => compare(path, value, &field.fields),
        _ => assert!(field.fields.is_empty(), "{path} has no parts"),
    }
}

fn of_grids(seen: &mut Seen) {
    described(
        seen,
        &Campaign {
            name: text(),
            grids: vec![grid()],
            categories: texts(),
            checklist: text(),
            targets: vec![CampaignTarget {
                grid: grid(),
                premises: 3,
            }],
            text: text(),
        },
    );
    described(
        seen,
        &ContactOfficer {
            grid: grid(),
            user: person(),
            kind: ContactKind::Leader,
            title: text(),
            phone: text(),
        },
    );
    described(
        seen,
        &ContactVisit {
            grid: grid(),
            user: person(),
            text: text(),
        },
    );
    described(
        seen,
        &DutyNote {
            area: grid(),
            text: text(),
            urgent: true,
            received_by: Some(person()),
        },
    );
    described(
        seen,
        &DutyShift {
            area: grid(),
            shift: text(),
            leader: person(),
            people: vec![person()],
            phone: text(),
        },
    );
    described(
        seen,
        &PublicityEvent {
            grid: grid(),
            kind: PublicityKind::PublicityDay,
            title: text(),
            material: text(),
            attended: Some(7),
        },
    );
    described(
        seen,
        &ResponseLevel {
            area: grid(),
            level: 2,
            zh: text(),
            banner: text(),
            minima: vec![LevelMinimum {
                by: Visitor::Grid,
                grades: texts(),
                every: Period::Week,
            }],
        },
    );
    described(
        seen,
        &RoleSlot {
            grid: grid(),
            zh: text(),
            people: 2,
            holders: BTreeSet::from([person()]),
        },
    );
    described(
        seen,
        &VillageTeam {
            village: grid(),
            head: Some(person()),
            group: texts(),
            rescue: texts(),
            manager: Some(person()),
        },
    );
}

fn of_townships(seen: &mut Seen) {
    described(
        seen,
        &DelegatedPower {
            township: grid(),
            power: text(),
            zh: text(),
            body: text(),
            source: PowerSource::Conferred,
            basis: text(),
            words: texts(),
        },
    );
    described(
        seen,
        &EnforcementCase {
            township: grid(),
            power: text(),
            body: text(),
            premises: record(),
            hazard: Some(record()),
            officers: vec![person()],
            result: text(),
            fine_fen: 1,
            case_number: Some(text()),
        },
    );
    described(
        seen,
        &EnforcementQuota {
            year: 2026,
            township: Some(grid()),
            cases: 12,
            months: vec![1; 12],
        },
    );
    described(
        seen,
        &PostingEntry {
            user: person(),
            post: Post::Clerk,
            township: grid(),
        },
    );
    described(
        seen,
        &StationProfile {
            township: grid(),
            station_class: text(),
            town_class: Some(text()),
            fire_station: Some(text()),
            rounding: Some(Rounding::CeilOfEachThenSum),
            note: text(),
        },
    );
}

fn of_plans(seen: &mut Seen) {
    described(
        seen,
        &AgencyFrequency {
            agency: text(),
            categories: texts(),
            when: Some(condition()),
            every: Period::Month,
            zh: text(),
        },
    );
    described(
        seen,
        &ControlMeasure {
            premises: record(),
            grid: grid(),
            rule: text(),
            grade: text(),
            measure: text(),
            every: Period::Week,
            calm_since: "2026-09-01".parse().ok(),
            lifted: true,
        },
    );
    described(
        seen,
        &DepartmentPlan {
            department: text(),
            categories: texts(),
            every: Period::Year,
            contact: text(),
        },
    );
    described(
        seen,
        &DynamicRule {
            zh: text(),
            open_when: condition(),
            keep_when: condition(),
            calm_days: 5,
            grade: text(),
            measure: text(),
            every: Period::Quarter,
        },
    );
    described(
        seen,
        &SupervisingBody {
            grade: text(),
            body: text(),
            zh: text(),
            every: Period::Month,
            measures: texts(),
        },
    );
    described(
        seen,
        &VisitRule {
            merge_within_days: 10,
            warn_within_days: 30,
        },
    );
}

fn of_people(seen: &mut Seen) {
    described(
        seen,
        &AdmissionEntry {
            code: text(),
            item: Some(AdmissionItem {
                code: text(),
                zh: text(),
                roles: vec![Role::GridWorker],
                basis: text(),
                steps: texts(),
            }),
        },
    );
    described(
        seen,
        &DispatchedJob {
            job: text(),
            to: person(),
            grid: grid(),
            premises: Some(record()),
            text: text(),
            done: true,
        },
    );
    described(
        seen,
        &Lesson {
            title: text(),
            text: text(),
            questions: vec![Question {
                text: text(),
                options: texts(),
                answer: 0,
            }],
            pass_mark: 1,
            certificate_days: 365,
        },
    );
    described(seen, &PublicReportRules::standard());
    described(
        seen,
        &DecidedObjection {
            record: record(),
            worker: person(),
            code: text(),
            day: chrono::NaiveDate::default(),
            by: person(),
            upheld: true,
            reason: text(),
        },
    );
    described(
        seen,
        &RewardDecision {
            hazard: record(),
            finder: person(),
            act: RewardAct::Approve,
            by: person(),
            fen: 100,
            note: text(),
        },
    );
    described(
        seen,
        &TrainingRecord {
            user: person(),
            lesson: text(),
            answers: Some(vec![0, 1]),
            score: 2,
            passed: true,
            examiner: Some(text()),
            exam_place: Some(text()),
        },
    );
}

#[test]
fn every_field_of_every_register_is_described() {
    let mut seen = Seen::new();
    of_grids(&mut seen);
    of_townships(&mut seen);
    of_plans(&mut seen);
    of_people(&mut seen);
    let known: Seen = known_registers().iter().map(|kind| kind.name).collect();
    assert_eq!(seen, known);
}

/// The groups of labels that the fields name.
fn groups(fields: &[EntryField], into: &mut BTreeSet<String>) {
    for field in fields {
        into.extend(field.words.clone());
        groups(&field.fields, into);
    }
}

#[test]
fn every_choice_has_words() {
    fn worded<T: Serialize>(group: &str, choices: &[T]) -> String {
        for choice in choices {
            let code = serde_json::to_value(choice).unwrap();
            let key = format!("{group}.{}", code.as_str().unwrap());
            assert!(has_label(&key), "{key}");
        }
        group.to_owned()
    }
    let periods = [Period::Week, Period::Month, Period::Quarter, Period::Year];
    let posts = [
        Post::StationStaff,
        Post::Auxiliary,
        Post::Clerk,
        Post::LawOfficer,
        Post::Firefighter,
    ];
    let kinds = [
        ContactKind::Leader,
        ContactKind::Department,
        ContactKind::Cadre,
        ContactKind::FireGuide,
    ];
    let visitors = [
        Visitor::Grid,
        Visitor::Town,
        Visitor::Police,
        Visitor::SelfCheck,
    ];
    let events = [
        PublicityKind::QuarterlyTraining,
        PublicityKind::PublicityDay,
    ];
    let roundings = [Rounding::SumOfRatiosThenCeil, Rounding::CeilOfEachThenSum];
    let tried = BTreeSet::from([
        worded("period", &periods),
        worded("post", &posts),
        worded("contact_kind", &kinds),
        worded("visitor", &visitors),
        worded("publicity_kind", &events),
        worded("rounding", &roundings),
        worded(
            "power_source",
            &[PowerSource::Conferred, PowerSource::Entrusted],
        ),
        worded(
            "reward_act",
            &[RewardAct::Approve, RewardAct::Reject, RewardAct::Claim],
        ),
        worded("role", &[Role::GridWorker, Role::VillageAdmin]),
    ]);
    let mut named = BTreeSet::new();
    for kind in known_registers() {
        let form = register_form(kind.name).unwrap_or_else(|| panic!("{}", kind.name));
        groups(&form.fields, &mut named);
    }
    assert_eq!(named, tried);
}

#[test]
fn every_fact_of_a_condition_has_words() {
    for name in PREMISES_FACTS.iter().chain(RECORD_FACTS) {
        let groups = ["fact_count", "fact_flag"];
        let worded = groups
            .iter()
            .filter(|group| has_label(&format!("{group}.{name}")));
        assert_eq!(worded.count(), 1, "{name}");
    }
}

#[test]
fn what_is_chosen_from_a_list_of_the_pack_has_one() {
    let pack = default_pack();
    let form = register_form("enforcement_case").unwrap();
    let result = form.fields.iter().find(|it| it.name == "result").unwrap();
    let list = result.list.as_deref().unwrap();
    let known = pack.cases.lists.get(list).unwrap();
    assert!(!known.items.is_empty() && result.open, "{list}");
    let when = register_form("agency_frequency").unwrap();
    let when = when.fields.iter().find(|it| it.name == "when").unwrap();
    assert_eq!(when.kind, EntryKind::Condition);
}
