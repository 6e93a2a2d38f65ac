//! Fire extinguishers in their corner.

use crate::canvas::{Canvas, Color};
use crate::seeded::Seeded;

pub(super) fn draw(canvas: &mut Canvas, random: &mut Seeded) {
    let wall: Color = random.pick(&[
        [216.0, 214.0, 206.0],
        [200.0, 206.0, 212.0],
        [206.0, 198.0, 180.0],
    ]);
    let floor: Color = random.pick(&[
        [130.0, 128.0, 126.0],
        [150.0, 132.0, 112.0],
        [104.0, 110.0, 108.0],
    ]);
    canvas.background(wall, wall.map(|part| part * 0.85));
    canvas.rectangle(
        (-120.0, 620.0),
        (1120.0, 900.0),
        floor,
        floor.map(|part| part * 0.72),
    );
    canvas.rectangle(
        (-120.0, 590.0),
        (1120.0, 622.0),
        floor.map(|part| part * 0.8),
        floor.map(|part| part * 0.6),
    );
    // The sign on the wall.
    let sign = random.between(640.0, 760.0);
    canvas.rectangle(
        (sign, 90.0),
        (sign + 150.0, 290.0),
        [204.0, 34.0, 32.0],
        [180.0, 26.0, 26.0],
    );
    canvas.rectangle(
        (sign + 14.0, 104.0),
        (sign + 136.0, 226.0),
        [246.0, 244.0, 240.0],
        [232.0, 230.0, 226.0],
    );
    canvas.rectangle(
        (sign + 62.0, 136.0),
        (sign + 96.0, 214.0),
        [204.0, 34.0, 32.0],
        [180.0, 26.0, 26.0],
    );
    for line in 0..3 {
        let y = 242.0 + line as f32 * 14.0;
        canvas.line(
            &[(sign + 20.0, y), (sign + 130.0, y)],
            5.0,
            [250.0, 240.0, 236.0],
        );
    }
    let count = 1 + random.below(2);
    let first = random.between(200.0, 300.0);
    for index in 0..count {
        one(canvas, random, first + index as f32 * 210.0);
    }
}

fn one(canvas: &mut Canvas, random: &mut Seeded, x: f32) {
    let red: Color = random.pick(&[
        [200.0, 34.0, 30.0],
        [178.0, 36.0, 34.0],
        [214.0, 52.0, 40.0],
    ]);
    let wide = 150.0;
    canvas.ellipse(
        (x + wide / 2.0, 700.0),
        (wide * 0.66, 20.0),
        [64.0, 62.0, 60.0],
        [56.0, 54.0, 52.0],
    );
    // The round body: strips from light to dark across.
    for strip in 0..15 {
        let share = strip as f32 / 15.0;
        let light = 0.55 + 0.75 * (1.0 - ((share - 0.3) * 1.6).abs()).max(0.0);
        let color = red.map(|part| (part * light).min(255.0));
        canvas.rectangle(
            (x + wide * share, 320.0),
            (x + wide * (share + 0.075), 692.0),
            color,
            color.map(|part| part * 0.85),
        );
    }
    canvas.ellipse(
        (x + wide / 2.0, 322.0),
        (wide / 2.0, 44.0),
        red.map(|part| part * 1.3),
        red,
    );
    canvas.rectangle(
        (x, 668.0),
        (x + wide, 694.0),
        [36.0, 34.0, 34.0],
        [24.0, 22.0, 22.0],
    );
    canvas.rectangle(
        (x + 18.0, 420.0),
        (x + 132.0, 590.0),
        [238.0, 232.0, 216.0],
        [214.0, 206.0, 190.0],
    );
    for line in 0..9 {
        let y = 440.0 + line as f32 * 16.0;
        canvas.line(
            &[(x + 28.0, y), (x + random.between(80.0, 122.0), y)],
            4.0,
            [90.0, 84.0, 80.0],
        );
    }
    canvas.rectangle(
        (x + 60.0, 250.0),
        (x + 92.0, 300.0),
        [176.0, 164.0, 120.0],
        [130.0, 120.0, 84.0],
    );
    canvas.line(
        &[(x + 40.0, 236.0), (x + 150.0, 214.0)],
        13.0,
        [34.0, 34.0, 36.0],
    );
    canvas.line(
        &[(x + 44.0, 256.0), (x + 140.0, 252.0)],
        11.0,
        [44.0, 44.0, 46.0],
    );
    gauge(canvas, random, (x + 108.0, 284.0));
    canvas.line(
        &[
            (x + 58.0, 272.0),
            (x - 10.0, 300.0),
            (x - 34.0, 420.0),
            (x - 20.0, 560.0),
            (x - 4.0, 610.0),
        ],
        15.0,
        [30.0, 30.0, 32.0],
    );
    canvas.line(
        &[(x - 8.0, 590.0), (x + 2.0, 640.0)],
        26.0,
        [24.0, 24.0, 26.0],
    );
}

/// The pressure gauge, its needle in the green or, on a spent one, in the red.
fn gauge(canvas: &mut Canvas, random: &mut Seeded, center: (f32, f32)) {
    canvas.ellipse(
        center,
        (26.0, 26.0),
        [210.0, 206.0, 200.0],
        [150.0, 148.0, 144.0],
    );
    canvas.ellipse(
        center,
        (21.0, 21.0),
        [250.0, 250.0, 246.0],
        [240.0, 240.0, 236.0],
    );
    canvas.line(
        &[
            (center.0 - 16.0, center.1 + 4.0),
            (center.0 - 8.0, center.1 - 13.0),
        ],
        7.0,
        [206.0, 40.0, 36.0],
    );
    canvas.line(
        &[
            (center.0 - 8.0, center.1 - 13.0),
            (center.0 + 8.0, center.1 - 13.0),
        ],
        7.0,
        [40.0, 160.0, 70.0],
    );
    canvas.line(
        &[
            (center.0 + 8.0, center.1 - 13.0),
            (center.0 + 16.0, center.1 + 4.0),
        ],
        7.0,
        [226.0, 190.0, 40.0],
    );
    let end = random.pick(&[(0.0, -15.0), (-13.0, -4.0), (4.0, -14.0)]);
    canvas.line(
        &[center, (center.0 + end.0, center.1 + end.1)],
        3.0,
        [20.0, 20.0, 22.0],
    );
}
