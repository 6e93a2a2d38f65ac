//! S3-13 确保对监管对象检查全覆盖: coverage of what each department supervises.

use wangge_domain::people::Role;
use wangge_domain::premises::keys;

use crate::accept_visit::accept_visit;
use crate::support::{api_refusal, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_13_coverage_by_department() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let of = |name: &str, category: &str| {
        shop(&worker, grid, name, &[(keys::CATEGORY, category.into())])
    };
    let hotel = of("旅馆", "small_hotel");
    of("学堂", "small_school");
    of("又一学堂", "small_school");
    let (visit, _) = worker.inspect(hotel, &[]);
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    accept_visit(&desk, visit).await;

    let routing = &worker.core.policy().expect("a pack").routing;
    let department = |category: &str| routing.categories[category].lead[0].clone();
    let (hotels, schools) = (department("small_hotel"), department("small_school"));
    assert_ne!(hotels, schools);
    let coverage = desk.read("/api/v1/coverage?by=department").await;
    for (code, numerator, denominator) in [(&hotels, 1, 1), (&schools, 0, 2)] {
        let parts = coverage["parts"].as_array().expect("departments");
        let part = parts.iter().find(|part| part["key"] == code.as_str());
        let part = part.unwrap_or_else(|| panic!("{code}: {coverage}"));
        assert_eq!(part["name"], routing.departments[code].zh.as_str());
        assert_eq!(part["figure"]["numerator"], numerator, "{coverage}");
        assert_eq!(part["figure"]["denominator"], denominator, "{coverage}");
    }
    let one = desk
        .read(&format!("/api/v1/coverage?department={schools}"))
        .await;
    assert_eq!(one["figure"]["denominator"], 2);
    assert_eq!(one["never_visited"].as_array().map(Vec::len), Some(2));
    // The key types alone (S4-16), and a department with nothing to supervise.
    let key = desk
        .read("/api/v1/coverage?key_types=true&category=street_shop")
        .await;
    assert_eq!(key["figure"]["denominator"], 3, "{key}");
    let idle = routing.departments.keys().find(|code| {
        let mut leads = routing.categories.values().flat_map(|routed| &routed.lead);
        !leads.any(|lead| lead == *code)
    });
    let idle = idle.expect("a department that leads nothing");
    let none = desk
        .read(&format!("/api/v1/coverage?department={idle}"))
        .await;
    assert!(none["figure"].get("basis_points").is_none(), "{none}");
    // A misspelled one would read as one that has nothing to supervise.
    for misspelled in ["department=nobody", "by=departments", "category=shop"] {
        let refused = desk.get(&format!("/api/v1/coverage?{misspelled}")).await;
        assert_eq!(api_refusal(refused), "400 bad_request", "{misspelled}");
    }

    let manager = world.desk(world.person(Role::VillageAdmin, 1)).await;
    let foreign = manager
        .get(&format!("/api/v1/coverage?by=department&grid={grid}"))
        .await;
    assert_eq!(
        api_refusal(foreign),
        "403 forbidden",
        "another village's grid"
    );
}
