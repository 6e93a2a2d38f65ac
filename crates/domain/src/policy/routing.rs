use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A department or body（部门）to which hazards and escalations go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// The department to ask if this one has nobody in the tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<String>,
}

/// Which department leads for a category（三管三必须）of handbook 1.4.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteRule {
    /// Leading departments, the first one first.
    pub lead: Vec<String>,
    /// Departments to inform.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub together: Vec<String>,
    /// Whoever takes it if no leading department can.
    pub fallback: String,
    /// True if the route of the business done there comes first（按业态路由）.
    #[serde(default)]
    pub by_business: bool,
}

impl RouteRule {
    /// Whether a department has a part in the category: it leads, is told, or takes it if nobody else
    /// can（列入分办的部门）.
    #[must_use]
    pub fn names(&self, department: &str) -> bool {
        let mut named = self.lead.iter().chain(&self.together);
        named.any(|code| code == department) || self.fallback == department
    }
}

/// Departments and routes（部门与分办）. The map has no dates of its own: it holds from the moment at which
/// the revision of the pack that has it comes into force, until the next one does, and what was routed
/// before keeps its department (S0-06).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoutingRules {
    /// Departments by code.
    pub departments: BTreeMap<String, Department>,
    /// Routes by category.
    pub categories: BTreeMap<String, RouteRule>,
    /// Department of a category that has no route: 新业态由县政府明确.
    pub unmapped: String,
}

/// Where a hazard goes（分办结果）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoutedTo {
    /// Department code that leads.
    pub department: String,
    /// Departments to inform.
    pub together: Vec<String>,
    /// Why: `item`, `business`, `category`, `fallback`, or `unmapped`.
    pub reason: &'static str,
}

impl RoutingRules {
    /// Where a hazard goes: the department of the failed item before that of the business done
    /// there, before that of the category; a department that is not `present` hands it on to the
    /// category's fallback and along its own fallbacks.
    #[must_use]
    pub fn route(
        &self,
        category: &str,
        business: Option<&str>,
        item_department: Option<&str>,
        present: &dyn Fn(&str) -> bool,
    ) -> RoutedTo {
        let rule = self.categories.get(category);
        let by_business = rule.is_none_or(|rule| rule.by_business);
        let business = business
            .filter(|_| by_business)
            .and_then(|id| self.categories.get(id));
        let together = rule.map(|rule| rule.together.clone()).unwrap_or_default();
        let routed = |department: &str, reason| RoutedTo {
            department: department.to_owned(),
            together: together
                .iter()
                .filter(|code| *code != department)
                .cloned()
                .collect(),
            reason,
        };
        if let Some(code) = item_department.filter(|code| present(code)) {
            return routed(code, "item");
        }
        for (rule, reason) in [(business, "business"), (rule, "category")] {
            let lead = rule.and_then(|rule| rule.lead.iter().find(|code| present(code)));
            if let Some(code) = lead {
                return routed(code, reason);
            }
        }
        match rule {
            Some(rule) => routed(self.first_present(&rule.fallback, present), "fallback"),
            None => routed(&self.unmapped, "unmapped"),
        }
    }

    /// This department, or the first along its fallbacks that is present. The last of the chain
    /// takes it anyway: a case is never without a department. The pack is checked for cycles.
    fn first_present<'a>(&'a self, code: &'a str, present: &dyn Fn(&str) -> bool) -> &'a str {
        let mut at = code;
        for _ in 0..self.departments.len() {
            if present(at) {
                break;
            }
            let next = self
                .departments
                .get(at)
                .and_then(|entry| entry.fallback.as_deref());
            let Some(next) = next else { break };
            at = next;
        }
        at
    }
}
