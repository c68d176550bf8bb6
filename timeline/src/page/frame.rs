//! The frame of the page: all of it but the run.

use askama::Template;

use super::assets::{COLOURS, SCRIPT, STYLE};
use crate::record::{Header, Verdict};

/// Where the run goes. Nothing that the template escapes can hold it.
const CUT: &str = "<!-- the run -->";

#[derive(Template)]
#[template(path = "page.html")]
struct Frame<'a> {
    header: &'a Header,
    failure: Option<&'a Verdict>,
    seconds: String,
    colours: &'static str,
    style: &'static str,
    script: &'static str,
}

/// What stands before the run, and what after it.
pub(super) fn halves(header: &Header) -> Result<(String, String), askama::Error> {
    let seconds = seconds(header.ended);
    let failure = header.failure.as_ref();
    let frame = Frame { header, failure, seconds, colours: COLOURS, style: STYLE, script: SCRIPT };
    let text = frame.render()?;
    let (before, after) = text.split_once(CUT).expect("the template holds the cut");
    Ok((before.to_owned(), after.to_owned()))
}

/// A virtual time in seconds, as the lab prints it.
fn seconds(nanoseconds: u64) -> String {
    format!("{}.{:06}", nanoseconds / 1_000_000_000, nanoseconds / 1000 % 1_000_000)
}
