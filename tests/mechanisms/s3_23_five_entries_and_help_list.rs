//! S3-23 五进、大喇叭、敲门行动、留守老人帮扶: each village all five entries in a year, and a help list whose visits are
//! entered at the door without network. Promises at the door are S2-32.

use serde_json::json;

use crate::household_kit::{household, refused, take};
use crate::sheet_kit::{Kit, dated, missing};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_23_five_entries_and_help_list() {
    let kit = Kit::start().await;
    let village = kit.village;
    let entry = |kind: &str| {
        let entry = json!({"area": village, "kind": kind, "title": "九月宣传", "loudspeaker": 4});
        dated(&[&village, &kind, &"九月宣传"], "2026-09-01", "", entry)
    };
    let of_village = |standing: &wangge_domain::sheet::SheetStanding| {
        let lines = standing
            .lines
            .iter()
            .filter(|it| it.area == Some(village) && it.key.is_none());
        lines
            .map(|it| it.findings[0].what.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(of_village(&kit.on_phone("five_entries")).len(), 5);
    assert_eq!(
        kit.desk.set_refused("five_entries", entry("palace")).await,
        "not_in_list"
    );
    for kind in ["enterprise", "village", "community", "school"] {
        kit.desk.set("five_entries", entry(kind)).await;
    }
    kit.worker.sync().await;
    assert_eq!(
        of_village(&kit.on_phone("five_entries")),
        ["family"],
        "families are left"
    );
    assert!(
        missing(&kit.at_desk("five_entries").await) > 1,
        "other villages have all to do"
    );

    let home = household(
        &kit.worker,
        kit.grid,
        ("冯老人", "left_behind_elder", "walks"),
    );
    let due = |kit: &Kit| kit.worker.core.get_record(home).expect("own").state.due;
    let first = due(&kit).expect("a visit is owed");
    assert_eq!(
        refused(
            &kit.worker,
            home,
            "household.visit",
            &[("fitted", "smoke_alarm")]
        ),
        "field_missing"
    );
    kit.world.clock.advance_days(20);
    take(
        &kit.worker,
        home,
        "household.visit",
        &[("note", "检查电线、发放资料")],
    );
    assert!(
        due(&kit).expect("the next one") > first,
        "helped: the next visit is later"
    );
}
