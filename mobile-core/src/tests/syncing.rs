use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use wangge_domain::control::ControlEvent;
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;
use wangge_protocol::Refusal;

use super::inspection_loop::start;
use crate::testing::Scene;
use crate::{
    AnswerInput, CancellationToken, CoreError, ExportKey, SyncEnd, SyncObserver, SyncOptions,
    SyncProgress,
};

/// Options whose waits are over at once.
fn quick() -> SyncOptions {
    let mut options = SyncOptions::default();
    options.exchange.backoff_ms = 1;
    options.exchange.max_backoff_ms = 2;
    options
}

#[derive(Default)]
struct Listener {
    heard: Mutex<Vec<SyncProgress>>,
}

impl SyncObserver for Listener {
    fn on_progress(&self, progress: SyncProgress) {
        self.heard.lock().unwrap().push(progress);
    }
}

#[tokio::test]
async fn an_idle_sync_is_one_round_trip_and_few_bytes() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    for number in 0..5 {
        worker.premises(&format!("店{number}"));
    }
    worker.sync().await;
    let report = worker.sync().await;
    assert_eq!(
        (report.round_trips, report.rows, report.envelopes),
        (1, 0, 0),
        "{report:?}"
    );
    let bytes = report.bytes_up + report.bytes_down;
    assert!(bytes <= 400, "{bytes} bytes both ways");
}

#[tokio::test]
async fn a_busy_relay_is_asked_again_and_progress_is_told() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    worker.premises("张记小吃店");
    // However slow the machine, the wait is still to come when it is looked at.
    scene.clock.stand_still();
    scene.relay.state.failures.store(2, Ordering::SeqCst);
    let listener = Arc::new(Listener::default());
    let observer: Arc<dyn SyncObserver> = Arc::<Listener>::clone(&listener);
    let report = worker
        .core
        .sync(&quick(), observer, &CancellationToken::new())
        .await
        .unwrap();
    assert_eq!(report.end, SyncEnd::Complete);
    assert_eq!(report.envelopes, 1);
    let heard = listener.heard.lock().unwrap();
    assert!(
        heard
            .iter()
            .any(|it| matches!(it, SyncProgress::Waiting { .. })),
        "{heard:?}"
    );
    assert!(
        heard
            .iter()
            .any(|it| matches!(it, SyncProgress::Records { waiting: 0, .. }))
    );
}

/// Gives up for the caller after more waits than a sync may have.
struct Impatient {
    left: AtomicU64,
    cancel: CancellationToken,
}

impl SyncObserver for Impatient {
    fn on_progress(&self, progress: SyncProgress) {
        if matches!(progress, SyncProgress::Waiting { .. })
            && self.left.fetch_sub(1, Ordering::SeqCst) == 1
        {
            self.cancel.cancel();
        }
    }
}

#[tokio::test]
async fn a_clock_that_stands_still_holds_up_no_sync() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    worker.premises("张记小吃店");
    scene.clock.stand_still();
    scene.relay.state.failures.store(2, Ordering::SeqCst);
    let cancel = CancellationToken::new();
    let observer = Arc::new(Impatient {
        left: AtomicU64::new(10),
        cancel: cancel.clone(),
    });
    let report = worker.core.sync(&quick(), observer, &cancel).await.unwrap();
    assert_eq!((report.end, report.envelopes), (SyncEnd::Complete, 1));
}

#[tokio::test]
async fn pages_are_asked_for_ahead_and_none_of_them_twice() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let officer = scene.officer().await;
    for number in 0..40 {
        worker.premises(&format!("店{number}"));
    }
    worker.sync().await;
    let mut options = quick();
    options.exchange.want_bytes = 4_096;
    let listener = Arc::new(Listener::default());
    let observer: Arc<dyn SyncObserver> = Arc::<Listener>::clone(&listener);
    let report = officer
        .core
        .sync(&options, observer, &CancellationToken::new())
        .await
        .unwrap();
    assert_eq!((report.end, report.rows), (SyncEnd::Complete, 40));
    let heard = listener.heard.lock().unwrap();
    let taken = heard
        .iter()
        .filter(|it| matches!(it, SyncProgress::Records { .. }))
        .count();
    assert!(taken > 5, "many pages: {taken}");
    // A request that was guessed wrong would have been sent for nothing.
    assert_eq!(report.round_trips, taken as u64);
}

#[tokio::test]
async fn a_relay_without_room_is_named_and_the_work_waits_here() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    worker.premises("张记小吃店");
    scene.relay.state.full.store(true, Ordering::SeqCst);
    let report = worker.try_sync(&quick()).await.unwrap();
    assert_eq!(report.end, SyncEnd::Failed(CoreError::RelayFull));
    assert_eq!(worker.core.status().unwrap().pending, 1);
    scene.relay.state.full.store(false, Ordering::SeqCst);
    assert_eq!(worker.sync().await.envelopes, 1);
}

#[tokio::test]
async fn a_relay_that_stays_away_costs_nothing_and_the_next_sync_goes_on() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    worker.premises("张记小吃店");
    scene.relay.state.failures.store(1000, Ordering::SeqCst);
    let report = worker.try_sync(&quick()).await.unwrap();
    assert!(
        matches!(report.end, SyncEnd::Failed(CoreError::Busy { .. })),
        "{report:?}"
    );
    assert_eq!(worker.core.status().unwrap().pending, 1);
    scene.relay.state.failures.store(0, Ordering::SeqCst);
    assert_eq!(worker.sync().await.envelopes, 1);
}

#[tokio::test]
async fn a_sync_that_is_given_up_changes_nothing_and_only_one_runs() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    worker.premises("张记小吃店");
    let cancel = CancellationToken::new();
    cancel.cancel();
    let given_up = worker
        .core
        .sync(
            &SyncOptions::default(),
            Arc::new(crate::NoObserver),
            &cancel,
        )
        .await;
    assert_eq!(given_up, Err(CoreError::Cancelled));
    assert!(!worker.core.status().unwrap().syncing);
    let options = SyncOptions::default();
    let (one, other) = tokio::join!(worker.try_sync(&options), worker.try_sync(&options));
    assert!(
        one.is_ok() && other == Err(CoreError::SyncRunning),
        "{other:?}"
    );
    assert_eq!(worker.core.status().unwrap().pending, 0);
}

#[tokio::test]
async fn answers_given_by_two_at_once_show_as_a_conflict_until_somebody_decides() {
    let scene = Scene::new().await;
    let one = scene.worker(0).await;
    let other = scene.worker(0).await;
    let premises = one.premises("张记小吃店");
    let inspection = start(&one, premises);
    one.sync().await;
    other.sync().await;
    let answer = |note: &str| AnswerInput {
        item: "RH-01".to_owned(),
        note: Some(note.to_owned()),
        ..AnswerInput::default()
    };
    one.core.answer(inspection, &answer("通畅")).unwrap();
    other.core.answer(inspection, &answer("堵塞")).unwrap();
    one.sync().await;
    other.sync().await;
    one.sync().await;
    let conflicts = one.core.conflicts(inspection).unwrap();
    assert_eq!(
        conflicts,
        other.core.conflicts(inspection).unwrap(),
        "both see the same"
    );
    assert_eq!(conflicts.len(), 1);
    assert_eq!(conflicts[0].key, "a/RH-01/note");
    let values: BTreeSet<_> = conflicts[0].values.iter().cloned().collect();
    assert_eq!(
        values,
        [Scalar::from("堵塞"), Scalar::from("通畅")]
            .into_iter()
            .collect()
    );
    one.core
        .resolve_conflict(inspection, "a/RH-01/note", &"堵塞".into())
        .unwrap();
    one.sync().await;
    other.sync().await;
    assert!(other.core.conflicts(inspection).unwrap().is_empty());
    let view = other.core.get_record(inspection).unwrap();
    assert_eq!(view.content.text("a/RH-01/note"), Some("堵塞"));
}

#[tokio::test]
async fn refused_work_is_kept_with_its_reason_and_can_be_applied_again() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    worker.sync().await;
    // The lease runs out in the field: what is made then waits for a person.
    scene.pass(31 * 24 * 3600 * 1000);
    let edits = [(keys::REMARK.to_owned(), Scalar::from("新装卷帘门"))]
        .into_iter()
        .collect();
    worker.core.edit_premises(premises, &edits).unwrap();
    assert!(worker.core.status().unwrap().lease_days_left < 0);
    let report = worker.sync().await;
    assert_eq!(report.refused.len(), 1, "{report:?}");
    let refused = worker.core.refused_work().unwrap();
    assert_eq!(refused.len(), 1);
    assert_eq!(
        (refused[0].record, refused[0].reason),
        (premises, Refusal::LeaseExpired)
    );
    assert!(refused[0].quarantined && !refused[0].applied_again);
    assert_eq!(refused[0].edits[keys::REMARK], "新装卷帘门".into());
    assert_eq!(refused[0].events, ["submitted"]);
    assert_eq!(worker.core.status().unwrap().refused, 1);
    let taken = worker.core.apply_again(refused[0].envelope, None).unwrap();
    assert!(taken.contains(keys::REMARK));
    assert_eq!(worker.core.status().unwrap().refused, 0);
    let view = worker.core.get_record(premises).unwrap();
    assert_eq!(view.content.text(keys::REMARK), Some("新装卷帘门"));
    // The lease was renewed by the sync: now it goes through.
    let report = worker.sync().await;
    assert_eq!(
        (report.refused.len(), report.envelopes),
        (0, 1),
        "{report:?}"
    );
    let unknown = worker
        .core
        .apply_again(wangge_domain::Digest([1; 32]), None);
    assert_eq!(unknown, Err(CoreError::UnknownRecord));
}

#[tokio::test]
async fn a_stream_that_is_no_longer_granted_goes_and_what_is_unsent_stays() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let user = worker.core.status().unwrap().user.unwrap();
    worker.premises("张记小吃店");
    worker.sync().await;
    scene.relay.with(move |world| {
        world.control(&ControlEvent::RoleRevoked {
            user,
            role: wangge_domain::people::Role::GridWorker,
            reason: "调离".to_owned(),
        });
    });
    worker.sync().await;
    assert!(
        worker
            .core
            .list_premises(None, None, 10)
            .unwrap()
            .is_empty()
    );
    assert!(worker.core.search_premises("张记", 5).unwrap().is_empty());
    assert!(worker.core.my_grids().unwrap().is_empty());
}

#[tokio::test]
async fn pending_work_can_be_exported_plain_and_encrypted() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    worker.photo_of(premises, "front", 1);
    let inspection = start(&worker, premises);
    let target = tempfile::tempdir().unwrap();
    let plain = worker
        .core
        .export_pending(target.path(), ExportKey::Plain)
        .unwrap();
    assert_eq!(
        (plain.envelopes, plain.drafts, plain.photos),
        (2, 2, 3),
        "{plain:?}"
    );
    let manifest = std::fs::read_to_string(plain.folder.join("manifest.json")).unwrap();
    assert!(manifest.contains("envelopes.cbor"));
    let batch = std::fs::read(plain.folder.join("envelopes.cbor")).unwrap();
    let batch: wangge_protocol::Batch = wangge_protocol::decode(&batch).unwrap();
    let envelopes = batch.unpack().unwrap();
    assert_eq!(envelopes.len(), 2);
    assert!(
        envelopes
            .iter()
            .all(|it| it.as_ref().unwrap().verify_seal().is_ok())
    );
    let drafts = std::fs::read_to_string(plain.folder.join("drafts.json")).unwrap();
    assert!(drafts.contains(&inspection.to_string()));
    scene.pass(1);
    let sealed = worker
        .core
        .export_pending(target.path(), ExportKey::Fresh)
        .unwrap();
    assert_eq!(sealed.key.as_ref().map(String::len), Some(64));
    let drafts = std::fs::read(sealed.folder.join("drafts.json")).unwrap();
    let needle = inspection.to_string();
    assert!(
        !drafts
            .windows(needle.len())
            .any(|window| window == needle.as_bytes())
    );
    assert_eq!(
        worker.core.status().unwrap().pending,
        2,
        "nothing changed on the phone"
    );
}

#[tokio::test]
async fn the_due_list_names_what_is_due_and_why() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let list = worker.core.due_list(None, 10).unwrap();
    assert_eq!(list.len(), 1);
    assert_eq!(list[0].premises.record, premises);
    assert!(!list[0].entry.grade.is_empty() && !list[0].entry.due.reason.is_empty());
    let view = worker.core.get_premises(premises).unwrap();
    assert_eq!(view.next_due.unwrap().date, list[0].entry.due.date);
    assert!(!view.reasons.is_empty());
}

#[tokio::test]
async fn a_wrong_clock_takes_no_premises_off_the_due_list() {
    const DAY_MS: i64 = 24 * 3_600_000;
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let due = |premises| {
        worker
            .core
            .get_premises(premises)
            .unwrap()
            .next_due
            .unwrap()
    };
    let right = worker.premises("张记小吃店");
    scene.clock.set_wrong(3_650 * DAY_MS);
    let late = worker.premises("李记小吃店");
    scene.clock.set_wrong(-400 * DAY_MS);
    let early = worker.premises("王记小吃店");
    scene.clock.set_wrong(0);
    assert_eq!(
        due(late).date,
        due(right).date,
        "not yet received: today at the latest"
    );
    worker.sync().await;
    for wrong in [late, early] {
        assert_eq!(due(wrong).date, due(right).date);
    }
}
