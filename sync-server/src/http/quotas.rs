use std::sync::Arc;

use axum::body::Body;
use wangge_domain::DeviceId;

use super::metered_body::MeteredBody;
use super::{ApiError, Rate, Rates};

const PHOTOS: &str = "photo bytes";
const PUSHES: &str = "exchange bytes";

/// Bytes that one device may send in a day（每日流量配额）, in MiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotaChoice {
    /// Of photos.
    pub photo_mib: u32,
    /// Of what it exchanges, compressed as it comes.
    pub push_mib: u32,
}

impl Default for QuotaChoice {
    fn default() -> Self {
        Self {
            photo_mib: 4_096,
            push_mib: 512,
        }
    }
}

/// What devices have left of their day. It comes back little by little, a whole day's in a day, so that nobody waits
/// for midnight; it lies in this process, as all rates do. What is once begun is taken to its end.
pub(crate) struct Quotas {
    rates: Arc<Rates>,
    photos: Rate,
    pushes: Rate,
}

impl Quotas {
    pub(crate) fn new(choice: QuotaChoice) -> Self {
        Self {
            rates: Arc::default(),
            photos: Rate::mebibytes_a_day(choice.photo_mib),
            pushes: Rate::mebibytes_a_day(choice.push_mib),
        }
    }

    /// Takes the bytes of a photo as they come.
    ///
    /// # Errors
    /// The device has sent its day's bytes; the answer says when to come again.
    pub(crate) fn photo(&self, device: DeviceId, body: Body) -> Result<Body, ApiError> {
        let (rates, rate, device) = (Arc::clone(&self.rates), self.photos, device.to_string());
        rates.require(PHOTOS, device.clone(), rate, rates.now_ms())?;
        Ok(MeteredBody::around(body, move |bytes| {
            rates.charge(PHOTOS, device.clone(), rate, bytes, rates.now_ms());
        }))
    }

    /// The same for the body of an exchange.
    ///
    /// # Errors
    /// The same.
    pub(crate) fn push(&self, device: DeviceId, body: Body) -> Result<Body, ApiError> {
        let (rates, rate, device) = (Arc::clone(&self.rates), self.pushes, device.to_string());
        rates.require(PUSHES, device.clone(), rate, rates.now_ms())?;
        Ok(MeteredBody::around(body, move |bytes| {
            rates.charge(PUSHES, device.clone(), rate, bytes, rates.now_ms());
        }))
    }
}
