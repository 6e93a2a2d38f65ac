//! S4-09 社区每周检查, 检查组下发通知书: the week's round of a village, and its own notices.

use chrono::NaiveDate;
use serde_json::json;
use wangge_domain::lifecycle::Status;
use wangge_domain::people::Role;
use wangge_domain::policy::TeamSigning;
use wangge_mobile_core::{CoreError, RecheckInput, SignatureInput, SubmitInspection};

use crate::quick_hazard::quick_hazard;
use crate::support::{feedback, reason, serve, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_09_a_village_walks_every_week_and_issues_notices() {
    let world = World::start().await;
    let village = world.township.villages[0].grid;
    let grid = world
        .township
        .small_grids()
        .find(|grid| grid.parent == Some(village));
    let grid = grid.expect("a village has small grids").grid;
    let manager = world.phone(world.person(Role::VillageAdmin, 0)).await;
    let week = || {
        manager
            .core
            .village_week(None)
            .expect("the phone is enrolled")
    };
    let day = |day| NaiveDate::from_ymd_opt(2026, 9, day).expect("a day of the calendar");

    // 1 September is a Tuesday.
    assert_eq!((week().done_on, week().weeks_missed), (None, None));
    let premises = shop(&manager, grid, "小店", &[]);
    manager.inspect(premises, &[]);
    assert_eq!(week().done_on, Some(day(1)));
    assert_eq!(week().until, day(6));

    let hazard = quick_hazard(&manager, premises, "灭火器过期");
    serve(&manager, hazard, 7);
    manager.sync().await;
    let state = manager.core.get_record(hazard).expect("it is here").state;
    assert_eq!(state.status, Status::Served);
    assert!(
        state
            .notice_number
            .is_some_and(|number| number.contains("第0001号"))
    );

    // Who issues it does not close it.
    feedback(&manager, hazard);
    manager.sync().await;
    let passed = RecheckInput::Passed {
        with: vec![],
        photos: vec![],
    };
    let refused = manager
        .core
        .recheck(hazard, passed)
        .expect_err("the township rechecks");
    assert_eq!(reason(refused), "no_permission");

    world.clock.advance_days(7);
    assert_eq!((week().done_on, week().weeks_missed), (None, Some(0)));
    world.clock.advance_days(7);
    assert_eq!(
        (week().done_on, week().weeks_missed),
        (None, Some(1)),
        "a week was left out"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_09_the_team_signs_the_round() {
    let world = World::start().await;
    let village = world.township.villages[0].grid;
    let grid = world
        .township
        .small_grids()
        .find(|grid| grid.parent == Some(village));
    let grid = grid.expect("a village has small grids").grid;
    let user = world.person(Role::VillageAdmin, 0);
    let manager = world.phone(user).await;
    let team = || manager.core.round_team(grid).expect("the own grid");
    assert!(team().members.is_empty(), "no team was entered yet");
    let desk = world.officer_desk(0).await;
    let row = json!({
        "key": village, "from": "2026-01-01", "reason": "换届",
        "entry": {
            "village": village, "head": user, "group": ["张三", "李四"],
            "rescue": ["王五"], "manager": user,
        },
    });
    desk.set("village_team", row).await;
    manager.sync().await;
    let members = team().members;
    assert_eq!(
        members.len(),
        3,
        "head and manager are one person: {members:?}"
    );
    assert!(members.contains("张三") && !members.contains("王五"));

    let premises = shop(&manager, grid, "小店", &[]);
    let walk = |signers: &[&str]| {
        let visit = manager.start(premises).expect("a visit begins");
        manager.answer_all(premises, visit, &[]);
        for signer in signers {
            let statement = manager
                .core
                .get_record(visit)
                .expect("it is here")
                .statement;
            let signature = SignatureInput {
                strokes: wangge_tests::strokes_of(signer),
                signer: (*signer).to_owned(),
                role: "inspector".to_owned(),
                statement,
            };
            manager.core.sign(visit, &signature).expect("it is shown");
        }
        let input = SubmitInspection::default();
        let submitted = manager.core.submit_inspection(visit, &input);
        submitted.expect("it is complete");
        visit
    };
    let alone = walk(&["张三"]);
    let with_a_stranger = walk(&["张三", "过路人"]);
    let whole = walk(&["张三", "李四"]);
    let found = team();
    assert_eq!(found.signed, [whole]);
    let mut unsigned = found.unsigned;
    unsigned.sort_unstable();
    let mut expected = vec![alone, with_a_stranger];
    expected.sort_unstable();
    assert_eq!(
        unsigned, expected,
        "one alone is no team, a stranger is not of it"
    );
    world.clock.advance_days(7);
    let next = team();
    assert!(
        next.signed.is_empty() && next.unsigned.is_empty(),
        "a new week"
    );
}

/// A county may ask by its pack that the team signs: a visit without its signatures is not handed in, who
/// is missing is named, and the draft stays.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_09_the_policy_may_ask_the_team_to_sign() {
    let world = World::start().await;
    let village = world.township.villages[0].grid;
    let mut grids = world.township.small_grids();
    let grid = grids.find(|grid| grid.parent == Some(village));
    let grid = grid.expect("a village has small grids").grid;
    let user = world.person(Role::VillageAdmin, 0);
    let manager = world.phone(user).await;
    let desk = world.officer_desk(0).await;
    let row = json!({
        "key": village, "from": "2026-01-01", "reason": "换届",
        "entry": {"village": village, "manager": user, "group": ["张三", "李四"], "rescue": []},
    });
    desk.set("village_team", row).await;
    let premises = shop(&manager, grid, "小店", &[]);
    manager.sync().await;
    let visit = || {
        let visit = manager.start(premises).expect("a visit begins");
        manager.answer_all(premises, visit, &[]);
        visit
    };
    let sign = |visit, signer: &str| {
        let shown = manager.core.get_record(visit).expect("it is here");
        let signature = SignatureInput {
            strokes: wangge_tests::strokes_of(signer),
            signer: signer.to_owned(),
            role: "inspector".to_owned(),
            statement: shown.statement,
        };
        manager.core.sign(visit, &signature).expect("it is shown");
    };
    let hand_in = |visit| {
        let input = SubmitInspection::default();
        manager.core.submit_inspection(visit, &input)
    };
    // The pack that ships asks nobody.
    hand_in(visit()).expect("it is complete");
    manager.sync().await;

    let mut pack = manager.core.policy().expect("a pack").as_ref().clone();
    pack.calendar.team_signs = vec![TeamSigning {
        modes: vec!["regular".to_owned()],
        least: 2,
        head: false,
        manager: true,
    }];
    pack.revision += 1;
    let activated = world
        .admin()
        .activate_policy(pack.to_json().as_bytes(), None);
    activated.expect("the pack is sound");
    manager.sync().await;
    let asked = visit();
    sign(asked, "张三");
    sign(asked, "李四");
    let refused = hand_in(asked).expect_err("the manager has not signed");
    let CoreError::NotAllowed(reason) = refused else {
        panic!("refused by a rule, not {refused:?}");
    };
    assert_eq!(reason.code, "team_signature_missing");
    assert_eq!(reason.rule, "S4-09");
    let control = manager.core.control().expect("it is enrolled");
    let name = control.people[&user].name.clone();
    assert!(reason.detail.contains(&name), "{reason:?}");
    assert!(!reason.detail.contains("张三"), "{reason:?}");
    let kept = manager.core.get_record(asked).expect("it is here");
    assert_eq!(kept.state.status, Status::Draft, "the draft stays");
    assert_eq!(kept.signatures.len(), 2);
    sign(asked, &name);
    hand_in(asked).expect("the team has signed");
    manager.sync().await;
    let state = manager.core.get_record(asked).expect("it is here").state;
    assert_eq!(state.status, Status::Submitted);
}
