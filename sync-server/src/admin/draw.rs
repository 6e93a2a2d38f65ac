use std::collections::BTreeSet;

use wangge_domain::draw::{DrawError, DrawRecord, Replaced};
use wangge_domain::{RecordId, StreamId, UserId};

use super::Admin;
use crate::draws::{DrawFailure, DrawOffice, DrawRequest};
use crate::error::RelayStartError;
use crate::http::{reach_of, streams_below};

impl Admin {
    /// Announces a draw（抽查公告）of S2-17: the census of this moment, the weights of the policy, and
    /// the hash of a secret that stays sealed until the public value is known.
    pub fn announce_draw(
        &self,
        request: &DrawRequest,
        by: UserId,
    ) -> Result<RecordId, RelayStartError> {
        let within = request.grid.as_ref();
        let within = within.map(|grid| self.find_grid(grid)).transpose()?;
        let control = self.tenant.control()?;
        let area = streams_below(&control, within);
        self.require_draw(by, &area)?;
        let made = self.draw_office().announce(request, within, by);
        made.map_err(failed)
    }

    /// Opens the seed and draws（公开种子并抽取）, once, when the public value is known.
    pub fn reveal_draw(
        &self,
        draw: RecordId,
        public_value: &str,
        by: UserId,
    ) -> Result<DrawRecord, RelayStartError> {
        let office = self.draw_office();
        let area = office.area(&self.draw(draw)?).map_err(failed)?;
        self.require_draw(by, &area)?;
        let drawn = office.reveal(draw, public_value, by);
        drawn.map_err(failed)
    }

    /// Asks that a target, or an inspector at a target, be replaced（申请更换）; gives the place of the
    /// request in the record, by which somebody else approves it.
    pub fn ask_in_draw(
        &self,
        draw: RecordId,
        out: Replaced,
        reason: &str,
        by: UserId,
    ) -> Result<usize, RelayStartError> {
        let office = self.draw_office();
        let area = office.area(&self.draw(draw)?).map_err(failed)?;
        self.require_draw(by, &area)?;
        let (_, place) = office.ask(draw, out, reason, by).map_err(failed)?;
        Ok(place)
    }

    /// Approves what somebody else asked for（批准更换）: the next of the keys steps in.
    pub fn approve_in_draw(
        &self,
        draw: RecordId,
        asked: usize,
        by: UserId,
    ) -> Result<DrawRecord, RelayStartError> {
        let office = self.draw_office();
        let area = office.area(&self.draw(draw)?).map_err(failed)?;
        self.require_draw(by, &area)?;
        office.approve(draw, asked, by).map_err(failed)
    }

    /// Withdraws an announcement（撤回公告）before its public value can be known.
    pub fn withdraw_draw(
        &self,
        draw: RecordId,
        reason: &str,
        by: UserId,
    ) -> Result<DrawRecord, RelayStartError> {
        let office = self.draw_office();
        let area = office.area(&self.draw(draw)?).map_err(failed)?;
        self.require_draw(by, &area)?;
        office.withdraw(draw, reason, by).map_err(failed)
    }

    /// The record of a draw as it is published.
    pub fn draw(&self, draw: RecordId) -> Result<DrawRecord, RelayStartError> {
        self.draw_office().draw(draw).map_err(failed)
    }

    /// The same right as at a browser: a name given at the keyboard opens nothing more.
    fn require_draw(&self, who: UserId, area: &BTreeSet<StreamId>) -> Result<(), RelayStartError> {
        if self.may_draw(who, area)? {
            Ok(())
        } else {
            Err(RelayStartError::Draw(DrawError::NotAllowed { who }))
        }
    }

    fn may_draw(&self, who: UserId, area: &BTreeSet<StreamId>) -> Result<bool, RelayStartError> {
        let control = self.tenant.control()?;
        let policy = self.tenant.policy(&control)?;
        let now = self.tenant.now();
        let reach = reach_of(&control, &policy, who, now, DrawOffice::OPERATION);
        Ok(!reach.streams.is_empty() && area.is_subset(&reach.streams))
    }

    fn draw_office(&self) -> DrawOffice<'_> {
        DrawOffice {
            tenant: &self.tenant,
            folder: &self.folder,
        }
    }
}

/// Runs a published record again（复核）: the same bytes, or the rule that is broken.
pub fn verify_draw(bytes: &[u8]) -> Result<(), RelayStartError> {
    wangge_domain::draw::verify(bytes).map_err(RelayStartError::Draw)
}

fn failed(failure: DrawFailure) -> RelayStartError {
    match failure {
        DrawFailure::Store(error) => error.into(),
        DrawFailure::Rule(error) => RelayStartError::Draw(error),
        DrawFailure::Secret { path, message } => RelayStartError::file(&path, message),
        other => RelayStartError::invalid(other.to_string()),
    }
}
