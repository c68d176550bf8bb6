//! The page as a screen reader has it.

use headless_chrome::protocol::cdp::types::Method;
use serde::Serialize;
use serde_json::Value;

use crate::driver::Page;

/// Asks for the tree that a screen reader walks. The answer is taken as it comes: browsers add to it from
/// version to version.
#[derive(Debug, Serialize)]
struct Tree {}

impl Method for Tree {
    const NAME: &'static str = "Accessibility.getFullAXTree";
    type ReturnObject = Value;
}

#[test]
fn every_control_has_a_name() {
    let page = Page::sample(1000, "");
    page.click("#filters summary");
    let tree = page.tab().call_method(Tree {}).unwrap();
    let said = |node: &Value, what: &str| node[what]["value"].as_str().unwrap_or_default().to_owned();
    let controls =
        ["button", "checkbox", "slider", "searchbox", "textbox", "combobox", "link", "region", "application"];
    let is_focusable = |node: &Value| {
        let properties = node["properties"].as_array().into_iter().flatten();
        properties.into_iter().any(|one| one["name"] == "focusable" && one["value"]["value"] == true)
    };
    let mut count = 0;
    for node in tree["nodes"].as_array().unwrap().iter().filter(|node| node["ignored"] != true) {
        let role = said(node, "role");
        if controls.contains(&role.as_str()) || is_focusable(node) {
            count += 1;
            assert!(!said(node, "name").trim().is_empty(), "a {role} without a name: {node:?}");
            assert_ne!(role, "generic", "it has the keyboard, and no role: {node:?}");
        }
    }
    assert!(count > 30, "only {count} controls");
    page.is_well();
}

#[test]
fn the_list_is_a_list_of_all_events() {
    let page = Page::sample(1000, "");
    let count = page.value("document.querySelector('#list li').getAttribute('aria-setsize')");
    let (header, _) = browser::sample::run(1000);
    assert_eq!(count, Value::from(header.events.to_string()));
    assert_eq!(page.value("byId('list').tagName"), "OL");
    assert!(page.is(
        "[...byId('list').children].every((row) => row.tagName === 'LI' && row.querySelector('a[href]'))"
    ));
    let place = page.value("document.querySelector('#list [aria-current]').getAttribute('aria-posinset')");
    assert_eq!(place, count);
    page.is_well();
}

#[test]
fn the_slider_tells_its_value_and_nothing_more() {
    let page = Page::sample(1000, "");
    page.press("ArrowLeft");
    page.wait("byId('live').textContent.startsWith('Event ')");
    let before = page.text("#live");
    page.value("byId('slider').value = 300; byId('slider').dispatchEvent(new Event('input'))");
    assert_eq!(page.selected(), 300);
    assert_eq!(page.value("location.hash"), Value::from("#event=300"));
    page.value("new Promise((done) => setTimeout(done, 2 * BREATH))");
    assert_eq!(page.text("#live"), before);
    page.is_well();
}

#[test]
fn changes_are_told() {
    let page = Page::sample(1000, "");
    assert_eq!(page.value("byId('live').getAttribute('aria-live')"), "polite");
    page.press("ArrowLeft");
    page.wait("byId('live').textContent.startsWith('Event ')");
    assert!(
        page.value("byId('slider').getAttribute('aria-valuetext')").as_str().unwrap().starts_with("event ")
    );
    page.click("#term-before");
    page.wait("byId('live').textContent.includes('term')");
    assert!(page.is("document.querySelectorAll('#grid th[scope=col]').length > 4"));
    assert!(page.is("document.querySelectorAll('#grid th[scope=row]').length === 5"));
    page.is_well();
}

/// What is written in one colour on another.
const WRITTEN: [(&str, &str); 22] = [
    ("ink", "ground"),
    ("ink-soft", "lane"),
    ("ink-soft", "page"),
    ("ink-faint", "panel"),
    ("ink-faint", "lane"),
    ("absent", "ground"),
    ("absent", "lane"),
    ("lost", "lane"),
    ("append", "lane"),
    ("vote", "lane"),
    ("install", "lane"),
    ("other", "lane"),
    ("apply", "lane"),
    ("snapshot", "lane"),
    ("violation", "panel"),
    ("accent", "accent-soft"),
    ("ground", "violation"),
    ("ground", "mark"),
    ("ground", "apply"),
    ("on-leader", "leader"),
    ("on-candidate", "candidate"),
    ("on-follower", "follower"),
];

/// The contrast of two colours of the style sheet, as WCAG 2.1 defines it.
const CONTRAST: &str = "(one, other) => {
    const style = getComputedStyle(document.documentElement);
    const light = (name) => {
        const colour = style.getPropertyValue('--' + name).trim();
        const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
        const bend = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        const [r, g, b] = parts.map(bend);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    };
    const [low, high] = [light(one), light(other)].sort((one, other) => one - other);
    return high / low;
}";

#[test]
fn words_stand_out_in_light_and_dark() {
    let page = Page::sample(300, "");
    for scheme in ["light", "dark"] {
        page.prefer(scheme);
        for (ink, ground) in WRITTEN {
            let contrast = page.number(&format!("({CONTRAST})('{ink}', '{ground}')"));
            assert!(contrast >= 4.5, "{scheme}: {ink} on {ground} has a contrast of {contrast:.2}");
        }
    }
}
