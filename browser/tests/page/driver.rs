//! A page in headless Chromium, and a person's hands and eyes on it.

use std::ffi::OsStr;
use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use headless_chrome::browser::tab::ModifierKey;
use headless_chrome::protocol::cdp::types::Event;
use headless_chrome::protocol::cdp::{Emulation, Input, Log, Runtime};
use headless_chrome::{Browser, LaunchOptions, Tab};
use serde_json::Value;
use tempfile::TempDir;
use timeline::record::{Header, Record};

/// Where a browser may be; the first that is there is taken.
const BROWSERS: [&str; 5] = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// What keeps the browser quiet, and to itself.
const QUIET: [&str; 6] = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
];

/// How long the browser may take for one thing.
const PATIENCE: Duration = Duration::from_secs(20);

/// A page that is open.
pub(crate) struct Page {
    tab: Arc<Tab>,
    _browser: Browser,
    folder: TempDir,
    troubles: Arc<Mutex<Vec<String>>>,
}

fn browser() -> PathBuf {
    let named = std::env::var_os("CHROME").map(PathBuf::from);
    let known = BROWSERS.iter().map(PathBuf::from).find(|path| path.exists());
    named.or(known).expect(
        "no browser: install Chromium (`apt-get install chromium`), or set CHROME to the program of one that is \
         installed",
    )
}

impl Page {
    /// Opens the page of a run, with something after its address, such as `#event=3`.
    pub(crate) fn open(header: &Header, records: Vec<Record>, rest: &str) -> Page {
        let folder = tempfile::tempdir().unwrap();
        let mut file = BufWriter::new(File::create(folder.path().join("page.html")).unwrap());
        timeline::page::write(header, records.into_iter().map(Ok), &mut file).unwrap();
        drop(file);
        let args = QUIET.iter().map(OsStr::new).collect();
        let options = LaunchOptions {
            path: Some(browser()),
            sandbox: false,
            window_size: Some((1500, 950)),
            idle_browser_timeout: Duration::from_mins(2),
            args,
            ..LaunchOptions::default()
        };
        let browser = Browser::new(options).expect("the browser starts");
        let tab = browser.new_tab().unwrap();
        let page = Page { tab, _browser: browser, folder, troubles: Arc::default() };
        page.listen();
        page.go(rest);
        page
    }

    /// Opens the page of a made-up run.
    pub(crate) fn sample(events: u64, rest: &str) -> Page {
        let (header, records) = browser::sample::run(events);
        Page::open(&header, records, rest)
    }

    /// Takes note of every error that the page tells the console.
    fn listen(&self) {
        let troubles = Arc::clone(&self.troubles);
        let note = move |event: &Event| {
            let trouble = match event {
                Event::RuntimeExceptionThrown(thrown) => format!("{:?}", thrown.params.exception_details),
                Event::RuntimeConsoleAPICalled(called) => format!("{:?}", called.params.args),
                Event::LogEntryAdded(added) if added.params.entry.level == Log::LogEntryLevel::Error => {
                    format!("{:?}", added.params.entry)
                }
                _ => return,
            };
            troubles.lock().unwrap().push(trouble);
        };
        self.tab.add_event_listener(Arc::new(note)).unwrap();
        self.tab.call_method(Runtime::Enable(None)).unwrap();
        self.tab.call_method(Log::Enable(None)).unwrap();
    }

    /// Loads the page anew, and waits until it says that it is ready. Returns after how many milliseconds.
    pub(crate) fn go(&self, rest: &str) -> f64 {
        let file = self.folder.path().join("page.html");
        self.tab.set_default_timeout(PATIENCE);
        self.tab.navigate_to("about:blank").unwrap().wait_until_navigated().unwrap();
        self.tab.navigate_to(&format!("file://{}{rest}", file.display())).unwrap();
        self.wait("document.documentElement?.dataset.ready > 0");
        self.number("document.documentElement.dataset.ready")
    }

    /// What a piece of script gives.
    pub(crate) fn value(&self, script: &str) -> Value {
        let evaluate = Runtime::Evaluate {
            expression: script.to_owned(),
            return_by_value: Some(true),
            await_promise: Some(true),
            ..serde_json::from_str(r#"{"expression":""}"#).unwrap()
        };
        let result = self.tab.call_method(evaluate).unwrap();
        assert!(result.exception_details.is_none(), "{script}: {:?}", result.exception_details);
        result.result.value.unwrap_or(Value::Null)
    }

    pub(crate) fn number(&self, script: &str) -> f64 {
        self.value(&format!("(async () => Number(await {script}))()")).as_f64().unwrap_or(f64::NAN)
    }

    pub(crate) fn is(&self, script: &str) -> bool {
        self.value(&format!("Boolean({script})")).as_bool().unwrap()
    }

    /// The text of the first element that a selector finds.
    pub(crate) fn text(&self, selector: &str) -> String {
        let text = self.value(&format!("document.querySelector({selector:?})?.textContent ?? null"));
        text.as_str().unwrap_or_else(|| panic!("nothing on the page is `{selector}`")).to_owned()
    }

    /// The texts of all elements that a selector finds.
    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        let texts = self
            .value(&format!("[...document.querySelectorAll({selector:?})].map((one) => one.textContent)"));
        serde_json::from_value(texts).unwrap()
    }

    /// The number of the selected event; -1 where none is.
    pub(crate) fn selected(&self) -> i64 {
        self.value("document.querySelector('.event-head h2')?.firstChild.textContent.slice(6) ?? '-1'")
            .as_str()
            .and_then(|number| number.parse().ok())
            .unwrap()
    }

    /// What the page says is in view: its first and last moment, in seconds.
    pub(crate) fn view(&self) -> (f64, f64) {
        self.settle();
        let view = self.text("#view");
        let numbers: Vec<f64> = view.split(' ').filter_map(|word| word.parse().ok()).collect();
        (numbers[0], numbers[1])
    }

    /// Waits until a condition holds.
    pub(crate) fn wait(&self, condition: &str) {
        let start = Instant::now();
        while !self.is(condition) {
            assert!(start.elapsed() < PATIENCE, "this never came true: {condition}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until the page has been painted anew.
    pub(crate) fn settle(&self) {
        self.value("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    }

    /// Presses a key, wherever the keyboard's focus is.
    pub(crate) fn press(&self, key: &str) {
        self.tab.press_key(key).unwrap();
    }

    pub(crate) fn press_shift(&self, key: &str) {
        self.tab.press_key_with_modifiers(key, Some(&[ModifierKey::Shift])).unwrap();
    }

    pub(crate) fn write(&self, text: &str) {
        self.tab.type_str(text).unwrap();
    }

    /// Presses the mouse on an element.
    pub(crate) fn click(&self, selector: &str) {
        self.tab.find_element(selector).unwrap().click().unwrap();
    }

    /// The middle of an element, shifted.
    fn place(&self, selector: &str, shift: (f64, f64)) -> (f64, f64) {
        let edge = |edge: &str| {
            self.number(&format!("document.querySelector({selector:?}).getBoundingClientRect().{edge}"))
        };
        (edge("left") + edge("width") / 2.0 + shift.0, edge("top") + edge("height") / 2.0 + shift.1)
    }

    /// A gesture of the mouse over an element, away from its middle by `shift`.
    pub(crate) fn mouse(&self, selector: &str, shift: (f64, f64), kind: &Mouse) {
        let (x, y) = self.place(selector, shift);
        let (name, wheel) = match kind {
            Mouse::Move => ("mouseMoved", (0.0, 0.0)),
            Mouse::Down => ("mousePressed", (0.0, 0.0)),
            Mouse::Up => ("mouseReleased", (0.0, 0.0)),
            Mouse::Wheel(x, y) => ("mouseWheel", (*x, *y)),
        };
        let event = serde_json::json!({
            "type": name, "x": x, "y": y, "deltaX": wheel.0, "deltaY": wheel.1,
            "button": if name == "mouseMoved" { "none" } else { "left" },
            "buttons": u32::from(!matches!(kind, Mouse::Up)), "clickCount": 1,
        });
        let event: Input::DispatchMouseEvent = serde_json::from_value(event).unwrap();
        self.tab.call_method(event).unwrap();
    }

    /// What the machine says about light and dark.
    pub(crate) fn prefer(&self, scheme: &str) {
        let features = serde_json::json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        let media: Emulation::SetEmulatedMedia = serde_json::from_value(features).unwrap();
        self.tab.call_method(media).unwrap();
        self.settle();
    }

    /// The tab, for what only few tests need.
    pub(crate) fn tab(&self) -> &Tab {
        &self.tab
    }

    /// Asserts that the page has told the console of no error until now.
    pub(crate) fn is_well(&self) {
        let troubles = self.troubles.lock().unwrap();
        assert!(troubles.is_empty(), "the page complains: {troubles:#?}");
    }
}

/// What a mouse does.
pub(crate) enum Mouse {
    Move,
    Down,
    Up,
    Wheel(f64, f64),
}

/// Asserts with both sides told, for comparisons of numbers.
pub(crate) fn less(small: f64, large: f64) {
    assert!(small < large, "{small} should be less than {large}");
}
