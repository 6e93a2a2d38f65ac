use wangge_domain::sheet::{entry_of, entry_words};
use wangge_domain::{GridId, RecordId};
use wangge_protocol::sha256;
use wangge_report::Office;
use wangge_report::papers::Board;

/// The id by which the board of an entry is asked for and checked.
pub(crate) fn board_id(sheet: &str, key: &str) -> RecordId {
    let digest = sha256(format!("board/{sheet}/{key}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.0[..16]);
    RecordId::from_bytes(bytes)
}

/// The board of an entry in force（公示牌）, by its id.
pub(super) fn board(office: &Office<'_>, id: RecordId) -> Option<Board> {
    let (control, policy) = (office.control, office.policy);
    let today = office.now.china_date();
    let book = &control.registers;
    let (sheet, line) = policy.sheets.0.iter().find_map(|(name, sheet)| {
        let mut lines = book.lines_on(name, today);
        let line = lines.find(|line| board_id(name, &line.row.key) == id)?;
        Some((sheet, line))
    })?;
    let entry = entry_of(&line.row);
    let area = sheet
        .area
        .as_ref()
        .and_then(|name| entry.get(name)?.as_str());
    let area = area.and_then(|grid| grid.parse::<GridId>().ok());
    let top = || {
        let mut grids = control.grids.values();
        let top = grids.find(|grid| grid.parent.is_none());
        top.map(|grid| grid.grid)
    };
    Some(Board {
        board: id,
        grid: area.or_else(top)?,
        title: format!("{}公示牌", sheet.zh),
        facts: entry_words(sheet, &entry, control, policy, true),
    })
}
