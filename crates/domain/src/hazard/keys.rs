//! The content keys of a rectification record（隐患字段）. Photos and signatures use the keys of an
//! inspection: [`crate::inspection::keys`].

/// The premises: a record id.
pub const PREMISES: &str = "premises";
/// The inspection it was found in: a record id; absent if it came another way.
pub const INSPECTION: &str = "inspection";
/// Checklist item that failed; absent if it came another way.
pub const ITEM: &str = "item";
/// What makes it a repeat, e.g. `EXIT`.
pub const COMMON_KEY: &str = "common_key";
/// Heading, e.g. 疏散.
pub const CATEGORY: &str = "category";
/// What is wrong.
pub const DESCRIPTION: &str = "description";
/// Part of the premises（部位）.
pub const PART: &str = "part";
/// Severity: `general`, `suspected_major` or `major_confirmed`.
pub const SEVERITY: &str = "severity";
/// Life is threatened（危及生命）.
pub const LIFE_THREAT: &str = "life_threat";
/// Channel it came by (S0-17): [`super::HazardSource`].
pub const SOURCE: &str = "source";
/// What to do about it.
pub const RECTIFICATION: &str = "rectification";
/// Measures in force until it is judged or mended: 停用部位、撤人、值守.
pub const INTERIM_MEASURES: &str = "interim_measures";
/// Department code it is routed to.
pub const DEPARTMENT: &str = "department";
/// Proposed deadline: `immediate`, `natural` or `working`.
pub const DEADLINE_KIND: &str = "deadline_kind";
/// Days of it, unless it is immediate.
pub const DEADLINE_DAYS: &str = "deadline_days";
/// When it was found: milliseconds since 1970 by the phone's clock.
pub const FOUND_AT_MS: &str = "found_at_ms";
/// The person said that it is another one than the open hazard of the same item（另一处隐患）.
pub const IS_ANOTHER: &str = "is_another";
/// Remark.
pub const REMARK: &str = "remark";

/// What a notice of rectification quotes（通知书所载内容）: once it is issued, nobody changes this.
pub const ON_NOTICE: [&str; 11] = [
    PREMISES,
    INSPECTION,
    ITEM,
    DESCRIPTION,
    PART,
    SEVERITY,
    LIFE_THREAT,
    RECTIFICATION,
    DEADLINE_KIND,
    DEADLINE_DAYS,
    FOUND_AT_MS,
];

/// What says how a hazard came up and what it counts as（来源、分类）: no paper quotes it, but first
/// offences, repeats and the ledger go by it. Frozen together with [`ON_NOTICE`].
pub const COUNTED_BY: [&str; 3] = [SOURCE, COMMON_KEY, CATEGORY];

/// What a hazard is registered with（登记即固定）: frozen from when it is found.
pub const REGISTERED: [&str; 4] = [PREMISES, INSPECTION, FOUND_AT_MS, SOURCE];
