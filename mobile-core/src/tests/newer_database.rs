//! Data that a newer version of the app has written.

use crate::CoreError;
use crate::testing::{Scene, open};

#[tokio::test]
async fn a_database_from_a_newer_app_is_refused_untouched_and_the_folder_let_go_of() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    worker.premises("张记小吃店🔥");
    let newer = |version: i64| {
        let store = &worker.core.inner.store;
        store.write(move |tx| Ok(tx.pragma_update(None, "user_version", version)?))
    };
    newer(99).unwrap();
    worker.core.close().unwrap();
    let database = worker.folder.path().join("data/wangge.db");
    let before = std::fs::read(&database).unwrap();
    for _ in 0..2 {
        let refused = open(&worker.folder, 9, &scene.clock).err();
        assert_eq!(refused, Some(CoreError::NewerDatabase));
    }
    assert_eq!(std::fs::read(&database).unwrap(), before);
}
