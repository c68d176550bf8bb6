//! A run of a hundred thousand events: how soon a person can work with its page. The numbers are printed
//! (`cargo test -p browser large -- --nocapture`), and only what would be unbearable is an error.
#![allow(clippy::print_stdout, reason = "numbers for people")]

use std::time::Instant;

use crate::driver::Page;

/// What nobody would wait for, in milliseconds, even on a busy machine.
const UNBEARABLE: f64 = 5_000.0;

#[test]
fn large_runs_can_be_worked_with() {
    for events in [20_000, 100_000] {
        let start = Instant::now();
        let page = Page::sample(events, "");
        let opened = start.elapsed().as_millis();
        let ready = page.go("");
        assert!(ready < UNBEARABLE, "ready only after {ready} ms");
        println!("{events} events: ready after {ready:.0} ms (made, written and opened in {opened} ms)");
        for (what, script) in [
            ("the whole run", "byId('zoom-whole').click()"),
            ("an event in the middle", "location.hash = '#event=9000'"),
            ("the true axis", "byId('axis-time').click()"),
            ("a filter", "document.querySelector('[data-key=reply]').click()"),
            (
                "a notch of the wheel",
                "byId('picture').dispatchEvent(new WheelEvent('wheel', { deltaY: -120 }))",
            ),
            ("a search", "byId('search').value = 'leads'; showNow()"),
        ] {
            let script = script.replace(
                "showNow()",
                "byId('search').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))",
            );
            let took = page.number(&format!(
                "(async () => {{ const start = performance.now(); {script}; \
                 await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))); \
                 return performance.now() - start; }})()"
            ));
            println!("  {what}: {took:.0} ms");
            assert!(took < UNBEARABLE, "{what} took {took} ms");
        }
        page.is_well();
    }
}
