//! S0-01, S0-20, S4-07 by worker: coverage, on-time rate, rechecks and open hazards of the grids that each worker answers
//! for, with the records behind every number; for supervisors of the place, and nobody's grids are not left out.

use serde_json::{Value, json};
use wangge_domain::control::GridLevel;
use wangge_domain::people::{Role, Scope};
use wangge_domain::{RecordId, UserId};
use wangge_sync_server::admin::NewGrid;

use crate::accept_visit::accept_visit;
use crate::quick_hazard::quick_hazard;
use crate::support::{api_refusal, serve, shop};
use crate::world::World;

const PATH: &str = "/api/v1/figures/workers?kind=year";

fn line(view: &Value, worker: UserId) -> &Value {
    let lines = view["workers"].as_array().expect("lines");
    let found = lines.iter().find(|it| it["worker"] == worker.to_string());
    &found.unwrap_or_else(|| panic!("{worker}: {view}"))["figures"]
}

/// The records of a figure: those that count, and the others.
fn rows(figures: &Value, code: &str) -> (Value, Value) {
    (figures[code]["met"].clone(), figures[code]["unmet"].clone())
}

fn just(records: &[RecordId]) -> Value {
    json!(records)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_01_figures_by_worker() {
    let world = World::start().await;
    let (good, good_grid) = world.worker_phone(0).await;
    let (idle, idle_grid) = world.worker_phone(4).await;
    let visited = shop(&good, good_grid, "甲店", &[]);
    let (visit, _) = good.inspect(visited, &[]);
    let fresh = quick_hazard(&good, visited, "灭火器过期");
    serve(&good, fresh, 30);
    let missed = shop(&idle, idle_grid, "乙店", &[]);
    let late = quick_hazard(&idle, missed, "楼道堆物");
    serve(&idle, late, 3);
    good.sync().await;
    idle.sync().await;
    accept_visit(&world.officer_desk(0).await, visit).await;
    world.clock.advance_days(6);
    world.run_jobs().await;

    let desk = world.officer_desk(0).await;
    let view = desk.read(&format!("{PATH}&open=all")).await;
    let (mine, theirs) = (line(&view, good.user), line(&view, idle.user));
    let none = || just(&[]);
    assert_eq!(rows(mine, "coverage"), (just(&[visited]), none()), "{view}");
    assert_eq!(rows(theirs, "coverage"), (none(), just(&[missed])));
    assert_eq!(rows(mine, "open"), (none(), just(&[fresh])), "not overdue");
    assert_eq!(rows(theirs, "open"), (just(&[late]), none()), "overdue");
    // What still has time is not counted, what is late is.
    assert_eq!(mine["timely_close"]["denominator"], 0, "{view}");
    assert_eq!(rows(theirs, "timely_close"), (none(), just(&[late])));
    assert_eq!(rows(theirs, "recheck"), (none(), just(&[late])));
    let closed = desk.read(PATH).await;
    assert!(line(&closed, good.user)["open"].get("unmet").is_none());
    let misspelled = desk.get(&format!("{PATH}&open=opened")).await;
    assert_eq!(api_refusal(misspelled), "400 bad_request");

    // Of a part only what the worker has there; who has nothing there is not named.
    let part = desk.read(&format!("{PATH}&grid={idle_grid}")).await;
    let lines = part["workers"].as_array().expect("lines");
    assert_eq!(lines.len(), 1, "{part}");
    assert_eq!(line(&part, idle.user)["open"]["denominator"], 1);

    // A grid of two counts with each of them, and one of nobody stands apart.
    let admin = world.admin();
    let scope = Scope::Subtree(idle_grid);
    let granted = admin.grant(good.user, Role::GridWorker, scope, None, None);
    granted.expect("a grant");
    let mut grids = world.township.grids.iter();
    let beside = grids.find(|it| it.grid == idle_grid).expect("its grid");
    let new = NewGrid {
        level: GridLevel::Small,
        parent: beside.parent,
        code: "4199-nobody".to_owned(),
        name: "无人网格".to_owned(),
    };
    let empty = admin.add_grid(&new).expect("a grid");
    let view = desk.read(&format!("{PATH}&open=all")).await;
    for user in [good.user, idle.user] {
        assert_eq!(line(&view, user)["open"]["met"], just(&[late]), "{view}");
    }
    assert_eq!(line(&view, good.user)["coverage"]["denominator"], 2);
    let lines = view["workers"].as_array().expect("lines");
    let last = lines.last().expect("a line");
    assert!(last.get("worker").is_none(), "{last}");
    let grids = last["grids"].as_array().expect("grids");
    assert!(grids.contains(&json!(empty)), "{last}");

    // What was due before the grid was handed on stays with who had it then.
    let of_both = |user| line(&view, user)["timely_close"]["denominator"].clone();
    assert_eq!(
        (of_both(idle.user), of_both(good.user)),
        (json!(1), json!(0))
    );
    let has_it = view["workers"].as_array().expect("lines").iter();
    let mut has_it = has_it.filter(|it| it["worker"] == good.user.to_string());
    let answered = has_it.next().expect("a line")["answered"].to_string();
    assert!(answered.contains(&idle_grid.to_string()), "{answered}");

    // It is for supervisors of the place: neither for whoever reads records alone, nor for workers.
    for user in [world.person(Role::Police, 0), idle.user] {
        let asked = world.desk(user).await.get(PATH).await;
        assert_eq!(api_refusal(asked), "403 forbidden");
    }
    let manager = world.desk(world.person(Role::VillageAdmin, 0)).await;
    let town = world.township.grids[0].grid;
    let beyond = manager.get(&format!("{PATH}&grid={town}")).await;
    assert_eq!(api_refusal(beyond), "403 forbidden");
}
