use std::collections::BTreeMap;

use wangge_domain::record::Scalar;

use crate::error::CoreError;
use crate::photo_keys;

/// Where the phone is as a photo is taken（手机定位）, WGS-84.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PhonePosition {
    /// Latitude, microdegrees.
    pub latitude_microdegrees: i64,
    /// Longitude, microdegrees.
    pub longitude_microdegrees: i64,
    /// How far off it may be, meters.
    pub accuracy_m: u32,
    /// The operating system says that a program makes it up（模拟定位）.
    pub mock: bool,
}

impl PhonePosition {
    /// Its fields in the record of the photo. A position that is made up is kept, and says so: a
    /// supervisor decides what it is worth.
    ///
    /// # Errors
    /// [`CoreError::InvalidInput`]: there is no such place.
    pub(super) fn fields(self) -> Result<BTreeMap<String, Scalar>, CoreError> {
        let (latitude, longitude) = (self.latitude_microdegrees, self.longitude_microdegrees);
        check_place(latitude, longitude, i64::from(self.accuracy_m))?;
        let mut fields = BTreeMap::from([
            (photo_keys::PHONE_LATITUDE.to_owned(), latitude.into()),
            (photo_keys::PHONE_LONGITUDE.to_owned(), longitude.into()),
            (
                photo_keys::PHONE_ACCURACY_M.to_owned(),
                i64::from(self.accuracy_m).into(),
            ),
        ]);
        if self.mock {
            fields.insert(photo_keys::MOCK_LOCATION.to_owned(), true.into());
        }
        Ok(fields)
    }
}

/// Refuses microdegrees that name no place, and meters that are no distance.
///
/// # Errors
/// [`CoreError::InvalidInput`].
pub(super) fn check_place(latitude: i64, longitude: i64, accuracy_m: i64) -> Result<(), CoreError> {
    if accuracy_m < 0 {
        return Err(CoreError::InvalidInput("accuracy".to_owned()));
    }
    let is_on_earth =
        latitude.unsigned_abs() <= 90_000_000 && longitude.unsigned_abs() <= 180_000_000;
    if is_on_earth {
        Ok(())
    } else {
        Err(CoreError::InvalidInput("position".to_owned()))
    }
}
