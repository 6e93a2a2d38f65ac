//! What two phones wrote before they knew of each other, where a notice was issued meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::RecordId;
use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::hazard::keys;
use wangge_domain::lifecycle::Responsible;
use wangge_domain::record::Scalar;

use crate::testing::{Scene, TestPhone, photo};
use crate::{CoreError, NoticeInput, QuickReport};

fn write(phone: &TestPhone, hazard: RecordId, description: &str, interim: &str) {
    let edits = BTreeMap::from([
        (keys::DESCRIPTION.to_owned(), Scalar::from(description)),
        (keys::INTERIM_MEASURES.to_owned(), Scalar::from(interim)),
    ]);
    phone.core.edit_hazard(hazard, &edits).unwrap();
}

#[track_caller]
fn frozen<T: std::fmt::Debug>(result: Result<T, CoreError>) {
    match result {
        Err(CoreError::NotAllowed(reason)) => {
            assert_eq!(reason.code, "notice_already_issued");
            assert_eq!(reason.rule, "S4-06");
        }
        other => panic!("expected a refusal with a reason: {other:?}"),
    }
}

#[tokio::test]
async fn a_conflict_over_what_a_notice_quotes_is_decided_by_the_notice_alone() {
    let scene = Scene::new().await;
    let one = scene.worker(0).await;
    // What somebody else found is mended by a supervisor.
    let other = scene.officer().await;
    let premises = one.premises("张记小吃店");
    let report = QuickReport {
        premises,
        photo: photo(1),
        description: "楼道堆放杂物".to_owned(),
        life_threat: false,
    };
    let hazard = one.core.quick_report(&report).unwrap();
    one.sync().await;
    other.sync().await;
    write(&one, hazard, "二楼楼道堆放杂物", "派人值守");
    let notice = NoticeInput {
        issuer: "village".to_owned(),
        deadline: DeadlineSpec::Days {
            days: 15,
            calendar: DayKind::Natural,
        },
        responsible: Responsible {
            unit: "张记小吃店".to_owned(),
            leader: "张某".to_owned(),
            person: "李某".to_owned(),
            phone: String::new(),
        },
    };
    one.core.issue_notice(hazard, &notice).unwrap();
    write(&other, hazard, "三楼楼道堆放杂物", "已断电");
    for phone in [&one, &other, &one, &other] {
        phone.sync().await;
    }
    for phone in [&one, &other] {
        let keys_of: BTreeSet<String> = phone
            .core
            .conflicts(hazard)
            .unwrap()
            .into_iter()
            .map(|conflict| conflict.key)
            .collect();
        let both = [keys::DESCRIPTION, keys::INTERIM_MEASURES];
        assert_eq!(keys_of, both.map(str::to_owned).into_iter().collect());
        let resolve = |value: &str| {
            let value = Scalar::from(value);
            phone
                .core
                .resolve_conflict(hazard, keys::DESCRIPTION, &value)
        };
        frozen(resolve("三楼楼道堆放杂物"));
        frozen(resolve("楼道堆放杂物"));
        // Nor by the way of an edit, whichever of the two shows.
        let shown = phone.core.get_record(hazard).unwrap().content;
        let shown = shown.text(keys::DESCRIPTION).unwrap().to_owned();
        let edits = BTreeMap::from([(keys::DESCRIPTION.to_owned(), Scalar::from(shown))]);
        frozen(phone.core.edit_hazard(hazard, &edits));
    }
    one.core
        .resolve_conflict(hazard, keys::DESCRIPTION, &"二楼楼道堆放杂物".into())
        .unwrap();
    // What does not stand on the notice is theirs to decide.
    one.core
        .resolve_conflict(hazard, keys::INTERIM_MEASURES, &"派人值守并断电".into())
        .unwrap();
    one.sync().await;
    other.sync().await;
    assert!(other.core.conflicts(hazard).unwrap().is_empty());
    let view = other.core.get_record(hazard).unwrap();
    assert_eq!(
        view.content.text(keys::DESCRIPTION),
        Some("二楼楼道堆放杂物")
    );
    assert_eq!(
        view.content.text(keys::INTERIM_MEASURES),
        Some("派人值守并断电")
    );
}
