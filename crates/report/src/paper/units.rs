//! Lengths in points; a page is A4.

/// Width of A4.
pub(super) const PAGE_WIDTH: f32 = 595.276;
/// Height of A4.
pub(super) const PAGE_HEIGHT: f32 = 841.89;
/// Left edge of the type area: GB/T 9704 gives 28 mm for binding.
pub(super) const LEFT: f32 = 28.0 * MM;
/// Right edge of the type area.
pub(super) const RIGHT: f32 = PAGE_WIDTH - 24.0 * MM;
/// Top of the type area.
pub(super) const TOP: f32 = 24.0 * MM;
/// Bottom of the type area.
pub(super) const BOTTOM: f32 = PAGE_HEIGHT - 24.0 * MM;
/// Width of the type area.
pub(super) const WIDTH: f32 = RIGHT - LEFT;
/// One millimeter.
pub(super) const MM: f32 = 72.0 / 25.4;
/// 小四, the size of running text.
pub(super) const BODY: f32 = 12.0;
/// 五号, the size of tables.
pub(super) const SMALL: f32 = 10.5;
/// 小五, the size of captions and feet.
pub(super) const TINY: f32 = 8.5;
/// Line height as a multiple of the size.
pub(super) const LEADING: f32 = 1.55;
