use wangge_domain::GridId;
use wangge_domain::register::{ContactOfficer, DutyShift, VillageTeam};

use crate::error::CoreError;
use crate::facade::Core;

/// Whom to call（联络卡）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactCard {
    /// Who is on duty today, the nearest grid first.
    pub duty: Vec<DutyShift>,
    /// Who stands by the grid or one above it, the nearest first.
    pub contacts: Vec<ContactOfficer>,
    /// The team of the village.
    pub village: Option<VillageTeam>,
}

impl Core {
    /// Whom to call from a grid today（联络卡）of S0-32, S0-16 and S4-14: duty, contact officers, the
    /// village's team. Works offline.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`], [`CoreError::UnknownGrid`].
    pub fn contact_card(&self, grid: GridId) -> Result<ContactCard, CoreError> {
        let session = self.session()?;
        let today = self.now(&session).china_date();
        let path = session.control.path(grid);
        if path.is_empty() || !session.holds(grid) {
            return Err(CoreError::UnknownGrid);
        }
        let book = &session.control.registers;
        let place = |grid: GridId| path.iter().position(|above| *above == grid);
        let mut card = ContactCard::default();
        for (_, shift) in book.all::<DutyShift>(today) {
            if place(shift.area).is_some() {
                card.duty.push(shift);
            }
        }
        for (_, contact) in book.all::<ContactOfficer>(today) {
            if place(contact.grid).is_some() {
                card.contacts.push(contact);
            }
        }
        card.duty.sort_by_key(|shift| place(shift.area));
        card.contacts
            .sort_by_key(|one| (place(one.grid), one.kind, one.user));
        card.village = path
            .iter()
            .find_map(|above| book.get(&above.to_string(), today));
        Ok(card)
    }
}
