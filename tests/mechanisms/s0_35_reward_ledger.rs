//! S0-35 网格员发现隐患奖励: confirmed hazard by tariff, the same photo twice refused, approval,
//! paid out once, exported; the worker sees it offline.

use serde_json::{Value, json};
use wangge_domain::inspection::PhotoStage;
use wangge_mobile_core::{PhotoRole, RecheckInput};

use crate::quick_hazard::{quick_hazard, quick_report};
use crate::support::{feedback, serve, shop};
use crate::world::{Desk, World};

async fn row(desk: &Desk, hazard: wangge_domain::RecordId) -> Option<Value> {
    let rows = desk.read("/api/v1/rewards").await;
    let rows = rows.as_array().expect("a list").clone();
    rows.into_iter().find(|row| row["hazard"] == json!(hazard))
}

async fn decide(desk: &Desk, hazard: wangge_domain::RecordId, body: Value) -> (u16, String) {
    let (status, answer) = desk.post(&format!("/api/v1/rewards/{hazard}"), body).await;
    let code = answer["code"].as_str().unwrap_or_default();
    (status.as_u16(), code.to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_35_reward_ledger() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let other = shop(&worker, grid, "别家", &[]);
    let plain = quick_hazard(&worker, premises, "通道堆物");
    let grave = quick_report(premises, "安全出口锁闭", true);
    let grave = worker.core.quick_report(&grave).expect("complete");
    // The same picture under another name, at another place.
    let mut copy = quick_report(premises, "通道堆物", false);
    copy.premises = other;
    let copy = worker
        .core
        .quick_report(&copy)
        .expect("the phone cannot know");
    // A copy of it saved anew: other bytes, the same picture.
    let shot = worker.core.get_record(plain).expect("there").photos[0]
        .row
        .record;
    let view = worker
        .core
        .photo_bytes(shot, PhotoRole::View)
        .expect("it is here");
    let mut resaved = quick_report(other, "消火栓无水", false);
    resaved.photo = view;
    let resaved = worker
        .core
        .quick_report(&resaved)
        .expect("the phone cannot know");
    let all = [plain, grave, copy, resaved];
    for hazard in all {
        serve(&worker, hazard, 7);
    }
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    assert!(
        row(&desk, plain).await.is_none(),
        "nobody else has confirmed it"
    );
    let early = decide(&desk, plain, json!({"act": "approve"})).await;
    assert_eq!(early, (422, "reward_not_in_ledger".to_owned()));

    // The station rechecks: now it is confirmed by somebody else.
    for hazard in all {
        feedback(&worker, hazard);
    }
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let second = world.person(wangge_domain::people::Role::StationOfficer, 1);
    for hazard in all {
        let photo = officer.photo(hazard, "", PhotoStage::Recheck);
        let passed = RecheckInput::Passed {
            with: vec![second],
            photos: vec![photo],
        };
        officer.core.recheck(hazard, passed).expect("passed");
    }
    officer.sync().await;
    let found = row(&desk, plain).await.expect("confirmed");
    assert_eq!(
        (&found["state"], &found["fen"]),
        (&json!("proposed"), &json!(500))
    );
    assert_eq!(found["finder"], json!(worker.user));
    let found = row(&desk, grave).await.expect("confirmed");
    assert_eq!(
        (&found["tariff"], &found["fen"]),
        (&json!("life_threat"), &json!(5000))
    );
    let found = row(&desk, copy).await.expect("entered with its refusal");
    assert_eq!(
        (&found["state"], &found["fen"]),
        (&json!("refused"), &json!(0))
    );
    assert_eq!(found["reason"], "照片已用于其他隐患");

    // What only looks the same is for a person to judge, who says why it is another.
    let found = row(&desk, resaved).await.expect("confirmed");
    assert_eq!(
        (&found["state"], &found["looks_like"]),
        (&json!("proposed"), &json!(plain))
    );
    let blind = decide(&desk, resaved, json!({"act": "approve"})).await;
    assert_eq!(blind, (422, "reward_needs_reason".to_owned()));
    let seen = json!({"act": "reject", "note": "与通道堆物为同一照片"});
    assert_eq!(decide(&desk, resaved, seen).await.0, 200);

    // Approval once, a rejection with a reason, paid out once.
    let refused = decide(&desk, copy, json!({"act": "approve"})).await;
    assert_eq!(refused, (422, "reward_not_proposed".to_owned()));
    let unpaid = decide(&desk, plain, json!({"act": "claim"})).await;
    assert_eq!(unpaid, (422, "reward_not_approved".to_owned()));
    assert_eq!(decide(&desk, plain, json!({"act": "approve"})).await.0, 200);
    let twice = decide(&desk, plain, json!({"act": "approve"})).await;
    assert_eq!(twice, (422, "reward_not_proposed".to_owned()));
    let silent = decide(&desk, grave, json!({"act": "reject"})).await;
    assert_eq!(silent, (422, "reward_needs_reason".to_owned()));
    let reason = json!({"act": "reject", "note": "已在前次通报内"});
    assert_eq!(decide(&desk, grave, reason).await.0, 200);
    worker.sync().await;
    assert_eq!(
        worker.core.my_rewards().expect("enrolled").to_claim_fen,
        500
    );
    assert_eq!(decide(&desk, plain, json!({"act": "claim"})).await.0, 200);
    let again = decide(&desk, plain, json!({"act": "claim"})).await;
    assert_eq!(again, (422, "reward_already_claimed".to_owned()));
    // Nor by the back door.
    let forged = desk.set_refused("reward_decision", json!({"key": "x", "entry": {}}));
    assert_eq!(forged.await, "forbidden");

    // Offline the worker sees what was decided, with the reason.
    worker.sync().await;
    let mine = worker.core.my_rewards().expect("enrolled");
    assert_eq!((mine.to_claim_fen, mine.claimed_fen), (0, 500));
    assert!(
        mine.decisions
            .iter()
            .any(|one| one.note == "已在前次通报内")
    );
    let (status, csv) = desk.get("/api/v1/rewards.csv").await;
    assert_eq!(status.as_u16(), 200);
    let csv = csv.as_str().expect("text").to_owned();
    assert!(csv.contains("\"5.00\""), "{csv}");
    // In words, as every sheet that people read: no codes under Chinese headings.
    for words in ["危及生命的隐患", "已领取", "不予奖励", "未批准"] {
        assert!(csv.contains(words), "{words}: {csv}");
    }
    for code in ["claimed", "life_threat", "refused", "rejected", "general"] {
        assert!(!csv.contains(code), "{code}: {csv}");
    }
    assert_eq!(csv.lines().count(), 5);
}
