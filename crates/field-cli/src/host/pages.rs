use std::borrow::Cow;
use std::path::PathBuf;

/// The pages that the binary carries: path and bytes.
const BUILT_IN: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/shell_pages.rs"));

/// Where the pages come from（页面来源）.
#[derive(Clone, Debug)]
pub(crate) enum Pages {
    /// Out of the binary.
    BuiltIn,
    /// Out of a folder, read anew each time: while somebody works on them.
    Folder(PathBuf),
}

impl Pages {
    /// True if there is a first page.
    pub(crate) fn are_there(&self) -> bool {
        self.file("index.html").is_some()
    }

    /// The bytes of a page. A path that leaves the folder names nothing.
    pub(crate) fn file(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        let plain = path
            .split('/')
            .all(|part| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':']));
        if !plain {
            return None;
        }
        match self {
            Self::BuiltIn => BUILT_IN
                .iter()
                .find(|(name, _)| *name == path)
                .map(|(_, bytes)| Cow::Borrowed(*bytes)),
            Self::Folder(folder) => std::fs::read(folder.join(path)).ok().map(Cow::Owned),
        }
    }
}

/// The content type of a path.
pub(crate) fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_never_leaves_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("pages");
        std::fs::create_dir(&inside).unwrap();
        std::fs::write(inside.join("index.html"), "x").unwrap();
        std::fs::write(folder.path().join("secret"), "x").unwrap();
        let pages = Pages::Folder(inside);
        assert!(pages.are_there());
        for bad in [
            "../secret",
            "a/../../secret",
            "/etc/passwd",
            "",
            ".",
            "c:\\x",
            ".hidden",
        ] {
            assert!(pages.file(bad).is_none(), "{bad}");
        }
    }
}
