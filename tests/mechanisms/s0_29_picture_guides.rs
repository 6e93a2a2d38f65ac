//! S0-29 通俗易懂的排查指南: beside each item what to look at, a picture of what is right and one of what
//! is wrong, on the phone without network.

use wangge_domain::checklist::guides;
use wangge_mobile_core::CoreError;

use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_29_picture_guides() {
    let mut world = World::start().await;
    let (worker, _) = world.worker_phone(0).await;
    world.stop().await;

    let policy = worker.core.policy().expect("the phone is enrolled");
    let items = || {
        policy
            .checklists
            .checklists
            .iter()
            .flat_map(|list| &list.items)
    };
    let mut drawn = std::collections::BTreeSet::new();
    for item in items() {
        let guide = worker.core.guide(&item.id).expect("every item has a guide");
        assert!(
            !guide.look.is_empty() && !guide.remedy.is_empty(),
            "{}",
            item.id
        );
        assert_eq!(
            guide.remedy, item.rectification,
            "the remedy is that of the notice"
        );
        let Some((pass, fail)) = guide.pass.zip(guide.fail) else {
            continue;
        };
        assert!(pass.starts_with("<svg") && fail.starts_with("<svg"));
        assert_ne!(pass, fail, "{}: right and wrong look different", item.id);
        assert!(!guide.version.is_empty(), "guides have a version");
        drawn.insert(item.common_key.clone());
    }
    assert!(
        drawn.len() >= 40,
        "at least the 40 most frequent: {}",
        drawn.len()
    );
    for guide in guides() {
        assert!(
            items().any(|item| item.common_key == guide.key),
            "{} is asked",
            guide.key
        );
    }
    // A key that several lists ask has one and the same picture.
    let shared: Vec<_> = items().filter(|item| item.common_key == "EXIT").collect();
    assert!(shared.len() > 5);
    let first = worker.core.guide(&shared[0].id).expect("it has one").pass;
    for item in &shared {
        assert_eq!(worker.core.guide(&item.id).expect("it has one").pass, first);
    }

    let unknown = worker.core.guide("XX-99").unwrap_err();
    assert_eq!(
        unknown,
        CoreError::UnknownItem {
            item: "XX-99".to_owned()
        }
    );
    assert_eq!(unknown.code(), "unknown_item");
}
