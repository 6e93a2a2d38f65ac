//! A form with files (RFC 7578), read from a body that is whole and bounded.

use bytes::Bytes;
use wangge_domain::public_report::ReportRefusal;

/// Parts of a form, at most: fields and files together.
const MAX_PARTS: usize = 64;
/// Bytes of the head of a part.
const MAX_HEAD: usize = 2_048;

/// One part of a form.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) is_file: bool,
    pub(super) bytes: Bytes,
}

impl Part {
    /// The text of a field.
    pub(super) fn text(&self) -> Result<String, ReportRefusal> {
        String::from_utf8(self.bytes.to_vec()).map_err(|_| ReportRefusal::Malformed)
    }
}

/// Splits a body by the boundary of its content type.
pub(super) fn read_parts(content_type: &str, body: &Bytes) -> Result<Vec<Part>, ReportRefusal> {
    let bad = ReportRefusal::Malformed;
    let boundary = boundary(content_type).ok_or(bad)?;
    let first = format!("--{boundary}");
    let next = format!("\r\n--{boundary}");
    let mut at = match find(body, first.as_bytes(), 0) {
        Some(0) => first.len(),
        _ => return Err(bad),
    };
    let mut parts = Vec::new();
    loop {
        match body.get(at..at + 2) {
            Some(b"--") => return Ok(parts),
            Some(b"\r\n") => at += 2,
            _ => return Err(bad),
        }
        if parts.len() == MAX_PARTS {
            return Err(bad);
        }
        let head_end = find(body, b"\r\n\r\n", at).ok_or(bad)?;
        if head_end - at > MAX_HEAD {
            return Err(bad);
        }
        let head = std::str::from_utf8(&body[at..head_end]).map_err(|_| bad)?;
        let start = head_end + 4;
        let end = find(body, next.as_bytes(), start).ok_or(bad)?;
        let (name, is_file) = disposition(head).ok_or(bad)?;
        parts.push(Part {
            name,
            is_file,
            bytes: body.slice(start..end),
        });
        at = end + next.len();
    }
}

fn boundary(content_type: &str) -> Option<&str> {
    let (kind, rest) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let value = rest
        .split(';')
        .find_map(|pair| pair.trim().strip_prefix("boundary="))?;
    let value = value.trim_matches('"');
    let is_plain = value
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"'()+_,-./:=? ".contains(&byte));
    (is_plain && (1..=70).contains(&value.len())).then_some(value)
}

/// Name of the field, and whether it is a file. The name of a file is not even read.
fn disposition(head: &str) -> Option<(String, bool)> {
    let line = head.split("\r\n").find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case("content-disposition")
            .then_some(value)
    })?;
    let mut pieces = line.split(';').map(str::trim);
    if !pieces.next()?.eq_ignore_ascii_case("form-data") {
        return None;
    }
    let (mut name, mut is_file) = (None, false);
    for piece in pieces {
        if let Some(value) = piece.strip_prefix("name=") {
            name = Some(value.trim_matches('"').to_owned());
        } else if piece.starts_with("filename") {
            is_file = true;
        }
    }
    name.map(|name| (name, is_file))
}

fn find(body: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let first = *wanted.first()?;
    let mut at = from;
    loop {
        let rest = body.get(at..)?;
        at += rest.iter().position(|byte| *byte == first)?;
        if body.get(at..at + wanted.len()) == Some(wanted) {
            return Some(at);
        }
        at += 1;
    }
}
