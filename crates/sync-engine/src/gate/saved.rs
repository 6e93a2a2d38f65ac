use wangge_protocol::sha256;

use super::encode::MAGIC;
use super::reader::Reader;
use super::{GateReason, limits};

/// Kind of a chunk that is a whole document.
const DOCUMENT_CHUNK: u8 = 0;
/// The bit of a column's name that says that it is compressed.
const COMPRESSED: u64 = 1 << 3;

/// What stands in a column, by the lowest bits of its name.
const KIND: u64 = 0b111;
const DIFFERENCES: u64 = 3;
const FLAGS: u64 = 4;
const TEXTS: u64 = 5;
const RAW: u64 = 7;

/// Looks at a saved document of several changes before the library does（文档闸门）: one whole chunk
/// whose checksum holds, nothing in it compressed, and every run counted before it is expanded.
/// What its changes say is looked at one by one afterwards.
///
/// # Errors
/// [`GateReason`]: the library must not see it.
pub fn inspect_saved(bytes: &[u8]) -> Result<(), GateReason> {
    if bytes.len() > limits::MAX_DOCUMENT_BYTES {
        return Err(GateReason::TooLong);
    }
    let mut reader = Reader::new(bytes);
    if reader.array::<4>()? != MAGIC {
        return Err(GateReason::Malformed);
    }
    let checksum = reader.array::<4>()?;
    if sha256(reader.rest()).0[..4] != checksum {
        return Err(GateReason::Checksum);
    }
    if reader.byte()? != DOCUMENT_CHUNK {
        return Err(GateReason::ChunkType);
    }
    if reader.length()? != reader.rest().len() {
        return Err(GateReason::Malformed);
    }
    let actors = reader.length()?;
    if actors > limits::MAX_DOCUMENT_CHANGES {
        return Err(GateReason::TooMany);
    }
    for _ in 0..actors {
        if reader.length()? != 16 {
            return Err(GateReason::ForeignActor);
        }
        reader.take(16)?;
    }
    let heads = reader.length()?;
    if heads > limits::MAX_DOCUMENT_CHANGES {
        return Err(GateReason::TooMany);
    }
    reader.take(heads * 32)?;
    let mut columns = columns(&mut reader)?;
    columns.extend(self::columns(&mut reader)?);
    for (name, length) in columns {
        count_runs(name & KIND, reader.take(length)?)?;
    }
    // Behind the columns stand the places of the heads among the changes.
    for _ in 0..heads {
        if reader.is_empty() {
            break;
        }
        reader.unsigned()?;
    }
    if reader.is_empty() {
        Ok(())
    } else {
        Err(GateReason::Extras)
    }
}

/// Names and lengths of the columns of one table.
fn columns(reader: &mut Reader<'_>) -> Result<Vec<(u64, usize)>, GateReason> {
    /// Far more than a document of any version has.
    const MOST: usize = 32;
    let count = reader.length()?;
    if count > MOST {
        return Err(GateReason::Column);
    }
    (0..count)
        .map(|_| {
            let (name, length) = (reader.unsigned()?, reader.length()?);
            if name & COMPRESSED == 0 {
                Ok((name, length))
            } else {
                Err(GateReason::Column)
            }
        })
        .collect()
}

/// Counts what a column would expand to.
fn count_runs(kind: u64, bytes: &[u8]) -> Result<(), GateReason> {
    let mut reader = Reader::new(bytes);
    let mut left = u64::try_from(limits::MAX_DOCUMENT_ROWS).unwrap_or(u64::MAX);
    if kind == RAW {
        return Ok(());
    }
    while !reader.is_empty() {
        if kind == FLAGS {
            let count = reader.unsigned()?;
            left = left.checked_sub(count).ok_or(GateReason::TooMany)?;
            continue;
        }
        let count = reader.signed()?;
        let rows = if count == 0 {
            reader.unsigned()?
        } else {
            count.unsigned_abs()
        };
        left = left.checked_sub(rows).ok_or(GateReason::TooMany)?;
        let values = match count {
            0 => 0,
            1.. => 1,
            _ => rows,
        };
        for _ in 0..values {
            read_value(kind, &mut reader)?;
        }
    }
    Ok(())
}

fn read_value(kind: u64, reader: &mut Reader<'_>) -> Result<(), GateReason> {
    match kind {
        DIFFERENCES => {
            reader.signed()?;
        }
        TEXTS => {
            let length = reader.length()?;
            if length > limits::MAX_KEY_BYTES {
                return Err(GateReason::Value);
            }
            reader.take(length)?;
        }
        _ => {
            reader.unsigned()?;
        }
    }
    Ok(())
}
