use super::{RegisterEntry, RegisterError, RegisterRow};
use crate::control::ControlState;
use crate::policy::PolicyPack;
use crate::public_report::PublicReportRules;

impl RegisterEntry for PublicReportRules {
    const REGISTER: &'static str = "public_report_rule";
    const ZH: &'static str = "随手拍规则";
    const RULE: &'static str = "S2-34";
    const OPERATION: &'static str = "policy_activate";

    fn check(&self, row: &RegisterRow, _control: &ControlState) -> Result<(), RegisterError> {
        if row.key != "default" {
            let zh = "条目键应为 default";
            return Err(RegisterError::refused(Self::RULE, "key_mismatch", zh));
        }
        match self.fault() {
            Some(zh) => Err(RegisterError::refused(Self::RULE, "rules_invalid", zh)),
            None => Ok(()),
        }
    }

    fn check_rules(
        &self,
        _row: &RegisterRow,
        _control: &ControlState,
        _policy: &PolicyPack,
    ) -> Result<(), RegisterError> {
        match self.fault_of_amounts() {
            Some(zh) => Err(RegisterError::refused(Self::RULE, "rules_invalid", zh)),
            None => Ok(()),
        }
    }
}
