//! The tables as data: what is refused when one is read.

use super::kit::all_kinds;
use crate::lifecycle::{Cell, LifecycleTable, LifecycleTables, Reason, TableError};
use crate::record::RecordKind;

fn json(kind: &RecordKind) -> String {
    serde_json::to_string(LifecycleTables::standard().of(kind).unwrap()).unwrap()
}

fn broken(from: &str, to: &str) -> String {
    let text = json(&RecordKind::Inspection);
    assert!(text.contains(from), "{from}");
    match LifecycleTables::parse(&[&text.replacen(from, to, 1)]) {
        Ok(_) => "accepted".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_standard_tables_are_read_and_written_alike() {
    for kind in all_kinds() {
        let table = LifecycleTables::standard().of(&kind).unwrap();
        let again: LifecycleTable = serde_json::from_str(&json(&kind)).unwrap();
        assert_eq!(&again, table);
    }
    assert_eq!(
        LifecycleTables::standard().iter().count(),
        all_kinds().len()
    );
    assert!(
        LifecycleTables::standard()
            .of(&RecordKind::Control)
            .is_none()
    );
}

#[test]
fn a_table_that_names_what_it_does_not_list_is_refused() {
    assert_eq!(
        broken("\"supervising_action\"", "\"supervising_action\""),
        "accepted"
    );
    assert!(broken("{\"to\":\"submitted\"}", "{\"to\":\"lost\"}").contains("leads to lost"));
    assert!(broken("{\"to\":\"submitted\"}", "{\"to\":\"as_stated\"}").contains("no status"));
    assert!(broken("\"id\":\"photo_lost\"", "\"id\":\"photo_eaten\"").contains("photo_eaten"));
    assert!(broken("\"from\":[\"accepted\"]", "\"from\":[\"held\"]").contains("state"));
    assert!(broken("\"from\":[\"returned\"]", "\"from\":[\"draft\"]").contains("hides"));
    assert!(broken("\"id\":\"returned\"", "\"id\":\"submitted\"").contains("twice"));
    assert!(broken("\"inspection_start\"", "\"inspection_begin\"").contains("operation"));
    assert!(broken("\"cites_newest\"", "\"cites_oldest\"").contains("not a transition table"));
    assert!(broken("\"id\":\"draft\"", "\"id\":\"sketch\"").contains("sketch"));
    assert!(broken("\"benefit_of_doubt\"", "\"by_timing\"").contains("itself"));
}

#[test]
fn two_tables_for_one_kind_are_refused_and_a_pack_may_override_one() {
    let text = json(&RecordKind::Photo);
    let twice = LifecycleTables::parse(&[&text, &text]);
    assert!(matches!(twice, Err(TableError::Twice(RecordKind::Photo))));
    let mine = LifecycleTables::parse(&[&text.replace("照片", "影像")]).unwrap();
    let merged = LifecycleTables::default().overridden_by(mine);
    assert_eq!(merged.of(&RecordKind::Photo).unwrap().zh, "影像");
    let inspection = merged.of(&RecordKind::Inspection);
    assert_eq!(
        inspection,
        LifecycleTables::standard().of(&RecordKind::Inspection)
    );
}

#[test]
fn every_reason_of_the_tables_and_the_rules_has_words() {
    let known: Vec<&str> = Reason::known_codes().collect();
    let mut used: Vec<String> = Vec::new();
    for table in LifecycleTables::standard().iter() {
        let defaults = &table.defaults;
        let reasons = [&defaults.no_row, &defaults.concurrent, &defaults.other_kind];
        used.extend(reasons.map(|reason| reason.code.clone()));
        used.extend(
            table
                .states
                .iter()
                .filter_map(|state| Some(state.refuse.as_ref()?.code.clone())),
        );
        for row in &table.rows {
            let cells = [
                Some(&row.in_time),
                row.undetermined.as_ref(),
                row.late.as_ref(),
            ];
            for cell in cells.into_iter().flatten() {
                if let Cell::Refuse(reason) = cell {
                    used.push(reason.code.clone());
                }
            }
        }
    }
    let sources = [
        include_str!("../guard/inspection.rs"),
        include_str!("../guard/premises.rs"),
        include_str!("../guard/rectification.rs"),
        include_str!("../guard/step.rs"),
        include_str!("../permission.rs"),
        include_str!("../judge.rs"),
        include_str!("../notice_served.rs"),
        include_str!("../unready.rs"),
        include_str!("../../hazard/frozen.rs"),
    ];
    // Given where no row is asked: by the phone's gate before a visit, before a closing, when a
    // hazard or a case is written down, before a village's week is reported, where a quiz was taken
    // that day, by the two acts of a redaction, which stand in no table, and among the facts of a visit.
    let elsewhere = [
        "no_certificate",
        "issuer_missing",
        "major_judged_by_brigade",
        "source_not_yours",
        "item_not_failed",
        "failed_item_unraised",
        "visit_handed_in",
        "week_reported",
        "case_named_already",
        "not_what_it_is_about",
        "ground_still_open",
        "record_stands",
        "redaction_by_author",
        "redaction_incomplete",
        "redaction_not_asked",
        "redaction_root",
        "team_signature_missing",
    ];
    used.extend(elsewhere.map(str::to_owned));
    // The gate of delegated powers names its codes one by one.
    let gate = include_str!("../../register/power_gate.rs").split("=> \"power_");
    let named = gate.skip(1).filter_map(|rest| rest.split('"').next());
    used.extend(named.map(|code| format!("power_{code}")));
    for source in sources {
        let source = source.split_whitespace().collect::<Vec<_>>().join(" ");
        // A code is the first of two neighbouring literals, the second being its rule.
        for (before, _) in source.match_indices("\", \"") {
            let code = source
                .get(..before)
                .and_then(|text| text.rsplit('"').next())
                .unwrap();
            used.push(code.to_owned());
        }
        // A step is refused by the rule of its row.
        for rest in source.split("refused(\"").skip(1) {
            used.extend(rest.split('"').next().map(str::to_owned));
        }
    }
    used.retain(|code| code.contains('_'));
    assert!(used.len() > 60, "{}", used.len());
    for code in &used {
        assert!(known.contains(&code.as_str()), "{code} has no words");
    }
    for code in known {
        assert!(
            used.iter().any(|used| used == code),
            "{code} is given by nothing"
        );
        assert_ne!(Reason::new(code, "").text(), code);
    }
    assert_eq!(Reason::new("of_tomorrow", "").text(), "of_tomorrow");
}
