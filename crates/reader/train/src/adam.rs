//! One step of Adam.

/// Adam with decoupled decay, and a running mean of the weights, which is what is kept in the end.
pub struct Adam {
    mean: Vec<f32>,
    square: Vec<f32>,
    /// The running mean of the weights.
    pub average: Vec<f32>,
    /// The most of it that is kept from step to step.
    kept: f32,
    steps: i32,
}

impl Adam {
    pub fn new(net: &[f32], kept: f32) -> Adam {
        let nothing = || vec![0.0; net.len()];
        Adam { mean: nothing(), square: nothing(), average: net.to_vec(), kept, steps: 0 }
    }

    pub fn step(&mut self, net: &mut [f32], gradient: &[f32], rate: f32, decay: f32) {
        self.steps += 1;
        let (first, second) = (1.0 - 0.9_f32.powi(self.steps), 1.0 - 0.999_f32.powi(self.steps));
        let keep = (1.0 - 10.0 / (self.steps as f32 + 10.0)).min(self.kept);
        for ((((weight, &by), mean), square), average) in
            net.iter_mut().zip(gradient).zip(&mut self.mean).zip(&mut self.square).zip(&mut self.average)
        {
            *mean = 0.9 * *mean + 0.1 * by;
            *square = 0.999 * *square + 0.001 * by * by;
            *weight -= rate * (*mean / first / ((*square / second).sqrt() + 1e-8) + decay * *weight);
            *average = keep * *average + (1.0 - keep) * *weight;
        }
    }
}
