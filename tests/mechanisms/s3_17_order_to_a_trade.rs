//! S3-17 高风险场所联合管控、行业限期整改: the open hazards of a trade on one order with a deadline to its department;
//! what no department answers for stands on a list of its own.

use serde_json::{Value, json};
use wangge_domain::people::Role;
use wangge_domain::premises::keys;

use crate::officials::{desk_of, say, seated};
use crate::quick_hazard::quick_hazard;
use crate::support::{api_refusal, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_17_order_to_a_trade() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let school = [(keys::CATEGORY, "small_school".into())];
    let school = shop(&worker, grid, "小培训班", &school);
    let plain = shop(&worker, grid, "小店", &[]);
    let of_school = quick_hazard(&worker, school, "出口上锁");
    let of_shop = quick_hazard(&worker, plain, "通道堆物");
    worker.sync().await;

    let desk = world.officer_desk(0).await;
    let (_, schools) = seated(&world, "教体局", Role::DeptOfficer, Some("EDU")).await;
    let (_, health) = seated(&world, "卫健局", Role::DeptOfficer, Some("HEALTH")).await;
    let groups = desk
        .read("/api/v1/candidates/trade?category=small_school")
        .await;
    assert_eq!(groups[0]["items"], json!([of_school.to_string()]));
    let town = world.township.grids[0].grid.to_string();
    let order = |category: &str, department: &str, days: u32| {
        json!({
            "grid": town,
            "content": {"title": "培训机构限期整改"},
            "first": {
                "step": "order.issue_trade",
                "fields": {
                    "category": category, "department": department,
                    "items": of_school.to_string(), "text": "限期组织整改",
                },
                "due": {"kind": "days", "days": days, "calendar": "natural"},
            },
        })
    };
    for (tried, expected) in [
        (order("space_port", "EDU", 20), "not_in_list"),
        (order("small_school", "NAVY", 20), "not_in_list"),
        // The routing table gives it to the schools and to those told with them.
        (order("small_school", "HEALTH", 20), "not_of_this_entry"),
        (order("small_school", "EDU", 300), "deadline_out_of_limits"),
    ] {
        assert_eq!(desk.open_refused("order", tried).await, expected);
    }
    // Each of its own trade, and once.
    for (items, expected) in [
        (format!("{of_school},{of_shop}"), "items_unfit"),
        (format!("{of_school},{of_school}"), "listed_twice"),
    ] {
        let mut mixed = order("small_school", "EDU", 20);
        mixed["first"]["fields"]["items"] = json!(items);
        assert_eq!(desk.open_refused("order", mixed).await, expected);
    }
    let (order, issued) = desk
        .open_case("order", order("small_school", "EDU", 20))
        .await;
    assert_eq!(issued["number"], "青消督字〔2026〕第0001号");

    // Its department answers, no other; not answering shows.
    let answer = say("order.answer", json!({"result": "已组织整改"}));
    let hidden = health.get(&format!("/api/v1/records/{order}")).await;
    assert_eq!(api_refusal(hidden), "404 not_found");
    // Not even the station that issued it, which may take the step in other orders.
    let accept = say("order.accept", json!({}));
    for (step, expected) in [
        (accept.clone(), "body_not_competent"),
        (answer.clone(), "same_person"),
    ] {
        assert_eq!(desk.step_refused(order, step).await, expected);
    }
    schools.step_ok(order, accept).await;
    world.clock.advance_days(24);
    world.run_jobs().await;
    let desk = world.officer_desk(0).await;
    assert_eq!(desk.card(order).await["overdue"], true);
    let schools = desk_of(&world, "教体局").await;
    let late = schools.step_ok(order, answer).await;
    assert_eq!(late["status"], "answered");
    let card = desk.card(order).await;
    let last = card["history"]
        .as_array()
        .and_then(|all| all.last())
        .cloned();
    assert_eq!(
        last.map(|entry| entry["timing"].clone()),
        Some(json!("late"))
    );
    // Answered is not done: what it lists is still open.
    let close = say("order.close", json!({}));
    let early = desk.step_refused(order, close.clone()).await;
    assert_eq!(early, "not_all_done");
    let void = json!({"voided": {"reason": "登记有误"}});
    desk.act_ok(of_school, void).await;
    desk.step_ok(order, close).await;

    // What nobody answers for is not lost.
    let unmapped = desk.read("/api/v1/candidates/unmapped").await;
    assert_eq!(unmapped, json!([]), "the pack maps both, {of_shop} too");
    let (_, county) = seated(&world, "县治理中心", Role::CountyAdmin, None).await;
    let odd = odd_hazard(&worker, grid).await;
    let unmapped = county.read("/api/v1/candidates/unmapped").await;
    assert_eq!(unmapped[0]["items"], json!([odd]));
}

/// A hazard of a kind of premises that the map of departments does not know.
async fn odd_hazard(worker: &crate::world::Phone, grid: wangge_domain::GridId) -> Value {
    worker.sync().await;
    let odd = [(keys::CATEGORY, "mixed_use_multi".into())];
    let premises = shop(worker, grid, "多业态楼", &odd);
    let hazard = quick_hazard(worker, premises, "出口上锁");
    worker.sync().await;
    json!(hazard.to_string())
}
