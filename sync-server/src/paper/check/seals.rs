use std::collections::BTreeSet;

use wangge_domain::Digest;
use wangge_domain::control::ControlState;
use wangge_protocol::{PublicKey, Row, RowBody, chain_next};
use wangge_sync_engine::store::{RelayStore, StoreError};

/// Checks rows of a store（行核验）: each is sealed by a key that was enrolled for its author or
/// certified for the relay, and follows from the row before it in its log. Gives their number, or
/// the first that does not hold.
pub(super) fn check_rows<'a>(
    store: &dyn RelayStore,
    control: &ControlState,
    certified: &BTreeSet<PublicKey>,
    rows: impl Iterator<Item = &'a Row>,
) -> Result<Result<usize, u64>, StoreError> {
    let mut checked = 0;
    for row in rows {
        let RowBody::Accepted { envelope, .. } = &row.body else {
            continue;
        };
        let header = &envelope.header;
        let mut enrolled = control.keys(header.device, header.user);
        let key = envelope.seal.key;
        let is_known = certified.contains(&key)
            || enrolled.any(|it| PublicKey::from_hex(&it.public_key) == Some(key));
        let before = match row.seq {
            1 => Some(Digest::ZERO),
            seq => {
                let point = store.point(header.stream, seq.saturating_sub(1))?;
                point.map(|(_, chain, _)| chain)
            }
        };
        let follows = before.is_some_and(|before| {
            let (id, decision) = (row.body.envelope_id(), row.body.decision_hash());
            chain_next(&before, row.seq, &id, &decision, row.received_at) == row.chain
        });
        if !is_known || !follows || envelope.verify_seal().is_err() {
            return Ok(Err(row.seq));
        }
        checked += 1;
    }
    Ok(Ok(checked))
}
