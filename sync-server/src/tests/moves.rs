//! A premises goes to another grid: by whom, and whose it is afterwards, in lists and figures.

use serde_json::{Value, json};
use wangge_domain::RecordId;
use wangge_domain::control::GridLevel;
use wangge_domain::record::RecordKind;

use super::phone::{Phone, record};
use super::world::{DAY_MS, OFFICER, OTHER_WORKER, WORKER, World, grid, stream, user};
use crate::admin::NewGrid;

const CHANGES: &str = "/api/v1/organization/changes";

/// The worker of village one has put a premises on file, with a hazard on it.
async fn on_file(world: &World) -> Phone {
    let mut worker = Phone::enroll(world, WORKER).await;
    worker.sync(world).await;
    worker.premises(world, 1, stream(0), "老李面馆");
    let edits = [
        ("premises", record(1).to_string().as_str().into()),
        ("description", "疏散通道堵塞".into()),
        ("severity", "general".into()),
    ];
    let kind = RecordKind::Rectification;
    worker.edit(world, record(2), &kind, stream(0), &edits);
    assert_eq!(worker.sync(world).await.accepted, 2);
    world.clock.advance_ms(DAY_MS);
    worker
}

async fn asked(world: &World, account: &str, premises: RecordId, to: &str) -> (u16, Value) {
    let cookie = world.cookie(account).await;
    let change = json!({ "premises_move": {
        "premises": premises.to_string(), "to": to, "reason": "网格调整",
    } });
    world
        .post(&cookie, CHANGES, &json!({ "changes": [change] }))
        .await
}

fn problem(answer: &Value) -> (String, String) {
    let problem = &answer["problems"][0];
    let text = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
    (text("field"), text("code"))
}

async fn names(world: &World, account: &str, path: &str) -> Vec<String> {
    let cookie = world.cookie(account).await;
    let (status, found) = world.get(&cookie, path).await;
    assert_eq!(status, 200, "{found}");
    let items = found["items"].as_array().unwrap();
    let titles = items.iter().map(|it| it["title"].as_str().unwrap());
    titles.map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_is_made_by_who_manages_both_grids() {
    let world = World::start().await;
    let _worker = on_file(&world).await;
    let there = grid(11).to_string();
    // A village manages no grids, be they its own or not.
    assert_eq!(asked(&world, "village1", record(1), &there).await.0, 403);
    let (status, said) = asked(&world, "officer", record(9), &there).await;
    assert_eq!((status, &said["applied"]), (200, &json!(false)));
    assert_eq!(
        problem(&said),
        ("premises".to_owned(), "unknown".to_owned())
    );
    let (_, said) = asked(&world, "officer", record(2), &there).await;
    assert_eq!(
        problem(&said),
        ("premises".to_owned(), "unknown".to_owned())
    );
    for to in [grid(10), grid(2)] {
        let (_, said) = asked(&world, "officer", record(1), &to.to_string()).await;
        assert_eq!(
            problem(&said),
            ("to".to_owned(), "rule".to_owned()),
            "{said}"
        );
    }
    let (_, said) = asked(&world, "officer", record(1), "没有的网格").await;
    assert_eq!(problem(&said), ("to".to_owned(), "unknown".to_owned()));
    let cookie = world.cookie("officer").await;
    let without = json!({ "changes": [{ "premises_move": {
        "premises": record(1).to_string(), "to": there, "reason": " ",
    } }] });
    let (_, said) = world.post(&cookie, CHANGES, &without).await;
    assert_eq!(problem(&said), ("reason".to_owned(), "required".to_owned()));
    assert!(world.admin().control().unwrap().moved.is_empty());

    let (status, said) = asked(&world, "officer", record(1), &there).await;
    assert_eq!((status, &said["applied"]), (200, &json!(true)), "{said}");
    assert_eq!(said["ids"], json!([record(1).to_string()]));
    let control = world.admin().control().unwrap();
    assert_eq!(control.home_of(record(1), grid(10)), grid(11));
    let (_, said) = asked(&world, "officer", record(1), &there).await;
    assert_eq!(
        problem(&said),
        ("to".to_owned(), "rule".to_owned()),
        "already"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_township_takes_premises_of_another() {
    let world = World::start().await;
    let _worker = on_file(&world).await;
    let admin = world.admin();
    let add = |level, parent, code: &str| {
        let new = NewGrid {
            level,
            parent,
            code: code.to_owned(),
            name: format!("别镇{code}"),
        };
        admin.add_grid(&new).unwrap()
    };
    let town = add(GridLevel::Large, None, "T-2");
    let village = add(GridLevel::Medium, Some(town), "T-2-1");
    let small = add(GridLevel::Small, Some(village), "T-2-1-1");
    let (status, said) = asked(&world, "officer", record(1), &small.to_string()).await;
    assert_eq!(
        (status, &said["code"]),
        (403, &json!("out_of_reach")),
        "{said}"
    );
    let refused = admin.move_premises(user(OFFICER), record(1), small, "网格调整");
    assert!(refused.is_err());
    let empty = admin.move_premises(user(OFFICER), record(1), grid(11), "  ");
    assert!(empty.is_err());
    assert!(admin.control().unwrap().moved.is_empty());
    let moved = admin.move_premises(user(OFFICER), record(1), grid(11), "网格调整");
    let report = moved.unwrap();
    assert_eq!(report.name, "老李面馆");
    assert_eq!(report.from_grid, "一村第1网格");
    assert_eq!(report.to_grid, "二村第1网格");
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_and_rights_go_by_home_after_a_move() {
    let world = World::start().await;
    on_file(&world).await;
    let mut new = Phone::enroll(&world, OTHER_WORKER).await;
    new.sync(&world).await;
    let of_one = format!("/api/v1/premises?grid={}", grid(10));
    let of_two = format!("/api/v1/premises?grid={}", grid(11));
    assert_eq!(names(&world, "officer", &of_one).await, ["老李面馆"]);
    let to = grid(11).to_string();
    assert_eq!(asked(&world, "officer", record(1), &to).await.0, 200);
    // Within the session of the phones.
    world.clock.advance_ms(30 * 60_000);

    assert_eq!(names(&world, "officer", &of_two).await, ["老李面馆"]);
    assert!(names(&world, "officer", &of_one).await.is_empty());
    let all = "/api/v1/premises";
    assert!(names(&world, "village1", all).await.is_empty());
    assert_eq!(names(&world, "village2", all).await, ["老李面馆"]);
    assert_eq!(names(&world, "village2", "/api/v1/hazards").await.len(), 1);
    assert!(
        names(&world, "village1", "/api/v1/hazards")
            .await
            .is_empty()
    );
    let cookie = world.cookie("village2").await;
    let card = format!("/api/v1/records/{}", record(1));
    let (status, shown) = world.get(&cookie, &card).await;
    assert_eq!(status, 200, "{shown}");
    let cookie = world.cookie("village1").await;
    assert_eq!(world.get(&cookie, &card).await.0, 404);
    let cookie = world.cookie("village2").await;
    let (_, found) = world.get(&cookie, all).await;
    assert_eq!(found["items"][0]["grid"], json!(to));
    assert_eq!(found["items"][0]["grid_name"], "二村第1网格");

    // The new worker holds it and writes.
    new.sync(&world).await;
    let edits = [("name", "改名的面馆".into())];
    let kind = RecordKind::Premises;
    new.edit(&world, record(1), &kind, stream(0), &edits);
    let told = new.sync(&world).await;
    assert_eq!(told.accepted, 1, "{told:?}");
    assert_eq!(names(&world, "village2", all).await, ["改名的面馆"]);
}
