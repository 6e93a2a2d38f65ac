use serde::Serialize;

use crate::RecordId;
use crate::checklist::AnswerResult;
use crate::inspection::{Inspection, InspectionMode};
use crate::lifecycle::{CaseState, codes};

/// Where a self-check and an official visit disagree（自查与检查比对）of S0-30.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SelfCheckComparison {
    /// Items that both have judged.
    pub compared: usize,
    /// Items that both judged alike.
    pub agree: usize,
    /// Items that the owner called in order and the visit did not.
    pub missed: Vec<String>,
    /// Items that the owner reported and the visit did not find.
    pub over_reported: Vec<String>,
    /// Hundredths of a percent that agree; `None` if nothing was compared.
    pub basis_points: Option<u64>,
}

/// A self-check, with the visit that followed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SelfCheckPair {
    /// The self-check.
    pub self_check: RecordId,
    /// The visit.
    pub visit: RecordId,
    /// What they say of each other.
    pub comparison: SelfCheckComparison,
}

/// The check that an owner made by the code at the door（扫码自查）, as an inspection of its items; `None` if the
/// case is none.
#[must_use]
pub fn owner_check(case: &CaseState) -> Option<Inspection> {
    let taken = case.taken("patrol.self_check").last()?;
    let mut check = Inspection {
        mode: Some(InspectionMode::SelfCheck),
        ..Inspection::default()
    };
    for (name, result) in [
        ("passed", AnswerResult::Pass),
        ("failed", AnswerResult::Fail),
    ] {
        let items = taken.fields.get(name).map_or("", String::as_str);
        for item in codes(items) {
            check.answers.entry(item.to_owned()).or_default().result = Some(result);
        }
    }
    Some(check)
}

/// Compares a self-check with an official visit, item by item of the same code.
#[must_use]
pub fn compare_self_check(own: &Inspection, official: &Inspection) -> SelfCheckComparison {
    let mut found = SelfCheckComparison::default();
    for (item, answer) in &own.answers {
        let said = answer.result;
        let seen = official.answers.get(item).and_then(|answer| answer.result);
        let judged = [Some(AnswerResult::Pass), Some(AnswerResult::Fail)];
        if !judged.contains(&said) || !judged.contains(&seen) {
            continue;
        }
        found.compared += 1;
        if said == seen {
            found.agree += 1;
        } else if said == Some(AnswerResult::Pass) {
            found.missed.push(item.to_string());
        } else {
            found.over_reported.push(item.to_string());
        }
    }
    found.basis_points = (found.agree as u64 * 10_000).checked_div(found.compared as u64);
    found
}
