use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::Finding;
use wangge_domain::resources::{Language, label};

/// What a dry run found（导入核对）: nothing was changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ImportPlan {
    /// SHA-256 of the file: what a confirmation names.
    pub(crate) import: String,
    /// Sheet that was read.
    pub(crate) sheet: String,
    /// Headings that nobody knows: their columns are left out.
    pub(crate) unknown_headings: Vec<String>,
    /// Rows with anything in them.
    pub(crate) rows: usize,
    /// Rows that a confirmation would enter.
    pub(crate) new: usize,
    /// Rows whose premises is on file already.
    pub(crate) already: usize,
    /// Rows with a problem that must be mended.
    pub(crate) bad: usize,
    /// Everything found, by line.
    pub(crate) findings: Vec<RowFindings>,
    /// The counts, village by village.
    pub(crate) villages: Vec<VillageCount>,
    /// What is wrong with the sheet 汇总 itself, by its lines: a confirmation has to say that it is known.
    pub(crate) summary_findings: Vec<RowFindings>,
}

/// What was found in a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct RowFindings {
    /// Row in the sheet, the heading being row 1.
    pub(crate) line: u32,
    /// Name of the premises as written.
    pub(crate) name: String,
    /// Whether it bars the row.
    pub(crate) is_bad: bool,
    /// What was found.
    pub(crate) findings: Vec<ImportFinding>,
}

/// One thing found in a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ImportFinding {
    /// `blocking` or `advice`.
    pub(crate) level: &'static str,
    /// Stable code.
    pub(crate) code: String,
    /// In Chinese.
    pub(crate) zh: String,
    /// Key of the file that it is about; empty: the row.
    pub(crate) key: String,
    /// Chinese name of that key.
    pub(crate) key_zh: String,
    /// A value worth showing.
    pub(crate) detail: String,
}

/// The counts of a village（村核对）of S3-12.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct VillageCount {
    /// Id of the middle grid; empty if the list names a village that is none, and of rows without a grid.
    pub(crate) grid: String,
    /// Its name; 网格不明 or 网格不在管辖范围 of rows without a grid.
    pub(crate) name: String,
    /// How many the sheet 汇总 states.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stated: Option<u64>,
    /// Rows of the list that are good or on file already.
    pub(crate) in_file: u64,
    /// Rows with problems.
    pub(crate) bad: u64,
    /// Premises on file before.
    pub(crate) on_file: u64,
    /// Premises on file after a confirmation.
    pub(crate) after: u64,
    /// Whether the list has as many as the sheet 汇总 states; absent where it states none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) agrees: Option<bool>,
}

/// What a confirmation came to（导入结果）.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct EnteredPremises {
    /// Rows entered, with the id of each record.
    pub(crate) entered: Vec<EnteredRow>,
    /// Rows whose premises was on file already.
    pub(crate) already: usize,
    /// Rows left out for their problems.
    pub(crate) skipped: usize,
    /// Rows that the rules refused in spite of the check, with the reason.
    pub(crate) refused: Vec<RefusedRow>,
}

/// A row that was entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct EnteredRow {
    /// Row in the sheet.
    pub(crate) line: u32,
    /// Id of the premises.
    pub(crate) record: String,
}

/// A row that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct RefusedRow {
    /// Row in the sheet.
    pub(crate) line: u32,
    /// Stable code.
    pub(crate) reason: String,
}

/// Codes of this import beside those of the rules, with their words.
const WORDS: &[(&str, &str)] = &[
    ("grid_missing", "未填网格"),
    ("grid_unknown", "没有这个小网格，或名称不唯一，请填网格编码"),
    ("grid_out_of_reach", "该网格不在本人管辖范围"),
    ("listed_twice", "与上面某行是同一场所"),
    ("unit_missing", "表头须写明单位：建筑面积（平方米）"),
    ("same_name_on_file", "本网格已有同名场所，请核对"),
    (
        "mark_not_yours",
        "信用等级、派出所列管由消防工作站设置，请清空此列",
    ),
    (
        "summary_number_unreadable",
        "汇总表的数量无法识别，请填写整数",
    ),
    ("summary_village_twice", "汇总表中该村已在上面列出"),
    ("summary_total_differs", "汇总表的合计与各村相加不符"),
    ("same_address_on_file", "本网格已有同地址场所，请核对"),
];

impl ImportFinding {
    pub(super) fn of(finding: &Finding) -> Self {
        let own = WORDS.iter().find(|(code, _)| *code == finding.code);
        let zh = match own {
            Some((_, zh)) => (*zh).to_owned(),
            None => label(Language::Chinese, &format!("finding.{}", finding.code)).to_owned(),
        };
        let key_zh = if finding.key.is_empty() {
            String::new()
        } else {
            label(Language::Chinese, &format!("field.{}", finding.key)).to_owned()
        };
        Self {
            level: if finding.is_blocking() {
                "blocking"
            } else {
                "advice"
            },
            code: finding.code.clone(),
            zh,
            key: finding.key.clone(),
            key_zh,
            detail: finding.detail.clone(),
        }
    }
}
