//! S3-08 网格交接: what a worker missed stays on that worker's card when the grid is shared, handed on, or the
//! role has ended, and whoever manages the area goes on reading it.

use chrono::NaiveDate;
use serde_json::{Value, json};
use wangge_domain::UserId;
use wangge_domain::evaluation::ScoreLine;
use wangge_domain::people::{Role, Scope};
use wangge_mobile_core::ScoreCard;

use crate::support::{api_refusal, reason, shop};
use crate::world::{Desk, World};

const SEPTEMBER: &str = "kind=month&on=2026-09-15";

async fn card(desk: &Desk, worker: UserId) -> Value {
    let path = format!("/api/v1/scores/{worker}?{SEPTEMBER}");
    desk.read(&path).await["card"].clone()
}

fn deducted(card: &Value) -> &Value {
    &card["months"][0]["deducted"]
}

fn overdue(card: &ScoreCard) -> &ScoreLine {
    let mut lines = card.card.months[0].lines.iter();
    let found = lines.find(|it| it.event.code == "overdue_task");
    found.unwrap_or_else(|| panic!("{:?}", card.lines))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_08_handed_on_grid() {
    let world = World::start().await;
    let town = world.township.grids[0].grid;
    let level = json!({
        "key": town,
        "entry": {
            "area": town, "level": 2, "zh": "二级响应", "banner": "一律每月巡查",
            "minima": [{"by": "grid", "every": "month"}],
        },
    });
    world.county_desk().await.set("response_level", level).await;
    // Of the first grid two answer together.
    let (worker, grid) = world.worker_phone(1).await;
    let (next, _) = world.worker(2);
    shop(&worker, grid, "漏检店", &[]);
    worker.sync().await;
    // Due by the end of September, and nobody came.
    world.clock.advance_days(30);
    worker.sync().await;
    let month = NaiveDate::from_ymd_opt(2026, 9, 15).expect("a day");
    let own = worker.core.score_card(month).expect("the card");
    let before = card(&world.officer_desk(0).await, worker.user).await;
    assert_eq!(deducted(&before), -2, "{before}");
    assert_eq!(json!(own.card), before, "one truth for both");
    assert_eq!(before["on_time"]["denominator"], 1);

    // An objection is to one day's deduction, and so is what is decided on it.
    let missed = &overdue(&own).event;
    let object = |day| {
        let core = &worker.core;
        core.object(missed.record, "overdue_task", day, "当日住院")
    };
    let none = object(missed.on.succ_opt());
    assert_eq!(none.map_err(reason), Err("not_in_this_state".to_owned()));
    object(Some(missed.on)).expect("a deduction may be disputed");
    worker.sync().await;
    world.clock.advance_days(31);
    worker.sync().await;
    let decide = |day| json!({"record": missed.record, "code": "overdue_task", "day": day, "upheld": false, "reason": "无证明"});
    let path = format!("/api/v1/scores/{}/objections", worker.user);
    let desk = world.officer_desk(0).await;
    let other = desk.post(&path, decide(json!("2026-11-11"))).await;
    assert_eq!(api_refusal(other), "404 not_found", "nobody objected to it");
    let (status, answer) = desk.post(&path, decide(json!(missed.on))).await;
    assert_eq!(status, reqwest::StatusCode::OK, "{answer}");
    worker.sync().await;
    let told = worker.core.score_card(missed.on).expect("the card").lines;
    assert!(
        told.iter()
            .any(|line| line.contains("〔申诉不成立：无证明〕")),
        "{told:?}"
    );
    let october = NaiveDate::from_ymd_opt(2026, 10, 15).expect("a day");
    let next_month = worker.core.score_card(october).expect("the card");
    let line = overdue(&next_month);
    assert!(
        line.given < 0 && !line.disputed && line.decision.is_none(),
        "another day stands open: {line:?}"
    );
    object(Some(line.event.on)).expect("and may be disputed");

    // Later months: a second one comes to it, and then the first one's role ends.
    world.clock.advance_days(30);
    let admin = world.admin();
    let scope = Scope::Subtree(grid);
    let granted = admin.grant(next, Role::GridWorker, scope, None, None);
    granted.expect("a grant");
    let desk = world.officer_desk(0).await;
    let shared = card(&desk, worker.user).await;
    assert_eq!(deducted(&shared), -2, "it stays: {shared}");
    let ended = admin.revoke(worker.user, Role::GridWorker, "调离");
    ended.expect("the role ends");
    let after = card(&desk, worker.user).await;
    assert_eq!(
        (deducted(&after), &after["on_time"]),
        (&json!(-2), &before["on_time"]),
        "readable, and the same: {after}"
    );
    let theirs = card(&desk, next).await;
    assert_eq!(deducted(&theirs), 0, "not theirs: {theirs}");
    assert_eq!(theirs["on_time"]["denominator"], 0, "{theirs}");
    let list = desk.read(&format!("/api/v1/scores.csv?{SEPTEMBER}")).await;
    let list = list.as_str().expect("a file");
    assert!(list.contains(&worker.user.to_string()), "{list}");

    // Of a month long after the role ended it is for the same people.
    let path = format!("/api/v1/scores/{}?kind=month&on=2027-01-15", worker.user);
    assert_eq!(desk.read(&path).await["points"], 0);
    let village = world.desk(world.person(Role::VillageAdmin, 3)).await;
    assert_eq!(
        api_refusal(village.get(&path).await),
        "403 forbidden",
        "another village's worker"
    );
}
