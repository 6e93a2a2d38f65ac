//! A wall with a distribution box, loose wires and a crowded socket strip.

use crate::canvas::{Canvas, Color, Point};
use crate::seeded::Seeded;

pub(super) fn draw(canvas: &mut Canvas, random: &mut Seeded) {
    let wall: Color = random.pick(&[
        [214.0, 210.0, 200.0],
        [198.0, 190.0, 176.0],
        [204.0, 212.0, 206.0],
    ]);
    canvas.background(wall, wall.map(|part| part * 0.82));
    // Plaster that came off.
    for _ in 0..4 {
        let at = (random.between(0.0, 1000.0), random.between(0.0, 700.0));
        let brick: Color = [
            random.between(150.0, 180.0),
            random.between(110.0, 130.0),
            96.0,
        ];
        canvas.ellipse(
            at,
            (random.between(20.0, 70.0), random.between(10.0, 40.0)),
            brick,
            brick.map(|part| part * 0.8),
        );
    }
    let corner = (random.between(120.0, 300.0), random.between(70.0, 140.0));
    distribution_box(canvas, random, corner);
    let strip = (random.between(420.0, 560.0), random.between(560.0, 640.0));
    for _ in 0..9 + random.below(8) {
        let from = (corner.0 + random.between(20.0, 260.0), corner.1 + 236.0);
        let to = (
            strip.0 + random.between(0.0, 330.0),
            strip.1 + random.between(-30.0, 20.0),
        );
        wire(canvas, random, from, to);
    }
    socket_strip(canvas, random, strip);
    // A surface-mounted duct that somebody began.
    canvas.rectangle(
        (-120.0, 28.0),
        (corner.0 + 100.0, 52.0),
        [240.0, 240.0, 236.0],
        [206.0, 206.0, 200.0],
    );
}

fn distribution_box(canvas: &mut Canvas, random: &mut Seeded, (x, y): Point) {
    let metal: Color = random.pick(&[
        [168.0, 172.0, 170.0],
        [186.0, 180.0, 160.0],
        [120.0, 130.0, 142.0],
    ]);
    canvas.rectangle(
        (x + 8.0, y + 8.0),
        (x + 292.0, y + 246.0),
        wall_shadow(),
        wall_shadow(),
    );
    canvas.rectangle(
        (x, y),
        (x + 284.0, y + 236.0),
        metal,
        metal.map(|part| part * 0.8),
    );
    canvas.rectangle(
        (x + 16.0, y + 16.0),
        (x + 268.0, y + 220.0),
        [52.0, 54.0, 58.0],
        [36.0, 38.0, 42.0],
    );
    for index in 0..6 {
        let left = x + 28.0 + index as f32 * 39.0;
        canvas.rectangle(
            (left, y + 60.0),
            (left + 32.0, y + 160.0),
            [232.0, 232.0, 228.0],
            [190.0, 190.0, 186.0],
        );
        let down = if random.below(4) == 0 { 26.0 } else { 0.0 };
        canvas.rectangle(
            (left + 9.0, y + 88.0 + down),
            (left + 23.0, y + 116.0 + down),
            [36.0, 40.0, 60.0],
            [20.0, 22.0, 36.0],
        );
    }
}

fn wall_shadow() -> Color {
    [120.0, 116.0, 108.0]
}

/// A loose wire: a sagging curve with a kink or two.
fn wire(canvas: &mut Canvas, random: &mut Seeded, from: Point, to: Point) {
    let color: Color = random.pick(&[
        [176.0, 40.0, 36.0],
        [40.0, 70.0, 150.0],
        [210.0, 190.0, 50.0],
        [36.0, 36.0, 38.0],
        [224.0, 222.0, 216.0],
        [60.0, 130.0, 70.0],
    ]);
    let sag = random.between(-80.0, 160.0);
    let sway = random.between(-160.0, 160.0);
    let points: Vec<Point> = (0..=24)
        .map(|step| {
            let share = step as f32 / 24.0;
            let bow = share * (1.0 - share) * 4.0;
            (
                from.0
                    + (to.0 - from.0) * share
                    + sway * bow * (1.0 - share)
                    + (share * 19.0).sin() * 7.0,
                from.1 + (to.1 - from.1) * share + sag * bow + (share * 13.0).cos() * 6.0,
            )
        })
        .collect();
    canvas.line(&points, random.between(5.0, 10.0), color);
}

fn socket_strip(canvas: &mut Canvas, random: &mut Seeded, (x, y): Point) {
    canvas.rectangle(
        (x - 10.0, y + 10.0),
        (x + 360.0, y + 84.0),
        wall_shadow(),
        wall_shadow(),
    );
    canvas.rectangle(
        (x - 16.0, y),
        (x + 350.0, y + 72.0),
        [238.0, 236.0, 230.0],
        [200.0, 198.0, 192.0],
    );
    for index in 0..5 {
        let left = x + index as f32 * 66.0;
        for hole in [(14.0, 22.0), (34.0, 22.0), (24.0, 44.0)] {
            canvas.rectangle(
                (left + hole.0, y + hole.1),
                (left + hole.0 + 5.0, y + hole.1 + 13.0),
                [30.0, 30.0, 32.0],
                [20.0, 20.0, 22.0],
            );
        }
        if random.below(3) > 0 {
            let plug: Color = random.pick(&[
                [40.0, 40.0, 44.0],
                [228.0, 226.0, 222.0],
                [120.0, 40.0, 36.0],
            ]);
            canvas.rectangle(
                (left + 4.0, y + 8.0),
                (left + 52.0, y + 62.0),
                plug.map(|part| part * 1.15),
                plug.map(|part| part * 0.7),
            );
        }
    }
    // Scorch marks at an overloaded socket.
    if random.below(2) == 0 {
        canvas.ellipse(
            (x + 170.0, y + 20.0),
            (30.0, 16.0),
            [90.0, 70.0, 50.0],
            [50.0, 40.0, 30.0],
        );
    }
}
