use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt as _, stream};
use tokio::sync::{broadcast, watch};
use wangge_domain::StreamId;

use crate::http::{ApiError, App, DeviceCaller, PeerAddress, Seat};
use crate::tenant::HeadNews;

/// A comment goes out so often, so that the phone's network keeps the connection.
const KEEP_ALIVE: Duration = Duration::from_secs(25);

/// When there are as many streams as there may be, one comes again after so long.
const AGAIN_MS: u64 = 60_000;

/// Says only "stream S has head N"（唤醒）, of the streams granted to the device.
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    peer: PeerAddress,
    caller: DeviceCaller,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiError> {
    let seats = seats(&app, peer, &caller)?;
    // Listens before it looks, so that nothing falls between.
    let news = app.tenant.news();
    let heads = heads_of(&app, caller.granted.clone()).await?;
    let stopping = app.stopping.clone();
    let waiter = Waiter {
        app,
        caller,
        news,
        stopping,
        _seats: seats,
    };
    let first = stream::iter(heads.into_iter().map(|one| Ok(event(one))));
    let later = stream::unfold(waiter, |mut waiter| async move {
        let events = waiter.next().await?;
        Some((
            stream::iter(events.into_iter().map(|one| Ok(event(one)))),
            waiter,
        ))
    })
    .flatten();
    Ok(Sse::new(first.chain(later)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

struct Waiter {
    app: Arc<App>,
    caller: DeviceCaller,
    news: broadcast::Receiver<HeadNews>,
    stopping: watch::Receiver<bool>,
    _seats: (Seat, Option<Seat>),
}

/// A stream takes from its device and its address, so that a phone that opens one after the other closes the door
/// to nobody else. This machine itself is many callers: a proxy stands there.
fn seats(
    app: &App,
    peer: PeerAddress,
    caller: &DeviceCaller,
) -> Result<(Seat, Option<Seat>), ApiError> {
    let too_many = || ApiError::too_many(AGAIN_MS);
    let of_device = app.device_wakes.take(caller.device.to_string());
    let of_device = of_device.ok_or_else(too_many)?;
    if peer.0.to_canonical().is_loopback() {
        return Ok((of_device, None));
    }
    let of_address = app.address_wakes.take(peer.key());
    Ok((of_device, Some(of_address.ok_or_else(too_many)?)))
}

impl Waiter {
    /// The next news for this device. `None`: the stream ends.
    async fn next(&mut self) -> Option<Vec<HeadNews>> {
        loop {
            let news = tokio::select! {
                news = self.news.recv() => news,
                _ = self.stopping.wait_for(|stop| *stop) => return None,
            };
            match news {
                Ok(one) if one.stream == self.app.tenant.control_stream() => {
                    // Grants may have changed, or the device may be revoked.
                    self.recheck().await?;
                    return Some(vec![one]);
                }
                Ok(one) if self.caller.granted.contains(&one.stream) => return Some(vec![one]),
                Ok(_) => {}
                Err(broadcast::error::RecvError::Lagged(_)) => {
                    return heads_of(&self.app, self.caller.granted.clone()).await.ok();
                }
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }

    async fn recheck(&mut self) -> Option<()> {
        let (device, user) = (self.caller.device, self.caller.user);
        let known = self.app.blocking(move |app| {
            let control = app.tenant.control()?;
            let granted = app.tenant.granted(&control, user);
            Ok((control, granted))
        });
        let (control, granted) = known.await.ok()?;
        let enrolled = control.devices.get(&(device, user))?;
        if enrolled.revoked.is_some() {
            return None;
        }
        self.caller.granted = granted;
        self.caller.control = control;
        Some(())
    }
}

async fn heads_of(app: &Arc<App>, granted: BTreeSet<StreamId>) -> Result<Vec<HeadNews>, ApiError> {
    app.blocking(move |app| {
        let turn = app.tenant.database.turn(app.tenant.id())?;
        let mut heads = Vec::new();
        for stream in std::iter::once(app.tenant.control_stream()).chain(granted) {
            if let Some(head) = turn.head(stream)? {
                heads.push(HeadNews {
                    stream,
                    head: head.seq,
                });
            }
        }
        Ok(heads)
    })
    .await
}

fn event(news: HeadNews) -> Event {
    let data = format!(r#"{{"stream":"{}","head":{}}}"#, news.stream, news.head);
    Event::default().event("head").data(data)
}
