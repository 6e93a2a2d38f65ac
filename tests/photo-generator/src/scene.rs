//! What is on a photo.

mod corridor;
mod electric_bike;
mod extinguisher;
mod stairwell;
mod stove;
mod wiring;

use crate::canvas::Canvas;
use crate::seeded::Seeded;
use crate::stamp;

/// A kind of place that inspectors photograph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scene {
    /// Evacuation corridor（疏散走道）, often with things left in it.
    Corridor,
    /// Stairwell（楼梯间）.
    Stairwell,
    /// Stove with gas cylinder（灶台与液化气瓶）.
    Stove,
    /// Electric wiring（电气线路）.
    Wiring,
    /// Electric bike charging indoors（电动自行车室内充电）.
    ElectricBike,
    /// Fire extinguisher（灭火器）.
    Extinguisher,
}

impl Scene {
    /// All kinds, in the order in which a pool draws them.
    pub const ALL: [Self; 6] = [
        Self::Corridor,
        Self::Stairwell,
        Self::Stove,
        Self::Wiring,
        Self::ElectricBike,
        Self::Extinguisher,
    ];

    /// The Chinese name, as it may stand in a caption.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Corridor => "疏散走道",
            Self::Stairwell => "楼梯间",
            Self::Stove => "厨房灶台",
            Self::Wiring => "电气线路",
            Self::ElectricBike => "电动自行车",
            Self::Extinguisher => "灭火器",
        }
    }

    /// Draws the scene upright at the given size.
    pub(super) fn draw(self, seed: u64, width: usize, height: usize) -> Canvas {
        let mut random = Seeded::new(seed, 1);
        let mut canvas = Canvas::new(width, height, random.between(-3.0, 3.0));
        match self {
            Self::Corridor => corridor::draw(&mut canvas, &mut random),
            Self::Stairwell => stairwell::draw(&mut canvas, &mut random),
            Self::Stove => stove::draw(&mut canvas, &mut random),
            Self::Wiring => wiring::draw(&mut canvas, &mut random),
            Self::ElectricBike => electric_bike::draw(&mut canvas, &mut random),
            Self::Extinguisher => extinguisher::draw(&mut canvas, &mut random),
        }
        canvas.wear(&mut random, 90.0, 0.10);
        canvas.wear(&mut random, 14.0, 0.05);
        canvas.wear(&mut random, 3.0, 0.04);
        let lamp = (random.between(250.0, 750.0), random.between(60.0, 300.0));
        let tint = random.pick(&[
            [255.0, 250.0, 236.0],
            [246.0, 250.0, 255.0],
            [255.0, 240.0, 214.0],
        ]);
        canvas.light(lamp, random.between(420.0, 700.0), tint);
        stamp::put(&mut canvas);
        canvas
    }
}
