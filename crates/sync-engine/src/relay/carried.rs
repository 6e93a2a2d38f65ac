use std::collections::BTreeMap;

use wangge_domain::{DeviceId, StreamId, UserId};
use wangge_protocol::{
    Capabilities, Cursor, EnvelopeId, StreamUpdate, SyncResponse, Verdict, VerdictRun,
};

use super::exchange::granted_streams;
use super::log::set_apart_verdict;
use super::pull::{Pulled, pull, start_of};
use super::{RelayContext, RelayError, Wanted};

/// Bytes of the pages of one exchange of an answer, before compression.
const PAGES: u32 = 512 * 1024;

/// What a device lacks, for an answer that is carried by hand（信使回信）.
#[derive(Clone, Debug, Default)]
pub struct CarriedNews {
    /// As answers of exchanges that follow on one another.
    pub exchanges: Vec<SyncResponse>,
    /// There is more than `most_bytes`.
    pub more: bool,
}

/// The verdicts on the envelopes of a letter as they stand now; those that left no trace here keep
/// what was said when the letter came.
///
/// # Errors
/// The store failed.
pub fn carried_verdicts(
    ctx: &RelayContext<'_>,
    said: &[(EnvelopeId, Verdict)],
) -> Result<Vec<(EnvelopeId, Verdict)>, RelayError> {
    said.iter()
        .map(|(id, before)| {
            let place = ctx.store.place_of(id)?.map(|(_, place)| place);
            let now = match place {
                Some(Ok(seq)) => Verdict::Accepted { seq },
                Some(Err(reason)) => set_apart_verdict(reason),
                None => before.clone(),
            };
            Ok((*id, now))
        })
        .collect()
}

/// Everything that follows on these cursors, page after page, about `most_bytes` of it, for an app
/// that can do this. The first exchange carries the verdicts.
///
/// # Errors
/// The store failed.
pub fn carried_news(
    ctx: &RelayContext<'_>,
    device: DeviceId,
    user: UserId,
    cursors: &[Cursor],
    verdicts: &[Verdict],
    most_bytes: usize,
    capabilities: Capabilities,
) -> Result<CarriedNews, RelayError> {
    let granted = granted_streams(ctx, user)?;
    let wanted = Wanted {
        bytes: PAGES,
        ahead: None,
        capabilities,
    };
    let mut at: BTreeMap<StreamId, Cursor> = cursors.iter().map(|it| (it.stream, *it)).collect();
    let mut news = CarriedNews::default();
    let mut verdicts = VerdictRun::pack(verdicts);
    let mut rounds = most_bytes / usize::try_from(PAGES).unwrap_or(usize::MAX) + 1;
    loop {
        let claimed: Vec<Cursor> = at.values().copied().collect();
        let Pulled {
            updates: mut streams,
            more,
            held_back,
        } = pull(ctx, device, user, &claimed, &wanted, &granted)?;
        let is_first = news.exchanges.is_empty();
        if !is_first {
            // What is said once of a stream holds for the whole answer.
            streams.retain(|update| matches!(update, StreamUpdate::Page(_)));
        }
        let mut moved = false;
        for update in &streams {
            let StreamUpdate::Page(page) = update else {
                continue;
            };
            moved = true;
            let cursor = at
                .entry(page.stream)
                .or_insert_with(|| start_of(page.stream));
            cursor.epoch = page.epoch;
            cursor.seq = page.after + u64::try_from(page.rows.len()).unwrap_or(0);
            cursor.chain = page.chain;
        }
        rounds -= 1;
        if is_first || moved || held_back {
            news.exchanges.push(SyncResponse {
                relay_time: ctx.now,
                need_vector: false,
                verdicts: std::mem::take(&mut verdicts),
                streams,
                more: false,
                lease: None,
                token: None,
                service_keys: Vec::new(),
                blobs_held: Vec::new(),
                healing_since: None,
                backed_up: None,
                relay_full: false,
                compared: None,
                trust: None,
                update_needed: held_back,
            });
        }
        if !more || !moved || rounds == 0 {
            news.more = more && moved;
            return Ok(news);
        }
    }
}
