//! Lists of hazards by when they were found.

use crate::testing::Scene;
use crate::{HazardFilter, HazardInput};

#[tokio::test]
async fn hazards_are_listed_newest_first_where_that_is_asked_for() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let mut found = Vec::new();
    for words in ["出口锁闭", "灭火器过期", "楼道堆物"] {
        let input = HazardInput::new(premises, words);
        found.push(worker.core.draft_hazard(&input).unwrap());
        scene.pass(60_000);
    }
    let list = |newest_first| {
        let filter = HazardFilter {
            newest_first,
            ..HazardFilter::default()
        };
        let rows = worker.core.list_hazards(&filter, 10).unwrap();
        rows.into_iter().map(|row| row.record).collect::<Vec<_>>()
    };
    assert_eq!(
        list(false),
        found,
        "none has a deadline: as they were written"
    );
    found.reverse();
    assert_eq!(list(true), found);
}
