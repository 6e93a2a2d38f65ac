use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::limits::MAX_CBOR_DEPTH;

/// The bytes are not one whole, well-formed value of the expected shape.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CborError {
    /// Not CBOR, or not this shape.
    #[error("malformed CBOR: {0}")]
    Malformed(String),
    /// Something follows the value.
    #[error("{0} bytes follow the value")]
    TrailingBytes(usize),
}

/// Encodes a value as deterministic CBOR: definite lengths, shortest integers, fields in the
/// order of the type.
#[must_use]
pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes)
        .expect("writing to a vector cannot fail, and our types have no unserializable parts");
    bytes
}

/// Decodes exactly one value; bytes after it are an error.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CborError> {
    let mut rest = bytes;
    let value = ciborium::de::from_reader_with_recursion_limit(&mut rest, MAX_CBOR_DEPTH)
        .map_err(|error| CborError::Malformed(error.to_string()))?;
    if rest.is_empty() {
        Ok(value)
    } else {
        Err(CborError::TrailingBytes(rest.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neg_030_trailing_bytes() {
        let mut bytes = encode(&7_u32);
        bytes.push(0);
        assert_eq!(decode::<u32>(&bytes), Err(CborError::TrailingBytes(1)));
    }

    #[test]
    fn neg_023_deep_nesting() {
        let bytes = vec![0x81_u8; 100_000];
        assert!(decode::<ciborium::Value>(&bytes).is_err());
    }

    #[test]
    fn neg_024_a_huge_declared_length() {
        let mut bytes = vec![0x9b];
        bytes.extend_from_slice(&u64::MAX.to_be_bytes());
        assert!(decode::<Vec<u8>>(&bytes).is_err());
    }
}
