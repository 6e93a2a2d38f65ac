//! Which photos a redaction takes away（涂销与照片）, and which it leaves: the same on the relay, on phones and
//! wherever rows are read.

use std::collections::BTreeSet;

use wangge_domain::Digest;
use wangge_domain::inspection::photo_keys;
use wangge_protocol::{BlobHashes, Envelope, Header, Row, RowBody};

/// The fields that bind a file to its photo: without one of these nobody can say what the file is.
const BINDING: [&str; 3] = [
    photo_keys::ORIGINAL,
    photo_keys::VIEW,
    photo_keys::THUMBNAIL,
];

/// Whether a redaction of these fields takes the photos of what it names away: if it is about the
/// photos themselves (no field is given), or about a field that binds a file.
#[must_use]
pub fn takes_files(fields: &BTreeSet<String>) -> bool {
    fields.is_empty() || BINDING.iter().any(|key| fields.contains(*key))
}

/// The files that the confirmation of a redaction carries on（留存照片）, in the order of the log: those that
/// the envelopes named here hold, unless it [takes them away](takes_files).
#[must_use]
pub fn files_left(
    rows: &[Row],
    named: &BTreeSet<Digest>,
    fields: &BTreeSet<String>,
) -> Vec<BlobHashes> {
    if takes_files(fields) {
        return Vec::new();
    }
    let mut left: Vec<BlobHashes> = Vec::new();
    // What was blanked before is held by the confirmation of then, or by nobody.
    for envelope in accepted(rows).filter(|it| !it.is_blanked() && named.contains(&it.id())) {
        for blobs in &envelope.header.blobs {
            if !left.contains(blobs) {
                left.push(*blobs);
            }
        }
    }
    left
}

/// The files of a blanked envelope that go with it（随涂销移出的照片）: all that the confirmation, which
/// `keeps` these, does not carry on.
pub fn files_gone<'a>(
    blanked: &'a Header,
    keeps: &'a [BlobHashes],
) -> impl Iterator<Item = &'a BlobHashes> {
    let gone = blanked.blobs.iter();
    gone.filter(move |&blobs| !keeps.contains(blobs))
}

/// Whether the photos of a record were blanked（照片已涂销）: it named files, and no row names one any more
/// that can be read.
#[must_use]
pub fn files_blanked(rows: &[Row]) -> bool {
    let mut naming = accepted(rows)
        .filter(|envelope| !envelope.header.blobs.is_empty())
        .peekable();
    naming.peek().is_some() && naming.all(Envelope::is_blanked)
}

/// The accepted envelopes among rows.
pub(crate) fn accepted(rows: &[Row]) -> impl Iterator<Item = &Envelope> {
    rows.iter().filter_map(|row| match &row.body {
        RowBody::Accepted { envelope, .. } => Some(envelope.as_ref()),
        RowBody::Stub(_) => None,
    })
}
