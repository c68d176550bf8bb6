//! A page in headless Chromium.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use headless_chrome::protocol::cdp::types::Event;
use headless_chrome::protocol::cdp::{Emulation, Log, Runtime};
use headless_chrome::{Browser, LaunchOptions, Tab};
use serde_json::{Value, json};

/// Where a browser may be; the first that is there is taken.
const BROWSERS: [&str; 4] = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
];

/// What keeps the browser quiet, and to itself.
const QUIET: [&str; 5] = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
];

/// How long the browser may take for one thing.
const PATIENCE: Duration = Duration::from_secs(20);

/// A page that is open.
pub(crate) struct Page {
    tab: Arc<Tab>,
    _browser: Browser,
    troubles: Arc<Mutex<Vec<String>>>,
}

fn browser() -> PathBuf {
    let named = std::env::var_os("CHROME").map(PathBuf::from);
    let known = BROWSERS.iter().map(PathBuf::from).find(|path| path.exists());
    named
        .or(known)
        .expect("no browser: install Chromium, or set CHROME to the program of one that is installed")
}

impl Page {
    /// Opens a file.
    pub(crate) fn open(file: &Path) -> Page {
        let options = LaunchOptions {
            path: Some(browser()),
            sandbox: false,
            window_size: Some((1200, 900)),
            args: QUIET.iter().map(OsStr::new).collect(),
            ..LaunchOptions::default()
        };
        let browser = Browser::new(options).expect("the browser starts");
        let tab = browser.new_tab().unwrap();
        let page = Page { tab, _browser: browser, troubles: Arc::default() };
        page.listen();
        page.tab.set_default_timeout(PATIENCE);
        page.tab.navigate_to(&address(file)).unwrap().wait_until_navigated().unwrap();
        page
    }

    /// Takes note of everything that the page tells the console.
    fn listen(&self) {
        let troubles = Arc::clone(&self.troubles);
        let note = move |event: &Event| {
            let trouble = match event {
                Event::RuntimeExceptionThrown(thrown) => format!("{:?}", thrown.params.exception_details),
                Event::RuntimeConsoleAPICalled(called) => format!("{:?}", called.params.args),
                Event::LogEntryAdded(added) => format!("{:?}", added.params.entry),
                _ => return,
            };
            troubles.lock().unwrap().push(trouble);
        };
        self.tab.add_event_listener(Arc::new(note)).unwrap();
        self.tab.call_method(Runtime::Enable(None)).unwrap();
        self.tab.call_method(Log::Enable(None)).unwrap();
    }

    /// What a piece of script gives.
    pub(crate) fn value(&self, script: &str) -> Value {
        let evaluate = json!({"expression": script, "returnByValue": true, "awaitPromise": true});
        let evaluate: Runtime::Evaluate = serde_json::from_value(evaluate).unwrap();
        let result = self.tab.call_method(evaluate).unwrap();
        assert!(result.exception_details.is_none(), "{script}: {:?}", result.exception_details);
        result.result.value.unwrap_or(Value::Null)
    }

    pub(crate) fn is(&self, script: &str) -> bool {
        self.value(&format!("Boolean({script})")).as_bool().unwrap()
    }

    /// The texts that a piece of script gives.
    pub(crate) fn texts_of(&self, script: &str) -> Vec<String> {
        serde_json::from_value(self.value(script)).unwrap()
    }

    /// The texts of all elements that a selector finds.
    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        self.texts_of(&format!("[...document.querySelectorAll({selector:?})].map((one) => one.textContent)"))
    }

    /// The files that the page links, as the browser understands its addresses.
    pub(crate) fn links(&self) -> Vec<PathBuf> {
        let paths = self.texts_of(
            "[...document.links].filter((link) => !link.getAttribute('href').startsWith('#'))\
             .map((link) => new URL(link.href).protocol + decodeURIComponent(new URL(link.href).pathname))",
        );
        paths.iter().map(|path| path.strip_prefix("file:").expect("a file beside the page").into()).collect()
    }

    /// Gives the window another width.
    pub(crate) fn resize(&self, width: u32) {
        let metrics = json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false});
        let metrics: Emulation::SetDeviceMetricsOverride = serde_json::from_value(metrics).unwrap();
        self.tab.call_method(metrics).unwrap();
    }

    /// Waits until a condition holds.
    pub(crate) fn wait(&self, condition: &str) {
        let start = Instant::now();
        while !self.is(condition) {
            assert!(start.elapsed() < PATIENCE, "this never came true: {condition}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Asserts that the page has told the console nothing until now.
    pub(crate) fn is_well(&self) {
        let troubles = self.troubles.lock().unwrap();
        assert!(troubles.is_empty(), "the page complains: {troubles:#?}");
    }
}

/// The address of a file, whatever its name holds.
fn address(file: &Path) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
    let letter =
        |byte: u8| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    let path = file.to_str().expect("a path of text");
    format!("file://{}", path.bytes().map(letter).collect::<String>())
}
