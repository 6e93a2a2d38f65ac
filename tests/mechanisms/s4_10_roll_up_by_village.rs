//! S4-10 不能及时整改的以村为单位汇总上报: what is overdue, village by village, at the township; every week a village
//! confirms what it found, put right and could not put right in time, and the township receives it.

use reqwest::StatusCode;
use serde_json::{Value, json};
use wangge_domain::GridId;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::people::Role;
use wangge_domain::record::RecordKind;
use wangge_mobile_core::{CaseFilter, CaseSubject, CoreError, RecheckInput, StepInput};

use crate::officials::say;
use crate::quick_hazard::quick_hazard;
use crate::support::{api_refusal, feedback, reason, serve, shop};
use crate::world::{Desk, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_10_what_is_overdue_is_summed_up_by_village() {
    let world = World::start().await;
    for (index, names) in [(0, ["甲店", "乙店"]), (4, ["丙店", "丁店"])] {
        let (worker, grid) = world.worker_phone(index).await;
        let late = shop(&worker, grid, names[0], &[]);
        let in_time = shop(&worker, grid, names[1], &[]);
        let hazard = quick_hazard(&worker, late, names[0]);
        serve(&worker, hazard, 7);
        let hazard = quick_hazard(&worker, in_time, names[1]);
        serve(&worker, hazard, 30);
        worker.sync().await;
    }
    world.clock.advance_days(9);
    world.run_jobs().await;

    let town = world.officer_desk(0).await;
    let villages = [(0, "甲店"), (2, "丙店")];
    for (village, late) in villages {
        let village = &world.township.villages[village];
        let path = format!("/api/v1/hazards?status=overdue&village={}", village.grid);
        let batch = town.read(&path).await;
        let items = batch["items"].as_array().expect("a page has items");
        assert_eq!(items.len(), 1, "{}: {batch}", village.name);
        assert_eq!(items[0]["premises_name"], late);
        assert_eq!(items[0]["village"], village.name.as_str());
    }

    // A village hands in its own sheet: no row of another village is on it.
    let manager = world.desk(world.person(Role::VillageAdmin, 0)).await;
    let (status, sheet) = manager.get("/api/v1/ledger.csv?status=overdue").await;
    assert_eq!(status, StatusCode::OK);
    let sheet = sheet.as_str().expect("a table is text");
    assert!(sheet.contains("甲店") && !sheet.contains("乙店"), "{sheet}");
    assert!(
        !sheet.contains("丙店") && !sheet.contains("丁店"),
        "{sheet}"
    );

    // Nor does it read the sheet of another one.
    let other = world.township.villages[2].grid;
    let path = format!("/api/v1/hazards?status=overdue&village={other}");
    let answer = manager.read(&path).await;
    assert_eq!(answer["items"], serde_json::json!([]), "as if it had none");
    let path = format!("/api/v1/ledger.csv?status=overdue&village={other}");
    let (_, sheet) = manager.get(&path).await;
    assert!(!sheet.to_string().contains("丙店"), "{sheet}");

    // A state that there is not is no empty sum: it would read as "nothing is late".
    for path in [
        "/api/v1/hazards?status=late",
        "/api/v1/ledger.csv?status=late",
    ] {
        let (status, answer) = town.get(path).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{path}: {answer}");
        assert_eq!(answer["code"], "bad_request", "{path}");
    }
}

/// The week of a village at a desk.
async fn week(desk: &Desk, day: &str, village: GridId) -> Value {
    let week = desk.read(&format!("/api/v1/weekly-rollups?on={day}")).await;
    let villages = week["villages"].as_array().expect("a list").clone();
    let found = villages
        .into_iter()
        .find(|one| one["village"] == village.to_string());
    found.unwrap_or_else(|| panic!("the village is listed: {week}"))
}

fn counts(week: &Value) -> [usize; 4] {
    ["found", "fixed", "open", "overdue"].map(|name| week[name].as_array().expect("a list").len())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_10_a_village_confirms_its_week_and_the_township_receives_it() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let (away, other_grid) = world.worker_phone(1).await;
    let village = world.township.villages[0].grid;
    let premises = shop(&worker, grid, "甲店", &[]);
    let late = quick_hazard(&worker, premises, "通道堆物");
    serve(&worker, late, 7);
    let open = quick_hazard(&worker, premises, "线路老化");
    serve(&worker, open, 30);
    let fixed = quick_hazard(&worker, premises, "灭火器过期");
    serve(&worker, fixed, 15);
    // A colleague finds one in the same week, and has no network until later.
    let elsewhere = shop(&away, other_grid, "乙店", &[]);
    quick_hazard(&away, elsewhere, "安全出口上锁");
    world.clock.advance_days(2);
    feedback(&worker, fixed);
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let photo = officer.photo(fixed, "", PhotoStage::Recheck);
    let passed = RecheckInput::Passed {
        with: vec![world.person(Role::StationOfficer, 1)],
        photos: vec![photo],
    };
    officer.core.recheck(fixed, passed).expect("two officers");
    officer.sync().await;

    // 5 September 2026 is a Saturday: the week began on 31 August.
    world.clock.advance_days(2);
    let day = "2026-09-05".parse().expect("a day");
    let head = world.phone(world.person(Role::VillageAdmin, 0)).await;
    let mine = head
        .core
        .weekly_rollup(village, day)
        .expect("the own village");
    let (from, until) = (mine.rollup.from.to_string(), mine.rollup.until.to_string());
    assert_eq!(
        (from.as_str(), until.as_str()),
        ("2026-08-31", "2026-09-06")
    );
    assert_eq!(mine.rollup.found.len(), 3);
    assert_eq!(mine.rollup.fixed, [fixed]);
    assert_eq!((mine.rollup.open.len(), mine.rollup.overdue.len()), (2, 0));
    assert_eq!(mine.report, None);
    let theirs = week(&world.officer_desk(0).await, "2026-09-05", village).await;
    assert_eq!(
        counts(&theirs),
        [3, 1, 2, 0],
        "phone and relay ask the same function"
    );
    assert!(theirs.get("report").is_none(), "nothing was reported yet");

    // A worker reports no village's week, nor anybody one that has not begun.
    let denied = worker.core.report_rollup(village, day, "");
    assert_eq!(
        denied.err(),
        Some(CoreError::UnknownGrid),
        "the village is not on his phone"
    );
    let early = head
        .core
        .report_rollup(village, "2026-10-01".parse().expect("a day"), "");
    assert_eq!(early.expect_err("not begun").code(), "invalid_input");

    // Confirmed without network, once; the township sees it and sends it back with a reason.
    let case = head.core.report_rollup(village, day, "").expect("its own");
    let twice = head.core.report_rollup(village, day, "");
    assert_eq!(twice.expect_err("reported").code(), "invalid_input");
    head.sync().await;
    officer.sync().await;
    let inbox = officer
        .core
        .list_cases(&RecordKind::Rollup, &CaseFilter::default(), 10)
        .expect("the township's inbox");
    assert_eq!(inbox.len(), 1);
    assert_eq!(
        (inbox[0].record, inbox[0].status.as_str()),
        (case, "reported")
    );
    let desk = world.officer_desk(0).await;
    let report = week(&desk, "2026-09-05", village).await["report"].clone();
    assert_eq!(report["case"], case.to_string());
    assert_eq!(
        (&report["found"], &report["agrees"]),
        (&json!(3), &json!(true))
    );
    assert_ne!(report["by"], "");
    let back = say("rollup.return", json!({"reason": "请说明线路老化何时能改"}));
    desk.step_ok(case, back).await;
    head.sync().await;
    let said = head.core.history(case).expect("it is here");
    let words = &said.last().expect("it was returned").words;
    assert_eq!(words[0].text, "请说明线路老化何时能改");
    let again = head.core.report_rollup(village, day, "电工十日到场");
    assert_eq!(again.expect("it was returned"), case, "in the same case");
    head.sync().await;
    let own = head
        .core
        .step(case, "rollup.receive", &StepInput::default());
    assert_eq!(reason(own.expect_err("not one's own")), "no_permission");
    officer.sync().await;
    officer
        .core
        .step(
            case,
            "rollup.receive",
            &StepInput::saying(&[("note", "收到")]),
        )
        .expect("the township receives it");
    officer.sync().await;

    // What came late is seen against what was said; the report stays as it is.
    away.sync().await;
    let desk = world.officer_desk(0).await;
    let now = week(&desk, "2026-09-05", village).await;
    assert_eq!(counts(&now)[0], 4);
    let report = &now["report"];
    assert_eq!(
        (&report["status"], &report["found"]),
        (&json!("received"), &json!(3))
    );
    assert_eq!(report["agrees"], false);
    assert_eq!(report["note"], "电工十日到场");

    // The next week: one is past its deadline, and names itself in the report; a village that says
    // nothing stands there without one.
    world.clock.advance_days(7);
    world.run_jobs().await;
    head.sync().await;
    let day = "2026-09-12".parse().expect("a day");
    let next = head.core.report_rollup(village, day, "").expect("its own");
    let second = head
        .core
        .open_case(&RecordKind::Rollup, CaseSubject::Grid(village), &[].into())
        .expect("a form can be begun");
    let said = StepInput::saying(&[
        ("week", "2026-09-07"),
        ("found", "0"),
        ("fixed", "0"),
        ("open", "3"),
        ("overdue", "0"),
    ]);
    let twice = head.core.step(second, "rollup.report", &said);
    assert_eq!(reason(twice.expect_err("reported")), "week_reported");
    head.sync().await;
    let desk = world.officer_desk(0).await;
    let view = week(&desk, "2026-09-12", village).await;
    assert_eq!(counts(&view), [0, 0, 3, 1]);
    assert_eq!(view["overdue"], json!([late.to_string()]));
    let items = desk.card(next).await["fields"]["items"].clone();
    assert_eq!(items, late.to_string());
    let silent = world.township.villages[2].grid;
    assert!(
        week(&desk, "2026-09-12", silent)
            .await
            .get("report")
            .is_none()
    );

    // A village reads its own week, and no other's.
    let manager = world.desk(world.person(Role::VillageAdmin, 0)).await;
    // A week begins on its first day, is told in numbers, and once.
    let report = |week: &str, found: &str| {
        json!({
            "grid": village.to_string(),
            "first": say("rollup.report", json!({
                "week": week, "found": found, "fixed": "0", "open": "3", "overdue": "1",
            })),
        })
    };
    for (week, found, expected) in [
        ("2026-09-15", "0", "not_week_start"),
        ("2026-09-14", "若干", "value_malformed"),
        ("2026-09-07", "0", "week_reported"),
    ] {
        let refused = manager.open_refused("rollup", report(week, found)).await;
        assert_eq!(refused, expected, "{week} {found}");
    }
    let own = manager.read("/api/v1/weekly-rollups?on=2026-09-12").await;
    assert_eq!(
        own["villages"].as_array().expect("a list").len(),
        1,
        "{own}"
    );

    // Nobody at the township looked: the relay marks it.
    world.clock.advance_days(6);
    world.run_jobs().await;
    let desk = world.officer_desk(0).await;
    let report = week(&desk, "2026-09-12", village).await["report"].clone();
    assert_eq!(
        (&report["status"], &report["overdue"]),
        (&json!("reported"), &json!(true))
    );
    let yesterday = desk.get("/api/v1/weekly-rollups?on=yesterday").await;
    assert_eq!(api_refusal(yesterday), "400 bad_request");
}
