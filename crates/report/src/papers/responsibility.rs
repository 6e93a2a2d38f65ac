use super::Letter;
use super::commitment::form;
use super::form::{body, facts};
use super::signatures::blank_box;
use super::words::day;
use crate::case_file::Office;
use crate::paper::{Block, Paper, PaperError, SealBlock, SignatureBox};

/// What a letter of responsibility（责任书, S4-18）says.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponsibilityLetter {
    /// Year it is for.
    pub year: i32,
    /// The drive in which it is signed.
    pub drive: String,
    /// Between whom, by the level.
    pub level: String,
    /// The place, with its address.
    pub place: String,
    /// Who is answerable.
    pub responsible: String,
    /// Duties, from the policy of the township: escape routes, electricity, e-bikes, dwelling,
    /// equipment, own checks.
    pub duties: Vec<String>,
    /// The signature, if it was given on the screen.
    pub signature: Option<SignatureBox>,
}

/// A letter of responsibility for fire safety（消防安全责任书）between the station and a unit.
///
/// # Errors
/// [`PaperError::Missing`]: it names no duty or nobody.
pub fn responsibility_paper(
    office: &Office<'_>,
    letter: &Letter,
    content: &ResponsibilityLetter,
) -> Result<Paper, PaperError> {
    if content.duties.is_empty() || content.responsible.trim().is_empty() {
        return Err(PaperError::Missing(
            "责任人或者职责条款（S4-18）".to_owned(),
        ));
    }
    let issuer = office.issuer(&letter.issuer, letter.grid);
    let mut pairs = vec![
        ("甲　　方", issuer.clone()),
        ("乙　　方", letter.to.clone()),
        ("场　　所", content.place.clone()),
        ("责 任 人", content.responsible.clone()),
        (
            "有 效 期",
            format!("{}年1月1日至{}年12月31日", content.year, content.year),
        ),
    ];
    if !office.before {
        pairs.push(("签订活动", content.drive.clone()));
        pairs.push(("层　　级", content.level.clone()));
    }
    let mut blocks = vec![
        facts(&pairs),
        body("为落实消防安全责任，乙方在责任期内履行下列职责："),
    ];
    for (place, duty) in content.duties.iter().enumerate() {
        blocks.push(body(format!("{}．{duty}", place + 1)));
    }
    blocks.push(body(
        "甲方负责宣传、检查和指导。乙方责任人变更的，由变更后的责任人继续履行并重新签订。",
    ));
    let signature = content.signature.clone();
    blocks.push(Block::Signatures(vec![
        blank_box("甲方代表", ""),
        signature.unwrap_or_else(|| blank_box("乙方责任人", &content.responsible)),
    ]));
    blocks.push(Block::Seal(SealBlock {
        issuer,
        date: day(letter.dated),
    }));
    let foot = "本责任书一式两份，甲乙双方各执一份。";
    Ok(form("responsibility", "消防安全责任书", letter, foot).paper(office, blocks))
}
