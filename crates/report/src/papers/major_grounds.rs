use wangge_domain::RecordId;
use wangge_domain::hazard::Hazard;
use wangge_domain::lifecycle::{CaseState, Event};
use wangge_domain::register::printed_compulsion_words;

use super::form::facts;
use super::hazard_table::basis;
use crate::case_file::{CaseFile, Office, RecordFile};
use crate::paper::Block;

/// Stands for words that no paper to an owner says (S0-03).
const IN_THE_FILE: &str = "（见案卷）";

/// On what a hazard was suspected to be major, reported as such and filed（判定依据、立案依据, S0-27）: one
/// table for each hazard of the notice.
pub(super) fn major_grounds(
    office: &Office<'_>,
    case: &CaseFile,
    files: &[&RecordFile],
) -> Vec<Block> {
    let places = files.iter().enumerate();
    places
        .filter_map(|(place, file)| {
            let grounds = [
                ("疑似", suspicion(office, file).unwrap_or_default()),
                (
                    "上报",
                    said(case, file.record, ("major_case.report", "basis")),
                ),
                (
                    "立案",
                    said(case, file.record, ("major_case.propose_filing", "basis")),
                ),
            ];
            let mut pairs: Vec<(&str, String)> = grounds
                .into_iter()
                .map(|(when, text)| (heading(office, when, &text), text))
                .collect();
            pairs.retain(|(_, text)| !text.is_empty());
            if pairs.is_empty() {
                return None;
            }
            if files.len() > 1 {
                pairs.insert(0, ("隐患序号", (place + 1).to_string()));
            }
            Some(facts(&pairs))
        })
        .collect()
}

/// What a ground is called: 依据 if each of its parts is a clause that the pack knows as verified, else
/// it is what somebody said of their judgement（判定说明）, and no law.
fn heading(office: &Office<'_>, when: &str, text: &str) -> &'static str {
    let is_law = office.before || is_law(office, text);
    match (when, is_law) {
        ("疑似", true) => "疑似依据",
        ("上报", true) => "上报依据",
        (_, true) => "立案依据",
        ("疑似", false) => "疑似说明",
        ("上报", false) => "上报说明",
        (_, false) => "判定说明",
    }
}

/// Whether all that a ground says are clauses that the pack knows as verified.
pub(super) fn is_law(office: &Office<'_>, text: &str) -> bool {
    let library = &office.policy.checklists;
    let mut parts = text
        .split(['；', ';', '、'])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let first = parts.next();
    first.is_some_and(|first| {
        std::iter::once(first)
            .chain(parts)
            .all(|part| library.names_clause(part, &office.policy.regions))
    })
}

/// What made a hazard suspect（疑似重大依据）: of an item of a checklist what may be printed of it, else
/// as it was written; `None`: nobody said it.
pub(super) fn suspicion(office: &Office<'_>, file: &RecordFile) -> Option<String> {
    let Some(Event::SuspectedMajor { basis: named }) = file.in_force(&["suspected_major"]) else {
        return None;
    };
    let library = &office.policy.checklists;
    let grounds: Vec<String> = named
        .iter()
        .map(|one| one.trim())
        .filter(|one| !one.is_empty())
        .map(|one| match library.item(one) {
            Some(item) => {
                let of_item = Hazard {
                    item: Some(item.id.clone()),
                    ..Hazard::default()
                };
                basis(office, &of_item)
            }
            None => one.to_owned(),
        })
        .collect();
    (!grounds.is_empty()).then(|| readable(&grounds.join("；")))
}

/// What a step of the case says in a field, e.g. the ground that it gives.
pub(super) fn said(case: &CaseFile, hazard: RecordId, (step, field): (&str, &str)) -> String {
    let ground = |of: &CaseState| {
        let taken = of.taken(step).last()?;
        Some(taken.fields.get(field)?.trim().to_owned())
    };
    let found = case.judgement(hazard);
    let found = found.and_then(|file| ground(&file.state.case));
    found.map_or_else(String::new, |text| readable(&text))
}

/// As it was written, unless no paper to an owner says such words.
pub(super) fn readable(text: &str) -> String {
    if printed_compulsion_words(text).is_empty() {
        text.to_owned()
    } else {
        IN_THE_FILE.to_owned()
    }
}
