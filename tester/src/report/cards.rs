//! The cards of rules: as lines, as a page of Markdown, as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use super::json::to_line;
use super::layout::wrap;
use super::style::{self, paint};
use crate::rules::{self, Card, Hints};

/// The width of an explanation, without what it is indented by.
const WIDTH: usize = 96;
/// The width of the page.
const PAGE_WIDTH: usize = 110;

/// What the rule protects and how it is usually broken, in lines.
pub(crate) fn explanation(card: &Card) -> Vec<String> {
    let mut lines = wrap(&format!("{}. {}", card.title, card.protects), WIDTH);
    lines.push("usual mistakes:".to_owned());
    lines.extend(card.mistakes.iter().flat_map(|mistake| item(mistake, WIDTH)));
    lines
}

/// `text` as an item of a list.
fn item(text: &str, width: usize) -> Vec<String> {
    let mut lines = wrap(text, width - 2);
    for (place, line) in lines.iter_mut().enumerate() {
        line.insert_str(0, if place == 0 { "- " } else { "  " });
    }
    lines
}

/// As much of a card as may be told. No line end at the end.
pub(crate) fn card(card: &Card, hints: Hints) -> String {
    let mut text = paint(style::STRONG, card.rule);
    if hints == Hints::None {
        let _ = write!(text, "\n  {}", card.title);
        return text;
    }
    let _ = write!(text, " ({})", card.source);
    if hints == Hints::Section {
        let _ = write!(text, "\n  {}", card.title);
        return text;
    }
    for line in explanation(card) {
        let _ = write!(text, "\n  {line}");
    }
    text
}

#[derive(Serialize)]
struct CardLine {
    rule: &'static str,
    title: &'static str,
    section: Option<&'static str>,
    protects: Option<&'static str>,
    mistakes: Option<&'static [&'static str]>,
}

/// As much of a card as may be told, as one line of JSON.
pub(crate) fn json_of_card(card: &Card, hints: Hints) -> String {
    let is_full = hints == Hints::Full;
    to_line(&CardLine {
        rule: card.rule,
        title: card.title,
        section: (hints >= Hints::Section).then_some(card.source),
        protects: is_full.then_some(card.protects),
        mistakes: is_full.then_some(card.mistakes),
    })
}

/// As much of all cards as may be told, as a page of Markdown. No line end at the end.
pub(crate) fn cards_page(hints: Hints) -> String {
    let mut page = String::from("# The rules\n\n");
    let about = "Every failure names the rule that was broken. This page has the card of each: what the rule \
                 protects, where to read about it, and the mistakes that usually break it. `cargo lab rules \
                 NAME` prints one of them; `cargo lab rules --markdown` prints this page. § and figures are \
                 those of the extended Raft paper (Ongaro and Ousterhout, 2014).";
    page += &wrap(about, PAGE_WIDTH).join("\n");
    for group in rules::groups() {
        let _ = write!(page, "\n\n## {}\n\n{}", group.title, group.about);
        for card in group.cards {
            let _ = write!(page, "\n\n### {}\n\n**{}**", card.rule, card.title);
            if hints >= Hints::Section {
                let _ = write!(page, " ({})", card.source);
            }
            if hints < Hints::Full {
                continue;
            }
            let _ = write!(page, "\n\n{}", wrap(card.protects, PAGE_WIDTH).join("\n"));
            let mistakes = card.mistakes.iter().flat_map(|mistake| item(mistake, PAGE_WIDTH));
            let _ = write!(page, "\n\n{}", mistakes.collect::<Vec<_>>().join("\n"));
        }
    }
    page
}
