use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::*;
use crate::calendar::DeadlineSpec;
use crate::checklist::{Answer, AnswerResult, HazardProposal, hazard_proposals};
use crate::inspection::keys as inspection_keys;
use crate::lifecycle::{FrozenSince, RecordState, Status};
use crate::policy::{PolicyPack, default_pack};
use crate::premises::PremisesFacts;
use crate::record::{Content, RecordKind, Scalar};
use crate::{FindingLevel, RecordId, Timestamp};

fn id(n: u8) -> RecordId {
    RecordId::from_bytes([n; 16])
}

fn proposal(pack: &PolicyPack, list: &str, item: &str) -> HazardProposal {
    let answer = Answer {
        result: Some(AnswerResult::Fail),
        ..Answer::default()
    };
    let answers = BTreeMap::from([(item.to_owned(), answer)]);
    let list = pack.checklists.by_code(list).unwrap();
    let facts = PremisesFacts::default();
    hazard_proposals(&pack.checklists, list, &facts, &answers, &pack.regions).remove(0)
}

fn content(pack: &PolicyPack, item: &str) -> Content {
    let proposal = proposal(pack, "RH", item);
    let found_at = Timestamp(1_788_739_200_000);
    let mut content = hazard_content(&proposal, id(1), id(2), HazardSource::GridPatrol, found_at);
    for n in [3, 4] {
        content.set(inspection_keys::photo_item(id(n)), item);
    }
    content
}

#[test]
fn what_is_written_reads_back() {
    let pack = default_pack();
    let hazard = Hazard::from_content(&content(&pack, "RH-03"));
    assert_eq!(
        (hazard.premises, hazard.inspection),
        (Some(id(1)), Some(id(2)))
    );
    assert_eq!(hazard.common_key, "WINDOW");
    assert_eq!(hazard.severity, Some(HazardSeverity::General));
    assert_eq!(
        hazard.deadline,
        Some(pack.checklists.item("RH-03").unwrap().default_deadline)
    );
    assert_eq!(hazard.source, Some(HazardSource::GridPatrol));
    assert!(!hazard.life_threat);
    let urgent = Hazard::from_content(&content(&pack, "RH-01"));
    assert_eq!(urgent.deadline, Some(DeadlineSpec::Immediate));
    assert!(urgent.life_threat);
    assert_eq!(check_hazard(&content(&pack, "RH-03"), &pack), []);
}

#[test]
fn a_major_item_is_suspected_only() {
    let pack = default_pack();
    let major = proposal(&pack, "HC", "HC-16");
    assert!(major.suspected_major && major.life_threat);
    let found_at = Timestamp(0);
    let content = hazard_content(&major, id(1), id(2), HazardSource::GridPatrol, found_at);
    let hazard = Hazard::from_content(&content);
    assert_eq!(hazard.severity, Some(HazardSeverity::SuspectedMajor));
    let codes: Vec<String> = check_hazard(&content, &pack)
        .into_iter()
        .map(|finding| finding.code)
        .collect();
    assert_eq!(codes, ["photo_missing", "interim_measures_missing"]);
}

#[test]
fn wrong_values_are_named() {
    let pack = default_pack();
    for (key, value, code) in [
        (keys::PREMISES, "nowhere", "value_missing"),
        (keys::DESCRIPTION, " ", "value_missing"),
        (keys::DESCRIPTION, "。", "says_nothing"),
        (keys::SEVERITY, "huge", "severity_unknown"),
        (keys::SEVERITY, "major_confirmed", "severity_unknown"),
        (keys::SOURCE, "dream", "source_unknown"),
        (keys::DEPARTMENT, "NOBODY", "department_unknown"),
        (keys::DEADLINE_KIND, "lunar", "value_missing"),
    ] {
        let mut content = content(&pack, "RH-03");
        content.set(key, value);
        let findings = check_hazard(&content, &pack);
        let finding = findings.first().unwrap_or_else(|| panic!("{key}"));
        assert_eq!((finding.code.as_str(), finding.key.as_str()), (code, key));
        assert_eq!(finding.level, FindingLevel::Blocking);
    }
    let mut long = content(&pack, "RH-03");
    long.set(keys::DEADLINE_DAYS, 91);
    assert_eq!(check_hazard(&long, &pack)[0].code, "deadline_out_of_limits");
}

#[test]
fn the_same_key_within_twelve_months_is_a_repeat() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let earlier = |n: u8, key: &str, on: &str| EarlierHazard {
        rectification: id(n),
        common_key: key.to_owned(),
        found_on: day(on),
    };
    let all = [
        earlier(1, "EXIT", "2025-09-07"),
        earlier(2, "EXIT", "2026-03-07"),
        earlier(3, "WIRE", "2026-08-07"),
        earlier(4, "EXIT", "2026-09-08"),
    ];
    assert_eq!(repeat_of("EXIT", day("2026-09-07"), &all, 12), Some(id(2)));
    assert_eq!(
        repeat_of("EXIT", day("2026-09-07"), &all[..1], 12),
        Some(id(1)),
        "the day itself"
    );
    assert_eq!(repeat_of("EXIT", day("2026-09-08"), &all[..1], 12), None);
    assert_eq!(
        repeat_of("", day("2026-09-07"), &[earlier(5, "", "2026-09-01")], 12),
        None
    );
}

#[test]
fn what_a_notice_quotes_is_frozen_once_it_is_issued() {
    let written = content(&default_pack(), "RH-03");
    let edit = |key: &str| BTreeMap::from([(key.to_owned(), Scalar::from("改写"))]);
    let judged = |state: &RecordState, edits: &BTreeMap<String, Scalar>| {
        let refused = refuse_rewriting(state, &written, edits).err();
        refused.map(|reason| format!("{} {}", reason.code, reason.rule))
    };
    let mut state = RecordState::new(RecordKind::Rectification);
    state.status = Status::Found;
    assert_eq!(judged(&state, &edit(keys::DESCRIPTION)), None, "no notice");
    for (status, code) in [
        (Status::Closed, "record_closed S4-06"),
        (Status::Voided, "record_voided S4-06"),
    ] {
        state.status = status;
        assert_eq!(judged(&state, &edit(keys::PART)).as_deref(), Some(code));
    }
    state.status = Status::Served;
    state.noticed_at = Some(Timestamp(1));
    for key in keys::ON_NOTICE {
        let said = judged(&state, &edit(key));
        assert_eq!(
            said.as_deref(),
            Some("notice_already_issued S4-06"),
            "{key}"
        );
    }
    // What the loop needs may still be said; the same once more changes nothing.
    for key in [keys::INTERIM_MEASURES, keys::DEPARTMENT, keys::REMARK] {
        assert_eq!(judged(&state, &edit(key)), None, "{key}");
    }
    let same = written.fields.get(keys::DESCRIPTION).cloned();
    let same = BTreeMap::from([(keys::DESCRIPTION.to_owned(), same.unwrap())]);
    assert_eq!(judged(&state, &same), None);
}

#[test]
fn what_a_hazard_counts_as_is_frozen_with_its_notice_and_the_rest_when_it_is_over() {
    let written = content(&default_pack(), "RH-03");
    let photo = inspection_keys::photo_item(id(5));
    let signer = inspection_keys::signature_signer(uuid::Uuid::from_u128(5));
    // The key, and whether it may be written: before the notice, in the open loop, when closed.
    let table = [
        (keys::SOURCE, [false, false, false]),
        (keys::COMMON_KEY, [true, false, false]),
        (keys::CATEGORY, [true, false, false]),
        (keys::DEPARTMENT, [true, true, false]),
        (keys::INTERIM_MEASURES, [true, true, false]),
        (keys::IS_ANOTHER, [true, true, false]),
        (keys::REMARK, [true, true, true]),
        (photo.as_str(), [true, true, true]),
        (signer.as_str(), [true, true, false]),
    ];
    let stages = [
        (Status::Found, None),
        (Status::Served, Some(Timestamp(1))),
        (Status::Closed, Some(Timestamp(1))),
    ];
    for (key, may) in table {
        let edits = BTreeMap::from([(key.to_owned(), Scalar::from("改写"))]);
        for ((status, noticed_at), may) in stages.clone().into_iter().zip(may) {
            let mut state = RecordState::new(RecordKind::Rectification);
            state.status = status.clone();
            state.noticed_at = noticed_at;
            let said = refuse_rewriting(&state, &written, &edits);
            assert_eq!(said.is_ok(), may, "{key} {status:?}");
        }
    }
    // Closed without a notice it is as closed.
    let mut state = RecordState::new(RecordKind::Rectification);
    state.status = Status::Voided;
    let edits = BTreeMap::from([(keys::SOURCE.to_owned(), Scalar::from("police"))]);
    let refused = refuse_rewriting(&state, &written, &edits).unwrap_err();
    assert_eq!(refused.code, "record_voided");
}

#[test]
fn what_a_hazard_is_registered_with_is_frozen_from_then_on() {
    let written = content(&default_pack(), "RH-03");
    let mut state = RecordState::new(RecordKind::Rectification);
    let judged = |state: &RecordState, key: &str| {
        let edits = BTreeMap::from([(key.to_owned(), Scalar::from("改写"))]);
        let refused = refuse_rewriting(state, &written, &edits).err();
        refused.map(|reason| format!("{} {}", reason.code, reason.rule))
    };
    let frozen = Some("registered_already S0-17".to_owned());
    assert_eq!(judged(&state, keys::SOURCE), None, "a draft");
    assert_eq!(
        judged(&state, keys::FOUND_AT_MS),
        frozen,
        "the phone's time"
    );
    state.status = Status::Found;
    for key in keys::REGISTERED {
        assert_eq!(judged(&state, key), frozen, "{key}");
    }
    assert_eq!(judged(&state, keys::DESCRIPTION), None);
}

#[test]
fn who_signed_for_a_notice_stays_once_it_was_served() {
    let mut state = RecordState::new(RecordKind::Rectification);
    state.status = Status::NoticeIssued;
    state.noticed_at = Some(Timestamp(1));
    assert!(refuse_signing(&state).is_ok() && refuse_unsigning(&state).is_ok());
    state.status = Status::Served;
    state.served = true;
    for refused in [refuse_signing(&state), refuse_unsigning(&state)] {
        let refused = refused.unwrap_err();
        assert_eq!(
            (refused.code.as_str(), refused.rule.as_str()),
            ("not_in_this_state", "S4-06")
        );
    }
    let signer = inspection_keys::signature_signer(uuid::Uuid::from_u128(5));
    let edits = BTreeMap::from([(signer, Scalar::from("冒名"))]);
    assert!(refuse_rewriting(&state, &Content::default(), &edits).is_err());
    state.served = false;
    state.status = Status::Closed;
    assert!(refuse_signing(&state).is_err(), "closed without a service");
}

#[test]
fn a_conflict_over_what_a_notice_quotes_ends_with_what_it_quotes() {
    let quoted = content(&default_pack(), "RH-03");
    let mut written = quoted.clone();
    for key in [keys::DESCRIPTION, keys::SOURCE, keys::DEPARTMENT] {
        let said = quoted.fields.get(key).cloned().unwrap_or(Scalar::Null);
        written.set(key, "改写");
        let values = vec![said, Scalar::from("改写")];
        written.conflicts.insert(key.to_owned(), values);
    }
    let mut state = RecordState::new(RecordKind::Rectification);
    state.status = Status::Served;
    state.noticed_at = Some(Timestamp(1));
    let code = |state: &RecordState, key: &str, value: &Scalar| {
        let refused = refuse_settling(state, &written, Some(&quoted), (key, value)).err();
        refused.map(|reason| reason.code)
    };
    let other = Scalar::from("改写");
    for key in [keys::DESCRIPTION, keys::SOURCE] {
        let said = quoted.fields.get(key).cloned().unwrap_or(Scalar::Null);
        assert_eq!(code(&state, key, &said), None, "{key}");
        let refused = code(&state, key, &other);
        assert_eq!(refused.as_deref(), Some("notice_already_issued"), "{key}");
        // Nor is it decided by writing the one that shows.
        let edits = BTreeMap::from([(key.to_owned(), other.clone())]);
        let refused = refuse_rewriting(&state, &written, &edits).unwrap_err();
        assert_eq!(refused.code, "notice_already_issued", "{key}");
    }
    // What does not go by the notice is decided freely until the hazard is over; then what shows.
    let third = Scalar::from("SAWS");
    assert_eq!(code(&state, keys::DEPARTMENT, &third), None);
    state.status = Status::Closed;
    let refused = code(&state, keys::DEPARTMENT, &third);
    assert_eq!(refused.as_deref(), Some("record_closed"));
    assert_eq!(code(&state, keys::DEPARTMENT, &other), None);
    // Before there is a notice anything may be decided.
    state.status = Status::Found;
    state.noticed_at = None;
    assert_eq!(code(&state, keys::DESCRIPTION, &other), None);
}

#[test]
fn what_is_written_too_late_is_told_by_what_it_came_after() {
    let mut state = RecordState::new(RecordKind::Rectification);
    let late = |state: &RecordState, key: &str| {
        let since = frozen_since(state, key);
        since.map(FrozenSince::late_code)
    };
    assert_eq!(late(&state, keys::SOURCE), None, "a draft");
    state.status = Status::Found;
    assert_eq!(late(&state, keys::SOURCE), Some("after_registration"));
    assert_eq!(late(&state, keys::PART), None);
    state.noticed_at = Some(Timestamp(1));
    for key in [keys::SOURCE, keys::PART] {
        assert_eq!(late(&state, key), Some("after_notice"), "{key}");
    }
    assert_eq!(late(&state, keys::INTERIM_MEASURES), None);
    state.status = Status::Closed;
    assert_eq!(late(&state, keys::PART), Some("after_notice"));
    assert_eq!(late(&state, keys::INTERIM_MEASURES), Some("after_end"));
    assert_eq!(late(&state, keys::REMARK), None);
}
