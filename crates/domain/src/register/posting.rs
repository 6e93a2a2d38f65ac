use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::township::check_township;
use super::{RegisterBook, RegisterEntry, RegisterError, RegisterRow};
use crate::control::ControlState;
use crate::people::Scope;
use crate::policy::PolicyPack;
use crate::staffing::{Post, Posting, Roster};
use crate::{GridId, Timestamp, UserId};

/// A person in a post（在岗人员）of the roster of S0-10; its days are those of its row. It ends by the same
/// entry with a last day; what comes after that has a key of its own, or begins under the same key on a
/// later day.
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
    fn posting(&self, from: NaiveDate, until: Option<NaiveDate>) -> Posting {
        Posting {
            user: self.user,
            post: self.post,
            township: self.township,
            from,
            until,
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
        // By the last row of every key, as rows were always judged: `check_beside` asks for more.
        let mut all: Vec<Posting> = control
            .registers
            .latest::<Self>()
            .into_iter()
            .filter(|(line, _)| line.row.key != row.key)
            .map(|(line, entry)| entry.posting(line.row.from, line.row.until))
            .collect();
        all.push(self.posting(row.from, row.until));
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

    /// Nobody stands on the roster twice on one day, be it by a row that a later one of its key cuts off;
    /// and no row of a key takes the days of another person or post from it.
    fn check_beside(&self, row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
        let spans = control.registers.spans::<Self>();
        let in_the_way = spans.iter().find(|span| {
            let (before, other) = (&span.line.row, &span.entry);
            if before.key != row.key {
                return other.user == self.user && span.shares_a_day(row);
            }
            // A row takes over from those of its key on all days from its first on, be it ended by then.
            let is_same = other == self;
            let is_corrected = is_same && before.from == row.from;
            span.reaches(row.from) && !is_corrected && (!is_same || span.shares_a_day(row))
        });
        match in_the_way {
            None => Ok(()),
            Some(span) => Err(RegisterError::refused(
                Self::RULE,
                "roster_overlap",
                format!(
                    "任职日期与花名册条目{}（{}起）重叠；同一条目只能按原人员、岗位、乡镇和起始日期更正",
                    span.line.row.key, span.line.row.from
                ),
            )),
        }
    }

    fn area(&self) -> Option<GridId> {
        Some(self.township)
    }
}

/// The roster that the register holds（花名册）: all rows, each until a later one of its key begins. Of two
/// that a relay of before let overlap, the one entered first counts.
#[must_use]
pub fn roster_of(book: &RegisterBook) -> Roster {
    let spans = book.spans::<PostingEntry>().into_iter();
    let postings = spans.map(|span| span.entry.posting(span.line.row.from, span.until));
    Roster::in_order(postings.collect())
}
