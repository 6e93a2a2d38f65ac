//! An electric bike that is charged in a hall.

use crate::canvas::{Canvas, Color};
use crate::seeded::Seeded;

pub(super) fn draw(canvas: &mut Canvas, random: &mut Seeded) {
    let wall: Color = random.pick(&[
        [208.0, 204.0, 196.0],
        [188.0, 198.0, 190.0],
        [214.0, 202.0, 184.0],
    ]);
    let floor: Color = random.pick(&[
        [136.0, 130.0, 122.0],
        [110.0, 112.0, 116.0],
        [160.0, 136.0, 112.0],
    ]);
    canvas.background(wall, wall.map(|part| part * 0.84));
    canvas.rectangle(
        (-120.0, 540.0),
        (1120.0, 900.0),
        floor,
        floor.map(|part| part * 0.7),
    );
    canvas.line(
        &[(-120.0, 540.0), (1120.0, 540.0)],
        12.0,
        floor.map(|part| part * 0.55),
    );
    for column in -1..9 {
        let x = column as f32 * 140.0;
        canvas.line(
            &[(x + 20.0, 546.0), (x * 1.4 - 200.0, 900.0)],
            3.0,
            floor.map(|part| part * 0.8),
        );
    }
    let paint: Color = random.pick(&[
        [186.0, 44.0, 40.0],
        [36.0, 84.0, 160.0],
        [226.0, 222.0, 214.0],
        [54.0, 58.0, 64.0],
    ]);
    let left = random.between(180.0, 300.0);
    bike(canvas, paint, left);
    charger(canvas, random, left);
}

fn bike(canvas: &mut Canvas, paint: Color, x: f32) {
    let (rear, front) = ((x + 90.0, 600.0), (x + 480.0, 600.0));
    canvas.ellipse(
        (x + 290.0, 704.0),
        (330.0, 22.0),
        [70.0, 68.0, 64.0],
        [60.0, 58.0, 56.0],
    );
    for wheel in [rear, front] {
        canvas.ring(wheel, 88.0, 24.0, [28.0, 28.0, 30.0]);
        canvas.ring(wheel, 66.0, 6.0, [160.0, 162.0, 166.0]);
        for spoke in 0..9 {
            let (sin, cos) = (spoke as f32 * 0.698).sin_cos();
            canvas.line(
                &[wheel, (wheel.0 + 64.0 * cos, wheel.1 + 64.0 * sin)],
                2.5,
                [150.0, 152.0, 156.0],
            );
        }
        canvas.ellipse(wheel, (22.0, 22.0), [90.0, 92.0, 96.0], [50.0, 52.0, 56.0]);
    }
    // Body: rear cover, footboard with the battery under it, front shield.
    canvas.polygon(
        &[
            (x + 20.0, 470.0),
            (x + 240.0, 462.0),
            (x + 270.0, 590.0),
            (x + 130.0, 574.0),
        ],
        paint.map(|part| part * 1.1),
        paint.map(|part| part * 0.7),
    );
    canvas.polygon(
        &[
            (x + 230.0, 570.0),
            (x + 410.0, 570.0),
            (x + 396.0, 622.0),
            (x + 240.0, 622.0),
        ],
        [60.0, 62.0, 66.0],
        [36.0, 38.0, 42.0],
    );
    canvas.polygon(
        &[
            (x + 392.0, 380.0),
            (x + 440.0, 372.0),
            (x + 452.0, 560.0),
            (x + 392.0, 606.0),
        ],
        paint.map(|part| part * 1.2),
        paint.map(|part| part * 0.8),
    );
    canvas.polygon(
        &[
            (x + 6.0, 440.0),
            (x + 236.0, 428.0),
            (x + 262.0, 462.0),
            (x + 20.0, 474.0),
        ],
        [44.0, 42.0, 42.0],
        [22.0, 22.0, 24.0],
    );
    canvas.line(&[front, (x + 430.0, 330.0)], 18.0, [80.0, 82.0, 86.0]);
    canvas.line(
        &[(x + 372.0, 318.0), (x + 440.0, 306.0), (x + 478.0, 330.0)],
        14.0,
        [36.0, 36.0, 40.0],
    );
    canvas.ellipse(
        (x + 462.0, 372.0),
        (22.0, 28.0),
        [250.0, 248.0, 230.0],
        [200.0, 198.0, 180.0],
    );
    canvas.line(
        &[(x + 372.0, 318.0), (x + 352.0, 258.0)],
        5.0,
        [40.0, 40.0, 44.0],
    );
    canvas.ellipse(
        (x + 350.0, 246.0),
        (24.0, 15.0),
        [170.0, 184.0, 196.0],
        [120.0, 130.0, 140.0],
    );
    canvas.polygon(
        &[
            (x + 476.0, 400.0),
            (x + 572.0, 396.0),
            (x + 556.0, 476.0),
            (x + 490.0, 478.0),
        ],
        [120.0, 122.0, 126.0],
        [80.0, 82.0, 86.0],
    );
    canvas.line(
        &[(x + 20.0, 470.0), (x - 20.0, 486.0)],
        16.0,
        [196.0, 40.0, 36.0],
    );
}

fn charger(canvas: &mut Canvas, random: &mut Seeded, x: f32) {
    let socket = (random.between(690.0, 860.0), random.between(250.0, 330.0));
    canvas.rectangle(
        (socket.0 - 34.0, socket.1 - 34.0),
        (socket.0 + 34.0, socket.1 + 34.0),
        [240.0, 240.0, 236.0],
        [210.0, 210.0, 206.0],
    );
    canvas.rectangle(
        (socket.0 - 16.0, socket.1 - 14.0),
        (socket.0 + 18.0, socket.1 + 24.0),
        [44.0, 44.0, 48.0],
        [28.0, 28.0, 30.0],
    );
    let box_x = random.between(600.0, 700.0);
    canvas.line(
        &[
            (socket.0, socket.1 + 20.0),
            (socket.0 + 16.0, 480.0),
            (socket.0 - 40.0, 660.0),
            (box_x + 60.0, 690.0),
        ],
        7.0,
        [30.0, 30.0, 32.0],
    );
    canvas.polygon(
        &[
            (box_x, 664.0),
            (box_x + 96.0, 660.0),
            (box_x + 104.0, 708.0),
            (box_x + 4.0, 714.0),
        ],
        [56.0, 58.0, 64.0],
        [30.0, 32.0, 36.0],
    );
    canvas.ellipse(
        (box_x + 80.0, 676.0),
        (6.0, 6.0),
        [255.0, 70.0, 50.0],
        [220.0, 40.0, 30.0],
    );
    canvas.line(
        &[(box_x, 690.0), (x + 420.0, 676.0), (x + 320.0, 610.0)],
        7.0,
        [30.0, 30.0, 32.0],
    );
}
