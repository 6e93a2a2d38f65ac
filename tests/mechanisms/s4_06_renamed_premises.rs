//! S4-06 文书所载以成文时为准: a premises that gets another name, and a hazard that gets another deadline, change no
//! paper that has a number already; the dossier shows what is on file now.

use std::collections::BTreeMap;

use serde_json::json;
use wangge_domain::RecordId;
use wangge_domain::people::Role;
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;
use wangge_mobile_core::{MadePaper, PaperKind};
use wangge_sync_server::PaperVerdict;

use crate::officials::say;
use crate::quick_hazard::quick_hazard;
use crate::s4_17_dossier_of_cases::text_of;
use crate::support::{notice, plain_item, serve, shop};
use crate::world::{Phone, World};

fn paper(phone: &Phone, record: RecordId, kind: PaperKind) -> MadePaper {
    phone.core.paper(record, kind).expect("it can be made")
}

fn rename(phone: &Phone, premises: RecordId, name: &str) {
    let fields = BTreeMap::from([(keys::NAME.to_owned(), Scalar::from(name))]);
    let renamed = phone.core.edit_premises(premises, &fields);
    renamed.expect("a name may change");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_notice_of_a_renamed_premises() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "青峰小商店", &[]);
    let item = plain_item(&worker, premises);
    let (visit, found) = worker.inspect(premises, &[item.as_str()]);
    let hazard = *found.hazards.first().expect("the item failed");
    serve(&worker, hazard, 15);
    worker.sync().await;
    let notice_before = paper(&worker, hazard, PaperKind::Notice);
    let visit_before = paper(&worker, visit, PaperKind::InspectionRecord);

    rename(&worker, premises, "白云大超市");
    // Before it is sent, and after.
    for _ in 0..2 {
        let again = paper(&worker, hazard, PaperKind::Notice);
        assert_eq!(again.pdf, notice_before.pdf);
        let again = paper(&worker, visit, PaperKind::InspectionRecord);
        assert_eq!(again.pdf, visit_before.pdf);
        worker.sync().await;
    }
    // The original of whoever issued it.
    let desk = world.desk(worker.user).await;
    for (kind, record, before) in [
        ("notice", hazard, &notice_before),
        ("inspection", visit, &visit_before),
    ] {
        let (status, _, made) = desk.file(&format!("/api/v1/papers/{kind}/{record}")).await;
        assert_eq!(status, 200);
        assert!(made == before.pdf, "{kind}: phone and relay alike");
        let check = world.admin().verify_paper(&made).await;
        let check = check.expect("the store can be read");
        assert!(matches!(check.verdict, PaperVerdict::Same(_)), "{check:?}");
        if let Some(text) = text_of(&made, &world) {
            assert!(text.contains("青峰小商店"), "{kind}: {text}");
            assert!(!text.contains("白云大超市"), "{kind}: {text}");
        }
    }
    // The file itself says what is so now, and so does a notice of later.
    let dossier = paper(&worker, premises, PaperKind::Dossier);
    let later = quick_hazard(&worker, premises, "通道堆物");
    let issued = worker.core.issue_notice(later, &notice(15));
    issued.expect("the notice is complete");
    worker.sync().await;
    let later = paper(&worker, later, PaperKind::Notice);
    for made in [&dossier, &later] {
        if let Some(text) = text_of(&made.pdf, &world) {
            assert!(text.contains("白云大超市"), "{text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_order_over_a_hazard_that_got_more_time() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "青峰小商店", &[]);
    let hazard = quick_hazard(&worker, premises, "通道堆物");
    serve(&worker, hazard, 7);
    worker.sync().await;
    world.clock.advance_days(1);
    let desk = world.officer_desk(0).await;
    let groups = desk.read("/api/v1/candidates/monthly").await;
    let items = hazard.to_string();
    let order = json!({
        "grid": groups[0]["group"],
        "content": {"title": "9月隐患督办", "items": items},
        "first": say("order.issue_monthly", json!({
            "month": "2026-09", "items": items, "unit": "场镇社区",
        })),
    });
    let (order, _) = desk.open_case("order", order).await;
    let head = world.phone(world.person(Role::VillageAdmin, 0)).await;
    let before = paper(&head, order, PaperKind::SupervisionOrder);

    world.clock.advance_days(1);
    worker.sync().await;
    let due = |phone: &Phone| {
        let view = phone.core.get_record(hazard).expect("it is here");
        view.state.due.expect("it was served")
    };
    let first = due(&worker);
    let asked = worker.core.request_extension(hazard, 5, "等配件");
    asked.expect("it may be asked for once");
    rename(&worker, premises, "白云大超市");
    worker.sync().await;
    let granted = json!({"extension_approved": {"days": 5}});
    let desk = world.officer_desk(0).await;
    desk.act_ok(hazard, granted).await;
    head.sync().await;
    assert!(due(&head) > first, "the hazard has more time");
    let after = paper(&head, order, PaperKind::SupervisionOrder);
    assert_eq!(after.pdf, before.pdf, "the order says what it said");
    let relay = world.admin().paper("supervision", &order.to_string()).await;
    assert_eq!(relay.expect("it can be made").pdf, after.pdf);
    let check = world.admin().verify_paper(&after.pdf).await;
    let check = check.expect("the store can be read");
    assert!(matches!(check.verdict, PaperVerdict::Same(_)), "{check:?}");
}
