use super::{chain, key};
use crate::limits::MAX_SEAL_LEAVES;
use crate::{Envelope, EnvelopeError, SealError, seal_headers, sha256};

#[test]
fn every_envelope_of_a_seal_verifies_alone() {
    for count in [1, 2, 3, 5, 8, 13] {
        for envelope in chain(count) {
            assert_eq!(envelope.verify_seal(), Ok(()));
        }
    }
}

#[test]
fn a_seal_covers_its_own_header_only() {
    let envelopes = chain(4);
    let mut swapped = envelopes[1].clone();
    swapped.seal = envelopes[2].seal.clone();
    assert!(swapped.verify_seal().is_err());
    let mut other_key = envelopes[1].clone();
    other_key.seal.key = key(2).public();
    assert!(other_key.verify_seal().is_err());
    let mut other_count = envelopes[1].clone();
    other_count.seal.count = 5;
    assert!(other_count.verify_seal().is_err());
    let mut other_index = envelopes[1].clone();
    other_index.seal.index = 0;
    assert!(other_index.verify_seal().is_err());
    let mut outside = envelopes[1].clone();
    outside.seal.index = 4;
    assert_eq!(
        outside.verify_seal(),
        Err(EnvelopeError::Seal(SealError::BadProof))
    );
    let mut cut = envelopes[1].clone();
    cut.seal.proof.pop();
    assert_eq!(
        cut.verify_seal(),
        Err(EnvelopeError::Seal(SealError::BadProof))
    );
}

#[test]
fn a_seal_holds_a_limited_number_of_headers() {
    let ids: Vec<_> = (0..=MAX_SEAL_LEAVES)
        .map(|n| sha256(&n.to_be_bytes()))
        .collect();
    assert_eq!(seal_headers(&key(1), &ids), []);
    assert_eq!(seal_headers(&key(1), &[]), []);
    let seals = seal_headers(&key(1), &ids[..MAX_SEAL_LEAVES]);
    assert_eq!(seals.len(), MAX_SEAL_LEAVES);
    assert_eq!(
        seals[MAX_SEAL_LEAVES - 1].verify(&ids[MAX_SEAL_LEAVES - 1]),
        Ok(())
    );
}

#[test]
fn operations_are_bound_by_the_header() {
    let envelope = chain(1).pop().unwrap();
    let assemble =
        |ops| Envelope::assemble(envelope.header_bytes.clone(), ops, envelope.seal.clone());
    assert_eq!(assemble(envelope.ops.clone()), Ok(envelope.clone()));
    let mut fewer = envelope.ops.clone();
    fewer.pop();
    assert_eq!(assemble(fewer), Err(EnvelopeError::OpsMismatch));
    let mut turned = envelope.ops.clone();
    turned.reverse();
    assert_eq!(assemble(turned), Err(EnvelopeError::OpsMismatch));
    // A blanked operation keeps its hash, so header and seal still hold.
    let mut blanked = envelope.ops.clone();
    blanked[0] = crate::Op::Blanked(blanked[0].digest());
    assert!(assemble(blanked).is_ok_and(|it| it.verify_seal().is_ok()));
}
