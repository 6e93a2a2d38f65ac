use serde_json::Value;
use wangge_domain::UserId;

use super::Admin;
use crate::error::RelayStartError;
use crate::http::reach_of;
use crate::premises_import::{
    Confirmation, EnterError, PlanError, Planning, SET_MARKS, enter, plan,
};

/// How a list of premises is imported（场所名单导入）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PremisesImport {
    /// Small grid of rows that name none: id, code or name.
    pub grid: Option<String>,
    /// Enter what was checked; without it nothing is changed.
    pub confirm: bool,
    /// Leave out the rows with problems.
    pub skip_bad: bool,
    /// The counts differ, and that is known.
    pub accept_differences: bool,
}

impl Admin {
    /// Checks an XLSX list of premises (S3-12) in the name of a person, and enters it if that was
    /// asked for. Gives the report as JSON: `ImportPlan`, or `EnteredPremises` after entering.
    ///
    /// # Errors
    /// The file cannot be read, the person may not put premises on file, or (when entering) rows
    /// have problems or counts differ: nothing was changed then.
    pub fn import_premises(
        &self,
        user: UserId,
        bytes: &[u8],
        asked: &PremisesImport,
    ) -> Result<Value, RelayStartError> {
        let tenant = &self.tenant;
        let control = tenant.control()?;
        let policy = tenant.policy(&control)?;
        let reach = reach_of(&control, &policy, user, tenant.now(), "premises_create");
        let marks = reach_of(&control, &policy, user, tenant.now(), SET_MARKS);
        let grid = asked.grid.as_deref();
        let grid = grid.map(|grid| self.find_grid(grid)).transpose()?;
        let planning = Planning {
            tenant,
            control: &control,
            policy: &policy,
            reach: &reach,
            marks: &marks,
            grid,
        };
        let invalid = |error: &dyn std::fmt::Display| RelayStartError::invalid(error.to_string());
        let planned = plan(&planning, bytes).map_err(|error| match error {
            PlanError::Store(error) => error.into(),
            PlanError::File(error) => invalid(&error),
        })?;
        let value = if asked.confirm {
            let confirmation = Confirmation {
                import: planned.report.import.clone(),
                skip_bad: asked.skip_bad,
                accept_differences: asked.accept_differences,
            };
            let entered = enter(tenant, user, &planned, &confirmation);
            let entered = entered.map_err(|error| match error {
                EnterError::Relay(error) => error.into(),
                EnterError::Import(error) => invalid(&error),
            })?;
            serde_json::to_value(entered)
        } else {
            serde_json::to_value(&planned.report)
        };
        value.map_err(|error| invalid(&error))
    }
}
