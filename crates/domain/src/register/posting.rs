use serde::{Deserialize, Serialize};

use super::township::check_township;
use super::{RegisterBook, RegisterEntry, RegisterError, RegisterRow};
use crate::control::ControlState;
use crate::staffing::{Post, Posting, Roster, StaffingError};
use crate::{GridId, UserId};

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

    fn check_rules(&self, _row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
        check_township(Self::RULE, control, self.township)
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
