//! The newest records come ahead of a log that is far away, on the phone's own store.

use std::sync::Arc;

use wangge_sync_engine::store::ClientStore as _;

use crate::testing::Scene;
use crate::{CancellationToken, NoObserver, SyncEnd, SyncOptions};

#[tokio::test]
async fn what_came_ahead_gives_way_to_the_log() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let officer = scene.officer().await;
    let mut made = Vec::new();
    for number in 0..40 {
        made.push(worker.premises(&format!("店{number}")));
    }
    worker.sync().await;
    let mut options = SyncOptions::default();
    options.exchange.want_bytes = 4_096;
    options.exchange.ahead_behind = 5;
    let report = officer
        .core
        .sync(&options, Arc::new(NoObserver), &CancellationToken::new())
        .await
        .unwrap();
    assert_eq!((report.end, report.rows), (SyncEnd::Complete, 40));
    assert!(officer.core.status().unwrap().initial_sync_complete);
    let (here, there) = (&officer.core.inner.store, &worker.core.inner.store);
    assert!(here.ahead_marks().unwrap().is_empty());
    for cursor in here.cursors().unwrap() {
        let left = here.ahead_rows(cursor.stream, (0, u64::MAX)).unwrap();
        assert!(left.is_empty());
    }
    for record in made {
        let rows = |store: &crate::store::Database| {
            let rows = store.rows_of(record).unwrap();
            let places = rows.iter().map(|row| (row.seq, row.chain));
            places.collect::<Vec<_>>()
        };
        assert_eq!(rows(here).len(), 1);
        assert_eq!(rows(here), rows(there));
    }
}
