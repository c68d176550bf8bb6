//! The clients: they submit commands and never wait for what comes of them.

use std::rc::Rc;
use std::time::Duration;

use super::Stage;
use super::plan::{Burst, Workload};

/// Commands of a burst come so close together.
const BURST_STEP: Duration = Duration::from_micros(300);

/// The shortest that a client pauses between two commands.
const THINK_MIN_MS: u64 = 5;

/// Has all clients begin. They stop when the stage is over.
pub(super) fn start(stage: &Rc<Stage>) {
    let Workload { clients, bursts, .. } = &stage.plan.workload;
    for _ in 0..*clients {
        sim::spawn(client(stage.clone()));
    }
    for burst in bursts {
        sim::spawn(surge(stage.clone(), *burst));
    }
}

async fn client(stage: Rc<Stage>) {
    let most = stage.plan.workload.think_ms.max(THINK_MIN_MS);
    loop {
        sim::sleep(Duration::from_millis(sim::random_range(THINK_MIN_MS..=most))).await;
        if stage.over.get() {
            return;
        }
        let at = sim::now() - stage.began;
        if !stage.plan.workload.idle.iter().any(|spell| spell.contains(at)) {
            stage.offer_everybody();
        }
    }
}

async fn surge(stage: Rc<Stage>, burst: Burst) {
    sim::sleep_until(stage.began + Duration::from_millis(burst.at_ms)).await;
    for _ in 0..burst.commands {
        if stage.over.get() {
            return;
        }
        stage.offer_everybody();
        sim::sleep(BURST_STEP).await;
    }
}
