//! A corridor seen along its axis.

use crate::canvas::{Canvas, Color, Point};
use crate::seeded::Seeded;

pub(super) fn draw(canvas: &mut Canvas, random: &mut Seeded) {
    let wall: Color = random.pick(&[
        [206.0, 202.0, 190.0],
        [190.0, 204.0, 196.0],
        [214.0, 208.0, 200.0],
    ]);
    let floor: Color = random.pick(&[
        [142.0, 134.0, 122.0],
        [120.0, 124.0, 128.0],
        [152.0, 120.0, 96.0],
    ]);
    let end = (random.between(430.0, 570.0), random.between(300.0, 360.0));
    let half = (random.between(70.0, 110.0), random.between(75.0, 105.0));
    let (left, right) = (end.0 - half.0, end.0 + half.0);
    let (top, bottom) = (end.1 - half.1, end.1 + half.1);
    let dark = wall.map(|part| part * 0.72);
    canvas.background(wall, dark);
    let (ceiling_line, floor_line) = (
        [(-200.0, -150.0), (1200.0, -150.0)],
        [(-200.0, 900.0), (1200.0, 900.0)],
    );
    canvas.polygon(
        &[ceiling_line[0], ceiling_line[1], (right, top), (left, top)],
        wall.map(|part| part * 1.08),
        dark,
    );
    canvas.polygon(
        &[
            floor_line[0],
            floor_line[1],
            (right, bottom),
            (left, bottom),
        ],
        floor.map(|part| part * 0.7),
        floor,
    );
    // Tiles of the floor: lines to the vanishing point and across, closer with distance.
    let joint = floor.map(|part| part * 0.78);
    for step in -6..=6 {
        let share = step as f32 / 6.0;
        canvas.line(
            &[
                (500.0 + share * 700.0, 900.0),
                (end.0 + share * half.0, bottom),
            ],
            2.5,
            joint,
        );
    }
    for step in 1..9 {
        let depth = 0.8 / step as f32;
        let y = bottom + (900.0 - bottom) * depth;
        canvas.line(&[(-200.0, y), (1200.0, y)], 2.0 + 3.0 * depth, joint);
    }
    // The walls cover what the joints overshoot.
    canvas.polygon(
        &[ceiling_line[0], (left, top), (left, bottom), floor_line[0]],
        wall,
        dark,
    );
    canvas.polygon(
        &[
            ceiling_line[1],
            (right, top),
            (right, bottom),
            floor_line[1],
        ],
        wall.map(|part| part * 0.94),
        dark,
    );
    canvas.rectangle(
        (left, top),
        (right, bottom),
        wall.map(|part| part * 0.85),
        dark,
    );
    doors(canvas, random, (left, top, bottom), -200.0);
    doors(canvas, random, (right, top, bottom), 1200.0);
    lamps(canvas, end, top);
    // The sign above the far door.
    canvas.rectangle(
        (end.0 - 34.0, top + 10.0),
        (end.0 + 34.0, top + 30.0),
        [30.0, 168.0, 92.0],
        [20.0, 140.0, 76.0],
    );
    canvas.rectangle(
        (end.0 - 26.0, top + 44.0),
        (end.0 + 26.0, bottom),
        [112.0, 82.0, 62.0],
        [90.0, 62.0, 46.0],
    );
    for _ in 0..random.below(5) {
        let sides = [random.between(90.0, 260.0), random.between(700.0, 860.0)];
        let place = (random.pick(&sides), random.between(560.0, 720.0));
        carton(canvas, random, place);
    }
}

/// Doors of one side wall, in perspective.
fn doors(canvas: &mut Canvas, random: &mut Seeded, far: (f32, f32, f32), near_x: f32) {
    let (far_x, far_top, far_bottom) = far;
    let at = |depth: f32, height: f32| -> Point {
        let (top, bottom) = (
            far_top + (-150.0 - far_top) * depth,
            far_bottom + (900.0 - far_bottom) * depth,
        );
        (
            far_x + (near_x - far_x) * depth,
            bottom + (top - bottom) * height,
        )
    };
    let wood: Color = random.pick(&[
        [122.0, 84.0, 58.0],
        [88.0, 96.0, 104.0],
        [150.0, 116.0, 84.0],
    ]);
    for (near, depth) in [(0.16, 0.08), (0.36, 0.24), (0.72, 0.52)] {
        let corners = [
            at(near, 0.0),
            at(near, 0.74),
            at(depth, 0.74),
            at(depth, 0.0),
        ];
        canvas.polygon(&corners, wood, wood.map(|part| part * 0.8));
        canvas.line(&corners, 3.0, wood.map(|part| part * 0.55));
        let handle = at(depth + (near - depth) * 0.2, 0.36);
        canvas.ellipse(
            handle,
            (4.0, 4.0),
            [220.0, 214.0, 190.0],
            [150.0, 146.0, 130.0],
        );
    }
}

/// A row of ceiling lamps.
fn lamps(canvas: &mut Canvas, end: Point, top: f32) {
    for depth in [0.05, 0.2, 0.5] {
        let y = top + (-150.0 - top) * depth;
        let half = 16.0 + 120.0 * depth;
        canvas.rectangle(
            (end.0 - half, y - 4.0 - 16.0 * depth),
            (end.0 + half, y),
            [255.0, 255.0, 248.0],
            [250.0, 248.0, 236.0],
        );
    }
}

/// A carton that somebody left in the way, standing at a place.
pub(super) fn carton(canvas: &mut Canvas, random: &mut Seeded, (x, y): Point) {
    let size = random.between(50.0, 110.0);
    let color: Color = random.pick(&[
        [176.0, 136.0, 88.0],
        [160.0, 60.0, 52.0],
        [70.0, 92.0, 130.0],
    ]);
    canvas.polygon(
        &[
            (x, y - size),
            (x + size * 0.4, y - size * 1.25),
            (x + size * 1.4, y - size * 1.25),
            (x + size, y - size),
        ],
        color.map(|part| part * 1.15),
        color,
    );
    canvas.rectangle(
        (x, y - size),
        (x + size, y),
        color,
        color.map(|part| part * 0.75),
    );
    canvas.polygon(
        &[
            (x + size, y - size),
            (x + size * 1.4, y - size * 1.25),
            (x + size * 1.4, y - size * 0.25),
            (x + size, y),
        ],
        color.map(|part| part * 0.7),
        color.map(|part| part * 0.5),
    );
    canvas.line(
        &[(x + size / 2.0, y - size), (x + size / 2.0, y)],
        5.0,
        color.map(|part| part * 1.2),
    );
}
