use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};
use wangge_mobile_core::{CancellationToken, Core};

use crate::failure::Failure;
use crate::method::{Given, Run};
use crate::methods;
use crate::surroundings::Surroundings;
use crate::sync_state::SyncState;

/// Bytes of a request at most: a photo of 25 MiB in Base64 fits.
const MOST_BYTES: usize = 40 * 1024 * 1024;

/// The dispatcher（桥）: takes a request as text, gives its answer as text. Clones share everything.
#[derive(Clone, Debug)]
pub struct Bridge {
    pub(crate) core: Core,
    pub(crate) sync: Arc<SyncState>,
    pub(crate) surroundings: Option<Arc<dyn Surroundings>>,
    /// Cancelled when nobody waits for the answer any more.
    pub(crate) cancel: CancellationToken,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    method: String,
    #[serde(default)]
    args: Option<Value>,
}

impl Bridge {
    /// A bridge over an open core.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self {
            core,
            sync: Arc::default(),
            surroundings: None,
            cancel: CancellationToken::new(),
        }
    }

    /// The same for a host that knows of network and battery.
    #[must_use]
    pub fn within(core: Core, surroundings: Arc<dyn Surroundings>) -> Self {
        Self {
            surroundings: Some(surroundings),
            ..Self::new(core)
        }
    }

    /// The core behind it.
    #[must_use]
    pub fn core(&self) -> &Core {
        &self.core
    }

    /// Answers one request（调用）: `{"method", "args"}` in, `{"ok"}` or `{"error"}` out. Whatever
    /// the request is, the answer is one JSON document, and nothing panics out of it. Wants a tokio
    /// runtime around it: what blocks runs on its blocking threads. A caller that goes away cuts
    /// nothing off half way: what was begun is finished.
    pub async fn call(&self, request_json: String) -> String {
        let answer = match self.answer(&request_json).await {
            Ok(value) => json!({ "ok": value }),
            Err(failure) => json!({ "error": failure.json() }),
        };
        answer.to_string()
    }

    /// The same; `cancel` gives up what waits for the network, and the answer is `cancelled`. What
    /// touches this phone alone is finished.
    pub async fn call_until(&self, request_json: String, cancel: CancellationToken) -> String {
        let bridge = Self {
            cancel,
            ..self.clone()
        };
        bridge.call(request_json).await
    }

    /// Attaches a photo whose bytes came beside the request, for hosts that can pass bytes:
    /// `args` as of `photo.attach`, without the photo. Answers as [`Bridge::call`].
    pub async fn attach_photo(&self, args: String, original: Vec<u8>) -> String {
        let bridge = self.clone();
        let work = move || {
            let args = read(&args)?;
            methods::photos::attach_bytes(&bridge, args, original)
        };
        let answer = match blocking(work).await {
            Ok(value) => json!({ "ok": value }),
            Err(failure) => json!({ "error": failure.json() }),
        };
        answer.to_string()
    }

    /// The bytes of a photo's copy, for hosts that can pass bytes: `args` as of `photo.bytes`.
    ///
    /// # Errors
    /// The answer with the error, as text.
    pub async fn photo(&self, args: String) -> Result<Vec<u8>, String> {
        let bridge = self.clone();
        blocking(move || methods::photos::copy(&bridge, read(&args)?))
            .await
            .map_err(|failure| json!({ "error": failure.json() }).to_string())
    }

    async fn answer(&self, request: &str) -> Given {
        if request.len() > MOST_BYTES {
            return Err(Failure::BadRequest("longer than 40 MiB".to_owned()));
        }
        let request: Request = serde_json::from_str(request)
            .map_err(|error| Failure::BadRequest(error.to_string()))?;
        let method = methods::all()
            .find(|method| method.name == request.method)
            .ok_or_else(|| {
                let shown: String = request.method.chars().take(60).collect();
                Failure::BadRequest(format!("method {shown}"))
            })?;
        let args = request.args.unwrap_or_else(|| json!({}));
        if !args.is_object() {
            return Err(Failure::BadRequest("args: an object".to_owned()));
        }
        let bridge = self.clone();
        match method.run {
            Run::Here(run) => blocking(move || run(&bridge, args)).await,
            Run::Relay(run) => match tokio::runtime::Handle::try_current() {
                Ok(runtime) => join(runtime.spawn(run(bridge, args))).await,
                Err(_) => Err(Failure::Broken("no runtime".to_owned())),
            },
        }
    }
}

fn read(args: &str) -> Given {
    serde_json::from_str(args).map_err(|error| Failure::BadRequest(error.to_string()))
}

/// Runs what blocks on a thread made for it; a panic becomes an error.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    match tokio::runtime::Handle::try_current() {
        Ok(runtime) => join(runtime.spawn_blocking(work)).await,
        Err(_) => Err(Failure::Broken("no runtime".to_owned())),
    }
}

async fn join<T>(task: tokio::task::JoinHandle<Result<T, Failure>>) -> Result<T, Failure> {
    // What a panic says may hold what somebody wrote: it stays out of the answer.
    task.await
        .unwrap_or_else(|_| Err(Failure::Broken("the method panicked".to_owned())))
}
