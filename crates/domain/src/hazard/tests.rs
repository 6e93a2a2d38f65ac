use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::*;
use crate::calendar::DeadlineSpec;
use crate::checklist::{Answer, AnswerResult, HazardProposal, hazard_proposals};
use crate::inspection::keys as inspection_keys;
use crate::policy::{PolicyPack, default_pack};
use crate::premises::PremisesFacts;
use crate::record::Content;
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
        (keys::SEVERITY, "huge", "severity_unknown"),
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
