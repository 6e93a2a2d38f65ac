use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

/// Kind byte of an uncompressed change chunk.
const CHANGE: u8 = 1;
/// Distinct columns of a batch at most: changes have ten or so.
const MAX_COLUMNS: usize = 64;

/// The changes of a batch, taken apart（按列传送）: what stands before the columns of each, then
/// each column over all changes. Likeness lies side by side there, so that it compresses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns {
    /// The parts before the columns, one after the other.
    #[serde(rename = "h", with = "serde_bytes")]
    heads: Vec<u8>,
    /// Each column's name and its bytes of all changes.
    #[serde(rename = "c")]
    columns: BTreeMap<u64, ByteBuf>,
}

/// How the body of a change is divided.
struct Division {
    /// Bytes up to the columns.
    head: usize,
    /// Name and length of each column, in order.
    columns: Vec<(u64, usize)>,
    /// Length of the whole body.
    total: usize,
}

impl Columns {
    /// Whether no change was added.
    pub(crate) fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// Adds the part of a chunk after its checksum (kind, length, body). False, with nothing
    /// added: it is not of the form that [`ColumnReader::take`] would give back byte by byte.
    pub(crate) fn add(&mut self, rest: &[u8]) -> bool {
        let Some(body) = body_of(rest) else {
            return false;
        };
        let Some(division) = Division::of(body).filter(|it| it.total == body.len()) else {
            return false;
        };
        let new = |(name, _): &&(u64, usize)| !self.columns.contains_key(name);
        if self.columns.len() + division.columns.iter().filter(new).count() > MAX_COLUMNS {
            return false;
        }
        let (head, mut data) = body.split_at(division.head);
        self.heads.extend_from_slice(head);
        for (name, length) in division.columns {
            let (column, left) = data.split_at(length);
            self.columns
                .entry(name)
                .or_default()
                .extend_from_slice(column);
            data = left;
        }
        true
    }

    /// Reads the changes again, in the order in which they were added.
    pub(crate) fn reader(&self) -> ColumnReader<'_> {
        let columns = self.columns.iter();
        ColumnReader {
            heads: &self.heads,
            columns: columns.map(|(name, it)| (*name, it.as_slice())).collect(),
        }
    }
}

/// Puts changes together again.
pub(crate) struct ColumnReader<'a> {
    heads: &'a [u8],
    columns: BTreeMap<u64, &'a [u8]>,
}

impl ColumnReader<'_> {
    /// The next change, from its kind byte on. `None`: there is none, or it is cut short.
    pub(crate) fn take(&mut self) -> Option<Vec<u8>> {
        let division = Division::of(self.heads)?;
        let mut rest = vec![CHANGE];
        write_number(division.total, &mut rest);
        let (head, heads) = self.heads.split_at_checked(division.head)?;
        self.heads = heads;
        rest.extend_from_slice(head);
        for (name, length) in division.columns {
            let column = self.columns.get_mut(&name)?;
            let (bytes, left) = column.split_at_checked(length)?;
            *column = left;
            rest.extend_from_slice(bytes);
        }
        Some(rest)
    }

    /// Whether everything was taken.
    pub(crate) fn is_done(&self) -> bool {
        self.heads.is_empty() && self.columns.values().all(|it| it.is_empty())
    }
}

impl Division {
    /// Divides the body of a change, or the bytes that begin with one's head.
    fn of(body: &[u8]) -> Option<Self> {
        let mut reader = Reader { bytes: body, at: 0 };
        let dependencies = reader.number()?;
        reader.skip(dependencies.checked_mul(32)?)?;
        reader.skip_counted()?;
        for _ in ["seq", "start_op", "time"] {
            reader.number()?;
        }
        reader.skip_counted()?;
        for _ in 0..reader.number()? {
            reader.skip_counted()?;
        }
        let count = reader.number()?;
        if count > MAX_COLUMNS {
            return None;
        }
        let mut columns = Vec::with_capacity(count);
        let mut data = 0_usize;
        for _ in 0..count {
            let name = u64::try_from(reader.number()?).ok()?;
            let length = reader.number()?;
            data = data.checked_add(length)?;
            columns.push((name, length));
        }
        Some(Self {
            head: reader.at,
            columns,
            total: reader.at.checked_add(data)?,
        })
    }
}

/// The body of a chunk, if kind and length are as they are written again.
fn body_of(rest: &[u8]) -> Option<&[u8]> {
    let mut reader = Reader { bytes: rest, at: 1 };
    let length = reader.number()?;
    let mut begin = vec![CHANGE];
    write_number(length, &mut begin);
    let body = rest.strip_prefix(begin.as_slice())?;
    (body.len() == length).then_some(body)
}

fn write_number(mut number: usize, out: &mut Vec<u8>) {
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        if number == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    /// A number of seven bits a byte, low ones first.
    fn number(&mut self) -> Option<usize> {
        let mut number = 0_u64;
        for place in 0..9_u32 {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            number |= u64::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                return usize::try_from(number).ok();
            }
        }
        None
    }

    fn skip(&mut self, length: usize) -> Option<()> {
        let end = self.at.checked_add(length)?;
        self.at = (end <= self.bytes.len()).then_some(end)?;
        Some(())
    }

    fn skip_counted(&mut self) -> Option<()> {
        let length = self.number()?;
        self.skip(length)
    }
}
