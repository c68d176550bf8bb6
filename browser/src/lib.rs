//! The timeline in a real browser.
//!
//! The tests of this package open pages in headless Chromium, as a person would, and look at what they show.
//! The runs on these pages are made up by [`sample`], so that they can have any length and every kind of
//! event.

pub mod sample;
