use std::io::Cursor;

use wangge_domain::{Digest, RecordId, StreamId, TenantId, Timestamp};
use wangge_protocol::sha256;

use super::sealed_bytes::{CHUNK_BYTES, seal};
use super::{
    BlobContext, BlobFolder, BlobKey, BlobLabel, BlobVault, SealedBytesError, SealedReader,
    sealed_label,
};
use crate::random::SystemRandom;

const TENANT: TenantId = TenantId(uuid::Uuid::from_bytes([9; 16]));

fn key() -> BlobKey {
    BlobKey([7; 32])
}

fn context(plain: &[u8]) -> BlobContext {
    BlobContext {
        tenant: TENANT,
        digest: sha256(plain),
        length: plain.len() as u64,
    }
}

fn sealed(plain: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    seal(&mut out, &key(), &context(plain), b"", plain).unwrap();
    out
}

fn read(bytes: &[u8], context: BlobContext) -> Result<Vec<u8>, SealedBytesError> {
    let mut reader = SealedReader::open(Cursor::new(bytes), &key(), context)?;
    reader.read_at(0, usize::MAX)
}

fn bytes(len: usize) -> Vec<u8> {
    (0..len).map(|i| (i * 31 % 251) as u8).collect()
}

#[test]
fn every_length_around_a_chunk_comes_back() {
    for len in [
        0,
        1,
        CHUNK_BYTES - 1,
        CHUNK_BYTES,
        CHUNK_BYTES + 1,
        3 * CHUNK_BYTES,
    ] {
        let plain = bytes(len);
        assert_eq!(
            read(&sealed(&plain), context(&plain)).unwrap(),
            plain,
            "{len}"
        );
    }
}

#[test]
fn any_part_can_be_read_alone() {
    let plain = bytes(3 * CHUNK_BYTES + 100);
    let file = sealed(&plain);
    let mut reader = SealedReader::open(Cursor::new(&file[..]), &key(), context(&plain)).unwrap();
    for (offset, most) in [
        (0, 10),
        (CHUNK_BYTES - 5, 10),
        (CHUNK_BYTES, CHUNK_BYTES),
        (2 * CHUNK_BYTES + 7, 200_000),
    ] {
        let end = plain.len().min(offset + most);
        assert_eq!(
            reader.read_at(offset as u64, most).unwrap(),
            plain[offset..end]
        );
    }
    assert!(reader.read_at(plain.len() as u64, 10).unwrap().is_empty());
}

#[track_caller]
fn assert_tampered(file: &[u8], context: BlobContext) {
    assert!(matches!(
        read(file, context),
        Err(SealedBytesError::Tampered)
    ));
}

#[test]
fn neg_117_a_tampered_photo_file() {
    let plain = bytes(CHUNK_BYTES + 50);
    let file = sealed(&plain);
    for at in [
        0,
        8,
        15,
        16,
        5000,
        16 + CHUNK_BYTES + 15,
        16 + CHUNK_BYTES + 16,
        file.len() - 1,
    ] {
        let mut changed = file.clone();
        changed[at] ^= 1;
        assert_tampered(&changed, context(&plain));
    }
}

#[test]
fn a_cut_or_continued_file_is_noticed() {
    let plain = bytes(2 * CHUNK_BYTES);
    let file = sealed(&plain);
    assert_tampered(&file[..file.len() - 1], context(&plain));
    // Cut at a chunk's border.
    assert_tampered(&file[..16 + CHUNK_BYTES + 16], context(&plain));
    let mut longer = file.clone();
    longer.push(0);
    assert_tampered(&longer, context(&plain));
}

#[test]
fn swapped_chunks_are_noticed() {
    let plain = bytes(3 * CHUNK_BYTES);
    let mut file = sealed(&plain);
    let size = CHUNK_BYTES + 16;
    let (one, other) = file[16..].split_at_mut(size);
    one.swap_with_slice(&mut other[..size]);
    assert_tampered(&file, context(&plain));
}

#[test]
fn a_blob_does_not_pass_for_another() {
    let plain = bytes(100);
    let file = sealed(&plain);
    let other = BlobContext {
        digest: Digest([1; 32]),
        ..context(&plain)
    };
    assert_tampered(&file, other);
    let elsewhere = BlobContext {
        tenant: TenantId::from_bytes([8; 16]),
        ..context(&plain)
    };
    assert_tampered(&file, elsewhere);
}

#[test]
fn nothing_plain_lies_in_the_file() {
    let plain = "青峰镇凌阁堂村三组".repeat(20).into_bytes();
    let file = sealed(&plain);
    let needle = "凌阁堂".as_bytes();
    assert!(!file.windows(needle.len()).any(|window| window == needle));
}

#[test]
fn a_wrapped_key_opens_only_for_its_blob_and_installation() {
    let vault = BlobVault::new([1; 32]);
    let digest = Digest([2; 32]);
    let wrapped = vault.wrap(&key(), TENANT, &digest, &SystemRandom);
    assert_eq!(vault.unwrap(&wrapped, TENANT, &digest).unwrap().0, key().0);
    assert!(vault.unwrap(&wrapped, TENANT, &Digest([3; 32])).is_none());
    assert!(
        BlobVault::new([4; 32])
            .unwrap(&wrapped, TENANT, &digest)
            .is_none()
    );
    assert!(vault.unwrap(&wrapped[..20], TENANT, &digest).is_none());
}

#[test]
fn a_sweep_moves_orphans_to_the_trash_and_names_what_is_missing() {
    let home = tempfile::tempdir().unwrap();
    let folder = BlobFolder::open(home.path().join("blobs")).unwrap();
    let plain = bytes(10);
    let kept = folder
        .put(&key(), &context(&plain), b"", &plain, &SystemRandom)
        .unwrap();
    // As a kill leaves them: a file whose row was never written, and one half written.
    let orphan = folder
        .put(&key(), &context(&plain), b"", &plain, &SystemRandom)
        .unwrap();
    std::fs::write(home.path().join("blobs/abc.part"), b"half").unwrap();
    let named = [kept.clone(), "0123".to_owned()].into_iter().collect();
    let report = folder.sweep(&named).unwrap();
    assert_eq!(report.to_trash, 2);
    assert_eq!(report.missing, ["0123"]);
    assert!(
        home.path().join("blobs.trash").join(&orphan).exists(),
        "nothing is deleted"
    );
    let mut reader = folder.open_blob(&kept, &key(), context(&plain)).unwrap();
    assert_eq!(reader.read_at(0, 100).unwrap(), plain);
    assert_eq!(folder.sweep(&named).unwrap().to_trash, 0);
    assert!(
        folder
            .open_blob("../etc/passwd", &key(), context(&plain))
            .is_err()
    );
}

#[test]
fn a_label_opens_its_file_for_the_installation_alone_and_files_without_one_stay_readable() {
    let vault = BlobVault::new([1; 32]);
    let plain = bytes(CHUNK_BYTES + 9);
    let label = BlobLabel {
        digest: sha256(&plain),
        length: plain.len() as u64,
        role: "original".to_owned(),
        photo: RecordId::from_bytes([3; 16]),
        stream: StreamId::from_bytes([4; 16]),
        made_at: Timestamp(5),
        fetched: false,
    };
    let sealed_by = vault.seal_label(&label, &key(), TENANT, &SystemRandom);
    let mut labelled = Vec::new();
    seal(&mut labelled, &key(), &context(&plain), &sealed_by, &plain).unwrap();
    assert_eq!(read(&labelled, context(&plain)).unwrap(), plain);
    assert_eq!(
        read(&sealed(&plain), context(&plain)).unwrap(),
        plain,
        "the form without a label"
    );
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("00ff");
    std::fs::write(&path, &labelled).unwrap();
    let found = sealed_label(&path).unwrap();
    let (told, own_key) = vault.open_label(&found, TENANT).unwrap();
    assert_eq!((told, own_key.0), (label, key().0));
    assert!(BlobVault::new([2; 32]).open_label(&found, TENANT).is_none());
    let elsewhere = TenantId::from_bytes([8; 16]);
    assert!(vault.open_label(&found, elsewhere).is_none());
    // Whoever changes it, or the word of how long it is, gains nothing.
    for at in [5, 7, 16, 40, 16 + sealed_by.len() - 1] {
        let mut changed = labelled.clone();
        changed[at] ^= 1;
        std::fs::write(&path, &changed).unwrap();
        let opened = sealed_label(&path).and_then(|it| vault.open_label(&it, TENANT));
        assert!(opened.is_none(), "byte {at}");
    }
    std::fs::write(&path, sealed(&plain)).unwrap();
    assert_eq!(sealed_label(&path).unwrap(), b"");
    std::fs::write(&path, b"no photo at all").unwrap();
    assert_eq!(sealed_label(&path), None);
}
