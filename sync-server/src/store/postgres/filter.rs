use std::collections::BTreeSet;

use wangge_domain::{RecordId, StreamId};

use super::convert::text;
use super::session::Param;
use crate::store::Reach;

/// A value of a filter.
pub(super) enum Value {
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
    Ids(Vec<Vec<u8>>),
}

/// A `WHERE` that grows with the filters asked for.
pub(super) struct Filter {
    pub(super) sql: String,
    values: Vec<Value>,
}

/// Numbers of streams by their ids.
const IN_STREAMS: &str = "record.stream IN \
    (SELECT number FROM stream WHERE stream.tenant = ? AND stream.stream = ANY(?))";

impl Filter {
    /// Begins with a condition.
    pub(super) fn new(condition: &str, values: Vec<Value>) -> Self {
        let mut filter = Self {
            sql: String::new(),
            values: Vec::new(),
        };
        filter.sql = filter.numbered(condition, values);
        filter
    }

    /// Each `?` of a condition becomes the number of its value.
    fn numbered(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) -> String {
        let mut condition = condition.to_owned();
        for value in values {
            self.values.push(value);
            condition = condition.replacen('?', &format!("${}", self.values.len()), 1);
        }
        condition
    }

    pub(super) fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        let condition = self.numbered(condition, values);
        self.sql.push_str(" AND ");
        self.sql.push_str(&condition);
    }

    /// Only these streams.
    pub(super) fn in_streams(&mut self, tenant: i64, streams: &BTreeSet<StreamId>) {
        self.and(IN_STREAMS, [Value::Number(tenant), ids(streams)]);
    }

    /// Only what a caller may read.
    pub(super) fn within(&mut self, tenant: i64, reach: &Reach) {
        let mut parts = Vec::new();
        let mut values = vec![Value::Number(tenant), ids(&reach.streams)];
        if reach.away.is_empty() {
            parts.push(IN_STREAMS.to_owned());
        } else {
            parts.push(format!(
                "({IN_STREAMS} AND record.record <> ALL(?) \
                 AND (record.premises IS NULL OR record.premises <> ALL(?)))"
            ));
            values.extend([record_ids(&reach.away), record_ids(&reach.away)]);
        }
        if !reach.premises.is_empty() {
            parts.push("record.record = ANY(?) OR record.premises = ANY(?)".to_owned());
            values.extend([record_ids(&reach.premises), record_ids(&reach.premises)]);
        }
        for (department, streams) in &reach.departments {
            parts.push(format!(
                "(strpos(',' || record.department || ',', ',' || ? || ',') > 0 AND {IN_STREAMS})"
            ));
            values.push(Value::Text(text(department).into_owned()));
            values.extend([Value::Number(tenant), ids(streams)]);
        }
        self.and(&format!("({})", parts.join(" OR ")), values);
    }

    /// Only what contains a text, large and small Latin letters alike.
    /// A number that another has taken the place of finds its record too, typed whole.
    pub(super) fn containing(&mut self, tenant: i64, wanted: &str) {
        let whole = || {
            [
                Value::Number(tenant),
                Value::Text(text(wanted).into_owned()),
            ]
        };
        let contained = std::iter::repeat_with(|| like(wanted)).take(5);
        self.and(
            "(record.title ILIKE ? OR record.detail ILIKE ? OR record.number_text ILIKE ? \
              OR place.title ILIKE ? OR record.provisional_text ILIKE ? \
              OR record.record IN ( \
                SELECT bound.record FROM provisional_number AS bound \
                WHERE bound.tenant = ? AND bound.text = ? \
                UNION ALL \
                SELECT log.record FROM document_number AS given \
                JOIN log ON log.envelope = given.envelope AND log.tenant = given.tenant \
                  AND log.is_stub = 0 \
                WHERE given.tenant = ? AND given.text = ?))",
            contained.chain(whole()).chain(whole()),
        );
    }

    /// The values, in the order of their numbers.
    pub(super) fn values(&self) -> Vec<Param<'_>> {
        self.values
            .iter()
            .map(|value| {
                let value: Param<'_> = match value {
                    Value::Number(number) => number,
                    Value::Text(text) => text,
                    Value::Bytes(bytes) => bytes,
                    Value::Ids(ids) => ids,
                };
                value
            })
            .collect()
    }
}

/// `%` and `_` of what a person typed mean themselves.
fn like(wanted: &str) -> Value {
    let escaped = text(wanted)
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    Value::Text(format!("%{escaped}%"))
}

pub(super) fn id(record: RecordId) -> Value {
    Value::Bytes(record.as_bytes().to_vec())
}

fn record_ids(records: &BTreeSet<RecordId>) -> Value {
    let ids = records.iter().map(|record| record.as_bytes().to_vec());
    Value::Ids(ids.collect())
}

fn ids(streams: &BTreeSet<StreamId>) -> Value {
    let ids = streams.iter().map(|stream| stream.as_bytes().to_vec());
    Value::Ids(ids.collect())
}
