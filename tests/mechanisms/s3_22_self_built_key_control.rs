//! S3-22 自建房分级管理: more than ten people make it a key premises with a licence task.

use std::collections::BTreeMap;

use wangge_domain::RecordId;
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;

use crate::support::{shop, to_mend};
use crate::world::{Phone, World};

fn tasks(phone: &Phone, premises: RecordId) -> Vec<String> {
    let view = phone.core.get_premises(premises).expect("it is on file");
    assert!(
        view.key_controls
            .iter()
            .all(|control| control.rule == "S3-22")
    );
    view.key_controls
        .into_iter()
        .flat_map(|control| control.tasks)
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_22_more_than_ten_people_come_under_key_control() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let house = |name: &str, persons: i64, self_built: bool| {
        let more = [
            (keys::CATEGORY, "small_workshop".into()),
            (keys::SELF_BUILT, self_built.into()),
            (keys::PERSONS, persons.into()),
        ];
        shop(&worker, grid, name, &more)
    };
    let ten = house("自建房甲", 10, true);
    let eleven = house("自建房乙", 11, true);
    let bought = house("厂房", 11, false);
    assert_eq!(
        tasks(&worker, ten),
        Vec::<String>::new(),
        "ten are not more than ten"
    );
    assert_eq!(tasks(&worker, eleven), ["key_control", "license_check"]);
    assert_eq!(
        tasks(&worker, bought),
        Vec::<String>::new(),
        "it is not self-built"
    );

    // One more moves in, and the licence is entered.
    let change: BTreeMap<String, Scalar> = BTreeMap::from([
        (keys::PERSONS.to_owned(), 11.into()),
        (keys::LICENSE_NAME.to_owned(), "营业执照".into()),
    ]);
    worker
        .core
        .edit_premises(ten, &change)
        .expect("the file may be updated");
    assert_eq!(tasks(&worker, ten), ["key_control", "license_check"]);

    // The township sees the same on its own phone.
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    assert_eq!(tasks(&officer, ten), ["key_control", "license_check"]);
    assert_eq!(tasks(&officer, bought), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_22_refuses_a_count_of_people_that_is_none() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let crowd = [
        (keys::CATEGORY, "small_workshop".into()),
        (keys::SELF_BUILT, true.into()),
        (keys::PERSONS, 11.into()),
    ];
    let house = shop(&worker, grid, "自建房", &crowd);
    let before = worker.core.get_premises(house).expect("it is on file");
    let refused = |key: &str, value: Scalar| {
        let change = BTreeMap::from([(key.to_owned(), value)]);
        let refused = worker.core.edit_premises(house, &change);
        to_mend(refused.expect_err("no such value"))
    };
    // None of these takes the house out of key control.
    for (key, value, code) in [
        (keys::PERSONS, Scalar::from(-1), "value_wrong_type"),
        (keys::PERSONS, Scalar::from("十人"), "value_wrong_type"),
        (keys::PERSONS, Scalar::from(100_001), "value_too_large"),
        (keys::SELF_BUILT, Scalar::from("否"), "value_wrong_type"),
    ] {
        assert_eq!(
            refused(key, value),
            [(code.to_owned(), key.to_owned())],
            "{key}"
        );
    }
    let after = worker.core.get_premises(house).expect("it is on file");
    assert_eq!(after.content, before.content, "the file stays as it was");
    assert_eq!(tasks(&worker, house), ["key_control", "license_check"]);
}
