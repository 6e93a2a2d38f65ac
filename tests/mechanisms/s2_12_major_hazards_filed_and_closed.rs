//! S2-12 重大火灾隐患立案销案: a case number, two people for the filing and two for the closing, and nobody below
//! the competent body closes it.

use serde_json::json;
use wangge_domain::people::Role;

use crate::officials::{file, photo_sent, reported_case, say, say_with, seated};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_12_major_hazards_filed_and_closed() {
    let world = World::start().await;
    let (officer, hazard, case) = reported_case(&world, "CULT").await;
    let (first, second) = file(&world, case).await;
    let card = second.card(case).await;
    assert_eq!(card["status"], "filed");
    assert_eq!(card["number"], "青救消立字〔2026〕第0001号");
    assert!(card["due"].is_i64(), "the deadline of the policy runs");

    // Who filed it alone cannot approve; whoever is not of the body cannot recheck.
    let (other, commerce) = seated(&world, "商务局", Role::DeptOfficer, Some("COMM")).await;
    let photo = photo_sent(&officer, case).await;
    let passed = |with: &[_]| {
        say_with(
            "major_case.recheck_passed",
            json!({"text": "已整改"}),
            with,
            &[photo],
        )
    };
    let (mate, _) = seated(&world, "大队同行", Role::FireOfficer, None).await;
    let (status, _) = commerce.get(&format!("/api/v1/records/{case}")).await;
    assert_eq!(status, 404, "another department does not even see it");
    assert_eq!(
        first.step_refused(case, passed(&[])).await,
        "too_few_people"
    );
    let clerk = world.person(Role::GridWorker, 0);
    assert_eq!(
        first.step_refused(case, passed(&[clerk])).await,
        "unqualified_checker"
    );
    assert_ne!(other, mate);
    let without = say_with(
        "major_case.recheck_passed",
        json!({"text": "已整改"}),
        &[mate],
        &[],
    );
    assert_eq!(first.step_refused(case, without).await, "photo_missing");
    first.step_ok(case, passed(&[mate])).await;

    // 销案 by two, and not by the township.
    let propose = say("major_case.propose_closing", json!({"summary": "隐患消除"}));
    first.step_ok(case, propose).await;
    let close = say("major_case.close", json!({}));
    assert_eq!(first.step_refused(case, close.clone()).await, "same_person");
    let desk = world.officer_desk(0).await;
    assert_eq!(
        desk.step_refused(case, close.clone()).await,
        "no_permission"
    );
    let named = say(
        "rectification.major_closed",
        json!({"case": case.to_string()}),
    );
    assert_eq!(
        desk.step_refused(hazard, named.clone()).await,
        "linked_record_not_ripe"
    );
    let closed = second.step_ok(case, close.clone()).await;
    assert_eq!(closed["number"], "青救消结字〔2026〕第0001号");
    assert_eq!(second.step_refused(case, close).await, "case_ended");

    // Only now the hazard leaves the ledger, numbered.
    let done = desk.step_ok(hazard, named).await;
    assert_eq!(done["status"], "closed");
    assert_eq!(done["number"], "青消销字〔2026〕第0001号");
    officer.sync().await;
    let seen = officer.core.get_record(hazard).expect("it is here");
    assert_eq!(
        seen.state.close_out_number.as_deref(),
        Some("青消销字〔2026〕第0001号")
    );
}
