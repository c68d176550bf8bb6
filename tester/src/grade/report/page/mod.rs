//! Pages for a browser: one for each submission, and one for the class. Each is one file that needs no script
//! and no network.

mod address;
mod bar;
mod class;
mod submission;

use timeline::page::COLOURS;

pub(crate) use class::class;
pub(crate) use submission::submission;

/// The style sheet, but for its colours, which are those of the timelines.
const STYLE: &str = concat!(
    include_str!("../../../../page/css/page.css"),
    include_str!("../../../../page/css/tables.css"),
    include_str!("../../../../page/css/findings.css"),
    include_str!("../../../../page/css/print.css"),
);

/// The whole style sheet.
fn style() -> String {
    [COLOURS, STYLE].concat()
}
