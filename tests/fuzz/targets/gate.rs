use automerge::ReadDoc as _;
use wangge_domain::record::Scalar;
use wangge_domain::{DeviceId, UserId};
use wangge_protocol::sha256;
use wangge_sync_engine::gate::{InspectedChange, inspect};
use wangge_sync_engine::{Document, GateContext};

/// Magic, checksum and type in front of a change.
const FRONT: usize = 8;

/// The gate on bytes as they come.
pub(crate) fn gate(bytes: &[u8]) {
    if let Ok(change) = inspect(bytes) {
        enters(bytes, &change);
    }
    let _document = Document::load(bytes).map(|document| document.content());
}

/// The gate beside the library: bytes behind a checksum that is made to hold, so that what is
/// looked at is the inside. Whatever the gate lets in, the library reads in the same way.
pub(crate) fn differential(bytes: &[u8]) {
    let Some((_, content)) = bytes.split_at_checked(FRONT) else {
        return;
    };
    let mut change = vec![0x85, 0x6f, 0x4a, 0x83];
    change.extend_from_slice(&sha256(content).0[..4]);
    change.extend_from_slice(content);
    let Ok(inspected) = inspect(&change) else {
        return;
    };
    let read = automerge::Change::from_bytes(change.clone());
    let read = read.expect("what the gate lets in, the library reads");
    assert_eq!(read.hash().0, inspected.hash.0, "one hash");
    assert_eq!(read.seq(), inspected.seq);
    assert_eq!(read.start_op().get(), inspected.start_op);
    assert_eq!(read.actor_id().to_bytes(), inspected.actor.0);
    assert_eq!(read.len(), inspected.ops.len(), "as many operations");
    assert_eq!(read.deps().len(), inspected.dependencies.len());
    enters(&change, &inspected);
}

/// Lets a change into a fresh document: it is taken whole, or refused; and what was taken is
/// saved and read again as it was.
fn enters(bytes: &[u8], inspected: &InspectedChange) {
    let owner = GateContext {
        device: DeviceId::from_bytes([1; 16]),
        user: UserId::from_bytes([2; 16]),
    };
    let mut document = Document::new();
    if document.apply_inspected(inspected, bytes, &owner).is_ok() {
        let saved = document.save_verified().expect("what was let in is saved");
        let again = Document::load(&saved).expect("and read");
        assert_eq!(again.content(), document.content());
        // The engine reads a first change by itself: the library must read the same.
        let change = automerge::Change::from_bytes(bytes.to_vec()).expect("read above");
        let mut library = automerge::Automerge::new();
        library.apply_changes([change]).expect("applied above");
        let read = |key: &String| library.get(automerge::ROOT, key).ok().flatten();
        for (key, value) in &document.content().fields {
            let (found, _) = read(key).expect("the library has the key");
            let same = match value {
                Scalar::Text(text) => found.as_str() == Some(text.as_str()),
                Scalar::Int(number) => found.as_i64() == Some(*number),
                Scalar::Bool(yes) => found.as_bool() == Some(*yes),
                Scalar::Null => found.is_null(),
            };
            assert!(same, "{key}: {value:?} here, {found:?} there");
        }
        assert_eq!(
            library.length(automerge::ROOT),
            document.content().fields.len()
        );
    }
}
