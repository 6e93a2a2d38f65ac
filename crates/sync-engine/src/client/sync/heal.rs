use wangge_domain::{StreamId, TenantId};
use wangge_protocol::limits::MAX_PAGE_ROWS;
use wangge_protocol::{Page, PageProof};

use super::intake::Intake;
use super::machine::SyncMachine;
use crate::client::{ClientContext, EngineError};
use crate::store::{ClientStore, StoreError};

/// Pages given back in one request: their rows are bounded, and so is the request.
const MAX_PAGES: usize = 4;

/// What this device holds of the control stream, as the relay once signed it（控制流回灌）: a relay that
/// was restored learns from it that the device was ever enrolled. The newest rows come first.
///
/// # Errors
/// The store failed.
pub fn control_history(store: &dyn ClientStore, tenant: TenantId) -> Result<Vec<Page>, StoreError> {
    let stream = StreamId::control(tenant);
    let Some(last) = store.page_proofs(stream, 0)?.last().map(|proof| proof.seq) else {
        return Ok(Vec::new());
    };
    let page_rows = u64::try_from(MAX_PAGE_ROWS).unwrap_or(u64::MAX);
    let newest = last.saturating_sub(page_rows);
    let mut pages: Vec<Page> = lost_page(store, stream, newest, true)?
        .into_iter()
        .collect();
    let mut from = 0;
    while from < newest {
        let Some(page) = lost_page(store, stream, from, true)? else {
            break;
        };
        from += u64::try_from(page.rows.len()).unwrap_or(0).max(1);
        pages.push(page);
    }
    Ok(pages)
}

impl Intake<'_> {
    /// Whether rows after a place can be given back to the relay with its own word for them, and
    /// have not been offered in this sync.
    pub(super) fn can_heal(&self, stream: StreamId, from: u64) -> Result<bool, EngineError> {
        if self.machine.heal_tried.contains(&(stream, from)) {
            return Ok(false);
        }
        Ok(lost_page(self.ctx.store, stream, from, true)?.is_some())
    }
}

impl SyncMachine {
    /// The pages to give back with this request（回灌）, as the relay once signed them.
    pub(super) fn pages_to_heal(
        &mut self,
        ctx: &ClientContext<'_>,
    ) -> Result<Vec<Page>, EngineError> {
        let mut pages = Vec::new();
        let control = StreamId::control(ctx.identity()?.tenant);
        let control_is_behind =
            self.heal.contains_key(&control) || self.probes.contains_key(&control);
        while pages.len() < MAX_PAGES
            && let Some(stream) = self.next_to_heal(control, control_is_behind)
            && let Some((from, is_fork)) = self.heal.remove(&stream)
        {
            if let Some(page) = lost_page(ctx.store, stream, from, is_fork)? {
                self.heal_sent.insert((stream, from));
                if !self.summary.healed.contains(&stream) {
                    self.summary.healed.push(stream);
                }
                if !planted!(GiveNothingBack) {
                    pages.push(page);
                }
            }
        }
        Ok(pages)
    }

    /// The stream to give back next. As long as the relay lacks rows of the control stream the
    /// others wait: it would not know who had written what they hold.
    fn next_to_heal(&self, control: StreamId, control_is_behind: bool) -> Option<StreamId> {
        if control_is_behind {
            return self.heal.contains_key(&control).then_some(control);
        }
        self.heal.keys().next().copied()
    }
}

/// The rows after a place up to the last one that a kept word of the relay covers, few enough
/// for one page. Rows that will stand again as they stood are of one epoch; those of a branch
/// are decided anew, whatever their epoch was.
fn lost_page(
    store: &dyn ClientStore,
    stream: StreamId,
    from: u64,
    is_fork: bool,
) -> Result<Option<Page>, StoreError> {
    let proofs = store.page_proofs(stream, from)?;
    let Some(epoch) = proofs.first().map(|proof| proof.epoch) else {
        return Ok(None);
    };
    let most = from.saturating_add(u64::try_from(MAX_PAGE_ROWS).unwrap_or(u64::MAX));
    let fits = |proof: &&PageProof| (is_fork || proof.epoch == epoch) && proof.seq <= most;
    let Some(proof) = proofs.iter().take_while(fits).last() else {
        return Ok(None);
    };
    let count = usize::try_from(proof.seq.saturating_sub(from)).unwrap_or(0);
    let rows = store.rows_after(stream, from, count)?;
    Ok(Page::again(&rows, proof))
}
