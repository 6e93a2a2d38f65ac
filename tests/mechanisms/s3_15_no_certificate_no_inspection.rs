//! S3-15 培训合格后方可开展工作: without a valid certificate no inspection starts, offline too.

use wangge_domain::people::Credential;
use wangge_mobile_core::CoreError;

use crate::support::shop;
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_15_no_certificate_no_inspection() {
    let world = World::start().await;
    let today = world.clock.now().china_date();
    let (person, grid) = world
        .township
        .uncertified_worker(world.clock.now())
        .expect("one certificate of the fixture has run out");
    let (user, grid) = (person.user, grid.grid);
    let phone = world.phone(user).await;
    let premises = shop(&phone, grid, "小店", &[]);

    let refused = |error: CoreError| match error {
        CoreError::NotAllowed(reason) => (reason.code, reason.rule),
        other => panic!("refused by a rule, not {other:?}"),
    };
    let wanted = ("no_certificate".to_owned(), "S3-15".to_owned());
    let error = phone
        .start(premises)
        .expect_err("the certificate has run out");
    assert_eq!(refused(error), wanted);
    assert_eq!(
        phone.core.list_inspections(None, 10).expect("a list"),
        vec![]
    );

    let renewed = Credential {
        user,
        kind: Credential::INSPECTION.to_owned(),
        number: "演示培字第0099号".to_owned(),
        issuer: "永川区消防救援大队（演示）".to_owned(),
        valid_from: today,
        valid_until: today,
    };
    world
        .admin()
        .issue_credential(renewed)
        .expect("the administrator may");
    let error = phone
        .start(premises)
        .expect_err("the phone has not heard of it yet");
    assert_eq!(refused(error), wanted);
    phone.sync().await;
    phone.start(premises).expect("the new certificate is here");

    // From here on the phone judges for itself, without the relay.
    world.clock.advance_days(1);
    let error = phone.start(premises).expect_err("it was valid for one day");
    assert_eq!(refused(error), wanted);
}
