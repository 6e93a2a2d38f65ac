use wangge_domain::lifecycle::{self, FrozenSince, Reason, RecheckOverdue, TimeBounds};
use wangge_domain::record::RecordKind;
use wangge_domain::{Digest, StreamId, Timestamp, UserId};
use wangge_mobile_core as core;
use wangge_mobile_core::CoreError;

use super::{
    CasePage, CaseStep, CaseSubject, FieldEdit, HazardRow, RecheckResult, Status, SyncReport,
};
use crate::error::FieldError;
use crate::values::FieldValue;

const USER: &str = "019b8bab-0680-7000-8000-000000000001";

fn count(total: u64, held: u64, lost: u64) -> core::BlobCount {
    core::BlobCount { total, held, lost }
}

#[test]
fn the_people_at_a_failed_recheck_are_passed_on() {
    let with: UserId = USER.parse().unwrap();
    let failed = RecheckResult::Failed {
        reason: "未清理".to_owned(),
        photos: Vec::new(),
        with: vec![USER.to_owned()],
    };
    let expected = core::RecheckInput::Failed {
        reason: "未清理".to_owned(),
        photos: Vec::new(),
        with: vec![with],
    };
    assert_eq!(failed.input().unwrap(), expected);
    let nobody = RecheckResult::Failed {
        reason: String::new(),
        photos: Vec::new(),
        with: vec!["某人".to_owned()],
    };
    assert_eq!(nobody.input().unwrap_err().info().code, "invalid_input");
}

#[test]
fn a_step_of_a_case_is_passed_on_whole_and_what_is_no_id_is_named() {
    let with: UserId = USER.parse().unwrap();
    let step = |who: &str| CaseStep {
        step: "letter.warn".to_owned(),
        fields: [("promise".to_owned(), "不再充电🛵".to_owned())].into(),
        joined_by: vec![who.to_owned()],
        photos: vec![USER.to_owned()],
        due: None,
    };
    let expected = core::StepInput {
        fields: [("promise".to_owned(), "不再充电🛵".to_owned())].into(),
        with: vec![with],
        photos: vec![USER.parse().unwrap()],
        due: None,
    };
    let (name, input) = step(USER).input().unwrap();
    assert_eq!((name.as_str(), input), ("letter.warn", expected));
    let nobody = step("某人").input().unwrap_err();
    assert_eq!(nobody.info().code, "invalid_input");
    let about = CaseSubject::Grid {
        id: "某格".to_owned(),
    };
    assert_eq!(about.input().unwrap_err().info().code, "invalid_input");
}

#[test]
fn a_page_of_cases_asks_for_what_it_was_asked_for() {
    let page = CasePage {
        most: 10,
        skip: 20,
        kind: Some("letter".to_owned()),
        premises: Some(USER.to_owned()),
        grid: Some(USER.to_owned()),
        status: Some("signed".to_owned()),
        open_only: true,
    };
    let asked = page.input().unwrap();
    assert_eq!((asked.limit, asked.skip), (10, 20));
    assert_eq!(asked.kind, Some(RecordKind::Letter));
    assert_eq!(asked.grid, Some(USER.parse().unwrap()));
    assert_eq!(asked.filter.premises, Some(USER.parse().unwrap()));
    assert_eq!(asked.filter.status, Some(lifecycle::Status::Signed));
    assert!(asked.filter.open_only);
}

#[test]
fn a_line_of_a_hazard_tells_that_its_recheck_is_overdue_and_whose_it_is() {
    let row = core::HazardRow {
        record: USER.parse().unwrap(),
        premises: USER.parse().unwrap(),
        inspection: None,
        item: String::new(),
        common_key: String::new(),
        description: "灭火器过期🧯".to_owned(),
        status: lifecycle::Status::Rechecking,
        due: Some(Timestamp(4)),
        overdue: false,
        life_threat: false,
        suspected_major: false,
        notice_number: None,
        found_at: Timestamp(3),
        pending: false,
    };
    let in_time = HazardRow::new(row.clone(), None);
    assert_eq!(
        (in_time.recheck_overdue_ms, in_time.recheck_body),
        (None, None)
    );
    let mark = RecheckOverdue {
        since: Timestamp(5),
        body: Some("station".to_owned()),
    };
    let late = HazardRow::new(row, Some(mark));
    assert_eq!(late.recheck_overdue_ms, Some(5));
    assert_eq!(late.recheck_body.as_deref(), Some("station"));
    assert!(!late.overdue, "that of the owner is another mark");
}

#[test]
fn a_status_tells_of_a_loss_of_what_was_returned_and_of_a_clock_that_is_wrong() {
    let status = Status::from(core::Status {
        tenant: None,
        tenant_name: "青峰镇".to_owned(),
        user: Some(USER.parse().unwrap()),
        user_name: "邓子涵".to_owned(),
        device: None,
        demo: true,
        drafts: 1,
        returned: 2,
        pending: 3,
        refused: 4,
        thumbnails: count(9, 8, 0),
        views: count(9, 7, 1),
        originals: count(9, 6, 2),
        unfiled: 5,
        lease_days_left: -1,
        lease_warning: true,
        certificate_days_left: Some(9),
        certificate_warning: true,
        clock: Some(core::ClockDoubt {
            shown: Timestamp(3 * 86_400_000),
            last_contact: Timestamp(86_400_000),
            days: 2,
            certain: true,
        }),
        last_sync: Some(Timestamp(86_400_000)),
        policy_revision: 7,
        free_mib: 2048,
        low_space: false,
        recovering: true,
        cloned: false,
        remote_locked: false,
        initial_sync_complete: true,
        diverged: 3,
        syncing: false,
    });
    assert!(status.enrolled && status.recovering);
    assert_eq!((status.returned, status.unfiled), (2, 5));
    assert_eq!(status.diverged, 3);
    assert_eq!(status.certificate_days_left, Some(9));
    assert!(status.certificate_warning);
    assert_eq!((status.photos_shown, status.photos_complete), (7, 6));
    assert_eq!((status.photos, status.photos_lost), (9, 2));
    assert_eq!((status.thumbnails.held, status.policy_revision), (8, 7));
    let clock = status.clock.expect("the clock is doubted");
    assert_eq!((clock.days, clock.last_contact_ms), (2, 86_400_000));
    assert!(clock.zh.contains('快') && clock.en.contains("ahead"));
}

#[test]
fn a_sync_report_tells_that_the_relay_heals_and_what_waits() {
    let grid = StreamId::of_grid(USER.parse().unwrap());
    let report = SyncReport::from(core::SyncReport {
        end: core::SyncEnd::Waiting,
        blocked: 1,
        purged: vec![grid],
        diverged: vec![grid],
        photos: core::PhotoReport {
            sent: 3,
            skipped: 2,
            unreadable: 1,
            ..core::PhotoReport::default()
        },
        relay_healing: true,
        update_needed: true,
        relay_time: Some(Timestamp(5)),
        ..core::SyncReport::default()
    });
    assert!(report.complete && report.waiting && report.relay_healing);
    assert!(report.update_needed);
    assert_eq!((report.blocked, report.purged), (1, vec![USER.to_owned()]));
    assert!(report.mended.is_empty());
    assert_eq!(report.diverged, [USER]);
    assert_eq!((report.photos_sent, report.photos_skipped), (3, 2));
    assert_eq!(
        (report.photos_unreadable, report.relay_time_ms),
        (1, Some(5))
    );
    let stopped = SyncReport::from(core::SyncReport {
        photos: core::PhotoReport {
            failure: Some(CoreError::Unreachable),
            ..core::PhotoReport::default()
        },
        ..core::SyncReport::default()
    });
    assert!(!stopped.complete && !stopped.waiting);
    assert_eq!(stopped.stopped.as_deref(), Some("unreachable"));
}

#[test]
fn a_refusal_tells_its_reason_and_its_rule() {
    let refused = FieldError::from(CoreError::NotAllowed(Reason::new(
        "no_certificate",
        "S3-15",
    )));
    let info = refused.info();
    assert_eq!(info.problems.len(), 1);
    let problem = &info.problems[0];
    assert!(problem.blocking);
    assert_eq!(
        (problem.code.as_str(), problem.key.as_str()),
        ("no_certificate", "S3-15")
    );
    let photo = FieldError::from(CoreError::PhotoRefused {
        code: "too_small".to_owned(),
        message: "照片过小".to_owned(),
    });
    assert_eq!(photo.info().problems[0].code, "too_small");
}

#[test]
fn a_field_that_was_written_anew_tells_what_stood_there_and_whether_it_stood_fast() {
    let edit = |seq, late| {
        FieldEdit::from(lifecycle::FieldEdit {
            seq,
            envelope: Digest::ZERO,
            user: USER.parse().unwrap(),
            device: USER.parse().unwrap(),
            time: TimeBounds::exactly(Timestamp(5)),
            received_at: Timestamp(7),
            key: "description".to_owned(),
            before: vec!["楼道堆物".into()],
            after: "二楼楼道堆物".into(),
            late,
        })
    };
    let logged = edit(Some(9), Some(FrozenSince::Notice));
    assert_eq!((logged.made_ms, logged.received_ms), (5, 7));
    assert!(!logged.pending && logged.key_zh == "隐患描述");
    let value = "楼道堆物".to_owned();
    assert_eq!(logged.before, [FieldValue::Text { value }]);
    assert_eq!(logged.late.as_deref(), Some("after_notice"));
    let late_zh = logged.late_zh.expect("it is told in Chinese");
    assert!(late_zh.contains("通知书"), "{late_zh}");
    let mine = edit(None, None);
    assert!(mine.pending && mine.late.is_none() && mine.late_zh.is_none());
}
