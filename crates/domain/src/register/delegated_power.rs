use serde::{Deserialize, Serialize};

use super::{RegisterEntry, RegisterError, RegisterRow};
use crate::GridId;
use crate::control::{ControlState, GridLevel};

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

    fn area(&self) -> Option<GridId> {
        Some(self.township)
    }
}
