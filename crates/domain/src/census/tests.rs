use chrono::NaiveDate;

use super::*;
use crate::RecordId;
use crate::lifecycle::Status;
use crate::policy::default_pack;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn id(n: u8) -> RecordId {
    RecordId::from_bytes([n; 16])
}

fn visit(n: u8, on: &str, outcome: &str) -> CensusVisit {
    CensusVisit {
        premises: id(n),
        on: day(on),
        outcome: outcome.to_owned(),
    }
}

/// S0-23.
#[test]
fn a_sweep_has_its_percentage_and_its_lists() {
    let rules = default_pack().census;
    let listed: Vec<RecordId> = (1..=6).map(id).collect();
    let visits = [
        visit(1, "2026-09-07", "locked"),
        visit(1, "2026-09-09", "checked"),
        visit(2, "2026-09-07", "locked"),
        visit(3, "2026-09-07", "duplicate"),
        visit(4, "2026-09-07", "refused"),
        visit(5, "2026-08-31", "checked"),
        visit(9, "2026-09-08", "checked"),
    ];
    let progress = census_progress(&rules, &listed, &visits, day("2026-09-01"));
    // 1 and the added 9 are settled; 3 dropped out; 2 and 4 are open; 5 and 6 were not visited.
    assert_eq!(progress.done, Share { part: 2, whole: 6 });
    assert_eq!(progress.done.per_mille(), Some(333));
    assert_eq!(progress.visited, Share { part: 4, whole: 6 });
    assert_eq!(
        progress.never_visited,
        [id(5), id(6)],
        "5 was visited before the sweep"
    );
    assert_eq!(progress.added, [id(9)]);
    assert_eq!(
        progress.revisits,
        [(day("2026-09-10"), id(2)), (day("2026-09-10"), id(4))]
    );
    assert_eq!(progress.by_outcome["checked"], 2);
    assert_eq!(progress.entries[0].visits, 2);
}

#[test]
fn of_nothing_there_is_no_percentage() {
    let rules = default_pack().census;
    let empty = census_progress(&rules, &[], &[], day("2026-09-01"));
    assert_eq!(empty.done.per_mille(), None);
    let gone = census_progress(
        &rules,
        &[id(1)],
        &[visit(1, "2026-09-07", "demolished")],
        day("2026-09-01"),
    );
    assert_eq!(
        (gone.done, gone.done.per_mille()),
        (Share { part: 0, whole: 0 }, None)
    );
    assert_eq!(
        Share {
            part: 1999,
            whole: 2000
        }
        .per_mille(),
        Some(999),
        "not all"
    );
}

#[test]
fn an_unknown_outcome_settles_nothing() {
    let rules = default_pack().census;
    let progress = census_progress(
        &rules,
        &[id(1)],
        &[visit(1, "2026-09-07", "abducted")],
        day("2026-09-01"),
    );
    assert_eq!(progress.done.per_mille(), Some(0));
    assert_eq!(
        check_visit(&rules, "abducted", "", 0)[0].code,
        "outcome_unknown"
    );
}

#[test]
fn every_visit_can_be_closed_with_its_evidence() {
    let rules = default_pack().census;
    for code in [
        "locked",
        "moved",
        "closed_business",
        "not_found",
        "vacant",
        "owner_occupied",
        "duplicate",
        "demolished",
        "refused",
        "checked",
    ] {
        assert!(rules.get(code).is_some(), "{code}");
        assert!(check_visit(&rules, code, "说明", 1).is_empty(), "{code}");
    }
    let codes = |outcome: &str| -> Vec<String> {
        check_visit(&rules, outcome, " ", 0)
            .into_iter()
            .map(|finding| finding.code)
            .collect()
    };
    assert_eq!(codes("locked"), ["photo_missing"]);
    assert_eq!(codes("refused"), ["note_missing"]);
    assert_eq!(rules.get("moved").unwrap().status, Some(Status::Closed));
    assert_eq!(rules.get("duplicate").unwrap().status, Some(Status::Merged));
}
