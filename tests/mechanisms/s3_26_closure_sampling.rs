//! S3-26 每季度专项督查: closed hazards are looked at again by two, drawn by a seed that nobody chose; the truth rate is
//! told when all have been seen.

use serde_json::json;
use wangge_domain::RecordId;
use wangge_domain::inspection::PhotoStage;
use wangge_mobile_core::RecheckInput;

use crate::officials::{photo_sent, say, say_with};
use crate::quick_hazard::quick_hazard;
use crate::support::{feedback, serve, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_26_closure_sampling() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let hazards: Vec<RecordId> = (0..11)
        .map(|n| quick_hazard(&worker, premises, &format!("隐患{n}")))
        .collect();
    for hazard in &hazards {
        serve(&worker, *hazard, 7);
        feedback(&worker, *hazard);
    }
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let second = world.officer_phone(1).await;
    for hazard in &hazards {
        let photo = officer.photo(*hazard, "", PhotoStage::Recheck);
        let passed = RecheckInput::Passed {
            with: vec![second.user],
            photos: vec![photo],
        };
        officer
            .core
            .recheck(*hazard, passed)
            .expect("it is put right");
    }
    officer.sync().await;

    // A tenth of eleven is two; the same seed gives the same two.
    let desk = world.officer_desk(0).await;
    let path = "/api/v1/candidates/sample?seed=2026Q3%E5%BC%80%E5%A5%96%E5%8F%B7";
    let drawn = desk.read(path).await[0]["items"].clone();
    assert_eq!(drawn, desk.read(path).await[0]["items"]);
    let drawn: Vec<String> = serde_json::from_value(drawn).expect("a list of ids");
    assert_eq!(drawn.len(), 2);
    let items = drawn.join(",");
    let town = world.township.grids[0].grid.to_string();
    let draw = |hazards: &str| {
        json!({
            "grid": town,
            "content": {"title": "三季度回头看"},
            "first": say("sample.draw", json!({
                "period": "2026Q3", "seed": "2026Q3开奖号", "hazards": hazards,
            })),
        })
    };
    assert_eq!(desk.open_refused("sample", draw("")).await, "field_missing");
    let (sample, _) = desk.open_case("sample", draw(&items)).await;

    // Looked at by two, with a photo, each once, and only what was drawn.
    officer.sync().await;
    let photo = photo_sent(&officer, sample).await;
    let verdict = |hazard: &str, truth: &str, with: &[_]| {
        say_with(
            "sample.verdict",
            json!({"hazard": hazard, "truth": truth, "text": "现场核查"}),
            with,
            &[photo],
        )
    };
    let mate = [second.user];
    assert_eq!(
        desk.step_refused(sample, verdict(&drawn[0], "true", &[]))
            .await,
        "too_few_people"
    );
    let other = hazards
        .iter()
        .map(ToString::to_string)
        .find(|id| !drawn.contains(id));
    let other = other.expect("eleven were closed");
    assert_eq!(
        desk.step_refused(sample, verdict(&other, "true", &mate))
            .await,
        "not_among"
    );
    desk.step_ok(sample, verdict(&drawn[0], "true", &mate))
        .await;
    assert_eq!(
        desk.step_refused(sample, verdict(&drawn[0], "false", &mate))
            .await,
        "done_before"
    );
    let told = say("sample.report", json!({"text": "通报各村"}));
    assert_eq!(
        desk.step_refused(sample, told.clone()).await,
        "not_all_done"
    );
    desk.step_ok(sample, verdict(&drawn[1], "false", &mate))
        .await;
    desk.step_ok(sample, told).await;
    let truth = desk.read(&format!("/api/v1/records/{sample}/truth")).await;
    assert_eq!(truth["basis_points"], 5_000);
    assert_eq!(truth["untrue"], json!([drawn[1]]));
}
