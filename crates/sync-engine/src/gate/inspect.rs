use std::collections::BTreeSet;

use wangge_domain::Digest;
use wangge_domain::record::Scalar;
use wangge_protocol::limits::MAX_CHANGE_BYTES;
use wangge_protocol::sha256;

use super::change::{ActorId, FlatOp, InspectedChange};
use super::encode::{
    ACTION, CHANGE_CHUNK, INSERT, KEY_TEXT, MAGIC, PREDECESSOR_ACTOR, PREDECESSOR_COUNT,
    PREDECESSOR_COUNTER, PUT, VALUE, VALUE_META, encode_change,
};
use super::reader::Reader;
use super::{GateReason, columns, limits};

/// Reads one change without the document library and checks everything that needs no document:
/// size, chunk type, checksum, limits (counted before anything is expanded), flat scalar
/// operations only, canonical form.
///
/// # Errors
/// The first rule that the bytes break.
pub fn inspect(bytes: &[u8]) -> Result<InspectedChange, GateReason> {
    if bytes.len() > MAX_CHANGE_BYTES {
        return Err(GateReason::TooLong);
    }
    let (hash, data) = open_chunk(bytes)?;
    let mut reader = Reader::new(data);
    let dependencies = dependencies(&mut reader)?;
    let actor = actor(&mut reader)?;
    let seq = reader.unsigned()?;
    let start_op = reader.unsigned()?;
    if seq == 0 {
        return Err(GateReason::Sequence);
    }
    if start_op == 0 || start_op > limits::MAX_OP_COUNTER {
        return Err(GateReason::StartOp);
    }
    // Neither a time nor a message: both are unsigned numbers or text of the device's choice.
    if reader.signed()? != 0 || reader.length()? != 0 {
        return Err(GateReason::Extras);
    }
    let other_actors = other_actors(&mut reader, actor)?;
    let ops = operations(&mut reader, other_actors.len())?;
    let change = InspectedChange {
        hash,
        dependencies,
        actor,
        seq,
        start_op,
        other_actors,
        ops,
    };
    if change.max_op() > limits::MAX_OP_COUNTER {
        return Err(GateReason::StartOp);
    }
    if encode_change(&change).0 != bytes {
        return Err(GateReason::NotCanonical);
    }
    Ok(change)
}

/// Checks the frame of a plain change chunk; gives its hash and its data.
fn open_chunk(bytes: &[u8]) -> Result<(Digest, &[u8]), GateReason> {
    let mut reader = Reader::new(bytes);
    if reader.array::<4>()? != MAGIC {
        return Err(GateReason::Malformed);
    }
    let checksum = reader.array::<4>()?;
    let hash = sha256(reader.rest());
    if hash.0[..4] != checksum {
        return Err(GateReason::Checksum);
    }
    if reader.byte()? != CHANGE_CHUNK {
        return Err(GateReason::ChunkType);
    }
    let length = reader.length()?;
    if length != reader.rest().len() {
        return Err(GateReason::Malformed);
    }
    Ok((hash, reader.rest()))
}

fn dependencies(reader: &mut Reader<'_>) -> Result<Vec<Digest>, GateReason> {
    let count = reader.length()?;
    if count > limits::MAX_DEPS {
        return Err(GateReason::TooMany);
    }
    let list: Vec<Digest> = (0..count)
        .map(|_| reader.array().map(Digest))
        .collect::<Result<_, _>>()?;
    let distinct: BTreeSet<&Digest> = list.iter().collect();
    if distinct.len() == list.len() {
        Ok(list)
    } else {
        Err(GateReason::NotCanonical)
    }
}

fn actor(reader: &mut Reader<'_>) -> Result<ActorId, GateReason> {
    if reader.length()? != 16 {
        return Err(GateReason::ForeignActor);
    }
    reader.array().map(ActorId)
}

fn other_actors(reader: &mut Reader<'_>, own: ActorId) -> Result<Vec<ActorId>, GateReason> {
    let count = reader.length()?;
    if count > limits::MAX_OTHER_ACTORS {
        return Err(GateReason::TooMany);
    }
    let list: Vec<ActorId> = (0..count)
        .map(|_| actor(reader))
        .collect::<Result<_, _>>()?;
    if list.windows(2).any(|pair| pair[0] >= pair[1]) || list.contains(&own) {
        return Err(GateReason::NotCanonical);
    }
    Ok(list)
}

/// The columns of an operation table that flat documents have, as they lie in the chunk.
#[derive(Default)]
struct Columns<'a> {
    key: &'a [u8],
    insert: &'a [u8],
    action: &'a [u8],
    value_meta: &'a [u8],
    value: &'a [u8],
    predecessor_count: &'a [u8],
    predecessor_actor: &'a [u8],
    predecessor_counter: &'a [u8],
}

impl<'a> Columns<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, GateReason> {
        let count = reader.length()?;
        if count > 8 {
            return Err(GateReason::Column);
        }
        let specs: Vec<(u64, usize)> = (0..count)
            .map(|_| Ok((reader.unsigned()?, reader.length()?)))
            .collect::<Result<_, GateReason>>()?;
        if specs.windows(2).any(|pair| pair[0].0 >= pair[1].0) {
            return Err(GateReason::Column);
        }
        let mut columns = Self::default();
        for (spec, length) in specs {
            let slot = match spec {
                KEY_TEXT => &mut columns.key,
                INSERT => &mut columns.insert,
                ACTION => &mut columns.action,
                VALUE_META => &mut columns.value_meta,
                VALUE => &mut columns.value,
                PREDECESSOR_COUNT => &mut columns.predecessor_count,
                PREDECESSOR_ACTOR => &mut columns.predecessor_actor,
                PREDECESSOR_COUNTER => &mut columns.predecessor_counter,
                _ => return Err(GateReason::Column),
            };
            *slot = reader.take(length)?;
        }
        if reader.is_empty() {
            Ok(columns)
        } else {
            Err(GateReason::Extras)
        }
    }
}

fn operations(reader: &mut Reader<'_>, others: usize) -> Result<Vec<FlatOp>, GateReason> {
    let limit = limits::MAX_CHANGE_OPS;
    let columns = Columns::read(reader)?;
    let keys = columns::keys(columns.key, limit)?;
    let count = keys.len();
    if count == 0 {
        return Err(GateReason::NotFlat);
    }
    columns::all_false(columns.insert, count)?;
    let actions = columns::unsigned(columns.action, limit)?;
    if actions.len() != count || actions.iter().any(|action| *action != PUT) {
        return Err(GateReason::NotFlat);
    }
    let values = values(columns.value_meta, columns.value, count)?;
    let mut predecessors = predecessors(&columns, count, others)?.into_iter();
    let distinct: BTreeSet<&str> = keys.iter().copied().collect();
    if distinct.len() != count {
        return Err(GateReason::RepeatedKey);
    }
    Ok(keys
        .into_iter()
        .zip(values)
        .map(|(key, value)| FlatOp {
            key: key.to_owned(),
            value,
            predecessors: predecessors.next().unwrap_or_default(),
        })
        .collect())
}

fn values(meta: &[u8], raw: &[u8], count: usize) -> Result<Vec<Scalar>, GateReason> {
    let metas = columns::unsigned(meta, limits::MAX_CHANGE_OPS)?;
    if metas.len() != count {
        return Err(GateReason::Malformed);
    }
    let mut raw = Reader::new(raw);
    let values = metas
        .into_iter()
        .map(|meta| {
            let length = usize::try_from(meta >> 4).map_err(|_| GateReason::Malformed)?;
            let bytes = raw.take(length)?;
            match (meta & 0xf, length) {
                (0, 0) => Ok(Scalar::Null),
                (1, 0) => Ok(Scalar::Bool(false)),
                (2, 0) => Ok(Scalar::Bool(true)),
                (4, _) => {
                    let mut inner = Reader::new(bytes);
                    let number = inner.signed()?;
                    if inner.is_empty() {
                        Ok(Scalar::Int(number))
                    } else {
                        Err(GateReason::Value)
                    }
                }
                (6, _) if length <= limits::MAX_TEXT_BYTES => std::str::from_utf8(bytes)
                    .map(Scalar::from)
                    .map_err(|_| GateReason::Value),
                _ => Err(GateReason::Value),
            }
        })
        .collect::<Result<Vec<_>, _>>()?;
    if raw.is_empty() {
        Ok(values)
    } else {
        Err(GateReason::Malformed)
    }
}

fn predecessors(
    columns: &Columns<'_>,
    count: usize,
    others: usize,
) -> Result<Vec<Vec<(u64, u64)>>, GateReason> {
    let limit = limits::MAX_PREDECESSORS;
    let counts = columns::unsigned(columns.predecessor_count, limits::MAX_CHANGE_OPS)?;
    let actors = columns::unsigned(columns.predecessor_actor, limit)?;
    let counters = columns::differences(columns.predecessor_counter, limit)?;
    let total = counts
        .iter()
        .try_fold(0_u64, |sum, one| sum.checked_add(*one))
        .and_then(|sum| usize::try_from(sum).ok())
        .ok_or(GateReason::TooMany)?;
    if counts.len() != count || actors.len() != total || counters.len() != total {
        return Err(GateReason::Predecessors);
    }
    let others = u64::try_from(others).unwrap_or(u64::MAX);
    let used: BTreeSet<u64> = actors.iter().copied().filter(|index| *index > 0).collect();
    if used.iter().any(|index| *index > others) || used.len() as u64 != others {
        return Err(GateReason::NotCanonical);
    }
    let mut pairs = actors.into_iter().zip(counters);
    Ok(counts
        .into_iter()
        .map(|own| {
            pairs
                .by_ref()
                .take(usize::try_from(own).unwrap_or(0))
                .collect()
        })
        .collect())
}
