//! Writes docs/controls.md from the list of controls.

fn main() {
    print!("{}", verify::reference());
}
