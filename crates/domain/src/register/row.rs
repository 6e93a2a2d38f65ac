use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{RegisterEntry, RegisterError};
use crate::UserId;

/// A dated row of a register（登记册条目）as it stands in the control stream. Its bytes are signed:
/// fields are only ever added, with a default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterRow {
    /// Name of the register, e.g. `campaign`.
    pub register: String,
    /// Which entry of it: a later row of the same key takes over from its first day on.
    pub key: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day, inclusive; `None`: until further notice.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// Compact JSON of the register's type.
    pub entry: String,
    /// Who set it; `None` for an administrator at the relay's console.
    #[serde(default)]
    pub set_by: Option<UserId>,
    /// Why, or by which document.
    #[serde(default)]
    pub reason: String,
}

impl RegisterRow {
    /// Bytes an entry may have: a row must fit one event of the wire.
    pub const MAX_ENTRY_BYTES: usize = 12 * 1024;

    /// A row of a typed entry without an end.
    ///
    /// # Errors
    /// [`RegisterError::Unreadable`] if the entry has no JSON form.
    pub fn of<E: RegisterEntry>(
        key: &str,
        from: NaiveDate,
        entry: &E,
    ) -> Result<Self, RegisterError> {
        Ok(Self {
            register: E::REGISTER.to_owned(),
            key: key.to_owned(),
            from,
            until: None,
            entry: serde_json::to_string(entry).map_err(|error| RegisterError::Unreadable {
                register: E::REGISTER.to_owned(),
                place: String::new(),
                message: error.to_string(),
            })?,
            set_by: None,
            reason: String::new(),
        })
    }

    /// The same with a last day.
    #[must_use]
    pub fn ending(mut self, until: NaiveDate) -> Self {
        self.until = Some(until);
        self
    }

    /// The entry as its type.
    ///
    /// # Errors
    /// [`RegisterError::Unreadable`] if it is of another register or another form.
    pub fn read<E: RegisterEntry>(&self) -> Result<E, RegisterError> {
        let unreadable = |place: String, message: String| RegisterError::Unreadable {
            register: self.register.clone(),
            place,
            message,
        };
        if self.register != E::REGISTER {
            let message = format!("it is not a `{}`", E::REGISTER);
            return Err(unreadable(String::new(), message));
        }
        serde_json::from_str(&self.entry)
            .map_err(|error| unreadable(place_in::<E>(&self.entry), error.to_string()))
    }

    /// Whether the days of the row hold this one.
    #[must_use]
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        self.from <= date && self.until.is_none_or(|until| date <= until)
    }
}

/// Where an entry is not of its form, by its keys; empty: as a whole.
fn place_in<E: RegisterEntry>(entry: &str) -> String {
    let mut reader = serde_json::Deserializer::from_str(entry);
    let read: Result<E, _> = serde_path_to_error::deserialize(&mut reader);
    let place = read.err().map(|error| error.path().to_string());
    // The whole is a point.
    place.filter(|place| place != ".").unwrap_or_default()
}
