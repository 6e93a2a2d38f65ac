//! A case keeps what it is called from its first step on.

use std::collections::BTreeMap;

use super::kit::{at, user};
use crate::lifecycle::{
    RecordState, Status, StepTaken, TimeBounds, case_summary, is_called_by, refuse_renaming,
};
use crate::record::{Content, RecordKind, Scalar};

fn written(fields: &[(&str, &str)]) -> BTreeMap<String, Scalar> {
    let fields = fields.iter();
    fields
        .map(|(name, text)| ((*name).to_owned(), Scalar::from(*text)))
        .collect()
}

fn content(fields: &[(&str, &str)]) -> Content {
    Content {
        fields: written(fields),
        ..Content::default()
    }
}

/// An order to stop use that has begun, whose step named the part.
fn begun(status: Status) -> RecordState {
    let mut state = RecordState::new(RecordKind::StopUse);
    state.status = status;
    state.case.steps.push(StepTaken {
        seq: Some(1),
        step: "stop_use.order".to_owned(),
        user: user(1),
        with: Vec::new(),
        unconfirmed: Vec::new(),
        time: TimeBounds::exactly(at("2026-09-07 09:00")),
        fields: BTreeMap::new(),
        photos: Vec::new(),
        due: None,
        number: None,
    });
    let part = ("part".to_owned(), "二层阁楼".to_owned());
    state.case.fields.extend([part]);
    state
}

fn refused(state: &RecordState, content: &Content, edits: &[(&str, &str)]) -> Option<String> {
    let refused = refuse_renaming(state, content, &written(edits)).err();
    refused.map(|reason| format!("{} {}", reason.code, reason.rule))
}

#[test]
fn the_title_stays_once_the_first_step_was_taken() {
    let titled = content(&[("title", "阁楼停用")]);
    let draft = RecordState::new(RecordKind::StopUse);
    assert_eq!(refused(&draft, &titled, &[("title", "别的")]), None);
    let state = begun(Status::Posted);
    let named = Some("case_named_already S3-09".to_owned());
    assert_eq!(refused(&state, &titled, &[("title", "别的")]), named);
    assert_eq!(refused(&state, &titled, &[("title", "")]), named);
    // The same once more, and what it is not called by.
    assert_eq!(refused(&state, &titled, &[("title", "阁楼停用")]), None);
    assert_eq!(refused(&state, &titled, &[("remark", "已张贴")]), None);
    let title = |state: &RecordState| is_called_by(state, "title");
    assert!(title(&state) && !title(&draft) && !is_called_by(&state, "remark"));
}

#[test]
fn what_a_step_asks_for_is_written_whatever_the_case_is_called() {
    let untitled = Content::default();
    let posted = begun(Status::Posted);
    assert_eq!(case_summary(&untitled, &posted).title, "二层阁楼");
    let text = [("text", "擅自使用")];
    assert_eq!(refused(&posted, &untitled, &text), None, "a step asks it");
    let ordered = begun(Status::Ordered);
    let named = Some("case_named_already S3-09".to_owned());
    assert_eq!(refused(&ordered, &untitled, &text), named, "none does");
}
