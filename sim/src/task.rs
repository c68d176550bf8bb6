//! Tasks: futures that the scheduler runs, each owned by one life of a node.
//!
//! A task is a boxed future in a table, and its waker a counted name of its place there. No code here is
//! unsafe, a crash simply empties places of the table, and one thread needs no more than this: `async-task`,
//! which serves executors of many threads, took half as long again for a bare step, and a sixth more for one
//! that sleeps.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use pin_project_lite::pin_project;
use slab::Slab;

use crate::waiting::{Said, Wait, awaits};
use crate::{Instant, Life, ambient, serial};

/// The name of a task. Places in the table are used again, serial numbers are not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct TaskId {
    place: u32,
    serial: u64,
}

/// What a spawned future is to the scheduler.
pub(crate) type Work = Pin<Box<dyn Future<Output = ()>>>;

pub(crate) struct Task {
    serial: u64,
    pub(crate) life: Life,
    pub(crate) spawned: &'static Location<'static>,
    pub(crate) rest: Rest,
    /// Whether it stands among the ready: it does so once, however often it is woken.
    ready: bool,
    /// `None` while it takes a step.
    work: Option<Work>,
    waker: Waker,
}

/// How a task's last step ended.
#[derive(Clone, Copy)]
pub(crate) struct Rest {
    pub(crate) awaits: Option<Said>,
    pub(crate) since: Instant,
}

/// All live tasks of a run.
#[derive(Default)]
pub(crate) struct Tasks {
    table: Slab<Task>,
}

/// A task that is about to take a step.
pub(crate) struct Turn {
    pub(crate) work: Work,
    pub(crate) waker: Waker,
    pub(crate) life: Life,
    pub(crate) spawned: &'static Location<'static>,
}

impl Tasks {
    /// Adds a task, which stands among the ready from the start.
    pub(crate) fn insert(
        &mut self,
        work: Work,
        life: Life,
        spawned: &'static Location<'static>,
        now: Instant,
    ) -> TaskId {
        let serial = serial::next();
        let vacancy = self.table.vacant_entry();
        let place = u32::try_from(vacancy.key()).expect("fewer than 2^32 tasks");
        let id = TaskId { place, serial };
        let waker = Waker::from(Arc::new(Name(id)));
        let rest = Rest { awaits: None, since: now };
        vacancy.insert(Task { serial: id.serial, life, spawned, rest, ready: true, work: Some(work), waker });
        id
    }

    fn get_mut(&mut self, id: TaskId) -> Option<&mut Task> {
        self.table.get_mut(id.place as usize).filter(|task| task.serial == id.serial)
    }

    /// The life that a task belongs to. `None` if the task is gone.
    pub(crate) fn life(&self, id: TaskId) -> Option<Life> {
        self.table.get(id.place as usize).filter(|task| task.serial == id.serial).map(|task| task.life)
    }

    /// Marks a task as ready. Whether it has to be put among the ready: it lives, and does not stand there
    /// yet.
    pub(crate) fn wake(&mut self, id: TaskId) -> bool {
        self.get_mut(id).is_some_and(|task| !std::mem::replace(&mut task.ready, true))
    }

    /// Takes a ready task's work out, for a step. `None` if the task is gone.
    pub(crate) fn begin_turn(&mut self, id: TaskId) -> Option<Turn> {
        let task = self.get_mut(id)?;
        task.ready = false;
        Some(Turn {
            work: task.work.take()?,
            waker: task.waker.clone(),
            life: task.life,
            spawned: task.spawned,
        })
    }

    /// Puts the work back after a step. It comes back if the task went away in its own step.
    pub(crate) fn end_turn(&mut self, id: TaskId, work: Work, rest: Rest) -> Option<Work> {
        let Some(task) = self.get_mut(id) else { return Some(work) };
        task.work = Some(work);
        task.rest = rest;
        None
    }

    /// Forgets a task; what it held is handed out, to be dropped where nothing is borrowed.
    pub(crate) fn remove(&mut self, id: TaskId) -> Option<(Option<Work>, Waker)> {
        self.get_mut(id)?;
        let task = self.table.remove(id.place as usize);
        Some((task.work, task.waker))
    }

    /// Forgets every task of the lives that `of` names.
    pub(crate) fn remove_where(&mut self, of: impl Fn(Life) -> bool) -> Vec<(Life, (Option<Work>, Waker))> {
        let gone: Vec<_> =
            self.ids().filter(|&(_, task)| of(task.life)).map(|(id, task)| (id, task.life)).collect();
        gone.into_iter().filter_map(|(id, life)| Some((life, self.remove(id)?))).collect()
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Task> {
        self.table.iter().map(|(_, task)| task)
    }

    fn ids(&self) -> impl Iterator<Item = (TaskId, &Task)> {
        self.table.iter().map(|(place, task)| {
            let place = u32::try_from(place).expect("places fit, as `insert` saw");
            (TaskId { place, serial: task.serial }, task)
        })
    }
}

/// A waker: it knows whom to wake, and finds the world by itself. On another thread, or after the run, it
/// does nothing.
struct Name(TaskId);

impl Wake for Name {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        ambient::wake(self.0);
    }
}

struct Join<T> {
    value: Cell<Option<T>>,
    waiter: RefCell<Option<Waker>>,
}

pin_project! {
    /// A spawned future, which leaves its result for the one who joins.
    struct Joinable<F: Future> {
        #[pin]
        future: F,
        join: Rc<Join<F::Output>>,
    }
}

impl<F: Future> Future for Joinable<F> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        let Poll::Ready(value) = this.future.poll(cx) else { return Poll::Pending };
        this.join.value.set(Some(value));
        let waiter = this.join.waiter.take();
        if let Some(waiter) = waiter {
            waiter.wake();
        }
        Poll::Ready(())
    }
}

/// Makes work of a future that is spawned there, and a handle by which to wait for its result.
pub(crate) fn joinable<F: Future + 'static>(
    future: F,
    spawned: &'static Location<'static>,
) -> (Work, JoinHandle<F::Output>) {
    let join = Rc::new(Join { value: Cell::new(None), waiter: RefCell::new(None) });
    (Box::pin(Joinable { future, join: join.clone() }), JoinHandle { join, spawned })
}

/// Waits for a spawned task and yields its result. Dropping the handle leaves the task running.
///
/// If the task's node crashes, the task never ends and neither does waiting for it, nor for a handle whose
/// result was taken before.
pub struct JoinHandle<T> {
    join: Rc<Join<T>>,
    spawned: &'static Location<'static>,
}

impl<T> JoinHandle<T> {
    /// The result, if the task has ended and nobody has taken the result yet.
    pub fn try_take(&self) -> Option<T> {
        self.join.value.take()
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        if let Some(value) = self.join.value.take() {
            return Poll::Ready(value);
        }
        let mut waiter = self.join.waiter.borrow_mut();
        if !waiter.as_ref().is_some_and(|waiter| waiter.will_wake(cx.waker())) {
            *waiter = Some(cx.waker().clone());
        }
        awaits(&Wait { what: "the end of the task spawned", subject: "" }, self.spawned);
        Poll::Pending
    }
}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle").finish_non_exhaustive()
    }
}
