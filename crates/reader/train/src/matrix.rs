//! Products of matrices that lie row by row: rows of windows, weights by input then output, rows of outputs.

use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2};

/// A bias in every row.
pub fn spread(to: &mut Vec<f32>, bias: &[f32], rows: usize) {
    to.clear();
    (0..rows).for_each(|_| to.extend_from_slice(bias));
}

/// Rows, and what goes in and out of each.
pub type Shape = [usize; 3];

/// `to` + `from` × weights.
pub fn multiply(to: &mut [f32], from: &[f32], weights: &[f32], [rows, inputs, outputs]: Shape) {
    let from = view(from, rows, inputs);
    let mut to = ArrayViewMut2::from_shape((rows, outputs), to).expect("its shape");
    general_mat_mul(1.0, &from, &view(weights, inputs, outputs), 1.0, &mut to);
}

/// `from` × weights transposed, over whatever `to` held.
pub fn multiply_back(to: &mut [f32], from: &[f32], weights: &[f32], [rows, inputs, outputs]: Shape) {
    let from = view(from, rows, outputs);
    let mut to = ArrayViewMut2::from_shape((rows, inputs), to).expect("its shape");
    general_mat_mul(1.0, &from, &view(weights, inputs, outputs).t(), 0.0, &mut to);
}

/// The gradient of one layer's weights and biases.
pub fn gather(gradient: &mut [f32], from: &[f32], by: &[f32], start: usize, [rows, inputs, outputs]: Shape) {
    let (weights, rest) = gradient[start..].split_at_mut(inputs * outputs);
    let mut to = ArrayViewMut2::from_shape((inputs, outputs), weights).expect("its shape");
    general_mat_mul(1.0, &view(from, rows, inputs).t(), &view(by, rows, outputs), 1.0, &mut to);
    for row in by.chunks_exact(outputs).take(rows) {
        rest.iter_mut().zip(row).for_each(|(sum, by)| *sum += by);
    }
}

fn view(values: &[f32], rows: usize, columns: usize) -> ArrayView2<'_, f32> {
    ArrayView2::from_shape((rows, columns), &values[..rows * columns]).expect("its shape")
}
