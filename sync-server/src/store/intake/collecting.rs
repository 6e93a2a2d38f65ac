use rusqlite::Connection;
use wangge_domain::Timestamp;
use wangge_sync_engine::store::StoreError;

use super::{IntakeStore, Submission, digest, failed};

impl IntakeStore {
    /// The oldest reports that wait, with the numbers by which they are dropped.
    pub(crate) fn waiting(&self, most: u32) -> Result<Vec<(i64, Submission)>, StoreError> {
        type Row = (
            i64,
            i64,
            Vec<u8>,
            Vec<u8>,
            [String; 3],
            [Option<i64>; 2],
            Option<Vec<u8>>,
        );
        let connection = self.connection();
        let mut statement = connection
            .prepare_cached(
                "SELECT number, received_at, receipt, claim, category, place, text, latitude,
                        longitude, sealed
                 FROM submission ORDER BY number LIMIT ?1",
            )
            .map_err(failed)?;
        let rows = statement
            .query_map([most], |row| {
                let texts = [row.get(4)?, row.get(5)?, row.get(6)?];
                let position = [row.get(7)?, row.get(8)?];
                let (receipt, claim) = (row.get(2)?, row.get(3)?);
                let row: Row = (
                    row.get(0)?,
                    row.get(1)?,
                    receipt,
                    claim,
                    texts,
                    position,
                    row.get(9)?,
                );
                Ok(row)
            })
            .map_err(failed)?;
        let mut waiting = Vec::new();
        for row in rows {
            let (
                number,
                at,
                receipt,
                claim,
                [category, place, text],
                [latitude, longitude],
                sealed,
            ) = row.map_err(failed)?;
            let submission = Submission {
                received_at: Timestamp(at),
                receipt: digest(&receipt)?,
                claim: digest(&claim)?,
                category,
                place,
                text,
                position: latitude.zip(longitude),
                sealed,
                photos: photos(&connection, number).map_err(failed)?,
            };
            waiting.push((number, submission));
        }
        Ok(waiting)
    }

    /// Drops a report that the relay has.
    pub(crate) fn drop_collected(&self, number: i64) -> Result<(), StoreError> {
        self.connection()
            .execute("DELETE FROM submission WHERE number = ?1", [number])
            .map(drop)
            .map_err(failed)
    }
}

fn photos(connection: &Connection, number: i64) -> rusqlite::Result<Vec<Vec<u8>>> {
    let mut statement = connection.prepare_cached(
        "SELECT bytes FROM submission_photo WHERE submission = ?1 ORDER BY place",
    )?;
    statement.query_map([number], |row| row.get(0))?.collect()
}
