//! Moving about: wheel, drag, buttons, slider, overview, light and dark.

use timeline::record::Record;

use crate::driver::{Mouse, Page, less};

#[test]
fn wheel_drag_and_buttons_move_the_view() {
    let page = Page::sample(3000, "#event=1500");
    let width = |(low, high): (f64, f64)| high - low;
    let before = page.view();
    page.mouse("#picture", (0.0, 0.0), &Mouse::Wheel(0.0, -240.0));
    let closer = page.view();
    less(width(closer), width(before));
    page.mouse("#picture", (0.0, 0.0), &Mouse::Wheel(0.0, 240.0));
    let there = page.view();
    less(width(closer), width(there));
    page.mouse("#picture", (0.0, 90.0), &Mouse::Move);
    page.mouse("#picture", (0.0, 90.0), &Mouse::Down);
    page.mouse("#picture", (-200.0, 90.0), &Mouse::Move);
    page.mouse("#picture", (-200.0, 90.0), &Mouse::Up);
    less(there.0, page.view().0);
    assert_eq!(page.selected(), 1500, "a drag selects nothing");
    page.click("#zoom-whole");
    less(page.view().0, 0.001);
    page.click("#zoom-in");
    less(0.0, page.view().0);
    page.click("#zoom-home");
    less(1.5, page.view().1);
    page.is_well();
}

#[test]
fn the_overview_and_the_slider_go_anywhere() {
    let page = Page::sample(3000, "");
    let end = page.view();
    page.mouse("#overview", (-300.0, 0.0), &Mouse::Down);
    page.mouse("#overview", (-300.0, 0.0), &Mouse::Up);
    let early = page.view();
    less(early.1, end.0);
    page.mouse("#overview", (-300.0, 0.0), &Mouse::Down);
    page.mouse("#overview", (0.0, 0.0), &Mouse::Move);
    page.mouse("#overview", (0.0, 0.0), &Mouse::Up);
    less(early.0, page.view().0);
    page.value("byId('slider').value = 700; byId('slider').dispatchEvent(new Event('input'))");
    assert_eq!(page.selected(), 700);
    let (low, high) = page.view();
    let at: f64 = page.text("#event-time").trim_end_matches(" s").parse().unwrap();
    assert!(low <= at && at <= high, "{at} is not in view: {low} to {high}");
    page.is_well();
}

#[test]
fn only_a_number_leads_to_an_event() {
    let page = Page::sample(1000, "#event=500");
    let enter = |text: &str| {
        page.value(&format!(
            "byId('event-number').value = '{text}'; byId('event-number').dispatchEvent(new Event('change'))"
        ));
        (page.selected(), page.value("byId('event-number').value").as_str().unwrap().to_owned())
    };
    assert_eq!(enter(" 400 "), (400, "400".to_owned()));
    for wrong in ["", "  ", "0x10", "-1", "1e2", "99999999999"] {
        assert_eq!(enter(wrong), (400, "400".to_owned()), "{wrong}");
    }
    page.is_well();
}

#[test]
fn the_lane_of_the_selected_event_is_in_sight() {
    let (mut header, mut records) = browser::sample::run(1000);
    // More peers than the window has room for; the violation is at the last of them.
    header.peers = 25;
    if let Some(Record::Event(event)) = records.last_mut() {
        event.node = Some(24);
    }
    let page = Page::open(&header, records, "");
    let is_in_sight = |lane: usize| {
        page.is(&format!(
            "(() => {{ const lane = byId('lane-{lane}').getBoundingClientRect(); \
             const stage = byId('stage').getBoundingClientRect(); \
             return lane.top >= stage.top && lane.bottom <= stage.bottom; }})()"
        ))
    };
    page.settle();
    assert!(is_in_sight(24) && !is_in_sight(0));
    page.value("byId('picture').dispatchEvent(new WheelEvent('wheel', { deltaY: -5000, altKey: true }))");
    assert!(is_in_sight(0) && !is_in_sight(24));
    page.is_well();
}

#[test]
fn the_axis_keeps_what_is_in_view() {
    let page = Page::sample(3000, "#event=1500");
    let steps = page.view();
    page.click("#axis-time");
    let time = page.view();
    assert!((steps.0 - time.0).abs() < 0.2 && (steps.1 - time.1).abs() < 0.2, "{steps:?} {time:?}");
    assert!(page.is("byId('axis-time').getAttribute('aria-pressed') === 'true'"));
    page.click("#axis-steps");
    assert!(page.is("byId('axis-time').getAttribute('aria-pressed') === 'false'"));
    page.is_well();
}

#[test]
fn the_pointer_says_what_it_is_on_and_selects_it() {
    let page = Page::sample(3000, "#event=1500");
    page.settle();
    let mut found = None;
    for x in -60..60 {
        let place = (f64::from(x) * 8.0, 30.0);
        page.mouse("#picture", place, &Mouse::Move);
        if page.is("!byId('tip').hidden") {
            found = Some((place, page.text(".tip-head")));
            break;
        }
    }
    let (place, tip) = found.expect("something lies under the pointer");
    page.mouse("#picture", place, &Mouse::Down);
    page.mouse("#picture", place, &Mouse::Up);
    assert!(tip.ends_with(&format!("event {}", page.selected())), "{tip}");
    page.is_well();
}

#[test]
fn light_and_dark() {
    let page = Page::sample(1000, "");
    let darkness = || page.value("getComputedStyle(document.body).backgroundColor");
    let corner = || page.value("String(byId('picture').getContext('2d').getImageData(9, 60, 1, 1).data)");
    page.prefer("light");
    let light = (darkness(), corner());
    page.prefer("dark");
    let dark = (darkness(), corner());
    assert_ne!(light.0, dark.0);
    assert_ne!(light.1, dark.1);
    page.click("#theme");
    page.settle();
    assert_eq!((darkness(), corner()), light);
    page.is_well();
}

#[test]
fn printing_gives_a_document_and_no_error() {
    let page = Page::sample(1000, "");
    let paper = page.tab().print_to_pdf(None).unwrap();
    assert!(paper.starts_with(b"%PDF"));
    page.is_well();
}
