use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use wangge_domain::Timestamp;
use wangge_domain::public_report::{ReportLimits, ReportRefusal};

use super::IntakeSecret;

/// Time and nonce.
const BODY: usize = 8 + 16;
const PURPOSE: &str = "form";

/// The mark of a form that this process gave out（表单凭据）: without a cookie, it keeps other pages from
/// sending forms in a visitor's name, and each form from being sent twice.
pub(super) struct FormToken {
    /// Known once.
    pub(super) nonce: [u8; 16],
    /// When it stops being good.
    pub(super) expires_at: Timestamp,
}

impl FormToken {
    /// A fresh one.
    pub(super) fn issue(secret: &IntakeSecret, now: Timestamp) -> String {
        let nonce: [u8; 16] = rand::random();
        let mut bytes = now.0.to_be_bytes().to_vec();
        bytes.extend_from_slice(&nonce);
        let mac = secret.mac(PURPOSE, &bytes);
        bytes.extend_from_slice(&mac);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads one.
    pub(super) fn check(
        secret: &IntakeSecret,
        token: &str,
        now: Timestamp,
        limits: &ReportLimits,
    ) -> Result<Self, ReportRefusal> {
        let stale = ReportRefusal::StaleForm;
        if token.len() > 128 {
            return Err(stale);
        }
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| stale)?;
        let (body, mac) = bytes.split_at_checked(BODY).ok_or(stale)?;
        if !secret.verifies(PURPOSE, body, mac) {
            return Err(stale);
        }
        let (time, nonce) = body.split_first_chunk::<8>().ok_or(stale)?;
        let issued = i64::from_be_bytes(*time);
        let nonce = nonce.try_into().map_err(|_| stale)?;
        let age = now.0.saturating_sub(issued);
        if age < limits.form_min_ms && age >= 0 {
            return Err(ReportRefusal::TooQuick);
        }
        if age < 0 || age > limits.form_max_ms {
            return Err(stale);
        }
        Ok(Self {
            nonce,
            expires_at: Timestamp(issued.saturating_add(limits.form_max_ms)),
        })
    }
}
