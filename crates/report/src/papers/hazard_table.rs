use wangge_domain::hazard::Hazard;
use wangge_domain::inspection::PhotoStage;

use super::form::head;
use super::photo_figures::{figure_numbers, figures};
use super::words::deadline;
use crate::case_file::{CaseFile, Office, RecordFile};
use crate::paper::{Block, Cell, Photo, Table, TableRow};

/// As of when hazards stand in a table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AsOf {
    /// As the notice put them: neither an extension nor the owner's photos change a notice that
    /// was handed over.
    Notice,
    /// As they stand.
    Now,
}

/// The hazards of a paper（隐患清单）with the photos that belong to them.
pub(super) fn hazard_table(
    office: &Office<'_>,
    case: &CaseFile,
    hazards: &[&RecordFile],
    as_of: AsOf,
) -> (Block, Vec<Photo>) {
    let shows = |stage: PhotoStage| {
        as_of == AsOf::Now || matches!(stage, PhotoStage::Found | PhotoStage::Before)
    };
    let mut photos = Vec::new();
    let mut rows = Vec::new();
    for (place, file) in hazards.iter().enumerate() {
        let hazard = Hazard::from_content(&file.content);
        let about = format!("隐患{}", place + 1);
        let shown = figures(case, file, photos.len() + 1, &about, shows);
        let numbers = figure_numbers(photos.len() + 1, shown.len());
        photos.extend(shown);
        let state = &file.state;
        let due = match as_of {
            AsOf::Notice => state.original_due.or(state.due),
            AsOf::Now => state.due.or(state.original_due),
        };
        let due = deadline(due, hazard.deadline);
        rows.push(TableRow::of(vec![
            Cell::center((place + 1).to_string()),
            Cell::value(or_dash(&hazard.part)),
            Cell::value(hazard.description.clone()),
            Cell::value(basis(office, &hazard)),
            Cell::value(or_dash(&hazard.rectification)),
            Cell::center(due),
            Cell::center(numbers),
        ]));
    }
    let table = Table {
        columns: vec![11, 15, 37, 32, 37, 21, 16],
        head: head(&[
            "序号",
            "部位",
            "隐患情况",
            "依据",
            "整改要求",
            "期限",
            "照片",
        ]),
        rows,
    };
    (Block::Table(table), photos)
}

/// What a hazard rests on, as far as it may be printed: only clauses whose text was read stand on
/// a paper; else the number of the check item, which is no law.
pub(super) fn basis(office: &Office<'_>, hazard: &Hazard) -> String {
    let library = &office.policy.checklists;
    let item = hazard.item.as_deref().and_then(|id| library.item(id));
    let printed: Vec<String> = item.map_or_else(Vec::new, |item| {
        library
            .citations(item, &office.policy.regions)
            .iter()
            .filter_map(wangge_domain::checklist::BasisCitation::printed)
            .collect()
    });
    match (printed.is_empty(), item) {
        (false, _) => printed.join("；"),
        (true, Some(item)) => format!("检查表第{}项", item.id),
        (true, None) => "现场检查".to_owned(),
    }
}

fn or_dash(text: &str) -> String {
    if text.is_empty() {
        "—".to_owned()
    } else {
        text.to_owned()
    }
}
