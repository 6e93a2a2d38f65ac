use crate::RecordId;

use super::{Language, has_label, label};

/// What the field of a content key is called（字段名称）, Chinese or English: `a/RH-04/note` is the
/// remark on item RH-04, `p/…` a photo, `sig/…` a signature. A key without words is shown as it is.
#[must_use]
pub fn field_words(language: Language, key: &str) -> String {
    let word = |group: &str, code: &str| {
        let key = format!("{group}.{code}");
        if has_label(&key) {
            label(language, &key).to_owned()
        } else {
            code.to_owned()
        }
    };
    let (item, photo, signature) = match language {
        Language::Chinese => ("检查项", "照片", "签名"),
        Language::English => ("Item", "Photo", "Signature"),
    };
    let mut parts = key.splitn(3, '/');
    let words = match (parts.next(), parts.next(), parts.next()) {
        (Some("a"), Some(id), Some(part)) => format!("{item} {id} {}", word("answer_part", part)),
        (Some("p"), Some(id), part) => {
            let id = id
                .parse::<RecordId>()
                .map_or_else(|_| id.to_owned(), |id| id.short());
            let part = part.map_or_else(String::new, |part| word("field", part));
            format!("{photo} {id} {part}")
        }
        (Some("sig"), Some(_), Some(part)) => {
            format!("{signature} {}", word("signature_part", part))
        }
        _ => word("field", key),
    };
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_of_keys_has_words() {
        for (key, words) in [
            ("description", "隐患描述"),
            ("a/RH-04/note", "检查项 RH-04 说明"),
            ("p/", "照片"),
            ("sig/1/signer", "签名 签名人姓名"),
            ("of_a_later_version", "of_a_later_version"),
        ] {
            assert_eq!(field_words(Language::Chinese, key), words);
        }
        let photo = RecordId::from_bytes([7; 16]);
        let words = field_words(Language::English, &format!("p/{photo}/caption"));
        assert_eq!(words, format!("Photo {} Caption", photo.short()));
    }
}
