use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use wangge_domain::StreamId;
use wangge_protocol::{
    CursorClaim, Envelope, EnvelopeError, SyncRequest, SyncResponse, TrustClaim, Verdict,
    VerdictRun,
};
use wangge_protocol::{decode, encode};
use wangge_sync_engine::RelayError;
use wangge_sync_engine::relay::{
    Prepared, RelayContext, exchange_prepared, held_points, learn_extensions, prepare, prepare_one,
    unpack_push, untraced,
};

use crate::http::{ApiError, App, DeviceCaller, Rate, SYNC_TYPE, compress, decompress, zstd_reply};
use crate::seen::Told;

/// Compressed bytes of one request.
const BODY_LIMIT: usize = 8 * 1024 * 1024;
/// The relay decides for at most so long and leaves the rest to the next request.
const WORK: Duration = Duration::from_secs(2);
/// How long a request waits for its turn before it is told to come again.
const QUEUE: Duration = Duration::from_secs(5);
/// When the disk is nearly full, records may come again after so long: longer than one sync waits.
const FULL_DISK_MS: u64 = 10 * 60_000;
/// Below this, one thread is quicker than two.
const WORTH_SPREADING: usize = 16;

/// The exchange（同步交换）.
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: DeviceCaller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let content_type = headers.get(header::CONTENT_TYPE);
    if content_type.is_none_or(|value| value.as_bytes() != SYNC_TYPE.as_bytes()) {
        return Err(ApiError::bad_request(
            "the content type must be application/vnd.wangge.sync",
        ));
    }
    let told = Told::of(&headers);
    let body = app.quotas.push(caller.device, body)?;
    let body = app.body_room.read(body, BODY_LIMIT).await?;
    let permit = tokio::time::timeout(QUEUE, Arc::clone(&app.sync_permits).acquire_owned());
    let permit = permit
        .await
        .ok()
        .and_then(Result::ok)
        .ok_or_else(|| ApiError::busy(2_000))?;
    let reply = app
        .blocking(move |app| {
            let _permit = permit;
            exchange(app, &caller, &body, told)
        })
        .await?;
    Ok(zstd_reply(reply))
}

fn exchange(
    app: &App,
    caller: &DeviceCaller,
    body: &[u8],
    told: Told,
) -> Result<Vec<u8>, ApiError> {
    let started = Instant::now();
    let plain = decompress(body)?;
    let mut request: SyncRequest =
        decode(&plain).map_err(|error| ApiError::bad_request(&error.to_string()))?;
    drop(plain);
    app.tenant.turn_old_apps_away(request.capabilities)?;
    leave_out_comparison(app, caller, &mut request);
    let mut sent = unpack_push(request.push.take())?;
    let waiting = if app.disk.takes_pushes().is_err() {
        std::mem::take(&mut sent).len()
    } else {
        0
    };
    let push = spread(sent);
    if let Some(claim) = &request.trust {
        app.tenant
            .learn_certificates(&claim.certificates, &request.heal)?;
    }
    if let Some(lease) = &request.lease_copy
        && app.tenant.is_revoked(&lease.relay_key)?
    {
        request.lease_copy = None;
    }
    app.tenant.take_back(&request.heal)?;
    if !request.extensions.is_empty() {
        let (device, user) = (caller.device, caller.user);
        app.tenant.turn(|context| {
            let learned = learn_extensions(context, device, user, &request.extensions)?;
            Ok(((), learned))
        })?;
    }
    let mut more_time = || started.elapsed() < WORK;
    let (mut response, held) = app.tenant.turn(|context| {
        let (device, user) = (caller.device, caller.user);
        let careful = RelayContext {
            healing: context.healing || app.tenant.owing.holds(device, user),
            ..*context
        };
        let (response, commit) =
            exchange_prepared(&careful, device, user, &request, &push, &mut more_time)?;
        let held = held_points(context, device, user, &request)?;
        Ok(((response, held), commit))
    })?;
    let verdicts = VerdictRun::unpack(&response.verdicts, push.len());
    app.tenant
        .note_strangers(caller.device, &untraced(&push, &verdicts))?;
    // While pages follow on each other the next request says more: one note for all of them.
    if let Some(held) = held.filter(|_| !response.more) {
        app.tenant.note_held(caller.device, caller.user, &held)?;
    }
    if waiting > 0 {
        tracing::warn!(
            waiting,
            "the disk is nearly full: what was pushed waits on the phone"
        );
        // Records wait on the phone until there is space again; what it reads goes on.
        let later = Verdict::Retry {
            after_ms: FULL_DISK_MS,
        };
        response.verdicts = VerdictRun::pack(&vec![later; waiting]);
        response.relay_full = true;
    }
    let is_asked = |claim: &TrustClaim| !claim.wanted.is_empty();
    if !response.streams.is_empty() || request.trust.as_ref().is_some_and(is_asked) {
        response.service_keys = keys_unknown_to(app, &request)?;
    }
    if request.want_bytes > 0 {
        response.healing_since = app.tenant.healing_since()?;
        response.backed_up = app.tenant.backed_up()?;
        response.trust = app.tenant.trust_for(request.trust.as_ref(), &app.pin)?;
        app.tenant
            .heard_from(caller.device, caller.user, &response)?;
    }
    let told = told.after(&response.verdicts);
    app.tenant.note_seen(caller.device, caller.user, told)?;
    finish(app, caller, &mut response);
    compress(&encode(&response))
}

/// A device that has its records compared（比对）more often than an app does is not answered that, and
/// goes on as with a relay that does not know the question: its work is taken all the same.
fn leave_out_comparison(app: &App, caller: &DeviceCaller, request: &mut SyncRequest) {
    if request.compare.is_none() {
        return;
    }
    let (device, now) = (caller.device.to_string(), app.comparisons.now_ms());
    let admitted = app
        .comparisons
        .admit("compare", device, Rate::COMPARISONS, now);
    if admitted.is_err() {
        request.compare = None;
    }
}

/// Does what needs no store on all cores.
fn spread(envelopes: Vec<Result<Envelope, EnvelopeError>>) -> Vec<Prepared> {
    let threads = std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(4);
    if threads < 2 || envelopes.len() < WORTH_SPREADING {
        return prepare(envelopes);
    }
    let share = envelopes.len().div_ceil(threads);
    let mut shares: Vec<Vec<_>> = Vec::with_capacity(threads);
    for (index, envelope) in envelopes.into_iter().enumerate() {
        if index % share == 0 {
            shares.push(Vec::with_capacity(share));
        }
        if let Some(last) = shares.last_mut() {
            last.push(envelope);
        }
    }
    std::thread::scope(|scope| {
        let workers: Vec<_> = shares
            .into_iter()
            .map(|share| {
                scope.spawn(|| {
                    share
                        .into_iter()
                        .map(prepare_one)
                        .collect::<Vec<Prepared>>()
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| {
                worker
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    })
}

/// Service keys that came into use after what the device holds of the control stream, and those that
/// it asks for.
fn keys_unknown_to(
    app: &App,
    request: &SyncRequest,
) -> Result<Vec<(wangge_protocol::PublicKey, wangge_protocol::Signature)>, RelayError> {
    let tenant = &app.tenant;
    let control: StreamId = tenant.control_stream();
    let held = match &request.cursors {
        CursorClaim::Vector(cursors) => cursors
            .iter()
            .find(|cursor| cursor.stream == control)
            .map_or(0, |cursor| cursor.seq),
        CursorClaim::Digest(_) => 0,
    };
    let wanted = request.trust.as_ref().map(|claim| claim.wanted.as_slice());
    let wanted = wanted.unwrap_or_default();
    let wanted = &wanted[..wanted.len().min(TrustClaim::MOST_WANTED)];
    let keys = tenant.database.service_keys(tenant.id())?;
    Ok(keys
        .iter()
        .filter(|key| key.introduced > held || wanted.contains(&key.public_key))
        .map(|key| (key.public_key, key.certificate))
        .collect())
}

fn finish(app: &App, caller: &DeviceCaller, response: &mut SyncResponse) {
    if caller.renew_token {
        let now = app.tenant.now();
        response.token = Some(app.tokens.issue(caller.device, caller.user, now));
    }
}
