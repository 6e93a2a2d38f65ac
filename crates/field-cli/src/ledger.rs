use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use wangge_domain::RecordId;

/// One acknowledged write（已确认的写入）: one line of a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LedgerEntry {
    /// `premises:{id}`: a premises put on file.
    Premises(RecordId),
    /// `hazard:{id}`: a hazard drafted.
    Hazard(RecordId),
    /// `inspection:{id}`: an inspection begun.
    Inspection(RecordId),
    /// `photo:{id}`: a photo attached.
    Photo(RecordId),
    /// `answer:{inspection}/{item}/{n}`: an answer whose note is `n`; later ones are greater.
    Answer {
        /// The inspection.
        inspection: RecordId,
        /// The checklist item.
        item: String,
        /// What stands in its note.
        n: u64,
    },
}

impl std::fmt::Display for LedgerEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Premises(id) => write!(f, "premises:{id}"),
            Self::Hazard(id) => write!(f, "hazard:{id}"),
            Self::Inspection(id) => write!(f, "inspection:{id}"),
            Self::Photo(id) => write!(f, "photo:{id}"),
            Self::Answer {
                inspection,
                item,
                n,
            } => write!(f, "answer:{inspection}/{item}/{n}"),
        }
    }
}

impl std::str::FromStr for LedgerEntry {
    type Err = String;

    fn from_str(line: &str) -> Result<Self, String> {
        let wrong = || format!("不是台账行：{line}");
        let (kind, rest) = line.split_once(':').ok_or_else(wrong)?;
        let id = |text: &str| text.parse::<RecordId>().map_err(|_| wrong());
        match kind {
            "premises" => Ok(Self::Premises(id(rest)?)),
            "hazard" => Ok(Self::Hazard(id(rest)?)),
            "inspection" => Ok(Self::Inspection(id(rest)?)),
            "photo" => Ok(Self::Photo(id(rest)?)),
            "answer" => {
                let (inspection, rest) = rest.split_once('/').ok_or_else(wrong)?;
                let (item, n) = rest.rsplit_once('/').ok_or_else(wrong)?;
                Ok(Self::Answer {
                    inspection: id(inspection)?,
                    item: item.to_owned(),
                    n: n.parse().map_err(|_| wrong())?,
                })
            }
            _ => Err(wrong()),
        }
    }
}

/// An append-only file of acknowledged writes, outside the store under test（确认台账）: one line each,
/// on the disk before the next write begins. A torn last line was never acknowledged.
#[derive(Debug)]
pub(crate) struct Ledger {
    file: File,
    lines: u64,
}

impl Ledger {
    /// Opens a ledger, made if there is none; what a torn last line left is cut off.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
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
            file.set_len(u64::try_from(whole).unwrap_or(u64::MAX))?;
        }
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
        Ok(Self {
            file,
            lines: u64::try_from(lines).unwrap_or(u64::MAX),
        })
    }

    /// How many writes were acknowledged so far.
    pub(crate) fn len(&self) -> u64 {
        self.lines
    }

    /// Appends one entry and returns when it is on the disk.
    pub(crate) fn append(&mut self, entry: &LedgerEntry) -> io::Result<()> {
        // One write, so that a kill leaves a whole line or a torn last one, never a mixture.
        self.file.write_all(format!("{entry}\n").as_bytes())?;
        self.file.sync_data()?;
        self.lines += 1;
        Ok(())
    }

    /// The whole lines of a ledger, in order.
    pub(crate) fn read(path: &Path) -> io::Result<Vec<String>> {
        let text = std::fs::read_to_string(path)?;
        let whole = text
            .rfind('\n')
            .and_then(|end| text.get(..end))
            .unwrap_or("");
        Ok(whole.lines().map(str::to_owned).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u8) -> RecordId {
        RecordId::from_bytes([n; 16])
    }

    #[test]
    fn a_line_is_read_as_it_was_written() {
        for entry in [
            LedgerEntry::Premises(id(1)),
            LedgerEntry::Hazard(id(2)),
            LedgerEntry::Inspection(id(3)),
            LedgerEntry::Photo(id(4)),
            LedgerEntry::Answer {
                inspection: id(5),
                item: "RH-01".to_owned(),
                n: 17,
            },
        ] {
            assert_eq!(entry.to_string().parse(), Ok(entry));
        }
        assert!("premises:x".parse::<LedgerEntry>().is_err());
        assert!("something".parse::<LedgerEntry>().is_err());
    }

    #[test]
    fn a_torn_last_line_was_never_acknowledged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger");
        std::fs::write(&path, format!("premises:{}\npremi", id(1))).unwrap();
        assert_eq!(Ledger::read(&path).unwrap().len(), 1);
        let mut ledger = Ledger::open(&path).unwrap();
        ledger.append(&LedgerEntry::Hazard(id(2))).unwrap();
        assert_eq!(ledger.len(), 2);
        assert_eq!(
            Ledger::read(&path).unwrap(),
            [format!("premises:{}", id(1)), format!("hazard:{}", id(2))]
        );
    }
}
