//! S1-17 按风险等级明确监管责任主体: a body for every grade, its own visits, and no gap unseen.

use serde_json::{Value, json};
use wangge_domain::premises::keys;

use crate::support::{reason, shop};
use crate::world::World;

fn row(grade: &str, body: &str, every: &str) -> Value {
    json!({
        "key": grade,
        "entry": {
            "grade": grade, "body": body, "zh": "消防工作站", "every": every,
            "measures": ["定期检查", "约谈负责人"],
        },
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_17_supervising_body() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let low = shop(&worker, grid, "小店", &[]);
    let more = [
        (keys::CATEGORY, "three_in_one".into()),
        (keys::BEDS, 12.into()),
        (keys::FLOORS, 4.into()),
    ];
    let high = shop(&worker, grid, "三合一", &more);
    worker.sync().await;
    let nobody = worker.core.supervision(low).expect_err("nobody is named");
    assert_eq!(reason(nobody), "body_missing");

    let desk = world.officer_desk(0).await;
    assert_eq!(
        desk.set_refused("supervising_body", row("low", "", "year"))
            .await,
        "department_unknown"
    );
    let mut bare = row("low", "TOWNSHIP", "year");
    bare["entry"]["measures"] = json!([" "]);
    assert_eq!(
        desk.set_refused("supervising_body", bare).await,
        "measures_missing"
    );
    let odd = desk.set_refused("supervising_body", row("huge", "TOWNSHIP", "year"));
    assert_eq!(odd.await, "grade_unknown");
    desk.set("supervising_body", row("low", "TOWNSHIP", "year"))
        .await;
    desk.set("supervising_body", row("elevated", "FIRE", "month"))
        .await;
    worker.sync().await;

    // Differentiated, offline.
    let here = worker.core.supervision(low).expect("named");
    assert_eq!(
        (here.grade.as_str(), here.body.body.as_str()),
        ("low", "TOWNSHIP")
    );
    let there = worker.core.supervision(high).expect("named");
    assert_eq!(
        (there.grade.as_str(), there.body.body.as_str()),
        ("elevated", "FIRE")
    );
    let fire = worker.core.agency_plan("FIRE", 10).expect("known");
    assert_eq!(fire.len(), 1);
    assert_eq!(fire[0].premises.record, high);
    assert_eq!(fire[0].entry.due.reason, "supervising_body");

    // The grades without a body are a gap that is shown.
    let control = worker.core.control().expect("enrolled");
    let policy = worker.core.policy().expect("enrolled");
    let today = world.clock.now().china_date();
    let open = wangge_domain::register::unsupervised_grades(&control.registers, &policy, today);
    assert_eq!(open, ["general", "major"]);
}
