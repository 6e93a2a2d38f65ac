//! S0-18、S0-19 等级上调: what a rise of the grade asks for is owed from the rise on, with the grace of the pack, and never before
//! it; phone and desk say the same day, and why.

use chrono::NaiveDate;
use wangge_domain::lifecycle::Event;
use wangge_domain::premises::keys;

use crate::support::shop;
use crate::world::World;

fn september(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, day).expect("a day")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_19_rise_of_a_grade() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let credit = [(keys::CREDIT_GRADE, "D".into())];
    let officer = world.officer_phone(0).await;
    // A mark of credit is not a grid worker's to set.
    let premises = shop(&officer, grid, "小店", &credit);
    officer.sync().await;
    worker.sync().await;
    let due = || {
        let list = worker.core.due_list(Some(grid), 10).expect("enrolled");
        (list[0].entry.due.date, list[0].entry.due.reason.clone())
    };
    let (usual, why) = due();
    assert!(usual > september(30) && why == "grade_credit", "{usual}");

    // A shop that is visited every week would have been due on the 8th.
    world.clock.advance_days(19);
    worker.sync().await;
    let event = Event::GradeOverridden {
        grade: "major".to_owned(),
        reason: "夜间住人".to_owned(),
    };
    officer.core.act(premises, event).expect("an officer may");
    officer.sync().await;
    for days in [0, 3] {
        world.clock.advance_days(days);
        worker.sync().await;
        assert_eq!(due(), (september(27), "grade_raised".to_owned()));
        let desk = world.officer_desk(0).await;
        let list = desk.read("/api/v1/next-visits").await;
        assert_eq!(list[0]["id"], premises.to_string(), "{list}");
        assert_eq!(list[0]["due"], "2026-09-27", "{list}");
        let reasons = list[0]["reasons"].to_string();
        assert!(reasons.contains("风险等级上调"), "{list}");
    }
    // A visit begins the interval anew.
    worker.inspect(premises, &[]);
    assert_eq!(due(), (september(30), "grade_credit".to_owned()));
}
