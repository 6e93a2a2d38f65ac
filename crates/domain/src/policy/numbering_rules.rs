use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::people::Role;

/// Document numbers（文号）of handbook 5.4.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberingRules {
    /// Bodies that issue papers, by code.
    pub issuers: BTreeMap<String, Issuer>,
    /// Types of paper, by code: `notice`, `recheck`, …
    pub documents: BTreeMap<String, DocumentType>,
}

impl NumberingRules {
    /// In whose name somebody who acts by a role makes out a paper（行文机关）: that of the body that is
    /// named, if the role speaks for it, else that of the body whose own papers the role makes out;
    /// of the one that is named if there is no such body.
    #[must_use]
    pub fn body_of<'a>(&'a self, named: &'a str, role: Role) -> &'a str {
        let body = self.issuers.get(named);
        if body.is_none_or(|body| body.is_spoken_for_by([role])) {
            return named;
        }
        let mut others = self.issuers.iter();
        let own = others.find(|(_, body)| body.roles.contains(&role));
        own.map_or(named, |(code, _)| code.as_str())
    }
}

/// A body that issues papers（发文机关）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issuer {
    /// Name for the foot of a paper.
    pub zh: String,
    /// 机关代字, e.g. 青消.
    pub word: String,
    /// Whose papers are its own: a person with one of these roles acts for it unless another
    /// body is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// Who else may make out papers in its name（代为出具）: a person with one of these roles, or of
    /// `roles`, and nobody else. Not given: whoever may make out the paper at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf: Option<Vec<Role>>,
}

impl Issuer {
    /// Whether it has powers of enforcement only by delegation（赋权、委托）: a body of the township
    /// or of a village, whose people have none of their own.
    #[must_use]
    pub fn acts_by_delegation(&self) -> bool {
        let local = |role: &Role| {
            matches!(
                role,
                Role::StationOfficer | Role::VillageAdmin | Role::GridWorker
            )
        };
        self.roles.iter().all(local)
    }

    /// Whether somebody with these roles may make out a paper in the name of this body.
    #[must_use]
    pub fn is_spoken_for_by(&self, roles: impl IntoIterator<Item = Role>) -> bool {
        let Some(others) = &self.on_behalf else {
            return true;
        };
        roles
            .into_iter()
            .any(|role| self.roles.contains(&role) || others.contains(&role))
    }
}

/// A type of paper（文种）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentType {
    /// Title, e.g. 火灾隐患整改通知书.
    pub zh: String,
    /// 文种字, e.g. 改.
    pub word: String,
    /// Template with `{issuer}`, `{type}`, `{year}` and `{seq}` or `{seq:04}`; brackets round the
    /// year are 〔〕, U+3014 and U+3015.
    pub template: String,
}
