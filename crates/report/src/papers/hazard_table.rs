use wangge_domain::Timestamp;
use wangge_domain::calendar::DeadlineSpec;
use wangge_domain::hazard::Hazard;
use wangge_domain::inspection::PhotoStage;

use super::form::head;
use super::major_grounds::{is_law, suspicion};
use super::photo_figures::{figure_numbers, figures};
use super::words::deadline;
use crate::case_file::{CaseFile, Office, PhotoFile, RecordFile};
use crate::paper::{Block, Cell, Photo, Table, TableRow};

/// The hazards of a paper（隐患清单）with the photos that belong to them, as all of it stands now: in the
/// words of the notice, once one was issued, and with its deadline.
pub(super) fn hazard_table(
    office: &Office<'_>,
    case: &CaseFile,
    hazards: &[&RecordFile],
) -> (Block, Vec<Photo>) {
    let due = |file: &RecordFile| deadline(notice_due(file), given(file));
    let said = |_: &RecordFile, hazard: &Hazard| written(office, hazard);
    rows(case, hazards, due, said, |_, _, _| true)
}

/// The hazards of a letter of transfer（移送隐患清单）, with the deadline of the notice: that of an urge is
/// none of the notice's.
pub(super) fn transfer_table(
    office: &Office<'_>,
    case: &CaseFile,
    hazards: &[&RecordFile],
) -> (Block, Vec<Photo>) {
    let due = |file: &RecordFile| deadline(notice_due(file), given(file));
    let said = |_: &RecordFile, hazard: &Hazard| written(office, hazard);
    rows(case, hazards, due, said, |_, _, _| true)
}

/// The deadline of the notice with its extension（通知书期限）, whatever an urge gave since; of a hazard
/// without a notice the one that stands.
pub(super) fn notice_due(file: &RecordFile) -> Option<Timestamp> {
    let state = &file.state;
    state.notice_due.or(state.due).or(state.original_due)
}

/// The hazards of a notice as it was issued（通知书隐患清单）: photos of later work, an extension, a pause
/// and an urge are not yet on it.
pub(super) fn notice_table(
    office: &Office<'_>,
    case: &CaseFile,
    hazards: &[&RecordFile],
    issued_at: impl Fn(&RecordFile) -> Option<Timestamp>,
) -> (Block, Vec<Photo>) {
    let due = |file: &RecordFile| {
        let at = file.state.original_due.or(file.state.due);
        deadline(at, given(file))
    };
    let said = |file: &RecordFile, hazard: &Hazard| {
        if file.state.major_notice {
            of_judged(office, file, hazard)
        } else {
            written(office, hazard)
        }
    };
    rows(case, hazards, due, said, |file, stage, photo| {
        let known = issued_at(file).zip(photo.taken_at);
        matches!(stage, PhotoStage::Found | PhotoStage::Before)
            && known.is_none_or(|(issued, taken)| taken <= issued)
    })
}

/// The deadline that the notice gave; what the finding proposed only while there is no notice.
pub(super) fn given(file: &RecordFile) -> Option<DeadlineSpec> {
    let proposed = || Hazard::from_content(&file.content).deadline;
    file.state.deadline.or_else(proposed)
}

fn rows(
    case: &CaseFile,
    hazards: &[&RecordFile],
    due: impl Fn(&RecordFile) -> String,
    said: impl Fn(&RecordFile, &Hazard) -> Said,
    wanted: impl Fn(&RecordFile, PhotoStage, &PhotoFile) -> bool,
) -> (Block, Vec<Photo>) {
    let mut photos = Vec::new();
    let mut rows = Vec::new();
    for (place, file) in hazards.iter().enumerate() {
        let hazard = Hazard::from_content(file.quoted_or_now());
        let about = format!("隐患{}", place + 1);
        let shown = figures(case, file, photos.len() + 1, &about, |stage, photo| {
            wanted(file, stage, photo)
        });
        let numbers = figure_numbers(photos.len() + 1, shown.len());
        let Said { ground, remedy } = said(file, &hazard);
        photos.extend(shown);
        rows.push(TableRow::of(vec![
            Cell::center((place + 1).to_string()),
            Cell::value(or_dash(&hazard.part)),
            Cell::value(hazard.description.clone()),
            Cell::value(ground),
            Cell::value(remedy),
            Cell::center(due(file)),
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

/// Whether a hazard threatens life（危及生命）, by its registration or in the words of its paper.
pub(super) fn threatens_life(file: &RecordFile) -> bool {
    file.state.life_threat || Hazard::from_content(file.quoted_or_now()).life_threat
}

/// What a row says of a hazard beside its description.
struct Said {
    /// What it rests on.
    ground: String,
    /// What is to be done about it.
    remedy: String,
}

/// As it was written, a dash for what was not.
fn written(office: &Office<'_>, hazard: &Hazard) -> Said {
    Said {
        ground: basis(office, hazard),
        remedy: or_dash(&hazard.rectification),
    }
}

/// On the notice over a judged hazard: what made it suspect stands for an item that nobody named, the
/// plain remedy for one that nobody wrote.
fn of_judged(office: &Office<'_>, file: &RecordFile, hazard: &Hazard) -> Said {
    let unnamed = hazard.item.is_none();
    let suspicion = unnamed.then(|| suspicion(office, file)).flatten();
    let remedy = match hazard.rectification.trim() {
        "" => Hazard::PLAIN_REMEDY,
        remedy => remedy,
    };
    // What somebody typed is no law because it stands under 依据.
    let suspicion = suspicion.map(|text| {
        if office.before || is_law(office, &text) {
            text
        } else {
            format!("判定说明：{text}")
        }
    });
    Said {
        ground: suspicion.unwrap_or_else(|| basis(office, hazard)),
        remedy: remedy.to_owned(),
    }
}

/// What a hazard rests on, as its notice says: of one that was judged to be major what made it suspect,
/// if nobody named an item.
pub(super) fn ground(office: &Office<'_>, file: &RecordFile, hazard: &Hazard) -> String {
    if file.state.major_notice && !office.before {
        of_judged(office, file, hazard).ground
    } else {
        basis(office, hazard)
    }
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

#[cfg(test)]
mod tests {
    use wangge_domain::RecordId;
    use wangge_domain::calendar::DayKind;
    use wangge_domain::hazard::keys;
    use wangge_domain::lifecycle::RecordState;
    use wangge_domain::record::{Content, RecordKind};

    use super::*;

    #[test]
    fn a_notice_prints_the_deadline_that_it_gave() {
        let mut content = Content::default();
        content.set(keys::DEADLINE_KIND, "immediate");
        let mut state = RecordState::new(RecordKind::Rectification);
        let week = DeadlineSpec::Days {
            days: 7,
            calendar: DayKind::Natural,
        };
        state.deadline = Some(week);
        let mut file = RecordFile {
            record: RecordId::from_bytes([1; 16]),
            content,
            state,
            acts: Vec::new(),
            quoted: None,
            void: std::collections::BTreeSet::new(),
            blanked: std::collections::BTreeSet::new(),
        };
        assert_eq!(given(&file), Some(week));
        assert_eq!(deadline(None, given(&file)), "7日内");
        file.state.deadline = None;
        assert_eq!(
            deadline(None, given(&file)),
            "立即整改",
            "before there is a notice"
        );
    }
}
