//! S2-14 重大隐患年度挂牌督办, 一般隐患每月动态督办: every month the open general hazards of a village on one numbered
//! order, every year the list of the major ones; what is answered is closed by somebody else.

use serde_json::{Value, json};
use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::{Effect, Status};
use wangge_domain::people::Role;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_mobile_core::{CaseFilter, CaseSubject, PaperKind, RecheckInput, StepInput};

use crate::officials::{file, reported_case, say, seated};
use crate::quick_hazard::quick_hazard;
use crate::support::{code_and_rule, feedback, reason, serve, shop};
use crate::world::{Phone, World};

fn joined(items: &Value) -> String {
    let items = items.as_array().expect("a list");
    let items: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
    items.join(",")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_14_monthly_and_yearly_orders() {
    let world = World::start().await;
    let (officer, major, case) = reported_case(&world, "CULT").await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let open = quick_hazard(&worker, premises, "通道堆物");
    let served = quick_hazard(&worker, premises, "灭火器过期");
    let gone = quick_hazard(&worker, premises, "重复登记");
    serve(&worker, served, 7);
    worker.sync().await;

    // The month's batch of the village: what is open, and not the major one.
    let desk = world.officer_desk(0).await;
    let void = json!({"voided": {"reason": "重复登记"}});
    desk.act_ok(gone, void.clone()).await;
    let groups = desk.read("/api/v1/candidates/monthly").await;
    let groups = groups.as_array().expect("a list");
    assert_eq!(groups.len(), 1);
    let items = joined(&groups[0]["items"]);
    assert!(items.contains(&open.to_string()) && items.contains(&served.to_string()));
    assert!(!items.contains(&major.to_string()), "it goes to the county");
    let village = groups[0]["group"].as_str().expect("a village").to_owned();
    let monthly = |items: &str| {
        json!({
            "grid": village,
            "content": {"title": "9月隐患督办", "items": items},
            "first": say("order.issue_monthly", json!({
                "month": "2026-09", "items": items, "unit": groups[0]["name"],
                "unit_grid": village,
            })),
        })
    };
    assert_eq!(
        desk.open_refused("order", monthly(" ")).await,
        "field_missing"
    );
    // What it lists is there, open and of its kind, in a month that the calendar has.
    for unfit in [
        "hello".to_owned(),
        premises.to_string(),
        gone.to_string(),
        major.to_string(),
    ] {
        let mixed = format!("{open},{unfit}");
        let refused = desk.open_refused("order", monthly(&mixed)).await;
        assert_eq!(refused, "items_unfit", "{unfit}");
    }
    let mut no_month = monthly(&items);
    no_month["first"]["fields"]["month"] = json!("2026-99");
    assert_eq!(
        desk.open_refused("order", no_month).await,
        "value_malformed"
    );
    // Nor does another village answer for what is found here.
    let mut of_others = monthly(&items);
    let elsewhere = world
        .township
        .grids
        .iter()
        .filter(|one| one.parent == Some(world.township.grids[0].grid))
        .map(|one| one.grid.to_string())
        .find(|one| *one != village)
        .expect("a second village");
    of_others["grid"] = json!(elsewhere);
    of_others["first"]["fields"]["unit_grid"] = json!(elsewhere);
    let refused = desk.open_refused("order", of_others).await;
    assert_eq!(refused, "items_unfit", "it lies in another village");
    let mut for_nobody = monthly(&items);
    for_nobody["first"]["fields"]["unit"] = json!(".");
    assert_eq!(
        desk.open_refused("order", for_nobody).await,
        "name_is_placeholder"
    );
    let (order, issued) = desk.open_case("order", monthly(&items)).await;
    assert_eq!(issued["number"], "青消督字〔2026〕第0001号");

    // The village answers on a phone, offline; the station does not in its place, and whoever answered
    // does not close.
    let other = world.officer_phone(1).await;
    let instead = StepInput::saying(&[("result", "已整改")]);
    let refused = other.core.step(order, "order.answer", &instead);
    assert_eq!(
        reason(refused.expect_err("it is the village's")),
        "body_not_competent"
    );
    let head = world.phone(world.person(Role::VillageAdmin, 0)).await;
    let listed = head
        .core
        .list_cases(&RecordKind::Order, &CaseFilter::default(), 10)
        .expect("the list can be read");
    assert_eq!(listed.len(), 1, "the village holds the log of its own grid");
    head.core
        .step(
            order,
            "order.answer",
            &StepInput::saying(&[("result", "已全部下发整改")]),
        )
        .expect("the village answers");
    let refused = head
        .core
        .step(order, "order.close", &StepInput::default())
        .expect_err("not the village's to close");
    assert_eq!(reason(refused), "no_permission");
    head.sync().await;
    let answered = desk.card(order).await;
    assert_eq!(answered["status"], "answered");

    // Answered is not done: it is closed when the last of what it lists is.
    let close = say("order.close", json!({}));
    desk.act_ok(open, void).await;
    let early = desk.step_refused(order, close.clone()).await;
    assert_eq!(early, "not_all_done");
    feedback(&worker, served);
    worker.sync().await;
    officer.sync().await;
    let photo = officer.photo(served, "", PhotoStage::Recheck);
    let passed = RecheckInput::Passed {
        with: vec![world.person(Role::StationOfficer, 1)],
        photos: vec![photo],
    };
    officer
        .core
        .recheck(served, passed)
        .expect("two officers close it");
    officer.sync().await;
    desk.step_ok(order, close).await;

    // The year's list is the county's: of what the brigade has filed.
    let (_, county) = seated(&world, "县治理中心", Role::CountyAdmin, None).await;
    let town = world.township.grids[0].grid.to_string();
    let unfiled = json!({
        "grid": town,
        "content": {"title": "2026年重大隐患督办"},
        "first": say("order.issue_yearly", json!({"year": "2026", "items": case.to_string()})),
    });
    assert_eq!(
        county.open_refused("order", unfiled).await,
        "items_unfit",
        "it was reported, and is not judged"
    );
    file(&world, case).await;
    let yearly = county.read("/api/v1/candidates/yearly").await;
    let cases = joined(&yearly[0]["items"]);
    assert_eq!(cases, case.to_string());
    let list = json!({
        "grid": town,
        "content": {"title": "2026年重大隐患督办"},
        "first": say("order.issue_yearly", json!({"year": "2026", "items": cases})),
    });
    assert_eq!(
        desk.open_refused("order", list.clone()).await,
        "no_permission"
    );
    let mut general = list.clone();
    general["first"]["fields"]["items"] = json!(open.to_string());
    assert_eq!(
        county.open_refused("order", general).await,
        "items_unfit",
        "a general hazard is no matter of the county's"
    );
    let (list, issued) = county.open_case("order", list).await;
    assert_eq!(issued["number"], "县消督字〔2026〕第0001号");
    officer.sync().await;
    let seen = officer
        .core
        .get_record(list)
        .expect("the township holds its own log");
    assert_eq!(seen.state.status, Status::Open);

    // Its paper names the hazard of the case, on a phone as on the relay.
    let mine = officer.core.paper(list, PaperKind::SupervisionOrder);
    let mine = mine.expect("it was issued");
    assert_eq!(mine.number, "县消督字〔2026〕第0001号");
    let path = format!("/api/v1/papers/supervision/{list}");
    let (status, hash, pdf) = desk.file(&path).await;
    assert_eq!(status, reqwest::StatusCode::OK);
    assert_eq!(hash, mine.content_hash.to_string());
    let check = world.admin().verify_paper(&pdf).await;
    let check = check.expect("it is read");
    assert!(check.verdict.is_genuine(), "{check:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_14_one_hazard_on_one_open_order_of_a_month() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let hazard = quick_hazard(&worker, premises, "通道堆物");
    let other = quick_hazard(&worker, premises, "灭火器过期");
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let second = world.officer_phone(1).await;

    // Two officers without network: the first to arrive is the order.
    let drafted = |phone: &Phone| {
        let title = ("title".to_owned(), Scalar::from("9月隐患督办"));
        let about = CaseSubject::Grid(grid);
        let order = phone
            .core
            .open_case(&RecordKind::Order, about, &[title].into());
        order.expect("an order can be drafted offline")
    };
    let issue = |month: &str, items: &str| {
        let said = [("month", month), ("items", items), ("unit", "场镇社区")];
        StepInput::saying(&said)
    };
    let both = format!("{hazard},{other}");
    let (first, rival) = (drafted(&officer), drafted(&second));
    let issued = officer
        .core
        .step(first, "order.issue_monthly", &issue("2026-09", &both));
    issued.expect("as far as the phone knows");
    let item = hazard.to_string();
    let issued = second
        .core
        .step(rival, "order.issue_monthly", &issue("2026年9月", &item));
    issued.expect("as far as the phone knows");
    officer.sync().await;
    second.sync().await;
    let state = second.core.get_record(rival).expect("it is here").state;
    assert_eq!(state.status, Status::Draft);
    let last = state.history.last().expect("it is in the log");
    let Effect::NoEffect(reason) = &last.effect else {
        panic!("it took effect: {last:?}");
    };
    assert_eq!(reason.code, "listed_elsewhere");
    let number = second.core.get_record(first).expect("it is here").state;
    let number = number.notice_number.expect("the relay gave one");
    assert!(reason.detail.contains(&number), "{reason:?}");

    // With the order in sight it is refused at once, on the phone as at a desk.
    let named = issue("2026-09", &item);
    let refused = second.core.step(rival, "order.issue_monthly", &named);
    let refused = code_and_rule(refused.expect_err("it stands on the first"));
    assert_eq!(refused, ("listed_elsewhere".to_owned(), "S2-14".to_owned()));
    let desk = world.officer_desk(0).await;
    let again = json!({
        "grid": grid.to_string(),
        "content": {"title": "9月隐患督办", "items": item},
        "first": say("order.issue_monthly", json!({
            "month": "2026-09", "items": item, "unit": "场镇社区",
        })),
    });
    assert_eq!(desk.open_refused("order", again).await, "listed_elsewhere");
    // The next month has an order of its own.
    let next = issue("2026-10", &item);
    let issued = second.core.step(rival, "order.issue_monthly", &next);
    issued.expect("of another month");
}
