use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::default_pack::default_pack_of;
use super::{
    CalendarRules, CaseRules, CategoryRules, CensusRules, DuplicateRules, FrequencyRules,
    HolidayTables, LeasePolicy, NumberingRules, OfflineLimits, Permission, PermissionTable,
    PhotoPolicy, PolicyError, PolicyNote, PremisesLimits, RectificationRules, RiskRules,
    RosterRules, RoutingRules, validate,
};
use crate::accounting::{AccountingPolicy, default_accounting};
use crate::calendar::Calendar;
use crate::checklist::{Checklist, ChecklistLibrary};
use crate::people::Role;
use crate::sheet::SheetRules;

/// A policy pack（政策包）: one JSON file, served by the relay under the hash of its bytes.
///
/// A county changes a pack, not the code. Each record pins the revision it was made under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyPack {
    /// Format of the file: [`PolicyPack::FORMAT`].
    pub format: u32,
    /// Version as people write it, e.g. `2026.1`.
    pub version: String,
    /// Revision, growing with every change.
    pub revision: u32,
    /// Name, e.g. 默认政策包.
    pub name: String,
    /// Regions the county lies in, e.g. 浙江省: bases of other regions are never printed.
    pub regions: Vec<String>,
    /// How sure each value is, and where it comes from.
    pub notes: Vec<PolicyNote>,
    /// Categories and thresholds.
    pub categories: CategoryRules,
    /// Departments and routes.
    pub routing: RoutingRules,
    /// Risk scoring.
    pub risk: RiskRules,
    /// Frequencies.
    pub frequency: FrequencyRules,
    /// The rectification loop.
    pub rectification: RectificationRules,
    /// The rhythm of the month.
    pub calendar: CalendarRules,
    /// Document numbers.
    pub numbering: NumberingRules,
    /// Who may do what.
    pub permissions: PermissionTable,
    /// Census outcomes.
    pub census: CensusRules,
    /// Photos.
    pub photos: PhotoPolicy,
    /// Bounds of premises files.
    #[serde(default)]
    pub premises: PremisesLimits,
    /// Leases.
    pub lease: LeasePolicy,
    /// Limits of work without network.
    pub offline: OfflineLimits,
    /// Local names.
    pub roster: RosterRules,
    /// Near duplicates.
    pub duplicates: DuplicateRules,
    /// Case registers; empty in packs from before there were any.
    #[serde(default)]
    pub cases: CaseRules,
    /// Registers defined as data; none in packs from before there were any.
    #[serde(default, skip_serializing_if = "SheetRules::is_empty")]
    pub sheets: SheetRules,
    /// Checklists.
    pub checklists: ChecklistLibrary,
    /// Holiday tables.
    pub holidays: HolidayTables,
    /// A county's own accounting policy（核算政策）; without it the one that ships holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accounting: Option<Box<AccountingPolicy>>,
}

impl PolicyPack {
    /// The format this build reads and writes.
    pub const FORMAT: u32 = 1;

    /// Reads a pack and checks all of it: keys, references, conditions, thresholds, routes,
    /// permissions, templates.
    ///
    /// # Errors
    /// [`PolicyError`] with the place of the first thing that is wrong.
    pub fn parse(json: &[u8]) -> Result<Self, PolicyError> {
        // Nearly every township works by this one, and checking it takes longer than all else that a
        // phone does at its start.
        match default_pack_of(json) {
            Some(pack) => Ok(pack),
            None => Self::read(json),
        }
    }

    /// Reads and checks a pack, be it the one that ships or not.
    pub(super) fn read(json: &[u8]) -> Result<Self, PolicyError> {
        let shape = |path: String, error: &serde_json::Error| PolicyError::Shape {
            path,
            message: error.to_string(),
        };
        let value: serde_json::Value =
            serde_json::from_slice(json).map_err(|error| shape(String::new(), &error))?;
        let format = value.get("format").and_then(serde_json::Value::as_u64);
        if let Some(found) = format.filter(|found| *found != u64::from(Self::FORMAT)) {
            let found = u32::try_from(found).unwrap_or(u32::MAX);
            return Err(PolicyError::Format {
                found,
                known: Self::FORMAT,
            });
        }
        // From the text again, not from the value: keys that are numbers (years) are text there.
        let mut reader = serde_json::Deserializer::from_slice(json);
        let pack: Self = serde_path_to_error::deserialize(&mut reader)
            .map_err(|error| shape(error.path().to_string(), error.inner()))?;
        validate::validate(&pack, &value)?;
        Ok(pack)
    }

    /// Reads a pack that is to come into force（启用前审核）: besides what [`Self::parse`] asks, nobody but
    /// the competent body files and closes major cases, every deadline, list and paper that a step
    /// names is there, and no reward is a slip of the pen. A pack that was in force before is read all
    /// the same.
    ///
    /// # Errors
    /// [`PolicyError`] with the place of the first thing that is wrong.
    pub fn parse_new(json: &[u8]) -> Result<Self, PolicyError> {
        let pack = Self::parse(json)?;
        validate::validate_new(&pack)?;
        Ok(pack)
    }

    /// The pack as compact JSON; the same pack always gives the same bytes.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a pack holds only text keys and finite values")
    }

    /// The checklist for a category of premises, if the pack has one.
    #[must_use]
    pub fn checklist_for(&self, category: &str) -> Option<&Checklist> {
        let code = self.categories.get(category)?.checklist.as_deref()?;
        self.checklists.by_code(code)
    }

    /// The working calendar of the pack.
    #[must_use]
    pub fn working_calendar(&self) -> Calendar {
        Calendar::new(&self.holidays)
    }

    /// The accounting policy in force with this pack: draws, staffing, scores, gaps, rewards.
    #[must_use]
    pub fn accounting(&self) -> &AccountingPolicy {
        static SHIPPED: LazyLock<AccountingPolicy> = LazyLock::new(default_accounting);
        self.accounting.as_deref().unwrap_or(&SHIPPED)
    }

    /// The row that lets a role do an action, or `None`.
    #[must_use]
    pub fn permits(&self, role: Role, action: &str) -> Option<&Permission> {
        self.permissions.permits(role, action)
    }
}
