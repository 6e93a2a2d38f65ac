use chrono::Datelike;

use super::{
    AcceptedHazard, RewardError, RewardLedger, RewardRefusal, RewardRow, RewardRules, RewardState,
};
use crate::RecordId;

impl RewardLedger {
    /// Enters an accepted hazard（登记奖励）. What the rules refuse is entered too, with the reason
    /// and 0 fen; the caps count rows that were entered before. Hazards are to be entered in the
    /// order of their acceptance in the log, so that the ledger is the same wherever it is made.
    ///
    /// # Errors
    /// [`RewardError::AlreadyInLedger`] and [`RewardError::UnknownTariff`].
    pub fn propose(
        &mut self,
        of: AcceptedHazard,
        rules: &RewardRules,
    ) -> Result<&RewardRow, RewardError> {
        if self.get(of.hazard).is_some() {
            return Err(RewardError::AlreadyInLedger { hazard: of.hazard });
        }
        let tariff = rules
            .get(&of.code)
            .ok_or_else(|| RewardError::UnknownTariff {
                code: of.code.clone(),
            })?;
        let full_fen = tariff.fen;
        let (fen, state) = match self.judge(&of, full_fen, rules) {
            Ok(fen) => (fen, RewardState::Proposed),
            Err(refusal) => (0, RewardState::Refused(refusal)),
        };
        let looks_like = self.look_alike(&of, rules.perceptual_distance);
        self.rows.push(RewardRow {
            of,
            full_fen,
            fen,
            looks_like,
            state,
        });
        Ok(self.rows.last().expect("a row was just entered"))
    }

    fn judge(
        &self,
        of: &AcceptedHazard,
        full_fen: u64,
        rules: &RewardRules,
    ) -> Result<u64, RewardRefusal> {
        if let Some(report) = of.sent_by.filter(|_| !rules.beside_reporter) {
            return Err(RewardRefusal::SentByReport { report });
        }
        if of.photos.is_empty() {
            return Err(RewardRefusal::NoPhoto);
        }
        let has_photo = |row: &&RewardRow| {
            row.of
                .photos
                .iter()
                .any(|it| of.photos.iter().any(|mine| mine.digest == it.digest))
        };
        if let Some(row) = self.rows.iter().find(has_photo) {
            return Err(RewardRefusal::SamePhoto {
                hazard: row.of.hazard,
            });
        }
        let day = of.accepted_at.china_date();
        let counting = || {
            self.rows
                .iter()
                .filter(|row| row.state.counts())
                .map(|row| (row, row.of.accepted_at.china_date()))
                .filter(|(_, on)| on.year() == day.year())
        };
        let of_place = |row: &RewardRow| row.of.premises == of.premises;
        let at_place = counting()
            .filter(|(row, on)| of_place(row) && on.month() == day.month())
            .count();
        if u32::try_from(at_place).unwrap_or(u32::MAX) >= rules.caps.premises_month_rows {
            return Err(RewardRefusal::PremisesCap);
        }
        let (mut month, mut year) = (0_u64, 0_u64);
        for (row, on) in counting().filter(|(row, _)| row.of.finder == of.finder) {
            year = year.saturating_add(row.fen);
            if on.month() == day.month() {
                month = month.saturating_add(row.fen);
            }
        }
        let left_of_year = rules.caps.person_year_fen.saturating_sub(year);
        let left_of_month = rules.caps.person_month_fen.saturating_sub(month);
        match full_fen.min(left_of_year).min(left_of_month) {
            0 if left_of_year == 0 => Err(RewardRefusal::PersonYearCap),
            0 => Err(RewardRefusal::PersonMonthCap),
            fen => Ok(fen),
        }
    }

    /// The first earlier hazard with a photo that looks the same.
    pub(super) fn look_alike(&self, of: &AcceptedHazard, distance: u32) -> Option<RecordId> {
        let alike = |row: &&RewardRow| {
            row.of
                .photos
                .iter()
                .any(|it| of.photos.iter().any(|mine| mine.looks_like(it, distance)))
        };
        self.rows.iter().find(alike).map(|row| row.of.hazard)
    }
}
