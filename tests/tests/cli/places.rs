//! Places in the source that the documents quote from reports: what stands there is what the report says.

use std::fs;
use std::path::Path;

/// What comes before a place, and one of what must then stand there.
const SIGNS: [(&str, &[&str]); 3] = [
    ("spawned at ", &["spawn(", "spawn_", "on_async(", "sim::run("]),
    (r#""task":""#, &["spawn(", "spawn_"]),
    ("called at ", &["call(", "recv(", "send(", "yield_now("]),
];

/// Paths of a student's crate, which is not here.
const ELSEWHERE: &str = "src/";

/// The places in a text that come after `before`: `raft/src/apply.rs`, 16.
fn places<'a>(text: &'a str, before: &'a str) -> impl Iterator<Item = (&'a str, usize)> {
    let rests = text.split(before).skip(1);
    let places = rests.filter_map(|rest| rest.split([' ', ',', ')', '"', ';']).next());
    places.filter_map(|place| {
        let (path, line) = place.trim_end_matches('`').split_once(".rs:")?;
        let line = line.trim_end_matches([':', '.']).parse().ok()?;
        Some((&place[..path.len() + ".rs".len()], line))
    })
}

#[test]
fn documents_quote_places_that_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for entry in fs::read_dir(root.join("docs")).unwrap() {
        let document = entry.unwrap().path();
        if document.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        // Reports are wrapped.
        let text = fs::read_to_string(&document).unwrap();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for (before, signs) in SIGNS {
            for (path, number) in places(&text, before).filter(|(path, _)| !path.starts_with(ELSEWHERE)) {
                seen += 1;
                let source = fs::read_to_string(root.join(path)).unwrap_or_default();
                let line =
                    number.checked_sub(1).and_then(|number| source.lines().nth(number)).unwrap_or_default();
                if !signs.iter().any(|sign| line.contains(sign)) {
                    wrong.push(format!(
                        "{}: {before}{path}:{number}, where there is `{line}`",
                        document.display()
                    ));
                }
            }
        }
    }
    assert!(seen > 40, "{seen}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
