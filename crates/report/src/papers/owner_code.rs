use wangge_domain::owner_page::{current_owner_code, spaced};

use super::form::aside;
use crate::case_file::{Office, RecordFile};
use crate::paper::{Block, Cell, Table, TableRow};

/// Codes in one row, if there are so many.
const A_ROW: usize = 3;

/// In place of the code of a hazard that is not given to the reader.
const MASK: &str = "（本件不载）";

/// How the owner reports by the QR（业主反馈码）, with the one-time code of each hazard on the original of
/// whoever issued or served the notice; on a paper made for others no code stands. It is no part of
/// the content: whoever asks whether the paper is genuine need not know it. Empty where the relay
/// has no address, or the policy offers no such page.
pub(super) fn owner_code_blocks(office: &Office<'_>, hazards: &[&RecordFile]) -> Vec<Block> {
    let page = office.policy.rectification.owner_page.as_ref();
    let Some(page) = page.filter(|_| !office.address.is_empty()) else {
        return Vec::new();
    };
    let given = |file: &&RecordFile| {
        office
            .reader
            .is_some_and(|reader| file.state.holds_owner_code(reader))
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
        cells.push(Cell::center(if given(file) {
            spaced(&code)
        } else {
            MASK.to_owned()
        }));
    }
    if !hazards.iter().any(given) {
        return vec![aside(
            "整改反馈：整改完成后，请用手机扫描本文书二维码，输入责任人所持文书原件上的一次性反馈码，上传整改后照片。本件不载反馈码；不便上网的，可以请网格员代为反馈。",
        )];
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

#[cfg(test)]
mod tests {
    use wangge_domain::UserId;
    use wangge_domain::calendar::DeadlineSpec;
    use wangge_domain::lifecycle::{Event, Status, Version};

    use super::super::test_kit::{answerable, does_seeing, hazard, numbered, with_office};
    use super::*;

    #[test]
    fn the_code_stands_on_the_original_of_whoever_issued_the_notice_alone() {
        let mut file = hazard(1, "出口堵塞");
        let issued = Event::NoticeIssued {
            version: Version {
                heads: Vec::new(),
                content: wangge_domain::Digest([1; 32]),
            },
            provisional_number: "暂-A1-1".to_owned(),
            issuer: "station".to_owned(),
            deadline: DeadlineSpec::Immediate,
            responsible: answerable("王老板"),
        };
        let outcome = numbered(Status::NoticeIssued, "青消改字〔2026〕第0001号");
        does_seeing(&mut file, issued, &outcome, (7, 1, 1));
        let said = |reader: Option<u8>| {
            with_office(|office| {
                let office = Office {
                    address: "https://relay",
                    reader: reader.map(|n| UserId::from_bytes([n; 16])),
                    ..*office
                };
                let code = current_owner_code(office.policy, file.record, &file.state);
                let code = spaced(&code.unwrap());
                let blocks = owner_code_blocks(&office, &[&file]);
                (blocks.len(), format!("{blocks:?}").contains(&code))
            })
        };
        assert_eq!(said(Some(7)), (2, true));
        assert_eq!(said(Some(8)), (1, false));
        assert_eq!(said(None), (1, false));
    }
}
