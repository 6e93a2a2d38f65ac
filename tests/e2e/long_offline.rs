//! Thirty days without a network, then one sync; a lease that has run out; two devices that meet.

use wangge_domain::checklist::AnswerResult;
use wangge_domain::record::Scalar;
use wangge_mobile_core::AnswerInput;

use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thirty_days_offline_lose_nothing() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let listed: Vec<_> = world.township.premises_of(grid).take(5).cloned().collect();
    let premises: Vec<_> = listed.iter().map(|it| worker.put_on_file(it)).collect();
    for day in 0..29_usize {
        world.clock.advance_days(1);
        worker.inspect(premises[day % premises.len()], &[]);
        if day % 7 == 0 {
            worker.clock.reboot();
        }
    }
    assert!(worker.core.status().expect("it opens").pending > 29);
    worker.sync().await;
    assert_eq!(worker.core.status().expect("it opens").pending, 0);
    let officer = world.officer_phone(0).await;
    assert_eq!(
        officer
            .core
            .list_inspections(None, 1_000)
            .expect("a list")
            .len(),
        29
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn work_after_the_lease_ran_out_is_set_apart_and_kept() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let listed = world
        .township
        .premises_of(grid)
        .next()
        .expect("a premises")
        .clone();
    let premises = worker.put_on_file(&listed);
    worker.sync().await;
    world.clock.advance_days(40);
    worker.inspect(premises, &[]);
    let report = worker.try_sync().await.expect("the sync runs");
    assert!(!report.refused.is_empty(), "lease_expired: {report:?}");
    let kept = worker.core.refused_work().expect("it is kept");
    assert_eq!(kept.len(), report.refused.len(), "nothing written is lost");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_devices_that_edit_one_draft_meet_without_losing_a_field() {
    let world = World::start().await;
    let (user, grid) = world.worker(0);
    let one = world.phone(user).await;
    let two = world.phone(user).await;
    let listed = world
        .township
        .premises_of(grid)
        .next()
        .expect("a premises")
        .clone();
    let premises = one.put_on_file(&listed);
    let inspection = one.start(premises).expect("certified");
    one.sync().await;
    two.sync().await;
    let code = one.core.get_record(inspection).expect("here").content;
    let code = code.text("checklist").expect("a list is pinned").to_owned();
    let answer = |n: u32, result| AnswerInput {
        item: format!("{code}-{n:02}"),
        result: Some(result),
        value: None,
        note: None,
        part: None,
    };
    one.core
        .answer(inspection, &answer(1, AnswerResult::Pass))
        .expect("open");
    two.core
        .answer(inspection, &answer(1, AnswerResult::Fail))
        .expect("open");
    two.core
        .answer(inspection, &answer(2, AnswerResult::Pass))
        .expect("open");
    for phone in [&one, &two, &one, &two] {
        phone.sync().await;
    }
    let (here, there) = (
        one.core.get_record(inspection).expect("here").content,
        two.core.get_record(inspection).expect("there").content,
    );
    assert_eq!(here, there, "both see the same");
    let conflicts = one.core.conflicts(inspection).expect("a list");
    assert_eq!(conflicts.len(), 1, "the conflict is shown, not hidden");
    assert!(
        here.text(&format!("a/{code}-02/result")).is_some(),
        "no field is lost"
    );
    one.core
        .resolve_conflict(inspection, &conflicts[0].key, &Scalar::from("fail"))
        .expect("it is settled");
    one.sync().await;
    two.sync().await;
    assert!(two.core.conflicts(inspection).expect("a list").is_empty());
}
