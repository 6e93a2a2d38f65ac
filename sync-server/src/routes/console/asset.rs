use std::collections::BTreeMap;
use std::sync::OnceLock;

use axum::http::HeaderValue;
use wangge_protocol::sha256;

/// A file of the built console.
#[derive(Debug)]
pub(super) struct Asset {
    /// Below `/console/`, with slashes.
    pub(super) path: &'static str,
    /// Its bytes.
    pub(super) bytes: &'static [u8],
    /// The same compressed by Brotli.
    pub(super) brotli: Option<&'static [u8]>,
}

const ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/console_assets.rs"));

/// A file with its tag.
#[derive(Debug)]
pub(super) struct Tagged {
    pub(super) asset: &'static Asset,
    pub(super) etag: HeaderValue,
}

/// The file at a path. `None`: there is none, or the console was not built.
pub(super) fn find(path: &str) -> Option<&'static Tagged> {
    static TABLE: OnceLock<BTreeMap<&'static str, Tagged>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        ASSETS
            .iter()
            .filter_map(|asset| {
                let tag = format!("\"{}\"", sha256(asset.bytes));
                let etag = HeaderValue::from_str(&tag).ok()?;
                Some((asset.path, Tagged { asset, etag }))
            })
            .collect()
    });
    table.get(path)
}

impl Asset {
    /// Vite puts a hash into the name of every file in this folder: it never changes.
    pub(super) fn is_immutable(&self) -> bool {
        self.path.starts_with("assets/")
    }

    /// What it is, by the end of its name.
    pub(super) fn content_type(&self) -> &'static str {
        let end = self.path.rsplit_once('.').map_or("", |(_, end)| end);
        match end {
            "html" => "text/html; charset=utf-8",
            "js" | "mjs" => "text/javascript; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "json" => "application/json",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "woff2" => "font/woff2",
            _ => "application/octet-stream",
        }
    }
}
