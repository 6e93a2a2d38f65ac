use super::*;
use crate::premises::Position;
use crate::{RecordId, Timestamp};

fn rules() -> PublicReportRules {
    PublicReportRules::standard()
}

fn draft(text: &str) -> ReportDraft {
    ReportDraft {
        category: rules().categories[0].code.clone(),
        place: "青峰路1号楼道".to_owned(),
        text: text.to_owned(),
        ..ReportDraft::default()
    }
}

#[test]
fn the_rules_that_ship_have_no_fault() {
    assert_eq!(rules().fault(), None);
    let mut none = rules();
    none.limits.photos = 0;
    assert!(none.fault().is_some());
    let mut huge = rules();
    huge.limits.photo_bytes = u64::MAX;
    assert!(huge.fault().is_some());
}

#[test]
fn a_form_is_refused_by_the_rule_it_breaks() {
    let rules = rules();
    assert_eq!(draft("堆了很多纸箱，3<5，A&B").check(&rules), Ok(()));
    for script in [
        "<script>alert(1)</script>",
        "看<img src=x onerror=alert(1)>",
        "java\nscript:alert(1)",
        "&#60;script&#62;",
    ] {
        assert_eq!(
            draft(script).check(&rules),
            Err(ReportRefusal::Markup),
            "{script}"
        );
    }
    for hidden in [
        "\u{202e}反的",
        "a\u{0}b",
        "\u{1b}[31m",
        "楼\u{200b}道",
        "楼\u{3164}道",
        "楼\u{ad}道",
    ] {
        assert_eq!(
            draft(hidden).check(&rules),
            Err(ReportRefusal::ControlCharacters)
        );
    }
    assert_eq!(draft("冒烟了\u{26a0}\u{fe0f}").check(&rules), Ok(()));
    assert_eq!(draft(" ").check(&rules), Err(ReportRefusal::NoText));
    let most = rules.limits.text_chars;
    let long = "长".repeat(most as usize + 1);
    assert_eq!(
        draft(&long).check(&rules),
        Err(ReportRefusal::TextTooLong { most })
    );
    let mut odd = draft("通道堵塞");
    odd.phone = "12".to_owned();
    assert_eq!(odd.check(&rules), Err(ReportRefusal::BadContact));
    odd.phone = "+86 138-0000-0000".to_owned();
    assert_eq!(odd.check(&rules), Ok(()));
    assert_eq!(ReportDraft::phone_digits(&odd.phone), "13800000000");
    odd.category = "pigeon".to_owned();
    assert_eq!(odd.check(&rules), Err(ReportRefusal::UnknownCategory));
}

fn seen(number: u8, hour: i64, place: &str, position: Option<(i64, i64)>) -> Sighting {
    Sighting {
        report: RecordId::from_bytes([number; 16]),
        at: Timestamp(hour * 3_600_000),
        category: "exit".to_owned(),
        place: place.to_owned(),
        position: position.map(|(latitude, longitude)| Position {
            latitude,
            longitude,
            accuracy_m: None,
        }),
    }
}

#[test]
fn reports_of_the_same_thing_stand_together_in_any_order() {
    let rules = rules().grouping;
    let here = Some((30_000_000, 106_000_000));
    let near = Some((30_000_300, 106_000_000));
    let far = Some((30_900_000, 106_000_000));
    let mut all = vec![
        seen(1, 0, "青峰路1号", here),
        seen(2, 1, "别的写法", near),
        seen(3, 2, "青峰路1号", far),
        seen(4, 3, "青峰路1号", None),
        seen(5, 24 * 90, "青峰路1号", here),
    ];
    let mut other = seen(6, 1, "青峰路1号", here);
    other.category = "charging".to_owned();
    all.push(other);
    let groups = group_sightings(all.clone(), &rules);
    all.reverse();
    assert_eq!(group_sightings(all, &rules), groups);
    let id = |number: u8| RecordId::from_bytes([number; 16]);
    // What has no position joins by its words: here both places that are written alike.
    assert_eq!(groups[0], [id(1), id(2), id(3), id(4)]);
    assert_eq!(groups[1..], [vec![id(6)], vec![id(5)]]);
}

#[test]
fn a_reward_needs_truth_and_the_first_word_and_keeps_to_the_caps() {
    let rules = rules().reward;
    let good = PublicRewardFacts {
        verified: true,
        is_named: true,
        tariff: "general".to_owned(),
        ..PublicRewardFacts::default()
    };
    let full = rules.tariff[0].fen;
    assert_eq!(judge_public_reward(&good, &rules), Ok(full));
    type Change = fn(&mut PublicRewardFacts);
    let wrong: [(Change, PublicRewardRefusal); 7] = [
        (|it| it.verified = false, PublicRewardRefusal::NotVerified),
        (
            |it| it.known_before = true,
            PublicRewardRefusal::KnownBefore,
        ),
        (|it| it.has_earlier = true, PublicRewardRefusal::NotTheFirst),
        (|it| it.is_staff = true, PublicRewardRefusal::Staff),
        (
            |it| it.tariff = "none".to_owned(),
            PublicRewardRefusal::NoTariff,
        ),
        (
            |it| it.person_year_fen = u64::MAX,
            PublicRewardRefusal::PersonYearCap,
        ),
        (
            |it| it.all_year_fen = u64::MAX,
            PublicRewardRefusal::YearBudget,
        ),
    ];
    for (change, refusal) in wrong {
        let mut facts = good.clone();
        change(&mut facts);
        assert_eq!(judge_public_reward(&facts, &rules), Err(refusal));
    }
    let mut nearly = good;
    nearly.person_year_fen = rules.person_year_fen - 1;
    assert_eq!(judge_public_reward(&nearly, &rules), Ok(1));
}

#[test]
fn amounts_to_be_set_are_within_sense() {
    type Change = fn(&mut PublicReportRules);
    let changes: [Change; 4] = [
        |it| it.reward.person_year_fen = 10_000_001,
        |it| it.reward.budget_year_fen = 10_000_000_001,
        |it| it.reward.budget_year_fen = it.reward.person_year_fen - 1,
        |it| it.reward.tariff[0].fen = it.reward.person_year_fen + 1,
    ];
    assert_eq!(rules().fault_of_amounts(), None);
    for (n, change) in changes.into_iter().enumerate() {
        let mut changed = rules();
        change(&mut changed);
        assert!(changed.fault_of_amounts().is_some(), "{n}");
        assert_eq!(changed.fault(), None, "what was set before stays: {n}");
    }
}
