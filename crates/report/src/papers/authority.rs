use chrono::NaiveDate;
use wangge_domain::register::{HeldPower, held_powers};
use wangge_domain::{GridId, UserId};

use super::letter::Letter;
use crate::case_file::Office;
use crate::paper::{Authority, Delegation, Paper};

/// What lets a signer of a body use words of compulsion on a day（执法依据, S0-03）: the delegations of the
/// body in force in the township, out of the register, and the signer's enforcement certificate.
pub(super) fn held_authority(
    office: &Office<'_>,
    signer: UserId,
    (body, grid): (&str, GridId),
    date: NaiveDate,
) -> Option<Authority> {
    let held = held_powers(office.control, signer, (body, grid), date);
    let certificate = held.first()?.certificate.clone();
    let delegation = |held: HeldPower| Delegation {
        number: held.power.basis,
        delegator: held.power.zh,
        valid_from: held.line.row.from,
        valid_until: held.line.row.until.unwrap_or(date),
        words: held.power.words,
    };
    Some(Authority {
        delegations: held.into_iter().map(delegation).collect(),
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
