//! A flight of stairs seen from below.

use crate::canvas::{Canvas, Color};
use crate::scene::corridor::carton;
use crate::seeded::Seeded;

pub(super) fn draw(canvas: &mut Canvas, random: &mut Seeded) {
    let wall: Color = random.pick(&[
        [204.0, 204.0, 198.0],
        [196.0, 188.0, 168.0],
        [182.0, 196.0, 206.0],
    ]);
    let stone: Color = random.pick(&[
        [150.0, 146.0, 140.0],
        [128.0, 118.0, 108.0],
        [166.0, 150.0, 130.0],
    ]);
    canvas.background(wall, wall.map(|part| part * 0.8));
    // The lower third of the wall is painted, as in most rental houses.
    let paint: Color = random.pick(&[
        [96.0, 134.0, 112.0],
        [120.0, 120.0, 150.0],
        [140.0, 110.0, 90.0],
    ]);
    canvas.polygon(
        &[
            (-100.0, 520.0),
            (1100.0, 250.0),
            (1100.0, 900.0),
            (-100.0, 900.0),
        ],
        paint,
        paint.map(|part| part * 0.7),
    );
    window(canvas, random);

    let steps = 9 + random.below(4);
    for index in 0..steps {
        let share = |step: usize| step as f32 / steps as f32;
        let y = 760.0 - 430.0 * share(index).powf(0.8);
        let next = 760.0 - 430.0 * share(index + 1).powf(0.8);
        let (left, right) = (120.0 + 250.0 * share(index), 900.0 - 170.0 * share(index));
        let (next_left, next_right) = (
            120.0 + 250.0 * share(index + 1),
            900.0 - 170.0 * share(index + 1),
        );
        let edge = y - (y - next) * 0.62;
        canvas.rectangle(
            (left, edge),
            (right, y),
            stone.map(|part| part * 0.78),
            stone.map(|part| part * 0.6),
        );
        canvas.polygon(
            &[
                (left, edge),
                (next_left, next),
                (next_right, next),
                (right, edge),
            ],
            stone.map(|part| part * 0.95),
            stone.map(|part| part * 1.12),
        );
        canvas.line(
            &[(left, edge), (right, edge)],
            3.0,
            stone.map(|part| part * 0.5),
        );
    }
    rail(canvas, random);
    for _ in 0..random.below(4) {
        let place = (random.between(200.0, 760.0), random.between(600.0, 720.0));
        carton(canvas, random, place);
    }
}

fn window(canvas: &mut Canvas, random: &mut Seeded) {
    let (x, y) = (random.between(560.0, 760.0), random.between(60.0, 120.0));
    canvas.rectangle(
        (x, y),
        (x + 170.0, y + 150.0),
        [236.0, 244.0, 255.0],
        [206.0, 222.0, 236.0],
    );
    for bar in 0..5 {
        let at = x + bar as f32 * 42.0;
        canvas.line(&[(at, y), (at, y + 150.0)], 6.0, [96.0, 98.0, 100.0]);
    }
    canvas.line(
        &[(x, y + 75.0), (x + 170.0, y + 75.0)],
        6.0,
        [96.0, 98.0, 100.0],
    );
}

fn rail(canvas: &mut Canvas, random: &mut Seeded) {
    let metal: Color = random.pick(&[[70.0, 74.0, 78.0], [120.0, 52.0, 44.0], [52.0, 84.0, 70.0]]);
    for post in 0..8 {
        let share = post as f32 / 7.0;
        let (x, y) = (905.0 - 175.0 * share, 740.0 - 400.0 * share.powf(0.8));
        canvas.line(
            &[(x, y), (x, y - 190.0 + 70.0 * share)],
            8.0 - 3.0 * share,
            metal,
        );
    }
    canvas.line(
        &[(910.0, 545.0), (820.0, 380.0), (728.0, 218.0)],
        14.0,
        metal.map(|part| part * 1.3),
    );
}
