use std::collections::BTreeSet;

use super::call_time;
use crate::Timestamp;
use crate::policy::PolicyPack;
use crate::public_report::holds_markup;
use crate::record::holds_hidden_letters;

/// The list of the channels a complaint may come by.
const SOURCES: &str = "report_sources";

/// A complaint of a file（工单）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Number under which the other platform keeps it.
    pub number: String,
    /// What is complained of.
    pub text: String,
    /// Where, in words.
    pub place: String,
    /// Code of the channel.
    pub source: String,
    /// When, in the words of the file.
    pub time: String,
    /// When, if those words say it as a day and a time of day.
    pub called_at: Option<Timestamp>,
    /// Who complained, as far as it is told.
    pub reporter: String,
    /// The telephone number of whoever complained, likewise.
    pub phone: String,
}

/// One row of a file: a complaint, or what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComplaintRow {
    /// Line in the file, the heading being line 1.
    pub line: usize,
    /// The complaint, or why the row cannot be read.
    pub complaint: Result<Complaint, ComplaintFileError>,
}

/// Why a file of complaints, or a row of it, cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ComplaintFileError {
    /// A heading that must be there is missing.
    #[error("the file has no column for `{0}`")]
    NoColumn(&'static str),
    /// No number: nothing to reconcile by.
    #[error("the row has no number")]
    NoNumber,
    /// Nothing is said.
    #[error("the row has no text")]
    NoText,
    /// The channel is not in the list of the policy pack.
    #[error("the channel is not in the list")]
    UnknownSource,
    /// Markup or script stands in it, as the public page refuses it too.
    #[error("the row holds markup")]
    Markup,
    /// Letters that nobody sees stand in it, likewise.
    #[error("the row holds hidden letters")]
    Hidden,
    /// The same number stands above.
    #[error("the number stands in the file twice")]
    Twice,
}

impl ComplaintFileError {
    /// Chinese words, with the English ones behind them.
    #[must_use]
    pub fn zh(&self) -> String {
        let zh = match self {
            Self::NoColumn(_) => "文件缺少必需的列",
            Self::NoNumber => "没有编号，无法对账",
            Self::NoText => "没有诉求内容",
            Self::UnknownSource => "来源不在清单内",
            Self::Markup => "含有网页代码",
            Self::Hidden => "含有看不见的字符",
            Self::Twice => "同一编号在文件中已出现过",
        };
        format!("{zh}（{self}）")
    }
}

/// Reads the rows of a file of complaints（12345工单导入）of S3-18, cells split already. Headings are
/// found by the names that the policy pack gives them.
///
/// # Errors
/// A column that must be there is missing.
pub fn read_complaints(
    policy: &PolicyPack,
    headings: &[String],
    rows: impl IntoIterator<Item = Vec<String>>,
    default_source: &str,
) -> Result<Vec<ComplaintRow>, ComplaintFileError> {
    let column = |field: &str| {
        let names = policy.cases.complaint_columns.get(field)?;
        headings
            .iter()
            .position(|heading| names.iter().any(|name| name == bare(heading)))
    };
    let needed = |field: &'static str| column(field).ok_or(ComplaintFileError::NoColumn(field));
    let (number, text) = (needed("number")?, needed("text")?);
    let (place, source, reporter) = (column("place"), column("source"), column("reporter"));
    let (time, phone) = (column("time"), column("phone"));
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    let mut read = Vec::new();
    for (index, row) in rows.into_iter().enumerate() {
        let line = index + 2;
        let cell = |at: Option<usize>| {
            let text = at.and_then(|at| row.get(at));
            text.map(|text| text.trim().to_owned()).unwrap_or_default()
        };
        let complaint = Complaint {
            number: cell(Some(number)),
            text: cell(Some(text)),
            place: cell(place),
            source: source_code(policy, &cell(source)).unwrap_or_else(|| {
                let given = cell(source);
                if given.is_empty() {
                    default_source.to_owned()
                } else {
                    given
                }
            }),
            time: cell(time),
            called_at: call_time(&cell(time)),
            reporter: cell(reporter),
            phone: cell(phone),
        };
        let typed = [
            &complaint.number,
            &complaint.text,
            &complaint.place,
            &complaint.time,
            &complaint.reporter,
            &complaint.phone,
        ];
        let markup = typed.iter().any(|text| holds_markup(text));
        let hidden = typed.iter().any(|text| holds_hidden_letters(text));
        let complaint = if complaint.number.is_empty() {
            Err(ComplaintFileError::NoNumber)
        } else if complaint.text.is_empty() {
            Err(ComplaintFileError::NoText)
        } else if markup {
            Err(ComplaintFileError::Markup)
        } else if hidden {
            Err(ComplaintFileError::Hidden)
        } else if !policy.lists_code(SOURCES, &complaint.source) {
            Err(ComplaintFileError::UnknownSource)
        } else if !seen.insert((complaint.source.clone(), complaint.number.clone())) {
            Err(ComplaintFileError::Twice)
        } else {
            Ok(complaint)
        };
        read.push(ComplaintRow { line, complaint });
    }
    Ok(read)
}

/// The headings of a file of complaints that the policy pack has no name for（未识别列）: what stands
/// under them is not entered, and is not left out without a word.
#[must_use]
pub fn unknown_columns(policy: &PolicyPack, headings: &[String]) -> Vec<String> {
    let known = |heading: &str| {
        let mut names = policy.cases.complaint_columns.values().flatten();
        names.any(|name| name == heading)
    };
    headings
        .iter()
        .map(|heading| bare(heading))
        .filter(|heading| !heading.is_empty() && !known(heading))
        .map(str::to_owned)
        .collect()
}

/// A heading without what surrounds it.
fn bare(heading: &str) -> &str {
    heading.trim().trim_start_matches('\u{feff}')
}

/// The code of a channel that a file names by its words.
fn source_code(policy: &PolicyPack, words: &str) -> Option<String> {
    let list = policy.cases.lists.get(SOURCES)?;
    let entry = list
        .items
        .iter()
        .find(|entry| entry.code == words || entry.zh == words || entry.en == words)?;
    Some(entry.code.clone())
}
