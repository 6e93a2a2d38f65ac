use wangge_mobile_core as core;

/// What is to be said of a photo beside its bytes（照片说明）.
#[derive(Clone, Debug, Default, uniffi::Record)]
pub struct PhotoDetails {
    /// Words under it.
    #[uniffi(default = "")]
    pub caption: String,
    /// It comes out of the gallery, not from the camera just now: the rules may refuse it, and a
    /// supervisor sees it.
    #[uniffi(default = false)]
    pub imported: bool,
    /// Where the phone is now.
    #[uniffi(default = None)]
    pub position: Option<PhonePosition>,
}

/// Where the phone is（手机定位）, WGS-84.
#[derive(Clone, Debug, uniffi::Record)]
pub struct PhonePosition {
    /// Latitude, microdegrees.
    pub latitude_microdegrees: i64,
    /// Longitude, microdegrees.
    pub longitude_microdegrees: i64,
    /// How far off it may be, meters.
    pub accuracy_m: u32,
    /// The operating system says that a program makes it up: `Location.isMock` on Android,
    /// `sourceInformation.isSimulatedBySoftware` on iOS.
    #[uniffi(default = false)]
    pub mock: bool,
}

impl From<PhonePosition> for core::PhonePosition {
    fn from(it: PhonePosition) -> Self {
        let PhonePosition {
            latitude_microdegrees,
            longitude_microdegrees,
            accuracy_m,
            mock,
        } = it;
        Self {
            latitude_microdegrees,
            longitude_microdegrees,
            accuracy_m,
            mock,
        }
    }
}

/// A photo that was taken in（已采用的照片）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct AttachedPhoto {
    /// Its id.
    pub photo: String,
    /// What the file says is wrong, if it was taken all the same: show it, so that another can be
    /// made while the worker stands there.
    pub damage: Option<String>,
}

impl From<core::AttachedPhoto> for AttachedPhoto {
    fn from(it: core::AttachedPhoto) -> Self {
        let core::AttachedPhoto {
            photo,
            // Known by the photo's id.
            blobs: _,
            damage,
        } = it;
        Self {
            photo: photo.to_string(),
            damage,
        }
    }
}
