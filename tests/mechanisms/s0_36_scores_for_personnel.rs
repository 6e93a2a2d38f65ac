//! S0-36 考评奖惩、晋级晋升: the score cards of all workers as one file for the personnel office, the best first; only
//! whoever manages people takes it away. Promotion itself is decided elsewhere.

use reqwest::StatusCode;
use wangge_domain::people::Role;

use crate::accept_visit::accept_visit;
use crate::support::{api_refusal, plain_item, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_36_scores_for_personnel() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(3).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let item = plain_item(&worker, premises);
    let (visit, _) = worker.inspect(premises, &[&item]);
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    accept_visit(&desk, visit).await;
    let path = "/api/v1/scores.csv";
    let (status, file) = desk.get(path).await;
    assert_eq!(status, StatusCode::OK, "{file}");
    let file = file.as_str().expect("a file").to_owned();
    let lines: Vec<&str> = file.lines().collect();
    assert!(lines.len() > 10, "every worker has a line: {file}");
    let points = |line: &str| {
        let cells: Vec<String> = line.split(',').map(|it| it.replace('"', "")).collect();
        cells[4].parse::<i64>().expect("points")
    };
    assert!(
        lines[1].contains(&worker.user.to_string()),
        "the best first: {file}"
    );
    assert!(points(lines[1]) > 0 && points(lines[2]) == 0, "{file}");
    // Equals share a place.
    let places: Vec<String> = lines[1..]
        .iter()
        .map(|line| line.split(',').next().unwrap_or_default().replace('"', ""))
        .collect();
    assert_eq!(places[0], "1", "{file}");
    assert!(places[1..].iter().all(|place| place == "2"), "{file}");
    let card = desk.read(&format!("/api/v1/scores/{}", worker.user)).await;
    assert_eq!(card["points"], points(lines[1]), "the same as on the card");
    // Of a small grid only who answers for it.
    let part = desk.read(&format!("{path}?grid={grid}")).await;
    let part = part.as_str().expect("a file");
    assert_eq!(part.lines().count(), 2, "a head and one worker: {part}");
    assert!(part.contains(&worker.user.to_string()), "{part}");
    let unknown = desk.get(&format!("{path}?grid=here")).await;
    assert_eq!(api_refusal(unknown), "400 bad_request");
    let village = world.desk(world.person(Role::VillageAdmin, 0)).await;
    let taken = village.get(path).await;
    assert_eq!(api_refusal(taken), "403 forbidden");

    // The certificate of December is told of December, when it has ended, too.
    world.clock.advance_days(130);
    let desk = world.officer_desk(0).await;
    for (on, certified) in [("2026-12-03", "是"), ("2027-01-03", "否")] {
        let path = format!("{path}?kind=month&on={on}&grid={grid}");
        let file = desk.read(&path).await;
        let file = file.as_str().expect("a file");
        let line = file.lines().nth(1).expect("the worker's line");
        let cell = line.split(',').nth(6).unwrap_or_default().replace('"', "");
        assert_eq!(cell, certified, "{on}: {file}");
    }
}
