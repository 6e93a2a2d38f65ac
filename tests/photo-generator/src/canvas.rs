//! A small raster to draw scenes on.

use crate::seeded::Seeded;

/// Red, green, blue, each 0 to 255.
pub(super) type Color = [f32; 3];

/// A place in the scene: x from 0 to 1000, y from 0 to 750, whatever the size of the raster.
pub(super) type Point = (f32, f32);

/// A raster whose drawing operations take places in the scene.
///
/// The scene covers the raster; a portrait raster shows its middle. The hand that holds the phone
/// is never quite straight, so the scene is turned by a few degrees.
#[derive(Debug, Clone)]
pub(super) struct Canvas {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) rgb: Vec<Color>,
    frame: Frame,
}

/// How places are laid onto the raster: about `center`, which comes to lie at `offset`.
#[derive(Debug, Clone, Copy)]
struct Frame {
    center: Point,
    offset: Point,
    scale: f32,
    turn: (f32, f32),
}

impl Canvas {
    pub(super) fn new(width: usize, height: usize, turn_degrees: f32) -> Self {
        let cover = (width as f32 / 1000.0).max(height as f32 / 750.0);
        Self {
            width,
            height,
            rgb: vec![[0.0; 3]; width * height],
            frame: Frame {
                center: (500.0, 375.0),
                offset: (width as f32 / 2.0, height as f32 / 2.0),
                scale: cover * 1.06,
                turn: turn_degrees.to_radians().sin_cos(),
            },
        }
    }

    /// Draws something whose places count from a pixel of the raster in units of so many pixels,
    /// unturned: what is put onto the photo and not part of the scene.
    pub(super) fn overlay(&mut self, origin: Point, unit: f32, draw: impl FnOnce(&mut Self)) {
        let scene = self.frame;
        self.frame = Frame {
            center: (0.0, 0.0),
            offset: origin,
            scale: unit,
            turn: (0.0, 1.0),
        };
        draw(self);
        self.frame = scene;
    }

    /// Where a place of the scene lies on the raster.
    fn map(&self, (x, y): Point) -> Point {
        let Frame {
            center,
            offset,
            scale,
            turn: (sin, cos),
        } = self.frame;
        let (x, y) = (x - center.0, y - center.1);
        (
            (x * cos - y * sin) * scale + offset.0,
            (x * sin + y * cos) * scale + offset.1,
        )
    }

    /// Fills the whole raster, lighter or darker from top to bottom.
    pub(super) fn background(&mut self, top: Color, bottom: Color) {
        let (width, height) = (self.width, self.height);
        for (row, pixels) in self.rgb.chunks_exact_mut(width).enumerate() {
            pixels.fill(mix(top, bottom, row as f32 / height as f32));
        }
    }

    /// Fills a polygon, one color at its top and another at its bottom.
    pub(super) fn polygon(&mut self, points: &[Point], top: Color, bottom: Color) {
        let points: Vec<Point> = points.iter().map(|point| self.map(*point)).collect();
        let low = points.iter().map(|point| point.1).fold(f32::MAX, f32::min);
        let high = points.iter().map(|point| point.1).fold(f32::MIN, f32::max);
        let first = low.floor().max(0.0) as usize;
        let last = (high.ceil().max(0.0) as usize).min(self.height);
        let mut crossings = Vec::new();
        for row in first..last {
            let y = row as f32 + 0.5;
            crossings.clear();
            for (index, &(x0, y0)) in points.iter().enumerate() {
                let (x1, y1) = points[(index + 1) % points.len()];
                if (y0 <= y) != (y1 <= y) {
                    crossings.push(x0 + (y - y0) / (y1 - y0) * (x1 - x0));
                }
            }
            crossings.sort_by(f32::total_cmp);
            let color = mix(top, bottom, (y - low) / (high - low).max(1.0));
            for span in crossings.chunks_exact(2) {
                let from = (span[0].round().max(0.0) as usize).min(self.width);
                let to = (span[1].round().max(0.0) as usize).min(self.width);
                if from < to {
                    self.rgb[row * self.width + from..row * self.width + to].fill(color);
                }
            }
        }
    }

    /// Fills an upright rectangle.
    pub(super) fn rectangle(&mut self, from: Point, to: Point, top: Color, bottom: Color) {
        self.polygon(&[from, (to.0, from.1), to, (from.0, to.1)], top, bottom);
    }

    /// Fills an ellipse.
    pub(super) fn ellipse(&mut self, center: Point, radii: Point, top: Color, bottom: Color) {
        let points: Vec<Point> = (0..48)
            .map(|step| {
                let (sin, cos) = (step as f32 / 48.0 * std::f32::consts::TAU).sin_cos();
                (center.0 + radii.0 * cos, center.1 + radii.1 * sin)
            })
            .collect();
        self.polygon(&points, top, bottom);
    }

    /// Draws a circle of the given thickness.
    pub(super) fn ring(&mut self, center: Point, radius: f32, thickness: f32, color: Color) {
        let points: Vec<Point> = (0..=40)
            .map(|step| {
                let (sin, cos) = (step as f32 / 40.0 * std::f32::consts::TAU).sin_cos();
                (center.0 + radius * cos, center.1 + radius * sin)
            })
            .collect();
        self.line(&points, thickness, color);
    }

    /// Draws a line through the points.
    pub(super) fn line(&mut self, points: &[Point], thickness: f32, color: Color) {
        for pair in points.windows(2) {
            let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
            let length = (x1 - x0).hypot(y1 - y0).max(0.001);
            let (across, along) = (
                (
                    (y0 - y1) / length * thickness / 2.0,
                    (x1 - x0) / length * thickness / 2.0,
                ),
                (
                    (x1 - x0) / length * thickness / 3.0,
                    (y1 - y0) / length * thickness / 3.0,
                ),
            );
            let lighter = color.map(|part| part + 14.0);
            self.polygon(
                &[
                    (x0 - across.0 - along.0, y0 - across.1 - along.1),
                    (x1 - across.0 + along.0, y1 - across.1 + along.1),
                    (x1 + across.0 + along.0, y1 + across.1 + along.1),
                    (x0 + across.0 - along.0, y0 + across.1 - along.1),
                ],
                lighter,
                color,
            );
        }
    }

    /// Draws a curve from one place to another, pulled towards a third.
    pub(super) fn curve(&mut self, [from, pull, to]: [Point; 3], thickness: f32, color: Color) {
        let points: Vec<Point> = (0..=20)
            .map(|step| {
                let share = step as f32 / 20.0;
                let (start, middle, end) = (
                    (1.0 - share).powi(2),
                    2.0 * share * (1.0 - share),
                    share.powi(2),
                );
                (
                    from.0 * start + pull.0 * middle + to.0 * end,
                    from.1 * start + pull.1 * middle + to.1 * end,
                )
            })
            .collect();
        self.line(&points, thickness, color);
    }

    /// Gives surfaces the unevenness of plaster, dust and wear: smooth random light and dark in
    /// patches of the given size in scene units.
    pub(super) fn wear(&mut self, random: &mut Seeded, patch: f32, strength: f32) {
        let cell = (patch * self.frame.scale).max(1.0);
        let columns = (self.width as f32 / cell) as usize + 2;
        let rows = (self.height as f32 / cell) as usize + 2;
        let lattice: Vec<f32> = (0..columns * rows)
            .map(|_| random.between(-strength, strength))
            .collect();
        for (row, pixels) in self.rgb.chunks_exact_mut(self.width).enumerate() {
            let (cell_row, down) = split(row as f32 / cell);
            let upper = &lattice[cell_row * columns..(cell_row + 1) * columns];
            let lower = &lattice[(cell_row + 1) * columns..(cell_row + 2) * columns];
            for (column, pixel) in pixels.iter_mut().enumerate() {
                let (left, across) = split(column as f32 / cell);
                let above = upper[left] + (upper[left + 1] - upper[left]) * across;
                let below = lower[left] + (lower[left + 1] - lower[left]) * across;
                let factor = 1.0 + above + (below - above) * down;
                *pixel = pixel.map(|part| part * factor);
            }
        }
    }

    /// Lets light fall off with the distance from a lamp, and gives it a tint.
    pub(super) fn light(&mut self, lamp: Point, reach: f32, tint: Color) {
        let (x0, y0) = self.map(lamp);
        let reach = reach * self.frame.scale;
        for (row, pixels) in self.rgb.chunks_exact_mut(self.width).enumerate() {
            for (column, pixel) in pixels.iter_mut().enumerate() {
                let distance = ((column as f32 - x0).powi(2) + (row as f32 - y0).powi(2)).sqrt();
                let factor = 0.45 + 0.7 / (1.0 + (distance / reach).powi(2));
                for (part, tint) in pixel.iter_mut().zip(tint) {
                    *part *= factor * tint / 255.0;
                }
            }
        }
    }

    /// The raster turned by a quarter counter-clockwise, as the sensor of a phone sees it that is
    /// held upright.
    pub(super) fn turned(self) -> Self {
        let mut rgb = Vec::with_capacity(self.rgb.len());
        for column in (0..self.width).rev() {
            for row in 0..self.height {
                rgb.push(self.rgb[row * self.width + column]);
            }
        }
        Self {
            width: self.height,
            height: self.width,
            rgb,
            ..self
        }
    }
}

/// The color between two.
pub(super) fn mix(from: Color, to: Color, share: f32) -> Color {
    let share = share.clamp(0.0, 1.0);
    [0, 1, 2].map(|part| from[part] + (to[part] - from[part]) * share)
}

/// Whole part and smoothed rest.
fn split(value: f32) -> (usize, f32) {
    let rest = value.fract();
    (value as usize, rest * rest * (3.0 - 2.0 * rest))
}
