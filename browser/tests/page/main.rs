//! The timeline's page in headless Chromium: what a person does with it, by mouse and by keyboard.
#![allow(clippy::unwrap_used, reason = "a browser that does not answer should say so at once")]
#![allow(clippy::disallowed_methods, reason = "no simulation runs here, and a browser is waited for")]

mod driver;
mod keyboard;
mod large;
mod looking;
mod moving;
mod readers;
mod truth;
