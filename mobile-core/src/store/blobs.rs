//! Rows of encrypted photo files.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension as _, Row as SqlRow, Transaction};
use wangge_domain::{Digest, RecordId, StreamId, Timestamp};
use wangge_protocol::EnvelopeId;

use super::codec::{digest, record_id, stream_id, unsigned};
use super::{Database, DbError};

/// Which of a photo's three blobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum BlobRole {
    /// 缩略图.
    Thumbnail,
    /// 浏览图.
    View,
    /// 原图.
    Original,
}

impl BlobRole {
    /// The word in SQL and in the metadata of an upload.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Thumbnail => "thumbnail",
            Self::View => "view",
            Self::Original => "original",
        }
    }

    /// The role by its word.
    pub(crate) fn of(word: &str) -> Option<Self> {
        [Self::Thumbnail, Self::View, Self::Original]
            .into_iter()
            .find(|role| role.as_str() == word)
    }

    fn parse(word: &str) -> Result<Self, DbError> {
        Self::of(word).ok_or_else(|| DbError::decode("blob role", word))
    }
}

/// An encrypted photo file as its row knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BlobRow {
    /// SHA-256 of the plain bytes.
    pub(crate) digest: Digest,
    /// Which blob of the photo.
    pub(crate) role: BlobRole,
    /// Record of the photo.
    pub(crate) photo: RecordId,
    /// Stream of that record.
    pub(crate) stream: StreamId,
    /// Length of the plain bytes.
    pub(crate) length: u64,
    /// Name of the file and its wrapped key; `None` once let go.
    pub(crate) file: Option<(String, Vec<u8>)>,
    /// When it was made, by the phone's clock.
    pub(crate) made_at: Timestamp,
    /// The relay holds it verified since.
    pub(crate) held_at: Option<Timestamp>,
    /// The file is gone though the relay never held it.
    pub(crate) lost: bool,
}

/// A blob to upload, with the address of an upload begun earlier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BlobToSend {
    /// The blob.
    pub(crate) blob: BlobRow,
    /// Where an earlier upload of it goes on.
    pub(crate) upload: Option<String>,
}

const COLUMNS: &str =
    "digest, role, photo, stream, length, file, wrapped_key, made_at, upload, held_at, lost";

fn blob(row: &SqlRow<'_>) -> Result<BlobToSend, DbError> {
    let file: Option<String> = row.get("file")?;
    let key: Option<Vec<u8>> = row.get("wrapped_key")?;
    Ok(BlobToSend {
        blob: BlobRow {
            digest: digest(row, "digest")?,
            role: BlobRole::parse(&row.get::<_, String>("role")?)?,
            photo: record_id(row, "photo")?,
            stream: stream_id(row, "stream")?,
            length: unsigned(row, "length")?,
            file: file.zip(key),
            made_at: Timestamp(row.get("made_at")?),
            held_at: row.get::<_, Option<i64>>("held_at")?.map(Timestamp),
            lost: row.get("lost")?,
        },
        upload: row.get("upload")?,
    })
}

impl Database {
    /// Names files that lie in their places; gives the names of files that these stand in for. A
    /// blob that is known stays with its first photo, unless that was never sealed, because the app
    /// was killed, or was refused: it would never be sent. What is a smaller copy of one photo and a
    /// larger one of this or another is the smaller: it is sent with the small ones and is not let go
    /// as an original.
    pub(crate) fn add_blobs(&self, blobs: Vec<BlobRow>) -> Result<Vec<String>, DbError> {
        self.write(move |tx| {
            let mut insert = tx.prepare_cached(
                "INSERT INTO blob \
                 (digest, role, photo, stream, length, file, wrapped_key, made_at) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (digest) DO UPDATE SET \
                 photo = excluded.photo, stream = excluded.stream, \
                 made_at = excluded.made_at, upload = NULL \
                 WHERE blob.held_at IS NULL AND excluded.file IS NOT NULL \
                 AND NOT EXISTS (SELECT 1 FROM own_envelope e \
                 JOIN record_number n ON n.number = e.record WHERE n.id = blob.photo \
                 AND e.verdict IN ('pending', 'accepted'))",
            )?;
            let mut smaller = tx.prepare_cached(
                "UPDATE blob SET role = ?2 WHERE digest = ?1 AND (role = 'original' \
                 AND ?2 IN ('view', 'thumbnail') OR role = 'view' AND ?2 = 'thumbnail')",
            )?;
            let mut known = tx.prepare_cached("SELECT file FROM blob WHERE digest = ?1")?;
            let mut name = tx.prepare_cached(
                "UPDATE blob SET file = ?2, wrapped_key = ?3, lost = 0 \
                 WHERE digest = ?1 AND file IS NOT ?2",
            )?;
            let mut replaced = Vec::new();
            for blob in &blobs {
                let file = blob.file.as_ref().map(|(name, _)| name);
                let key = blob.file.as_ref().map(|(_, key)| key);
                insert.execute((
                    blob.digest.0,
                    blob.role.as_str(),
                    blob.photo.as_bytes(),
                    blob.stream.as_bytes(),
                    blob.length.cast_signed(),
                    file,
                    key,
                    blob.made_at.0,
                ))?;
                smaller.execute((blob.digest.0, blob.role.as_str()))?;
                // Whoever gives a file has looked at the one that was named: it is no good.
                let before: Option<String> = known.query_row([blob.digest.0], |row| row.get(0))?;
                if file.is_some() && name.execute((blob.digest.0, file, key))? > 0 {
                    replaced.extend(before);
                }
            }
            Ok(replaced)
        })
    }

    /// Names files whose rows were lost, each with what its label says; a blob that has a row keeps
    /// it. What was fetched is held by the relay.
    pub(crate) fn adopt_blobs(&self, blobs: Vec<BlobRow>) -> Result<(), DbError> {
        self.write(move |tx| {
            for blob in &blobs {
                tx.execute(
                    "INSERT OR IGNORE INTO blob \
                     (digest, role, photo, stream, length, file, wrapped_key, made_at, held_at) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                    (
                        blob.digest.0,
                        blob.role.as_str(),
                        blob.photo.as_bytes(),
                        blob.stream.as_bytes(),
                        blob.length.cast_signed(),
                        blob.file.as_ref().map(|(name, _)| name),
                        blob.file.as_ref().map(|(_, key)| key),
                        blob.made_at.0,
                        blob.held_at.map(|at| at.0),
                    ),
                )?;
            }
            Ok(())
        })
    }

    /// Every blob that is here and that the relay does not hold, whatever became of the photo it
    /// belongs to: what an export carries.
    pub(crate) fn unheld_blobs(&self) -> Result<Vec<BlobRow>, DbError> {
        self.read(|connection| {
            let sql = format!(
                "SELECT {COLUMNS} FROM blob WHERE held_at IS NULL AND file IS NOT NULL \
                 ORDER BY made_at, digest"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(blob(row)?.blob);
            }
            Ok(found)
        })
    }

    /// Originals that are here, that the relay does not hold, and whose photo has no record on this
    /// phone: its record was lost with a database, or never sealed.
    pub(crate) fn unfiled_originals(&self) -> Result<u64, DbError> {
        self.read(|connection| {
            let sql = "SELECT count(*) AS n FROM blob WHERE role = 'original' \
                       AND held_at IS NULL AND file IS NOT NULL AND lost = 0 \
                       AND NOT EXISTS (SELECT 1 FROM record_number n WHERE n.id = blob.photo \
                       AND (EXISTS (SELECT 1 FROM record r WHERE r.number = n.number) \
                       OR EXISTS (SELECT 1 FROM own_envelope e WHERE e.record = n.number)))";
            Ok(connection.query_row(sql, [], |row| unsigned(row, "n"))?)
        })
    }

    /// A blob by its digest.
    pub(crate) fn blob(&self, digest: Digest) -> Result<Option<BlobRow>, DbError> {
        self.read(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM blob WHERE digest = ?1");
            let found = connection
                .prepare_cached(&sql)?
                .query_row([digest.0], |row| Ok(blob(row)))
                .optional()?;
            Ok(found.transpose()?.map(|found| found.blob))
        })
    }

    /// Blobs the relay does not hold, that are still here: the small ones of all photos first.
    /// Only those of photos that were sealed: an envelope names them.
    pub(crate) fn blobs_to_send(
        &self,
        roles: &[BlobRole],
        limit: usize,
    ) -> Result<Vec<BlobToSend>, DbError> {
        let mut list = Vec::new();
        for role in roles {
            let left = limit.saturating_sub(list.len());
            let found: Vec<BlobToSend> = self.read(|connection| {
                let sql = format!(
                    "SELECT {COLUMNS} FROM blob WHERE held_at IS NULL AND lost = 0 \
                     AND file IS NOT NULL AND role = ?1 AND EXISTS (SELECT 1 FROM own_envelope e \
                     JOIN record_number n ON n.number = e.record WHERE n.id = blob.photo \
                     AND e.verdict IN ('pending', 'accepted')) ORDER BY made_at LIMIT ?2"
                );
                let mut statement = connection.prepare_cached(&sql)?;
                let limit = i64::try_from(left).unwrap_or(i64::MAX);
                let mut rows = statement.query((role.as_str(), limit))?;
                let mut found = Vec::new();
                while let Some(row) = rows.next()? {
                    found.push(blob(row)?);
                }
                Ok(found)
            })?;
            list.extend(found);
        }
        Ok(list)
    }

    /// Remembers where an upload goes on; `None`: it must begin anew.
    pub(crate) fn set_upload(&self, digest: Digest, upload: Option<String>) -> Result<(), DbError> {
        self.write(move |tx| {
            tx.execute(
                "UPDATE blob SET upload = ?2 WHERE digest = ?1",
                (digest.0, &upload),
            )?;
            Ok(())
        })
    }

    /// Where an upload goes on.
    pub(crate) fn upload_of(&self, digest: Digest) -> Result<Option<String>, DbError> {
        self.read(|connection| {
            let found: Option<Option<String>> = connection
                .prepare_cached("SELECT upload FROM blob WHERE digest = ?1")?
                .query_row([digest.0], |row| row.get(0))
                .optional()?;
            Ok(found.flatten())
        })
    }

    /// Notes that the relay holds blobs verified.
    pub(crate) fn set_held(&self, digests: Vec<Digest>, at: Timestamp) -> Result<(), DbError> {
        self.write(move |tx| {
            for digest in &digests {
                tx.execute(
                    "UPDATE blob SET held_at = ?2, upload = NULL \
                     WHERE digest = ?1 AND held_at IS NULL",
                    (digest.0, at.0),
                )?;
            }
            Ok(())
        })
    }

    /// The relay was restored and may have lost photos of these streams: all that are here are
    /// offered to it again. It takes only what it lacks.
    pub(crate) fn offer_blobs_again(&self, streams: Vec<StreamId>) -> Result<(), DbError> {
        self.write(move |tx| {
            for stream in &streams {
                tx.execute(
                    "UPDATE blob SET held_at = NULL, upload = NULL \
                     WHERE stream = ?1 AND file IS NOT NULL",
                    [stream.as_bytes()],
                )?;
            }
            Ok(())
        })
    }

    /// Marks files that are gone as lost, unless the relay holds them.
    pub(crate) fn set_lost(&self, files: Vec<String>) -> Result<(), DbError> {
        self.write(move |tx| {
            for file in &files {
                tx.execute("UPDATE blob SET lost = 1 WHERE file = ?1", [file])?;
            }
            Ok(())
        })
    }

    /// Names of all files that rows speak of.
    pub(crate) fn blob_files(&self) -> Result<BTreeSet<String>, DbError> {
        self.read(|connection| {
            let mut statement =
                connection.prepare("SELECT file FROM blob WHERE file IS NOT NULL")?;
            let names = statement.query_map([], |row| row.get(0))?;
            Ok(names.collect::<Result<_, _>>()?)
        })
    }

    /// Originals the relay has held since before `until`: they may be let go.
    pub(crate) fn originals_held_before(&self, until: Timestamp) -> Result<Vec<BlobRow>, DbError> {
        self.read(|connection| {
            let sql = format!(
                "SELECT {COLUMNS} FROM blob WHERE role = 'original' AND file IS NOT NULL \
                 AND held_at < ?1 ORDER BY held_at"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query([until.0])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(blob(row)?.blob);
            }
            Ok(found)
        })
    }

    /// Lets go of a file: its key is dropped, which shreds it.
    pub(crate) fn let_go(&self, digest: Digest) -> Result<(), DbError> {
        self.write(move |tx| {
            tx.execute(
                "UPDATE blob SET file = NULL, wrapped_key = NULL \
                 WHERE digest = ?1 AND held_at IS NOT NULL",
                [digest.0],
            )?;
            Ok(())
        })
    }

    /// Blobs of photos that were sealed: how many there are, how many of them the relay holds, and how many were
    /// lost, by role.
    pub(crate) fn blob_counts(&self, role: BlobRole) -> Result<(u64, u64, u64), DbError> {
        self.read(|connection| {
            let sql = "SELECT count(*) AS n, count(held_at) AS held, \
                       coalesce(sum(lost AND held_at IS NULL), 0) AS lost \
                       FROM blob WHERE role = ?1 AND (held_at IS NOT NULL OR lost \
                       OR EXISTS (SELECT 1 FROM own_envelope e \
                       JOIN record_number n ON n.number = e.record WHERE n.id = blob.photo \
                       AND e.verdict IN ('pending', 'accepted')))";
            Ok(connection.query_row(sql, [role.as_str()], |row| {
                Ok((
                    unsigned(row, "n")?,
                    unsigned(row, "held")?,
                    unsigned(row, "lost")?,
                ))
            })?)
        })
    }
}

/// Blobs of a photo that was refused go over to another photo of the same bytes that is under way
/// or in the log, if there is one: it would never get its files otherwise.
pub(super) fn hand_on(tx: &Transaction<'_>, refused: EnvelopeId) -> Result<(), DbError> {
    tx.prepare_cached(
        "UPDATE blob SET (photo, stream, upload) = (\
         SELECT n.id, p.stream, NULL FROM photo p JOIN record_number n ON n.number = p.number \
         WHERE blob.digest IN (p.original, p.view, p.thumbnail) AND n.id <> blob.photo \
         AND EXISTS (SELECT 1 FROM own_envelope e WHERE e.record = p.number \
         AND e.verdict IN ('pending', 'accepted')) ORDER BY p.number LIMIT 1) \
         WHERE held_at IS NULL \
         AND photo = (SELECT n.id FROM own_envelope e \
         JOIN record_number n ON n.number = e.record WHERE e.id = ?1) \
         AND NOT EXISTS (SELECT 1 FROM own_envelope e JOIN record_number n ON n.number = e.record \
         WHERE n.id = blob.photo AND e.verdict IN ('pending', 'accepted')) \
         AND EXISTS (SELECT 1 FROM photo p JOIN record_number n ON n.number = p.number \
         WHERE blob.digest IN (p.original, p.view, p.thumbnail) AND n.id <> blob.photo \
         AND EXISTS (SELECT 1 FROM own_envelope e WHERE e.record = p.number \
         AND e.verdict IN ('pending', 'accepted')))",
    )?
    .execute([refused.0])?;
    Ok(())
}
