//! The keyboard alone.

use std::collections::BTreeSet;

use crate::driver::Page;

/// The id of the element that has the keyboard, or its text where it has none.
fn focus(page: &Page) -> String {
    let here = page.value(
        "(document.activeElement.id || document.activeElement.closest('[id]')?.id || \
         document.activeElement.textContent).trim()",
    );
    here.as_str().unwrap().to_owned()
}

#[test]
fn tab_reaches_everything_and_comes_out_again() {
    let page = Page::sample(1000, "");
    let mut reached = BTreeSet::new();
    for _ in 0..60 {
        page.press("Tab");
        reached.insert(focus(&page));
    }
    let wanted = [
        "theme",
        "help",
        "jump-violation",
        "term-after",
        "zoom-in",
        "zoom-whole",
        "axis-time",
        "past",
        "filters",
        "search",
        "picture",
        "slider",
        "event-number",
        "grid-box",
        "verdict",
        "details",
        "list",
    ];
    for id in wanted {
        assert!(reached.contains(id), "{id} is out of the keyboard's reach: {reached:?}");
    }
    page.is_well();
}

#[test]
fn a_walk_without_a_mouse() {
    let page = Page::sample(3000, "");
    let end = page.selected();
    page.press("ArrowLeft");
    assert_eq!(page.selected(), end - 1);
    page.press("ArrowRight");
    assert_eq!(page.selected(), end);
    let here = page.text(".event-head p");
    page.press_shift("ArrowLeft");
    assert!(page.selected() < end);
    assert_eq!(page.text(".event-head p").contains("peer 1"), here.contains("peer 1"));
    page.press("ArrowDown");
    assert!(page.text(".event-head p").contains("peer 2"), "{}", page.text(".event-head p"));
    page.press("ArrowUp");
    assert!(page.text(".event-head p").contains("peer 1"));
    page.press("v");
    assert_eq!(page.selected(), end);
    page.press("T");
    let term = page.selected();
    assert!(term < end);
    assert!(page.text(".event-text").contains("term"));
    page.press("T");
    assert!(page.selected() < term);
    page.press("t");
    assert_eq!(page.selected(), term);
    page.press("Home");
    assert_eq!(page.selected(), 0);
    page.press("End");
    assert_eq!(page.selected(), end);
    page.wait(&format!("byId('live').textContent.startsWith('Event {end},')"));
    page.press("Escape");
    assert_eq!(page.selected(), -1);
    page.is_well();
}

#[test]
fn causes_and_effects() {
    let page = Page::sample(3000, "#event=1500");
    for _ in 0..30 {
        page.press("ArrowRight");
        if page.text(".kind") == "deliver" {
            break;
        }
    }
    assert_eq!(page.text(".kind"), "deliver");
    let arrived = page.selected();
    page.press("c");
    assert!(["send", "duplicate"].contains(&page.text(".kind").as_str()));
    page.press("e");
    assert_eq!(page.selected(), arrived);
    page.is_well();
}

#[test]
fn keys_zoom_move_search_and_open_help() {
    let page = Page::sample(3000, "#event=1500");
    let before = page.view();
    page.press("+");
    let closer = page.view();
    assert!(closer.1 - closer.0 < before.1 - before.0);
    page.press("d");
    assert!(page.view().0 > closer.0);
    page.press("/");
    assert_eq!(focus(&page), "search");
    page.write("arrives");
    page.press("Enter");
    assert!(page.text(".event-text").contains("arrives"));
    page.press("Escape");
    assert_eq!(focus(&page), "picture");
    page.press("?");
    assert!(page.is("byId('help-dialog').open"));
    page.press("Escape");
    page.wait("!byId('help-dialog').open");
    page.press("f");
    assert!(page.is("byId('filters').open"));
    page.press("Escape");
    assert!(page.is("!byId('filters').open"));
    assert_eq!(focus(&page), "picture");
    page.press("l");
    let selected = page.selected();
    page.press("ArrowDown");
    assert_eq!(page.selected(), selected + 1);
    assert!(
        page.is(
            "document.activeElement.closest('#list') && document.activeElement.closest('[aria-current]')"
        )
    );
    page.is_well();
}

#[test]
fn single_letters_leave_buttons_alone() {
    let page = Page::sample(1000, "#event=500");
    page.value("byId('past').focus()");
    page.press("v");
    page.press("m");
    assert_eq!(page.selected(), 500);
    page.press("ArrowRight");
    assert_eq!(page.selected(), 501, "the arrows are no characters");
    page.value("byId('slider').focus()");
    page.press("v");
    assert!(page.selected() > 900);
    page.is_well();
}
