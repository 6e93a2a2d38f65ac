//! S1-19 清单管理、跟踪调度、倒排工期: each action with milestones counted back from its end; what lies behind is
//! overdue, on a phone without network too.

use serde_json::json;
use wangge_domain::sheet::LineState;

use crate::sheet_kit::{Kit, row};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_19_action_list() {
    let mut kit = Kit::start().await;
    let (village, person) = (kit.village, kit.villager(0));
    let action = |milestones: &[&str], done: u64, finished: Option<&str>| {
        let entry = json!({
            "number": "2026-7", "title": "老街消防车通道打通", "area": village, "person": person,
            "starts_on": "2026-09-01", "due_on": "2026-10-31", "milestones": milestones,
            "done_steps": done, "done_on": finished,
        });
        row(&[&"2026-7"], entry)
    };
    let desk = &kit.desk;
    let crossed = action(&["2026-10-10", "2026-09-10"], 0, None);
    assert_eq!(
        desk.set_refused("action", crossed).await,
        "milestones_out_of_order"
    );
    let beyond = action(&["2026-09-10", "2026-11-10"], 0, None);
    assert_eq!(
        desk.set_refused("action", beyond).await,
        "dates_reversed",
        "after the end"
    );
    let steps = ["2026-09-10", "2026-10-10", "2026-10-31"];
    desk.set("action", action(&steps, 0, None)).await;
    kit.worker.sync().await;
    let state = |kit: &Kit| kit.on_phone("action").lines[0].state;
    assert_eq!(state(&kit), LineState::Met);
    kit.days_later(10).await;
    assert_eq!(
        state(&kit),
        LineState::Overdue,
        "the first milestone has passed"
    );
    kit.desk.set("action", action(&steps, 1, None)).await;
    kit.worker.sync().await;
    assert_eq!(state(&kit), LineState::Met);
    kit.days_later(44).await;
    let late = kit.on_phone("action").lines[0].findings.clone();
    assert_eq!(
        (late[0].found, late[0].wanted),
        (Some(1), Some(2)),
        "{late:?}"
    );
    kit.desk
        .set("action", action(&steps, 3, Some("2026-10-24")))
        .await;
    assert_eq!(kit.at_desk("action").await["basis_points"], 10_000);
}
