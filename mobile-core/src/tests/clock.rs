//! A phone whose clock is wrong: the clock is what is named, and days that did not pass are set back.

use super::inspection_loop::start;
use crate::testing::Scene;
use crate::{CoreError, StartInspection};

const HOUR_MS: i64 = 3600 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;

fn begin() -> StartInspection {
    StartInspection {
        mode: wangge_domain::inspection::InspectionMode::Regular,
        checklist: None,
        position: None,
        inspectors: String::new(),
    }
}

#[tokio::test]
async fn a_clock_that_is_four_hundred_days_ahead_is_named_first() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    worker.sync().await;
    assert_eq!(worker.core.status().unwrap().clock, None);
    // Of the phone alone: for everybody else no day has passed.
    scene.clock.pass(400 * DAY_MS + HOUR_MS);
    let doubt = worker.core.status().unwrap().clock.expect("it is doubted");
    assert_eq!((doubt.days, doubt.certain), (400, false));
    let refused = worker
        .core
        .start_inspection(premises, &begin())
        .unwrap_err();
    let CoreError::ClockDoubted { reason, .. } = &refused else {
        panic!("{refused:?}")
    };
    assert_eq!(reason.code, "no_certificate");
    let text = refused.zh();
    let (clock, certificate) = (text.find("时间").unwrap(), text.find("合格证").unwrap());
    assert!(clock < certificate, "the clock comes first: {text}");
    // The relay's word sets back the days that did not pass, and then it is certain.
    worker.sync().await;
    let status = worker.core.status().unwrap();
    assert!(status.lease_days_left >= 29, "{status:?}");
    let doubt = status.clock.expect("it is wrong still");
    assert_eq!((doubt.days, doubt.certain), (400, true));
    start(&worker, premises);
}

#[tokio::test]
async fn a_clock_that_is_behind_is_named_and_an_honest_one_is_not() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    worker.sync().await;
    scene.clock.set_wrong(-3 * DAY_MS);
    let doubt = worker.core.status().unwrap().clock.expect("it is behind");
    assert_eq!((doubt.days, doubt.certain), (-3, true));
    assert!(doubt.zh().contains("慢 3 天"), "{}", doubt.zh());
    scene.clock.set_wrong(5 * DAY_MS + HOUR_MS);
    let doubt = worker.core.status().unwrap().clock.expect("it is ahead");
    assert_eq!((doubt.days, doubt.certain), (5, true));
    scene.clock.set_wrong(0);
    assert_eq!(worker.core.status().unwrap().clock, None);
    // Weeks without a network are no fault of the clock.
    scene.pass(45 * DAY_MS);
    assert_eq!(worker.core.status().unwrap().clock, None);
    worker.sync().await;
    assert_eq!(worker.core.status().unwrap().clock, None);
}
