//! The programs that tests drive: as the tests themselves are built, so that nothing is built twice to be tried once.

use std::path::PathBuf;

use crate::browser::target;
use crate::step;

/// Where they lie.
pub struct Programs(PathBuf);

impl Programs {
    /// Builds all of the workspace's programs and examples by the profile of tests. After `cargo test` it finds them built.
    pub fn build() -> Result<Programs, String> {
        crate::web::run()?;
        let what = ["--profile", "test", "--workspace", "--bins", "--examples"];
        step::run("programs and examples", "cargo", &[&["build", "--locked"], &what[..]].concat())?;
        Ok(Programs(target().join("debug")))
    }

    /// The path of a program.
    pub fn program(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    /// The path of an example, which is a program of tests.
    pub fn example(&self, name: &str) -> String {
        self.0.join("examples").join(name).display().to_string()
    }
}
