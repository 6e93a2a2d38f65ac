use std::collections::BTreeMap;

use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{Digest, RecordId, StreamId};

use super::codec::{read_cbor, record_id, stream_id};
use super::{Database, DbError};

/// A record as the tables show it（库中记录）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownRecord {
    /// In which log it lives.
    pub stream: StreamId,
    /// What it is.
    pub kind: RecordKind,
    /// Content, with pending work and the draft on top.
    pub content: Content,
    /// Heads of the accepted document.
    pub heads: Vec<Digest>,
    /// Where it stands, by name.
    pub status: String,
}

impl Database {
    /// All records.
    ///
    /// # Errors
    /// [`DbError`].
    pub(crate) fn shown_records(&self) -> Result<BTreeMap<RecordId, ShownRecord>, DbError> {
        self.read(|connection| {
            let mut statement = connection.prepare(
                "SELECT n.id AS record, s.id AS stream, r.kind, r.content, r.heads, r.status \
                 FROM record r JOIN record_number n ON n.number = r.number \
                 JOIN stream s ON s.number = r.stream",
            )?;
            let mut found = statement.query([])?;
            let mut records = BTreeMap::new();
            while let Some(row) = found.next()? {
                let shown = ShownRecord {
                    stream: stream_id(row, "stream")?,
                    kind: RecordKind::from(row.get::<_, String>("kind")?),
                    content: read_cbor("content", &row.get::<_, Vec<u8>>("content")?)?,
                    heads: read_cbor("heads", &row.get::<_, Vec<u8>>("heads")?)?,
                    status: row.get("status")?,
                };
                records.insert(record_id(row, "record")?, shown);
            }
            Ok(records)
        })
    }
}
