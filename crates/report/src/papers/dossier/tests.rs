use wangge_domain::lifecycle::{Event, Status};

use super::super::test_kit::{
    answerable, case, does, filed, hazard, notice, numbered, outcome, record, text, with_office,
};
use super::*;

const GENERAL: &str = "青消改字〔2026〕第0001号";
const MAJOR: &str = "青救消改字〔2026〕第0001号";
const FILING: &str = "青救消立字〔2026〕第0001号";

fn made(hazard: RecordFile, cases: Vec<RecordFile>) -> String {
    let case = case(vec![hazard], cases);
    text(&with_office(|office| dossier_paper(office, &case)))
}

/// Noticed on the first day.
fn noticed() -> RecordFile {
    let mut one = hazard(1, "安全出口数量不足");
    let given = numbered(Status::NoticeIssued, GENERAL);
    does(&mut one, notice("暂-K7-1", "王老板"), &given, 0);
    one
}

#[test]
fn a_hazard_that_was_filed_is_major_under_the_number_of_its_case() {
    let mut one = noticed();
    one.content
        .set(wangge_domain::hazard::keys::SEVERITY, "suspected_major");
    let before = made(one.clone(), Vec::new());
    assert!(!before.contains("重大火灾隐患（立案文号"), "{before}");
    let after = made(one.clone(), vec![filed(7, record(1), FILING)]);
    let grade = format!("重大火灾隐患（立案文号{FILING}）");
    assert!(after.contains(&grade), "{after}");
    let other = made(one, vec![filed(7, record(2), FILING)]);
    assert!(!other.contains(&grade), "the case of another hazard");
}

#[test]
fn a_hazard_that_threatens_life_is_marked() {
    let mut one = noticed();
    assert!(!made(one.clone(), Vec::new()).contains("危及生命"));
    one.state.life_threat = true;
    assert!(made(one, Vec::new()).contains("危及生命"));
}

#[test]
fn a_general_notice_and_the_one_of_the_major_hazard_are_both_named_with_their_days() {
    let mut one = noticed();
    assert!(
        !made(one.clone(), Vec::new()).contains(&format!("{GENERAL}（")),
        "one alone is named by its number"
    );
    let given = numbered(Status::UnderReview, MAJOR);
    does(&mut one, notice("暂-B2-1", "王老板"), &given, 3);
    let said = made(one.clone(), Vec::new());
    let both = format!(
        "{GENERAL}（2026年9月5日，隐患整改通知书）；{MAJOR}（2026年9月8日，重大火灾隐患整改通知书）"
    );
    assert!(said.contains(&both), "{said}");

    // Offline each has the number that its phone gave it.
    for entry in &mut one.state.history {
        entry.number = None;
    }
    let said = made(one, Vec::new());
    assert!(
        said.contains("暂-K7-1（2026年9月5日") && said.contains("暂-B2-1（2026年9月8日"),
        "{said}"
    );
}

#[test]
fn who_was_named_after_the_notice_stands_beside_whom_it_went_to() {
    let mut one = noticed();
    assert!(made(one.clone(), Vec::new()).contains("便民超市／李站长／王老板"));
    let named = Event::ResponsibilitySet(answerable("新租户"));
    does(&mut one, named, &outcome(Status::NoticeIssued), 2);
    let said = made(one, Vec::new());
    assert!(
        said.contains("便民超市／李站长／王老板（现：新租户）"),
        "{said}"
    );
}

#[test]
fn a_hazard_whose_clock_stands_still_prints_the_deadline_of_its_notice_and_the_pause() {
    let mut one = noticed();
    let day = |n: i64| wangge_domain::Timestamp(1_788_600_000_000).plus_ms(n * 86_400_000);
    (one.state.due, one.state.notice_due) = (Some(day(15)), Some(day(15)));
    let plain = made(one.clone(), Vec::new());
    assert!(plain.contains("2026年9月20日前"), "{plain}");
    assert!(
        !plain.contains("暂停计时，") && !plain.contains("催办至"),
        "{plain}"
    );
    one.state.status = Status::Paused;
    one.state.due = Some(day(40));
    let paused = made(one.clone(), Vec::new());
    let said = "2026年9月20日前（暂停计时，至2026年10月15日）";
    assert!(paused.contains(said), "{paused}");
    one.state.status = Status::Urged;
    let urged = made(one, Vec::new());
    assert!(
        urged.contains("2026年9月20日前（催办至2026年10月15日）"),
        "{urged}"
    );
}

#[test]
fn a_judged_hazard_rests_on_what_its_notice_says() {
    let mut one = hazard(1, "安全出口数量不足");
    let suspected = Event::SuspectedMajor {
        basis: vec!["一个防火分区只有一个安全出口".to_owned()],
    };
    does(&mut one, suspected, &outcome(Status::UnderReview), 0);
    let given = numbered(Status::UnderReview, MAJOR);
    does(&mut one, notice("暂-B2-1", "王老板"), &given, 3);
    assert!(one.state.major_notice);
    let case = case(vec![one], vec![filed(7, record(1), FILING)]);
    let said = |before: bool| {
        text(&with_office(|office| {
            let office = Office { before, ..*office };
            dossier_paper(&office, &case)
        }))
    };
    let now = said(false);
    assert!(now.contains("一个防火分区只有一个安全出口"), "{now}");
    assert!(!now.contains("现场检查"), "{now}");
    // A dossier of before is known by what it said.
    assert!(said(true).contains("现场检查"));
}
