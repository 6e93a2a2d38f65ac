//! S2-27 无事不扰: a complaint that waits overrides it, on the phone, in the list of the desk and in the
//! plan of an agency, until it is answered.

use serde_json::{Value, json};
use wangge_domain::RecordId;
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;

use crate::officials::say;
use crate::support::shop;
use crate::world::{Desk, World};

async fn of(desk: &Desk, path: &str, key: &str, premises: RecordId) -> Option<Value> {
    let list = desk.read(path).await;
    let list = list.as_array().expect("a list").clone();
    list.into_iter().find(|it| it[key] == json!(premises))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_27_a_complaint_overrides_being_left_in_peace() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let officer = world.officer_phone(0).await;
    let credit = [(keys::CREDIT_GRADE, Scalar::from("A"))];
    let good = shop(&officer, grid, "守信小店", &credit);
    officer.sync().await;
    worker.sync().await;
    let on_the_phone = || {
        let due = worker.core.due_list(Some(grid), 10).expect("a plan");
        let item = due.into_iter().find(|item| item.premises.record == good);
        let due = item.expect("it is on the plan").entry.due;
        (due.reason, due.leave_in_peace)
    };
    assert!(on_the_phone().1, "无事不扰");
    let desk = world.officer_desk(0).await;
    let plan = "/api/v1/plans/TOWNSHIP";
    assert!(of(&desk, plan, "premises", good).await.is_none());

    let complaint = json!({
        "about": good.to_string(),
        "first": say("report.receive", json!({
            "source": "hotline_12345", "text": "楼道堵塞，晚上充电", "place": "青峰路1号",
        })),
    });
    let (report, _) = desk.open_case("report", complaint).await;
    desk.step_ok(report, say("report.triage", json!({"severity": "general"})))
        .await;
    worker.sync().await;
    assert_eq!(on_the_phone(), ("complaint".to_owned(), false));
    let listed = of(&desk, "/api/v1/next-visits", "id", good).await;
    let listed = listed.expect("it is on the list");
    assert!(
        listed["reasons"][0]
            .as_str()
            .is_some_and(|it| it.starts_with("有举报投诉待核查")),
        "{listed}"
    );
    let owed = of(&desk, plan, "premises", good).await;
    assert_eq!(owed.expect("it is owed")["reason"], "complaint");

    // Answered: it is left in peace again.
    let reply = json!({"reply": "经查不实", "channel": "phone", "finding": "通道畅通"});
    desk.step_ok(report, say("report.reply_unverified", reply))
        .await;
    worker.sync().await;
    assert!(on_the_phone().1);
    assert!(of(&desk, plan, "premises", good).await.is_none());
}
