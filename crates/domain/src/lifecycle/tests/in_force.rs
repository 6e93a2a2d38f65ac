//! Of several acts of one name only the one that took effect decides.

use super::kit::{Relay, at, found, natural, notice, officer, worker};
use crate::lifecycle::{Effect, Event, act_in_force};
use crate::record::RecordKind;

/// The notice with another person answerable.
fn notice_to(person: &str) -> Event {
    let mut event = notice(natural(15));
    if let Event::NoticeIssued { responsible, .. } = &mut event {
        person.clone_into(&mut responsible.person);
    }
    event
}

#[test]
fn a_notice_without_effect_is_not_the_one_in_force() {
    let mut relay = Relay::new(RecordKind::Rectification);
    relay.does(found(), &worker(), "2026-09-07 09:00");
    relay.does(notice_to("王老板"), &officer(), "2026-09-07 10:00");
    let second = relay.act(notice_to("别人"), &worker(), at("2026-09-07 10:05"));
    assert_ne!(second.effect, Effect::Applied);
    let acts: Vec<Event> = relay.rows.iter().map(|row| row.act.event.clone()).collect();
    let in_force = act_in_force(&relay.state, &acts, &["notice_issued"]);
    assert_eq!(in_force, Some(&notice_to("王老板")));
    assert_eq!(act_in_force(&relay.state, &acts, &["served"]), None);
}

#[test]
fn without_any_effect_nothing_is_in_force() {
    let mut relay = Relay::new(RecordKind::Rectification);
    let early = at("2026-09-07 08:00");
    let refused = relay.act(notice_to("别人"), &officer(), early);
    assert_ne!(refused.effect, Effect::Applied);
    let acts = [notice_to("别人")];
    assert_eq!(act_in_force(&relay.state, &acts, &["notice_issued"]), None);
}
