use rusqlite::Transaction;
use wangge_domain::premises::{Premises, keys};
use wangge_sync_engine::store::RecordUpdate;

use crate::store::DbError;
use crate::store::search::set_text;

/// The row of a premises（场所）, and what it is found by: name, address, people, telephones.
pub(in crate::store) fn premises(
    tx: &Transaction<'_>,
    number: i64,
    update: &RecordUpdate,
) -> Result<(), DbError> {
    let premises = Premises::from_content(&update.content);
    let address = premises.full_address();
    let phone = [&premises.operator.phone, &premises.owner.phone]
        .into_iter()
        .find(|phone| !phone.is_empty())
        .cloned()
        .unwrap_or_default();
    let license = premises.license_number.clone().unwrap_or_default();
    let natural_village = update
        .content
        .text(keys::NATURAL_VILLAGE)
        .unwrap_or_default();
    let license_name = update.content.text(keys::LICENSE_NAME).unwrap_or_default();
    tx.prepare_cached(
        "INSERT INTO premises (number, stream, name, code, address, category, phone, status, \
         latitude, longitude, last_visit, census_outcome, census_at, pending) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, \
           (SELECT max(submitted_at) FROM inspection WHERE premises = ?14), ?11, ?12, ?13) \
         ON CONFLICT (number) DO UPDATE SET stream = excluded.stream, name = excluded.name, \
         code = excluded.code, address = excluded.address, category = excluded.category, \
         phone = excluded.phone, status = excluded.status, latitude = excluded.latitude, \
         longitude = excluded.longitude, last_visit = excluded.last_visit, \
         census_outcome = excluded.census_outcome, census_at = excluded.census_at, \
         pending = excluded.pending",
    )?
    .execute((
        number,
        update.stream.as_bytes(),
        &premises.name,
        &license,
        &address,
        &premises.category,
        &phone,
        update.state.status.as_str(),
        premises.position.map(|position| position.latitude),
        premises.position.map(|position| position.longitude),
        update
            .state
            .census_outcome
            .as_ref()
            .map(|(outcome, _)| outcome),
        update.state.census_outcome.as_ref().map(|(_, at)| at.0),
        update.pending,
        update.record.as_bytes(),
    ))?;
    let lines = [
        premises.name.as_str(),
        address.as_str(),
        natural_village,
        premises.operator.name.as_str(),
        premises.owner.name.as_str(),
        license_name,
        premises.operator.phone.as_str(),
        premises.owner.phone.as_str(),
        license.as_str(),
    ];
    set_text(tx, number, &lines)
}
