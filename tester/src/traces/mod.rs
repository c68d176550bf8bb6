//! What becomes of a recorded run: its trace as a file, the pictures made of it, and where those lie that
//! nobody asked for.

mod header;
mod keepsake;
mod picture;
mod place;
mod tape;

pub(crate) use self::keepsake::{Extent, Failed, KeepsakeError, keep as keep_timeline};
pub(crate) use self::picture::Form;
pub(crate) use self::place::{
    case_name, file_name as timeline_name, folder, is_unwanted as are_timelines_unwanted,
    shown as shown_path, target,
};
pub(crate) use self::tape::Tape;
