use super::select::select;
use super::{DrawAct, DrawError, DrawRecord, DrawSecret, Drawing, seed};
use crate::{Timestamp, UserId};

/// The secret and the public value, on the day of the draw（公开种子）.
#[derive(Clone, Debug)]
pub struct Revealing {
    /// The secret whose hash was announced.
    pub secret: DrawSecret,
    /// The public value, exactly as it was published.
    pub public_value: String,
    /// Now, by the relay's clock.
    pub at: Timestamp,
    /// Who draws.
    pub by: UserId,
}

/// Reveals the seed and draws, once.
///
/// # Errors
/// [`DrawError`]: drawn or withdrawn before, another secret than announced, a public value that is empty or
/// not out yet, too few inspectors.
pub fn reveal(record: &DrawRecord, revealing: Revealing) -> Result<DrawRecord, DrawError> {
    let Revealing {
        secret,
        public_value,
        at,
        by,
    } = revealing;
    let announcement = record.announcement()?;
    if record.withdrawal().is_some() {
        return Err(DrawError::AlreadyWithdrawn);
    }
    if record.entries.len() > 1 {
        return Err(DrawError::AlreadyDrawn);
    }
    if secret.commit() != announcement.commit {
        return Err(DrawError::SecretMismatch);
    }
    if public_value.trim().is_empty() {
        return Err(DrawError::PublicValueMissing);
    }
    let public_value_on = announcement.public_value_on;
    if at.china_date() < public_value_on {
        return Err(DrawError::PublicValueTooEarly { public_value_on });
    }
    let seed = seed(&secret, &public_value);
    let selected = select(&announcement.inputs, &seed)?;
    record.with(
        at,
        by,
        DrawAct::Drawn(Drawing {
            secret,
            public_value,
            seed,
            selected,
        }),
    )
}
