//! S2-16 专项行动: own scope, checklist, dates; on phones with the next sync; accepted visits count.

use serde_json::{Value, json};
use wangge_domain::GridId;
use wangge_domain::premises::keys;
use wangge_mobile_core::{CoreError, StartInspection, SubmitInspection};

use crate::support::{reason, shop};
use crate::world::World;

const KEY: &str = "2026-electric";

fn row(grids: &[GridId], until: Value) -> Value {
    json!({
        "key": KEY, "from": "2026-09-02", "until": until,
        "entry": {
            "name": "电动自行车专项行动", "grids": grids, "categories": ["small_shop"],
            "checklist": "EB", "targets": [{"grid": grids[0], "premises": 2}],
            "text": "逐店检查停放充电",
        },
    })
}

fn plain() -> StartInspection {
    StartInspection {
        mode: wangge_domain::inspection::InspectionMode::Regular,
        checklist: None,
        position: None,
        inspectors: String::new(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_16_campaigns() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let (_, elsewhere) = world.worker(4);
    let shops: Vec<_> = (0..3)
        .map(|n| shop(&worker, grid, &format!("小店{n}"), &[]))
        .collect();
    let clinic = shop(
        &worker,
        grid,
        "诊所",
        &[(keys::CATEGORY, "small_clinic".into())],
    );
    worker.sync().await;

    // What is set must hold: an end, a checklist of the pack, targets within the scope.
    let desk = world.officer_desk(0).await;
    let endless = desk
        .set_refused("campaign", row(&[grid], Value::Null))
        .await;
    assert_eq!(endless, "campaign_without_end");
    let mut odd = row(&[grid], json!("2026-09-20"));
    odd["entry"]["checklist"] = json!("XX");
    assert_eq!(desk.set_refused("campaign", odd).await, "checklist_unknown");
    let mut odd = row(&[grid], json!("2026-09-20"));
    odd["entry"]["targets"] = json!([{"grid": elsewhere, "premises": 1}]);
    assert_eq!(
        desk.set_refused("campaign", odd).await,
        "target_out_of_scope"
    );
    desk.set("campaign", row(&[grid], json!("2026-09-20")))
        .await;

    // On the phone with the next sync; begun with its first day.
    assert!(worker.core.campaigns().expect("enrolled").is_empty());
    worker.sync().await;
    let early = worker
        .core
        .start_campaign_inspection(shops[0], KEY, &plain());
    assert_eq!(
        reason(early.expect_err("tomorrow")),
        "campaign_not_in_force"
    );
    world.clock.advance_days(1);
    let list = worker.core.campaigns().expect("enrolled");
    assert_eq!((list.len(), list[0].key.as_str()), (1, KEY));
    assert_eq!(list[0].campaign.text, "逐店检查停放充电");

    // A visit under it carries its key and its checklist; another place is not in its scope.
    let out = worker.core.start_campaign_inspection(clinic, KEY, &plain());
    assert_eq!(reason(out.expect_err("a clinic")), "premises_out_of_scope");
    let unknown = worker
        .core
        .start_campaign_inspection(shops[0], "none", &plain());
    assert_eq!(
        unknown,
        Err(CoreError::InvalidInput("campaign: none".to_owned()))
    );
    let mut visits = Vec::new();
    for shop in &shops[..2] {
        let visit = worker
            .core
            .start_campaign_inspection(*shop, KEY, &plain())
            .expect("in scope, in time");
        let content = worker.core.get_record(visit).expect("there").content;
        assert_eq!(content.text("campaign"), Some(KEY));
        assert_eq!(content.text("checklist"), Some("EB"));
        assert_eq!(content.text("mode"), Some("campaign"));
        worker.answer_all(*shop, visit, &[]);
        let submit = SubmitInspection::default();
        worker
            .core
            .submit_inspection(visit, &submit)
            .expect("complete");
        visits.push(visit);
    }
    worker.inspect(shops[2], &[]);
    let progress = worker.core.campaign_progress(KEY).expect("known");
    assert_eq!(
        (progress.target, progress.done, progress.waiting),
        (2, 0, 2)
    );

    // Only what was accepted counts, on the phone and at the desk alike.
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let card = desk.card(visits[0]).await;
    desk.act_ok(
        visits[0],
        json!({"accepted": {"version": card["submitted"]}}),
    )
    .await;
    worker.sync().await;
    let progress = worker.core.campaign_progress(KEY).expect("known");
    assert_eq!((progress.done, progress.waiting), (1, 1));
    let left = &progress.grids[0].left;
    assert!(!left.contains(&shops[0]) && left.contains(&shops[1]));
    let seen = desk
        .read(&format!("/api/v1/campaigns/{KEY}/progress"))
        .await;
    assert_eq!((&seen["target"], &seen["done"]), (&json!(2), &json!(1)));
    assert_eq!(seen["grids"][0]["grid"], json!(grid));
    assert_eq!(seen["grids"][0]["waiting"], 1);

    // A number for the whole township counts all below it, and no premises twice.
    let town = world.township.grids[0].grid;
    let mut whole = row(&[town], json!("2026-09-20"));
    whole["entry"]["targets"] = json!([{"grid": town, "premises": 3}]);
    desk.set("campaign", whole).await;
    let seen = desk
        .read(&format!("/api/v1/campaigns/{KEY}/progress"))
        .await;
    assert_eq!((&seen["target"], &seen["done"]), (&json!(3), &json!(1)));
    let lines = seen["grids"].as_array().expect("by grid");
    let above = lines.iter().find(|line| line["grid"] == json!(town));
    let above = above.expect("the line of the township");
    let told = ["in_scope", "target", "done", "waiting"].map(|key| above[key].clone());
    assert_eq!(told, [3, 3, 1, 1].map(|number| json!(number)));

    // After its last day nothing is started under it; what was done is still shown.
    world.clock.advance_days(19);
    let late = worker
        .core
        .start_campaign_inspection(shops[2], KEY, &plain());
    assert_eq!(reason(late.expect_err("over")), "campaign_not_in_force");
    assert!(worker.core.campaigns().expect("enrolled").is_empty());
    assert_eq!(worker.core.campaign_progress(KEY).expect("known").done, 1);
}
