use wangge_domain::Digest;
use wangge_protocol::{
    Batch, EnrollRequest, EnrollResponse, Header, Page, PageProof, SignedLease, SyncRequest,
    SyncResponse, decode, encode,
};
use wangge_sync_engine::relay::{prepare, unpack_push};

/// A batch, its columns, its envelopes, and the gate behind them.
pub(crate) fn batch(bytes: &[u8]) {
    let Ok(batch) = decode::<Batch>(bytes) else {
        return;
    };
    let Ok(envelopes) = unpack_push(Some(batch)) else {
        return;
    };
    for envelope in envelopes.iter().flatten() {
        assert_eq!(
            envelope.header.to_bytes(),
            envelope.header_bytes,
            "one form"
        );
        assert!(envelope.verify_seal().is_ok(), "what was unpacked holds");
    }
    let _prepared = prepare(envelopes);
}

/// Requests and answers of the exchange and of the enrollment.
pub(crate) fn exchange(bytes: &[u8]) {
    if let Ok(request) = decode::<SyncRequest>(bytes) {
        let again = decode::<SyncRequest>(&encode(&request));
        assert_eq!(again.as_ref(), Ok(&request));
        let _envelopes = unpack_push(request.push);
    }
    if let Ok(response) = decode::<SyncResponse>(bytes) {
        assert_eq!(
            decode::<SyncResponse>(&encode(&response)).as_ref(),
            Ok(&response)
        );
        let _verdicts = wangge_protocol::VerdictRun::unpack(&response.verdicts, 64);
    }
    let _enroll = decode::<EnrollRequest>(bytes);
    if let Ok(response) = decode::<EnrollResponse>(bytes) {
        let _lease = response.lease.open();
    }
    if let Ok(lease) = decode::<SignedLease>(bytes) {
        let _lease = lease.open();
    }
}

/// A header in its one form.
pub(crate) fn header(bytes: &[u8]) {
    if let Ok(header) = Header::from_bytes(bytes) {
        assert_eq!(header.to_bytes(), bytes, "no second form of a header");
    }
}

/// A page of a log on a device that holds nothing.
pub(crate) fn page(bytes: &[u8]) {
    let _proof = decode::<PageProof>(bytes);
    if let Ok(page) = decode::<Page>(bytes) {
        let _rows = page.unpack(&Digest::ZERO, |_| None);
    }
}
