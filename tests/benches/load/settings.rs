//! What is asked for: `WANGGE_LOAD_…`.

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

/// Where the relays under load keep their records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StoreKind {
    /// One relay on its own file, photos in its folder.
    Sqlite,
    /// Two relays on one PostgreSQL, photos in a store that speaks S3.
    Postgres,
}

impl StoreKind {
    /// Relays that serve it together.
    pub(crate) fn instances(self) -> usize {
        match self {
            Self::Sqlite => 1,
            Self::Postgres => 2,
        }
    }

    /// As the environment names it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgresql",
        }
    }
}

/// Sizes and rates of a run.
pub(crate) struct Settings {
    pub(crate) store: StoreKind,
    /// Phones.
    pub(crate) devices: usize,
    /// Seconds of the steady parts.
    pub(crate) seconds: f64,
    /// Seconds of the overload.
    pub(crate) overload_seconds: f64,
    /// Times the steady rate.
    pub(crate) overload: f64,
    /// Pushes a second, of five envelopes each.
    pub(crate) rate: f64,
    /// Photos beside the pushes, 10⁶ bytes a second.
    pub(crate) photo_mb: f64,
    /// Idle wake streams.
    pub(crate) wakes: usize,
    /// Envelopes of the closed loop.
    pub(crate) closed_envelopes: usize,
    /// Minutes of the soak.
    pub(crate) minutes: f64,
    /// Pushes a second of the soak, of five envelopes each.
    pub(crate) soak_rate: f64,
    /// Photos of the soak, 10⁶ bytes a second.
    pub(crate) soak_photo_mb: f64,
    /// Records in the store when the cost of a push is measured.
    pub(crate) records: Vec<usize>,
    /// Records in the store at each drill.
    pub(crate) drill: Vec<usize>,
    only: Option<Vec<String>>,
}

impl Settings {
    /// What the environment says, else the sizes of the figures to be reached.
    pub(crate) fn from_environment() -> Result<Self> {
        let store = match text("STORE").as_deref() {
            None | Some("sqlite") => StoreKind::Sqlite,
            Some("postgresql") => StoreKind::Postgres,
            Some(other) => bail!("WANGGE_LOAD_STORE is {other:?}: sqlite or postgresql"),
        };
        let usual_rate = match store {
            StoreKind::Sqlite => 200.0,
            StoreKind::Postgres => 100.0,
        };
        let settings = Self {
            store,
            devices: whole("DEVICES", 2_000)?,
            seconds: number("SECONDS", 60.0)?,
            overload_seconds: number("OVERLOAD_SECONDS", 300.0)?,
            overload: number("OVERLOAD", 3.0)?,
            rate: number("RATE", usual_rate)?,
            photo_mb: number("PHOTO_MB", 20.0)?,
            wakes: whole("WAKES", 10_000)?,
            closed_envelopes: whole("CLOSED", 20_000)?,
            minutes: number("MINUTES", 45.0)?,
            soak_rate: number("SOAK_RATE", 5.0)?,
            soak_photo_mb: number("SOAK_PHOTO_MB", 0.5)?,
            records: sizes("RECORDS", &[1_000, 100_000])?,
            drill: sizes("DRILL", &[2_000, 6_000, 20_000])?,
            only: text("ONLY").map(|names| names.split(',').map(str::to_owned).collect()),
        };
        if settings.devices == 0 || settings.rate <= 0.0 {
            bail!("there is no load without devices and pushes");
        }
        Ok(settings)
    }

    /// Whether a part is asked for.
    pub(crate) fn asks(&self, part: &str) -> bool {
        self.only
            .as_ref()
            .is_none_or(|only| only.iter().any(|name| name == part))
    }

    /// Whether a part is asked for by its name: it takes long.
    pub(crate) fn names(&self, part: &str) -> bool {
        self.only.is_some() && self.asks(part)
    }

    /// What the figures depend on.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "store": self.store.name(),
            "instances": self.store.instances(),
            "devices": self.devices,
            "seconds": self.seconds,
            "overload_seconds": self.overload_seconds,
            "overload": self.overload,
            "pushes_per_second": self.rate,
            "photo_megabytes_per_second": self.photo_mb,
            "wake_streams": self.wakes,
            "closed_envelopes": self.closed_envelopes,
            "soak_minutes": self.minutes,
            "soak_pushes_per_second": self.soak_rate,
            "soak_photo_megabytes_per_second": self.soak_photo_mb,
            "records": self.records,
            "drill_records": self.drill,
            "only": self.only,
        })
    }
}

fn text(name: &str) -> Option<String> {
    let value = std::env::var(format!("WANGGE_LOAD_{name}")).ok();
    value.filter(|value| !value.is_empty())
}

fn whole(name: &str, usual: usize) -> Result<usize> {
    let Some(value) = text(name) else {
        return Ok(usual);
    };
    value
        .parse()
        .with_context(|| format!("WANGGE_LOAD_{name} is {value:?}: a whole number"))
}

fn number(name: &str, usual: f64) -> Result<f64> {
    let Some(value) = text(name) else {
        return Ok(usual);
    };
    let parsed: f64 = value
        .parse()
        .with_context(|| format!("WANGGE_LOAD_{name} is {value:?}: a number"))?;
    if !parsed.is_finite() || parsed < 0.0 {
        bail!("WANGGE_LOAD_{name} is {value:?}: a number that is not negative");
    }
    Ok(parsed)
}

/// In ascending order: the store only grows.
fn sizes(name: &str, usual: &[usize]) -> Result<Vec<usize>> {
    let Some(value) = text(name) else {
        return Ok(usual.to_vec());
    };
    let parsed: Result<Vec<usize>, _> = value.split(',').map(str::parse::<usize>).collect();
    let mut sizes =
        parsed.with_context(|| format!("WANGGE_LOAD_{name} is {value:?}: e.g. 1000,100000"))?;
    sizes.sort_unstable();
    Ok(sizes)
}
