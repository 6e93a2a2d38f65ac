//! The rendered tables in the documentation are those of the data.

use std::fmt::Write as _;
use std::path::Path;

use super::kit::all_kinds;
use crate::lifecycle::{LifecycleTables, render_markdown};

fn document() -> String {
    let mut text = String::from(
        "# 状态流转表（Lifecycle tables）\n\n\
         Rendered from `fixtures/lifecycle/*.json`; do not edit. To write it anew: \
         `WANGGE_BLESS=1 cargo test -p wangge-domain --lib lifecycle_document`.\n\n\
         Each state × event has four cases: 按期 (in time, or no deadline), 未能证明 (the bounds \
         of time straddle the deadline), 逾期 (late), 并发 (the state is no longer the one that \
         the author saw). Permission is asked first (permission table of the policy pack), then \
         the cell, then the guards（前提）in their order. An event that is refused is logged with \
         its reason and changes nothing.\n\n\
         Words of compulsion（强制性用语, S0-03）are asked of what is said about a hazard or its case \
         whatever the row says: 附言 of a rectification and the steps of letters, orders and major \
         cases, unless police, brigade, a department or the county government say them. Why a hazard \
         is handed on (上报、移交) stands on the letter and is asked; what those answer who enforce \
         (执法结果) is not. What anybody may read is asked whoever publishes it.\n\n\
         What is the reason, the proof or the content of an act says something, whatever its row says: \
         marks alone, or a single letter, do not (`says_nothing`). So it is with every field of a step \
         that is free text and must be filled in. A remark that may be left out is not asked, unless \
         it takes the place of something else.\n\n\
         A notice is served if the notice in force is the one that was handed over: of a service whose author \
         knew of another one alone (his own, which has no effect, or one that was replaced) nothing \
         comes (`served_other_notice`). Which one it was is told by the anchor of the act.\n\n\
         The hazard of a major case is closed after the case (随重大案件销案销号), which the brigade alone \
         approves: who closes the hazard judges nothing and records what was decided, so the station \
         may do it, too, under a number of the body whose people did it.\n\n",
    );
    for kind in all_kinds() {
        let table = LifecycleTables::standard().of(&kind).unwrap();
        write!(text, "{}", render_markdown(table)).unwrap();
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the test reads and blesses a document of the tree"
)]
fn the_lifecycle_document_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/LIFECYCLE.md");
    if std::env::var_os("WANGGE_BLESS").is_some() {
        std::fs::write(&path, document()).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written.replace("\r\n", "\n") == document(),
        "docs/LIFECYCLE.md is stale; run with WANGGE_BLESS=1"
    );
}

#[test]
fn every_state_event_and_guard_is_in_the_document() {
    let text = document();
    for table in LifecycleTables::standard().iter() {
        for state in &table.states {
            assert!(
                text.contains(&format!("### {}（`{}`）", state.zh, state.id)),
                "{}",
                state.id
            );
        }
        for event in &table.events {
            assert!(text.contains(&format!("`{}`", event.id)), "{}", event.id);
        }
        for guard in table.rows.iter().flat_map(|row| &row.guards) {
            assert!(text.contains(guard.text()), "{guard:?}");
        }
    }
}
