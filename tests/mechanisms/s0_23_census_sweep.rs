//! S0-23 全量排摸: a sweep list, every outcome, the percentage with both its numbers.

use serde_json::{Value, json};
use wangge_domain::inspection::PhotoStage;
use wangge_domain::inspection::keys::CENSUS_OUTCOME;
use wangge_domain::people::Role;

use crate::support::{api_refusal, shop, to_mend};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_23_census_sweep_closes_every_visit() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let since = world.clock.now().china_date();
    let shops: Vec<_> = (0..4)
        .map(|n| shop(&worker, grid, &format!("小店{n}"), &[]))
        .collect();
    let state = worker
        .core
        .census_progress(Some(grid), since)
        .expect("a sweep");
    assert_eq!((state.visited.part, state.visited.whole), (0, 4));
    assert_eq!(state.never_visited.len(), 4);

    let unknown = worker.core.census_visit(shops[0], "gone_fishing", "");
    assert_eq!(
        to_mend(unknown.expect_err("only outcomes of the policy")),
        [("outcome_unknown".to_owned(), CENSUS_OUTCOME.to_owned())]
    );
    for shop in &shops[..2] {
        worker.photo(*shop, "", PhotoStage::Found);
    }
    worker
        .core
        .census_visit(shops[0], "locked", "铁门上锁，邻居说外出")
        .expect("锁门");
    worker
        .core
        .census_visit(shops[1], "moved", "已搬往县城")
        .expect("搬迁");
    worker.inspect(shops[2], &[]);
    let state = worker
        .core
        .census_progress(Some(grid), since)
        .expect("a sweep");
    assert_eq!(state.visited.part, 3, "{state:?}");
    assert_eq!(state.never_visited, vec![shops[3]]);
    assert!(
        state
            .revisits
            .iter()
            .any(|(_, premises)| *premises == shops[0]),
        "锁门 comes again"
    );
    assert!(
        state.done.part < state.visited.part,
        "a locked door settles nothing"
    );
}

fn sorted(ids: impl Iterator<Item = String>) -> Vec<String> {
    let mut ids: Vec<String> = ids.collect();
    ids.sort_unstable();
    ids
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_23_the_desk_sees_the_sweep_by_grid() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let names = ["小店0", "小店1", "小店2", "小店3", "小店4", "小店4"];
    let shops: Vec<_> = names.map(|name| shop(&worker, grid, name, &[])).into();
    worker.sync().await;
    world.clock.advance_days(10);
    let since = world.clock.now().china_date();
    for one in &shops[..4] {
        worker.photo(*one, "", PhotoStage::Found);
    }
    for (place, outcome, note) in [
        (0, "closed_business", "卷帘门贴转让"),
        (1, "vacant", ""),
        (2, "duplicate", "与小店1是同一户"),
        (3, "locked", "铁门上锁"),
    ] {
        let visit = worker.core.census_visit(shops[place], outcome, note);
        visit.unwrap_or_else(|error| panic!("{outcome}: {error:?}"));
    }
    let added = shop(&worker, grid, "新开店", &[]);
    worker.sync().await;

    let desk = world.officer_desk(0).await;
    let path = format!("/api/v1/census?since={since}");
    let sweep = desk.read(&path).await;
    // The duplicate drops out; the locked door is visited and not settled.
    assert_eq!(
        sweep["done"],
        json!({"part": 2, "whole": 6, "per_mille": 333}),
        "{sweep}"
    );
    assert_eq!(
        sweep["visited"],
        json!({"part": 3, "whole": 6, "per_mille": 500})
    );
    let outcomes = |of: &Value| -> Vec<(String, u64)> {
        let list = of["outcomes"].as_array().expect("outcomes");
        let one = |it: &Value| {
            let code = it["code"].as_str().expect("a code").to_owned();
            (code, it["share"]["part"].as_u64().expect("a number"))
        };
        list.iter().map(one).collect()
    };
    let each = ["locked", "closed_business", "vacant", "duplicate"];
    let each: Vec<_> = each.map(|code| (code.to_owned(), 1)).into();
    assert_eq!(outcomes(&sweep), each);
    assert_eq!(sweep["outcomes"][1]["zh"], "停业");
    assert_eq!(sweep["outcomes"][2]["zh"], "空置");
    assert_eq!(sweep["outcomes"][0]["share"]["per_mille"], 142, "one of 7");
    let ids = |of: &Value| -> Vec<String> {
        let list = of.as_array().expect("a list").iter();
        let ids = list.map(|it| it["id"].as_str().expect("an id").to_owned());
        sorted(ids)
    };
    let never = sorted([shops[4], shops[5], added].iter().map(ToString::to_string));
    assert_eq!(sweep["never_visited"]["count"], 3);
    assert_eq!(ids(&sweep["never_visited"]["premises"]), never);
    assert_eq!(ids(&sweep["added"]["premises"]), [added.to_string()]);
    assert_eq!(
        ids(&sweep["alike"][0]),
        sorted([shops[4], shops[5]].iter().map(ToString::to_string)),
        "one name, one address, one grid"
    );
    let grids = sweep["grids"].as_array().expect("grids");
    assert_eq!(grids.len(), 1, "{sweep}");
    assert_eq!(
        (&grids[0]["grid"], &grids[0]["done"]),
        (&json!(grid), &sweep["done"])
    );
    assert!(sweep["cut"].is_object());

    let far = world.desk(world.person(Role::VillageAdmin, 2)).await;
    let foreign = far.get(&format!("{path}&grid={grid}")).await;
    assert_eq!(api_refusal(foreign), "403 forbidden");
}
