//! S0-20 按时办结率: by the recorded outcome, not by dates judged again; of what fell due, by channel.

use wangge_domain::hazard::HazardSource;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::people::Role;
use wangge_mobile_core::{HazardInput, RecheckInput};

use crate::quick_hazard::quick_hazard;
use crate::support::{api_refusal, feedback, premises_of, serve};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_20_on_time_rate() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = premises_of(&world, &worker, grid);
    let unannounced = || {
        let input = HazardInput {
            source: HazardSource::UnannouncedVisit,
            ..HazardInput::new(premises, "安全出口上锁")
        };
        let hazard = worker.core.draft_hazard(&input).expect("it can be drafted");
        worker.photo(hazard, "", PhotoStage::Found);
        worker.core.raise_hazard(hazard).expect("it is complete");
        serve(&worker, hazard, 10);
        hazard
    };
    let (late, kept) = (unannounced(), unannounced());
    let patrol = quick_hazard(&worker, premises, "灭火器过期");
    serve(&worker, patrol, 10);
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let path = "/api/v1/on-time?kind=month&on=2026-09-15&open=timely_close";
    let now = desk.read(path).await;
    assert_eq!(
        now["figure"]["denominator"], 0,
        "what is open and has time is not counted"
    );
    assert!(now["figure"].get("basis_points").is_none(), "{now}");
    assert_eq!(
        now["overdue"],
        serde_json::json!([]),
        "nothing has fallen due yet"
    );

    // Put right in time without a signal; it arrives when the deadline has passed.
    world.clock.advance_days(8);
    feedback(&worker, kept);
    world.clock.advance_days(6);
    world.run_jobs().await;
    worker.sync().await;
    world.clock.advance_hours(1);
    world.run_jobs().await;
    feedback(&worker, late);
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let second = world.person(Role::StationOfficer, 1);
    for hazard in [late, kept] {
        let photo = officer.photo(hazard, "", PhotoStage::Recheck);
        let passed = RecheckInput::Passed {
            with: vec![second],
            photos: vec![photo],
        };
        officer
            .core
            .recheck(hazard, passed)
            .expect("two officers may close it");
    }
    officer.sync().await;

    let desk = world.officer_desk(0).await;
    let now = desk.read(&format!("{path}&source=unannounced_visit")).await;
    assert_eq!(
        now["figure"]["met"],
        serde_json::json!([kept]),
        "in time, though it came late"
    );
    assert_eq!(
        now["figure"]["unmet"],
        serde_json::json!([late]),
        "closed, and late all the same"
    );
    assert_eq!(now["figure"]["basis_points"], 5000);
    let all = desk.read(path).await;
    assert_eq!(all["figure"]["denominator"], 3);
    assert_eq!(all["overdue"], serde_json::json!([patrol]));
    // Nothing of this kind fell due: there is no rate.
    let none = desk.read(&format!("{path}&source=police")).await;
    assert_eq!(none["figure"]["denominator"], 0);
    assert!(none["figure"].get("basis_points").is_none(), "{none}");
    let decade = desk.get("/api/v1/on-time?kind=decade").await;
    assert_eq!(api_refusal(decade), "400 bad_request");
}
