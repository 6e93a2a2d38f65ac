//! What the records around a case have against its steps.

use std::collections::BTreeMap;
use std::convert::Infallible;

use wangge_domain::lifecycle::{CaseState, Event, Facts, RecordState, Status, Step};
use wangge_domain::policy::{OpenGround, PolicyPack, default_pack};
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{GridId, RecordId, Timestamp};

use crate::step_facts::{Own, Surroundings, complete};

const VILLAGE: u8 = 50;

/// The records that are here, each with the grids it lies in.
struct Shelf(BTreeMap<RecordId, (RecordState, Vec<GridId>)>);

impl Surroundings for Shelf {
    type Error = Infallible;

    fn look(&mut self, record: RecordId) -> Result<Option<(RecordState, Content)>, Infallible> {
        let found = self.0.get(&record);
        Ok(found.map(|(state, _)| (state.clone(), Content::default())))
    }

    fn on(&mut self, _: RecordId, _: &RecordKind) -> Result<Vec<RecordId>, Infallible> {
        Ok(Vec::new())
    }

    fn standing(&mut self, _: &RecordKind, _: &Status) -> Result<Vec<RecordId>, Infallible> {
        Ok(Vec::new())
    }

    fn grids_of(&mut self, record: RecordId) -> Result<Vec<GridId>, Infallible> {
        let found = self.0.get(&record);
        Ok(found.map(|(_, grids)| grids.clone()).unwrap_or_default())
    }

    fn twins(&mut self, _: RecordId, _: &Content) -> Result<Vec<RecordId>, Infallible> {
        Ok(Vec::new())
    }
}

fn record(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

fn grid(number: u8) -> GridId {
    GridId::from_bytes([number; 16])
}

fn stands(kind: RecordKind, status: Status, grids: &[u8]) -> (RecordState, Vec<GridId>) {
    let mut state = RecordState::new(kind);
    state.status = status;
    (state, grids.iter().copied().map(grid).collect())
}

/// What is known when a step is taken that says this.
fn facts_of(
    policy: &PolicyPack,
    (kind, content, case): (&RecordKind, &Content, &CaseState),
    (step, fields): (&str, &[(&str, &str)]),
    mut shelf: Shelf,
) -> Facts {
    let own = Own {
        record: record(9),
        kind,
        content,
        case,
        shown_from: None,
        reported_at: None,
    };
    let said = fields.iter();
    let event = Event::Step(Step {
        step: step.to_owned(),
        fields: said
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        ..Step::default()
    });
    let mut facts = Facts::default();
    let events = std::iter::once(&event);
    let now = Timestamp(1_788_192_000_000);
    let Ok(()) = complete(&mut facts, &mut shelf, policy, &own, events, now);
    facts
}

fn amiss(facts: Facts) -> Option<String> {
    facts.step?.amiss.map(|why| why.code)
}

#[test]
fn a_major_case_names_the_hazard_that_it_was_opened_for() {
    let reported = |parent: Option<(u8, RecordKind)>| {
        let mut content = Content::default();
        let mut shelf = Shelf(BTreeMap::new());
        if let Some((number, kind)) = parent {
            content.set("parent", record(number).to_string());
            let parent = stands(kind, Status::UnderReview, &[]);
            shelf.0.insert(record(number), parent);
        }
        let hazard = record(7).to_string();
        let case = CaseState::default();
        amiss(facts_of(
            &default_pack(),
            (&RecordKind::MajorCase, &content, &case),
            ("major_case.report", &[("hazard", hazard.as_str())]),
            shelf,
        ))
    };
    let other = Some("not_what_it_is_about".to_owned());
    assert_eq!(reported(Some((6, RecordKind::Rectification))), other);
    assert_eq!(reported(Some((7, RecordKind::Rectification))), None);
    // It was opened for the visit, or for the premises: it names whichever hazard it is about.
    assert_eq!(reported(Some((6, RecordKind::Inspection))), None);
    assert_eq!(reported(None), None);
}

#[test]
fn a_stop_of_use_is_lifted_over_an_open_hazard_only_with_a_reason() {
    let lifted = |asked: OpenGround, status: Status, reason: &str| {
        let mut policy = default_pack();
        policy.cases.open_ground = asked;
        let mut case = CaseState::default();
        let ground = ("hazard".to_owned(), record(7).to_string());
        case.fields.extend([ground]);
        let hazard = stands(RecordKind::Rectification, status, &[]);
        amiss(facts_of(
            &policy,
            (&RecordKind::StopUse, &Content::default(), &case),
            ("stop_use.check_passed", &[("open_reason", reason)]),
            Shelf(BTreeMap::from([(record(7), hazard)])),
        ))
    };
    assert_eq!(default_pack().cases.open_ground, OpenGround::Reason);
    let open = Some("ground_still_open".to_owned());
    assert_eq!(lifted(OpenGround::Reason, Status::Found, ""), open);
    assert_eq!(lifted(OpenGround::Reason, Status::Found, "."), open);
    let reason = "部位已拆除";
    assert_eq!(lifted(OpenGround::Reason, Status::Found, reason), None);
    assert_eq!(lifted(OpenGround::Ended, Status::Found, reason), open);
    assert_eq!(lifted(OpenGround::NotAsked, Status::Found, ""), None);
    for ended in [Status::Closed, Status::Voided] {
        assert_eq!(lifted(OpenGround::Ended, ended, ""), None);
    }
}

/// The first item of an order that does not belong on it.
fn unfit(step: &str, fields: &[(&str, &str)], item: (RecordState, Vec<GridId>)) -> bool {
    let list = record(7).to_string();
    let items = [("items", list.as_str())];
    let fields = [fields, &items[..]].concat();
    let case = CaseState::default();
    let facts = facts_of(
        &default_pack(),
        (&RecordKind::Order, &Content::default(), &case),
        (step, &fields),
        Shelf(BTreeMap::from([(record(7), item)])),
    );
    facts.step.is_some_and(|known| known.unfit.is_some())
}

#[test]
fn a_monthly_order_lists_what_lies_in_the_grid_that_it_names() {
    let village = grid(VILLAGE).to_string();
    let listed = |grids: &[u8], named: &str| {
        let hazard = stands(RecordKind::Rectification, Status::Found, grids);
        unfit("order.issue_monthly", &[("unit_grid", named)], hazard)
    };
    assert!(!listed(&[1, VILLAGE, 99], &village));
    assert!(listed(&[2, 51, 99], &village));
    assert!(!listed(&[2, 51, 99], ""), "it names none");
    assert!(!listed(&[], &village), "it is not here: the relay knows");
}

#[test]
fn a_yearly_order_takes_a_case_once_it_is_filed() {
    for (status, refused) in [
        (Status::Reported, true),
        (Status::FilingPending, true),
        (Status::Filed, false),
        (Status::Listed, false),
    ] {
        let case = stands(RecordKind::MajorCase, status.clone(), &[]);
        let said = unfit("order.issue_yearly", &[("year", "2026")], case);
        assert_eq!(said, refused, "{status}");
    }
}
