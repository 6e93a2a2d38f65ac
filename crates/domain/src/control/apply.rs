use super::DeviceEnrollment;
use super::{ControlError, ControlEvent, ControlRow, ControlState, EnrolledDevice, Grid};
use crate::Timestamp;
use crate::people::{Credential, Role, RoleGrant, Scope};
use crate::register::{RegisterLine, check_row};

impl ControlState {
    /// The state after these rows, in log order. Rows that are refused change nothing.
    pub fn fold<'a>(rows: impl IntoIterator<Item = &'a ControlRow>) -> Self {
        let mut state = Self::default();
        for row in rows {
            // A refused row is part of the log and changes nothing, on every replica alike.
            let _refused = state.apply(row);
        }
        state
    }

    /// Folds one row. Several rows may share a sequence number (the events of one envelope).
    ///
    /// # Errors
    /// The row changes nothing but [`ControlState::seq`]; a row before that is ignored entirely.
    pub fn apply(&mut self, row: &ControlRow) -> Result<(), ControlError> {
        if row.seq < self.seq {
            return Err(ControlError::OutOfOrder {
                row: row.seq,
                folded: self.seq,
            });
        }
        self.seq = row.seq;
        let at = row.received_at;
        match &row.event {
            ControlEvent::GridSet(grid) => self.set_grid(grid),
            ControlEvent::GridClosed { grid, .. } => {
                let found = self
                    .grids
                    .get_mut(grid)
                    .ok_or(ControlError::UnknownGrid(*grid))?;
                let day = at.china_date();
                found.valid_until = Some(found.valid_until.map_or(day, |until| until.min(day)));
                Ok(())
            }
            ControlEvent::PersonSet(person) => {
                self.people.insert(person.user, person.clone());
                Ok(())
            }
            ControlEvent::RoleGranted(grant) => self.grant(grant),
            ControlEvent::RoleRevoked { user, role, .. } => {
                let mut found = false;
                for grant in &mut self.grants {
                    let runs_on = grant.until.is_none_or(|until| until > at);
                    if grant.user == *user && grant.role == *role && runs_on {
                        grant.until = Some(at);
                        found = true;
                    }
                }
                if found {
                    Ok(())
                } else {
                    Err(ControlError::NoSuchGrant {
                        user: *user,
                        role: *role,
                    })
                }
            }
            ControlEvent::CredentialIssued(credential) => self.issue(credential),
            ControlEvent::CredentialRevoked { user, number, .. } => {
                let before = self.credentials.len();
                self.credentials
                    .retain(|held| held.user != *user || held.number != *number);
                if self.credentials.len() == before {
                    return Err(ControlError::UnknownCredential(number.clone()));
                }
                Ok(())
            }
            ControlEvent::DeviceEnrolled(enrollment) => self.enroll(enrollment, at),
            ControlEvent::DeviceRevoked {
                device,
                user,
                frontier,
                ..
            } => {
                let mut found = false;
                for ((held, of), enrolled) in &mut self.devices {
                    if held == device && user.is_none_or(|one| one == *of) {
                        found = true;
                        // The first revocation stands: a later one cannot admit more.
                        if enrolled.revoked.is_none() {
                            enrolled.revoked = Some((row.seq, frontier.iter().copied().collect()));
                        }
                    }
                }
                if found {
                    Ok(())
                } else {
                    Err(ControlError::UnknownDevice(*device))
                }
            }
            ControlEvent::PolicyActivated {
                revision,
                digest,
                from,
            } => {
                if self.policies.iter().any(|(known, ..)| known >= revision) {
                    return Err(ControlError::StalePolicy(*revision));
                }
                self.policies.push((*revision, *digest, *from));
                Ok(())
            }
            ControlEvent::PremisesMoved {
                premises,
                from,
                to,
                since,
                ..
            } => {
                let since = since.map_or(at, |since| since.min(at));
                self.move_premises(*premises, *from, *to, since)
            }
            ControlEvent::RegisterSet(set) => {
                check_row(set, self)?;
                self.registers.enter(RegisterLine {
                    seq: row.seq,
                    received_at: at,
                    row: set.clone(),
                });
                Ok(())
            }
            ControlEvent::CourierKeySet { recipient } => {
                if !is_recipient(recipient) {
                    return Err(ControlError::CourierKey);
                }
                self.courier = Some(recipient.clone());
                Ok(())
            }
            ControlEvent::LeaseExtended {
                device,
                user,
                until,
                by,
                ..
            } => self.extend_lease((*device, *user), *until, *by),
            ControlEvent::DeviceOrdered {
                device,
                user,
                order,
                ..
            } => self.order(*device, *user, *order),
        }
    }

    fn set_grid(&mut self, grid: &Grid) -> Result<(), ControlError> {
        if grid
            .valid_until
            .is_some_and(|until| until < grid.valid_from)
        {
            return Err(ControlError::EmptyPeriod);
        }
        if let Some(parent) = grid.parent {
            if parent == grid.grid || self.path(parent).contains(&grid.grid) {
                return Err(ControlError::GridCycle(grid.grid));
            }
            let above = self
                .grids
                .get(&parent)
                .ok_or(ControlError::UnknownGrid(parent))?;
            if above.level >= grid.level {
                return Err(ControlError::GridLevel(grid.grid));
            }
        }
        if self
            .children(grid.grid)
            .any(|below| below.level <= grid.level)
        {
            return Err(ControlError::GridLevel(grid.grid));
        }
        self.grids.insert(grid.grid, grid.clone());
        Ok(())
    }

    fn grant(&mut self, grant: &RoleGrant) -> Result<(), ControlError> {
        if grant.role == Role::System {
            return Err(ControlError::SystemRole);
        }
        if grant.until.is_some_and(|until| until <= grant.from) {
            return Err(ControlError::EmptyPeriod);
        }
        if let Scope::Subtree(grid) = grant.scope
            && !self.grids.contains_key(&grid)
        {
            return Err(ControlError::UnknownGrid(grid));
        }
        if !self.grants.contains(grant) {
            self.grants.push(grant.clone());
        }
        Ok(())
    }

    fn issue(&mut self, credential: &Credential) -> Result<(), ControlError> {
        if credential.valid_until < credential.valid_from {
            return Err(ControlError::EmptyPeriod);
        }
        self.credentials
            .retain(|held| held.number != credential.number);
        self.credentials.push(credential.clone());
        Ok(())
    }

    fn enroll(&mut self, new: &DeviceEnrollment, at: Timestamp) -> Result<(), ControlError> {
        let key = (new.device, new.user);
        let short_id_taken = self
            .devices
            .iter()
            .any(|(other, held)| *other != key && held.enrollment.short_id == new.short_id);
        if new.short_id.is_empty() || short_id_taken {
            return Err(ControlError::ShortId(new.short_id.clone()));
        }
        let hexadecimal = |byte: u8| byte.is_ascii_hexdigit();
        if new.public_key.is_empty() || !new.public_key.bytes().all(hexadecimal) {
            return Err(ControlError::PublicKey);
        }
        let mut earlier = Vec::new();
        if let Some(held) = self.devices.remove(&key) {
            if held.revoked.is_some() {
                self.devices.insert(key, held);
                return Err(ControlError::DeviceRevoked(new.device));
            }
            earlier = held.earlier;
            if held.enrollment.public_key != new.public_key {
                earlier.push((held.enrollment, at));
            }
        }
        let enrolled = EnrolledDevice {
            enrollment: new.clone(),
            enrolled_at: at,
            earlier,
            revoked: None,
        };
        self.devices.insert(key, enrolled);
        Ok(())
    }
}

/// Lower-case letters and digits behind `age1`, of a sensible length.
fn is_recipient(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    text.len() <= 128 && text.starts_with("age1") && text.bytes().all(plain)
}
