//! The plan of a worker by the command line: beside what is due by itself, what was sent and the
//! campaigns in force.

use std::path::Path;

use serde_json::{Value, json};

use super::cases_by_command_line::{field, run};
use crate::world::World;

/// Arguments after the clock, which stands where the world's does.
fn at_clock(world: &World, arguments: &[&str]) -> Vec<String> {
    let clock = world.path("clock-file");
    std::fs::write(&clock, world.clock.now().0.to_string()).expect("there is room");
    let clock = ["--clock".to_owned(), clock.display().to_string()];
    let rest = arguments.iter().map(|word| (*word).to_owned());
    clock.into_iter().chain(rest).collect()
}

fn asked(world: &World, data: &Path, arguments: &[&str]) -> Value {
    let words = at_clock(world, arguments);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    tokio::task::block_in_place(|| run(data, &words))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_tells_the_jobs_sent_and_the_campaigns() {
    let world = World::start().await;
    let (user, grid) = world.worker(0);
    let (_, elsewhere) = world.worker(4);
    let data = world.path("planner");
    let code = world.admin().enroll_code(user, 3_600_000);
    let link = code.expect("a code can be made").link;
    asked(&world, &data, &["enroll", &link]);
    asked(&world, &data, &["sync"]);
    let plan = asked(&world, &data, &["plan"]);
    assert_eq!(
        (&plan["jobs"], &plan["campaigns"]),
        (&json!([]), &json!([]))
    );

    let desk = world.officer_desk(0).await;
    let job = json!({
        "key": "排摸-1", "from": "2026-09-01", "until": "2026-09-10",
        "entry": {"job": "census", "to": user, "grid": grid, "text": "逐户登记老街"},
    });
    desk.set("dispatched_job", job).await;
    for (key, name, grid) in [
        ("ebike", "电动自行车专项行动", grid),
        ("far", "外村行动", elsewhere),
    ] {
        let campaign = json!({
            "key": key, "from": "2026-09-01", "until": "2026-09-20",
            "entry": {
                "name": name, "grids": [grid], "targets": [{"grid": grid, "premises": 2}],
            },
        });
        desk.set("campaign", campaign).await;
    }
    asked(&world, &data, &["sync"]);
    let plan = asked(&world, &data, &["plan"]);
    let jobs = plan["jobs"].as_array().expect("a list");
    assert_eq!(jobs.len(), 1, "{plan}");
    assert_eq!(
        (&jobs[0]["key"], &jobs[0]["due"]),
        (&json!("排摸-1"), &json!("2026-09-10"))
    );
    let campaigns = plan["campaigns"].as_array().expect("a list");
    assert_eq!(campaigns.len(), 1, "those of the own grid: {plan}");
    assert_eq!(
        (
            &campaigns[0]["key"],
            &campaigns[0]["target"],
            &campaigns[0]["done"]
        ),
        (&json!("ebike"), &json!(2), &json!(0))
    );
    let words = at_clock(&world, &["plan"]);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let output = tokio::task::block_in_place(|| field(&data, &words));
    let said = String::from_utf8_lossy(&output.stdout);
    for part in [
        "派发事项 1 件",
        "截止 2026-09-10  逐户登记老街",
        "专项行动 电动自行车专项行动",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}
