use std::collections::BTreeMap;

use super::*;
use crate::FindingLevel;
use crate::policy::{PolicyPack, default_pack};
use crate::premises::PremisesFacts;
use crate::record::Scalar;

fn facts(known: &[(&str, i64)]) -> PremisesFacts {
    let mut facts = PremisesFacts::default();
    for (name, value) in known {
        facts.set_number(name, *value);
    }
    facts
}

fn answer(result: AnswerResult) -> Answer {
    Answer {
        result: Some(result),
        ..Answer::default()
    }
}

fn all_passed(list: &Checklist) -> BTreeMap<String, Answer> {
    list.items
        .iter()
        .map(|item| (item.id.clone(), answer(AnswerResult::Pass)))
        .collect()
}

fn all_photographed(list: &Checklist) -> BTreeMap<String, usize> {
    list.items.iter().map(|item| (item.id.clone(), 1)).collect()
}

/// Findings of rental housing where one item is answered so, and the rest is in order.
fn findings(pack: &PolicyPack, item: &str, answer: Answer, photos: usize) -> Vec<(String, bool)> {
    let list = pack.checklists.by_code("RH").unwrap();
    let mut answers = all_passed(list);
    if let Some(density) = answers.get_mut("RH-13") {
        density.value = Some(Scalar::Int(2));
    }
    answers.insert(item.to_owned(), answer);
    let mut counts = all_photographed(list);
    counts.insert(item.to_owned(), photos);
    check_answers(list, &facts(&[]), &answers, &counts)
        .into_iter()
        .map(|finding| (finding.code, finding.level == FindingLevel::Blocking))
        .collect()
}

#[test]
fn items_apply_unless_it_is_known_that_they_do_not() {
    let pack = default_pack();
    let list = pack.checklists.by_code("RH").unwrap();
    let asked = |known: &[(&str, i64)]| {
        let asked = applicable_items(list, &facts(known));
        asked.iter().any(|item| item.id == "RH-02")
    };
    assert!(asked(&[]), "unknown applies");
    assert!(asked(&[("floors", 3)]));
    assert!(asked(&[("floors", 2)]), "beds unknown");
    assert!(!asked(&[("floors", 2), ("beds", 9)]));
    assert!(asked(&[("floors", 2), ("beds", 10)]));
}

#[test]
fn an_item_that_does_not_apply_is_not_missed() {
    let pack = default_pack();
    let list = pack.checklists.by_code("RH").unwrap();
    let mut answers = all_passed(list);
    answers.remove("RH-02");
    answers.get_mut("RH-13").unwrap().value = Some(Scalar::Int(1));
    let check = |known: &[(&str, i64)]| {
        check_answers(list, &facts(known), &answers, &all_photographed(list))
    };
    assert_eq!(check(&[("floors", 2), ("beds", 4)]), []);
    assert_eq!(check(&[])[0].code, "answer_missing");
}

#[test]
fn what_failed_is_never_dropped_for_what_the_file_says() {
    let pack = default_pack();
    let list = pack.checklists.by_code("RH").unwrap();
    let mut answers = all_passed(list);
    answers.insert("RH-02".to_owned(), answer(AnswerResult::Fail));
    answers.get_mut("RH-13").unwrap().value = Some(Scalar::Int(1));
    let small = facts(&[("floors", 2), ("beds", 6)]);
    let proposed = hazard_proposals(&pack.checklists, list, &small, &answers, &pack.regions);
    let items: Vec<&str> = proposed.iter().map(|it| it.item.as_str()).collect();
    assert_eq!(items, ["RH-02"]);
    assert!(proposed[0].life_threat);
    // It needs its photo like any other, and is marked beside the file.
    let codes = |photos: &BTreeMap<String, usize>| {
        let found = check_answers(list, &small, &answers, photos);
        let found = found.into_iter().filter(|it| it.key == "RH-02");
        found
            .map(|it| (it.code, it.level == FindingLevel::Blocking))
            .collect::<Vec<_>>()
    };
    let marked = (FAILED_BESIDE_FILE.to_owned(), false);
    assert_eq!(
        codes(&all_photographed(list)),
        std::slice::from_ref(&marked)
    );
    let missing = ("photo_missing".to_owned(), true);
    assert_eq!(codes(&BTreeMap::new()), [missing, marked]);
    // Where the file says that it applies, or says nothing, there is no difference.
    for known in [facts(&[]), facts(&[("floors", 3), ("beds", 6)])] {
        assert_eq!(failed_beside_file(list, &known, &answers).count(), 0);
    }
    // What passed, or was not asked, is skipped as before.
    answers.insert("RH-02".to_owned(), answer(AnswerResult::Pass));
    assert_eq!(failed_beside_file(list, &small, &answers).count(), 0);
}

#[test]
fn photos_are_demanded_by_the_rule_of_the_item() {
    let pack = default_pack();
    let missing = vec![("photo_missing".to_owned(), true)];
    // RH-01 always, RH-03 on fail, RH-05 optional.
    assert_eq!(
        findings(&pack, "RH-01", answer(AnswerResult::Pass), 0),
        missing
    );
    assert_eq!(findings(&pack, "RH-01", answer(AnswerResult::Na), 0), []);
    assert_eq!(findings(&pack, "RH-03", answer(AnswerResult::Pass), 0), []);
    assert_eq!(
        findings(&pack, "RH-03", answer(AnswerResult::Fail), 0),
        missing
    );
    assert_eq!(findings(&pack, "RH-03", answer(AnswerResult::Fail), 1), []);
    assert_eq!(findings(&pack, "RH-05", answer(AnswerResult::Fail), 0), []);
}

#[test]
fn numbers_keep_their_limits() {
    let pack = default_pack();
    let with = |value: Option<Scalar>, result| {
        findings(
            &pack,
            "RH-13",
            Answer {
                value,
                ..answer(result)
            },
            1,
        )
    };
    let blocked = |code: &str| vec![(code.to_owned(), true)];
    assert_eq!(with(None, AnswerResult::Pass), blocked("value_missing"));
    assert_eq!(with(None, AnswerResult::Na), []);
    assert_eq!(
        with(Some("两个".into()), AnswerResult::Pass),
        blocked("value_wrong_type")
    );
    assert_eq!(
        with(Some((-1).into()), AnswerResult::Pass),
        blocked("value_too_small")
    );
    assert_eq!(
        with(Some(101.into()), AnswerResult::Fail),
        blocked("value_too_large")
    );
    let doubtful = vec![("pass_doubtful".to_owned(), false)];
    assert_eq!(with(Some(3.into()), AnswerResult::Pass), doubtful);
    assert_eq!(with(Some(3.into()), AnswerResult::Fail), []);
    let no_result = Answer {
        value: Some(2.into()),
        ..Answer::default()
    };
    assert_eq!(
        findings(&pack, "RH-13", no_result, 1),
        blocked("result_missing")
    );
}

#[test]
fn texts_are_counted_in_characters() {
    let pack = default_pack();
    let list = pack.checklists.by_code("SZ").unwrap();
    let with = |text: String| {
        let mut answers = all_passed(list);
        answers.get_mut("SZ-01").unwrap().value = Some(Scalar::Text(text));
        let found = check_answers(list, &facts(&[]), &answers, &all_photographed(list));
        found.first().map(|finding| finding.code.clone())
    };
    assert_eq!(with("出租".repeat(250)), None);
    assert_eq!(with("出租".repeat(251)), Some("text_too_long".to_owned()));
    assert_eq!(with("  ".to_owned()), Some("value_missing".to_owned()));
}

#[test]
fn answers_to_other_lists_and_conflicts_are_named() {
    let pack = default_pack();
    let stray = findings(&pack, "SC-01", answer(AnswerResult::Pass), 1);
    assert_eq!(stray, [("item_unknown".to_owned(), false)]);
    let conflict = Answer {
        conflict: true,
        ..answer(AnswerResult::Fail)
    };
    assert_eq!(
        findings(&pack, "RH-03", conflict, 1),
        [("answer_conflict".to_owned(), true)]
    );
}

#[test]
fn failed_items_propose_hazards() {
    let pack = default_pack();
    let list = pack.checklists.by_code("RH").unwrap();
    let mut answers = all_passed(list);
    answers.insert("RH-02".to_owned(), answer(AnswerResult::Fail));
    let noted = Answer {
        note: " 二楼堆满纸箱 ".to_owned(),
        ..answer(AnswerResult::Fail)
    };
    answers.insert("RH-01".to_owned(), noted);
    let propose = |known: &[(&str, i64)]| {
        hazard_proposals(
            &pack.checklists,
            list,
            &facts(known),
            &answers,
            &pack.regions,
        )
    };
    let proposals = propose(&[]);
    let items: Vec<&str> = proposals
        .iter()
        .map(|proposal| proposal.item.as_str())
        .collect();
    assert_eq!(items, ["RH-01", "RH-02"], "in the order of the list");
    assert_eq!(proposals[0].description, "二楼堆满纸箱");
    assert!(proposals[0].life_threat && !proposals[0].suspected_major);
    assert_eq!(proposals[1].department, "HOUSING");
    // What failed is proposed, too, where the file says that it does not apply, and says so.
    let beside: Vec<bool> = propose(&[("floors", 1), ("beds", 2)])
        .iter()
        .map(|proposal| proposal.beside_file)
        .collect();
    assert_eq!(beside, [false, true]);
}

#[test]
fn only_clauses_that_were_read_may_be_printed() {
    let pack = default_pack();
    let printed = |item: &str, regions: &[String]| -> Vec<String> {
        let item = pack.checklists.item(item).unwrap();
        let citations = pack.checklists.citations(item, regions);
        citations
            .iter()
            .filter_map(BasisCitation::printed)
            .collect()
    };
    let law = "中华人民共和国消防法(2021修正)";
    let exit = printed("RH-01", &[]);
    assert_eq!(exit[0], format!("{law}第28条"));
    assert_eq!(exit[1], format!("{law}第60条第1款第(3)项"));
    assert_eq!(
        exit.len(),
        2,
        "GB 35181-2025 is cited without a clause: {exit:?}"
    );
    // 高层规定第37条 is recalled only; the rules of Zhejiang are cited as a whole.
    assert_eq!(printed("RH-04", &[]), [format!("{law}第28条")]);
    let zhejiang = ["浙江省".to_owned()];
    assert_eq!(printed("RH-04", &zhejiang).len(), 1);
    // Article 6 of the law was not read.
    let train = pack.checklists.item("HC-18").unwrap();
    let citations = pack.checklists.citations(train, &[]);
    let sixth = citations
        .iter()
        .find(|citation| citation.clause.as_deref() == Some("6"))
        .unwrap();
    assert!(!sixth.printable && sixth.printed().is_none());
}

#[test]
fn a_checklist_is_pinned_by_version() {
    let library = default_pack().checklists;
    assert!(library.pinned("RH", "2026.1").is_some());
    assert!(library.pinned("RH", "2025.1").is_none());
}
