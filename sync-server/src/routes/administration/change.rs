use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;
use wangge_domain::control::{DeviceOrder, GridLevel};
use wangge_domain::people::Role;

/// One change of the organization（组织变更）, tagged by its name. Ids are UUIDs; times are
/// milliseconds since 1970; days are `YYYY-MM-DD`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OrganizationChange {
    /// Enters a person, or corrects one.
    Person(PersonChange),
    /// Gives a role over a grid, or over everything.
    Role(RoleChange),
    /// Ends a grant of a role to a person, or every one.
    RoleEnd(RoleEnd),
    /// Enters a certificate.
    Credential(CredentialChange),
    /// Withdraws a certificate.
    CredentialEnd(CredentialEnd),
    /// Draws a grid, or changes one.
    Grid(GridChange),
    /// Closes a grid.
    GridClose(GridClose),
    /// Moves a premises to another grid, with all that hangs on it.
    PremisesMove(PremisesMoveChange),
    /// Tells a device to lock, to unlock, or to wipe itself after its next sync.
    DeviceOrder(DeviceOrderChange),
    /// A device may write no more.
    DeviceRevoke(DeviceRevoke),
}

/// A person.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonChange {
    /// Whom to correct; absent: a new person.
    #[serde(default)]
    pub(crate) user: Option<String>,
    /// Name as printed on papers.
    pub(crate) name: String,
    /// Telephone.
    #[serde(default)]
    pub(crate) phone: String,
    /// The body this person belongs to.
    #[serde(default)]
    pub(crate) organization: String,
}

/// A role.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleChange {
    /// To whom.
    pub(crate) user: String,
    /// As what.
    #[schema(value_type = String)]
    pub(crate) role: Role,
    /// Over this grid and all below; absent, and without a premises: everything.
    #[serde(default)]
    pub(crate) grid: Option<String>,
    /// Over this premises alone, by id.
    #[serde(default)]
    pub(crate) premises: Option<String>,
    /// Department code.
    #[serde(default)]
    pub(crate) department: Option<String>,
    /// From when; now if absent.
    #[serde(default)]
    pub(crate) from: Option<i64>,
    /// Until when; absent: until it is ended.
    #[serde(default)]
    pub(crate) until: Option<i64>,
}

/// The end of a role.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleEnd {
    /// Whose.
    pub(crate) user: String,
    /// As what.
    #[schema(value_type = String)]
    pub(crate) role: Role,
    /// Which of the grants; absent: every one of this role.
    #[serde(default)]
    pub(crate) grant: Option<GrantNamed>,
    /// Why.
    pub(crate) reason: String,
}

/// One grant of a role（某一项授权）, by what it is over and until when, as the list of people tells it.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GrantNamed {
    /// Id of the grid; absent, and without a premises: everything.
    #[serde(default)]
    pub(crate) grid: Option<String>,
    /// Id of the premises.
    #[serde(default)]
    pub(crate) premises: Option<String>,
    /// Department code.
    #[serde(default)]
    pub(crate) department: Option<String>,
    /// Until when; absent: until it is ended.
    #[serde(default)]
    pub(crate) until: Option<i64>,
}

/// A certificate.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CredentialChange {
    /// Whose.
    pub(crate) user: String,
    /// `inspection` or `enforcement`.
    pub(crate) kind: String,
    /// Its number; the same number again replaces what stood there.
    pub(crate) number: String,
    /// Who issued it.
    pub(crate) issuer: String,
    /// First day.
    #[schema(value_type = String)]
    pub(crate) valid_from: NaiveDate,
    /// Last day, inclusive.
    #[schema(value_type = String)]
    pub(crate) valid_until: NaiveDate,
}

/// The end of a certificate.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CredentialEnd {
    /// Whose.
    pub(crate) user: String,
    /// Its number.
    pub(crate) number: String,
    /// Why.
    pub(crate) reason: String,
}

/// A grid. Of one that stands already, what is absent stays as it is.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GridChange {
    /// Which to change, by id; absent: a new one.
    #[serde(default)]
    pub(crate) grid: Option<String>,
    /// `large`, `medium` or `small`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub(crate) level: Option<GridLevel>,
    /// The grid above, by id or code.
    #[serde(default)]
    pub(crate) parent: Option<String>,
    /// Code, unique among the grids in force.
    #[serde(default)]
    pub(crate) code: Option<String>,
    /// Name.
    #[serde(default)]
    pub(crate) name: Option<String>,
    /// The person answerable, by id; empty: nobody.
    #[serde(default)]
    pub(crate) head: Option<String>,
    /// First day; today if absent.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub(crate) valid_from: Option<NaiveDate>,
    /// Boundary: longitude and latitude in microdegrees, WGS-84.
    #[serde(default)]
    pub(crate) boundary: Option<Vec<(i64, i64)>>,
}

/// The end of a grid.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GridClose {
    /// Which, by id.
    pub(crate) grid: String,
    /// Why.
    pub(crate) reason: String,
}

/// A move of a premises. Both grids are the caller's.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PremisesMoveChange {
    /// Which, by id.
    pub(crate) premises: String,
    /// The small grid in which it lives from now on, by id or code.
    pub(crate) to: String,
    /// Why.
    pub(crate) reason: String,
}

/// An order to a device.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeviceOrderChange {
    /// Which, by id.
    pub(crate) device: String,
    /// Whose data on it.
    pub(crate) user: String,
    /// `lock`, `unlock` or `wipe_after_sync`.
    #[schema(value_type = String)]
    pub(crate) order: DeviceOrder,
    /// Why.
    pub(crate) reason: String,
}

/// The end of a device.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeviceRevoke {
    /// Which, by id.
    pub(crate) device: String,
    /// Whose key on it.
    pub(crate) user: String,
    /// Why.
    pub(crate) reason: String,
}
