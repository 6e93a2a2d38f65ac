use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::register::RegisterBook;

/// The key under which the rules stand.
pub(crate) const KEY: &str = "default";

/// Rules of reports by the public（随手拍规则）of S2-34, as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicReportRules {
    /// Code of the channel in the list `report_sources`.
    pub source: String,
    /// What may be reported.
    pub categories: Vec<ReportCategory>,
    /// How much is taken in.
    pub limits: ReportLimits,
    /// Which reports speak of the same thing.
    pub grouping: GroupingRules,
    /// What a true report earns.
    pub reward: PublicRewardRules,
}

/// A kind of hazard that anybody can see（举报类别）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportCategory {
    /// Code.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// The severity that triage begins with, of the list `report_severities`.
    pub severity: String,
}

/// How much is taken in（受理限量）: what keeps one visitor, or ten thousand, from crowding out all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportLimits {
    /// Photos of a report.
    pub photos: u32,
    /// Bytes of one photo.
    pub photo_bytes: u64,
    /// Bytes of a report with all its photos.
    pub report_bytes: u64,
    /// Characters of the description.
    pub text_chars: u32,
    /// Characters of the place.
    pub place_chars: u32,
    /// Reports from one address in an hour.
    pub per_address_hour: u32,
    /// Questions for a status from one address in an hour.
    pub asks_per_address_hour: u32,
    /// Reports in all in an hour.
    pub per_hour: u32,
    /// Reports that wait to be collected.
    pub waiting: u32,
    /// A form is filled in no faster than this, in milliseconds.
    pub form_min_ms: i64,
    /// A form is good for so long, in milliseconds.
    pub form_max_ms: i64,
}

/// Which reports speak of the same thing（重复件规则）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupingRules {
    /// Meters between two positions, at most.
    pub radius_m: u64,
    /// Hours between two reports, at most.
    pub hours: u32,
    /// How alike the words for the place are at least, in hundredths of a percent.
    pub place_basis_points: u32,
}

/// What a true report earns（举报奖励标准）. Amounts are in fen 分.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicRewardRules {
    /// Amounts by the gravity of the hazard.
    pub tariff: Vec<PublicTariff>,
    /// Of one person in a year.
    pub person_year_fen: u64,
    /// In all in a year.
    pub budget_year_fen: u64,
    /// An approved reward is claimed within so many days.
    pub claim_within_days: u32,
    /// Only a reporter who gave a telephone number is rewarded.
    pub named_only: bool,
}

/// An amount（举报奖励档次）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicTariff {
    /// `general`, `life_threat` or `suspected_major`.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// Amount.
    pub fen: u64,
}

/// What one person may be given in a year at most, in fen: 100000 yuan. A limit of sense for slips of
/// the pen, not of policy, as the next one.
const MOST_YEAR_FEN: u64 = 10_000_000;

/// What all may be given in a year at most, in fen: a hundred million yuan.
const MOST_BUDGET_FEN: u64 = 10_000_000_000;

impl PublicReportRules {
    /// The rules in force on a day, or those that ship with the program \[proposed\].
    #[must_use]
    pub fn on(book: &RegisterBook, date: NaiveDate) -> Self {
        book.get(KEY, date).unwrap_or_else(Self::standard)
    }

    /// The rules that ship with the program.
    #[must_use]
    pub fn standard() -> Self {
        serde_json::from_str(include_str!(
            "../../../../fixtures/policy/default/public_report.json"
        ))
        .expect("the rules that ship with the program are checked by a test")
    }

    /// The category of this code.
    #[must_use]
    pub fn category(&self, code: &str) -> Option<&ReportCategory> {
        self.categories.iter().find(|one| one.code == code)
    }

    /// What is wrong with the rules themselves, in Chinese.
    pub(crate) fn fault(&self) -> Option<&'static str> {
        let limits = &self.limits;
        let counts = [
            limits.photos,
            limits.text_chars,
            limits.place_chars,
            limits.per_address_hour,
            limits.asks_per_address_hour,
            limits.per_hour,
            limits.waiting,
        ];
        let whole = u64::from(limits.photos).saturating_mul(limits.photo_bytes);
        if self.categories.is_empty() {
            Some("没有举报类别")
        } else if counts.contains(&0) || limits.photo_bytes == 0 || limits.report_bytes == 0 {
            Some("限量不得为零")
        } else if whole > 256 * 1024 * 1024 || limits.photos > 20 {
            Some("照片限量过大")
        } else if limits.form_min_ms < 0 || limits.form_max_ms <= limits.form_min_ms {
            Some("表单有效时间不成立")
        } else if self.grouping.place_basis_points > 10_000 {
            Some("相似度超过百分之百")
        } else if self.reward.tariff.iter().any(|one| one.fen == 0) {
            Some("奖励金额不得为零")
        } else {
            None
        }
    }

    /// What is wrong with the amounts of rules that are to be set, in Chinese; rules that were set before
    /// are not asked.
    pub(crate) fn fault_of_amounts(&self) -> Option<&'static str> {
        let reward = &self.reward;
        let (person, all) = (reward.person_year_fen, reward.budget_year_fen);
        if person > MOST_YEAR_FEN || all > MOST_BUDGET_FEN {
            Some("奖励上限过大，请核对")
        } else if person > all {
            Some("一人一年上限超过全年预算")
        } else if reward.tariff.iter().any(|one| one.fen > person) {
            Some("单笔奖励超过一人一年上限")
        } else {
            None
        }
    }
}
