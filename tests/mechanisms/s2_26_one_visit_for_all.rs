//! S2-26 综合查一次: what agencies owe to one premises is made one visit that each of them signs; a
//! second visit within the window is warned of.

use std::collections::BTreeSet;

use serde_json::json;
use wangge_domain::RecordId;
use wangge_domain::people::Role;
use wangge_domain::premises::keys;
use wangge_mobile_core::{SignatureInput, StartInspection, SubmitInspection};

use crate::support::{reason, shop};
use crate::world::{Phone, World};

fn input() -> StartInspection {
    StartInspection {
        mode: wangge_domain::inspection::InspectionMode::Regular,
        checklist: None,
        position: None,
        inspectors: "李所长、王民警".to_owned(),
    }
}

fn sign(phone: &Phone, visit: RecordId, signer: &str, agency: &str) {
    let statement = phone.core.get_record(visit).expect("there").statement;
    let signature = SignatureInput {
        strokes: wangge_tests::STROKES.to_vec(),
        signer: signer.to_owned(),
        role: format!("inspector:{agency}"),
        statement,
    };
    phone.core.sign(visit, &signature).expect("it is shown");
}

fn agencies(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_26_one_visit_for_all() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let listed = [
        (keys::CATEGORY, "small_hotel".into()),
        (keys::POLICE_LISTED, true.into()),
    ];
    let hotel = shop(&worker, grid, "旅馆", &listed);
    let quiet = shop(&worker, grid, "小店", &[]);
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let plan = json!({
        "key": "CULT",
        "entry": {"department": "CULT", "categories": ["small_hotel"], "every": "month"},
    });
    desk.set("department_plan", plan).await;
    let police = world.phone(world.person(Role::Police, 0)).await;

    // Offline: police and department are due at the hotel in the same month.
    let merged = police.core.joint_visits().expect("enrolled");
    assert_eq!(merged.len(), 1, "{merged:?}");
    assert_eq!(merged[0].premises, hotel);
    assert_eq!(merged[0].agencies, agencies(&["CULT", "PSB"]));
    assert!(police.core.recent_visit(hotel).expect("enrolled").is_none());

    // A joint visit is of two at least, one of them the own agency.
    let alone = police
        .core
        .start_joint_inspection(hotel, &agencies(&["PSB"]), &input());
    assert_eq!(reason(alone.expect_err("one")), "joint_visit_of_one");
    let others = agencies(&["CULT", "FIRE"]);
    let foreign = police.core.start_joint_inspection(hotel, &others, &input());
    assert_eq!(
        reason(foreign.expect_err("not there")),
        "joint_visit_of_others"
    );
    let visit = police
        .core
        .start_joint_inspection(hotel, &merged[0].agencies, &input())
        .expect("both come");
    police.answer_all(hotel, visit, &[]);

    // Each of them signs, or it is not submitted.
    let submit = SubmitInspection::default();
    let unsigned = police.core.submit_inspection(visit, &submit);
    assert_eq!(
        reason(unsigned.expect_err("nobody signed")),
        "joint_signature_missing"
    );
    sign(&police, visit, "王民警", "PSB");
    let half = police.core.submit_inspection(visit, &submit);
    assert_eq!(
        reason(half.expect_err("one signed")),
        "joint_signature_missing"
    );
    sign(&police, visit, "李科长", "CULT");
    police
        .core
        .submit_inspection(visit, &submit)
        .expect("both signed");
    police.sync().await;

    // It counts for both, and the grid worker is warned of coming again.
    let next = police.core.joint_visits().expect("enrolled");
    let october = chrono::NaiveDate::from_ymd_opt(2026, 10, 31).expect("a day");
    assert_eq!(
        (next.len(), next[0].by),
        (1, october),
        "both are done for this month"
    );
    let plan = desk.read("/api/v1/plans/CULT").await;
    assert_eq!(
        plan[0]["due"], "2026-10-31",
        "the relay counts it for the department"
    );
    worker.sync().await;
    world.clock.advance_days(10);
    let recent = worker
        .core
        .recent_visit(hotel)
        .expect("enrolled")
        .expect("ten days ago");
    assert_eq!(recent.inspection, visit);
    assert_eq!(recent.agencies, agencies(&["CULT", "PSB"]));
    assert!(worker.core.recent_visit(quiet).expect("enrolled").is_none());
    worker.start(hotel).expect("a warning is no prohibition");
    world.clock.advance_days(21);
    assert!(
        worker.core.recent_visit(hotel).expect("enrolled").is_none(),
        "31 days ago"
    );
}
