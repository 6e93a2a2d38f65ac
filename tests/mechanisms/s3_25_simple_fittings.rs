//! S3-25 简易喷淋、烟感、漏电保护: whether they are fitted, asked at the door; what nobody has looked at is unknown, not
//! missing. Installing is not the software's.

use wangge_domain::premises::keys;

use crate::support::{shop, to_mend};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_25_simple_fittings() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let one = shop(
        &worker,
        grid,
        "一店",
        &[(keys::SIMPLE_SPRINKLER, true.into())],
    );
    shop(
        &worker,
        grid,
        "二店",
        &[(keys::SIMPLE_SPRINKLER, false.into())],
    );
    let third = shop(&worker, grid, "三店", &[]);
    let words = [(keys::SIMPLE_SPRINKLER.to_owned(), "装了".into())].into();
    let refused = worker.core.edit_premises(one, &words);
    assert_eq!(
        to_mend(refused.expect_err("yes or no")),
        [(
            "value_wrong_type".to_owned(),
            keys::SIMPLE_SPRINKLER.to_owned()
        )]
    );
    let of = |key: &str| {
        let counts = worker.core.fitting_counts(Some(grid)).expect("enrolled");
        let found = counts.into_iter().find(|count| count.key == key);
        found.map(|it| (it.fitted, it.without, it.unknown))
    };
    assert_eq!(of(keys::SIMPLE_SPRINKLER), Some((1, 1, 1)));
    assert_eq!(of(keys::RESIDUAL_CURRENT_DEVICE), Some((0, 0, 3)));
    let fitted = [(keys::RESIDUAL_CURRENT_DEVICE.to_owned(), true.into())].into();
    worker.core.edit_premises(one, &fitted).expect("a yes");
    assert_eq!(of(keys::RESIDUAL_CURRENT_DEVICE), Some((1, 0, 2)));
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let view = desk.read("/api/v1/fittings").await;
    let sprinklers = &view["all"][0];
    assert_eq!(sprinklers["key"], keys::SIMPLE_SPRINKLER);
    assert_eq!(
        (
            sprinklers["fitted"].as_u64(),
            sprinklers["unknown"].as_u64()
        ),
        (Some(1), Some(1))
    );
    assert_eq!(view["grids"][grid.to_string()][0]["without"], 1, "{view}");

    // What the desk is told follows what comes in.
    let fitted = [(keys::SIMPLE_SPRINKLER.to_owned(), true.into())].into();
    worker.core.edit_premises(third, &fitted).expect("a yes");
    worker.sync().await;
    let view = desk.read("/api/v1/fittings").await;
    let sprinklers = &view["all"][0];
    let told = ["fitted", "without", "unknown"].map(|it| sprinklers[it].as_u64());
    assert_eq!(told, [2, 1, 0].map(Some), "{view}");
}
