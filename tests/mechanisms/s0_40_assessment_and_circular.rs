//! S0-40 政法委考核、通报批评: the assessment pack of a township, every item with what is to be
//! explained; the ranking; the draft of the circular, unsigned.

use reqwest::StatusCode;
use serde_json::json;
use wangge_domain::people::Role;
use wangge_sync_server::PaperVerdict;

use crate::quick_hazard::quick_hazard;
use crate::s4_06_verify_paper::checked;
use crate::support::{api_refusal, serve, shop};
use crate::world::{Desk, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_40_assessment_and_circular() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "待查店", &[]);
    let hazard = quick_hazard(&worker, premises, "灭火器过期");
    serve(&worker, hazard, 7);
    worker.sync().await;
    world.clock.advance_days(31);
    world.run_jobs().await;
    let desk = world.officer_desk(0).await;
    let order = json!({"kind": "month", "on": "2026-09-01"});
    let (status, made) = desk.post("/api/v1/snapshots", order).await;
    assert_eq!(status, StatusCode::OK, "{made}");
    let top = world.township.grids[0].grid.to_string();
    let digest = made["snapshots"][&top]
        .as_str()
        .expect("the township")
        .to_owned();

    let pack = desk
        .read(&format!("/api/v1/snapshots/{digest}/assessment"))
        .await;
    assert_eq!(pack["grid_name"], "青峰镇");
    let items = pack["items"].as_array().expect("items");
    assert_eq!(items.len(), 9, "no item is left out");
    let item = |code: &str| {
        let found = items.iter().find(|it| it["code"] == code);
        found.unwrap_or_else(|| panic!("{code}: {pack}"))
    };
    assert_eq!(item("coverage")["to_explain"], json!([premises]));
    assert_eq!(
        item("timely_close")["to_explain"],
        json!([hazard]),
        "overdue, and named"
    );
    assert_eq!(item("timely_close")["figure"], "0/1（0.00%）");
    assert_eq!(item("repeat")["figure"], "0/1（0.00%）", "less is better");
    assert_eq!(item("repeat")["points"], "10.00分（满分10分）");
    let absent = item("public_reports")["points"].as_str().expect("words");
    assert!(
        absent.contains("无应计对象"),
        "no value is not nought: {absent}"
    );
    let uncounted = item("organization");
    assert_eq!(uncounted["figure"], "未统计", "nothing counts it");
    assert_eq!(uncounted["points"], "未统计，不计分，其余项按比例折算");
    let training = item("training");
    assert_eq!(
        training["figure"], "12/13（92.30%）",
        "one certificate has run out"
    );

    let short: String = digest.chars().take(16).collect();
    let ranking = desk
        .read("/api/v1/ranking?kind=month&on=2026-09-01&level=large")
        .await;
    let draft = ranking["draft"].as_str().expect("words");
    assert!(
        draft.starts_with("关于2026年9月") && draft.contains("草稿，未经签发"),
        "{draft}"
    );
    assert!(draft.contains("通报批评：青峰镇"), "{draft}");
    assert!(draft.contains(&short), "it names what it rests on: {draft}");
    assert_eq!(ranking["circular"]["criticized"], json!([top]));
    let circular = ranking["paper"].as_str().expect("an id").to_owned();
    circular_on_paper(&world, &desk, &circular).await;

    let manager = world.desk(world.person(Role::VillageAdmin, 0)).await;
    let pack = manager
        .get(&format!("/api/v1/snapshots/{digest}/assessment"))
        .await;
    assert_eq!(
        api_refusal(pack),
        "404 not_found",
        "the township's pack is not the village's"
    );
    let own = manager
        .read("/api/v1/ranking?kind=month&on=2026-09-01&level=large")
        .await;
    assert_eq!(own["lines"], json!([]), "nor its place");
    let path = format!("/api/v1/papers/circular/{circular}");
    let foreign = manager.get(&path).await;
    assert_eq!(api_refusal(foreign), "404 not_found", "nor its circular");
    let police = world.desk(world.person(Role::Police, 0)).await;
    let order = json!({"kind": "quarter", "on": "2026-06-01"});
    let frozen = police.post("/api/v1/snapshots", order).await;
    assert_eq!(
        api_refusal(frozen),
        "403 forbidden",
        "who is assessed elsewhere freezes nothing here"
    );
}

/// The draft as a paper, by whose QR anybody can ask whether it says what was frozen.
async fn circular_on_paper(world: &World, desk: &Desk, id: &str) {
    let path = format!("/api/v1/papers/circular/{id}");
    let (status, hash, pdf) = desk.file(&path).await;
    assert_eq!((status, &pdf[..5]), (StatusCode::OK, b"%PDF-".as_slice()));
    let (again, same, _) = desk.file(&path).await;
    assert_eq!((again, same.as_str()), (StatusCode::OK, hash.as_str()));
    let (status, page) = world.public(&format!("/p/circular/{id}?h={hash}")).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    assert!(page.contains("考核情况的通报（草稿，未经签发）"), "{page}");
    let wrong = "0".repeat(64);
    let (status, _) = world.public(&format!("/p/circular/{id}?h={wrong}")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let quarter = "/api/v1/ranking?kind=quarter&on=2026-08-01&level=large";
    let never = desk.get(quarter).await;
    assert_ne!(never.0, StatusCode::OK, "of nothing frozen there is none");
    let told = checked(world, &pdf).await;
    assert!(
        matches!(told.verdict, PaperVerdict::Same(_)),
        "byte for byte"
    );
}
