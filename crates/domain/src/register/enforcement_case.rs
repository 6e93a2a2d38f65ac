use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::day_to_come::not_to_come;
use super::{RegisterEntry, RegisterError, RegisterRow, may_issue};
use crate::control::ControlState;
use crate::policy::PolicyPack;
use crate::{GridId, RecordId, UserId};

/// An enforcement case（行政执法案件）as the township's register lists it, for S2-06: it rests on a
/// delegated power (S0-03) and is handled by two people with an enforcement certificate (S3-14).
/// The key of its row is the number of the paper, its first day the day of the paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnforcementCase {
    /// The township's grid 大网格.
    pub township: GridId,
    /// The power it rests on.
    pub power: String,
    /// The body that issues the paper.
    pub body: String,
    /// Where.
    pub premises: RecordId,
    /// The hazard it follows from, if any.
    #[serde(default)]
    pub hazard: Option<RecordId>,
    /// 经办人: two or more.
    pub officers: Vec<UserId>,
    /// 处理结果, e.g. `warning`, `fine`, `order`.
    pub result: String,
    /// Fine in fen; 0 if none.
    #[serde(default)]
    pub fine_fen: u64,
    /// 案号: needed where another case is of the same premises, power and day.
    #[serde(default)]
    pub case_number: Option<String>,
}

impl EnforcementCase {
    /// Whether another case of the same day is the same one entered again（重复登记）: of the same premises
    /// and power, and no two case numbers tell them apart.
    fn counts_as(&self, other: &Self) -> bool {
        fn number(case: &EnforcementCase) -> Option<&str> {
            let number = case.case_number.as_deref().map(str::trim);
            number.filter(|it| !it.is_empty())
        }
        let is_told_apart = match (number(self), number(other)) {
            (Some(mine), Some(theirs)) => mine != theirs,
            _ => false,
        };
        self.premises == other.premises && self.power == other.power && !is_told_apart
    }
}

/// Whether a result is a fine, or one beside something else, by its code or in words.
fn is_fine(result: &str) -> bool {
    let none = ["不予", "免予", "免于", "不罚"];
    result.contains("fine")
        || (result.contains('罚') && !none.iter().any(|word| result.contains(word)))
}

/// Fen of a yuan.
const FEN: u64 = 100;

/// People that handle a case at least (行政处罚法; handbook 1.3).
const OFFICERS: usize = 2;

impl RegisterEntry for EnforcementCase {
    const REGISTER: &'static str = "enforcement_case";
    const ZH: &'static str = "执法案件";
    const RULE: &'static str = "S2-06";
    const OPERATION: &'static str = "grid_manage";

    fn check(&self, row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
        let book = &control.registers;
        if !book.history_of(Self::REGISTER, &row.key).is_empty() {
            return Err(RegisterError::refused(
                Self::RULE,
                "case_number_taken",
                "该文号已登记，文号不得重复使用",
            ));
        }
        if self.result.trim().is_empty() {
            return Err(RegisterError::refused(
                Self::RULE,
                "case_without_result",
                "未写明处理结果",
            ));
        }
        may_issue(control, &self.power, &self.body, self.township, row.from)
            .map_err(|refusal| RegisterError::refused("S0-03", refusal.code(), refusal.zh()))?;
        let officers: BTreeSet<&UserId> = self.officers.iter().collect();
        let certified = officers
            .iter()
            .filter(|user| control.is_enforcer(***user, row.from))
            .count();
        if certified < OFFICERS || certified < officers.len() {
            return Err(RegisterError::refused(
                "S3-14",
                "two_certified_officers",
                "案件须由两名以上持执法证人员经办",
            ));
        }
        Ok(())
    }

    fn check_policy(&self, policy: &PolicyPack) -> Result<(), RegisterError> {
        let most = u64::from(policy.cases.most_fine_yuan);
        if most == 0 || self.fine_fen <= most.saturating_mul(FEN) {
            return Ok(());
        }
        let yuan = self.fine_fen / FEN;
        Err(RegisterError::refused(
            Self::RULE,
            "fine_too_large",
            format!("罚款{yuan}元超过可登记的{most}元，请核对金额，金额以分为单位"),
        ))
    }

    fn check_rules(
        &self,
        row: &RegisterRow,
        control: &ControlState,
        _policy: &PolicyPack,
    ) -> Result<(), RegisterError> {
        let fined = is_fine(&self.result);
        if fined != (self.fine_fen > 0) {
            return Err(RegisterError::refused(
                Self::RULE,
                "fine_does_not_fit",
                "罚款须写明金额，没有罚款的处理结果不得有金额",
            ));
        }
        let standing = control.registers.latest::<Self>();
        let alike = standing.into_iter().find(|(line, other)| {
            line.row.key != row.key && line.row.from == row.from && self.counts_as(other)
        });
        match alike {
            None => Ok(()),
            Some((line, _)) => Err(RegisterError::refused(
                Self::RULE,
                "case_alike",
                format!(
                    "同日同一场所同一事项的案件已登记：{}；确属另案的，两案都须写明案号且不相同",
                    line.row.key
                ),
            )),
        }
    }

    fn check_day(&self, row: &RegisterRow, today: NaiveDate) -> Result<(), RegisterError> {
        not_to_come(Self::RULE, row, today, "文书日期晚于今天")
    }

    fn area(&self) -> Option<GridId> {
        Some(self.township)
    }
}
