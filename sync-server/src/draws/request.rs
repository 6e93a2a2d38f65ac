use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wangge_domain::draw::{Exclusion, InspectorOut, Recusal};

/// What the office asks of a draw（抽查计划）, as a JSON file or the body of a request. Lists, weights
/// and strata come from the census and the policy; only what those cannot know stands here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DrawRequest {
    /// Title, e.g. 青峰镇2026年第三季度消防安全双随机抽查.
    pub title: String,
    /// The body that draws.
    pub authority: String,
    /// Number of the draw in its series.
    pub round: u32,
    /// Which public value will be used, e.g. 中国福利彩票双色球第2026108期开奖号码.
    pub public_source: String,
    /// The day on which it becomes known.
    #[schema(value_type = String)]
    pub public_value_on: NaiveDate,
    /// Only this grid and those below it: id, code or name; without it the whole tenant.
    #[serde(default)]
    pub grid: Option<String>,
    /// Certificate that inspectors must hold on the day of the draw: that of the policy, which may be left
    /// out here; any other is refused.
    #[serde(default)]
    pub certificate: Option<String>,
    /// Premises with an accepted visit from this day on are left out as `checked_this_period`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub checked_since: Option<NaiveDate>,
    /// Inspectors per target; without it the least that policy allows.
    #[serde(default)]
    pub team_size: Option<u32>,
    /// Further targets to leave out, each with its reason.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    pub exclusions: Vec<Exclusion>,
    /// Who must not go where, beside those who answer for the grid.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    pub recusals: Vec<Recusal>,
    /// Inspectors who take no part, each with the reason.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    pub inspectors_out: Vec<InspectorOut>,
}
