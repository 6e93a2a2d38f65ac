use wangge_domain::owner_page::{current_owner_code, spaced};

use super::form::aside;
use crate::case_file::{Office, RecordFile};
use crate::paper::{Block, Cell, Table, TableRow};

/// Codes in one row, if there are so many.
const A_ROW: usize = 3;

/// How the owner reports by the QR（业主反馈码）, with the one-time code of each hazard. It is no part of
/// the content: whoever asks whether the paper is genuine need not know it. Empty where the relay
/// has no address, or the policy offers no such page.
pub(super) fn owner_code_blocks(office: &Office<'_>, hazards: &[&RecordFile]) -> Vec<Block> {
    let page = office.policy.rectification.owner_page.as_ref();
    let Some(page) = page.filter(|_| !office.address.is_empty()) else {
        return Vec::new();
    };
    let a_row = hazards.len().clamp(1, A_ROW);
    let mut cells = Vec::with_capacity(2 * hazards.len());
    for (place, file) in hazards.iter().enumerate() {
        let Some(code) = current_owner_code(office.policy, file.record, &file.state) else {
            return Vec::new();
        };
        let about = match hazards.len() {
            1 => "反馈码".to_owned(),
            _ => format!("第{}项", place + 1),
        };
        cells.push(Cell::label(about));
        cells.push(Cell::center(spaced(&code)));
    }
    while cells.len() % (2 * a_row) != 0 {
        cells.push(Cell::center(""));
    }
    let rows = cells.chunks(2 * a_row);
    vec![
        aside(format!(
            "整改反馈：整改完成后，请用手机扫描本文书二维码，输入下列一次性反馈码，上传整改后照片。反馈码期满后{}日内有效，请勿转告他人；不便上网的，可以请网格员代为反馈。",
            page.code_days_after_due
        )),
        Block::AsideTable(Table {
            columns: [18, 38].repeat(a_row),
            head: Vec::new(),
            rows: rows.map(|row| TableRow::of(row.to_vec())).collect(),
        }),
    ]
}
