//! S2-26 综合查一次: what agencies owe to one premises is made one visit that each of them signs; a
//! second visit within the window is warned of.

use std::collections::BTreeSet;

use serde_json::json;
use wangge_domain::RecordId;
use wangge_domain::people::Role;
use wangge_domain::premises::keys;
use wangge_mobile_core::{SignatureInput, StartInspection, SubmitInspection};

use crate::officials::seated;
use crate::support::{api_refusal, reason, shop};
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
        strokes: wangge_tests::strokes_of(signer),
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
    let station = world.officer_phone(0).await;
    let hotel = shop(&station, grid, "旅馆", &listed);
    station.sync().await;
    let quiet = shop(&worker, grid, "小店", &[]);
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let plan = json!({
        "key": "CULT",
        "entry": {"department": "CULT", "categories": ["small_hotel"], "every": "month"},
    });
    desk.set("department_plan", plan).await;
    // A desk draws a form of what it sets: the program describes its own registers.
    let registers = desk.read("/api/v1/registers").await;
    let of = |name: &str| {
        let mut all = registers.as_array().into_iter().flatten();
        let found = all.find(|it| it["name"] == name);
        found.expect("a register of this name")
    };
    let drawn = of("department_plan");
    assert_eq!(drawn["form"]["key"], json!(["department"]));
    assert_eq!(drawn["form"]["fields"][0]["zh"], "责任部门");
    assert!(
        of("duty_list").get("form").is_none(),
        "a sheet describes itself"
    );
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_26_joint_visits_at_the_relay() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let listed = [
        (keys::CATEGORY, "small_hotel".into()),
        (keys::POLICE_LISTED, true.into()),
    ];
    let station = world.officer_phone(0).await;
    let hotel = shop(&station, grid, "旅馆", &listed);
    station.sync().await;
    shop(&worker, grid, "小店", &[]);
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let path = "/api/v1/joint-visits";
    assert_eq!(desk.read(path).await, json!([]), "one agency alone");
    let plan = json!({
        "key": "CULT",
        "entry": {"department": "CULT", "categories": ["small_hotel"], "every": "month"},
    });
    desk.set("department_plan", plan).await;

    // The same as a phone says offline.
    let police = world.phone(world.person(Role::Police, 0)).await;
    let offline = police.core.joint_visits().expect("enrolled");
    assert_eq!(offline.len(), 1, "{offline:?}");
    let merged = desk.read(path).await;
    assert_eq!(merged.as_array().map(Vec::len), Some(1), "{merged}");
    let visit = &merged[0];
    assert_eq!(visit["premises"], hotel.to_string());
    assert_eq!(visit["by"], offline[0].by.to_string());
    let codes = visit["agencies"].as_array().expect("agencies");
    let codes: BTreeSet<_> = codes.iter().map(|it| it["code"].as_str()).collect();
    assert_eq!(codes, BTreeSet::from([Some("CULT"), Some("PSB")]));
    let departments = &worker.core.policy().expect("a pack").routing.departments;
    assert_eq!(
        visit["agencies"][0]["name"],
        departments["CULT"].zh.as_str()
    );
    let dues = visit["agencies"].as_array().expect("agencies").iter();
    let earliest = dues.filter_map(|it| it["due"].as_str()).min();
    assert_eq!(
        earliest,
        visit["by"].as_str(),
        "then all of them are in time"
    );
    assert!(visit.get("recent").is_none(), "{visit}");

    // A department reads what it takes part in, a grid what lies in it.
    let (_, culture) = seated(&world, "文旅局", Role::DeptOfficer, Some("CULT")).await;
    assert_eq!(culture.read(path).await, merged);
    let (_, civil) = seated(&world, "民政局", Role::DeptOfficer, Some("CIVIL")).await;
    assert_eq!(civil.read(path).await, json!([]), "not its visit");
    let here = desk.read(&format!("{path}?grid={grid}")).await;
    assert_eq!(here, merged);
    let (_, elsewhere) = world.worker(4);
    let there = desk.read(&format!("{path}?grid={elsewhere}")).await;
    assert_eq!(there, json!([]));
    let manager = world.desk(world.person(Role::VillageAdmin, 0)).await;
    let not_his = manager.get(&format!("{path}?grid={elsewhere}")).await;
    assert_eq!(api_refusal(not_his), "403 forbidden");
    let unknown = desk.get(&format!("{path}?grid={hotel}")).await;
    assert_eq!(api_refusal(unknown), "404 not_found");

    // A visit that was made lately is told.
    let made = police
        .core
        .start_joint_inspection(hotel, &offline[0].agencies, &input())
        .expect("both come");
    police.answer_all(hotel, made, &[]);
    sign(&police, made, "王民警", "PSB");
    sign(&police, made, "李科长", "CULT");
    police
        .core
        .submit_inspection(made, &SubmitInspection::default())
        .expect("both signed");
    police.sync().await;
    let next = desk.read(path).await;
    assert_eq!(next[0]["by"], "2026-10-31", "{next}");
    assert_eq!(next[0]["recent"]["inspection"], made.to_string());
    assert_eq!(next[0]["recent"]["agencies"], json!(["CULT", "PSB"]));
}
