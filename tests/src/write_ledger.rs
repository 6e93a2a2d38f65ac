//! A ledger of acknowledged writes, for loops that kill processes.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

/// An append-only file of the ids that were acknowledged to somebody. It lies outside the store
/// under test. Whoever hears an acknowledgment appends the id; after a kill every id in the ledger
/// must be in the store.
#[derive(Debug)]
pub struct WriteLedger {
    file: File,
}

impl WriteLedger {
    /// Opens the ledger, made if there is none. What a torn last line left is closed off, so that
    /// the next id stands on a line of its own.
    ///
    /// # Errors
    /// What the file system says.
    pub fn open(path: &Path) -> io::Result<Self> {
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .read(true)
            .open(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let whole = bytes
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        if whole < bytes.len() {
            file.set_len(whole as u64)?;
        }
        Ok(Self { file })
    }

    /// Appends one id and returns when it is on the disk.
    ///
    /// # Errors
    /// `InvalidInput` for an id that holds a line end, else what the file system says.
    pub fn append(&mut self, id: &str) -> io::Result<()> {
        if id.contains('\n') || id.is_empty() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "an id is one line of text",
            ));
        }
        // One write, so that a kill leaves a whole line or a torn last one, never a mixture.
        self.file.write_all(format!("{id}\n").as_bytes())?;
        self.file.sync_data()
    }

    /// The ids in the ledger in the order they were acknowledged. A torn last line was never
    /// acknowledged by [`WriteLedger::append`] and is left out. No file is an empty ledger.
    ///
    /// # Errors
    /// What the file system says; `InvalidData` if the file is not UTF-8.
    pub fn read(path: &Path) -> io::Result<Vec<String>> {
        let text = match std::fs::read_to_string(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other?,
        };
        let whole = text
            .rfind('\n')
            .map_or("", |end| text.get(..end).unwrap_or(""));
        Ok(whole.lines().map(str::to_owned).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_appended_is_read_back_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger");
        assert!(WriteLedger::read(&path).unwrap().is_empty());
        let mut ledger = WriteLedger::open(&path).unwrap();
        ledger.append("a").unwrap();
        ledger.append("暂-K7-1").unwrap();
        drop(ledger);
        WriteLedger::open(&path).unwrap().append("c").unwrap();
        assert_eq!(WriteLedger::read(&path).unwrap(), ["a", "暂-K7-1", "c"]);
    }

    #[test]
    fn a_torn_last_line_was_never_acknowledged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger");
        std::fs::write(&path, "whole\nto").unwrap();
        assert_eq!(WriteLedger::read(&path).unwrap(), ["whole"]);
        WriteLedger::open(&path).unwrap().append("next").unwrap();
        assert_eq!(WriteLedger::read(&path).unwrap(), ["whole", "next"]);
    }

    #[test]
    fn an_id_of_two_lines_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = WriteLedger::open(&folder.path().join("ledger")).unwrap();
        assert_eq!(
            ledger.append("a\nb").unwrap_err().kind(),
            io::ErrorKind::InvalidInput
        );
        assert_eq!(
            ledger.append("").unwrap_err().kind(),
            io::ErrorKind::InvalidInput
        );
    }
}
