//! Takes a picture of a page, as a PNG: `cargo run -p browser --example picture -- PAGE PNG [dark] [SCRIPT]`.
//! The page may end in `#event=412`; the script, if there is one, runs before the picture is taken.
#![allow(clippy::unwrap_used, reason = "an example for people who look at the picture")]
#![allow(clippy::disallowed_methods, reason = "no simulation runs here, and a browser needs time to paint")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use headless_chrome::protocol::cdp::{Emulation, Page};
use headless_chrome::{Browser, LaunchOptions, Tab};
use serde_json::json;

/// What a reader of the documentation sees without zooming.
const SIZE: (u32, u32) = (1440, 900);

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (page, picture) = (&arguments[0], &arguments[1]);
    let is_dark = arguments.get(2).is_some_and(|theme| theme == "dark");
    let options = LaunchOptions {
        path: std::env::var_os("CHROME").map(PathBuf::from),
        sandbox: false,
        window_size: Some(SIZE),
        ..LaunchOptions::default()
    };
    let browser = Browser::new(options).unwrap();
    let tab = browser.new_tab().unwrap();
    show(&tab, page, is_dark);
    if let Some(script) = arguments.iter().skip(2).find(|argument| *argument != "dark") {
        tab.evaluate(script, true).unwrap();
    }
    std::thread::sleep(Duration::from_millis(400));
    let png = tab.capture_screenshot(Page::CaptureScreenshotFormatOption::Png, None, None, true).unwrap();
    std::fs::write(picture, png).unwrap();
}

fn show(tab: &Tab, page: &str, is_dark: bool) {
    let scheme = if is_dark { "dark" } else { "light" };
    let media = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
    tab.call_method(serde_json::from_value::<Emulation::SetEmulatedMedia>(media).unwrap()).unwrap();
    let size = json!({"width": SIZE.0, "height": SIZE.1, "deviceScaleFactor": 1, "mobile": false});
    tab.call_method(serde_json::from_value::<Emulation::SetDeviceMetricsOverride>(size).unwrap()).unwrap();
    let (file, rest) =
        page.split_once('#').map_or((page, String::new()), |(file, rest)| (file, format!("#{rest}")));
    let file = Path::new(file).canonicalize().unwrap();
    tab.navigate_to(&format!("file://{}{rest}", file.display())).unwrap();
    tab.wait_for_element("html[data-ready]").unwrap();
}
