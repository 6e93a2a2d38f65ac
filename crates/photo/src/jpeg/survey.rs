//! A walk over the markers of a JPEG that allocates next to nothing.

use std::ops::Range;

use crate::error::PhotoError;
use crate::frame_size;
use crate::jpeg::frame::Frame;
use crate::limits::Limits;

/// Segments before the first scan. Cameras write about ten; the extended metadata that portrait
/// modes write comes in pieces of 64 KB, 256 of them at the default metadata limit.
const MAX_SEGMENTS: usize = 1024;

/// What a JPEG is made of, found without decoding it.
#[derive(Debug)]
pub(crate) struct JpegSurvey<'a> {
    /// The whole file.
    pub(crate) bytes: &'a [u8],
    pub(crate) frame: Frame,
    pub(crate) scans: u32,
    /// The TIFF block of the first EXIF segment.
    pub(crate) exif: Option<&'a [u8]>,
    /// Whether the end-of-image marker was found.
    pub(crate) complete: bool,
    /// Bytes behind the end-of-image marker.
    pub(crate) trailing_bytes: u64,
    /// Segments that a decoder needs: tables, frame header, JFIF and Adobe markers.
    tables: Vec<Range<usize>>,
    /// From the first scan header to the end of the picture.
    scan_data: Range<usize>,
}

impl<'a> JpegSurvey<'a> {
    /// Walks the markers and applies the limits on dimensions, scans and metadata.
    pub(crate) fn of(bytes: &'a [u8], limits: &Limits) -> Result<Self, PhotoError> {
        let mut walk = Walk::new(bytes, limits);
        walk.run()?;
        let truncated = PhotoError::Truncated {
            bytes: bytes.len() as u64,
        };
        let (Some(frame), Some(first_scan)) = (walk.frame, walk.first_scan) else {
            return Err(if walk.complete {
                PhotoError::Malformed { what: "no picture" }
            } else {
                truncated
            });
        };
        // Each block of a sequential picture takes at least two bits, so a short file cannot hold
        // the large picture that its header promises, and need not be decoded to know it.
        let bits = (walk.position - first_scan) as u64 * 8;
        if !frame.progressive && frame.blocks() * 2 > bits {
            return Err(truncated);
        }
        Ok(Self {
            bytes,
            frame,
            scans: walk.scans,
            exif: walk.exif,
            complete: walk.complete,
            trailing_bytes: (bytes.len() - walk.position) as u64,
            tables: walk.tables,
            scan_data: first_scan..walk.position,
        })
    }

    /// The picture as the decoder is shown it: without metadata, without what lies behind it, and
    /// always with an end.
    pub(crate) fn clean_stream(&self) -> Vec<u8> {
        let tables: usize = self.tables.iter().map(Range::len).sum();
        let mut stream = Vec::with_capacity(4 + tables + self.scan_data.len());
        stream.extend_from_slice(&[0xff, 0xd8]);
        for segment in &self.tables {
            stream.extend_from_slice(&self.bytes[segment.clone()]);
        }
        stream.extend_from_slice(&self.bytes[self.scan_data.clone()]);
        if !self.complete {
            stream.extend_from_slice(&[0xff, 0xd9]);
        }
        stream
    }

    /// Estimated peak of decoding to the given number of pixels. A picture of several scans is
    /// held as coefficients of two bytes until its last scan.
    pub(crate) fn working_bytes(&self, decoded_pixels: u64) -> u64 {
        let coefficients = if self.frame.progressive || self.scans > 1 {
            self.frame.blocks() * 64 * 2
        } else {
            0
        };
        coefficients + decoded_pixels * 3 + self.scan_data.len() as u64
    }
}

/// The state of the walk.
struct Walk<'a, 'l> {
    bytes: &'a [u8],
    limits: &'l Limits,
    position: usize,
    segments: usize,
    metadata_bytes: u64,
    scans: u32,
    complete: bool,
    frame: Option<Frame>,
    exif: Option<&'a [u8]>,
    first_scan: Option<usize>,
    tables: Vec<Range<usize>>,
}

impl<'a, 'l> Walk<'a, 'l> {
    fn new(bytes: &'a [u8], limits: &'l Limits) -> Self {
        Self {
            bytes,
            limits,
            position: 2,
            segments: 0,
            metadata_bytes: 0,
            scans: 0,
            complete: false,
            frame: None,
            exif: None,
            first_scan: None,
            tables: Vec::new(),
        }
    }

    /// Visits marker by marker until the end of the picture or of the file.
    fn run(&mut self) -> Result<(), PhotoError> {
        while let Some((marker, start)) = self.next_marker() {
            match marker {
                0xd9 => {
                    self.complete = true;
                    return Ok(());
                }
                0xd8 => {
                    return Err(PhotoError::Malformed {
                        what: "a picture in a picture",
                    });
                }
                0xdc => {
                    return Err(PhotoError::Unsupported {
                        what: "a height that comes late",
                    });
                }
                0x01 => {}
                _ => {
                    let Some(body) = self.segment_body()? else {
                        self.position = self.bytes.len();
                        return Ok(());
                    };
                    self.visit(marker, start, body)?;
                }
            }
        }
        self.position = self.bytes.len();
        Ok(())
    }

    /// The next marker that is not part of entropy-coded data, and where it starts.
    fn next_marker(&mut self) -> Option<(u8, usize)> {
        loop {
            let found = memchr::memchr(0xff, self.bytes.get(self.position..)?)?;
            let start = self.position + found;
            match *self.bytes.get(start + 1)? {
                // A stuffed zero or a restart marker: still within a scan.
                0x00 | 0xd0..=0xd7 => self.position = start + 2,
                // A fill byte.
                0xff => self.position = start + 1,
                marker => {
                    self.position = start + 2;
                    return Some((marker, start));
                }
            }
        }
    }

    /// The body of the segment at the position, which moves behind it; `None` if the file ends
    /// before the segment does.
    fn segment_body(&mut self) -> Result<Option<Range<usize>>, PhotoError> {
        let Some(&[high, low]) = self.bytes.get(self.position..self.position + 2) else {
            return Ok(None);
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        if length < 2 {
            return Err(PhotoError::Malformed {
                what: "length of a segment",
            });
        }
        let body = self.position + 2..self.position + length;
        if body.end > self.bytes.len() {
            return Ok(None);
        }
        self.position = body.end;
        Ok(Some(body))
    }

    /// Takes note of one segment.
    fn visit(&mut self, marker: u8, start: usize, body: Range<usize>) -> Result<(), PhotoError> {
        self.segments += 1;
        if self.first_scan.is_none() && self.segments > MAX_SEGMENTS {
            return Err(PhotoError::Malformed {
                what: "too many segments",
            });
        }
        let content = &self.bytes[body.clone()];
        let whole = start..body.end;
        match marker {
            0xda => self.scan(start)?,
            0xc4 | 0xdb | 0xdd => self.keep(whole),
            0xc0..=0xcf => {
                if self.frame.is_some() {
                    return Err(PhotoError::Malformed {
                        what: "a second frame header",
                    });
                }
                let frame = Frame::parse(marker, content)?;
                frame_size::check(frame.width, frame.height, self.limits)?;
                self.frame = Some(frame);
                self.keep(whole);
            }
            // The two markers that say how colors are stored, in the forms that the decoder takes
            // without complaint.
            0xe0 if content.starts_with(b"JFIF\0\x01") && content.len() == 14 => self.keep(whole),
            0xee if content.starts_with(b"Adobe") && matches!(content.get(11), Some(0 | 1)) => {
                self.keep(whole);
            }
            _ => {
                self.metadata_bytes += whole.len() as u64;
                if self.metadata_bytes > self.limits.max_metadata_bytes {
                    return Err(PhotoError::TooMuchMetadata {
                        max: self.limits.max_metadata_bytes,
                    });
                }
                if marker == 0xe1 && self.exif.is_none() {
                    self.exif = content.strip_prefix(b"Exif\0\0");
                }
            }
        }
        Ok(())
    }

    /// Tables between scans lie within the scan data and need not be remembered.
    fn keep(&mut self, segment: Range<usize>) {
        if self.first_scan.is_none() {
            self.tables.push(segment);
        }
    }

    fn scan(&mut self, start: usize) -> Result<(), PhotoError> {
        if self.frame.is_none() {
            return Err(PhotoError::Malformed {
                what: "a scan before the frame header",
            });
        }
        self.scans += 1;
        if self.scans > self.limits.max_scans {
            return Err(PhotoError::TooManyScans {
                max: self.limits.max_scans,
            });
        }
        self.first_scan.get_or_insert(start);
        Ok(())
    }
}
