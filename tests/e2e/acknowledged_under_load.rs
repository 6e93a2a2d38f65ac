//! The generator of `make load` in small: what the relay acknowledged to many phones outlives its kill.

use crate::load::fleet::Fleet;
use crate::load::schedule::Schedule;
use crate::load::settings::StoreKind;

const PHONES: usize = 4;
/// Pushes of five envelopes.
const PUSHES: usize = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_under_load_is_found_after_a_kill() {
    let mut fleet = Fleet::enroll(StoreKind::Sqlite, PHONES, 1)
        .await
        .expect("the phones enroll");
    let schedule = Schedule {
        rate: PUSHES as f64 / 2.0,
        seconds: 2.0,
        // However slow the machine is: nothing here depends on it.
        grace: 600.0,
    };
    fleet
        .prepare(schedule.pushes_each(PHONES))
        .expect("the pushes are written");
    let tally = fleet.run(&schedule).await.expect("the phones push");
    assert!(tally.refused.is_empty(), "not taken: {:?}", tally.refused);
    assert_eq!((tally.answered.len(), tally.unsent), (PUSHES, 0));
    let acknowledged: usize = fleet.devices.iter().map(|it| it.acknowledged.len()).sum();
    assert_eq!(acknowledged, PUSHES * 5, "each envelope has its place");
    assert_eq!(tally.without_effect, 0, "every act takes effect");

    fleet.restart().expect("the relay serves again");
    let missing = fleet.missing().await.expect("the logs are read");
    assert_eq!(missing, 0, "acknowledged and not in the log");

    // The question is a real one: a place that the relay never named is not found.
    let first = &mut fleet.devices[0];
    for seq in first.acknowledged.values_mut() {
        *seq += 1_000_000;
    }
    let asked = first.acknowledged.len() as u64;
    let missing = fleet.missing().await.expect("the logs are read");
    assert_eq!(missing, asked, "other places than the relay named");
}
