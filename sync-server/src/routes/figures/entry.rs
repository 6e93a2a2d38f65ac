use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use wangge_domain::GridId;
use wangge_domain::control::ControlState;
use wangge_domain::evaluation::{EvaluationPeriod, LogCut, Ratio};
use wangge_domain::tally::UNCOUNTED_CODES;

use crate::figures::Standing;
use crate::http::{App, SupervisorCaller};
use crate::tenant::Tenant;

/// A figure（指标）with both its numbers, and on request the records that make it up.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FigureView {
    /// What counts.
    numerator: u64,
    /// What it is counted of. 0: there is no value, neither 0 % nor 100 %.
    denominator: u64,
    /// Hundredths of a percent, rounded down; absent for a denominator of 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    basis_points: Option<u32>,
    /// `41/50（82.00%）`.
    text: String,
    /// Ids of what counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>)]
    met: Option<Vec<Uuid>>,
    /// Ids of the rest of the denominator.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>)]
    unmet: Option<Vec<Uuid>>,
}

impl FigureView {
    pub(super) fn of(ratio: &Ratio, open: bool) -> Self {
        Self {
            numerator: ratio.numerator,
            denominator: ratio.denominator,
            basis_points: ratio.basis_points(),
            text: ratio.to_string(),
            met: open.then(|| ratio.met.clone()),
            unmet: open.then(|| ratio.unmet.clone()),
        }
    }

    /// The figure of a code; one that nothing is counted for says so, instead of that nothing was owed.
    pub(super) fn of_code(code: &str, ratio: &Ratio, open: bool) -> Self {
        let mut view = Self::of(ratio, open);
        if ratio.denominator == 0 && UNCOUNTED_CODES.contains(&code) {
            "未统计".clone_into(&mut view.text);
        }
        view
    }

    /// What it is counted of.
    pub(super) fn denominator(&self) -> u64 {
        self.denominator
    }
}

/// Which period of which grid, or of all townships together, and up to where the logs were read.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Heading {
    /// `2026年第1季度`.
    period: String,
    /// First day.
    first: String,
    /// Last day.
    last: String,
    /// Id of the grid; absent if the figures are of all townships of the tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    grid: Option<String>,
    /// Its name, or that of the tenant.
    grid_name: String,
    /// Epoch and seq of each log, up to which it was read.
    #[schema(value_type = Object)]
    cut: LogCut,
}

impl Heading {
    pub(super) fn of(
        period: &EvaluationPeriod,
        scope: Option<GridId>,
        standing: &Standing,
        tenant: &Tenant,
    ) -> Self {
        let name = |scope| name_of(&standing.control, scope);
        Self {
            period: period.to_string(),
            first: period.first.to_string(),
            last: period.last.to_string(),
            grid: scope.map(|scope| scope.to_string()),
            grid_name: scope.map_or_else(|| tenant.row.name.clone(), name),
            cut: standing.cut.clone(),
        }
    }
}

/// The name of what figures are of: of a grid, or of the tenant as such（全县）.
pub(super) fn scope_name(app: &App, caller: &SupervisorCaller, scope: Option<GridId>) -> String {
    let name = |scope| name_of(&caller.control, scope);
    scope.map_or_else(|| app.tenant.row.name.clone(), name)
}

/// The name of a grid.
pub(super) fn name_of(control: &ControlState, grid: GridId) -> String {
    let found = control.grids.get(&grid);
    found.map_or_else(|| grid.to_string(), |grid| grid.name.clone())
}
