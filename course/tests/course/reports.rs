//! The files that come of grading, as other programs and people read them.

use std::path::PathBuf;

use serde_json::Value;

use crate::graded::{ALL, BROKEN, BUGGY, GRADED, SOUND};
use crate::page::Page;
use crate::readers::{gradescope, junit};

#[test]
fn a_class_is_graded() {
    assert_eq!(GRADED.ran.status, 1, "{:?}", GRADED.ran);
    let table = GRADED.read("class.csv");
    let row = |name: &str| table.lines().find(|line| line.contains(name)).unwrap().to_owned();
    assert!(row(SOUND).starts_with("ada,15,15,built,"), "{table}");
    assert!(row(BROKEN).starts_with("'=broken,0,15,failed,"), "{table}");
    let results: Value = serde_json::from_str(&GRADED.read(format!("{BUGGY}/results.json"))).unwrap();
    assert!(results["score"].as_f64().unwrap() < 15.0, "{results}");
    assert!(GRADED.read(format!("{BROKEN}/build.log")).contains("error[E0308]"));
}

#[test]
fn other_programs_take_the_files() {
    for name in ALL {
        let results = GRADED.read(format!("{name}/results.json"));
        assert_eq!(gradescope::wrong(&results), [""; 0], "{name}");
        assert_eq!(junit::wrong(&GRADED.read(format!("{name}/junit.xml"))), [""; 0], "{name}");
    }
    assert_eq!(junit::wrong(&GRADED.read("junit.xml")), [""; 0]);
}

#[test]
fn pages_open_without_complaint_and_lead_to_each_other() {
    let class = Page::open(&GRADED.out().join("index.html"));
    assert_eq!(class.texts("tbody th a"), {
        let mut names = ALL;
        names.sort_unstable();
        names
    });
    let mut pages = vec![class];
    for name in ALL {
        let page = Page::open(&GRADED.out().join(name).join("index.html"));
        assert_eq!(page.texts("h1"), [name]);
        assert_eq!(page.value("document.scripts.length"), 0);
        pages.push(page);
    }
    for page in &pages {
        for link in page.links() {
            assert!(link.is_file(), "{} leads nowhere", link.display());
        }
        for anchor in
            page.texts_of("[...document.querySelectorAll('a[href^=\"#\"]')].map((a) => a.hash.slice(1))")
        {
            assert!(page.is(&format!("document.getElementById({anchor:?})")), "#{anchor} is not there");
        }
        page.is_well();
    }
}

#[test]
fn a_timeline_is_found_beside_the_page_and_draws_itself() {
    let page = Page::open(&GRADED.out().join(BUGGY).join("index.html"));
    let timelines: Vec<PathBuf> =
        page.links().into_iter().filter(|link| link.to_string_lossy().contains("/timelines/")).collect();
    assert!(!timelines.is_empty(), "a bug that shows has a timeline");
    let timeline = Page::open(&timelines[0]);
    timeline.wait("document.documentElement?.dataset.ready > 0");
    timeline.is_well();
}

#[test]
fn a_page_fits_a_narrow_window_and_paper() {
    let page = Page::open(&GRADED.out().join(BUGGY).join("index.html"));
    for width in [1200, 380, 320] {
        page.resize(width);
        assert!(
            page.is("document.documentElement.scrollWidth <= window.innerWidth"),
            "{width} pixels are not enough"
        );
    }
    page.is_well();
}
