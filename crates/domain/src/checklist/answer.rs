use serde::{Deserialize, Serialize};

use crate::record::Scalar;

/// How an item is answered（答题类型）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerType {
    /// 合格、不合格、不适用.
    PassFailNa,
    /// A number, with a result beside it.
    Number,
    /// Text, with a result beside it.
    Text,
}

/// Whether the answer to a question is the good one（问题方向）. The result is pass or fail either
/// way; this only picks the words on the buttons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// 是=合格.
    Positive,
    /// 没有该现象=合格.
    Negative,
}

/// The result of one item（检查结果）, the worse the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerResult {
    /// 不适用.
    Na,
    /// 合格.
    Pass,
    /// 不合格.
    Fail,
}

impl AnswerResult {
    /// The word in the content.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Na => "na",
            Self::Pass => "pass",
            Self::Fail => "fail",
        }
    }

    /// The result of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Na, Self::Pass, Self::Fail]
            .into_iter()
            .find(|result| result.as_str() == word)
    }
}

/// What was answered to one item（答案）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The result, the worst of them if two people differ; `None` if not answered.
    pub result: Option<AnswerResult>,
    /// The number or text, for items that ask for one.
    pub value: Option<Scalar>,
    /// Remark; empty if none.
    pub note: String,
    /// The part of the premises（部位）; empty if none is named.
    pub part: String,
    /// True if two people answered differently and nobody has resolved it.
    pub conflict: bool,
}
