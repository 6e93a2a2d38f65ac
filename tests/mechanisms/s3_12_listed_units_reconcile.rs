//! S3-12 各村列管单位 70/18/48/47/17/20: what arrived agrees with the plan, village by village.

use wangge_domain::people::Role;
use wangge_mobile_core::CoreError;

use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_12_listed_units_reconcile_by_village() {
    let world = World::start().await;
    let since = world.clock.now().china_date();
    for index in 0..12 {
        let (worker, grid) = world.worker_phone(index).await;
        for listed in world.township.premises_of(grid) {
            worker.put_on_file(listed);
        }
        worker.sync().await;
        // Nobody can improve a number with premises of somebody else's grid.
        let foreign = world.township.premises.iter().find(|one| one.grid != grid);
        let foreign = foreign.expect("there are other grids");
        let refused = worker.core.create_premises(foreign.grid, &foreign.fields);
        assert_eq!(refused, Err(CoreError::UnknownGrid));
    }

    let desk = world.officer_desk(0).await;
    let mut counted = Vec::new();
    for village in &world.township.villages {
        let path = format!("/api/v1/premises?limit=200&village={}", village.grid);
        let page = desk.read(&path).await;
        let items = page["items"].as_array().expect("a page has items");
        assert!(page["next"].is_null(), "one page holds a village");
        for item in items {
            assert_eq!(item["village"], village.name.as_str());
        }
        assert_eq!(items.len(), village.listed, "{}", village.name);
        counted.push(items.len());
    }
    assert_eq!(counted, vec![70, 18, 48, 47, 17, 20]);
    let summary = desk.read("/api/v1/summary").await;
    assert_eq!(summary["counts"]["premises"]["active"], 220);

    // Plan and done of one village, on the phone of its manager.
    let manager = world.phone(world.person(Role::VillageAdmin, 5)).await;
    let all = manager.core.list_premises(None, None, 500).expect("a list");
    assert_eq!(all.len(), 20, "莲花石 and no other village");
    manager.inspect(all[0].record, &[]);
    let sweep = manager.core.census_progress(None, since).expect("a sweep");
    assert_eq!((sweep.visited.part, sweep.visited.whole), (1, 20));
}
