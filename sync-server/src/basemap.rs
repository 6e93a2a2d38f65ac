//! The base map（底图）that a township lays into the data folder: vector tiles in one PMTiles file, and
//! the coordinates they are drawn in.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::data_folder::DataFolder;

/// Bytes of one answer: a browser asks for a few tiles at a time.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// In which coordinates a base map is drawn（坐标系）. Everything stored is WGS-84.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Coordinates {
    /// As satellites say it.
    #[default]
    Wgs84,
    /// CGCS2000（国家大地坐标系）: within a few centimetres the same as WGS-84.
    Cgcs2000,
    /// GCJ-02（国测局坐标）: shifted by some hundred metres.
    Gcj02,
    /// BD-09（百度坐标）: shifted once more.
    Bd09,
}

/// What `basemap.json` says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BaseMapNote {
    /// In which coordinates.
    #[serde(default)]
    pub(crate) coordinates: Coordinates,
    /// Whose map it is（审图号）, shown in its corner.
    #[serde(default)]
    pub(crate) attribution: String,
}

/// Where the base map lies, if there is one.
#[derive(Clone, Debug)]
pub(crate) struct BaseMap {
    tiles: PathBuf,
    note: PathBuf,
}

impl BaseMap {
    /// `basemap.pmtiles` and `basemap.json` in the data folder. They may come and go while the
    /// relay serves.
    pub(crate) fn new(folder: &DataFolder) -> Self {
        Self {
            tiles: folder.root().join("basemap.pmtiles"),
            note: folder.root().join("basemap.json"),
        }
    }

    /// Its size; `None`: there is none.
    pub(crate) fn size(&self) -> Option<u64> {
        std::fs::metadata(&self.tiles).ok().map(|it| it.len())
    }

    /// What is said of it. A note that cannot be read counts as none, with a line in the log.
    pub(crate) fn note(&self) -> BaseMapNote {
        let Ok(bytes) = std::fs::read(&self.note) else {
            return BaseMapNote::default();
        };
        serde_json::from_slice(&bytes).unwrap_or_else(|error| {
            tracing::warn!(error = %error, "basemap.json cannot be read");
            BaseMapNote::default()
        })
    }

    /// Some bytes of it, [`MOST_BYTES`] at most.
    pub(crate) fn read(&self, range: &Range<u64>) -> std::io::Result<Vec<u8>> {
        let mut file = File::open(&self.tiles)?;
        file.seek(SeekFrom::Start(range.start))?;
        let mut bytes = Vec::new();
        file.take((range.end - range.start).min(MOST_BYTES))
            .read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}
