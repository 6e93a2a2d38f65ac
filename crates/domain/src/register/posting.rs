use serde::{Deserialize, Serialize};

use super::township::check_township;
use super::{RegisterBook, RegisterEntry, RegisterError, RegisterRow};
use crate::control::ControlState;
use crate::people::Scope;
use crate::policy::PolicyPack;
use crate::staffing::{Post, Posting, Roster, StaffingError};
use crate::{GridId, Timestamp, UserId};

/// A person in a post（在岗人员）of the roster of S0-10; its days are those of its row. One posting
/// has one key; it ends by the same entry with a last day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostingEntry {
    /// Who.
    pub user: UserId,
    /// As what.
    pub post: Post,
    /// Where: the township's grid 大网格.
    pub township: GridId,
}

impl PostingEntry {
    fn posting(&self, row: &RegisterRow) -> Posting {
        Posting {
            user: self.user,
            post: self.post,
            township: self.township,
            from: row.from,
            until: row.until,
        }
    }

    /// Whether the person has a role that reaches the township, or lies in it, when the posting
    /// begins or after that: the staff of another township is posted there.
    fn has_role_here(&self, row: &RegisterRow, control: &ControlState) -> bool {
        let begins = Timestamp::start_of_china_day(row.from);
        let mut held = control.grants.iter().filter(|grant| {
            grant.user == self.user && grant.until.is_none_or(|until| until > begins)
        });
        held.any(|grant| match &grant.scope {
            Scope::Tenant => true,
            Scope::Subtree(grid) => {
                control.is_within(*grid, self.township) || control.is_within(self.township, *grid)
            }
            Scope::Premises(_) => false,
        })
    }
}

impl RegisterEntry for PostingEntry {
    const REGISTER: &'static str = "posting";
    const ZH: &'static str = "在岗花名册";
    const RULE: &'static str = "S0-10";
    const OPERATION: &'static str = "person_manage";

    fn check(&self, row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if !control.people.contains_key(&self.user) {
            return refuse("person_unknown", "没有这个人员");
        }
        if !control.grids.contains_key(&self.township) {
            return refuse("township_unknown", "没有这个乡镇");
        }
        let mut all: Vec<Posting> = control
            .registers
            .latest::<Self>()
            .into_iter()
            .filter(|(line, _)| line.row.key != row.key)
            .map(|(line, entry)| entry.posting(&line.row))
            .collect();
        all.push(self.posting(row));
        match Roster::new(all) {
            Ok(_) => Ok(()),
            Err(error) => refuse(error.code(), error.zh()),
        }
    }

    fn check_rules(
        &self,
        row: &RegisterRow,
        control: &ControlState,
        _policy: &PolicyPack,
    ) -> Result<(), RegisterError> {
        check_township(Self::RULE, control, self.township)?;
        // Who was posted here may be told to have left, whatever role they hold by now.
        let latest = control.registers.latest::<Self>();
        let stands = latest.iter().any(|(line, entry)| {
            line.row.key == row.key && (entry.user, entry.township) == (self.user, self.township)
        });
        if stands || self.has_role_here(row, control) {
            return Ok(());
        }
        Err(RegisterError::refused(
            Self::RULE,
            "person_not_here",
            "该人员在本乡镇没有角色，不能列入本乡镇花名册",
        ))
    }

    fn area(&self) -> Option<GridId> {
        Some(self.township)
    }
}

/// The roster that the register holds（花名册）.
///
/// # Errors
/// [`StaffingError`]; the register takes no row that would make it.
pub fn roster_of(book: &RegisterBook) -> Result<Roster, StaffingError> {
    let postings = book
        .latest::<PostingEntry>()
        .into_iter()
        .map(|(line, entry)| entry.posting(&line.row))
        .collect();
    Roster::new(postings)
}
