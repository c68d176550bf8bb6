//! What a page shows: the verdict, the selected event, its message, and where links lead.

use serde_json::Value;
use timeline::record::{Record, What};

use crate::driver::Page;

#[test]
fn it_opens_on_the_violation() {
    let page = Page::sample(3000, "");
    assert!(page.text("title").contains("sample_2C, seed 4711"));
    assert_eq!(page.text("#top .badge"), "safety");
    assert!(page.text("#verdict").contains("commit-own-term"));
    assert!(page.text("#verdict").contains("cargo lab replay sample_2C 4711"));
    assert!(page.text("#verdict").contains("A leader counts replicas only"));
    assert!(page.text("#details").contains("raised its commit_index from 0 to entry 2"));
    assert_eq!(page.texts("#grid tbody tr").len(), 5);
    assert!(page.text("#list [aria-current]").contains("commit-own-term"));
    page.is_well();
}

#[test]
fn a_trace_without_events_says_so() {
    let (mut header, _) = browser::sample::run(300);
    header.events = 0;
    let page = Page::open(&header, Vec::new(), "#event=3");
    assert!(page.text("#details").contains("no events"));
    assert!(page.text("#details").contains("cargo lab replay sample_2C 4711"));
    assert!(page.is("byId('tools').offsetParent === null && byId('picture').offsetParent === null"));
    page.click("#theme");
    page.press("ArrowLeft");
    page.is_well();
}

#[test]
fn it_needs_nothing_but_itself() {
    let page = Page::sample(500, "");
    assert!(page.is("performance.getEntriesByType('resource').length === 0"));
    let outside = "[...document.querySelectorAll('[src], link')].map((one) => one.src || one.href)\
                   .filter((place) => !place.startsWith('data:'))";
    assert_eq!(page.value(outside), Value::Array(Vec::new()));
    page.is_well();
}

#[test]
fn a_link_leads_to_its_event() {
    let page = Page::sample(3000, "#event=412");
    assert_eq!(page.selected(), 412);
    page.click("#details .links a");
    page.wait("!document.querySelector('.event-head h2').textContent.includes('412')");
    let now = page.selected();
    assert_eq!(page.value("location.hash"), Value::from(format!("#event={now}")));
    page.value("location.hash = '#event=7'");
    page.wait("document.querySelector('.event-head h2').textContent.startsWith('Event 7')");
    page.go("#event=999999999");
    page.wait("byId('live').textContent.includes('no event 999999999')");
    page.is_well();
}

#[test]
fn a_message_is_decoded() {
    let (header, records) = browser::sample::run(3000);
    let sent = records.iter().find_map(|record| match record {
        Record::Event(event) => match &event.what {
            What::Send { args, to: Some(to), .. }
                if args["entries"].as_array().is_some_and(|all| !all.is_empty()) =>
            {
                Some((event.id, event.node.unwrap(), *to, args.clone()))
            }
            _ => None,
        },
        _ => None,
    });
    let (id, from, to, args) = sent.unwrap();
    let page = Page::open(&header, records, &format!("#event={id}"));
    assert!(page.text(".message h3").contains(&format!("AppendEntries peer {from} → peer {to}")));
    let contents = page.text(".message .contents");
    for name in ["term", "prev", "entries", "leader_commit"] {
        assert!(contents.contains(name), "{contents} lacks {name}");
    }
    let command = args["entries"][0]["command"].as_str().unwrap();
    assert!(contents.contains(command), "{contents} lacks {command}");
    assert!(page.text(".message .steps").contains("arrived"));
    assert!(page.texts(".message h4").iter().any(|title| title.starts_with("Reply")));
    page.is_well();
}

#[test]
fn a_logged_line_belongs_to_who_logged_it() {
    let (header, records) = browser::sample::run(3000);
    let mut last = [None; 5];
    let mut place = None;
    let mut found = None;
    for record in &records {
        match record {
            Record::Event(event) => {
                place = event.node;
                if let Some(node) = event.node {
                    last[node] = Some(event.id);
                }
            }
            Record::Log(line) if line.node != place && line.text.starts_with("heartbeats") => {
                found = Some((line.clone(), last[line.node.unwrap()].unwrap()));
            }
            _ => {}
        }
    }
    let (line, own) = found.unwrap();
    let node = line.node.unwrap();
    assert!(own < line.after);
    let page = Page::open(&header, records, &format!("#event={own}"));
    let logged = page.text("#details .lines");
    let at = format!("peer {node} at {}.{:06} s", line.at / 1_000_000_000, line.at / 1000 % 1_000_000);
    assert!(logged.contains(&line.text) && logged.contains(&at), "{logged}");
    assert!(page.text("#list [aria-current]").contains(&line.text));
    page.go(&format!("#event={}", line.after));
    assert!(!page.text("#details").contains(&line.text));
    page.go(&format!("#event={own}"));
    let is_listed = || page.texts("#list .logged").contains(&line.text);
    assert!(is_listed());
    page.click("#filters summary");
    page.click(&format!("#filter-nodes input[data-key='{node}']"));
    page.settle();
    assert!(!is_listed());
    page.is_well();
}

#[test]
fn links_can_be_cut_one_way() {
    let page = Page::sample(500, "");
    let cut = |node: usize| page.value(&format!("cutInWords({node}, [[0, 1], [1, 0], [0, 2], [6, 0]])"));
    assert_eq!(cut(0), "no link with 1; sends nothing to 2; hears nothing from 6");
    assert_eq!(cut(1), "no link with 0");
    assert_eq!(cut(2), "hears nothing from 0");
    assert_eq!(cut(6), "sends nothing to 0");
    assert_eq!(cut(3), "");
    page.is_well();
}

#[test]
fn replies_to_copies_are_no_arrows() {
    let page = Page::sample(6000, "");
    let calls = "(() => {
        const run = readRun();
        const { arrows, calls } = readMessages(run);
        const replies = (steps) => steps.filter((step) => kindOf(run, step) === 'reply');
        const copied = [...calls.values()].filter((steps) => replies(steps).length > 1);
        return copied.map((steps) =>
            arrows.filter(({ from, isReply }) => isReply && steps.includes(from)).length);
    })()";
    let arrows: Vec<u64> = serde_json::from_value(page.value(calls)).unwrap();
    assert!(!arrows.is_empty() && arrows.iter().all(|count| *count == 1), "{arrows:?}");
    page.is_well();
}

#[test]
fn filters_leave_out_what_they_say() {
    let page = Page::sample(3000, "");
    let shown = || page.text("#list-count");
    let all = shown();
    page.click("#filters summary");
    page.click("#filter-kinds input[data-key=request]");
    page.settle();
    assert_ne!(shown(), all);
    assert!(shown().contains(" of "), "{}", shown());
    let without = shown();
    page.click("#filter-nodes input[data-key='2']");
    assert_ne!(shown(), without);
    page.value("byId('filter-term').value = '2'; byId('filter-term').dispatchEvent(new Event('change'))");
    page.value("byId('list-box').scrollTop = 0");
    page.settle();
    let rows = page.texts("#list li");
    assert!(!rows.is_empty());
    assert!(rows.iter().all(|row| !row.contains("p2") && !row.contains(" arrives")), "{rows:?}");
    assert_eq!(page.text("#filters-state"), " on");
    page.click("#filters-all");
    assert_eq!(shown(), all);
    page.is_well();
}

#[test]
fn search_finds_words_in_texts_and_data() {
    let page = Page::sample(3000, "");
    page.click("#search");
    page.write("leads term");
    page.wait("byId('hits').textContent.includes(' of ')");
    page.press("Enter");
    assert!(page.text(".event-text").contains("leads term"));
    assert!(page.text("#hits").starts_with("1 of "), "{}", page.text("#hits"));
    page.click("#hit-after");
    assert!(page.text("#hits").starts_with("2 of "), "{}", page.text("#hits"));
    page.value("byId('search').value = ''");
    page.click("#search");
    page.write("leader_commit");
    page.wait("byId('hits').textContent.includes('found')");
    page.value("byId('search').value = ''");
    page.write("no such words");
    page.wait("byId('hits').textContent === 'nothing found'");
    page.is_well();
}

#[test]
fn words_of_a_run_are_never_taken_for_the_page() {
    let (header, mut records) = browser::sample::run(300);
    let hostile = "</script><script>throw new Error('run')</script><img src=x onerror=alert(1)>";
    let Some(Record::Event(event)) = records
        .iter_mut()
        .rev()
        .find(|record| matches!(record, Record::Event(event) if event.node == Some(1)))
    else {
        panic!("no event")
    };
    hostile.clone_into(&mut event.text);
    let mut header = header;
    header.failure.as_mut().unwrap().message = hostile.to_owned();
    let page = Page::open(&header, records, "");
    assert_eq!(page.text(".event-text"), hostile);
    assert_eq!(page.text("#verdict .message"), hostile);
    assert!(page.is("document.images.length === 0"));
    page.is_well();
}
