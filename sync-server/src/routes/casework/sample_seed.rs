use wangge_domain::Timestamp;
use wangge_sync_engine::store::StoreError;

use crate::http::App;

/// The seed of today's samples（当日随机种子）, which nobody names (S3-26): the day, and place and chain
/// hash of the last row that the control stream had when the day began; of a relay that was set up
/// today, of its first row. Every phone holds that stream, so anybody can work it out again.
pub(super) fn seed_of_today(app: &App) -> Result<String, StoreError> {
    let today = app.tenant.now().china_date();
    let began = Timestamp::start_of_china_day(today);
    let store = app.tenant.database.turn(app.tenant.id())?;
    let rows = store.control_rows_after(0)?;
    let before = rows.iter().rev().find(|row| row.received_at < began);
    let seq = before.or(rows.first()).map_or(1, |row| row.seq);
    let stream = app.tenant.control_stream();
    let head = store.rows_after(stream, seq.saturating_sub(1), 1)?;
    let head = head.first().map(|row| row.chain.to_string());
    Ok(format!("{today} {seq} {}", head.unwrap_or_default()))
}
