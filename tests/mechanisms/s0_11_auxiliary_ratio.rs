//! S0-11 执法辅助人员: a live ratio from the census: 60 enterprises, 230 shops and 340 rental
//! households ask for six by the usual rounding, for eight by the other.

use serde_json::{Value, json};
use wangge_domain::premises::keys;

use crate::support::shop;
use crate::world::{Desk, World};

async fn auxiliary(desk: &Desk, town: wangge_domain::GridId) -> (u64, u64, u64) {
    let view = desk
        .read(&format!("/api/v1/staffing?township={town}"))
        .await;
    let lines = view["report"]["lines"].as_array().expect("lines").clone();
    let line = lines
        .iter()
        .find(|line| line["code"] == "auxiliary")
        .expect("there");
    let number = |value: &Value| value.as_u64().expect("a number");
    (
        number(&line["required"]["people"]),
        number(&line["required"]["numerator"]),
        number(&line["required"]["denominator"]),
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_11_auxiliary_ratio() {
    let world = World::start().await;
    let town = world.township.grids[0].grid;
    let (worker, grid) = world.worker_phone(0).await;
    let kinds = [
        ("small_workshop", 60),
        ("small_shop", 230),
        ("rental_housing", 340),
    ];
    for (category, count) in kinds {
        for n in 0..count {
            let more = [
                (keys::CATEGORY, category.into()),
                (keys::ADDRESS, format!("{category}路{n}号").into()),
            ];
            shop(&worker, grid, &format!("{category}{n}"), &more);
        }
    }
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let profile = |rounding: Value| {
        json!({
            "key": town,
            "entry": {"township": town, "station_class": "class1", "rounding": rounding},
        })
    };
    desk.set("station_profile", profile(Value::Null)).await;
    assert_eq!(
        auxiliary(&desk, town).await,
        (6, 1_150, 200),
        "5.75, rounded up"
    );
    desk.set("station_profile", profile(json!("ceil_of_each_then_sum")))
        .await;
    assert_eq!(auxiliary(&desk, town).await.0, 8, "2 + 2 + 4");
    let odd = desk
        .set_refused("station_profile", profile(json!("round_down")))
        .await;
    assert_eq!(odd, "entry_unreadable", "there are two ways to round");

    // Live: ten workshops more, and the sum of ratios passes six... by no more than a little.
    for n in 0..13 {
        let more = [
            (keys::CATEGORY, "small_workshop".into()),
            (keys::ADDRESS, format!("新路{n}号").into()),
        ];
        shop(&worker, grid, &format!("新厂{n}"), &more);
    }
    worker.sync().await;
    desk.set("station_profile", profile(json!("sum_of_ratios_then_ceil")))
        .await;
    assert_eq!(auxiliary(&desk, town).await, (7, 1_202, 200), "6.01");

    // By the county's own pack: one for 25 enterprises, and a class of station of its own.
    let mut pack = worker.core.policy().expect("a pack").as_ref().clone();
    let mut own = pack.accounting().clone();
    let terms = &mut own.staffing.auxiliary.terms;
    let workshops = terms
        .iter_mut()
        .find(|term| term.kind == "industrial_enterprises")
        .expect("a term");
    workshops.per = 25;
    let mut class = own.staffing.station_classes[0].clone();
    class.id = "class9".to_owned();
    own.staffing.station_classes.push(class);
    pack.accounting = Some(Box::new(own));
    pack.revision += 1;
    world
        .admin()
        .activate_policy(pack.to_json().as_bytes(), None)
        .expect("the pack is sound");
    assert_eq!(auxiliary(&desk, town).await.0, 8, "2.92 + 1.15 + 3.4");
    let of_class =
        |class: &str| json!({"key": town, "entry": {"township": town, "station_class": class}});
    desk.set("station_profile", of_class("class9")).await;
    let unknown = desk
        .set_refused("station_profile", of_class("class8"))
        .await;
    assert_eq!(unknown, "station_class_unknown");
}
