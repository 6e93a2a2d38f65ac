//! Two officers blank what a worker wrote: it is gone from every phone, and nothing else is.

use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::RecordId;
use wangge_domain::lifecycle::{Event, EventWord};
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;
use wangge_protocol::{RowBody, encode, sha256};
use wangge_sync_engine::store::ClientStore as _;

use super::inspection_loop::start;
use crate::testing::{Scene, TestPhone, photo};
use crate::{CoreError, PhotoInput, PhotoRole, SyncReport, photo_keys};

const SECRET: &str = "三组12号";
const WHY: &str = "误录他人住址";

/// Whether a phone holds the word anywhere in the log of a record.
fn holds_secret(phone: &TestPhone, record: RecordId) -> bool {
    let rows = phone.core.inner.store.rows_of(record).unwrap();
    let secret = SECRET.as_bytes();
    rows.iter().any(|row| match &row.body {
        RowBody::Accepted { envelope, .. } => encode(&envelope.ops)
            .windows(secret.len())
            .any(|part| part == secret),
        RowBody::Stub(_) => false,
    })
}

fn code<T: std::fmt::Debug>(result: Result<T, CoreError>) -> String {
    match result {
        Err(CoreError::NotAllowed(reason)) => reason.code,
        other => panic!("a refusal is expected: {other:?}"),
    }
}

async fn all_sync(phones: &[&TestPhone]) -> Vec<SyncReport> {
    let mut reports = Vec::new();
    for phone in phones {
        reports.push(phone.sync().await);
    }
    reports
}

#[tokio::test]
async fn a_word_is_blanked_by_two_officers_and_gone_from_every_phone() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let (one, two) = (scene.officer().await, scene.officer().await);
    let premises = worker.premises("张记小吃店");
    all_sync(&[&worker, &one, &two]).await;
    let fields = BTreeSet::from([keys::ADDRESS.to_owned()]);
    let asks = |phone: &TestPhone, why: &str| phone.core.request_redaction(premises, &fields, why);

    assert_eq!(code(asks(&worker, WHY)), "no_permission");
    assert_eq!(code(asks(&one, "。")), "reason_missing");
    assert_eq!(
        code(two.core.confirm_redaction(premises, sha256(b"none"))),
        "redaction_not_asked"
    );
    let nobody = BTreeSet::from(["no_such_field".to_owned()]);
    let nothing = one.core.request_redaction(premises, &nobody, WHY);
    assert_eq!(code(nothing), "redaction_incomplete");
    let request = asks(&one, WHY).unwrap();
    let confirms = |phone: &TestPhone| phone.core.confirm_redaction(premises, request);
    assert_eq!(code(confirms(&one)), "same_person");
    all_sync(&[&one, &two]).await;
    assert!(holds_secret(&two, premises), "one person blanks nothing");

    confirms(&two).unwrap();
    let reports = all_sync(&[&two, &worker, &one]).await;
    for report in &reports {
        assert!(report.without_effect.is_empty() && report.degraded.is_empty());
        assert!(!report.update_needed);
    }
    for phone in [&worker, &one, &two] {
        let view = phone.core.get_record(premises).unwrap();
        assert_eq!(view.content.text(keys::ADDRESS), None);
        assert_eq!(view.content.text(keys::NAME), Some("张记小吃店"));
        assert!(!holds_secret(phone, premises));
        let line = view.state.history.last().unwrap();
        assert_eq!(line.event, Event::REDACTION_CONFIRMED);
        assert_eq!(line.said(EventWord::REASON), Some(WHY));
    }
    // The file goes on.
    let edits = BTreeMap::from([
        (keys::FLOORS.to_owned(), Scalar::from(4_i64)),
        (keys::ADDRESS.to_owned(), Scalar::from("四组8号")),
    ]);
    worker.core.edit_premises(premises, &edits).unwrap();
    all_sync(&[&worker, &one]).await;
    let view = one.core.get_record(premises).unwrap();
    assert_eq!(view.content.int(keys::FLOORS), Some(4));
    assert_eq!(view.content.text(keys::ADDRESS), Some("四组8号"));
}

#[tokio::test]
async fn a_photo_that_is_blanked_leaves_no_file_behind() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let (one, two) = (scene.officer().await, scene.officer().await);
    let inspection = start(&worker, worker.premises("张记小吃店"));
    let taken = worker.photo_of(inspection, "RH-01", 1);
    all_sync(&[&worker, &one, &two]).await;
    let held = |phone: &TestPhone| {
        let store = &phone.core.inner.store;
        store.blob(sha256(&photo(1))).unwrap().is_some()
    };
    assert!(held(&worker));
    let photos = BTreeSet::new();
    let request = one
        .core
        .request_redaction(taken, &photos, "拍到他人正脸")
        .unwrap();
    all_sync(&[&one, &two]).await;
    two.core.confirm_redaction(taken, request).unwrap();
    let reports = all_sync(&[&two, &worker]).await;
    assert!(
        reports
            .iter()
            .all(|report| report.without_effect.is_empty())
    );
    assert!(!held(&worker), "the key of the file is gone");
    let record = worker.core.get_record(taken).unwrap();
    assert_eq!(
        record.content.text("item"),
        Some("RH-01"),
        "what it was of is told"
    );
}

#[tokio::test]
async fn a_caption_that_is_blanked_leaves_the_picture_where_it_is() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let (one, two) = (scene.officer().await, scene.officer().await);
    let inspection = start(&worker, worker.premises("张记小吃店"));
    let input = PhotoInput {
        original: photo(1),
        item: "RH-01".to_owned(),
        caption: SECRET.to_owned(),
        ..PhotoInput::default()
    };
    let taken = worker.core.attach_photo(inspection, &input).unwrap().photo;
    all_sync(&[&worker, &one, &two]).await;
    let caption = BTreeSet::from([photo_keys::CAPTION.to_owned()]);
    let asks = |why: &str| one.core.request_redaction(taken, &caption, why).unwrap();
    let first = asks("误录他人住址");
    let request = asks(WHY);
    all_sync(&[&one, &two]).await;
    // The first of the two requests was read, and another waits.
    let other = two.core.confirm_redaction(taken, first);
    assert_eq!(code(other), "redaction_not_asked");
    two.core.confirm_redaction(taken, request).unwrap();
    for report in all_sync(&[&two, &worker, &one]).await {
        assert!(report.without_effect.is_empty() && report.degraded.is_empty());
    }
    for phone in [&worker, &one, &two] {
        let record = phone.core.get_record(taken).unwrap();
        assert_eq!(record.content.text(photo_keys::CAPTION), None);
        assert!(!holds_secret(phone, taken));
    }
    let view = worker.core.get_record(inspection).unwrap();
    assert!(!view.photos[0].redacted);
    let bytes = worker.core.photo_bytes(taken, PhotoRole::Original).unwrap();
    assert_eq!(bytes, photo(1));

    // The same two, though the one who confirmed the first sealed what was left.
    let photos = BTreeSet::new();
    let request = two.core.request_redaction(taken, &photos, WHY).unwrap();
    all_sync(&[&two, &one]).await;
    one.core.confirm_redaction(taken, request).unwrap();
    for report in all_sync(&[&one, &worker]).await {
        assert!(report.without_effect.is_empty());
    }
    let gone = worker.core.photo_bytes(taken, PhotoRole::Original);
    assert!(matches!(gone, Err(CoreError::PhotoNotHere)), "{gone:?}");
    let view = worker.core.get_record(inspection).unwrap();
    assert!(view.photos[0].redacted);
}

#[tokio::test]
async fn what_rests_on_a_blanked_word_comes_back_and_says_why() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let (one, two) = (scene.officer().await, scene.officer().await);
    let premises = worker.premises("张记小吃店");
    all_sync(&[&worker, &one, &two]).await;
    let fields = BTreeSet::from([keys::ADDRESS.to_owned()]);
    let request = one.core.request_redaction(premises, &fields, WHY).unwrap();
    all_sync(&[&one, &two]).await;
    // Whoever confirms reads what, who and why first.
    let view = two.core.get_record(premises).unwrap().redaction.unwrap();
    assert_eq!((view.request, view.reason.as_str()), (request, WHY));
    assert_eq!(view.fields, [keys::ADDRESS]);
    assert_eq!((view.photos, view.envelopes, view.replaced), (false, 1, 0));
    assert!(view.asked_at.is_some());
    two.core.confirm_redaction(premises, request).unwrap();
    two.sync().await;

    // Written meanwhile, by somebody who knows nothing of it.
    let edits = BTreeMap::from([(keys::FLOORS.to_owned(), Scalar::from(4_i64))]);
    worker.core.edit_premises(premises, &edits).unwrap();
    worker.sync().await;
    let refused = worker.core.refused_work().unwrap();
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert!(refused[0].redacted);
    assert!(refused[0].edits.contains_key(keys::FLOORS));
    assert_eq!(worker.core.get_record(premises).unwrap().redaction, None);
}
