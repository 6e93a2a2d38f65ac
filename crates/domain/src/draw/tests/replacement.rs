use super::kit::{announced, day, drawn, person};
use crate::draw::{DrawError, DrawRecord, Replaced, Replacing, replace, verify};

fn replacing(record: &DrawRecord, line: usize, seat: Option<usize>) -> Replacing {
    let line = &record.selection().unwrap()[line];
    let inspector = seat.map(|seat| line.team[seat].inspector);
    Replacing {
        out: Replaced {
            target: line.target,
            inspector,
        },
        reason: "现场已停业，大门紧锁".to_owned(),
        approver: Some(person(91)),
        at: day("2026-03-09"),
        by: person(90),
    }
}

#[test]
fn the_next_by_key_steps_in_for_a_target() {
    let record = drawn();
    let next = {
        let inputs = &record.announcement().unwrap().inputs;
        let seed = record.drawing().unwrap().seed;
        crate::draw::select::ranked(inputs, &seed, "general")[3].1
    };
    let longer = replace(&record, replacing(&record, 1, None)).unwrap();
    let (before, after) = (record.selection().unwrap(), longer.selection().unwrap());
    assert_eq!(after[1].target, next);
    assert_eq!((after[1].rank, after[1].team.len()), (2, 2));
    assert_eq!(
        (&after[0], &after[2], &after[3]),
        (&before[0], &before[2], &before[3])
    );
    assert_eq!(
        longer.entries[..2],
        record.entries[..],
        "nothing earlier is touched"
    );
    assert_eq!(verify(&longer.to_bytes()), Ok(()));
}

#[test]
fn who_left_never_comes_back_and_the_end_is_a_refusal() {
    let mut record = drawn();
    let mut seen: Vec<_> = record
        .selection()
        .unwrap()
        .iter()
        .map(|it| it.target)
        .collect();
    // 7 eligible in the stratum, 3 drawn: 4 may step in.
    for _ in 0..4 {
        record = replace(&record, replacing(&record, 0, None)).unwrap();
        let target = record.selection().unwrap()[0].target;
        assert!(!seen.contains(&target));
        seen.push(target);
    }
    let error = replace(&record, replacing(&record, 0, None)).unwrap_err();
    let stratum = "general".to_owned();
    assert_eq!(
        error,
        DrawError::TooFewTargets {
            stratum,
            have: 7,
            need: 8
        }
    );
    assert_eq!(verify(&record.to_bytes()), Ok(()));
}

#[test]
fn the_next_by_second_key_steps_in_for_an_inspector() {
    let mut record = drawn();
    let mut seen: Vec<_> = record.selection().unwrap()[0]
        .team
        .iter()
        .map(|it| it.inspector)
        .collect();
    loop {
        let before = record.selection().unwrap()[0].clone();
        match replace(&record, replacing(&record, 0, Some(1))) {
            Ok(longer) => {
                let after = longer.selection().unwrap()[0].clone();
                assert_eq!(after.team[0], before.team[0]);
                assert!(!seen.contains(&after.team[1].inspector));
                seen.push(after.team[1].inspector);
                record = longer;
            }
            Err(error) => {
                let target = before.target;
                assert_eq!(
                    error,
                    DrawError::TooFewInspectors {
                        target,
                        have: 1,
                        need: 2
                    }
                );
                break;
            }
        }
    }
    assert!(seen.len() >= 3 && !seen.contains(&person(5)));
    assert_eq!(verify(&record.to_bytes()), Ok(()));
}

#[test]
fn a_replacement_needs_a_reason_and_another_approver() {
    let record = drawn();
    let good = || replacing(&record, 0, None);
    let other = Replaced {
        target: super::kit::place(0),
        inspector: None,
    };
    let not_there = Replaced {
        inspector: Some(person(5)),
        ..good().out
    };
    let table = [
        (
            Replacing {
                reason: " ".to_owned(),
                ..good()
            },
            DrawError::ReplacementNeedsReason,
        ),
        (
            Replacing {
                approver: None,
                ..good()
            },
            DrawError::ReplacementNeedsApprover,
        ),
        (
            Replacing {
                approver: Some(person(90)),
                ..good()
            },
            DrawError::ReplacementNeedsApprover,
        ),
        (
            Replacing {
                out: other,
                ..good()
            },
            DrawError::NotSelected {
                target: other.target,
                inspector: None,
            },
        ),
        (
            Replacing {
                out: not_there,
                ..good()
            },
            DrawError::NotSelected {
                target: not_there.target,
                inspector: Some(person(5)),
            },
        ),
        (
            Replacing {
                at: day("2026-03-05"),
                ..good()
            },
            DrawError::BackInTime,
        ),
    ];
    for (replacing, error) in table {
        assert_eq!(replace(&record, replacing).unwrap_err(), error);
    }
    assert_eq!(
        replace(&announced(), good()).unwrap_err(),
        DrawError::NotRevealed
    );
    assert_eq!(announced().selection().unwrap_err(), DrawError::NotRevealed);
}
