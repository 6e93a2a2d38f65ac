//! Registers on a phone: kept, shown and passed over as the control stream has them.

use chrono::NaiveDate;
use wangge_domain::control::ControlEvent;
use wangge_domain::register::RegisterRow;

use crate::testing::Scene;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[tokio::test]
async fn a_register_of_a_later_version_is_kept_and_shown() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let row = |entry: &str| RegisterRow {
        register: "drone_patrol".to_owned(),
        key: "north".to_owned(),
        from: day("2000-01-01"),
        until: None,
        entry: entry.to_owned(),
        set_by: None,
        reason: "试点".to_owned(),
    };
    let entries = [r#"{"every":"day"}"#, "not even json"];
    for entry in entries {
        let set = ControlEvent::RegisterSet(row(entry));
        scene.relay.with(move |world| {
            world.control(&set);
        });
    }
    worker.sync().await;
    let history = worker.core.register_history("drone_patrol").unwrap();
    let kept: Vec<_> = history.iter().map(|line| line.row.entry.as_str()).collect();
    assert_eq!(kept, entries, "byte for byte");
    let now = worker.core.register_lines("drone_patrol", None).unwrap();
    assert_eq!((now.len(), now[0].row.reason.as_str()), (1, "试点"));
    assert!(
        worker
            .core
            .register_lines("nothing", None)
            .unwrap()
            .is_empty()
    );
}
