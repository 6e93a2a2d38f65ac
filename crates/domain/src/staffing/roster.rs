use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::StaffingError;
use crate::people::Credential;
use crate::{GridId, UserId};

/// What somebody is posted as（岗位）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Post {
    /// 应急消防管理站工作人员.
    StationStaff,
    /// 执法辅助人员.
    Auxiliary,
    /// 消防文员.
    Clerk,
    /// 消防监督执法干部.
    LawOfficer,
    /// 专职消防员.
    Firefighter,
}

/// A person in a post for some time（任职）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Posting {
    /// Who.
    pub user: UserId,
    /// As what.
    pub post: Post,
    /// Where: the township's grid 大网格.
    pub township: GridId,
    /// First day.
    pub from: NaiveDate,
    /// Last day, inclusive; `None`: until further notice.
    pub until: Option<NaiveDate>,
}

/// A roster（花名册）in which nobody counts twice on one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    postings: Vec<Posting>,
}

impl Posting {
    /// Whether it holds on this day.
    #[must_use]
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        self.from <= date && self.until.is_none_or(|until| date <= until)
    }
}

impl Roster {
    /// A roster of these postings, in any order.
    ///
    /// # Errors
    /// [`StaffingError::EndsBeforeStart`]; [`StaffingError::Overlap`] if one person is posted
    /// twice on the same day, be it at two places, for he would be counted twice.
    pub fn new(mut postings: Vec<Posting>) -> Result<Self, StaffingError> {
        for posting in &postings {
            if posting.until.is_some_and(|until| until < posting.from) {
                let (user, from) = (posting.user, posting.from);
                return Err(StaffingError::EndsBeforeStart { user, from });
            }
        }
        postings.sort_by_key(|it| {
            (
                it.user,
                it.from,
                it.until.unwrap_or(NaiveDate::MAX),
                it.post,
            )
        });
        for pair in postings.windows(2) {
            let [first, second] = pair else { continue };
            // Sorted by first day and free of overlap so far: only neighbors can collide.
            if first.user == second.user && first.holds_on(second.from) {
                let (user, on) = (first.user, second.from);
                let (first, second) = (first.post, second.post);
                return Err(StaffingError::Overlap {
                    user,
                    first,
                    second,
                    on,
                });
            }
        }
        Ok(Self { postings })
    }

    /// A roster of postings that were taken one after the other: of two that hold for one person on one
    /// day, the first counts, so that nobody is counted twice and nobody is lost.
    #[must_use]
    pub fn in_order(postings: Vec<Posting>) -> Self {
        Self { postings }
    }

    /// Everybody in this post at this township on this day.
    #[must_use]
    pub fn people(&self, township: GridId, post: Post, date: NaiveDate) -> BTreeSet<UserId> {
        let mut held: BTreeMap<UserId, &Posting> = BTreeMap::new();
        for posting in self.postings.iter().filter(|it| it.holds_on(date)) {
            held.entry(posting.user).or_insert(posting);
        }
        held.into_values()
            .filter(|it| it.township == township && it.post == post)
            .map(|it| it.user)
            .collect()
    }

    /// Those of them with an enforcement certificate（行政执法资格）that is valid on this day.
    #[must_use]
    pub fn certified(
        &self,
        township: GridId,
        post: Post,
        date: NaiveDate,
        credentials: &[Credential],
    ) -> BTreeSet<UserId> {
        let mut people = self.people(township, post, date);
        let valid: BTreeSet<UserId> = credentials
            .iter()
            .filter(|it| it.kind == Credential::ENFORCEMENT && it.valid_on(date))
            .map(|it| it.user)
            .collect();
        people.retain(|user| valid.contains(user));
        people
    }
}
