//! Limits on what is typed: refused in words, and nothing is written.

use wangge_domain::Digest;
use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::inspection::InspectionMode;
use wangge_domain::lifecycle::{Event, Responsible, Version};

use super::inspection_loop::start;
use crate::testing::Scene;
use crate::{AnswerInput, HazardInput, StartInspection};

#[tokio::test]
async fn a_negative_accuracy_begins_no_visit() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let at = |accuracy_m| StartInspection {
        mode: InspectionMode::Regular,
        checklist: None,
        position: Some((29_356_000, 105_927_000, accuracy_m)),
        inspectors: String::new(),
    };
    let refused = worker.core.start_inspection(premises, &at(-1)).unwrap_err();
    assert_eq!(refused.code(), "invalid_input");
    assert!(refused.zh().contains("精度"), "{}", refused.zh());
    assert!(worker.core.list_inspections(None, 10).unwrap().is_empty());
    worker.core.start_inspection(premises, &at(0)).unwrap();
}

#[tokio::test]
async fn what_turns_the_writing_and_endless_telephones_are_refused() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let inspection = start(&worker, premises);
    let turned = AnswerInput {
        item: "RH-01".to_owned(),
        note: Some("通畅\u{202e}gpj.exe".to_owned()),
        ..AnswerInput::default()
    };
    let refused = worker.core.answer(inspection, &turned).unwrap_err();
    assert!(refused.zh().contains("控制字符"), "{}", refused.zh());
    let drafted = worker.core.draft_hazard(&HazardInput {
        premises,
        inspection: Some(inspection),
        item: None,
        description: "甲\u{2066}乙".to_owned(),
        part: String::new(),
        severity: None,
        life_threat: None,
        source: wangge_domain::hazard::HazardSource::GridPatrol,
        rectification: String::new(),
        interim_measures: String::new(),
        department: None,
        deadline: None,
    });
    assert_eq!(drafted.unwrap_err().code(), "invalid_input");
    let notice = |phone: String| Event::NoticeIssued {
        version: Version {
            heads: Vec::new(),
            content: Digest::ZERO,
        },
        provisional_number: "暂-0-1".to_owned(),
        issuer: "station".to_owned(),
        deadline: DeadlineSpec::Days {
            days: 3,
            calendar: DayKind::Natural,
        },
        responsible: Responsible {
            unit: "张记小吃店".to_owned(),
            leader: "李明".to_owned(),
            person: "张三".to_owned(),
            phone,
        },
    };
    let judged = |phone: &str| worker.core.may_act(inspection, &notice(phone.to_owned()));
    let refused = judged(&"1".repeat(600)).unwrap_err();
    assert_eq!(refused.code(), "invalid_input", "{refused}");
    // Nothing is said of a number that fits: what is wrong then is that it is no hazard.
    assert_ne!(judged("13800000001").unwrap_err().code(), "invalid_input");
}
