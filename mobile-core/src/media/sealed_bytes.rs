//! The format of an encrypted blob: a 16-byte head, a label, then chunks of 64 KiB, each sealed
//! with ChaCha20-Poly1305 under the blob's own random key. The label says, to whoever holds the
//! key of the installation, what the file is and by which key it opens (ADR 0018); files of the
//! first form, and files of an export, have none.
//!
//! What is authenticated with each chunk: version, tenant, digest and length of the whole, the
//! chunk's number, and whether it is the last. So a file cannot be cut, continued, re-ordered,
//! or passed off as another blob.

use std::io::{self, Read, Seek, SeekFrom, Write};

use wangge_cipher::{Cipher, NONCE_BYTES, TAG_BYTES};
use wangge_domain::{Digest, TenantId};

use super::BlobKey;

/// Head of a file without a label.
const MAGIC: [u8; 4] = *b"WGB\x01";
/// Head of a file with one.
const MAGIC_LABELLED: [u8; 4] = *b"WGB\x02";
const HEAD_BYTES: u64 = 16;
/// No label is longer.
const MAX_LABEL_BYTES: u32 = 1024;
/// Plain bytes of one chunk.
pub(super) const CHUNK_BYTES: usize = 64 * 1024;

/// What an encrypted blob is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BlobContext {
    /// Whose data.
    pub(crate) tenant: TenantId,
    /// SHA-256 of the plain bytes.
    pub(crate) digest: Digest,
    /// Length of the plain bytes.
    pub(crate) length: u64,
}

/// An encrypted blob cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SealedBytesError {
    /// The file system says so.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Bytes were changed, cut, moved, or belong to another blob or key.
    #[error("the encrypted file was tampered with or is damaged")]
    Tampered,
}

impl BlobContext {
    fn associated_data(&self, chunk: u64, last: bool) -> [u8; 66] {
        let mut data = [0_u8; 66];
        data[0] = 1;
        data[1..17].copy_from_slice(self.tenant.as_bytes());
        data[17..49].copy_from_slice(&self.digest.0);
        data[49..57].copy_from_slice(&self.length.to_be_bytes());
        data[57..65].copy_from_slice(&chunk.to_be_bytes());
        data[65] = u8::from(last);
        data
    }

    /// Chunks of the file: at least one, so that an empty blob is authenticated too.
    fn chunks(&self) -> u64 {
        self.length.div_ceil(CHUNK_BYTES as u64).max(1)
    }
}

/// The nonce of a chunk. Every blob has a key of its own, so a counter never repeats under one.
fn nonce(chunk: u64, last: bool) -> [u8; NONCE_BYTES] {
    let mut bytes = [0_u8; NONCE_BYTES];
    bytes[0] = u8::from(last);
    bytes[4..].copy_from_slice(&chunk.to_be_bytes());
    bytes
}

/// What stands before the chunks of a file.
struct Head {
    length: u64,
    label_bytes: u32,
}

impl Head {
    fn read(file: &mut impl Read) -> Result<Self, SealedBytesError> {
        let mut head = [0_u8; HEAD_BYTES as usize];
        read_all(file, &mut head)?;
        let [m0, m1, m2, m3, l0, l1, l2, l3, length @ ..] = head;
        let label_bytes = u32::from_be_bytes([l0, l1, l2, l3]);
        let fits = match [m0, m1, m2, m3] {
            MAGIC => label_bytes == 0,
            MAGIC_LABELLED => (1..=MAX_LABEL_BYTES).contains(&label_bytes),
            _ => false,
        };
        if !fits {
            return Err(SealedBytesError::Tampered);
        }
        Ok(Self {
            length: u64::from_be_bytes(length),
            label_bytes,
        })
    }
}

/// The label of an encrypted file as it stands there; empty if it has none.
///
/// # Errors
/// [`SealedBytesError`]: it is no encrypted file.
pub(super) fn label_of(file: &mut impl Read) -> Result<Vec<u8>, SealedBytesError> {
    let head = Head::read(file)?;
    let mut label = vec![0; usize::try_from(head.label_bytes).unwrap_or(0)];
    read_all(file, &mut label)?;
    Ok(label)
}

/// Encrypts a whole blob, with a label unless that is empty.
///
/// # Errors
/// What the writer says.
pub(crate) fn seal(
    out: &mut impl Write,
    key: &BlobKey,
    context: &BlobContext,
    label: &[u8],
    plain: &[u8],
) -> io::Result<()> {
    let cipher = Cipher::new(&key.0);
    let label_bytes = u32::try_from(label.len())
        .ok()
        .filter(|bytes| *bytes <= MAX_LABEL_BYTES)
        .ok_or_else(|| io::Error::other("the label is too long"))?;
    out.write_all(if label.is_empty() {
        &MAGIC
    } else {
        &MAGIC_LABELLED
    })?;
    out.write_all(&label_bytes.to_be_bytes())?;
    out.write_all(&context.length.to_be_bytes())?;
    out.write_all(label)?;
    let last = context.chunks() - 1;
    for number in 0..=last {
        let start = usize::try_from(number)
            .unwrap_or(usize::MAX)
            .saturating_mul(CHUNK_BYTES);
        let end = plain.len().min(start.saturating_add(CHUNK_BYTES));
        let aad = context.associated_data(number, number == last);
        let chunk = plain.get(start..end).unwrap_or_default();
        let sealed = cipher
            .seal(nonce(number, number == last), &aad, chunk)
            .ok_or_else(|| io::Error::other("a chunk of 64 KiB is within the cipher's limits"))?;
        out.write_all(&sealed)?;
    }
    Ok(())
}

/// Reads an encrypted blob from any place on, chunk by chunk.
pub(crate) struct SealedReader<F> {
    file: F,
    cipher: Cipher,
    context: BlobContext,
    /// Where the chunks begin.
    body: u64,
}

impl<F: Read + Seek> SealedReader<F> {
    /// Opens an encrypted blob and checks its head against what it must be.
    ///
    /// # Errors
    /// [`SealedBytesError`].
    pub(crate) fn open(
        mut file: F,
        key: &BlobKey,
        context: BlobContext,
    ) -> Result<Self, SealedBytesError> {
        let head = Head::read(&mut file)?;
        if head.length != context.length {
            return Err(SealedBytesError::Tampered);
        }
        let body = HEAD_BYTES + u64::from(head.label_bytes);
        let whole = body + context.length + context.chunks() * TAG_BYTES as u64;
        if file.seek(SeekFrom::End(0))? != whole {
            return Err(SealedBytesError::Tampered);
        }
        Ok(Self {
            file,
            cipher: Cipher::new(&key.0),
            context,
            body,
        })
    }

    /// Plain bytes from `offset`, at most `most` of them; fewer only at the end.
    ///
    /// # Errors
    /// [`SealedBytesError`].
    pub(crate) fn read_at(
        &mut self,
        offset: u64,
        most: usize,
    ) -> Result<Vec<u8>, SealedBytesError> {
        let end = self.context.length.min(offset.saturating_add(most as u64));
        if offset >= end && self.context.length > 0 {
            return Ok(Vec::new());
        }
        let size = CHUNK_BYTES as u64;
        let mut out = Vec::with_capacity(usize::try_from(end - offset.min(end)).unwrap_or(0));
        for number in offset / size..end.div_ceil(size).max(1) {
            let plain = self.chunk(number)?;
            let from = usize::try_from(offset.saturating_sub(number * size)).unwrap_or(0);
            let to = usize::try_from(end - number * size)
                .unwrap_or(0)
                .min(plain.len());
            out.extend_from_slice(plain.get(from..to).unwrap_or_default());
        }
        Ok(out)
    }

    fn chunk(&mut self, number: u64) -> Result<Vec<u8>, SealedBytesError> {
        let size = CHUNK_BYTES as u64;
        let plain = (self.context.length - number * size).min(size);
        let mut sealed = vec![0_u8; usize::try_from(plain).unwrap_or(0) + TAG_BYTES];
        self.file.seek(SeekFrom::Start(
            self.body + number * (size + TAG_BYTES as u64),
        ))?;
        read_all(&mut self.file, &mut sealed)?;
        let last = number + 1 == self.context.chunks();
        let aad = self.context.associated_data(number, last);
        self.cipher
            .open(nonce(number, last), &aad, &sealed)
            .ok_or(SealedBytesError::Tampered)
    }
}

/// A file that ends too early was cut.
fn read_all(file: &mut impl Read, buffer: &mut [u8]) -> Result<(), SealedBytesError> {
    file.read_exact(buffer).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => SealedBytesError::Tampered,
        _ => SealedBytesError::Io(error),
    })
}
