//! A small TLS server for tests of this and of other modules.

mod server;

pub(crate) use server::{TestServer, serve};

/// Compresses a body as both sides do.
pub(crate) fn pack(plain: &[u8]) -> Vec<u8> {
    super::body::compress(plain).unwrap()
}

/// Decompresses a body as both sides do.
pub(crate) fn unpack(packed: &[u8]) -> Vec<u8> {
    super::body::decompress(packed).unwrap()
}
