//! What was measured, beside what was to be reached.

use std::io::Write as _;
use std::process::Command;

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::statistics::rounded;

/// Which way a figure is to go.
#[derive(Clone, Copy)]
pub(crate) enum Aim {
    /// At most this.
    AtMost(f64),
    /// At least this.
    AtLeast(f64),
}

/// All figures of a run.
pub(crate) struct Report {
    sections: Map<String, Value>,
    figures: Vec<Value>,
}

impl Report {
    /// Begins with what the figures depend on.
    pub(crate) fn begin(bench: &str, quick: bool) -> Self {
        let processors = std::thread::available_parallelism().map_or(0, usize::from);
        let head = json!({
            "bench": bench,
            "quick": quick,
            "debug_assertions": cfg!(debug_assertions),
            "processors": processors,
            "system": system(),
        });
        let Value::Object(sections) = head else {
            return Self {
                sections: Map::new(),
                figures: Vec::new(),
            };
        };
        Self {
            sections,
            figures: Vec::new(),
        }
    }

    /// Keeps the raw figures of a phase and shows them.
    pub(crate) fn section(&mut self, name: &str, figures: Value) -> Result<()> {
        writeln!(std::io::stdout(), "{name}: {figures}")?;
        self.sections.insert(name.to_owned(), figures);
        Ok(())
    }

    /// Sets a figure beside what is to be reached.
    pub(crate) fn figure(&mut self, what: &str, value: f64, unit: &str, aim: Aim) {
        let (reached, sign, limit) = match aim {
            Aim::AtMost(limit) => (value <= limit, "<=", limit),
            Aim::AtLeast(limit) => (value >= limit, ">=", limit),
        };
        self.figures.push(json!({
            "what": what,
            "value": rounded(value, 3),
            "unit": unit,
            "aim": format!("{sign} {limit}"),
            "reached": reached,
        }));
    }

    /// Says that a figure is not measured here, and why.
    pub(crate) fn not_measured(&mut self, what: &str, why: &str) {
        self.figures
            .push(json!({"what": what, "measured": false, "why": why}));
    }

    /// Prints what was not reached, then everything as one JSON object on the last line.
    pub(crate) fn finish(mut self) -> Result<()> {
        let mut out = std::io::stdout();
        for figure in &self.figures {
            let state = match figure["reached"].as_bool() {
                Some(true) => "reached",
                Some(false) => "NOT REACHED",
                None => "not measured",
            };
            writeln!(out, "{state}: {figure}")?;
        }
        self.sections
            .insert("figures".to_owned(), Value::Array(self.figures));
        writeln!(out, "{}", Value::Object(self.sections))?;
        Ok(())
    }
}

fn system() -> String {
    let output = Command::new("uname").args(["-s", "-r", "-m"]).output();
    output.map_or_else(
        |_| std::env::consts::OS.to_owned(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    )
}
