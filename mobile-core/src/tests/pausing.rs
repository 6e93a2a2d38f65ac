//! Pauses while something goes on, and short memory.

use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use crate::CoreError;
use crate::testing::{Scene, open};

#[tokio::test]
async fn a_pause_beside_a_long_reading_keeps_its_time_and_the_folder() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let (begin, begun) = channel();
    let (release, released) = channel::<()>();
    let core = worker.core.clone();
    let reader = std::thread::spawn(move || {
        core.inner.store.read(|_| {
            begin.send(()).unwrap();
            let _waited = released.recv_timeout(Duration::from_secs(5));
            Ok(())
        })
    });
    begun.recv().unwrap();
    let at = Instant::now();
    assert_eq!(worker.core.pause(), Err(CoreError::StillOpen));
    assert!(at.elapsed() < Duration::from_secs(2), "{:?}", at.elapsed());
    assert_eq!(worker.core.status(), Err(CoreError::Paused));
    let second = || open(&worker.folder, 99, &scene.clock);
    assert_eq!(
        second().err(),
        Some(CoreError::FolderInUse),
        "a handle is open: nobody else gets the folder"
    );
    release.send(()).unwrap();
    reader.join().unwrap().unwrap();
    assert_eq!(worker.core.pause(), Ok(()));
    second().unwrap().close().unwrap();
    worker.core.resume().unwrap();
    worker.core.status().unwrap();
}

#[tokio::test]
async fn a_phone_short_of_memory_lets_go_and_works_on() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店🔥");
    worker.core.trim_memory().unwrap();
    assert!(worker.core.inner.packs.lock().unwrap().is_empty());
    assert!(worker.core.get_premises(premises).is_ok());
    // Also while somebody reads: that handle stays.
    let core = worker.core.clone();
    let trimmed = worker.core.inner.store.read(move |connection| {
        assert!(core.trim_memory().is_ok());
        Ok(connection.query_row("SELECT 1", [], |row| row.get::<_, i64>(0))?)
    });
    assert_eq!(trimmed.unwrap(), 1);
    worker.premises("李记小吃店");
    worker.core.pause().unwrap();
    assert_eq!(worker.core.trim_memory(), Err(CoreError::Paused));
}
