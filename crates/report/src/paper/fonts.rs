use std::fmt;
use std::sync::{Arc, OnceLock};

use krilla::text::Font;
use sha2::{Digest as _, Sha256};
use wangge_domain::Digest;

/// The font that travels with the program, packed: `fixtures/fonts/README.md` says what it is. It
/// is unpacked for the first paper and stays for the rest of the program's life.
static BUILT_IN: &[u8] = include_bytes!("../../../../fixtures/fonts/wangge-song-sc.otf.zst");

/// A font cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FontError {
    /// No font was given.
    #[error("没有字体（no font）")]
    None,
    /// The file is no font, or a damaged one.
    #[error("字体文件 {0} 无法使用（the font cannot be read）")]
    Unreadable(
        /// Its place in the list, from 0.
        usize,
    ),
}

/// The fonts of a paper（字体）, the first one before the others. They are part of the input: with
/// another font the bytes differ.
#[derive(Clone)]
pub struct FontSet {
    faces: Arc<[LoadedFace]>,
    digest: Digest,
}

struct LoadedFace {
    face: ttf_parser::Face<'static>,
    font: Font,
    units_per_em: f32,
}

/// Where a character's glyph is: font, glyph, width in ems.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct FoundGlyph {
    pub(super) font: usize,
    pub(super) id: u16,
    pub(super) advance: f32,
}

impl fmt::Debug for FontSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FontSet")
            .field("fonts", &self.faces.len())
            .field("digest", &self.digest)
            .finish()
    }
}

impl FontSet {
    /// The built-in font, read once.
    #[must_use]
    pub fn built_in() -> Self {
        static SET: OnceLock<FontSet> = OnceLock::new();
        SET.get_or_init(|| {
            let font = zstd::decode_all(BUILT_IN).expect("a test unpacks the built-in font");
            Self::new(vec![font.leak()]).expect("a test reads the built-in font and its hash")
        })
        .clone()
    }

    /// Fonts of the caller, kept for the rest of the program's life.
    ///
    /// # Errors
    /// [`FontError`]: none given, or one that cannot be read.
    pub fn new(files: Vec<&'static [u8]>) -> Result<Self, FontError> {
        if files.is_empty() {
            return Err(FontError::None);
        }
        let mut hasher = Sha256::new();
        let mut faces = Vec::with_capacity(files.len());
        for (place, bytes) in files.into_iter().enumerate() {
            hasher.update(Sha256::digest(bytes));
            let unreadable = FontError::Unreadable(place);
            let face = ttf_parser::Face::parse(bytes, 0).map_err(|_| unreadable)?;
            let font = Font::new(bytes.into(), 0).ok_or(unreadable)?;
            faces.push(LoadedFace {
                units_per_em: f32::from(face.units_per_em()),
                face,
                font,
            });
        }
        Ok(Self {
            faces: faces.into(),
            digest: Digest(hasher.finalize().into()),
        })
    }

    /// Hash over the fonts in order.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The glyph of a character in the first font that has one.
    pub(super) fn glyph(&self, character: char) -> Option<FoundGlyph> {
        self.faces.iter().enumerate().find_map(|(font, loaded)| {
            let id = loaded.face.glyph_index(character)?;
            if id.0 == 0 {
                return None;
            }
            let advance = loaded.face.glyph_hor_advance(id)?;
            Some(FoundGlyph {
                font,
                id: id.0,
                advance: f32::from(advance) / loaded.units_per_em,
            })
        })
    }

    /// The font at a place of the list.
    pub(super) fn font(&self, place: usize) -> Option<&Font> {
        self.faces.get(place).map(|loaded| &loaded.font)
    }
}
