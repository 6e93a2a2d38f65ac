//! A kitchen corner: stove, gas cylinder, hose.

use crate::canvas::{Canvas, Color, mix};
use crate::seeded::Seeded;

pub(super) fn draw(canvas: &mut Canvas, random: &mut Seeded) {
    let tile: Color = random.pick(&[
        [222.0, 222.0, 216.0],
        [208.0, 216.0, 222.0],
        [226.0, 214.0, 194.0],
    ]);
    canvas.background(tile, tile.map(|part| part * 0.85));
    let joint = tile.map(|part| part * 0.78);
    for column in -2..14 {
        let x = column as f32 * 92.0;
        canvas.line(&[(x, -80.0), (x, 430.0)], 3.0, joint);
    }
    for row in -1..6 {
        let y = row as f32 * 78.0;
        canvas.line(&[(-120.0, y), (1120.0, y)], 3.0, joint);
    }
    // Grease above the stove.
    let stove_x = random.between(180.0, 420.0);
    for ring in 0..12 {
        let share = ring as f32 / 12.0;
        let radii = (200.0 * (1.0 - share * 0.8), 130.0 * (1.0 - share * 0.8));
        let stained = mix(tile, [186.0, 160.0, 116.0], share * 0.7);
        canvas.ellipse((stove_x + 170.0, 330.0), radii, stained, stained);
    }
    let top: Color = random.pick(&[
        [90.0, 88.0, 86.0],
        [164.0, 156.0, 146.0],
        [120.0, 100.0, 84.0],
    ]);
    canvas.polygon(
        &[
            (-120.0, 430.0),
            (1120.0, 430.0),
            (1120.0, 540.0),
            (-120.0, 540.0),
        ],
        top.map(|part| part * 1.1),
        top,
    );
    canvas.rectangle(
        (-120.0, 540.0),
        (1120.0, 900.0),
        [146.0, 118.0, 92.0],
        [96.0, 76.0, 60.0],
    );
    canvas.line(
        &[(-120.0, 540.0), (1120.0, 540.0)],
        8.0,
        top.map(|part| part * 0.6),
    );
    stove(canvas, random, stove_x);
    let cylinder_x = random.between(640.0, 780.0);
    cylinder(canvas, random, cylinder_x);
    // The hose from stove to cylinder, sagging.
    let hose: Color = random.pick(&[
        [214.0, 120.0, 36.0],
        [46.0, 44.0, 44.0],
        [190.0, 60.0, 60.0],
    ]);
    let (from, to) = ((stove_x + 330.0, 505.0), (cylinder_x + 80.0, 456.0));
    let sag = ((from.0 + to.0) / 2.0 - 20.0, random.between(680.0, 860.0));
    canvas.curve([from, sag, to], 13.0, hose);
}

fn stove(canvas: &mut Canvas, random: &mut Seeded, x: f32) {
    canvas.polygon(
        &[
            (x + 20.0, 420.0),
            (x + 320.0, 420.0),
            (x + 350.0, 500.0),
            (x - 10.0, 500.0),
        ],
        [70.0, 72.0, 76.0],
        [40.0, 42.0, 46.0],
    );
    canvas.rectangle(
        (x - 10.0, 500.0),
        (x + 350.0, 536.0),
        [150.0, 152.0, 156.0],
        [110.0, 112.0, 118.0],
    );
    for burner in [x + 90.0, x + 250.0] {
        canvas.ellipse(
            (burner, 458.0),
            (58.0, 22.0),
            [24.0, 24.0, 26.0],
            [16.0, 16.0, 18.0],
        );
        canvas.ellipse(
            (burner, 456.0),
            (24.0, 9.0),
            [120.0, 110.0, 90.0],
            [80.0, 72.0, 60.0],
        );
        canvas.ellipse(
            (burner, 518.0),
            (13.0, 13.0),
            [60.0, 60.0, 64.0],
            [20.0, 20.0, 22.0],
        );
    }
    if random.below(2) == 0 {
        let pot: Color = random.pick(&[
            [170.0, 174.0, 178.0],
            [60.0, 62.0, 68.0],
            [176.0, 66.0, 50.0],
        ]);
        let center = x + 90.0;
        canvas.rectangle(
            (center - 66.0, 372.0),
            (center + 66.0, 452.0),
            pot,
            pot.map(|part| part * 0.65),
        );
        canvas.ellipse(
            (center, 372.0),
            (66.0, 18.0),
            pot.map(|part| part * 1.25),
            pot,
        );
        canvas.line(
            &[(center + 66.0, 392.0), (center + 140.0, 380.0)],
            14.0,
            [40.0, 36.0, 34.0],
        );
    }
}

fn cylinder(canvas: &mut Canvas, random: &mut Seeded, x: f32) {
    let body: Color = random.pick(&[
        [158.0, 164.0, 168.0],
        [196.0, 60.0, 46.0],
        [86.0, 130.0, 168.0],
    ]);
    canvas.ellipse(
        (x + 85.0, 730.0),
        (92.0, 22.0),
        [40.0, 36.0, 34.0],
        [30.0, 28.0, 26.0],
    );
    canvas.rectangle(
        (x, 520.0),
        (x + 170.0, 724.0),
        body,
        body.map(|part| part * 0.62),
    );
    canvas.ellipse(
        (x + 85.0, 522.0),
        (85.0, 46.0),
        body.map(|part| part * 1.25),
        body,
    );
    canvas.rectangle(
        (x + 22.0, 540.0),
        (x + 46.0, 716.0),
        body.map(|part| part * 1.3),
        body.map(|part| part * 0.9),
    );
    canvas.ring((x + 85.0, 470.0), 44.0, 9.0, body.map(|part| part * 0.8));
    canvas.rectangle(
        (x + 72.0, 444.0),
        (x + 98.0, 490.0),
        [196.0, 170.0, 88.0],
        [150.0, 124.0, 60.0],
    );
    canvas.ellipse(
        (x + 85.0, 440.0),
        (24.0, 10.0),
        [40.0, 70.0, 140.0],
        [26.0, 46.0, 96.0],
    );
}
