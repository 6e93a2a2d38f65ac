//! What threatens life on a notice（危及生命）: its mark, and that its deadline is not made longer (S4-05).

use super::*;

#[test]
fn a_hazard_that_threatens_life_is_marked_and_the_mark_is_no_content() {
    let mut both = vec![hazard(1, "灭火器过期"), hazard(2, "楼道充电")];
    for one in &mut both {
        does(one, issued_to("甲"), 2, Effect::Applied);
    }
    let before = made(both.clone(), &[1, 2]);
    both[1].state.life_threat = true;
    let after = made(both, &[1, 2]);
    assert!(!text(&before).contains("危及生命"));
    let said = text(&after);
    assert!(said.contains("【危及生命】隐患序号2危及生命安全"), "{said}");
    // What is said of extensions is content; the mark alone is none.
    let is_mark = |block: &Block| match block {
        Block::Aside(spans, _) => spans.iter().any(|span| span.text.contains("危及生命")),
        _ => false,
    };
    let mut bare = after.clone();
    bare.blocks.retain(|block| !is_mark(block));
    assert_eq!(bare.blocks.len() + 1, after.blocks.len());
    let hash = crate::paper::content_hash;
    assert_eq!(hash(&bare), hash(&after), "no part of the content");
}

/// A hazard that threatens life, with its notice.
fn deadly(n: u8) -> RecordFile {
    let mut one = hazard(n, "安全出口锁闭");
    one.state.life_threat = true;
    does(&mut one, issued_to("王老板"), 2, Effect::Applied);
    one
}

/// The notices over these hazards as it is worded now, and as programs of before worded it.
fn both(hazards: Vec<RecordFile>, order: &[u8]) -> [Paper; 2] {
    let now = made(hazards.clone(), order);
    let (policy, control) = (default_pack(), control());
    let office = Office {
        policy: &policy,
        control: &control,
        address: "",
        demo: false,
        now: Timestamp(0),
        reader: None,
        before: false,
    };
    let case = CaseFile {
        premises: file(RecordKind::Premises, 9),
        grid: GridId::from_bytes([4; 16]),
        inspections: Vec::new(),
        hazards,
        cases: Vec::new(),
        edits: BTreeMap::new(),
        photos: BTreeMap::new(),
    };
    let named: Vec<RecordId> = order
        .iter()
        .map(|n| RecordId::from_bytes([*n; 16]))
        .collect();
    [now, notice_paper_of_before(&office, &case, &named).unwrap()]
}

#[test]
fn a_notice_offers_no_extension_of_what_threatens_life() {
    let [now, then] = both(vec![deadly(1)], &[1]);
    let said = text(&now);
    assert!(
        said.contains("不办理延期") && !said.contains("申请延期"),
        "{said}"
    );
    // What was handed out before is known by its own words, and is not this paper.
    let said = text(&then);
    assert!(
        said.contains("申请延期") && !said.contains("不办理延期"),
        "{said}"
    );
    assert_ne!(crate::content_hash(&now), crate::content_hash(&then));
}

#[test]
fn a_notice_over_several_says_which_of_them_are_not_extended() {
    let mut usual = hazard(2, "灭火器过期");
    does(&mut usual, issued_to("王老板"), 2, Effect::Applied);
    let [mixed, _] = both(vec![deadly(1), usual.clone()], &[1, 2]);
    let said = text(&mixed);
    assert!(said.contains("申请延期"), "{said}");
    assert!(
        said.contains("隐患序号1危及生命安全，所定期限不办理延期"),
        "{said}"
    );
    // Without one that threatens life nothing is worded otherwise.
    let [now, then] = both(vec![usual], &[2]);
    assert_eq!(crate::content_hash(&now), crate::content_hash(&then));
    assert!(text(&now).contains("延期以一次为限"));
}
