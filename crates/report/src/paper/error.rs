/// A paper was not made（文书未生成）.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// A word of compulsion stands on a paper whose signer may not use it (S0-03).
    #[error("文书含有“{word}”，签发人没有准用该词的有效委托和执法证（S0-03）：{place}")]
    Compulsion {
        /// The word.
        word: String,
        /// Where it stands, and the text around it.
        place: String,
    },
    /// The paper needs something that the case does not have.
    #[error("文书要素缺失：{0}")]
    Missing(
        /// What, in Chinese.
        String,
    ),
    /// The PDF could not be written.
    #[error("文书排版失败：{0}")]
    Engine(
        /// In words.
        String,
    ),
}

impl PaperError {
    /// Stable code in snake case.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Compulsion { .. } => "word_of_compulsion",
            Self::Missing(_) => "paper_incomplete",
            Self::Engine(_) => "paper_engine",
        }
    }

    /// The rule behind the refusal: a mechanism id.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::Compulsion { .. } => "S0-03",
            Self::Missing(_) | Self::Engine(_) => "S4-06",
        }
    }
}
