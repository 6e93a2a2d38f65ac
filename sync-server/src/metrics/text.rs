use std::fmt::{Display, Write as _};

use super::counts::{BUCKETS_MS, Metrics};
use super::gauges::Gauges;

/// Name, type, unit and meaning of everything that is served; `docs/OPERATIONS.md` lists the same,
/// held by a test.
pub(crate) const METRIC_NAMES: &[(&str, &str, &str)] = &[
    ("wangge_build", "info", "Version of the relay."),
    (
        "wangge_http_requests",
        "counter",
        "Requests by method, route and status.",
    ),
    (
        "wangge_http_request_duration_seconds",
        "histogram",
        "How long requests took, by route.",
    ),
    ("wangge_connections", "gauge", "Connections open."),
    (
        "wangge_wake_streams",
        "gauge",
        "Devices and browsers that wait for news.",
    ),
    (
        "wangge_syncs_in_progress",
        "gauge",
        "Exchanges being decided.",
    ),
    (
        "wangge_deadline_jobs_stopped",
        "gauge",
        "1 if deadline jobs wait for a person.",
    ),
    (
        "wangge_healing",
        "gauge",
        "1 while phones bring back what a restore lost.",
    ),
    (
        "wangge_service_keys_left",
        "gauge",
        "Certified service keys that are left.",
    ),
    (
        "wangge_disk_free_bytes",
        "gauge",
        "Space left where the data folder lies.",
    ),
    (
        "wangge_database_bytes",
        "gauge",
        "Size of the database file.",
    ),
    ("wangge_wal_bytes", "gauge", "Size of the write-ahead log."),
    (
        "wangge_control_rows",
        "gauge",
        "Rows of the control stream.",
    ),
    ("wangge_devices", "gauge", "Devices that are not revoked."),
    ("wangge_audit_lines", "gauge", "Lines of the audit log."),
    (
        "wangge_last_backup_timestamp_seconds",
        "gauge",
        "When the newest backup was made.",
    ),
    (
        "wangge_backup_trial_timestamp_seconds",
        "gauge",
        "When a whole restore was last tried.",
    ),
    (
        "wangge_backup_trial_good",
        "gauge",
        "1 if that restore held.",
    ),
    (
        "wangge_resident_memory_bytes",
        "gauge",
        "Memory of the process.",
    ),
    (
        "wangge_open_handles",
        "gauge",
        "File handles of the process.",
    ),
];

/// Everything in the OpenMetrics text format, version 1.0.0.
pub(crate) fn open_metrics(metrics: &Metrics, gauges: &Gauges) -> String {
    let mut out = String::new();
    let version = env!("CARGO_PKG_VERSION");
    head(&mut out, "wangge_build");
    line(
        &mut out,
        "wangge_build_info",
        &format!("version=\"{version}\""),
        1,
    );
    let requests = metrics.requests();
    head(&mut out, "wangge_http_requests");
    for ((method, route, status), count) in &requests {
        let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
        line(&mut out, "wangge_http_requests_total", &labels, count.count);
    }
    let name = "wangge_http_request_duration_seconds";
    head(&mut out, name);
    for ((method, route, status), count) in &requests {
        let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
        let mut below = 0;
        for (bound, own) in BUCKETS_MS.iter().zip(count.buckets) {
            below += own;
            let labels = format!("{labels},le=\"{}\"", seconds(bound * 1_000));
            line(&mut out, &format!("{name}_bucket"), &labels, below);
        }
        let all = format!("{labels},le=\"+Inf\"");
        line(&mut out, &format!("{name}_bucket"), &all, count.count);
        line(
            &mut out,
            &format!("{name}_sum"),
            &labels,
            seconds(count.micros),
        );
        line(&mut out, &format!("{name}_count"), &labels, count.count);
    }
    let mut gauge = |name: &str, value: Option<i128>| {
        head(&mut out, name);
        // What this machine does not tell has no value, rather than a false one.
        if let Some(value) = value {
            line(&mut out, name, "", value);
        }
    };
    gauge("wangge_connections", Some(metrics.connections().into()));
    gauge("wangge_wake_streams", Some(gauges.wake_streams.into()));
    gauge(
        "wangge_syncs_in_progress",
        Some(gauges.syncs_in_progress.into()),
    );
    gauge(
        "wangge_deadline_jobs_stopped",
        Some(gauges.deadline_jobs_stopped.into()),
    );
    gauge("wangge_healing", Some(gauges.healing.into()));
    gauge(
        "wangge_service_keys_left",
        Some(gauges.service_keys_left.into()),
    );
    gauge(
        "wangge_disk_free_bytes",
        gauges.disk_free_bytes.map(Into::into),
    );
    gauge("wangge_database_bytes", Some(gauges.database_bytes.into()));
    gauge("wangge_wal_bytes", Some(gauges.wal_bytes.into()));
    gauge("wangge_control_rows", Some(gauges.control_rows.into()));
    gauge("wangge_devices", Some(gauges.devices.into()));
    gauge("wangge_audit_lines", Some(gauges.audit_lines.into()));
    let backup = gauges.last_backup_at.map(|at| i128::from(at / 1_000));
    gauge("wangge_last_backup_timestamp_seconds", backup);
    let trial = gauges.trial.as_ref();
    gauge(
        "wangge_backup_trial_timestamp_seconds",
        trial.map(|trial| i128::from(trial.at / 1_000)),
    );
    gauge(
        "wangge_backup_trial_good",
        trial.map(|trial| trial.good.into()),
    );
    gauge(
        "wangge_resident_memory_bytes",
        gauges.resident_bytes.map(Into::into),
    );
    gauge("wangge_open_handles", gauges.open_handles.map(Into::into));
    out.push_str("# EOF\n");
    out
}

fn head(out: &mut String, name: &str) {
    let found = METRIC_NAMES.iter().find(|(known, ..)| *known == name);
    if let Some((_, kind, help)) = found {
        // Writing to a text cannot fail.
        let _written = write!(out, "# TYPE {name} {kind}\n# HELP {name} {help}\n");
    }
}

fn line(out: &mut String, name: &str, labels: &str, value: impl Display) {
    let _written = if labels.is_empty() {
        writeln!(out, "{name} {value}")
    } else {
        writeln!(out, "{name}{{{labels}}} {value}")
    };
}

/// Microseconds as seconds, exactly.
fn seconds(micros: u64) -> String {
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}
