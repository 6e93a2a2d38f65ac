//! Figures in parts over HTTP: they add up, open their records, and stay within the caller's reach.

use serde_json::{Value, json};
use wangge_domain::GridId;

use super::jobs::served_hazard;
use super::phone::record;
use super::world::{OTHER_WORKER, WORKER, World, grid, user};

const PATH: &str = "/api/v1/figures/breakdown";

fn lines(found: &Value) -> Vec<(&str, u64)> {
    let lines = found["lines"].as_array().unwrap().iter();
    let told = |line: &Value| line["figure"]["denominator"].as_u64().unwrap();
    lines
        .map(|line| (line["key"].as_str().unwrap(), told(line)))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_in_parts_opens_its_records_and_refuses_what_it_has_not() {
    let world = World::start().await;
    served_hazard(&world).await;
    let cookie = world.cookie("officer").await;
    let ask = async |query: &str| world.get(&cookie, &format!("{PATH}?{query}")).await;
    let key = |of: GridId| of.to_string();
    for (by, expected) in [
        ("township", key(grid(0))),
        ("village", key(grid(1))),
        ("grid", key(grid(10))),
        ("worker", user(WORKER).to_string()),
        ("severity", "general".to_owned()),
    ] {
        let (status, found) = ask(&format!("by={by}")).await;
        assert_eq!(status, 200, "{found}");
        assert_eq!(lines(&found), [(expected.as_str(), 1)], "{by}: {found}");
        assert_eq!(found["figure"]["numerator"], 1, "{by}");
        assert_eq!(
            found["lines"][0]["figure"].get("met"),
            None,
            "numbers alone"
        );
        let (_, opened) = ask(&format!("by={by}&open={expected}")).await;
        let met = &opened["lines"][0]["figure"]["met"];
        assert_eq!(*met, json!([record(2).to_string()]), "{by}");
        let (_, sum) = ask(&format!("by={by}&open=sum")).await;
        assert_eq!(sum["figure"]["met"], *met, "{by}");
    }
    let (_, coverage) = ask("measure=coverage&by=category").await;
    assert_eq!(lines(&coverage).len(), 1, "{coverage}");
    assert_eq!(coverage["figure"]["denominator"], 1);
    let (_, periods) = ask("measure=recheck&by=period&kind=month").await;
    assert_eq!(lines(&periods).len(), 6, "{periods}");
    let stranger = format!("open={}", user(OTHER_WORKER));
    for bad in [
        "measure=coverage&by=worker",
        "measure=x",
        "by=x",
        stranger.as_str(),
    ] {
        assert_eq!(ask(bad).await.0, 400, "{bad}");
    }
    let village = world.cookie("village2").await;
    let (status, none) = world.get(&village, &format!("{PATH}?by=grid")).await;
    assert_eq!((status, &none["lines"]), (200, &json!([])), "{none}");
    let other = format!("{PATH}?grid={}", grid(10));
    assert_eq!(world.get(&village, &other).await.0, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_that_has_not_begun_has_no_figures() {
    let world = World::start().await;
    served_hazard(&world).await;
    let cookie = world.cookie("officer").await;
    for (on, of) in [("2026-09-01", 1_usize), ("2031-05-01", 0)] {
        let read = async |path: &str| {
            let path = format!("/api/v1/{path}kind=year&on={on}");
            let (status, found) = world.get(&cookie, &path).await;
            assert_eq!(status, 200, "{found}");
            found
        };
        let figures = read("figures?").await;
        let figure = &figures["figures"]["coverage"];
        assert_eq!(figure["denominator"], of, "{on}: {figures}");
        assert_eq!(figure.get("basis_points").is_none(), of == 0, "{figures}");
        let coverage = read("coverage?").await;
        assert_eq!(coverage["figure"]["denominator"], of, "{on}: {coverage}");
        let never = coverage["never_visited"].as_array().unwrap();
        assert!(of == 1 || never.is_empty(), "{on}: {coverage}");
        let parts = read("figures/breakdown?measure=coverage&by=grid&").await;
        assert_eq!(lines(&parts).len(), of, "{on}: {parts}");
        // What is open is so today, whatever is asked about.
        let open = read("figures/breakdown?by=grid&").await;
        assert_eq!(open["figure"]["numerator"], 1, "{on}: {open}");
        let years = read("figures/breakdown?measure=coverage&by=period&").await;
        assert_eq!(years["figure"]["denominator"], of, "{on}: {years}");
    }
}
