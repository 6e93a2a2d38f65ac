use reqwest::header::COOKIE;

use super::jobs::served_hazard;
use super::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn neg_086_ledger_cells_run_nothing() {
    let world = World::start().await;
    served_hazard(&world).await;
    let cookie = world.cookie("village1").await;
    let request = world
        .http
        .get(world.url("/api/v1/ledger.csv"))
        .header(COOKIE, &cookie);
    let response = request.send().await.unwrap();
    assert_eq!(
        response.headers()["content-type"],
        "text/csv; charset=utf-8"
    );
    let text = response.text().await.unwrap();
    assert!(text.starts_with('\u{feff}'), "a byte order mark");
    assert_eq!(text.matches("\r\n").count(), 2, "{text}");
    assert!(
        text.contains("桥头便民超市") && text.contains("一村第1网格"),
        "{text}"
    );
    assert!(!text.contains(",=cmd"), "{text}");
    // The other village's ledger is empty.
    let cookie = world.cookie("village2").await;
    let request = world
        .http
        .get(world.url("/api/v1/ledger.csv"))
        .header(COOKIE, &cookie);
    let text = request.send().await.unwrap().text().await.unwrap();
    assert_eq!(text.matches("\r\n").count(), 1, "{text}");
}
