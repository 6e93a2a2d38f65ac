use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt as _, stream};
use tokio::sync::{broadcast, watch};
use wangge_domain::StreamId;

use crate::http::{ApiError, App, SupervisorCaller};
use crate::tenant::HeadNews;

/// A comment goes out so often, so that nothing between takes the connection for dead.
const KEEP_ALIVE: Duration = Duration::from_secs(25);
/// Then the browser asks anew, and session and grants are looked at again.
const LASTS: Duration = Duration::from_secs(300);

/// Says only "something new in this grid"（动态）, of the grids that the caller may read: the page
/// then asks for what it shows. Server-sent events named `news` with `{"grid": id}`; without a
/// grid, everything may have changed.
#[utoipa::path(
    get, path = "/api/v1/news", tag = "lists",
    responses(
        (status = 200, content_type = "text/event-stream", body = String),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiError> {
    let reach = caller.require(&app, "record_read")?;
    // What has moved into the caller's grids lies in the logs of others.
    let moved_in = reach.premises.iter();
    let logs = moved_in.filter_map(|premises| caller.control.log_of_moved(*premises));
    let listener = Listener {
        control: app.tenant.control_stream(),
        news: app.tenant.news(),
        stopping: app.stopping.clone(),
        streams: reach.streams,
        unnamed: reach
            .departments
            .into_values()
            .flatten()
            .chain(logs.map(StreamId::of_grid))
            .collect(),
    };
    let events = stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    });
    let events = events.take_until(tokio::time::sleep(LASTS));
    let events = std::future::ready(events).await;
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

struct Listener {
    control: StreamId,
    news: broadcast::Receiver<HeadNews>,
    stopping: watch::Receiver<bool>,
    streams: BTreeSet<StreamId>,
    /// A department sees what was sent to it, wherever that is: which grid moved is not told.
    unnamed: BTreeSet<StreamId>,
}

impl Listener {
    /// The next news for this person. `None`: the stream ends.
    async fn next(&mut self) -> Option<Event> {
        loop {
            let news = tokio::select! {
                news = self.news.recv() => news,
                _ = self.stopping.wait_for(|stop| *stop) => return None,
            };
            match news {
                Ok(one) if one.stream == self.control => return Some(everything()),
                Ok(one) if self.streams.contains(&one.stream) => {
                    let data = format!(r#"{{"grid":"{}"}}"#, one.stream.grid());
                    return Some(Event::default().event("news").data(data));
                }
                Ok(one) if self.unnamed.contains(&one.stream) => return Some(everything()),
                Ok(_) => {}
                Err(broadcast::error::RecvError::Lagged(_)) => return Some(everything()),
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }
}

fn everything() -> Event {
    Event::default().event("news").data("{}")
}
