use serde::{Deserialize, Serialize};

use crate::control::GridLevel;
use crate::people::Scope;

/// How wide a permission reaches（权限范围）, in the words of handbook 1.3.
///
/// The area itself comes from the grant; the word says how wide a grant may be at most to count
/// for this permission. A grid worker with `own_grid` who is granted a whole township by mistake
/// gains nothing from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScopeWord {
    /// 本单位: a grant over exactly this premises (S0-14).
    OwnPremises,
    /// 本网格: a grant over a small grid, or narrower.
    OwnGrid,
    /// 本村: a grant over an administrative village, or narrower.
    OwnVillage,
    /// 本镇: a grant over a township, or narrower; also a grant over the whole tenant, which as a
    /// rule *is* one township.
    OwnTown,
    /// 全域: any grant.
    Tenant,
}

impl ScopeWord {
    /// True if a grant of this scope is narrow enough to count. `level` is the level of the grid
    /// of a [`Scope::Subtree`], if the control stream knows it; an unknown grid never counts.
    /// Whether the grant *covers* the record is the caller's question.
    #[must_use]
    pub fn honours(self, scope: &Scope, level: Option<GridLevel>) -> bool {
        let width = match (scope, level) {
            (Scope::Premises(_), _) => Self::OwnPremises,
            (Scope::Subtree(_), Some(GridLevel::Small)) => Self::OwnGrid,
            (Scope::Subtree(_), Some(GridLevel::Medium)) => Self::OwnVillage,
            (Scope::Subtree(_), Some(GridLevel::Large)) | (Scope::Tenant, _) => Self::OwnTown,
            (Scope::Subtree(_), None) => return self == Self::Tenant,
        };
        width <= self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{GridId, RecordId};

    #[test]
    fn a_grant_wider_than_the_word_does_not_count() {
        let grid = Scope::Subtree(GridId::from_bytes([1; 16]));
        assert!(ScopeWord::OwnGrid.honours(&grid, Some(GridLevel::Small)));
        assert!(!ScopeWord::OwnGrid.honours(&grid, Some(GridLevel::Medium)));
        assert!(ScopeWord::OwnTown.honours(&grid, Some(GridLevel::Large)));
        assert!(!ScopeWord::OwnTown.honours(&grid, None));
        let premises = Scope::Premises(RecordId::from_bytes([2; 16]));
        assert!(ScopeWord::OwnPremises.honours(&premises, None));
        assert!(!ScopeWord::OwnPremises.honours(&Scope::Tenant, None));
        assert!(ScopeWord::OwnTown.honours(&Scope::Tenant, None));
    }
}
