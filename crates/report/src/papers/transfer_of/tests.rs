use wangge_domain::lifecycle::{Outcome, ServiceProof, Status};
use wangge_domain::numbering::ProvisionalNumber;

use super::super::test_kit::{
    case, does, hazard, notice, numbered, outcome, record, text, urged, with_office,
};
use super::*;
use crate::case_file::RecordFile;
use crate::paper::{Block, FontSet, Pictures, content_hash, render};

const NOTICE: &str = "青消改字〔2026〕第0001号";
const OPINION: &str = "青消复字〔2026〕第0001号";
const LETTER: &str = "青消移字〔2026〕第0001号";

/// Noticed, served, rechecked in vain, handed over; a relay has given numbers, or not yet.
fn letter(is_numbered: bool) -> Paper {
    let mut one = hazard(1, "通道堵塞");
    let given = |status: Status, number: &str| {
        if is_numbered {
            numbered(status, number)
        } else {
            outcome(status)
        }
    };
    let noticed = given(Status::NoticeIssued, NOTICE);
    does(&mut one, notice("暂-K7-1", "王老板"), &noticed, 0);
    let mailed = Event::Served(ServiceProof::Mailed {
        tracking: "EX1".to_owned(),
    });
    does(&mut one, mailed, &outcome(Status::Served), 1);
    let failed = Event::RecheckFailed {
        reason: "仍未清理".to_owned(),
        photos: Vec::new(),
        with: Vec::new(),
    };
    let rechecked = Outcome {
        paper_number: is_numbered.then(|| OPINION.to_owned()),
        ..outcome(Status::Overdue)
    };
    does(&mut one, failed, &rechecked, 9);
    let escalated = Event::Escalated {
        to: "PSB".to_owned(),
        reason: "逾期未改".to_owned(),
    };
    let handed_over = given(Status::Escalated, LETTER);
    does(&mut one, escalated, &handed_over, 10);
    let case = case(vec![one], Vec::new());
    let made = with_office(|office| transfer_of(office, &case, record(1)));
    made.expect("it was handed over")
}

/// The table of the papers that go with the letter: the one behind its title.
fn listed(paper: &Paper) -> String {
    let title = |block: &Block| format!("{block:?}").contains("随函移送的文书");
    let place = paper.blocks.iter().position(title).expect("it has a list");
    format!("{:?}", paper.blocks[place + 1])
}

#[test]
fn the_letter_lists_the_papers_of_the_case() {
    let paper = letter(true);
    let list = listed(&paper);
    for said in [
        "隐患整改通知书",
        NOTICE,
        "2026年9月5日",
        "复查意见书",
        OPINION,
        "2026年9月14日",
        // The envelope that proves the notice.
        "0000000000000000",
    ] {
        assert!(list.contains(said), "{said}: {list}");
    }
    assert!(!list.contains(LETTER), "it does not go with itself: {list}");
}

#[test]
fn the_letter_lists_urges_and_extensions_with_their_days() {
    let mut one = urged(1, "通道堵塞");
    let asked = Event::ExtensionRequested {
        days: 5,
        reason: "等配件".to_owned(),
    };
    does(&mut one, asked, &outcome(Status::ExtensionPending), 10);
    let approved = Event::ExtensionApproved { days: 3 };
    does(&mut one, approved, &outcome(Status::Served), 11);
    let refused = Event::ExtensionRefused {
        reason: "已延期".to_owned(),
    };
    does(&mut one, refused, &outcome(Status::Overdue), 12);
    let escalated = Event::Escalated {
        to: "PSB".to_owned(),
        reason: "逾期未改".to_owned(),
    };
    does(&mut one, escalated, &outcome(Status::Escalated), 16);
    // What comes after the letter does not go with it.
    does(
        &mut one,
        Event::Urged { days: 9 },
        &outcome(Status::Urged),
        17,
    );
    let case = case(vec![one], Vec::new());
    let made = with_office(|office| transfer_of(office, &case, record(1)));
    let list = listed(&made.expect("it was handed over"));
    for said in [
        "催办（限7日）",
        "2026年9月14日",
        "申请延期（5日）",
        "2026年9月15日",
        "批准延期（3日）",
        "2026年9月16日",
        "不予延期",
        "2026年9月17日",
    ] {
        assert!(list.contains(said), "{said}: {list}");
    }
    assert!(!list.contains("限9日"), "{list}");
}

#[test]
fn who_is_written_to_knows_of_it_once_the_case_was_received() {
    let mut one = urged(1, "通道堵塞");
    let escalated = Event::Escalated {
        to: "PSB".to_owned(),
        reason: "逾期未改".to_owned(),
    };
    does(&mut one, escalated, &outcome(Status::Escalated), 16);
    let known = |one: &RecordFile| {
        let case = case(vec![one.clone()], Vec::new());
        let lines = with_office(|office| super::super::timeline::timeline(office, &case, true));
        format!("{lines:?}").matches("公安派出所").count()
    };
    assert_eq!(known(&one), 0, "the letter is on its way");
    let accepted = Event::EscalationAccepted {
        case_number: String::new(),
    };
    does(&mut one, accepted, &outcome(Status::Enforcement), 17);
    assert_eq!(known(&one), 1);
}

#[test]
fn numbers_that_come_later_change_no_content_of_the_letter() {
    let (offline, final_one) = (letter(false), letter(true));
    let list = listed(&offline);
    assert!(
        list.contains("暂-K7-1") && list.contains("暂-复-"),
        "{list}"
    );
    assert_ne!(text(&offline), text(&final_one));
    assert_eq!(content_hash(&offline), content_hash(&final_one));
}

/// The act has no room for a provisional number, so it follows from the envelope, whose hash is that of
/// the tenth day here.
#[test]
fn a_letter_made_offline_bears_a_provisional_number_of_its_act() {
    let provisional = ProvisionalNumber::of_act("移", &Digest([10; 32])).to_string();
    let offline = letter(false);
    assert_eq!(offline.number, provisional);
    assert!(
        text(&offline).contains(&provisional),
        "the receipt names it"
    );
    assert_eq!(letter(true).number, LETTER);
    // As programs of before printed it.
    let mut one = urged(1, "通道堵塞");
    let escalated = Event::Escalated {
        to: "PSB".to_owned(),
        reason: "逾期未改".to_owned(),
    };
    does(&mut one, escalated, &outcome(Status::Escalated), 16);
    let case = case(vec![one], Vec::new());
    let made = with_office(|office| {
        let office = Office {
            before: true,
            ..*office
        };
        transfer_of(&office, &case, record(1))
    });
    assert_eq!(made.expect("it was handed over").number, "");
}

#[test]
fn the_letter_prints_the_deadline_of_the_notice_and_not_that_of_an_urge() {
    let mut one = urged(1, "通道堵塞");
    let escalated = Event::Escalated {
        to: "PSB".to_owned(),
        reason: "逾期未改".to_owned(),
    };
    let done = Outcome {
        due: one.state.due,
        ..outcome(Status::Escalated)
    };
    does(&mut one, escalated, &done, 16);
    let case = case(vec![one], Vec::new());
    let made = with_office(|office| transfer_of(office, &case, record(1)));
    let said = text(&made.expect("it was handed over"));
    assert!(said.contains("2026年9月12日前"), "{said}");
    assert!(!said.contains("2026年9月20日前"), "{said}");
}

/// The letter of a hazard of these words, handed over for this reason.
fn handed_over(description: &str, reason: &str) -> Paper {
    let mut one = urged(1, description);
    let escalated = Event::Escalated {
        to: "PSB".to_owned(),
        reason: reason.to_owned(),
    };
    does(&mut one, escalated, &outcome(Status::Escalated), 16);
    let case = case(vec![one], Vec::new());
    let made = with_office(|office| transfer_of(office, &case, record(1)));
    made.expect("it was handed over")
}

/// One that was taken before the act was asked: its number is given, so the letter can be printed.
#[test]
fn a_reason_with_a_word_of_compulsion_is_quoted_and_nothing_else_is() {
    let quotation = "移送事由（原文）：“已责令停业仍拒不整改”";
    for (description, reason, is_quoted, is_made) in [
        ("通道堵塞", "逾期未改", false, true),
        ("通道堵塞", "已责令停业仍拒不整改", true, true),
        ("责令停业", "已责令停业仍拒不整改", true, false),
        ("责令停业", "逾期未改", false, false),
    ] {
        let paper = handed_over(description, reason);
        let said = text(&paper);
        assert_eq!(said.contains(quotation), is_quoted, "{said}");
        assert_eq!(paper.quoted.is_some(), is_quoted, "{reason}");
        let made = render(&paper, None, &FontSet::built_in(), &Pictures::new());
        assert_eq!(made.is_ok(), is_made, "{description}, {reason}");
    }
}
