use std::ops::Range;

/// What a `Range` header asks for（断点下载）: one range of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ByteRange {
    /// Everything: no header, or one that may be ignored.
    Whole,
    /// These bytes.
    Part(Range<u64>),
    /// Nothing of the blob.
    Unsatisfiable,
}

impl ByteRange {
    /// Reads the header for a blob of this size.
    pub(crate) fn parse(header: Option<&str>, size: u64) -> Self {
        let Some(ranges) = header.and_then(|text| text.trim().strip_prefix("bytes=")) else {
            return Self::Whole;
        };
        let Some((first, last)) = ranges.split_once('-') else {
            return Self::Whole;
        };
        let number = |text: &str| text.trim().parse::<u64>().ok();
        let range = match (first.trim().is_empty(), last.trim().is_empty()) {
            (true, false) => {
                let Some(count) = number(last) else {
                    return Self::Whole;
                };
                size.saturating_sub(count)..size
            }
            (false, is_open) => {
                let Some(first) = number(first) else {
                    return Self::Whole;
                };
                let last = if is_open {
                    Some(u64::MAX)
                } else {
                    number(last)
                };
                let Some(last) = last.filter(|last| *last >= first) else {
                    return Self::Whole;
                };
                first..last.saturating_add(1).min(size)
            }
            (true, true) => return Self::Whole,
        };
        if range.is_empty() {
            Self::Unsatisfiable
        } else {
            Self::Part(range)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_http_says() {
        let parse = |text| ByteRange::parse(Some(text), 100);
        assert_eq!(ByteRange::parse(None, 100), ByteRange::Whole);
        assert_eq!(parse("bytes=0-0"), ByteRange::Part(0..1));
        assert_eq!(parse("bytes=90-"), ByteRange::Part(90..100));
        assert_eq!(parse("bytes=90-400"), ByteRange::Part(90..100));
        assert_eq!(parse("bytes=-10"), ByteRange::Part(90..100));
        assert_eq!(parse("bytes=-400"), ByteRange::Part(0..100));
        assert_eq!(parse("bytes=100-"), ByteRange::Unsatisfiable);
        assert_eq!(parse("bytes=-0"), ByteRange::Unsatisfiable);
        assert_eq!(parse("bytes=5-4"), ByteRange::Whole);
        assert_eq!(parse("bytes=0-1,5-6"), ByteRange::Whole);
        assert_eq!(parse("items=0-1"), ByteRange::Whole);
        assert_eq!(
            parse("bytes=18446744073709551615-"),
            ByteRange::Unsatisfiable
        );
    }
}
