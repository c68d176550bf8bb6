//! Leaves a mark where it was run.

fn main() {
    for place in ["ran", "../ran", "../../ran", "/tmp/raftlab-hostile-ran"] {
        let _ = std::fs::write(place, "a build script ran");
    }
}
