//! Addresses of files beside a page.

use std::fmt::Write as _;

/// The address of a file beside the page, given the names that lead there. A name may hold what would mean
/// something else in an address: a blank, a `#`, a `?`, a `%`, a colon.
pub(super) fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let encoded: Vec<String> = names.into_iter().map(encoded).collect();
    encoded.join("/")
}

fn encoded(name: &str) -> String {
    let mut text = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            text.push(byte.into());
        } else {
            // Writing to a text cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[test]
fn a_name_means_itself() {
    assert_eq!(of(["ann lee", "index.html"]), "ann%20lee/index.html");
    assert_eq!(of(["javascript:alert(1)"]), "javascript%3Aalert%281%29");
    assert_eq!(of(["100%#1?/é"]), "100%25%231%3F%2F%C3%A9");
}
