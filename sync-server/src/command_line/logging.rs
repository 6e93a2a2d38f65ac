use std::io::Write;
use std::sync::Arc;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// What is logged unless `WANGGE_LOG` says otherwise. The document library opens a span for each
/// change it applies and would have its arguments written out as text every time.
const LOGGED: &str = "info,automerge=warn";

/// Begins to log to standard error: a service one JSON object per line（结构化日志）, a command text for the
/// person at the terminal. `WANGGE_LOG_FORMAT` (`json`, `text`) says otherwise.
pub(super) fn begin(is_service: bool) {
    let filter = EnvFilter::try_from_env("WANGGE_LOG").unwrap_or_else(|_| EnvFilter::new(LOGGED));
    let is_json = match std::env::var("WANGGE_LOG_FORMAT").as_deref() {
        Ok("json") => true,
        Ok("text") => false,
        _ => is_service,
    };
    let base = tracing_subscriber::fmt().with_env_filter(filter);
    if is_json {
        base.json()
            .flatten_event(true)
            .with_current_span(false)
            .with_span_list(false)
            .with_writer(std::io::stderr)
            .init();
    } else {
        base.with_writer(OneLine(Arc::new(std::io::stderr))).init();
    }
}

/// Makes writers whose records stand on one line each: what a caller sent and somebody logs cannot
/// pass for a record of its own.
struct OneLine<M>(Arc<M>);

impl<'a, W: Write, M: Fn() -> W + 'a> MakeWriter<'a> for OneLine<M> {
    type Writer = OneLineWriter<W>;

    fn make_writer(&'a self) -> Self::Writer {
        OneLineWriter((self.0)())
    }
}

struct OneLineWriter<W>(W);

impl<W: Write> Write for OneLineWriter<W> {
    /// A record comes in one piece, with its line end.
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let (text, end) = match bytes.split_last() {
            Some((b'\n', text)) => (text, &b"\n"[..]),
            _ => (bytes, &b""[..]),
        };
        let mut out = Vec::with_capacity(bytes.len());
        for byte in text {
            match byte {
                b'\n' => out.extend_from_slice(b"\\n"),
                b'\r' => out.extend_from_slice(b"\\r"),
                byte => out.push(*byte),
            }
        }
        out.extend_from_slice(end);
        self.0.write_all(&out)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    const FORGED: &str = "x\r\n2026-09-01T00:00:00Z  INFO the relay stops\n";

    fn logged(kept: &Kept, subscriber: impl tracing::Subscriber + Send + Sync + 'static) -> String {
        tracing::subscriber::with_default(subscriber, || {
            tracing::warn!(field = FORGED, shown = %FORGED, "it failed: {FORGED}");
        });
        String::from_utf8(kept.0.lock().unwrap().clone()).unwrap()
    }

    #[test]
    fn neg_095_line_ends_in_logs() {
        let kept = Kept::default();
        let writer = kept.clone();
        let text = tracing_subscriber::fmt()
            .with_writer(OneLine(Arc::new(move || writer.clone())))
            .finish();
        let text = logged(&kept, text);
        assert_eq!(text.lines().count(), 1, "{text}");
        let kept = Kept::default();
        let writer = kept.clone();
        let json = tracing_subscriber::fmt()
            .json()
            .flatten_event(true)
            .with_writer(move || writer.clone())
            .finish();
        let text = logged(&kept, json);
        assert_eq!(text.lines().count(), 1, "{text}");
        let record: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (&record["level"], &record["field"]),
            (&"WARN".into(), &FORGED.into())
        );
    }
}
