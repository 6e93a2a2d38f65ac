use std::collections::BTreeMap;

use wangge_domain::record::Scalar;

use super::{Answer, DocumentEdits, Edit, Header, InspectionDocument, PathStep, WorkloadError};

impl InspectionDocument {
    /// The document as flat keys with scalar values, the form in which records hold content:
    /// `header/site`, `answers/q07/result`, `answers/q07/photo/00`. Degrees become whole
    /// microdegrees. Nothing is lost: [`InspectionDocument::from_flat`] gives it back.
    #[must_use]
    pub fn to_flat(&self) -> BTreeMap<String, Scalar> {
        let header = &self.header;
        let texts = [
            ("title", &header.title),
            ("site", &header.site),
            ("area", &header.area),
            ("inspector", &header.inspector),
            ("reviewer", &header.reviewer),
            ("dept", &header.dept),
            ("status", &header.status),
            ("weather", &header.weather),
            ("summary", &header.summary),
        ];
        let numbers = [
            ("temp_c", header.temp_c),
            ("created_at", header.created_at),
            ("latitude_microdegrees", microdegrees(header.lat)),
            ("longitude_microdegrees", microdegrees(header.lng)),
        ];
        let mut flat = BTreeMap::new();
        for (name, value) in texts {
            flat.insert(format!("header/{name}"), Scalar::Text(value.clone()));
        }
        for (name, value) in numbers {
            flat.insert(format!("header/{name}"), Scalar::Int(value));
        }
        for answer in &self.answers {
            let under = format!("answers/{}", answer.q);
            flat.insert(
                format!("{under}/result"),
                Scalar::Text(answer.result.clone()),
            );
            if let Some(note) = &answer.note {
                flat.insert(format!("{under}/note"), Scalar::Text(note.clone()));
            }
            for (place, photo) in answer.photo_ids.iter().enumerate() {
                flat.insert(
                    format!("{under}/photo/{place:02}"),
                    Scalar::Text(photo.clone()),
                );
            }
        }
        flat
    }

    /// The document that these flat keys say.
    ///
    /// # Errors
    /// The key that is missing or holds another kind of value, or that no document has.
    pub fn from_flat(id: &str, flat: &BTreeMap<String, Scalar>) -> Result<Self, WorkloadError> {
        let mut answers: BTreeMap<&str, Answer> = BTreeMap::new();
        for (key, value) in flat {
            let unknown = || WorkloadError::UnknownPlace(key.clone());
            let Some(rest) = key.strip_prefix("answers/") else {
                continue;
            };
            let (question, field) = rest.split_once('/').ok_or_else(unknown)?;
            let value = value.as_text().ok_or_else(unknown)?.to_owned();
            let answer = answers.entry(question).or_insert_with(|| Answer {
                q: question.to_owned(),
                result: String::new(),
                photo_ids: Vec::new(),
                note: None,
            });
            match field {
                "result" => answer.result = value,
                "note" => answer.note = Some(value),
                // Keys come in order, so photos come in theirs.
                _ if field.starts_with("photo/") => answer.photo_ids.push(value),
                _ => return Err(unknown()),
            }
        }
        let text = |name: &str| {
            let key = format!("header/{name}");
            flat.get(&key)
                .and_then(Scalar::as_text)
                .map(str::to_owned)
                .ok_or(key)
        };
        let int = |name: &str| {
            let key = format!("header/{name}");
            flat.get(&key).and_then(Scalar::as_int).ok_or(key)
        };
        let header = || {
            Ok(Header {
                title: text("title")?,
                site: text("site")?,
                area: text("area")?,
                inspector: text("inspector")?,
                reviewer: text("reviewer")?,
                dept: text("dept")?,
                status: text("status")?,
                weather: text("weather")?,
                temp_c: int("temp_c")?,
                created_at: int("created_at")?,
                lat: int("latitude_microdegrees")? as f64 / 1e6,
                lng: int("longitude_microdegrees")? as f64 / 1e6,
                summary: text("summary")?,
            })
        };
        let header = header().map_err(WorkloadError::UnknownPlace)?;
        Ok(Self {
            id: id.to_owned(),
            header,
            answers: answers.into_values().collect(),
        })
    }
}

impl DocumentEdits {
    /// The edits as flat keys to set in the document they are made on.
    ///
    /// # Errors
    /// The edit that fits no place of the document.
    pub fn to_flat(
        &self,
        document: &InspectionDocument,
    ) -> Result<BTreeMap<String, Scalar>, WorkloadError> {
        let mut flat = BTreeMap::new();
        let mut pushed: BTreeMap<usize, usize> = BTreeMap::new();
        for edit in &self.edits {
            let (Edit::Set { path, .. } | Edit::Push { path, .. }) = edit;
            let unknown = || WorkloadError::UnknownPlace(format!("{path:?}"));
            let (place, field) = match path.as_slice() {
                [
                    PathStep::Key(list),
                    PathStep::Place(place),
                    PathStep::Key(field),
                ] if list == "answers" => (*place, field.as_str()),
                _ => return Err(unknown()),
            };
            let answer = document.answers.get(place).ok_or_else(unknown)?;
            let under = format!("answers/{}", answer.q);
            let (key, value) = match (edit, field) {
                (Edit::Set { set, .. }, "result" | "note") => (format!("{under}/{field}"), set),
                (Edit::Push { push, .. }, "photo_ids") => {
                    let before = pushed.entry(place).or_default();
                    let next = answer.photo_ids.len() + *before;
                    *before += 1;
                    (format!("{under}/photo/{next:02}"), push)
                }
                _ => return Err(unknown()),
            };
            flat.insert(key, Scalar::Text(value.clone()));
        }
        Ok(flat)
    }
}

fn microdegrees(degrees: f64) -> i64 {
    (degrees * 1e6).round() as i64
}
