//! A world beside the one that runs: for code that shall be tried out without anything coming of it.

use std::fmt;

use crate::behalf::Current;
use crate::panics;
use crate::{Config, NodeId, World, ambient};

/// A world beside the one that runs. Nothing in it ever takes a step, and nothing that is done in it reaches
/// the run: no task, no event, no random number, no time.
///
/// An oracle builds a peer here from what another one has saved, looks at it, and throws it away. What is
/// made inside must be dropped before the next [`run`](Aside::run), or inside it: outside, it would act on
/// the world that runs.
pub struct Aside {
    world: World,
    node: NodeId,
}

impl Aside {
    /// A world with one node, on whose behalf all code runs.
    #[expect(clippy::new_without_default, reason = "a world is nothing that one has by default")]
    pub fn new() -> Self {
        let world = World::new(Config::new(0));
        let node = world.add_node("aside");
        Self { world, node }
    }

    /// Runs `f` in this world. What it spawns is dropped when it has returned.
    ///
    /// # Errors
    /// The message of the panic that `f` ended with.
    pub fn run<T>(&self, f: impl FnOnce() -> T) -> Result<T, String> {
        let _ambient = ambient::swap(&self.world);
        let life = self.world.life_of(self.node);
        let before = self.world.inner().current.replace(Current { life, spawned: None });
        let outer_step = self.world.begin_step();
        let result = panics::catch(f);
        self.world.inner().step.set(outer_step);
        self.world.inner().current.set(before);
        self.world.crash(self.node);
        self.world.inner().scheduler.borrow_mut().clear();
        result.map_err(|caught| caught.message)
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        let _ambient = ambient::swap(&self.world);
        self.world.tear_down();
    }
}

impl fmt::Debug for Aside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Aside")
    }
}
