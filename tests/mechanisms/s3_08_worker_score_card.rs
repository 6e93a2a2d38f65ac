//! S3-08 网格员考评: the worker sees every point offline, caps and rules against gaming hold, an
//! objection travels, and somebody else decides on it.

use reqwest::StatusCode;
use serde_json::json;
use wangge_domain::RecordId;
use wangge_domain::evaluation::LineNote;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::people::Role;
use wangge_mobile_core::{RecheckInput, ScoreCard};

use crate::quick_hazard::quick_hazard;
use crate::support::{api_refusal, feedback, reason, serve, shop, to_mend};
use crate::world::World;

fn note(card: &ScoreCard, record: RecordId, code: &str) -> Option<LineNote> {
    let lines = &card.card.months[0].lines;
    let found = lines
        .iter()
        .find(|it| it.event.record == record && it.event.code == code);
    found.map(|it| it.note)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_08_worker_score_card() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "积分店", &[]);
    let hazards: Vec<RecordId> = ["灭火器过期", "楼道堆物", "电线老化"]
        .iter()
        .map(|words| {
            let hazard = quick_hazard(&worker, premises, words);
            serve(&worker, hazard, 10);
            feedback(&worker, hazard);
            hazard
        })
        .collect();
    let false_alarm = quick_hazard(&worker, premises, "看错了");
    let month = world.clock.now().china_date();

    // Offline, before anybody has confirmed anything: all of it is shown, none of it counts.
    let card = worker
        .core
        .score_card(month)
        .expect("the card works offline");
    assert_eq!(
        card.card.points(),
        0,
        "nobody scores on his own word: {:?}",
        card.lines
    );
    assert_eq!(
        note(&card, hazards[0], "valid_hazard"),
        Some(LineNote::NotVerified)
    );
    assert!(
        card.lines.iter().any(|line| line.contains("尚未核实")),
        "{:?}",
        card.lines
    );
    let own = worker
        .core
        .object(hazards[0], "valid_hazard", None, "应加分");
    assert_eq!(own.map_err(reason), Err("not_in_this_state".to_owned()));

    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let second = world.person(Role::StationOfficer, 1);
    for hazard in &hazards {
        let photo = officer.photo(*hazard, "", PhotoStage::Recheck);
        let passed = RecheckInput::Passed {
            with: vec![second],
            photos: vec![photo],
        };
        officer
            .core
            .recheck(*hazard, passed)
            .expect("two officers may close it");
    }
    officer
        .core
        .void(false_alarm, "现场无此隐患")
        .expect("an officer may");
    officer.sync().await;
    worker.sync().await;

    // Three hazards of 2 and three closings of 1 at one place: the cap of the place is 5.
    let card = worker.core.score_card(month).expect("the card");
    let score = &card.card.months[0];
    assert_eq!(
        (score.earned, score.deducted, score.points),
        (5, -2, 3),
        "{:?}",
        card.lines
    );
    assert!(
        card.lines
            .iter()
            .any(|line| line.contains("同一场所本月最多5分")),
        "{:?}",
        card.lines
    );
    assert_eq!(
        note(&card, false_alarm, "false_or_duplicate"),
        Some(LineNote::Counted)
    );

    // He objects without a signal; it is durable here and travels with the record.
    let empty = worker
        .core
        .object(false_alarm, "false_or_duplicate", None, "  ");
    assert_eq!(
        to_mend(empty.expect_err("it says nothing")),
        [("value_missing".to_owned(), "objection".to_owned())]
    );
    worker
        .core
        .object(
            false_alarm,
            "false_or_duplicate",
            None,
            "照片可证明当时堵塞",
        )
        .expect("a deduction may be disputed");
    let card = worker.core.score_card(month).expect("the card");
    let disputed = |card: &ScoreCard| card.card.months[0].lines.iter().any(|it| it.disputed);
    assert!(
        disputed(&card) && card.card.points() == 3,
        "it stands, and is marked"
    );
    worker.sync().await;

    // The desk sees the same card, line by line.
    let desk = world.officer_desk(0).await;
    let path = format!("/api/v1/scores/{}", worker.user);
    let seen = desk.read(&format!("{path}?kind=month")).await;
    assert_eq!(seen["lines"], json!(card.lines), "one truth for both");
    let objections = format!("{path}/objections");
    let decide = |upheld: bool, why: &str| json!({"record": false_alarm, "code": "false_or_duplicate", "upheld": upheld, "reason": why});
    let (status, refused) = desk.post(&objections, decide(true, " ")).await;
    assert_eq!(
        (status, &refused["code"]),
        (StatusCode::CONFLICT, &json!("objection_needs_reason"))
    );
    let police = world.desk(world.person(Role::Police, 0)).await;
    let refused = police.post(&objections, decide(true, "属实")).await;
    assert_eq!(
        api_refusal(refused),
        "403 forbidden",
        "who does not review does not decide"
    );
    let other =
        json!({"record": hazards[0], "code": "valid_hazard", "upheld": true, "reason": "x"});
    let none = desk.post(&objections, other).await;
    assert_eq!(api_refusal(none), "404 not_found", "nobody objected to it");
    // Who declared it void does not judge what is said against that.
    let (status, own) = desk.post(&objections, decide(false, "确无隐患")).await;
    assert_eq!(
        (status, &own["code"]),
        (StatusCode::CONFLICT, &json!("own_deduction"))
    );
    let another = world.officer_desk(1).await;
    let (status, answer) = another.post(&objections, decide(true, "照片属实")).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let (status, again) = another.post(&objections, decide(false, "改主意")).await;
    assert_eq!(
        (status, &again["code"]),
        (StatusCode::CONFLICT, &json!("objection_decided"))
    );
    let seen = desk.read(&format!("{path}?kind=month")).await;
    assert_eq!(seen["points"], 5, "taken back: {seen}");
    // The worker learns of it with the next sync, and why.
    worker.sync().await;
    let card = worker.core.score_card(month).expect("the card");
    assert!(!disputed(&card), "{:?}", card.lines);
    assert_eq!(card.card.points(), 5);
    assert_eq!(seen["lines"], json!(card.lines), "one truth for both");
    assert!(
        card.lines
            .iter()
            .any(|line| line.contains("〔申诉成立：照片属实〕")),
        "{:?}",
        card.lines
    );
    let village = world.desk(world.person(Role::VillageAdmin, 3)).await;
    assert_eq!(
        api_refusal(village.get(&path).await),
        "403 forbidden",
        "another village's worker"
    );
}
