use std::sync::OnceLock;

use serde::Deserialize;

/// A picture guide（图文指南, S0-29）of what a question asks, shared by all items of one common key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guide {
    /// The common key, `EXIT`.
    pub key: String,
    /// Version of the guides.
    pub version: String,
    /// Title.
    pub title: String,
    /// What to look at.
    pub look: String,
    /// A drawing of what is right, SVG.
    pub pass: &'static str,
    /// A drawing of what is wrong, SVG.
    pub fail: &'static str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Index {
    format: u32,
    version: String,
    guides: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    key: String,
    title: String,
    look: String,
    pass: String,
    fail: String,
}

const INDEX: &str = include_str!("../../../../fixtures/guides/guides.json");

macro_rules! drawings {
    ($($key:literal,)*) => {
        &[$((
            concat!($key, "-pass.svg"),
            include_str!(concat!("../../../../fixtures/guides/", $key, "-pass.svg")),
            concat!($key, "-fail.svg"),
            include_str!(concat!("../../../../fixtures/guides/", $key, "-fail.svg")),
        ),)*]
    };
}

/// File names with what is in them.
const DRAWINGS: &[(&str, &str, &str, &str)] = drawings![
    "BREAK",
    "EXT",
    "LANE",
    "EXIT",
    "WINDOW",
    "WIRE",
    "DECOR",
    "TRAIN",
    "EBIKE",
    "LIGHT",
    "SMOKE",
    "HEAT",
    "HAZ",
    "RESP",
    "PERMIT",
    "GAS",
    "STAIR",
    "HYD",
    "LIVE",
    "SPRINK",
    "PATROL",
    "KITCHEN",
    "EBCHARGE",
    "KITCH_SEP",
    "PART",
    "NONLIVE",
    "DENSITY",
    "RESCUE",
    "MIX",
    "MANAGER",
    "DORMPWR",
    "DRILL",
    "O2",
    "ALCOHOL",
    "STOCK",
    "SHUTTER",
    "CORRIDOR",
    "GASALARM",
    "BLANKET",
    "GRILL",
    "MASK",
    "OPENFLAME",
    "STACK",
    "LADDER",
    "STOVE",
    "ROOFS",
    "BATT",
    "OUT",
    "KEEPOUT",
];

/// All guides, in the order of how often their question is asked.
#[must_use]
pub fn guides() -> &'static [Guide] {
    static GUIDES: OnceLock<Vec<Guide>> = OnceLock::new();
    GUIDES.get_or_init(|| {
        let index: Index = serde_json::from_str(INDEX).expect("a test reads the built-in guides");
        assert_eq!(index.format, 1, "the built-in guides are of this shape");
        let entries = index.guides.into_iter();
        entries
            .filter_map(|entry| {
                let found = DRAWINGS
                    .iter()
                    .find(|it| it.0 == entry.pass && it.2 == entry.fail)?;
                Some(Guide {
                    key: entry.key,
                    version: index.version.clone(),
                    title: entry.title,
                    look: entry.look,
                    pass: found.1,
                    fail: found.3,
                })
            })
            .collect()
    })
}

/// The guide of a common key, if it has been drawn.
#[must_use]
pub fn guide(common_key: &str) -> Option<&'static Guide> {
    guides().iter().find(|guide| guide.key == common_key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_drawing_is_listed_and_shows_something() {
        let index: Index = serde_json::from_str(INDEX).unwrap();
        assert_eq!(index.guides.len(), DRAWINGS.len());
        assert_eq!(guides().len(), DRAWINGS.len());
        assert!(guides().len() >= 40);
        for guide in guides() {
            assert_ne!(guide.pass, guide.fail, "{}", guide.key);
            for drawing in [guide.pass, guide.fail] {
                assert!(drawing.starts_with("<svg") && drawing.trim_end().ends_with("</svg>"));
                assert!(drawing.matches('<').count() > 8, "{} is empty", guide.key);
            }
        }
    }
}
