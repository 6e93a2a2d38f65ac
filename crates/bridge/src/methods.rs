//! The methods of the bridge, one file per group.

pub(crate) mod cases;
pub(crate) mod forms;
pub(crate) mod hazards;
pub(crate) mod inspections;
pub(crate) mod lease;
pub(crate) mod papers;
pub(crate) mod phone;
pub(crate) mod photos;
pub(crate) mod pin;
pub(crate) mod plan;
pub(crate) mod policy;
pub(crate) mod premises;
pub(crate) mod records;
pub(crate) mod refused;
pub(crate) mod score;
pub(crate) mod services;
pub(crate) mod sync;
pub(crate) mod training;

use crate::method::Method;

/// The groups in the order of the document, each with its heading.
pub(crate) const GROUPS: &[(&str, &[Method])] = &[
    ("本机 phone", phone::METHODS),
    ("应用锁 pin", pin::METHODS),
    ("离线期限 lease", lease::METHODS),
    ("未保存的输入 form", forms::METHODS),
    ("同步 sync", sync::METHODS),
    ("规则 policy", policy::METHODS),
    ("任务 plan", plan::METHODS),
    ("场所 premises", premises::METHODS),
    ("检查 inspection", inspections::METHODS),
    ("记录 record", records::METHODS),
    ("隐患 hazard", hazards::METHODS),
    ("通知书与送达 notice", services::METHODS),
    ("案件与登记册 case", cases::METHODS),
    ("照片 photo", photos::METHODS),
    ("被拒内容 refused", refused::METHODS),
    ("考评 score", score::METHODS),
    ("培训 training", training::METHODS),
    ("文书 paper", papers::METHODS),
];

/// All methods.
pub(crate) fn all() -> impl Iterator<Item = &'static Method> {
    GROUPS.iter().flat_map(|(_, methods)| methods.iter())
}
