//! S0-01 村(社)网格协同覆盖率: visited of all on file against the target of the year, by village, with
//! the records behind the figure and the list of those never visited.

use wangge_domain::people::Role;

use crate::accept_visit::accept_visit;
use crate::support::{api_refusal, shop};
use crate::world::{Desk, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_01_coverage_against_the_target() {
    let world = World::start().await;
    let (near, near_grid) = world.worker_phone(0).await;
    let (far, far_grid) = world.worker_phone(4).await;
    let visited = shop(&near, near_grid, "已检店", &[]);
    let waiting = shop(&near, near_grid, "待审店", &[]);
    let missed = shop(&far, far_grid, "漏检店", &[]);
    let (accepted, _) = near.inspect(visited, &[]);
    near.inspect(waiting, &[]);
    near.sync().await;
    far.sync().await;
    let desk = world.officer_desk(0).await;
    accept_visit(&desk, accepted).await;

    let path = "/api/v1/coverage?kind=year&by=village&open=coverage";
    let coverage = desk.read(path).await;
    let figure = &coverage["figure"];
    assert_eq!(
        figure["numerator"], 1,
        "a visit nobody accepted proves nothing: {coverage}"
    );
    assert_eq!(figure["denominator"], 3);
    assert_eq!(figure["basis_points"], 3333, "rounded down");
    assert_eq!(
        figure["met"],
        serde_json::json!([visited]),
        "the numerator can be opened"
    );
    assert_eq!(coverage["target"], 10_000, "2024 and later: 100 %");
    assert_eq!(coverage["reached"], false);
    let parts = coverage["parts"].as_array().expect("villages");
    assert_eq!(parts.len(), 2);
    for (village, numerator, denominator) in [(0, 1, 2), (2, 0, 1)] {
        let name = world.township.villages[village].name.as_str();
        let part = parts.iter().find(|part| part["name"] == name);
        let part = part.unwrap_or_else(|| panic!("{name}: {coverage}"));
        assert_eq!(part["figure"]["numerator"], numerator);
        assert_eq!(part["figure"]["denominator"], denominator);
    }
    let never = coverage["never_visited"].as_array().expect("a list");
    let names: Vec<_> = never
        .iter()
        .map(|it| it["name"].as_str().unwrap_or(""))
        .collect();
    assert!(
        names.contains(&"漏检店") && names.contains(&"待审店"),
        "{never:?}"
    );
    assert!(
        coverage["cut"]
            .as_object()
            .is_some_and(|cut| cut.len() >= 3),
        "read up to a point"
    );

    // A year before there was anything: no value, neither 0 % nor 100 %.
    let before = desk.read("/api/v1/coverage?kind=year&on=2025-06-01").await;
    assert_eq!(before["figure"]["denominator"], 0);
    assert!(before["figure"].get("basis_points").is_none(), "{before}");
    assert!(before.get("reached").is_none(), "{before}");
    assert_eq!(before["figure"]["text"], "0/0（无应计对象）");

    // Once accepted, the next report knows it; and the premises of others stay out of sight.
    let (second, _) = far.inspect(missed, &[]);
    far.sync().await;
    accept_visit(&desk, second).await;
    assert_eq!(desk.read(path).await["figure"]["numerator"], 2);
    let manager = world.desk(world.person(Role::VillageAdmin, 0)).await;
    let own = manager.read("/api/v1/coverage?kind=year").await;
    assert_eq!(own["figure"]["denominator"], 2, "the village's own: {own}");
    let all = world.township.grids[0].grid;
    let whole = manager.get(&format!("/api/v1/coverage?grid={all}")).await;
    assert_eq!(
        api_refusal(whole),
        "403 forbidden",
        "a part would pass for the whole"
    );
    let stranger = Desk::stranger(&world.relay().address);
    let unknown = stranger.get("/api/v1/coverage").await;
    assert_eq!(api_refusal(unknown), "401 unauthorized");
}
