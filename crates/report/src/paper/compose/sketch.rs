use super::{Composer, Pen};
use crate::paper::model::Sketch;
use crate::paper::op::Op;
use crate::paper::units::{LEFT, MM, TINY, WIDTH};

/// Side of the mark of a place.
const DOT: f32 = 3.4;

impl Composer<'_> {
    pub(super) fn sketch(&mut self, sketch: &Sketch) {
        let tall = f32::from(sketch.tall_mm) * MM;
        self.ensure(tall);
        let frame = [LEFT, self.y, WIDTH, tall];
        self.put(Op::Frame {
            rect: frame,
            width: 0.6,
            dashed: false,
        });
        let places = sketch.places.iter().map(|(at, _)| *at);
        let all: Vec<(i64, i64)> = sketch.boundary.iter().copied().chain(places).collect();
        let Some(map) = Projection::over(&all, frame) else {
            let top = self.y + tall / 2.0 - TINY;
            self.centered(
                "（责任区示意图：尚未绘制边界）",
                (LEFT, WIDTH),
                top,
                Pen::gray(10.5),
                1,
            );
            self.y += tall + 2.0 * MM;
            return;
        };
        if sketch.boundary.len() > 2 {
            let mut line: Vec<(f32, f32)> =
                sketch.boundary.iter().map(|at| map.point(*at)).collect();
            line.extend(line.first().copied());
            self.put(Op::Ink {
                lines: vec![line],
                width: 1.6,
            });
        }
        for (at, text) in &sketch.places {
            let (x, y) = map.point(*at);
            self.put(Op::Fill(vec![[x - DOT / 2.0, y - DOT / 2.0, DOT, DOT]]));
            self.left_line(text, x + DOT, y + TINY * 0.35, TINY);
        }
        self.left_line("北 ↑", LEFT + 3.0 * MM, self.y + 6.0 * MM, 10.5);
        self.y += tall + 2.0 * MM;
    }
}

/// Longitude and latitude onto a frame. At the size of a village a plane is exact enough; a
/// degree of longitude is shorter than one of latitude by the cosine.
struct Projection {
    west: f64,
    north: f64,
    shrink: f64,
    scale: f64,
    origin: (f32, f32),
}

impl Projection {
    fn over(all: &[(i64, i64)], [left, top, width, tall]: [f32; 4]) -> Option<Self> {
        let degrees = |it: i64| it as f64 / 1e6;
        let west = all.iter().map(|at| degrees(at.0)).reduce(f64::min)?;
        let east = all.iter().map(|at| degrees(at.0)).reduce(f64::max)?;
        let south = all.iter().map(|at| degrees(at.1)).reduce(f64::min)?;
        let north = all.iter().map(|at| degrees(at.1)).reduce(f64::max)?;
        let shrink = ((south + north) / 2.0).to_radians().cos().max(0.01);
        let margin = f64::from(12.0 * MM);
        let room = (
            f64::from(width) - 2.0 * margin,
            f64::from(tall) - 2.0 * margin,
        );
        // A single place still gets a scale.
        let wide = ((east - west) * shrink).max(1e-4);
        let high = (north - south).max(1e-4);
        let scale = (room.0 / wide).min(room.1 / high);
        let slack = ((room.0 - wide * scale) / 2.0, (room.1 - high * scale) / 2.0);
        Some(Self {
            west,
            north,
            shrink,
            scale,
            origin: (
                left + (margin + slack.0) as f32,
                top + (margin + slack.1) as f32,
            ),
        })
    }

    fn point(&self, (longitude, latitude): (i64, i64)) -> (f32, f32) {
        let x = (longitude as f64 / 1e6 - self.west) * self.shrink * self.scale;
        let y = (self.north - latitude as f64 / 1e6) * self.scale;
        (self.origin.0 + x as f32, self.origin.1 + y as f32)
    }
}
