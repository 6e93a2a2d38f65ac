//! S0-06 明确主管部门: the type of a premises leads to its department; an unmapped one is not lost.

use wangge_domain::hazard::keys as hazard_keys;
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;
use wangge_mobile_core::HazardInput;

use crate::support::{invalid, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_06_type_leads_to_its_department() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let department = |category: &str| {
        let premises = shop(
            &worker,
            grid,
            category,
            &[(keys::CATEGORY, Scalar::from(category))],
        );
        let hazard = worker
            .core
            .draft_hazard(&HazardInput::new(premises, "通道堆放杂物"))
            .expect("a hazard can be drafted");
        let content = worker.core.get_record(hazard).expect("it is here").content;
        content
            .text(hazard_keys::DEPARTMENT)
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(department("small_school"), "EDU");
    assert_eq!(department("small_clinic"), "HEALTH");
    assert_eq!(department("small_entertainment"), "CULT");
    assert_eq!(department("nursing_home"), "CIVIL");

    // The map is the county's: nothing in the pack is without a department in the end.
    let policy = worker.core.policy().expect("a pack");
    let nobody = |_: &str| true;
    let routed = policy.routing.route("escape_room", None, None, &nobody);
    assert_eq!(
        (routed.reason, routed.department.as_str()),
        ("unmapped", policy.routing.unmapped.as_str())
    );

    // A county that would send what is unmapped to a department it does not have is told so.
    let mut pack = serde_json::to_value(&*policy).expect("a pack is JSON");
    pack["routing"]["unmapped"] = serde_json::json!("NOWHERE");
    let refused = world
        .admin()
        .activate_policy(pack.to_string().as_bytes(), None);
    let said = invalid(refused.expect_err("nobody would get it"));
    assert!(said.contains("routing.unmapped"), "{said}");

    // The map is dated by the revision of the pack that has it: what was found under the old one keeps
    // its department, what is found under the new one has the new.
    let before = shop(
        &worker,
        grid,
        "旧托管班",
        &[(keys::CATEGORY, Scalar::from("small_school"))],
    );
    let hazard = |premises, found: &str| {
        let input = HazardInput::new(premises, found);
        let hazard = worker.core.draft_hazard(&input);
        hazard.expect("a hazard can be drafted")
    };
    let of = |hazard| {
        let content = worker.core.get_record(hazard).expect("it is here").content;
        let department = content.text(hazard_keys::DEPARTMENT);
        department.unwrap_or_default().to_owned()
    };
    let old = hazard(before, "通道堆放杂物");
    worker.sync().await;
    let mut next = policy.as_ref().clone();
    let route = next.routing.categories.get_mut("small_school");
    route.expect("it is mapped").lead = vec!["CIVIL".to_owned()];
    next.revision += 1;
    world
        .admin()
        .activate_policy(next.to_json().as_bytes(), None)
        .expect("the pack is sound");
    worker.sync().await;
    assert_eq!(
        (of(old), of(hazard(before, "灭火器过期"))),
        ("EDU".into(), "CIVIL".into())
    );
    let desk = world.officer_desk(0).await;
    let in_force = desk.read("/api/v1/reference").await;
    assert_eq!(in_force["revision"], next.revision, "since when: its row");
}
