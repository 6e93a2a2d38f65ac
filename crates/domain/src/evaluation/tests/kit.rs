use chrono::NaiveDate;
use uuid::Uuid;

use crate::accounting::default_accounting;
use crate::evaluation::{EvaluationPeriod, EvaluationRules, PeriodKind, Ratio};
use crate::{GridId, RecordId, UserId};

pub(super) fn rules() -> EvaluationRules {
    default_accounting().evaluation
}

pub(super) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn id(n: u8) -> RecordId {
    RecordId::mint(0, [n; 10])
}

pub(super) fn uuids(ns: &[u8]) -> Vec<Uuid> {
    ns.iter().map(|n| id(*n).0).collect()
}

pub(super) fn grid(n: u8) -> GridId {
    GridId::mint(0, [n; 10])
}

pub(super) fn user(n: u8) -> UserId {
    UserId::mint(0, [n; 10])
}

pub(super) fn quarter() -> EvaluationPeriod {
    EvaluationPeriod::of(PeriodKind::Quarter, date("2026-02-01"))
}

pub(super) fn ratio(met: &[u8], unmet: &[u8]) -> Ratio {
    let rows = met
        .iter()
        .map(|n| (*n, true))
        .chain(unmet.iter().map(|n| (*n, false)));
    Ratio::of(rows.map(|(n, met)| (id(n).0, met)))
}
