use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};
use wangge_mobile_core::{CoreError, NetworkKind, PhotoReport, SyncEnd, SyncOptions, SyncReport};

use crate::args::{Nothing, args};
use crate::bridge::Bridge;
use crate::failure::Failure;
use crate::method::{Given, Later, Method, Run};
use crate::sync_state::RunningSync;

pub(crate) const METHODS: &[Method] = &[
    Method {
        name: "sync.run",
        what: "同步一次，结束后返回小结；一切可随时中断，下次接着做（one whole sync; `end` is `complete`, `waiting` or `failed`, then with `error`; `wifi` and `frugal` go without saying where the host knows network and battery; `frugal`: records and thumbnails only, one at a time）",
        args: r#"{"wifi": false, "frugal": false, "photos": true}"#,
        answer: r#"{"end": "complete", "error": null, "envelopes": 3, "blocked": 0, "rows": 5, "without_effect": [], "refused": 0, "degraded": [], "purged": [], "mended": [], "diverged": [], "photos_sent": 6, "photos_unreadable": 0, "photos_left": 0, "photos_error": null, "round_trips": 4, "bytes_up": 2048, "bytes_down": 4096, "rekey_needed": false, "relay_healing": false, "update_needed": false, "wiped": false, "frugal": false, "relay_time_ms": 1788220800000}"#,
        run: Run::Relay(run),
    },
    Method {
        name: "sync.state",
        what: "同步进度和上次结果（progress of the one that runs: `stage` is `records`, `waiting` or `photos`; and the last answer of `sync.run`, or its error）",
        args: "{}",
        answer: r#"{"running": true, "progress": {"stage": "photos", "sent": 3, "left": 2}, "last": null}"#,
        run: Run::Here(state),
    },
    Method {
        name: "sync.cancel",
        what: "停止正在进行的同步（gives the running one up; what is saved stays saved）",
        args: "{}",
        answer: r#"{"cancelled": true}"#,
        run: Run::Here(cancel),
    },
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    #[serde(default)]
    wifi: Option<bool>,
    #[serde(default)]
    frugal: Option<bool>,
    #[serde(default = "yes")]
    photos: bool,
}

impl Options {
    /// What the page says goes before what the host knows.
    fn over(self, known: SyncOptions) -> SyncOptions {
        let network = match self.wifi {
            Some(true) => NetworkKind::Wifi,
            Some(false) => NetworkKind::Metered,
            None => known.network,
        };
        let options = match self.frugal {
            Some(true) => SyncOptions::frugal(),
            Some(false) => SyncOptions::default(),
            None => known,
        };
        SyncOptions {
            network,
            photos: self.photos,
            ..options
        }
    }
}

fn yes() -> bool {
    true
}

fn run(bridge: Bridge, value: Value) -> Later {
    Box::pin(async move {
        let wanted: Options = args(value)?;
        let Some(cancel) = bridge.sync.begin(&bridge.cancel) else {
            return Err(CoreError::SyncRunning.into());
        };
        let _running = RunningSync(Arc::clone(&bridge.sync));
        let options = match &bridge.surroundings {
            Some(host) => wanted.over(host.options().await),
            None => wanted.over(SyncOptions::default()),
        };
        let observer = Arc::clone(&bridge.sync);
        let given = match bridge.core.sync(&options, observer, &cancel).await {
            Ok(report) => Ok(report_json(&report, options.frugal)),
            Err(error) => Err(Failure::from(error)),
        };
        bridge.sync.end(match &given {
            Ok(report) => report.clone(),
            Err(failure) => json!({ "end": "failed", "error": failure.json() }),
        });
        given
    })
}

fn report_json(report: &SyncReport, frugal: bool) -> Value {
    let SyncReport {
        end,
        round_trips,
        bytes_up,
        bytes_down,
        envelopes,
        blocked,
        rows,
        without_effect,
        refused,
        degraded,
        purged,
        mended,
        diverged,
        photos,
        rekey_needed,
        relay_healing,
        update_needed,
        relay_time,
        wiped,
    } = report;
    let PhotoReport {
        sent,
        // What the relay had already is none of what was sent.
        skipped: _,
        bytes: _,
        unreadable,
        left,
        failure,
    } = photos;
    let (end, error) = match end {
        SyncEnd::Complete => ("complete", None),
        SyncEnd::Waiting => ("waiting", None),
        SyncEnd::Failed(error) => ("failed", Some(Failure::from(error.clone()).json())),
    };
    json!({
        "end": end,
        "error": error,
        "envelopes": envelopes,
        "blocked": blocked,
        "rows": rows,
        "without_effect": without_effect,
        "refused": refused.len(),
        "degraded": degraded,
        "purged": purged,
        "mended": mended,
        "diverged": diverged,
        "photos_sent": sent,
        "photos_unreadable": unreadable,
        "photos_left": left,
        "photos_error": failure.clone().map(|error| Failure::from(error).json()),
        "round_trips": round_trips,
        "bytes_up": bytes_up,
        "bytes_down": bytes_down,
        "rekey_needed": rekey_needed,
        "relay_healing": relay_healing,
        "update_needed": update_needed,
        "wiped": wiped,
        "frugal": frugal,
        "relay_time_ms": relay_time,
    })
}

fn state(bridge: &Bridge, value: Value) -> Given {
    let Nothing {} = args(value)?;
    Ok(bridge.sync.json())
}

fn cancel(bridge: &Bridge, value: Value) -> Given {
    let Nothing {} = args(value)?;
    Ok(json!({ "cancelled": bridge.sync.cancel() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over(request: Value, known: SyncOptions) -> SyncOptions {
        let wanted: Options = args(request).unwrap();
        wanted.over(known)
    }

    #[test]
    fn what_the_page_leaves_out_the_host_says() {
        let wifi = |options: SyncOptions| SyncOptions {
            network: NetworkKind::Wifi,
            ..options
        };
        let known = wifi(SyncOptions::frugal());
        assert_eq!(over(json!({}), known.clone()), known);
        let plain = over(json!({ "frugal": false }), known.clone());
        assert_eq!(plain, wifi(SyncOptions::default()));
        let metered = over(json!({ "wifi": false, "photos": false }), known);
        assert_eq!(metered.network, NetworkKind::Metered);
        assert!(metered.frugal && !metered.photos);
        let asked = over(json!({ "frugal": true }), wifi(SyncOptions::default()));
        assert_eq!(asked, wifi(SyncOptions::frugal()));
        assert_eq!(
            over(json!({}), SyncOptions::default()),
            SyncOptions::default()
        );
    }
}
