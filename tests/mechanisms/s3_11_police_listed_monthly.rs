//! S3-11 派出所列管: a list of its own with a visit in every month; all else once a year at least.

use chrono::NaiveDate;
use wangge_domain::people::Role;
use wangge_domain::premises::keys;
use wangge_domain::schedule::DueState;
use wangge_mobile_core::DueItem;

use crate::support::{code_and_rule, shop, to_mend};
use crate::world::{Phone, World};

fn list(phone: &Phone) -> Vec<DueItem> {
    phone
        .core
        .due_list(None, 100)
        .expect("the phone is enrolled")
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a day of the calendar")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_11_the_police_have_a_monthly_list_of_their_own() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let station = world.officer_phone(0).await;
    let listed = shop(
        &station,
        grid,
        "列管旅馆",
        &[(keys::POLICE_LISTED, true.into())],
    );
    station.sync().await;
    let other = shop(&worker, grid, "普通小店", &[]);
    worker.sync().await;
    let police = world.phone(world.person(Role::Police, 0)).await;

    let theirs = list(&police);
    let names: Vec<_> = theirs.iter().map(|item| item.premises.record).collect();
    assert_eq!(
        names,
        vec![listed],
        "what is not listed is not on the list of the police"
    );
    let due = &theirs[0].entry.due;
    assert_eq!(
        (due.reason.as_str(), due.date),
        ("police_listed_monthly", day(9, 30))
    );

    let grids = list(&worker);
    assert!(
        grids.iter().any(|item| item.premises.record == other),
        "the grid owes both"
    );
    assert!(
        grids.iter().any(|item| item.premises.record == listed),
        "the grid owes both"
    );
    for item in &grids {
        assert_ne!(item.entry.due.reason, "police_listed_monthly");
        assert!(
            item.entry.due.date > day(9, 30),
            "less often than every month: {item:?}"
        );
    }

    // September goes by without a visit.
    world.clock.advance_days(29);
    police.sync().await;
    assert_eq!(list(&police)[0].entry.state, DueState::Today);
    world.clock.advance_days(1);
    assert_eq!(list(&police)[0].entry.state, DueState::Overdue { days: 1 });

    // The grid's own visit does nothing for the duty of the police.
    worker.sync().await;
    worker.inspect(listed, &[]);
    worker.sync().await;
    police.sync().await;
    assert_eq!(list(&police)[0].entry.state, DueState::Overdue { days: 1 });

    police.inspect(listed, &[]);
    police.sync().await;
    assert_eq!(
        list(&police)[0].entry.due.date,
        day(11, 30),
        "October is done, November next"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_11_refuses_a_list_that_the_police_shorten_themselves() {
    let world = World::start().await;
    let (_, grid) = world.worker(0);
    let mark = [(keys::POLICE_LISTED, true.into())];
    let station = world.officer_phone(0).await;
    let listed = shop(&station, grid, "列管旅馆", &mark);
    let other = shop(&station, grid, "普通小店", &[]);
    station.sync().await;
    let police = world.phone(world.person(Role::Police, 0)).await;
    let before = list(&police);
    assert_eq!(before.len(), 1);

    let struck = [(keys::POLICE_LISTED.to_owned(), false.into())].into();
    let refused = police.core.edit_premises(listed, &struck);
    assert_eq!(
        code_and_rule(refused.expect_err("the file is not theirs")),
        ("no_permission".to_owned(), "handbook 1.3".to_owned())
    );
    // A mark is yes or no: words put nobody on the list.
    let words = [(keys::POLICE_LISTED.to_owned(), "是".into())].into();
    let refused = station.core.edit_premises(other, &words);
    assert_eq!(
        to_mend(refused.expect_err("yes or no")),
        [(
            "value_wrong_type".to_owned(),
            keys::POLICE_LISTED.to_owned()
        )]
    );
    station.sync().await;
    police.sync().await;
    assert_eq!(list(&police), before, "the list stays as it was");
}
