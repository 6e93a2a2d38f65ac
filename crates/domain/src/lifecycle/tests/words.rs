//! What acts say: every reason and remark that an event holds is among its words.

use std::collections::BTreeMap;

use super::kit::{
    PACK, Relay, all_kinds, feedback, grant, officer, police, system, user, usual_scope, worker,
};
use crate::lifecycle::{Event, EventWord, LifecycleTables, RecordState, ReturnReason, Step};
use crate::people::Role;
use crate::record::RecordKind;

/// Every text that a person wrote in a serialised event under one of these names.
fn written(value: &serde_json::Value, found: &mut Vec<String>) {
    const NAMES: [&str; 4] = ["reason", "note", "correction", "text"];
    match value {
        serde_json::Value::Object(all) => {
            for (name, value) in all {
                match value.as_str() {
                    Some(text) if NAMES.contains(&name.as_str()) && !text.is_empty() => {
                        found.push(text.to_owned());
                    }
                    _ => written(value, found),
                }
            }
        }
        serde_json::Value::Array(all) => all.iter().for_each(|value| written(value, found)),
        _ => {}
    }
}

#[test]
fn every_reason_and_remark_of_an_event_is_among_its_words() {
    let mut seen = 0;
    for kind in all_kinds() {
        let state = RecordState::new(kind.clone());
        for name in Event::NAMES {
            let event = super::kit::well_formed(name, &state, 7);
            let mut texts = Vec::new();
            written(&serde_json::to_value(&event).unwrap(), &mut texts);
            let words = event.words(&kind);
            for text in texts {
                assert!(
                    words.iter().any(|word| word.text.contains(&text)),
                    "{name}: {text}"
                );
                seen += 1;
            }
            for word in words {
                assert!(
                    !word.zh.contains('.'),
                    "{name}: {} has no words",
                    word.field
                );
            }
        }
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn a_feedback_for_the_owner_says_so_and_one_of_the_owner_does_not() {
    let words = |on_behalf| {
        let event = Event::Feedback {
            note: "已清理".to_owned(),
            photos: Vec::new(),
            on_behalf,
        };
        let words = event.words(&RecordKind::Rectification);
        words.iter().map(EventWord::line).collect::<Vec<_>>()
    };
    assert_eq!(words(false), ["说明：已清理"]);
    assert_eq!(
        words(true),
        ["说明：已清理", "代填：由工作人员代责任人填写"]
    );
}

#[test]
fn a_returned_visit_says_what_is_to_be_mended_one_by_one() {
    let reason = |item: Option<&str>, text: &str| ReturnReason {
        item: item.map(str::to_owned),
        text: text.to_owned(),
    };
    let event = Event::Returned {
        version: super::kit::version(1),
        reasons: vec![reason(Some("RH-01"), "照片看不清"), reason(None, "缺签名")],
    };
    let words = event.words(&RecordKind::Inspection);
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    assert_eq!(texts, ["RH-01：照片看不清", "缺签名"]);
}

#[test]
fn a_step_says_its_free_texts_and_neither_codes_nor_telephone_numbers() {
    let fields: BTreeMap<String, String> = [
        ("title", "1号消火栓"),
        ("category", "hydrant"),
        ("place", "4组"),
        ("owner", "水务公司"),
        ("contact", "13800000001"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    let step = Event::Step(Step {
        step: "asset.register".to_owned(),
        fields,
        ..Step::default()
    });
    let words = step.words(&RecordKind::Asset);
    let lines: Vec<String> = words.iter().map(EventWord::line).collect();
    let expected = ["名称编号：1号消火栓", "位置：4组", "产权管护单位：水务公司"];
    assert_eq!(lines, expected);
    // Who reports is kept apart: it would not be shown even if an envelope held it.
    let report = LifecycleTables::standard().of(&RecordKind::Report).unwrap();
    let rules = report.rows.iter().flat_map(|row| &row.asks.fields);
    let apart: Vec<&str> = rules
        .filter(|rule| rule.apart)
        .map(|rule| rule.name.as_str())
        .collect();
    assert!(apart.contains(&"reporter"));
    let told = Event::Step(Step {
        step: "report.receive".to_owned(),
        fields: [("reporter".to_owned(), "张三".to_owned())].into(),
        ..Step::default()
    });
    assert_eq!(told.words(&RecordKind::Report), []);
}

#[test]
fn a_pending_extension_tells_why_until_it_is_decided() {
    let mut relay = Relay::served();
    let asked = Event::ExtensionRequested {
        days: 3,
        reason: "配件未到".to_owned(),
    };
    relay.does(asked, &worker(), "2026-09-15 10:00");
    assert_eq!(relay.state.extension_reason(), Some("配件未到"));
    let granted = Event::ExtensionApproved { days: 3 };
    relay.does(granted, &officer(), "2026-09-15 11:00");
    assert_eq!(relay.state.extension_reason(), None);
}

#[test]
fn an_annulment_names_those_to_whom_the_case_was_handed_on() {
    let mut relay = Relay::overdue();
    relay.does(Event::Urged { days: 1 }, &officer(), "2026-09-23 10:00");
    let up = Event::Escalated {
        to: "PSB".to_owned(),
        reason: "拒不整改".to_owned(),
    };
    relay.does(up, &officer(), "2026-09-26 10:00");
    let taken = Event::EscalationAccepted {
        case_number: String::new(),
    };
    relay.does(taken, &police(), "2026-09-26 11:00");
    assert_eq!(relay.state.annulled, None);
    relay.does(feedback(), &worker(), "2026-09-20 10:00");
    let because = relay.state.history.last().unwrap().envelope;
    let annulled = Event::OverdueAnnulled { because };
    relay.does(annulled, &system(), "2026-09-27 10:00");
    let state = &relay.state;
    assert!(state.escalations.is_empty(), "a later one begins anew");
    let annulment = state.annulled.clone().unwrap();
    assert_eq!(annulment.told.len(), 1);
    assert_eq!(annulment.told[0].accepted_by, Some(police().user));
    assert_eq!(annulment.cause(state).unwrap().by, worker().user);

    // The body that received it, whoever speaks for it there; nobody else.
    let grants = |role| [grant(user(77), role, usual_scope(role))];
    let told = |role, department: Option<&str>| {
        let mut grants = grants(role);
        grants[0].department = department.map(str::to_owned);
        annulment.is_told(&PACK, user(77), grants.iter())
    };
    assert!(told(Role::Police, None));
    assert!(told(Role::DeptOfficer, Some("PSB")));
    assert!(!told(Role::DeptOfficer, Some("HOUSING")));
    assert!(!told(Role::StationOfficer, None));
    assert!(
        annulment.is_told(&PACK, police().user, [].iter()),
        "who accepted it hears of it under whatever role"
    );
    let days = i64::from(PACK.rectification.escalation.annulment_told_days);
    let on = |days: i64| annulment.at.plus_ms(days * 86_400_000);
    assert!(annulment.is_news(&PACK, on(days)) && !annulment.is_news(&PACK, on(days + 1)));
}
