//! An auditor hears every fact, may look at nodes, and changes nothing; what is done aside stays there.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so at once")]

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use sim::{Aside, Auditor, Config, Note, Notice, Report, Stop, World, run};

/// Writes down the notes that it hears, looks at node 0 when asked to, and adds a remark to one note.
struct Listener {
    world: World,
    heard: RefCell<Vec<(u64, String)>>,
    looks: Cell<u64>,
}

impl Auditor for Listener {
    fn fact(&self, notice: &Notice<'_>) {
        let Some(Note(text)) = notice.fact::<Note>() else { return };
        self.heard.borrow_mut().push((notice.id, text.clone()));
        if let Some(node) = notice.node
            && text == "look"
        {
            self.looks.set(self.looks.get() + self.world.look(node, || 1).unwrap());
        }
        if text == "remark on this" {
            self.world.emit(Note("a remark".to_owned()));
        }
    }
}

async fn script(world: World) {
    let node = world.add_node("peer 0");
    let observed = Rc::new(Cell::new(0));
    let count = observed.clone();
    world.observe(node, Some(Rc::new(move || count.set(count.get() + 1))));
    let task = world.spawn_on(node, async {
        sim::note!("first");
        sim::sleep(Duration::from_millis(sim::random_range(1..100))).await;
        sim::note!("look");
    });
    task.await;
    sim::note!("observed {} times", observed.get());
}

fn audited(record: bool) -> (Report<()>, Rc<Listener>) {
    let listener = Rc::new(RefCell::new(None));
    let kept = listener.clone();
    let report = run(Config { record, ..Config::new(1) }, move |world| async move {
        let auditor =
            Rc::new(Listener { world: world.clone(), heard: RefCell::default(), looks: Cell::new(0) });
        *kept.borrow_mut() = Some(auditor.clone());
        world.audit(auditor);
        script(world).await;
    });
    let listener = listener.take().unwrap();
    (report, listener)
}

#[test]
fn a_run_is_the_same_with_an_auditor_as_without_whether_it_is_kept_or_not() {
    let bare = run(Config::new(1), script);
    for record in [false, true] {
        let (report, listener) = audited(record);
        assert_eq!((report.digest, report.ended), (bare.digest, bare.ended));
        let heard: Vec<_> = listener.heard.borrow().iter().map(|(_, text)| text.clone()).collect();
        assert_eq!(heard, ["first", "look", "observed 2 times"], "a look is no step to observe");
        assert_eq!(listener.looks.get(), 1);
    }
}

#[test]
fn what_an_auditor_adds_follows_what_it_was_told() {
    let report = run(Config { record: true, ..Config::new(1) }, |world| async move {
        let auditor = Listener { world: world.clone(), heard: RefCell::default(), looks: Cell::new(0) };
        world.audit(Rc::new(auditor));
        sim::note!("remark on this");
        sim::note!("and on");
    });
    let texts: Vec<_> = report.events.iter().map(|event| (event.id, event.fact.to_string())).collect();
    let expected = ["remark on this", "a remark", "and on"];
    assert_eq!(texts, (0..).zip(expected.map(str::to_owned)).collect::<Vec<_>>());
}

#[test]
fn a_panic_in_a_look_is_the_nodes_and_ends_the_run() {
    let report = run(Config::new(1), |world| async move {
        let node = world.add_node("peer 0");
        let seen: Option<()> = world.look(node, || panic!("caught in the act"));
        assert_eq!(seen, None);
        sim::sleep(Duration::from_secs(1)).await;
    });
    let Err(Stop::Panic { place, .. }) = report.result else { panic!("{:?}", report.result) };
    assert_eq!(&*place.label, "peer 0");
}

/// Says when it is dropped, and in what world: by the time that is shown there.
struct Farewell(Rc<RefCell<Vec<sim::Instant>>>);

impl Drop for Farewell {
    fn drop(&mut self) {
        self.0.borrow_mut().push(sim::now());
    }
}

#[test]
fn what_is_done_aside_leaves_no_trace() {
    async fn plain(world: World) -> u64 {
        let node = world.add_node("peer 0");
        let task = world.spawn_on(node, async {
            sim::sleep(Duration::from_millis(5)).await;
            sim::random_range(0..u64::MAX)
        });
        task.await
    }
    let bare = run(Config::new(1), plain);
    let farewells = Rc::new(RefCell::new(Vec::new()));
    let told = farewells.clone();
    let disturbed = run(Config::new(1), |world| async move {
        let aside = Aside::new();
        sim::sleep(Duration::from_millis(1)).await;
        for _ in 0..3 {
            let farewell = Farewell(told.clone());
            let drawn = aside.run(|| {
                sim::note!("nobody hears this");
                sim::spawn(async move {
                    let _farewell = farewell;
                    sim::sleep(Duration::from_millis(1)).await;
                });
                sim::random_range(0..10_u64)
            });
            assert!(drawn.unwrap() < 10);
        }
        let broken: Result<(), String> = aside.run(|| panic!("it cannot be built"));
        assert_eq!(broken, Err("it cannot be built".to_owned()));
        assert_eq!(aside.run(sim::now), Ok(sim::Instant::ZERO), "no time passes there");
        plain(world).await
    });
    assert_eq!(disturbed.result.unwrap(), bare.result.unwrap());
    assert_eq!(disturbed.ended, bare.ended + Duration::from_millis(1));
    assert_eq!(*farewells.borrow(), [sim::Instant::ZERO; 3], "dropped aside, and at once");
}
