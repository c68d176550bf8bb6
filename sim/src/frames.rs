//! Backtraces of caught panics, cut down to the code that a reader has written.

use backtrace::Frame as Raw;

/// One call on the way to a panic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The function's path, such as `raft::election::campaign`. Of a function that the compiler has put into
    /// its caller only the last name is known, and of a closure or an async function's body not even that:
    /// `{async_fn#0}`.
    pub function: String,
    /// The source file, as in a panic's location where that can be told, and else as the compiler knew it.
    pub file: Option<String>,
    /// The line in that file.
    pub line: Option<u32>,
}

/// Deeper calls than this are not looked at: whoever recurses so deep repeats himself.
const DEPTH: usize = 256;

/// The stack between the caller and the function that has a local variable at the address `bottom`,
/// unresolved: reading debug information is slow, and not every panic is reported.
#[inline(never)]
pub(crate) fn capture(bottom: usize) -> Vec<Raw> {
    let mut frames = Vec::new();
    let mark = 0_u8;
    // Stacks grow downwards: what was called later lies lower.
    let top = (&raw const mark).addr();
    backtrace::trace(|frame| {
        let here = frame.sp().addr();
        if (top..bottom).contains(&here) {
            frames.push(frame.clone());
        }
        here < bottom && frames.len() < DEPTH
    });
    frames
}

/// The calls that the frames stand for, innermost first, without those of the standard library and of the
/// simulator. `location` is the panic's, by which files are named.
pub(crate) fn resolve(raw: &[Raw], location: Option<&str>) -> Vec<Frame> {
    let mut frames = Vec::new();
    for frame in raw {
        backtrace::resolve_frame(frame, |symbol| {
            let Some(name) = symbol.name() else { return };
            let file = symbol.filename().map(|file| file.display().to_string());
            frames.push(Frame { function: format!("{name:#}"), file, line: symbol.lineno() });
        });
    }
    let own = own_folder(&frames);
    frames.retain(|frame| !is_machinery(frame, own.as_deref()));
    shorten(&mut frames, location);
    frames
}

/// The folder of the simulator's source files, as the debug information names it: the panic hook is on every
/// captured stack.
fn own_folder(frames: &[Frame]) -> Option<String> {
    let hook = file!().replace("frames.rs", "panics.rs");
    let file = frames.iter().filter_map(|frame| frame.file.as_ref()).find(|file| file.ends_with(&hook))?;
    file.strip_suffix("panics.rs").map(str::to_owned)
}

/// Whether the frame belongs to what runs everybody's code. Where there is no debug information, names are
/// whole and tell; where there is, files do.
fn is_machinery(frame: &Frame, own: Option<&str>) -> bool {
    const CRATES: [&str; 7] = ["std", "core", "alloc", "sim", "__rustc", "rust_begin_unwind", "__rust_try"];
    let path = frame.function.trim_start_matches(['<', '&', '*', '(', '[']);
    if path.split_once("::").is_some_and(|(name, _)| CRATES.contains(&name)) || CRATES.contains(&path) {
        return true;
    }
    let is_library = |file: &str| file.starts_with("/rustc/") || file.contains("/lib/rustlib/");
    let is_own = |file: &str| own.is_some_and(|own| file.starts_with(own));
    frame.file.as_deref().is_some_and(|file| is_library(file) || is_own(file))
}

/// The compiler's debug information names files from the root of the file system on, and a panic's location
/// from that of the workspace: the second reads better, and is the same on every machine.
fn shorten(frames: &mut [Frame], location: Option<&str>) {
    let file = location.and_then(|location| location.rsplitn(3, ':').nth(2));
    let Some(file) = file else { return };
    let root = frames.iter().find_map(|frame| frame.file.as_ref()?.strip_suffix(file).map(str::to_owned));
    // An empty root says that the compiler was told to shorten them itself.
    let Some(root) = root.filter(|root| !root.is_empty()) else { return };
    for frame in frames {
        if let Some(short) = frame.file.as_ref().and_then(|file| file.strip_prefix(&root)) {
            frame.file = Some(short.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(function: &str, file: &str) -> Frame {
        Frame { function: function.to_owned(), file: Some(file.to_owned()), line: Some(1) }
    }

    #[test]
    fn machinery_is_known_by_crate_and_by_file() {
        let library = "/rustc/59807616/library/core/src/ops/function.rs";
        let hook = frame("{closure#0}", "/home/me/lab/sim/src/panics.rs");
        let own = own_folder(std::slice::from_ref(&hook));
        assert_eq!(own.as_deref(), Some("/home/me/lab/sim/src/"));
        let is_machinery = |frame: &Frame| is_machinery(frame, own.as_deref());
        assert!(is_machinery(&hook));
        assert!(is_machinery(&frame("{closure#0}<raft::Peer>", library)));
        assert!(is_machinery(&Frame { file: None, ..frame("<core::pin::Pin<P> as Future>::poll", "") }));
        assert!(is_machinery(&Frame { file: None, ..frame("rust_begin_unwind", "") }));
        assert!(!is_machinery(&frame("simple::peer::vote", "/home/me/simple/src/peer.rs")));
        assert!(!is_machinery(&frame("{async_fn#0}", "/home/me/lab/raft/src/peer.rs")));
    }

    #[test]
    fn files_are_named_as_in_the_panics_location() {
        let mut frames =
            vec![frame("raft::vote", "/home/me/lab/raft/src/vote.rs"), frame("other::f", "/opt/other/f.rs")];
        shorten(&mut frames, Some("raft/src/vote.rs:41:7"));
        let files: Vec<_> = frames.iter().map(|frame| frame.file.as_deref().unwrap_or_default()).collect();
        assert_eq!(files, ["raft/src/vote.rs", "/opt/other/f.rs"]);
    }
}
