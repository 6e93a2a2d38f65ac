//! What an order knows of the others that are open (S2-14).

use std::collections::BTreeMap;
use std::convert::Infallible;

use wangge_domain::RecordId;
use wangge_domain::lifecycle::{CaseState, RecordState, Status, Step};
use wangge_domain::record::{Content, RecordKind};

use super::listed_elsewhere;
use crate::step_facts::{Own, Surroundings};

/// The orders that are here.
struct Orders(BTreeMap<RecordId, RecordState>);

impl Surroundings for Orders {
    type Error = Infallible;

    fn look(&mut self, record: RecordId) -> Result<Option<(RecordState, Content)>, Infallible> {
        let state = self.0.get(&record).cloned();
        Ok(state.map(|state| (state, Content::default())))
    }

    fn on(&mut self, _: RecordId, _: &RecordKind) -> Result<Vec<RecordId>, Infallible> {
        Ok(Vec::new())
    }

    fn standing(
        &mut self,
        kind: &RecordKind,
        status: &Status,
    ) -> Result<Vec<RecordId>, Infallible> {
        let all = self.0.iter();
        let those = all.filter(|(_, state)| state.kind == *kind && state.status == *status);
        Ok(those.map(|(record, _)| *record).collect())
    }

    fn twins(&mut self, _: RecordId, _: &Content) -> Result<Vec<RecordId>, Infallible> {
        Ok(Vec::new())
    }
}

fn record(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

fn order(status: Status, month: &str, items: &str) -> RecordState {
    let mut state = RecordState::new(RecordKind::Order);
    state.status = status;
    let said = [("month", month), ("items", items)];
    let said = said.map(|(name, value)| (name.to_owned(), value.to_owned()));
    state.case.fields.extend(said);
    state
}

/// What an order of September over two hazards is told when another one stands beside it.
fn told(step: &str, own: u8, other: RecordState) -> Option<String> {
    let own = Own {
        record: record(own),
        kind: &RecordKind::Order,
        content: &Content::default(),
        case: &CaseState::default(),
        shown_from: None,
        reported_at: None,
    };
    let fields = [
        ("month", "2026-09".to_owned()),
        ("items", format!("{},{}", record(1), record(2))),
    ];
    let step = Step {
        step: step.to_owned(),
        fields: fields.map(|(name, text)| (name.to_owned(), text)).into(),
        ..Step::default()
    };
    let mut around = Orders(BTreeMap::from([(record(9), other)]));
    let Ok(told) = listed_elsewhere(&mut around, &own, &step);
    told
}

#[test]
fn a_hazard_stands_on_one_open_order_of_a_month() {
    let monthly = |other| told("order.issue_monthly", 8, other);
    let (second, third) = (record(2).to_string(), record(3).to_string());
    for status in [Status::Open, Status::Answered] {
        for month in ["2026-09", "2026年9月"] {
            let other = order(status.clone(), month, &format!("{third},{second}"));
            assert_eq!(monthly(other), Some(format!("{second}（{}）", record(9))));
        }
    }
    let mut numbered = order(Status::Open, "2026-09", &second);
    numbered.notice_number = Some("青消督字〔2026〕第0001号".to_owned());
    let named = format!("{second}（青消督字〔2026〕第0001号）");
    assert_eq!(monthly(numbered), Some(named));

    for (why, other) in [
        ("ended", order(Status::Closed, "2026-09", &second)),
        ("withdrawn", order(Status::Withdrawn, "2026-09", &second)),
        ("not issued", order(Status::Draft, "2026-09", &second)),
        ("another month", order(Status::Open, "2026-10", &second)),
        ("of no month", order(Status::Open, "", &second)),
        ("of others", order(Status::Open, "2026-09", &third)),
    ] {
        assert_eq!(monthly(other), None, "{why}");
    }
    let itself = order(Status::Open, "2026-09", &second);
    assert_eq!(told("order.issue_monthly", 9, itself), None);
    let trade = order(Status::Open, "2026-09", &second);
    assert_eq!(told("order.issue_trade", 8, trade), None);
}
