//! Run-length columns, counted with checked arithmetic before anything is expanded.

use super::reader::Reader;
use super::{GateReason, limits};

/// Expands a run-length column of values without nulls, at most `limit` of them.
pub(super) fn run_length<'a, T: Clone>(
    bytes: &'a [u8],
    limit: usize,
    mut read: impl FnMut(&mut Reader<'a>) -> Result<T, GateReason>,
) -> Result<Vec<T>, GateReason> {
    let mut reader = Reader::new(bytes);
    let mut values = Vec::new();
    while !reader.is_empty() {
        let count = reader.signed()?;
        // Zero announces nulls, which flat documents do not have.
        if count == 0 {
            return Err(GateReason::NotFlat);
        }
        let length = usize::try_from(count.unsigned_abs()).map_err(|_| GateReason::TooMany)?;
        if length > limit.saturating_sub(values.len()) {
            return Err(GateReason::TooMany);
        }
        if count > 0 {
            let value = read(&mut reader)?;
            values.extend(std::iter::repeat_n(value, length));
        } else {
            for _ in 0..length {
                values.push(read(&mut reader)?);
            }
        }
    }
    Ok(values)
}

/// A column of unsigned numbers.
pub(super) fn unsigned(bytes: &[u8], limit: usize) -> Result<Vec<u64>, GateReason> {
    run_length(bytes, limit, Reader::unsigned)
}

/// A column of numbers kept as differences.
pub(super) fn differences(bytes: &[u8], limit: usize) -> Result<Vec<u64>, GateReason> {
    let mut value = 0_i64;
    run_length(bytes, limit, Reader::signed)?
        .into_iter()
        .map(|difference| {
            value = value.checked_add(difference).ok_or(GateReason::Malformed)?;
            u64::try_from(value).map_err(|_| GateReason::Malformed)
        })
        .collect()
}

/// A column of keys.
pub(super) fn keys(bytes: &[u8], limit: usize) -> Result<Vec<&str>, GateReason> {
    run_length(bytes, limit, |reader| {
        let length = reader.length()?;
        if length == 0 || length > limits::MAX_KEY_BYTES {
            return Err(GateReason::Value);
        }
        std::str::from_utf8(reader.take(length)?).map_err(|_| GateReason::Value)
    })
}

/// Checks that a column of yes and no says no `count` times.
pub(super) fn all_false(bytes: &[u8], count: usize) -> Result<(), GateReason> {
    let mut reader = Reader::new(bytes);
    if reader.length()? == count && reader.is_empty() {
        Ok(())
    } else {
        Err(GateReason::NotFlat)
    }
}
