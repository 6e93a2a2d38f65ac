/// Why a workbook cannot be imported as a whole（导入错误）; nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PremisesImportError {
    /// The bytes are no workbook that is read here.
    #[error(
        "不是可读取的 XLSX 文件，请用表格软件另存为 .xlsx（not a readable XLSX workbook: {0}）"
    )]
    NotAWorkbook(String),
    /// It unpacks to more than a list of premises can be.
    #[error("工作簿过大，请分村导入（the workbook is too large: {0}）")]
    TooLarge(&'static str),
    /// No sheet has a heading for the name.
    #[error("没有找到“名称”列，第一行须为表头（no column for the name in the first row）")]
    NoHeadings,
    /// The file is not the one that was checked.
    #[error("文件与核对时的不同，请重新核对（the file is not the one that was checked）")]
    Changed,
    /// Rows have problems and nobody said to leave them out.
    #[error("{0}行有问题，请修改，或选择跳过这些行（rows with problems: mend them or skip them）")]
    HasProblems(usize),
    /// The counts of a village are not those stated.
    #[error("{0}的数量与汇总不符，请核对或确认差异（the counts do not agree）")]
    Differs(String),
    /// The sheet that states the counts says nothing that can be compared.
    #[error("汇总表第{line}行：{zh}，请修改或确认差异（the sheet of totals cannot be compared）")]
    Unclear {
        /// Line in that sheet.
        line: u32,
        /// What is wrong there, in Chinese.
        zh: String,
    },
}

impl PremisesImportError {
    /// Stable code.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::NotAWorkbook(_) => "not_a_workbook",
            Self::TooLarge(_) => "too_large",
            Self::NoHeadings => "no_headings",
            Self::Changed => "import_changed",
            Self::HasProblems(_) => "import_has_problems",
            Self::Differs(_) | Self::Unclear { .. } => "import_differs",
        }
    }
}
