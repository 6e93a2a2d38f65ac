//! The main job: inspect offline, sync, review, return, correct, accept; notice, serve, feedback,
//! recheck, close.

use serde_json::json;
use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::{Responsible, ReturnReason, Status};
use wangge_mobile_core::{
    NoticeInput, RecheckInput, ServiceInput, SignatureInput, SubmitInspection,
};

use wangge_sync_server::StoreChoice;
use wangge_tests::postgres_cluster::PostgresCluster;
use wangge_tests::township::Township;

use crate::world::{World, WorldClock};

fn responsible() -> Responsible {
    Responsible {
        unit: "青峰旅馆".to_owned(),
        leader: "李站长".to_owned(),
        person: "王老板".to_owned(),
        phone: String::new(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hazard_is_found_offline_put_right_and_closed() {
    whole_loop(World::start().await).await;
}

/// The same, with the relay's data in PostgreSQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_on_postgresql() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let clock = WorldClock::at_china(2026, 9, 1, 8);
    let store = StoreChoice::Postgres(cluster.database());
    let world = World::start_on(clock, String::new(), Township::qingfeng(), store).await;
    whole_loop(world).await;
}

async fn whole_loop(world: World) {
    let (worker, grid) = world.worker_phone(0).await;
    let officer = world.officer_phone(0).await;
    let listed = world
        .township
        .premises_of(grid)
        .next()
        .expect("the grid has premises")
        .clone();

    // Everything up to here was online once; now the signal is gone.
    let premises = worker.put_on_file(&listed);
    let inspection = worker
        .start(premises)
        .expect("the worker holds a certificate");
    let record = worker
        .core
        .get_record(inspection)
        .expect("it was just started");
    let code = record
        .content
        .text("checklist")
        .expect("a list is pinned")
        .to_owned();
    let failing = format!("{code}-01");
    worker.answer_all(premises, inspection, &[&failing]);
    let input = SubmitInspection {
        raise_hazards: true,
        ..SubmitInspection::default()
    };
    let submitted = worker
        .core
        .submit_inspection(inspection, &input)
        .expect("nothing is missing");
    let hazard = *submitted
        .hazards
        .first()
        .expect("the failed item became a hazard");
    assert!(worker.core.status().expect("it opens").pending > 0);

    // The signal is back.
    worker.sync().await;
    assert_eq!(worker.core.status().expect("it opens").pending, 0);
    let desk = world.officer_desk(0).await;
    let card = desk.card(inspection).await;
    assert_eq!(card["status"], "submitted");

    // The township returns it; the return reaches the phone; the correction comes back.
    officer.sync().await;
    officer
        .core
        .return_record(
            inspection,
            vec![ReturnReason {
                item: Some(failing.clone()),
                text: "照片不清".to_owned(),
            }],
        )
        .expect("an officer may return");
    officer.sync().await;
    worker.sync().await;
    let view = worker.core.get_record(inspection).expect("it is here");
    assert_eq!(view.state.status, Status::Returned);
    worker.photo(inspection, &failing, PhotoStage::Found);
    let input = SubmitInspection {
        correction: Some("补拍照片".to_owned()),
        ..SubmitInspection::default()
    };
    worker
        .core
        .submit_inspection(inspection, &input)
        .expect("the correction is complete");
    worker.sync().await;

    // Accepted by a password session, attested by the relay.
    let card = desk.card(inspection).await;
    let version = card["submitted"].clone();
    let version = if version.is_null() {
        card["version"].clone()
    } else {
        version
    };
    desk.act_ok(inspection, json!({"accepted": {"version": version}}))
        .await;

    // Notice with a provisional number, served with a signature.
    let notice = NoticeInput {
        issuer: "station".to_owned(),
        deadline: DeadlineSpec::Days {
            days: 7,
            calendar: DayKind::Natural,
        },
        responsible: responsible(),
    };
    let view = worker.core.get_record(hazard).expect("it is here");
    assert_eq!(view.state.status, Status::Found, "{:?}", view.state.history);
    let issued = worker
        .core
        .issue_notice(hazard, &notice)
        .expect("the notice is complete");
    assert!(issued.starts_with("暂-"), "{issued}");
    let statement = worker
        .core
        .get_record(hazard)
        .expect("it is here")
        .statement;
    let signature = SignatureInput {
        strokes: wangge_tests::STROKES.to_vec(),
        signer: "王老板".to_owned(),
        role: "owner".to_owned(),
        statement,
    };
    worker
        .core
        .serve_notice(hazard, &ServiceInput::Signed(signature))
        .expect("the signature is of what stands there");
    worker.sync().await;
    let view = worker.core.get_record(hazard).expect("it is here");
    assert_eq!(view.state.status, Status::Served);
    let number = view
        .state
        .notice_number
        .clone()
        .expect("the relay gave the final number");
    assert!(number.contains("〔2026〕第0001号"), "{number}");

    // The owner rectifies; two officers recheck in the last ten days.
    world.clock.advance_days(5);
    let after = worker.photo(hazard, "", PhotoStage::After);
    worker
        .core
        .feedback(hazard, "已清理", vec![after], true)
        .expect("it was served");
    worker.sync().await;
    officer.sync().await;
    let proof = officer.photo(hazard, "", PhotoStage::Recheck);
    let second = world.person(wangge_domain::people::Role::StationOfficer, 1);
    officer
        .core
        .recheck(
            hazard,
            RecheckInput::Passed {
                with: vec![second],
                photos: vec![proof],
            },
        )
        .expect("two officers may close it");
    officer.sync().await;
    worker.sync().await;
    let closed = worker.core.get_record(hazard).expect("it is here");
    assert_eq!(closed.state.status, Status::Closed);
    assert!(closed.state.close_out_number.is_some(), "销号 has a number");

    // Closed hazards keep their deadline; nobody is reminded of it.
    world.clock.advance_days(30);
    let desk = world.officer_desk(0).await;
    let passed = format!("due_before={}", world.clock.now().0);
    let due = desk.read(&format!("/api/v1/hazards?{passed}")).await;
    assert_eq!(due["items"].as_array().map(Vec::len), Some(1), "{due}");
    let open = desk
        .read(&format!("/api/v1/hazards?open=true&{passed}"))
        .await;
    assert_eq!(open["items"].as_array().map(Vec::len), Some(0), "{open}");
    let summary = desk.read("/api/v1/summary").await;
    assert_eq!(
        (&summary["past_due"], &summary["due_week"]),
        (&json!(0), &json!(0))
    );

    // Replicas agree.
    let there = officer.core.get_record(hazard).expect("it is there");
    assert_eq!(closed.content, there.content);
    assert_eq!(closed.state, there.state);
}

/// Two officers decide without a network: the second learns that his word changed nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decision_that_came_second_is_told() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let (first, second) = (world.officer_phone(0).await, world.officer_phone(1).await);
    let mut listed = world.township.premises_of(grid);
    let listed = listed.next().expect("the grid has premises").clone();
    let premises = worker.put_on_file(&listed);
    let inspection = worker
        .start(premises)
        .expect("the worker holds a certificate");
    worker.answer_all(premises, inspection, &[]);
    worker
        .core
        .submit_inspection(inspection, &SubmitInspection::default())
        .expect("nothing is missing");
    for phone in [&worker, &first, &second] {
        phone.sync().await;
    }
    first.core.accept(inspection).expect("it was submitted");
    let reason = ReturnReason {
        item: None,
        text: "照片不清".to_owned(),
    };
    let returned = second.core.return_record(inspection, vec![reason]);
    returned.expect("as far as this phone knows it may be returned");
    let told = first.sync().await;
    assert_eq!(told.without_effect, []);
    let told = second.sync().await;
    assert_eq!(told.without_effect, [inspection]);
    let view = second.core.get_record(inspection).expect("it is here");
    assert_eq!(view.state.status, Status::Accepted);
}
