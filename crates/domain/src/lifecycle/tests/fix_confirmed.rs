//! Who says that the work is done does not recheck it: not by a result of enforcement, and not by the
//! owner's code.

use super::kit::natural;
use super::kit::{
    Relay, fire, found, notice, officer, passed, person, police, second_officer, signature, system,
    user, worker,
};
use crate::lifecycle::{Event, EventWord, ServiceProof, Status};
use crate::people::Role;
use crate::record::RecordKind;

fn enforced(result: &str) -> Relay {
    let mut relay = Relay::overdue();
    relay.state.urged = true;
    let up = Event::Escalated {
        to: "PSB".to_owned(),
        reason: "拒不整改".to_owned(),
    };
    relay.does(up, &officer(), "2026-09-23 09:00");
    let taken = Event::EscalationAccepted {
        case_number: "青公消〔2026〕3".to_owned(),
    };
    relay.does(taken, &police(), "2026-09-24 09:00");
    let result = Event::EnforcementResult {
        result: result.to_owned(),
        note: String::new(),
    };
    relay.does(result, &police(), "2026-09-25 09:00");
    relay
}

#[test]
fn whoever_recorded_that_enforcement_had_it_put_right_does_not_recheck_it() {
    let when = "2026-09-26 09:00";
    let failed = || Event::RecheckFailed {
        reason: "仍在使用".to_owned(),
        photos: Vec::new(),
        with: Vec::new(),
    };
    let mut relay = enforced("fixed");
    relay.refuses(passed(&[3]), &police(), when, "same_person");
    relay.refuses(failed(), &police(), when, "same_person");
    // Nor as the second one.
    relay.refuses(passed(&[5]), &officer(), when, "same_person");
    relay.does(passed(&[4]), &officer(), when);
    assert!(relay.state.handled_by.contains(&user(5)));
    // That somebody was fined says nothing of the work; a failed recheck begins anew.
    let mut fined = enforced("penalty");
    fined.does(passed(&[3]), &police(), when);
    let mut again = enforced("fixed");
    again.does(failed(), &officer(), when);
    assert_eq!(again.state.fix_enforced_by, None);
}

fn owners() -> Event {
    Event::Feedback {
        note: "已清理".to_owned(),
        photos: vec![super::kit::record(32)],
        on_behalf: false,
    }
}

#[test]
fn whoever_is_given_the_owners_code_does_not_recheck_what_was_reported_with_it() {
    let mut relay = Relay::new(RecordKind::Rectification);
    relay.does(found(), &worker(), "2026-09-07 09:00");
    relay.does(notice(natural(15)), &officer(), "2026-09-07 10:00");
    let served = Event::Served(ServiceProof::Signed(signature("李秀英")));
    relay.does(served, &second_officer(), "2026-09-07 11:00");
    for (who, given) in [(3, true), (4, true), (1, false), (5, false)] {
        assert_eq!(relay.state.holds_owner_code(user(who)), given, "{who}");
    }
    relay.does(owners(), &system(), "2026-09-10 10:00");
    let said = relay.state.history.last().unwrap();
    assert!(said.is_owners_word());
    assert_eq!(said.said(EventWord::BY_OWNER), Some("业主，一次性反馈码"));
    let when = "2026-09-11 10:00";
    relay.refuses(passed(&[5]), &officer(), when, "same_person");
    relay.refuses(passed(&[5]), &second_officer(), when, "same_person");
    relay.refuses(passed(&[4]), &police(), when, "same_person");
    // The next round has a code of its own, which goes with the opinion.
    let third = person(71, &[Role::StationOfficer]);
    let failed = Event::RecheckFailed {
        reason: "还有两箱".to_owned(),
        photos: Vec::new(),
        with: Vec::new(),
    };
    relay.does(failed, &third, when);
    for (who, given) in [(3, false), (4, false), (71, true)] {
        assert_eq!(relay.state.holds_owner_code(user(who)), given, "{who}");
    }
    relay.does(owners(), &system(), "2026-09-12 10:00");
    relay.refuses(passed(&[3]), &third, "2026-09-13 10:00", "same_person");
    relay.does(passed(&[4]), &officer(), "2026-09-13 10:00");
    assert_eq!(relay.state.status, Status::Closed);
}

#[test]
fn what_was_entered_on_behalf_bars_only_whoever_entered_it() {
    let mut relay = Relay::served();
    relay.does(super::kit::feedback(), &worker(), "2026-09-10 10:00");
    assert!(!relay.state.is_owners_word());
    // The officer issued the notice and may recheck: the owner's code was not used.
    relay.does(passed(&[6]), &officer(), "2026-09-11 10:00");
    assert_eq!(fire().user, user(6));
}
