//! S0-25 逐一明确整改责任: no notice leaves without unit, leader, person and deadline, and nothing that was put
//! right on the spot is closed without the three.

use serde_json::json;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::{Event, Responsible, Status};
use wangge_domain::{GridId, RecordId};
use wangge_mobile_core::NoticeInput;

use crate::quick_hazard::quick_hazard;
use crate::support::{found_hazard, notice, premises_of, reason, responsible, shop};
use crate::world::{Phone, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_25_responsibility_before_notice() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = premises_of(&world, &worker, grid);
    let hazard = found_hazard(&worker, premises);
    let without = |change: fn(&mut Responsible)| {
        let mut someone = responsible();
        change(&mut someone);
        NoticeInput {
            responsible: someone,
            ..notice(7)
        }
    };
    for incomplete in [
        without(|it| it.unit.clear()),
        without(|it| it.leader.clear()),
        without(|it| it.person.clear()),
    ] {
        let error = worker
            .core
            .issue_notice(hazard, &incomplete)
            .expect_err("not complete");
        assert_eq!(reason(error), "responsible_missing");
    }
    let endless = notice(3_000);
    let refused = worker.core.issue_notice(hazard, &endless);
    let refused = refused.expect_err("a deadline beyond the policy");
    assert_eq!(reason(refused), "deadline_out_of_limits");
    let number = worker
        .core
        .issue_notice(hazard, &notice(7))
        .expect("complete");
    assert!(
        number.ends_with("-1"),
        "no number was spent on the refused ones: {number}"
    );
}

/// The name of whoever heads the village of a grid.
fn village_head(world: &World, grid: GridId) -> String {
    let township = &world.township;
    let village = township.grid(grid).and_then(|small| small.parent);
    let head = village.and_then(|village| township.grid(village)?.head);
    let mut people = township.people.iter();
    let head = people.find(|person| Some(person.user) == head);
    head.expect("the village has a head").name.clone()
}

fn fixed(phone: &Phone, premises: RecordId, words: &str) -> RecordId {
    let hazard = quick_hazard(phone, premises, words);
    let before = phone.photo(hazard, "", PhotoStage::Before);
    let after = phone.photo(hazard, "", PhotoStage::After);
    let said = phone.core.fix_on_spot(hazard, before, after);
    said.expect("it was cleared at once");
    hazard
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_25_what_was_put_right_on_the_spot_is_closed_with_a_leader() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let officer = world.officer_phone(0).await;
    let premises = shop(&worker, grid, "桥头便民超市", &[]);
    let by_phone = fixed(&worker, premises, "通道堆物");
    let by_desk = fixed(&worker, premises, "门口堆物");
    let by_name = fixed(&worker, premises, "楼梯堆物");
    let bare = fixed(&worker, premises, "院内堆物");
    let leader = village_head(&world, grid);
    worker.sync().await;
    officer.sync().await;

    // A program of one's own that names nobody closes nothing.
    let verified = Event::FixVerified {
        issuer: Some("station".to_owned()),
        note: "属实".to_owned(),
    };
    let refused = officer.core.act(bare, verified);
    assert_eq!(
        reason(refused.expect_err("nobody is answerable")),
        "responsible_missing"
    );

    // On the phone nobody is asked one more question: directory and file know.
    officer
        .core
        .verify_fix(by_phone, Some("station"), "属实")
        .expect("by somebody else");
    let by_file = Responsible {
        unit: "桥头便民超市".to_owned(),
        leader: leader.clone(),
        person: "王小二".to_owned(),
        phone: String::new(),
    };
    let held = officer.core.get_record(by_phone).expect("it is here").state;
    assert_eq!((held.status, &held.responsible), (Status::Closed, &by_file));
    officer.sync().await;
    let desk = world.officer_desk(0).await;
    let card = desk.card(by_phone).await;
    assert_eq!(card["status"], "closed");
    assert_eq!(card["responsible"]["leader"], json!(leader));

    // Nor at the desk; and who was named by somebody stays.
    let said = json!({"fix_verified": {"issuer": "station", "note": "属实"}});
    let (_, done) = desk.act(by_desk, said.clone()).await;
    assert_eq!(done["applied"], true, "{done}");
    assert!(
        done["number"].is_string(),
        "the closing has a number: {done}"
    );
    let card = desk.card(by_desk).await;
    assert_eq!(card["responsible"]["leader"], json!(leader));
    assert_eq!(card["responsible"]["person"], "王小二");
    let named = Responsible {
        leader: "分管副镇长".to_owned(),
        person: String::new(),
        ..by_file
    };
    let half = json!({ "responsibility_set": named });
    assert_eq!(desk.act_refused(by_name, half).await, "responsible_missing");
    let named = Responsible {
        person: "新租户".to_owned(),
        ..named
    };
    let whole = json!({ "responsibility_set": named });
    assert_eq!(desk.act(by_name, whole).await.1["applied"], true);
    assert_eq!(desk.act(by_name, said.clone()).await.1["applied"], true);
    let card = desk.card(by_name).await;
    assert_eq!(card["status"], "closed");
    assert_eq!(card["responsible"]["leader"], "分管副镇长");
    assert_eq!(card["responsible"]["person"], "新租户");

    // Whoever reported the fix names nobody by trying to verify it.
    let own = worker.core.verify_fix(bare, Some("station"), "属实");
    assert_eq!(reason(own.expect_err("their own fix")), "same_person");
    worker.sync().await;
    let held = worker.core.get_record(bare).expect("it is here").state;
    assert_eq!(held.status, Status::FixedPendingCheck);
    assert_eq!(held.responsible, Responsible::default());
}
