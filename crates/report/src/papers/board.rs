use wangge_domain::{GridId, RecordId};

use super::form::{Form, facts, small};
use crate::case_file::Office;
use crate::paper::{Block, Paper, Span, TextStyle};

/// A board for the wall（公示牌、上墙制度）: an entry of a register in words (S1-03, S3-02).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// Id by which the QR of the board is checked.
    pub board: RecordId,
    /// The grid it hangs in.
    pub grid: GridId,
    /// Name of the register.
    pub title: String,
    /// What the entry says: label and words.
    pub facts: Vec<(String, String)>,
}

/// The board of an entry（公示牌）: what is posted, with a code by which anybody can check that it is
/// still so.
#[must_use]
pub fn board_paper(office: &Office<'_>, board: &Board) -> Paper {
    let place = office.grid(board.grid).map(|grid| grid.name.clone());
    let pairs: Vec<(&str, String)> = board
        .facts
        .iter()
        .filter(|(_, words)| !words.is_empty())
        .map(|(label, words)| (label.as_str(), words.clone()))
        .collect();
    let blocks = vec![
        Block::Text(
            vec![Span::bold(place.unwrap_or_default())],
            TextStyle::Display,
        ),
        facts(&pairs),
        small("扫描二维码可核验本牌内容是否为现行登记。"),
    ];
    let form = Form {
        kind: "board",
        record: board.board,
        issuer: "station",
        grid: board.grid,
        title: &board.title,
        number: "",
        dated: office.now.china_date(),
        goes_out: true,
        foot: "发现火灾隐患请向公示人员或者应急消防管理站反映；火警电话119。",
    };
    let mut paper = form.paper(office, blocks);
    paper.made_at = Some(office.now);
    paper
}
