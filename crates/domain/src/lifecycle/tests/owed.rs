//! What is owed to a hazard within a time of the policy.

use super::kit::{Relay, at, found, natural, notice, officer, version, worker};
use crate::Timestamp;
use crate::lifecycle::{Event, owed_act};
use crate::record::RecordKind;

fn owed(relay: &Relay) -> Option<(String, Timestamp)> {
    let owed = owed_act(&relay.pack, &relay.state)?;
    Some((owed.action.0, owed.by))
}

#[test]
fn what_waits_for_notice_service_or_judgement_says_until_when() {
    let mut relay = Relay::new(RecordKind::Rectification);
    assert_eq!(owed(&relay), None);
    relay.does(found(), &worker(), "2026-09-07 09:00");
    let by = at("2026-09-08 09:00");
    assert_eq!(owed(&relay), Some(("notice_issued".to_owned(), by)));
    let act = owed_act(&relay.pack, &relay.state).unwrap();
    assert!(!act.is_late(by) && act.is_late(by.plus_ms(1)));
    relay.does(notice(natural(15)), &officer(), "2026-09-08 10:00");
    let (action, until) = owed(&relay).unwrap();
    assert_eq!(action, "served");
    assert_eq!(until.china_date().to_string(), "2026-09-11");
    let mut review = Relay::new(RecordKind::Rectification);
    let suspect = Event::Found {
        version: version(1),
        suspected_major: true,
        life_threat: false,
    };
    review.does(suspect, &worker(), "2026-09-07 09:00");
    assert_eq!(owed(&review), Some(("not_major".to_owned(), by)));
    review.state.major_notice = true;
    assert_eq!(owed(&review), None, "it is judged");
}

#[test]
fn a_notice_is_to_be_served_before_its_own_deadline() {
    let mut relay = Relay::new(RecordKind::Rectification);
    relay.does(found(), &worker(), "2026-09-07 09:00");
    relay.does(notice(natural(1)), &officer(), "2026-09-07 10:00");
    let due = relay.state.due.expect("the notice gives one");
    assert_eq!(due.china_date().to_string(), "2026-09-08");
    assert_eq!(owed(&relay), Some(("served".to_owned(), due)));
}
