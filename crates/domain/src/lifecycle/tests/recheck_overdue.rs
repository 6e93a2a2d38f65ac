//! A recheck that nobody does is marked when the time of the policy is over.

use super::kit::{Relay, at, feedback, officer, passed, responsible, worker};
use crate::lifecycle::{Event, RecheckOverdue, recheck_overdue};

#[test]
fn a_recheck_is_overdue_when_its_time_is_over_and_until_somebody_looks() {
    let mut relay = Relay::served();
    let mark = |relay: &Relay, when: &str| recheck_overdue(&relay.pack, &relay.state, at(when));
    assert_eq!(
        mark(&relay, "2026-09-20 09:00"),
        None,
        "nobody asked for it"
    );
    relay.does(feedback(), &worker(), "2026-09-15 10:00");
    assert_eq!(mark(&relay, "2026-09-18 23:59"), None, "three working days");
    let overdue = mark(&relay, "2026-09-19 00:00").unwrap();
    let expected = RecheckOverdue {
        since: at("2026-09-19 00:00").plus_ms(-1),
        body: Some("station".to_owned()),
    };
    assert_eq!(overdue, expected);
    // To name somebody else begins no new time.
    let named = Event::ResponsibilitySet(responsible());
    relay.does(named, &officer(), "2026-09-19 09:00");
    assert_eq!(mark(&relay, "2026-09-19 10:00"), Some(expected));
    relay.does(passed(&[41]), &officer(), "2026-09-20 09:00");
    assert_eq!(mark(&relay, "2026-10-20 09:00"), None);
}
