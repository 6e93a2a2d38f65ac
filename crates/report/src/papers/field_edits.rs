use wangge_domain::hazard::keys;
use wangge_domain::lifecycle::FieldEdit;
use wangge_domain::record::Scalar;
use wangge_domain::resources::{Language, field_words};

use super::form::{head, small};
use super::words::{short_moment, word};
use crate::case_file::{CaseFile, Office};
use crate::paper::{Block, Cell, Table, TableRow};

/// What was written anew in the hazards of a premises since they were registered（内容改动）, with who did
/// and when; no block where nothing was.
pub(super) fn field_edits(office: &Office<'_>, case: &CaseFile) -> Vec<Block> {
    let mut lines: Vec<(usize, &FieldEdit)> = Vec::new();
    for (place, file) in case.hazards.iter().enumerate() {
        let edits = case.edits.get(&file.record).into_iter().flatten();
        lines.extend(edits.map(|edit| (place + 1, edit)));
    }
    if lines.is_empty() {
        return Vec::new();
    }
    lines.sort_by_key(|(place, edit)| (edit.received_at, edit.seq, *place));
    let rows = lines
        .into_iter()
        .enumerate()
        .map(|(place, (hazard, edit))| row(office, place + 1, hazard, edit));
    vec![
        small("隐患登记后改动的内容："),
        Block::Table(Table {
            columns: vec![12, 36, 30, 36, 36, 20],
            head: head(&[
                "序号",
                "改动/收到时间",
                "隐患、项目",
                "原内容",
                "改为",
                "改动人",
            ]),
            rows: rows.collect(),
        }),
    ]
}

fn row(office: &Office<'_>, place: usize, hazard: usize, edit: &FieldEdit) -> TableRow {
    let mut times = format!(
        "{}\n{}",
        short_moment(edit.time.best()),
        short_moment(edit.received_at)
    );
    if edit.time.clock_flagged {
        times.push_str("\n时钟存疑");
    }
    let mut what = format!(
        "隐患{hazard}：{}",
        field_words(Language::Chinese, &edit.key)
    );
    if let Some(late) = edit.late {
        what.push_str(&format!("\n{}", word("late_edit", late.late_code())));
    }
    let before: Vec<String> = edit
        .before
        .iter()
        .map(|value| said(&edit.key, value))
        .collect();
    TableRow::of(vec![
        Cell::center(place.to_string()),
        Cell::center(times),
        Cell::value(what),
        Cell::value(before.join("／")),
        Cell::value(said(&edit.key, &edit.after)),
        Cell::center(office.name(edit.user)),
    ])
}

/// A value as people read it; nothing of one that was taken out.
fn said(key: &str, value: &Scalar) -> String {
    match value {
        Scalar::Null => String::new(),
        Scalar::Bool(true) => "是".to_owned(),
        Scalar::Bool(false) => "否".to_owned(),
        Scalar::Int(number) => number.to_string(),
        Scalar::Text(code)
            if [keys::SEVERITY, keys::SOURCE, keys::DEADLINE_KIND].contains(&key) =>
        {
            word(key, code)
        }
        Scalar::Text(text) => text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use wangge_domain::control::ControlState;
    use wangge_domain::lifecycle::{FrozenSince, RecordState, TimeBounds};
    use wangge_domain::policy::default_pack;
    use wangge_domain::record::{Content, RecordKind};
    use wangge_domain::{DeviceId, Digest, GridId, RecordId, Timestamp, UserId};

    use super::*;
    use crate::case_file::RecordFile;

    fn file(kind: RecordKind, number: u8) -> RecordFile {
        RecordFile {
            record: RecordId::from_bytes([number; 16]),
            content: Content::default(),
            state: RecordState::new(kind),
            acts: Vec::new(),
            quoted: None,
            void: BTreeSet::new(),
            blanked: BTreeSet::new(),
        }
    }

    /// All that stands there, of a premises with one hazard.
    fn printed(edits: Vec<FieldEdit>) -> Vec<String> {
        let (policy, control) = (default_pack(), ControlState::default());
        let office = Office {
            policy: &policy,
            control: &control,
            address: "",
            demo: false,
            now: Timestamp(0),
            reader: None,
            before: false,
        };
        let hazard = file(RecordKind::Rectification, 2);
        let case = CaseFile {
            premises: file(RecordKind::Premises, 1),
            grid: GridId::from_bytes([4; 16]),
            inspections: Vec::new(),
            edits: BTreeMap::from([(hazard.record, edits)]),
            hazards: vec![hazard],
            cases: Vec::new(),
            photos: BTreeMap::new(),
        };
        let blocks = field_edits(&office, &case);
        let tables = blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
        let cells = tables
            .flat_map(|table| &table.rows)
            .flat_map(|row| &row.cells);
        cells
            .flat_map(|cell| &cell.spans)
            .map(|span| span.text.clone())
            .collect()
    }

    #[test]
    fn what_was_mended_stands_with_what_it_was_and_what_came_too_late() {
        assert_eq!(printed(Vec::new()), [] as [String; 0]);
        let edit = FieldEdit {
            seq: Some(7),
            envelope: Digest([7; 32]),
            user: UserId::from_bytes([1; 16]),
            device: DeviceId::from_bytes([2; 16]),
            time: TimeBounds::exactly(Timestamp(0)),
            received_at: Timestamp(0),
            key: keys::SEVERITY.to_owned(),
            before: vec!["general".into()],
            after: "suspected_major".into(),
            late: Some(FrozenSince::Notice),
        };
        let text = printed(vec![edit]).concat();
        for said in ["隐患1：隐患级别", "通知书下发后改动"] {
            assert!(text.contains(said), "{text}");
        }
        let [general, major] = ["general", "suspected_major"].map(|it| word("severity", it));
        assert!(text.contains(&general) && text.contains(&major), "{text}");
    }
}
