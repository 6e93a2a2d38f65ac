use super::{Effect, HistoryEntry, RecordState};
use crate::UserId;
use crate::people::Role;

impl RecordState {
    /// Whether somebody said of the work as it stands that it is done（整改确认）: they reported it, or
    /// recorded as the result of enforcement that it is put right, or they held the code under which
    /// the owner reported. None of them rechecks it (S4-07).
    #[must_use]
    pub fn confirmed_fix(&self, user: UserId) -> bool {
        self.fix_confirmed_by == Some(user)
            || self.fix_enforced_by == Some(user)
            || (self.is_owners_word() && self.holds_owner_code(user))
    }

    /// Whether the newest report of the work was sent by the owner on the page of the notice, with the
    /// one-time code（业主自填）.
    #[must_use]
    pub fn is_owners_word(&self) -> bool {
        let mut reports = self.since(|entry| entry.event == "recheck_failed");
        let last = reports.find(|entry| entry.event == "feedback");
        last.is_some_and(HistoryEntry::is_owners_word)
    }

    /// Whether this person is given the one-time code of the round that runs（持码人）: of a notice whoever
    /// issued or served it, after a recheck that failed whoever gave the opinion. To them alone it is
    /// printed, for the owner.
    #[must_use]
    pub fn holds_owner_code(&self, user: UserId) -> bool {
        let begins = |entry: &HistoryEntry| {
            matches!(entry.event.as_str(), "notice_issued" | "recheck_failed")
        };
        let mut applied = self.history.iter().rev();
        let begun = applied.find(|entry| entry.effect == Effect::Applied && begins(entry));
        let gave = begun.is_some_and(|entry| entry.user == user);
        let mut round = self.since(begins);
        gave || round.any(|entry| entry.event == "served" && entry.user == user)
    }

    /// What took effect after the newest act of some sort, the newest first.
    fn since(&self, ends: impl Fn(&HistoryEntry) -> bool) -> impl Iterator<Item = &HistoryEntry> {
        let applied = self.history.iter().rev();
        let applied = applied.filter(|entry| entry.effect == Effect::Applied);
        applied.take_while(move |entry| !ends(entry))
    }
}

impl HistoryEntry {
    /// Whether the owner sent this report on the page of the notice（业主自填）: it reached the log by the
    /// relay's own key.
    #[must_use]
    pub fn is_owners_word(&self) -> bool {
        self.event == "feedback" && self.role == Some(Role::System)
    }
}
