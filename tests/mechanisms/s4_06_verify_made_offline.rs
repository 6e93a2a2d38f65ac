//! S4-06 文书核验: what a phone printed before the relay had given a number or had noted when it received the act is
//! known again afterwards, and a changed byte of it is still found.

use wangge_domain::RecordId;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_mobile_core::{CaseSubject, MadePaper, PaperKind, StepInput};
use wangge_sync_server::PaperVerdict;

use crate::officials::{brigade_notice, brigade_phone, file, reported_case, stop_use_power};
use crate::quick_hazard::quick_hazard;
use crate::s4_06_verify_paper::{checked, page};
use crate::support::{notice, serve, shop, sign_for};
use crate::world::{Phone, World};

fn paper(phone: &Phone, record: RecordId, kind: PaperKind) -> MadePaper {
    let made = phone.core.paper(record, kind);
    made.expect("made without network")
}

/// It is what is on record, and no longer so once a byte of it was changed.
async fn is_known(world: &World, name: &str, made: &MadePaper) {
    let check = checked(world, &made.pdf).await;
    assert!(
        matches!(check.verdict, PaperVerdict::Same(_)),
        "{name}: {check:?}"
    );
    is_found(world, name, made).await;
}

async fn is_found(world: &World, name: &str, made: &MadePaper) {
    for place in [made.pdf.len() / 3, made.pdf.len() / 2] {
        let mut forged = made.pdf.clone();
        forged[place] ^= 1;
        let check = checked(world, &forged).await;
        assert!(!check.verdict.is_genuine(), "{name} {place}: {check:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_a_major_notice_made_offline_after_the_filing() {
    let world = World::start().await;
    let (officer, hazard, case) = reported_case(&world, "CULT").await;
    file(&world, case).await;
    let brigade = brigade_phone(&world).await;
    let issued = brigade.core.issue_notice(hazard, &brigade_notice(15));
    issued.expect("the brigade has judged it");
    let offline = paper(&brigade, hazard, PaperKind::MajorNotice);
    assert!(offline.number.starts_with("暂-"), "{}", offline.number);
    sign_for(&brigade, hazard);
    let served = paper(&brigade, hazard, PaperKind::MajorNotice);
    brigade.sync().await;

    // The case had its number already, the notice had none.
    is_known(&world, "issued", &offline).await;
    is_known(&world, "served", &served).await;
    officer.sync().await;
    let last = paper(&officer, hazard, PaperKind::MajorNotice);
    assert!(!last.number.starts_with("暂-"), "{}", last.number);
    is_known(&world, "numbered", &last).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_an_order_made_offline() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let hazard = quick_hazard(&worker, premises, "通道堆物");
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let title = ("title".to_owned(), Scalar::from("9月隐患督办"));
    let order =
        officer
            .core
            .open_case(&RecordKind::Order, CaseSubject::Grid(grid), &[title].into());
    let order = order.expect("an order can be drafted offline");
    let items = hazard.to_string();
    let said = [
        ("month", "2026-09"),
        ("items", items.as_str()),
        ("unit", "场镇社区"),
    ];
    let issue = StepInput::saying(&said);
    let issued = officer.core.step(order, "order.issue_monthly", &issue);
    issued.expect("as far as the phone knows");
    let offline = paper(&officer, order, PaperKind::SupervisionOrder);
    assert!(!offline.number.contains('〔'), "{}", offline.number);
    officer.sync().await;

    is_known(&world, "offline", &offline).await;
    let last = paper(&officer, order, PaperKind::SupervisionOrder);
    assert_eq!(last.number, "青消督字〔2026〕第0001号");
    is_known(&world, "numbered", &last).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_a_letter_of_transfer_made_offline() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let hazard = quick_hazard(&worker, premises, "通道堆物");
    serve(&worker, hazard, 7);
    worker.sync().await;
    world.clock.advance_days(8);
    world.run_jobs().await;
    let officer = world.officer_phone(0).await;
    let handed = officer.core.escalate(hazard, "PSB", "多次督促仍未整改");
    handed.expect("it is overdue");
    let offline = paper(&officer, hazard, PaperKind::Transfer);
    assert!(!offline.number.contains('〔'), "{}", offline.number);
    // The row of the act has no place in the log, whenever it is printed.
    world.clock.advance_hours(2);
    let later = paper(&officer, hazard, PaperKind::Transfer);
    officer.sync().await;

    is_known(&world, "at once", &offline).await;
    is_known(&world, "two hours later", &later).await;
    let last = paper(&officer, hazard, PaperKind::Transfer);
    assert_eq!(last.number, "青消移字〔2026〕第0001号");
    is_known(&world, "numbered", &last).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_a_notice_whose_time_came_to_be_unproven() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let hazard = quick_hazard(&worker, premises, "责令清理仓库");
    worker.sync().await;
    let county = world.county_desk().await;
    let holds = stop_use_power(&world, "station", "2026-09-05");
    county.set("delegated_power", holds).await;
    let officer = world.officer_phone(0).await;
    let last_day = chrono::NaiveDate::from_ymd_opt(2026, 9, 5).expect("a day");
    while world.clock.now().china_date() < last_day {
        world.clock.advance_days(1);
    }
    let issued = officer.core.issue_notice(hazard, &notice(15));
    issued.expect("the delegation is in force");
    let offline = paper(&officer, hazard, PaperKind::Notice);
    world.clock.advance_days(1);
    officer.sync().await;

    let check = checked(&world, &offline.pdf).await;
    assert!(
        matches!(check.verdict, PaperVerdict::MarkedSince(_)),
        "{check:?}"
    );
    assert!(check.verdict.is_genuine(), "nobody changed it");
    let (status, said) = page(&world, &offline.pdf).await;
    assert_eq!(status, reqwest::StatusCode::OK, "{said}");
    let word = "<h1>真实，此后注明时间未能证明</h1>";
    assert!(said.contains(word), "{said}");
    is_found(&world, "offline", &offline).await;
    // What is printed since bears the mark.
    let marked = paper(&officer, hazard, PaperKind::Notice);
    assert_ne!(marked.pdf, offline.pdf);
    is_known(&world, "marked", &marked).await;
}
