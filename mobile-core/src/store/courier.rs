//! Letters carried by hand, and the word by which a lease goes on.

use rusqlite::OptionalExtension as _;
use wangge_domain::{Digest, Timestamp};
use wangge_protocol::{Lease, SignedExtension, SignedLease, decode, encode};

use super::codec::{digest, unsigned};
use super::{Database, DbError};

/// Setting that holds by whose word the lease goes on.
const EXTENSION: &str = "lease_extension";

/// A letter as this phone remembers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WrittenLetter {
    /// As this device counts.
    pub(crate) number: u64,
    /// Hash of the letter.
    pub(crate) letter: Digest,
    /// Hash of the file's body.
    pub(crate) file: Digest,
    /// When, by the phone's estimate of the relay's time.
    pub(crate) made_at: Timestamp,
    /// Envelopes in it.
    pub(crate) envelopes: u64,
}

impl Database {
    /// Remembers a letter.
    pub(crate) fn add_letter(&self, letter: WrittenLetter) -> Result<(), DbError> {
        self.write(move |tx| {
            tx.execute(
                "INSERT OR REPLACE INTO courier_letter (number, letter, file, made_at, envelopes) \
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                (
                    letter.number.cast_signed(),
                    letter.letter.0,
                    letter.file.0,
                    letter.made_at.0,
                    letter.envelopes.cast_signed(),
                ),
            )?;
            Ok(())
        })
    }

    /// The letter whose file has this body.
    pub(crate) fn letter_of_file(&self, file: Digest) -> Result<Option<WrittenLetter>, DbError> {
        self.read(|connection| {
            let found = connection
                .prepare_cached(
                    "SELECT number, letter, file, made_at, envelopes FROM courier_letter \
                     WHERE file = ?1",
                )?
                .query_row([file.0], |row| {
                    Ok(WrittenLetter {
                        number: unsigned(row, "number")?,
                        letter: digest(row, "letter")?,
                        file: digest(row, "file")?,
                        made_at: Timestamp(row.get("made_at")?),
                        envelopes: unsigned(row, "envelopes")?,
                    })
                })
                .optional()?;
            Ok(found)
        })
    }

    /// Notes that another relay has a letter.
    pub(crate) fn set_carried(&self, number: u64, at: Timestamp) -> Result<(), DbError> {
        self.write(move |tx| {
            tx.execute(
                "UPDATE courier_letter SET carried_at = min(coalesce(carried_at, ?2), ?2) \
                 WHERE number = ?1",
                (number.cast_signed(), at.0),
            )?;
            Ok(())
        })
    }

    /// Notes that a letter was answered.
    pub(crate) fn set_answered(&self, number: u64, at: Timestamp) -> Result<(), DbError> {
        self.write(move |tx| {
            tx.execute(
                "UPDATE courier_letter SET answered_at = max(coalesce(answered_at, ?2), ?2) \
                 WHERE number = ?1",
                (number.cast_signed(), at.0),
            )?;
            Ok(())
        })
    }

    /// Keeps the word by which the lease goes on.
    pub(crate) fn keep_extension(&self, extension: &SignedExtension) -> Result<(), DbError> {
        self.set_settings(vec![(EXTENSION, encode(extension))])
    }

    /// The word by which this lease goes on, while it ends later than the lease itself.
    pub(crate) fn extension_of(
        &self,
        lease: &SignedLease,
    ) -> Result<Option<(SignedExtension, Timestamp)>, DbError> {
        let Some(bytes) = self.setting(EXTENSION)? else {
            return Ok(None);
        };
        let signed: SignedExtension =
            decode(&bytes).map_err(|error| DbError::decode(EXTENSION, error))?;
        let until = signed.read().map(|extension| extension.until);
        let lease: Lease = decode(&lease.bytes).map_err(|error| DbError::decode("lease", error))?;
        Ok(until
            .ok()
            .filter(|until| *until > lease.offline_until)
            .map(|until| (signed, until)))
    }
}
