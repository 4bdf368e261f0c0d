//! A station's code with any of its modules turned over: read as itself or refused, never as another.

use reader::Gray;
use reader::layout::{Mm, QrPlace, Spot};
use reader::page::{Field, Homography, PART, Point};
use reader::station::{StationCode, StationRead, read_station};

/// Pixels of a module, and of the paper around the code.
const MODULE: usize = 4;
const AROUND: usize = 20;

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    let Some(code) = StationCode::new("c-hasil-ppwp", 2, "8271021022008") else { return };
    let Some(modules) = code.modules() else { return };
    let side = modules.side() * MODULE + 2 * AROUND;
    let shade = |at: usize| {
        let module =
            |at: usize| at.checked_sub(AROUND).map(|at| at / MODULE).filter(|at| *at < modules.side());
        let (Some(column), Some(row)) = (module(at % side), module(at / side)) else { return 220 };
        let bit = row * modules.side() + column;
        let turned = bytes.get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1);
        if modules.dark(column, row) ^ turned { 30 } else { 220 }
    };
    let Some(picture) = Gray::new(side, side, (0..side * side).map(shade).collect()) else { return };
    // A tenth of a millimetre a pixel.
    let length = |pixels: usize| i32::try_from(pixels).unwrap_or(0) * 10;
    let edge = i64::try_from(side).unwrap_or(0) * PART - PART / 2;
    let corners = [(-PART / 2, -PART / 2), (edge, -PART / 2), (edge, edge), (-PART / 2, edge)];
    let paper = Homography::of_frame(
        [Mm(0), Mm(0), Mm(length(side)), Mm(length(side))],
        corners.map(|(x, y)| Point::new(x, y)),
    );
    let Some(paper) = paper else { return };
    let at = Spot { x: Mm(length(AROUND)), y: Mm(length(AROUND)) };
    let place = QrPlace { at, side: Mm(length(modules.side() * MODULE)) };
    match read_station(&picture, &Field::flat(paper), &place) {
        StationRead::Read(read) => assert_eq!(read, code),
        StationRead::Damaged | StationRead::Missing => {}
    }
}
