use serde::{Deserialize, Serialize};

use super::compulsion_words::{is_compulsion_word, listed_words};
use super::{RegisterEntry, RegisterError, RegisterRow, opens_word};
use crate::GridId;
use crate::control::{ControlState, GridLevel};
use crate::policy::PolicyPack;
use crate::record::{holds_hidden_letters, holds_repainting_letters, is_blank};

/// A delegated power（承接的赋权、委托执法事项）of S0-03: only those yield enforcement papers, from the
/// first to the last day of their row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelegatedPower {
    /// The township's grid 大网格.
    pub township: GridId,
    /// Stable code of the power, e.g. `fire_lane_penalty`.
    pub power: String,
    /// 事项名称.
    pub zh: String,
    /// The body that may act: an issuer code of the policy pack.
    pub body: String,
    /// By which way it came to the township.
    pub source: PowerSource,
    /// 文件依据: number of the document that delegates it.
    pub basis: String,
    /// 可用的强制性用语: the words of compulsion that the document lets the body use, as the law has
    /// them. A row that names none opens 责令 alone.
    #[serde(default)]
    pub words: Vec<String>,
}

/// How a power came to a township（权力来源）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PowerSource {
    /// 赋权, in the township's own name.
    Conferred,
    /// 委托, in the name of the body that entrusts it.
    Entrusted,
}

impl DelegatedPower {
    /// The key of its row: one power of one body in one township.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}/{}/{}", self.township, self.body, self.power)
    }

    /// Whether it names the document that delegates it: what nobody can read names none.
    #[must_use]
    pub fn is_founded(&self) -> bool {
        !is_blank(&self.basis) && !holds_repainting_letters(&self.basis)
    }

    /// Whether it lets its body use a word of compulsion.
    #[must_use]
    pub fn opens(&self, word: &str) -> bool {
        opens_word(&self.words, word)
    }
}

/// Whether a reader sees a text, and sees all of it.
fn is_written(text: &str) -> bool {
    !is_blank(text) && !holds_hidden_letters(text)
}

impl RegisterEntry for DelegatedPower {
    const REGISTER: &'static str = "delegated_power";
    const ZH: &'static str = "承接执法事项";
    const RULE: &'static str = "S0-03";
    const OPERATION: &'static str = "policy_activate";

    fn check(&self, row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if self.power.is_empty() || self.body.is_empty() || self.zh.is_empty() {
            return refuse("power_unnamed", "事项、名称或承接单位为空");
        }
        if self.basis.trim().is_empty() {
            return refuse("power_without_basis", "未写明赋权或委托的文件依据");
        }
        if row.key != self.key() {
            return refuse("key_mismatch", "条目键应为 乡镇/单位/事项");
        }
        let grid = control.grids.get(&self.township);
        if grid.is_none_or(|grid| grid.level != GridLevel::Large) {
            return refuse("township_unknown", "没有这个乡镇（大网格）");
        }
        Ok(())
    }

    fn check_policy(&self, policy: &crate::policy::PolicyPack) -> Result<(), RegisterError> {
        if policy.numbering.issuers.contains_key(&self.body) {
            return Ok(());
        }
        Err(RegisterError::refused(
            Self::RULE,
            "issuer_unknown",
            "政策包中没有这一承接单位",
        ))
    }

    fn check_rules(
        &self,
        _: &RegisterRow,
        _: &ControlState,
        _: &PolicyPack,
    ) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if ![&self.power, &self.body, &self.zh]
            .into_iter()
            .all(|text| is_written(text))
        {
            return refuse(
                "power_unnamed",
                "事项、名称或承接单位为空或含有看不见的字符",
            );
        }
        if !is_written(&self.basis) {
            return refuse(
                "power_without_basis",
                "赋权或委托的文件依据为空或含有看不见的字符",
            );
        }
        if !self.words.iter().all(|word| is_compulsion_word(word)) {
            return refuse(
                "power_words_unknown",
                &format!("可用的强制性用语只能是：{}", listed_words()),
            );
        }
        Ok(())
    }

    fn area(&self) -> Option<GridId> {
        Some(self.township)
    }
}
