//! S3-26 每季度专项督查: closed hazards are looked at again by two, drawn by a seed that nobody names; the truth rate is
//! told when all have been seen.

use serde_json::json;
use wangge_domain::RecordId;
use wangge_domain::control::GridLevel;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::people::Role;
use wangge_domain::record::RecordKind;
use wangge_mobile_core::{CaseSubject, RecheckInput, StepInput};

use crate::officials::{photo_sent, say, say_with, seated};
use crate::quick_hazard::quick_hazard;
use crate::support::{feedback, reason, serve, shop};
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
    let path = |grid: &str| format!("/api/v1/candidates/sample?grid={grid}");
    let town = world.township.grids[0].grid.to_string();
    let today = desk.read(&path(&town)).await[0].clone();
    let seed = today["seed"].as_str().expect("the relay gives it");
    let date = world.clock.now().china_date().to_string();
    assert!(seed.starts_with(&date), "{seed}");
    let drawn = today["items"].clone();
    assert_eq!(drawn, desk.read(&path(&town)).await[0]["items"]);
    let drawn: Vec<String> = serde_json::from_value(drawn).expect("a list of ids");
    assert_eq!(drawn.len(), 2);
    let items = drawn.join(",");
    let draw = |hazards: &str| {
        json!({
            "grid": town,
            "content": {"title": "三季度回头看"},
            "first": say("sample.draw", json!({
                "period": "2026Q3", "hazards": hazards,
            })),
        })
    };
    assert_eq!(desk.open_refused("sample", draw("")).await, "field_missing");
    // Nobody chooses: what the seed does not draw is no sample, nor is what is not closed.
    let mut chosen: Vec<String> = hazards.iter().map(ToString::to_string).collect();
    chosen.retain(|id| !drawn.contains(id));
    chosen.truncate(2);
    let open = quick_hazard(&worker, premises, "未整改");
    worker.sync().await;
    for hazards in [
        chosen.join(","),
        drawn[0].clone(),
        format!("{items},{open}"),
    ] {
        let refused = desk.open_refused("sample", draw(&hazards)).await;
        assert_eq!(refused, "sample_not_drawn", "{hazards}");
    }
    // Nor what is closed elsewhere than in the grid that the sample is filed in.
    let other = world.township.grids.iter();
    let mut other = other.filter(|it| it.level == GridLevel::Small && it.grid != grid);
    let other = other.next().expect("a second small grid").grid;
    let other_grid = other;
    let mut elsewhere = draw(&items);
    elsewhere["grid"] = json!(other.to_string());
    assert_eq!(
        desk.open_refused("sample", elsewhere).await,
        "sample_not_drawn"
    );
    for (place, expected) in [
        (other.to_string(), Vec::new()),
        (grid.to_string(), drawn.clone()),
        (town.clone(), drawn.clone()),
    ] {
        let found = desk.read(&path(&place)).await;
        assert_eq!(found[0]["items"], json!(expected), "{place}");
    }
    // Nobody names a seed, whatever it would draw.
    let mut tried = draw(&items);
    tried["first"]["fields"]["seed"] = json!("2026Q3开奖号");
    assert_eq!(desk.open_refused("sample", tried).await, "sample_not_drawn");
    // What it was drawn from is the relay's word.
    let mut claimed = draw(&items);
    claimed["first"]["fields"]["candidates"] = json!("2 0000");
    assert_eq!(
        desk.open_refused("sample", claimed).await,
        "sample_not_drawn"
    );
    // A phone does not hold all that was closed, so it draws nothing.
    let case = officer
        .core
        .open_case(
            &RecordKind::Sample,
            CaseSubject::Premises(premises),
            &[].into(),
        )
        .expect("a case can be opened offline");
    let said = StepInput::saying(&[("period", "2026Q3"), ("hazards", &items)]);
    let refused = officer.core.step(case, "sample.draw", &said);
    assert_eq!(reason(refused.expect_err("not a phone's")), "only_at_desk");
    let (sample, _) = desk.open_case("sample", draw(&items)).await;

    // Looked at by two, with a photo, each once, and only what was drawn.
    officer.sync().await;
    let mut ids: Vec<RecordId> = hazards.clone();
    ids.sort_unstable();
    let ids: Vec<u8> = ids.iter().flat_map(|id| *id.as_bytes()).collect();
    let state = officer.core.get_record(sample).expect("it is here").state;
    let expected = format!("11 {}", wangge_protocol::sha256(&ids));
    assert_eq!(state.case.field("candidates"), expected);
    assert_eq!(state.case.field("seed"), seed, "written down by the relay");
    let photo = photo_sent(&officer, sample).await;
    let verdict = |hazard: &str, truth: &str, with: &[_]| {
        say_with(
            "sample.verdict",
            json!({"hazard": hazard, "truth": truth, "text": "现场核查"}),
            with,
            &[photo],
        )
    };
    let (_, desk_of_checker) = seated(&world, "大队甲", Role::FireOfficer, None).await;
    let (mate, desk_of_mate) = seated(&world, "大队乙", Role::FireOfficer, None).await;
    let mate = [mate];
    // Those who passed it do not look at it again, neither alone nor beside others.
    assert_eq!(
        desk.step_refused(sample, verdict(&drawn[0], "true", &mate))
            .await,
        "same_person"
    );
    let desk = desk_of_checker;
    assert_eq!(
        desk.step_refused(sample, verdict(&drawn[0], "true", &[second.user]))
            .await,
        "same_person"
    );
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
    // Nor by a photo that shows something else.
    let elsewhere = photo_sent(&officer, open).await;
    let borrowed = say_with(
        "sample.verdict",
        json!({"hazard": drawn[0], "truth": "true", "text": "现场核查"}),
        &mate,
        &[elsewhere],
    );
    assert_eq!(
        desk.step_refused(sample, borrowed).await,
        "photo_of_another"
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
    // Who is named by the first confirms it at a desk of their own; until then the steps say so.
    let word_of_one = |card: &serde_json::Value| {
        let steps = card["steps"].to_string();
        steps.contains("大队乙（未经本人确认）")
    };
    assert!(word_of_one(&desk.card(sample).await));
    let confirm = say("sample.countersign", json!({}));
    assert_eq!(
        desk.step_refused(sample, confirm.clone()).await,
        "not_named"
    );
    desk_of_mate.step_ok(sample, confirm).await;
    assert!(!word_of_one(&desk.card(sample).await));
    let desk = world.officer_desk(0).await;
    desk.step_ok(sample, told).await;
    let truth = desk.read(&format!("/api/v1/records/{sample}/truth")).await;
    assert_eq!(truth["basis_points"], 5_000);
    assert_eq!(truth["untrue"], json!([drawn[1]]));

    // The rate is a figure of the period, of the grid in which the hazards lie.
    let figure = |place: String| format!("/api/v1/figures?kind=year&open=truth&grid={place}");
    let all = desk.read(&figure(town.clone())).await;
    let rate = &all["figures"]["truth"];
    assert_eq!(rate["numerator"], 1);
    assert_eq!(rate["denominator"], 2);
    assert_eq!(rate["unmet"], json!([drawn[1]]));
    let none = desk.read(&figure(other_grid.to_string())).await;
    assert_eq!(none["figures"]["truth"]["denominator"], 0);
}
