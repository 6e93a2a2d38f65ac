//! S2-19 火灾公众责任保险: insurer and last day on the premises' file, entered at the door; the reminder comes without
//! network, the most urgent first.

use wangge_domain::premises::keys;

use crate::support::{shop, to_mend};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_19_insurance_reminders() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let insured = |name: &str, until: &str| {
        let fields = [
            (keys::INSURER, "人保财险".into()),
            (keys::INSURANCE_VALID, until.into()),
        ];
        shop(&worker, grid, name, &fields)
    };
    let soon = insured("快到期", "2026-09-20");
    insured("还早", "2027-09-20");
    let lapsed = insured("已到期", "2026-08-15");
    shop(&worker, grid, "没有保险", &[]);
    let wrong = [(keys::INSURANCE_VALID.to_owned(), "明年".into())].into();
    let refused = worker.core.edit_premises(soon, &wrong);
    assert_eq!(
        to_mend(refused.expect_err("no day")),
        [(
            "value_wrong_type".to_owned(),
            keys::INSURANCE_VALID.to_owned()
        )]
    );
    let list = worker.core.insurance_reminders(30).expect("enrolled");
    let found: Vec<_> = list.iter().map(|it| (it.premises, it.days_left)).collect();
    assert_eq!(found, [(lapsed, -17), (soon, 19)]);
    let renewed = [(keys::INSURANCE_VALID.to_owned(), "2027-08-15".into())].into();
    worker.core.edit_premises(lapsed, &renewed).expect("a day");
    let list = worker.core.insurance_reminders(30).expect("enrolled");
    assert_eq!(list.len(), 1, "renewed");
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let view = desk.read("/api/v1/fittings").await;
    assert_eq!(
        (view["insured"].as_u64(), view["lapsed"].as_u64()),
        (Some(3), Some(0))
    );
}
