use super::kit::{day, drawn, person};
use crate::draw::{DrawRecord, Replaced, Replacing, replace, verify};

const SAMPLE: &[u8] = include_bytes!("../../../../../fixtures/draw/sample.json");

/// The draw of the kit with one target and one inspector replaced.
fn sample() -> DrawRecord {
    let record = drawn();
    let lines = record.selection().unwrap();
    let target = Replaced {
        target: lines[1].target,
        inspector: None,
    };
    let inspector = Some(lines[3].team[0].inspector);
    let inspector = Replaced {
        target: lines[3].target,
        inspector,
    };
    let replacing = |out, reason: &str, date| Replacing {
        out,
        reason: reason.to_owned(),
        approver: Some(person(91)),
        at: day(date),
        by: person(90),
    };
    let record = replace(&record, replacing(target, "现场已停业", "2026-03-09")).unwrap();
    replace(&record, replacing(inspector, "因病请假", "2026-03-10")).unwrap()
}

#[test]
fn the_published_sample_is_what_the_rules_give() {
    assert_eq!(verify(SAMPLE), Ok(()));
    let expected = String::from_utf8(sample().to_bytes()).unwrap();
    assert_eq!(String::from_utf8(SAMPLE.to_vec()).unwrap(), expected);
}
