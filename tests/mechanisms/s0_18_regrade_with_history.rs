//! S0-18 动态梳理确定风险等级: regraded after each event, with reasons; a named override with why.

use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::Event;
use wangge_domain::people::Role;
use wangge_domain::premises::keys;
use wangge_domain::risk::GradeReason;
use wangge_mobile_core::RecheckInput;

use crate::accept_visit::accept_visit;
use crate::quick_hazard::quick_report;
use crate::support::{code_and_rule, feedback, found_hazard, item_that, serve, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_18_regrade_with_history_and_named_override() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let before = worker.core.get_premises(premises).expect("it is on file");
    let threat = item_that(&worker, premises, |item| item.life_threat);
    worker.inspect(premises, &[&threat]);
    let after = worker.core.get_premises(premises).expect("it is on file");
    assert!(
        after.score > before.score,
        "an open threat to life raises the score"
    );
    assert!(
        after.reasons.len() > before.reasons.len(),
        "each point has its reason"
    );
    found_hazard(&worker, premises);
    worker.sync().await;

    let officer = world.officer_phone(0).await;
    let by_hand = |reason: &str| Event::GradeOverridden {
        grade: "major".to_owned(),
        reason: reason.to_owned(),
    };
    let graded = officer.core.get_premises(premises).expect("it is there");
    for silent in ["", "  "] {
        let refused = officer.core.act(premises, by_hand(silent));
        assert_eq!(
            code_and_rule(refused.expect_err("an override needs its reason")),
            ("reason_missing".to_owned(), "handbook 5.1".to_owned())
        );
    }
    let refused = worker.core.act(premises, by_hand("夜间住人"));
    assert_eq!(
        code_and_rule(refused.expect_err("and the right to it")),
        ("no_permission".to_owned(), "handbook 1.3".to_owned())
    );
    let file = officer.core.get_premises(premises).expect("it is there");
    assert_eq!(file.grade, graded.grade, "the grade stays as computed");
    officer
        .core
        .act(premises, by_hand("夜间住人"))
        .expect("an officer may");
    let file = officer.core.get_premises(premises).expect("it is there");
    assert_eq!(file.grade.grade, "major");
    let last = officer
        .core
        .history(premises)
        .expect("a history")
        .pop()
        .expect("an entry");
    assert_eq!(
        (last.event.as_str(), last.user),
        ("grade_overridden", officer.user)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_18_every_override_stays_in_the_history_with_name_and_reason() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let kind = [(keys::CATEGORY, "small_workshop".into())];
    let premises = shop(&worker, grid, "小作坊", &kind);
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let set = |grade: &str, reason: &str| {
        let event = Event::GradeOverridden {
            grade: grade.to_owned(),
            reason: reason.to_owned(),
        };
        officer.core.act(premises, event).expect("an officer may");
    };
    world.clock.advance_days(1);
    officer.sync().await;
    let first = world.clock.now().china_date();
    set("major", "夜间住人且拒不整改");
    officer.sync().await;
    world.clock.advance_days(2);
    officer.sync().await;
    let second = world.clock.now().china_date();
    set("low", "误判");
    officer.sync().await;
    worker.sync().await;

    // On the phone and at the desk: both, on their days, with who and why.
    let wanted = [
        (first, "major", "夜间住人且拒不整改"),
        (second, "low", "误判"),
    ];
    let file = worker.core.get_premises(premises).expect("it is on file");
    let told = file.grade_changes.iter();
    let told = told.filter_map(|it| it.by_hand.as_ref().map(|set| (it, set)));
    let told: Vec<_> = told
        .map(|(it, set)| (it.on, it.grade.as_str(), set.reason.as_str()))
        .collect();
    assert_eq!(told, wanted);
    let mut by = file
        .grade_changes
        .iter()
        .filter_map(|it| it.by_hand.as_ref());
    assert!(by.all(|set| set.by == Some(officer.user)));
    let desk = world.officer_desk(0).await;
    let grading = desk.card(premises).await["grading"].clone();
    let changes = grading["changes"].as_array().expect("changes");
    let by_hand: Vec<_> = changes
        .iter()
        .filter(|it| it["by_hand"].is_object())
        .collect();
    assert_eq!(by_hand.len(), wanted.len(), "{grading}");
    for (line, (on, grade, reason)) in by_hand.into_iter().zip(wanted) {
        assert_eq!(line["on"], on.to_string(), "{grading}");
        assert_eq!(line["grade"], grade, "{grading}");
        assert_eq!(line["by_hand"]["reason"], reason, "{grading}");
        let user = line["by_hand"]["user"].as_str();
        assert!(user.is_some_and(|user| !user.is_empty()), "{grading}");
    }

    // What happens after that is not kept down by it.
    world.clock.advance_days(1);
    worker.sync().await;
    let report = quick_report(premises, "安全出口锁闭", true);
    worker.core.quick_report(&report).expect("complete");
    let file = worker.core.get_premises(premises).expect("it is on file");
    assert_eq!(
        (file.grade.grade.as_str(), file.grade.reason),
        ("general", GradeReason::Computed)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_18_a_grade_falls_slowly_and_its_changes_are_told() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let kind = [(keys::CATEGORY, "small_workshop".into())];
    let premises = shop(&worker, grid, "小作坊", &kind);
    worker.sync().await;
    let file = || worker.core.get_premises(premises).expect("it is on file");
    assert_eq!(file().grade.grade, "low");
    world.clock.advance_days(1);
    worker.sync().await;
    let report = quick_report(premises, "安全出口锁闭", true);
    let hazard = worker.core.quick_report(&report).expect("complete");
    let risen = world.clock.now().china_date();
    assert_eq!(
        (file().grade.grade.as_str(), file().grade.since),
        ("general", risen),
        "at once"
    );

    // Closed on the same day: the grade stands, since nobody has been there and found nothing.
    serve(&worker, hazard, 7);
    feedback(&worker, hazard);
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let photo = officer.photo(hazard, "", PhotoStage::Recheck);
    let passed = RecheckInput::Passed {
        with: vec![world.person(Role::StationOfficer, 1)],
        photos: vec![photo],
    };
    officer.core.recheck(hazard, passed).expect("passed");
    officer.sync().await;
    worker.sync().await;
    world.clock.advance_days(31);
    worker.sync().await;
    let held = file();
    assert_eq!(
        (held.grade.grade.as_str(), held.grade.reason),
        ("general", GradeReason::HeldUp)
    );
    assert_eq!(held.grade.since, risen);

    // A visit that found nothing, accepted: now it falls, on every screen alike.
    let (visit, _) = worker.inspect(premises, &[]);
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let grading = desk.card(premises).await["grading"].clone();
    assert_eq!(grading["grade"], "general", "{grading}");
    assert_eq!(grading["reason"], "held_up", "{grading}");
    accept_visit(&desk, visit).await;
    worker.sync().await;
    let today = world.clock.now().china_date();
    let fell = file();
    assert_eq!(
        (fell.grade.grade.as_str(), fell.grade.since),
        ("low", today)
    );
    let told: Vec<(String, String)> = fell
        .grade_changes
        .iter()
        .map(|it| (it.on.to_string(), it.grade.clone()))
        .collect();
    let grades: Vec<&str> = told.iter().map(|(_, grade)| grade.as_str()).collect();
    assert_eq!(grades, ["low", "general", "low"]);
    let why = &fell.grade_changes[1].because;
    assert!(why.iter().any(|it| it.code == "open_life_threat"));
    let grading = desk.card(premises).await["grading"].clone();
    let changes = grading["changes"].as_array().expect("changes");
    let at_the_desk: Vec<(String, String)> = changes
        .iter()
        .map(|it| {
            let text = |key: &str| it[key].as_str().expect("text").to_owned();
            (text("on"), text("grade"))
        })
        .collect();
    assert_eq!(at_the_desk, told, "{grading}");
}
