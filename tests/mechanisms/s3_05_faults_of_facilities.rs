//! S3-05 消防水池、道路、林火阻隔，建管一体: each facility has somebody who must keep it up; a fault is reported with a
//! picture without network, and whoever mends it does not confirm it. Planning and works are not the
//! software's.

use wangge_domain::people::Role;

use crate::asset_kit::{asset, shown};
use crate::household_kit::refused;
use crate::officials::{say, say_with};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_05_faults_of_facilities() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let pond = asset(&worker, grid, "4组消防水池", "pond");
    let bare = [("title", "东路"), ("category", "road"), ("place", "东口")];
    let fields = [("title".to_owned(), "东路".into())].into();
    let kind = wangge_domain::record::RecordKind::Asset;
    let subject = wangge_mobile_core::CaseSubject::Grid(grid);
    let road = worker
        .core
        .open_case(&kind, subject, &fields)
        .expect("own grid");
    assert_eq!(
        refused(&worker, road, "asset.register", &bare),
        "field_missing",
        "nobody answers"
    );
    assert_eq!(
        refused(&worker, pond, "asset.fault", &[("fault", "渗漏")]),
        "photo_missing"
    );
    shown(&worker, pond, "asset.fault", &[("fault", "渗漏")]);
    shown(&worker, pond, "asset.repair", &[("repair", "已补漏")]);
    assert_eq!(
        refused(&worker, pond, "asset.confirm", &[]),
        "no_permission"
    );
    worker.sync().await;

    let desk = world.officer_desk(0).await;
    let view = desk.read("/api/v1/assets").await;
    assert_eq!(
        (
            view["faults"][0]["fault"].as_str(),
            view["faults"][0]["owner"].as_str()
        ),
        (Some("渗漏"), Some("镇水务所"))
    );
    desk.step_ok(
        pond,
        say("asset.reject", serde_json::json!({"reason": "仍渗漏"})),
    )
    .await;
    let officer = world.officer_phone(0).await;
    shown(&officer, pond, "asset.repair", &[("repair", "重做防水")]);
    assert_eq!(refused(&officer, pond, "asset.confirm", &[]), "same_person");
    officer.sync().await;
    let other = world.desk(world.person(Role::StationOfficer, 1)).await;
    other
        .step_ok(
            pond,
            say_with("asset.confirm", serde_json::json!({}), &[], &[]),
        )
        .await;
    let view = other.read("/api/v1/assets").await;
    assert_eq!(view["rates"][0]["basis_points"], 10_000, "{view}");
}
