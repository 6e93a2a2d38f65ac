use chrono::NaiveDate;
use wangge_domain::people::Credential;
use wangge_domain::register::{DelegatedPower, RegisterEntry as _};
use wangge_domain::{GridId, UserId};

use super::letter::Letter;
use crate::case_file::Office;
use crate::paper::{Authority, Delegation, Paper};

/// What lets a signer of a body use words of compulsion on a day（执法依据, S0-03）: a delegation of the
/// body in force in the township, out of the register, and the signer's enforcement certificate.
pub(super) fn held_authority(
    office: &Office<'_>,
    signer: UserId,
    (body, grid): (&str, GridId),
    date: NaiveDate,
) -> Option<Authority> {
    let control = office.control;
    let held = |one: &&Credential| {
        one.user == signer && one.kind == Credential::ENFORCEMENT && one.valid_on(date)
    };
    let certificate = control.credentials.iter().find(held)?.clone();
    let path = control.path(grid);
    let lines = control.registers.lines_on(DelegatedPower::REGISTER, date);
    let delegation = lines
        .filter_map(|line| Some((line, line.row.read::<DelegatedPower>().ok()?)))
        .find(|(_, power)| power.body == body && path.contains(&power.township))
        .map(|(line, power)| Delegation {
            number: power.basis,
            delegator: power.zh,
            valid_from: line.row.from,
            valid_until: line.row.until.unwrap_or(date),
        })?;
    Some(Authority {
        delegation,
        certificate,
    })
}

impl Paper {
    /// The same with what its signer holds.
    pub(super) fn by(mut self, office: &Office<'_>, signer: UserId, letter: &Letter) -> Self {
        self.authority =
            held_authority(office, signer, (&letter.issuer, letter.grid), letter.dated);
        self
    }
}
