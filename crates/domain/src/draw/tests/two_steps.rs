//! Replacements that one person asks for and another approves, and announcements that are withdrawn.

use super::kit::{announced, announcing, day, drawn, inputs, person, revealing, rules};
use crate::draw::approve::step_in;
use crate::draw::{
    Approving, Asking, DrawError, DrawRecord, Replaced, Withdrawing, announce, approve_replacement,
    ask_replacement, replace, reveal, verify, withdraw,
};

const ASKER: u8 = 90;
const OTHER: u8 = 91;

fn asking(record: &DrawRecord, line: usize, seat: Option<usize>) -> Asking {
    let line = &record.selection().unwrap()[line];
    let inspector = seat.map(|seat| line.team[seat].inspector);
    Asking {
        out: Replaced {
            target: line.target,
            inspector,
        },
        reason: "现场已停业".to_owned(),
        at: day("2026-03-09"),
        by: person(ASKER),
    }
}

fn approving(asked: usize, by: u8) -> Approving {
    Approving {
        asked,
        at: day("2026-03-10"),
        by: person(by),
    }
}

fn withdrawing(reason: &str, on: &str) -> Withdrawing {
    Withdrawing {
        reason: reason.to_owned(),
        at: day(on),
        by: person(ASKER),
    }
}

#[test]
fn a_replacement_is_asked_for_by_one_and_approved_by_another() {
    let record = drawn();
    let asked = ask_replacement(&record, asking(&record, 1, None)).unwrap();
    let place = record.entries.len();
    assert_eq!(
        asked.selection(),
        record.selection(),
        "it changes nothing yet"
    );
    assert_eq!(asked.pending()[0].0, place);
    assert_eq!(verify(&asked.to_bytes()), Ok(()));
    let alone = approve_replacement(&asked, approving(place, ASKER)).unwrap_err();
    assert_eq!(alone, DrawError::ReplacementNeedsApprover);
    for nothing in [0, 1, place + 1] {
        let error = approve_replacement(&asked, approving(nothing, OTHER)).unwrap_err();
        assert_eq!(error, DrawError::NotAsked { entry: nothing });
    }
    let longer = approve_replacement(&asked, approving(place, OTHER)).unwrap();
    let last = longer.entries.last().unwrap();
    assert_eq!(last.by, person(OTHER), "the approver acts");
    assert_eq!(
        longer.replacements().next().unwrap().approver,
        person(OTHER)
    );
    assert_ne!(longer.selection(), record.selection());
    assert!(longer.pending().is_empty());
    assert_eq!(verify(&longer.to_bytes()), Ok(()));
    let twice = approve_replacement(&longer, approving(place, OTHER)).unwrap_err();
    assert_eq!(twice, DrawError::NotAsked { entry: place });
}

#[test]
fn who_falls_out_does_not_approve_it_and_a_record_of_before_still_verifies() {
    let record = drawn();
    let asked = ask_replacement(&record, asking(&record, 0, Some(1))).unwrap();
    let place = record.entries.len();
    let himself = Approving {
        by: record.selection().unwrap()[0].team[1].inspector,
        ..approving(place, OTHER)
    };
    let refused = approve_replacement(&asked, himself).unwrap_err();
    assert_eq!(refused, DrawError::ReplacedApproves);
    // The other one of the team may, who stays.
    let colleague = Approving {
        by: record.selection().unwrap()[0].team[0].inspector,
        ..himself
    };
    assert!(approve_replacement(&asked, colleague).is_ok());
    // What was approved so before the rule is what it was.
    let before = step_in(&asked, himself).unwrap();
    assert_eq!(verify(&before.to_bytes()), Ok(()));
}

#[test]
fn what_has_fallen_out_meanwhile_waits_no_more() {
    let record = drawn();
    let first = ask_replacement(&record, asking(&record, 0, Some(1))).unwrap();
    let both = ask_replacement(&first, asking(&record, 0, Some(1))).unwrap();
    let place = record.entries.len();
    assert_eq!(both.pending().len(), 2);
    let longer = approve_replacement(&both, approving(place, OTHER)).unwrap();
    assert!(longer.pending().is_empty());
    let late = approve_replacement(&longer, approving(place + 1, OTHER)).unwrap_err();
    assert!(matches!(late, DrawError::NotSelected { .. }), "{late:?}");
    assert_eq!(verify(&longer.to_bytes()), Ok(()));
}

#[test]
fn a_request_says_why_and_of_what_was_drawn() {
    let record = drawn();
    let unsaid = Asking {
        reason: " ".to_owned(),
        ..asking(&record, 0, None)
    };
    let error = ask_replacement(&record, unsaid).unwrap_err();
    assert_eq!(error, DrawError::ReplacementNeedsReason);
    let mut elsewhere = asking(&record, 0, None);
    elsewhere.out.target = super::kit::place(0);
    let error = ask_replacement(&record, elsewhere).unwrap_err();
    assert!(matches!(error, DrawError::NotSelected { .. }), "{error:?}");
    let error = ask_replacement(&announced(), asking(&record, 0, None)).unwrap_err();
    assert_eq!(error, DrawError::NotRevealed);
}

#[test]
fn a_forged_approval_is_found() {
    let record = drawn();
    let asked = ask_replacement(&record, asking(&record, 1, None)).unwrap();
    let place = record.entries.len();
    let longer = approve_replacement(&asked, approving(place, OTHER)).unwrap();
    let text = String::from_utf8(longer.to_bytes()).unwrap();
    let approver = format!("\"approver\":\"{}\"", person(OTHER));
    assert!(text.contains(&approver));
    let other = format!("\"approver\":\"{}\"", person(92));
    let forged = text.replacen(&approver, &other, 1);
    let error = verify(forged.as_bytes()).unwrap_err();
    let entry = place + 1;
    assert_eq!(error, DrawError::Differs { entry });
}

#[test]
fn an_announcement_is_withdrawn_with_a_reason_before_its_value_is_known() {
    let record = announced();
    assert!(record.is_open());
    let unsaid = withdraw(&record, withdrawing(" ", "2026-03-04")).unwrap_err();
    assert_eq!(unsaid, DrawError::WithdrawalNeedsReason);
    let public_value_on = "2026-03-05".parse().unwrap();
    let late = withdraw(&record, withdrawing("名单有误", "2026-03-05")).unwrap_err();
    assert_eq!(late, DrawError::TooLateToWithdraw { public_value_on });
    let late = withdraw(&drawn(), withdrawing("不合意", "2026-03-09")).unwrap_err();
    assert_eq!(late, DrawError::AlreadyDrawn);

    let gone = withdraw(&record, withdrawing("名单有误", "2026-03-04")).unwrap();
    assert!(!gone.is_open());
    assert_eq!(gone.withdrawal().unwrap().reason, "名单有误");
    assert_eq!(verify(&gone.to_bytes()), Ok(()), "it stays published");
    let again = withdraw(&gone, withdrawing("再撤", "2026-03-04")).unwrap_err();
    assert_eq!(again, DrawError::AlreadyWithdrawn);
    let error = reveal(&gone, revealing()).unwrap_err();
    assert_eq!(error, DrawError::AlreadyWithdrawn);
    assert_eq!(gone.selection().unwrap_err(), DrawError::NotRevealed);
}

#[test]
fn two_open_draws_of_one_day_over_the_same_targets_overlap() {
    let record = announced();
    let on = record.announcement().unwrap().public_value_on;
    assert!(record.overlaps(&inputs(), on));
    assert!(
        !record.overlaps(&inputs(), on.succ_opt().unwrap()),
        "another day"
    );
    let mut others = inputs();
    // Only what the first one leaves out.
    others.exclusions.clear();
    let out: Vec<_> = inputs().exclusions.iter().map(|it| it.target).collect();
    others.targets.retain(|it| out.contains(&it.id));
    assert!(!record.overlaps(&others, on));
    assert!(!drawn().overlaps(&inputs(), on), "it is drawn");
    let gone = withdraw(&record, withdrawing("名单有误", "2026-03-04")).unwrap();
    assert!(!gone.overlaps(&inputs(), on), "it is withdrawn");
    let again = announce(announcing(inputs()), &rules()).unwrap();
    assert!(again.is_open());
}

#[test]
fn a_replacement_of_before_is_one_entry_and_still_holds() {
    let record = drawn();
    let asked = asking(&record, 1, None);
    let old = crate::draw::Replacing {
        out: asked.out,
        reason: asked.reason,
        approver: Some(person(OTHER)),
        at: asked.at,
        by: asked.by,
    };
    let longer = replace(&record, old).unwrap();
    let text = String::from_utf8(longer.to_bytes()).unwrap();
    assert!(!text.contains("\"asked\""), "its bytes are as they were");
    assert_eq!(verify(text.as_bytes()), Ok(()));
}

#[test]
fn a_number_of_a_series_is_given_once_in_a_year() {
    let record = announced();
    let on = record.announcement().unwrap().public_value_on;
    assert!(record.has_number_of(&inputs(), on));
    assert!(drawn().has_number_of(&inputs(), on), "drawn or not");
    assert!(record.has_number_of(&inputs(), on.succ_opt().unwrap()));
    let next_year = on + chrono::Days::new(365);
    assert!(!record.has_number_of(&inputs(), next_year));
    let mut others = inputs();
    others.round = 2;
    assert!(!record.has_number_of(&others, on));
    let mut elsewhere = inputs();
    elsewhere.authority = "白云镇应急消防管理站".to_owned();
    assert!(!record.has_number_of(&elsewhere, on));
    let gone = withdraw(&record, withdrawing("名单有误", "2026-03-04")).unwrap();
    assert!(!gone.has_number_of(&inputs(), on), "it is withdrawn");
}
