//! The pages, of the submissions that a course meets.
#![allow(clippy::unwrap_used, reason = "a test that finds nothing has found something out")]

use super::*;
use crate::grade::report::samples;

#[test]
fn write_pages() {
    let folder = std::path::Path::new("/tmp/rl/O-pages");
    std::fs::create_dir_all(folder).unwrap();
    let basis = samples::basis();
    for (number, grade) in samples::class().iter().enumerate() {
        std::fs::write(folder.join(format!("{number}.html")), submission(&basis, grade)).unwrap();
    }
    std::fs::write(folder.join("class.html"), class(&basis, &samples::class())).unwrap();
}
