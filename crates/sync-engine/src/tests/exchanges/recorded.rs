use std::collections::{BTreeMap, VecDeque};

use wangge_domain::StreamId;
use wangge_protocol::{Batch, ChainHash, Page, Row, SecretKey};

use super::frozen::Frozen;
use crate::client::{SyncEffect, SyncInput, SyncMachine, SyncSummary};
use crate::content_hash;
use crate::testing::{Phone, World};
use crate::tests::{record, rng};

/// Records that anybody writes in a version: 1 to this.
const MOST_RECORDS: u8 = 60;

/// Where a phone stands（结束状态）: every row that it holds, every record as it shows it, and how much
/// waits.
pub(super) type End = (Vec<(StreamId, u32, u64, ChainHash)>, Vec<String>, u64);

/// Where a phone stands now.
pub(super) fn end_of(phone: &Phone) -> End {
    let mut rows = Vec::new();
    for cursor in phone.store.cursors().unwrap() {
        let held = phone.store.rows_after(cursor.stream, 0, usize::MAX);
        let held = held.unwrap().into_iter();
        rows.extend(held.map(|row| (cursor.stream, row.epoch, row.seq, row.chain)));
    }
    let records = (1..=MOST_RECORDS).filter_map(|number| {
        let view = phone.view(record(number))?;
        let number = view.state.notice_number.as_deref().unwrap_or("-");
        Some(format!(
            "{} {} {} {} {number} read_only={} pending={}",
            view.record,
            view.kind.as_str(),
            view.state.status,
            content_hash(&view.content),
            view.state.read_only,
            view.pending
        ))
    });
    let waiting = phone.store.outbox_len().unwrap();
    (rows, records.collect(), waiting)
}

/// Both sides before what follows.
pub(super) fn begun(world: &World, phone: &Phone, is_restored: bool) -> Frozen {
    let identity = phone.store.identity().unwrap().unwrap();
    let waiting = phone.waiting();
    let mut cited: Vec<_> = waiting.iter().filter_map(|it| it.header.lease).collect();
    cited.push(identity.lease.digest());
    cited.sort_unstable();
    cited.dedup();
    let leases = cited
        .iter()
        .map(|digest| world.store.lease(digest).unwrap());
    let leases: Vec<_> = leases.flatten().collect();
    let now = phone.now;
    let mut file = Frozen::default();
    file.put("now", &world.now());
    file.put("restored", &is_restored);
    file.put("log", &logged(world, &BTreeMap::new()));
    file.put("leases", &leases);
    file.put("phone", &(phone.device, phone.user));
    file.put("phone.seed", &phone.key.seed());
    file.put("phone.incarnation", &identity.incarnation);
    file.put("phone.lease", &identity.lease);
    file.put("phone.now", &(now.wall_ms, now.boot_id, now.monotonic_ms));
    file.put("held", &held(world, phone));
    file.put("waiting", &Batch::pack(&waiting));
    file
}

/// Both sides afterwards.
pub(super) fn ended(file: &mut Frozen, phone: &Phone, summary: &SyncSummary) {
    assert_eq!(summary.degraded, []);
    assert!(!summary.rekey_needed);
    let mut refused = summary.refused.clone();
    refused.sort_unstable();
    file.put("end", &end_of(phone));
    file.put("end.refused", &refused);
}

/// A whole sync of a phone, with everything that is said.
pub(super) fn recorded(world: &World, phone: &mut Phone, is_restored: bool) -> Frozen {
    let mut file = begun(world, phone, is_restored);
    let mut said = Frozen::default();
    let mut machine = SyncMachine::new(phone.config.clone());
    let mut asked = VecDeque::new();
    let mut finished = None;
    let mut input = Some(SyncInput::Start);
    let mut count = 0_u32;
    while let Some(next) = input.take() {
        let effects = machine.step(&phone.ctx(), next, &mut rng()).unwrap();
        for effect in effects {
            match effect {
                SyncEffect::Send { id, request, .. } => asked.push_back((id, request)),
                SyncEffect::Finished(summary) => finished = Some(summary),
                _ => {}
            }
        }
        phone.refold();
        if let Some((id, request)) = asked.pop_front() {
            count += 1;
            let before = heads(world);
            let response = world.exchange(phone.device, phone.user, &request).unwrap();
            said.put(&format!("{count}.request"), &request);
            said.put(&format!("{count}.answer"), &response);
            said.put(&format!("{count}.new"), &logged(world, &before));
            input = Some(SyncInput::Response { id, response });
        }
    }
    file.put("exchanges", &count);
    file.append(said);
    let summary = finished.expect("the sync comes to its end");
    ended(&mut file, phone, &summary);
    file
}

/// The logs of the relay, the control stream first.
fn streams(world: &World) -> Vec<StreamId> {
    let control = world.control_state();
    let grids = control.grids.keys().map(|grid| StreamId::of_grid(*grid));
    std::iter::once(StreamId::control(world.tenant))
        .chain(grids)
        .collect()
}

/// How far every log goes.
pub(super) fn heads(world: &World) -> BTreeMap<StreamId, u64> {
    let head = |stream| world.store.head(stream).unwrap().map(|head| head.seq);
    let all = streams(world).into_iter();
    all.filter_map(|stream| Some((stream, head(stream)?)))
        .collect()
}

/// What the relay has logged beyond these places, as pages.
pub(super) fn logged(world: &World, beyond: &BTreeMap<StreamId, u64>) -> Vec<Page> {
    let mut all = Vec::new();
    for stream in streams(world) {
        let from = beyond.get(&stream).copied().unwrap_or(0);
        let rows = world.store.rows_after(stream, from, usize::MAX).unwrap();
        all.extend(pages(&world.service_key, stream, &rows));
    }
    all
}

/// Rows as pages: those of one page are of one epoch.
fn pages(key: &SecretKey, stream: StreamId, rows: &[Row]) -> Vec<Page> {
    rows.chunk_by(|one, next| one.epoch == next.epoch)
        .filter_map(|rows| {
            let sign = |message: &[u8]| key.sign(message);
            Page::pack(stream, rows, |_| false, key.public(), sign)
        })
        .collect()
}

/// What a phone holds, page by page as it took it in, the control stream first: by the ends of its
/// pages it looks for the place where its log and the relay's part.
fn held(world: &World, phone: &Phone) -> Vec<Page> {
    let mut all = Vec::new();
    for stream in streams(world) {
        let rows = phone.store.rows_after(stream, 0, usize::MAX).unwrap();
        let mut rest = rows.as_slice();
        for proof in phone.store.page_proofs(stream, 0).unwrap() {
            let count = rest.iter().take_while(|row| row.seq <= proof.seq).count();
            let (page, left) = rest.split_at(count);
            all.extend(Page::again(page, &proof));
            rest = left;
        }
        assert!(rest.is_empty(), "every row came under a page's proof");
    }
    all
}
