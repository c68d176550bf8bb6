//! The table as text, as Markdown and as JSON.

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};

use super::row::{Found, Row, SOON};

/// How many tests and rules are named in a row.
const NAMED: usize = 3;

const HEADINGS: [&str; 10] = [
    "bug",
    "seeds",
    "caught",
    "oracles",
    "chaos",
    "course",
    "to first",
    "wall s",
    "blamed on",
    "best caught by",
];

/// The places of numbers.
const NUMBERS: [usize; 7] = [1, 2, 3, 4, 5, 6, 7];

/// What the columns mean.
const LEGEND: [&str; 5] = [
    "seeds: how many were run, each of every test; a bug that is caught by then is run no further than 50",
    "caught: in how many of them a run failed; oracles: in how many one of them saw it",
    "chaos, course: in how many a test of the chaos suite, or one of the course's own 28, fails by itself on this \
     simulator, without the oracles; what the simulator itself notices (a livelock, a lock held across an await, \
     a task that never yields) counts; - where no such test was run",
    "to first, wall s: how many seeds, and seconds of real time on one core, it takes to the first failing run; \
     the median over all seeds to start from, with those after the last find \
     counted as more than all others (- where they are more than half)",
    "blamed on, best caught by: the most frequent first",
];

/// One JSON object a line.
pub(super) fn json(rows: &[Row]) -> String {
    let line = |row: &Row| serde_json::to_string(row).expect("plain fields always serialise");
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// For a terminal or a file.
pub(super) fn table(rows: &[Row]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(HEADINGS);
    for row in rows {
        table.add_row(cells(row).into_iter().enumerate().map(|(place, text)| {
            let cell = Cell::new(text);
            if NUMBERS.contains(&place) { cell.set_alignment(CellAlignment::Right) } else { cell }
        }));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    format!("{}\n\n{}\n\n{}", lines.join("\n"), LEGEND.join("\n"), conclusions(rows).join("\n"))
}

/// For a document.
pub(super) fn markdown(rows: &[Row]) -> String {
    let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
    let rule = |place| if NUMBERS.contains(&place) { "---:" } else { "---" };
    let mut lines = vec![
        line(&HEADINGS.map(str::to_owned)),
        format!("|{}|", (0..HEADINGS.len()).map(rule).collect::<Vec<_>>().join("|")),
    ];
    lines.extend(rows.iter().map(|row| line(&cells(row))));
    lines.push(String::new());
    lines.extend(LEGEND.into_iter().map(|sentence| format!("- {sentence}")));
    lines.push(String::new());
    lines.extend(conclusions(rows).into_iter().map(|sentence| format!("- {sentence}")));
    lines.join("\n")
}

fn cells(row: &Row) -> [String; 10] {
    let number = |number: Option<u64>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
    let Found { seeds, seeds_median, seconds_median, tests, .. } = &row.caught;
    let is_wrong = |rule: &String| row.wrong_rules.iter().any(|(wrong, _)| wrong == rule);
    let blamed = row.rules.iter().map(
        |(rule, _)| {
            if is_wrong(rule) { format!("{rule} (WRONG)") } else { rule.clone() }
        },
    );
    [
        row.specimen.marked_id(),
        row.seeds.to_string(),
        if row.is_caught() { seeds.to_string() } else { "SURVIVES".to_owned() },
        row.by_oracles.to_string(),
        number(row.by_chaos),
        number(row.by_course.as_ref().map(|found| found.seeds)),
        number(*seeds_median),
        seconds_median.map_or_else(|| "-".to_owned(), |seconds| format!("{seconds:.3}")),
        listed(blamed),
        listed(tests.iter().map(|(test, _)| (*test).to_owned())),
    ]
}

fn listed(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    match items.len().saturating_sub(NAMED) {
        0 => items.join(", "),
        more => format!("{} and {more} more", items[..NAMED].join(", ")),
    }
}

/// The totals, and what is to be known about single rows.
fn conclusions(rows: &[Row]) -> Vec<String> {
    let count = |is: fn(&Row) -> bool| rows.iter().filter(|row| is(row)).count();
    let all = rows.len();
    let mut lines = vec![
        format!("caught: {} of {all}", count(Row::is_caught)),
        format!("caught within {SOON} seeds: {} of {all}", count(Row::is_caught_soon)),
        format!("blamed on the right rule alone: {} of {all}", count(Row::is_as_it_should_be)),
        format!(
            "caught by the course's tests on this simulator, without oracles, within the seeds run: {} of {all}",
            count(Row::is_caught_by_the_course)
        ),
    ];
    for row in rows {
        lines.extend(row.note.map(|note| format!("{}: {note}", row.bug)));
        for (rule, runs) in &row.wrong_rules {
            lines.push(format!("{}: {runs} runs were blamed on {rule}, which is wrong", row.bug));
        }
    }
    lines
}
