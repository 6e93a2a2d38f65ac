use clap::Args;
use wangge_domain::Digest;
use wangge_domain::draw::DrawRecord;

use crate::error::RelayStartError;

/// What somebody noted of a draw when it was announced and published（公告时记下的摘要）. A file by itself shows that
/// it follows from its own lists; that these are the lists of then, only what was known before can show.
#[derive(Debug, Default, Args)]
pub(super) struct DrawAnchors {
    /// 公告时记下的密值摘要（commit, as announced）
    #[arg(long, value_name = "HASH")]
    commit: Option<String>,
    /// 公告时记下的名单与参数摘要（hash of the inputs, as announced）
    #[arg(long, value_name = "HASH")]
    inputs: Option<String>,
    /// 从前记下的末条摘要；此后增加的条目不算改动（hash of the last entry when it was noted: entries added since are no change）
    #[arg(long, value_name = "HASH")]
    last: Option<String>,
}

impl DrawAnchors {
    /// Whether the record is the one of which this was noted.
    pub(super) fn compare(&self, record: &DrawRecord) -> Result<(), RelayStartError> {
        let announced = record.announcement().map_err(RelayStartError::Draw)?;
        let pairs = [
            (&self.commit, announced.commit, "密值摘要（commit）"),
            (
                &self.inputs,
                announced.inputs_hash,
                "名单与参数摘要（inputs_hash）",
            ),
        ];
        for (noted, found, what) in pairs {
            if digest(noted.as_deref())?.is_some_and(|noted| noted != found) {
                return Err(differs(what));
            }
        }
        let noted = digest(self.last.as_deref())?;
        if noted.is_some_and(|noted| !holds(record, noted)) {
            return Err(differs("末条摘要（hash of the last entry）"));
        }
        Ok(())
    }
}

/// Whether an entry of the record has this hash: each but the last stands in the one after it.
fn holds(record: &DrawRecord, noted: Digest) -> bool {
    let mut later = record.entries.iter().skip(1);
    record.last_hash() == noted || later.any(|entry| entry.previous == noted)
}

fn digest(noted: Option<&str>) -> Result<Option<Digest>, RelayStartError> {
    let read = |text: &str| {
        text.trim().parse::<Digest>().map_err(|_| {
            RelayStartError::invalid(format!("{text} 不是64位十六进制摘要（not a SHA-256）"))
        })
    };
    noted.map(read).transpose()
}

fn differs(what: &str) -> RelayStartError {
    RelayStartError::invalid(format!(
        "S2-17: {what}与记下的不一致：这不是当时公告的记录（the record is another than the one that was announced）"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &[u8] = include_bytes!("../../../fixtures/draw/sample.json");

    fn anchors(name: &str, hash: Digest) -> DrawAnchors {
        let hash = Some(hash.to_string());
        match name {
            "commit" => DrawAnchors {
                commit: hash,
                ..DrawAnchors::default()
            },
            "inputs" => DrawAnchors {
                inputs: hash,
                ..DrawAnchors::default()
            },
            _ => DrawAnchors {
                last: hash,
                ..DrawAnchors::default()
            },
        }
    }

    #[test]
    fn what_was_noted_is_found_and_another_record_is_not_the_one() {
        let record = DrawRecord::parse(SAMPLE).unwrap();
        let announced = record.announcement().unwrap();
        let other = Digest([7; 32]);
        let good = [
            ("commit", announced.commit),
            ("inputs", announced.inputs_hash),
            ("last", record.last_hash()),
            // Noted when only the announcement stood there.
            ("last", record.entries[1].previous),
        ];
        assert!(DrawAnchors::default().compare(&record).is_ok());
        for (name, hash) in good {
            assert!(anchors(name, hash).compare(&record).is_ok(), "{name}");
            assert!(anchors(name, other).compare(&record).is_err(), "{name}");
        }
        // Before the first entry there is none.
        assert!(anchors("last", Digest::ZERO).compare(&record).is_err());
    }

    #[test]
    fn a_tail_that_was_cut_off_is_missed() {
        let mut cut = DrawRecord::parse(SAMPLE).unwrap();
        let last = cut.last_hash();
        cut.entries.pop();
        wangge_domain::draw::verify(&cut.to_bytes()).unwrap();
        assert!(anchors("last", last).compare(&cut).is_err());
    }

    #[test]
    fn what_is_no_hash_is_said_to_be_none() {
        let record = DrawRecord::parse(SAMPLE).unwrap();
        let noted = DrawAnchors {
            commit: Some("abc".to_owned()),
            ..DrawAnchors::default()
        };
        let refused = noted.compare(&record).unwrap_err().to_string();
        assert!(refused.contains("abc"), "{refused}");
    }
}
