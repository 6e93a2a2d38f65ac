//! S3-06 第一责任人、主要责任人、领导责任: who answers for a village in which degree, each a different person, and
//! whether they have looked themselves this month.

use serde_json::json;
use wangge_domain::sheet::LineState;

use crate::sheet_kit::{Kit, missing, row};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_06_responsibility_tree() {
    let mut kit = Kit::start().await;
    let village = kit.village;
    let (one, two, three) = (kit.villager(0), kit.villager(1), kit.officer(0));
    let tree = |first, main, deputy, looked: &str| {
        let entry = json!({
            "area": village, "first": first, "main": main, "deputies": [deputy],
            "inspected_on": looked,
        });
        row(&[&village], entry)
    };
    let before = missing(&kit.at_desk("responsibility_tree").await);
    let same = tree(one, one, three, "2026-08-30");
    assert_eq!(
        kit.desk.set_refused("responsibility_tree", same).await,
        "same_person"
    );
    let same = tree(one, two, two, "2026-08-30");
    assert_eq!(
        kit.desk.set_refused("responsibility_tree", same).await,
        "same_person"
    );
    kit.desk
        .set("responsibility_tree", tree(one, two, three, "2026-08-30"))
        .await;
    assert_eq!(
        missing(&kit.at_desk("responsibility_tree").await),
        before - 1
    );
    kit.worker.sync().await;
    let state = |kit: &Kit| {
        let standing = kit.on_phone("responsibility_tree");
        let mut lines = standing.lines.into_iter().filter(|line| line.key.is_some());
        lines.next().expect("the village").state
    };
    assert_eq!(state(&kit), LineState::Met);
    kit.days_later(30).await;
    assert_eq!(state(&kit), LineState::Overdue, "a month without a look");
    kit.desk
        .set("responsibility_tree", tree(one, two, three, "2026-09-29"))
        .await;
    kit.worker.sync().await;
    assert_eq!(state(&kit), LineState::Met);
}
