use chrono::NaiveDate;

use super::Letter;
use super::form::{Form, addressee, body, head};
use super::signatures::blank_box;
use super::words::day;
use crate::case_file::Office;
use crate::paper::{Block, Cell, Paper, PaperError, SealBlock, SignatureBox, Table, TableRow};

/// What is admonished and promised（告诫承诺事项, S2-30）.
#[derive(Clone, Debug, PartialEq)]
pub struct Commitment {
    /// What was found, in plain words.
    pub breaches: Vec<String>,
    /// What is promised, each with the day on which the watch over it ends（观察期）: nobody promised to
    /// be done by then.
    pub promises: Vec<(String, NaiveDate)>,
    /// The one who promises.
    pub promiser: String,
    /// The promiser's signature, if it was given on the screen.
    pub signature: Option<SignatureBox>,
}

/// A letter of admonition and commitment（告诫承诺书）: it admonishes and does not compel.
///
/// # Errors
/// [`PaperError::Missing`]: nothing was found, or nothing is promised.
pub fn commitment_paper(
    office: &Office<'_>,
    letter: &Letter,
    commitment: &Commitment,
) -> Result<Paper, PaperError> {
    if commitment.breaches.is_empty() || commitment.promises.is_empty() {
        return Err(PaperError::Missing("告诫事项或者承诺事项".to_owned()));
    }
    let watched = |until: NaiveDate| {
        if office.before {
            format!("{}前", day(until))
        } else {
            day(until)
        }
    };
    let column = if office.before {
        "完成期限"
    } else {
        "观察期至"
    };
    let promises = commitment
        .promises
        .iter()
        .enumerate()
        .map(|(place, (text, until))| {
            TableRow::of(vec![
                Cell::center((place + 1).to_string()),
                Cell::value(text.as_str()),
                Cell::center(watched(*until)),
            ])
        });
    let mut blocks = vec![
        addressee(&letter.to),
        body("经检查，你单位（人）存在下列消防安全问题，情节轻微且能够及时改正，现予告诫："),
    ];
    for (place, breach) in commitment.breaches.iter().enumerate() {
        blocks.push(body(format!("{}．{breach}", place + 1)));
    }
    blocks.push(body("本单位（人）已知悉上述问题，自愿承诺："));
    blocks.push(Block::Table(Table {
        columns: vec![12, 110, 44],
        head: head(&["序号", "承诺事项", column]),
        rows: promises.collect(),
    }));
    blocks.push(body(
        "如未履行承诺或者再次发生同类问题，不再适用告诫承诺，按规定移交有权部门依法处理。",
    ));
    let signature = commitment.signature.clone();
    blocks.push(Block::Signatures(vec![
        signature.unwrap_or_else(|| blank_box("承诺人", &commitment.promiser)),
        blank_box("告诫人", ""),
    ]));
    blocks.push(Block::Seal(SealBlock {
        issuer: office.issuer(&letter.issuer, letter.grid),
        date: day(letter.dated),
    }));
    let foot = "本书一式两份：一份交承诺人，一份存档。";
    Ok(form("commitment", "告诫承诺书", letter, foot).paper(office, blocks))
}

/// The form of a letter.
pub(super) fn form<'a>(
    kind: &'a str,
    title: &'a str,
    letter: &'a Letter,
    foot: &'a str,
) -> Form<'a> {
    Form {
        kind,
        record: letter.record,
        issuer: &letter.issuer,
        grid: letter.grid,
        title,
        number: &letter.number,
        dated: letter.dated,
        goes_out: true,
        foot,
    }
}
