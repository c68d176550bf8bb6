//! Smaller plans, and smaller numbers.

use crate::chaos::Plan;
use crate::steering::Steering;

/// The fewest peers that are of any interest.
const FEWEST: usize = 3;

/// Beyond this many mishaps nobody halves each delay by itself.
const MOST: usize = 200;

/// The same run with a smaller number somewhere, the largest steps first.
pub(super) fn smaller(steering: &Steering, failed_ms: u64) -> Vec<Steering> {
    let mut all: Vec<Steering> = Vec::new();
    if let Some(plan) = &steering.plan {
        let plans = smaller_plans(plan, failed_ms).into_iter().filter(|plan| plan.check().is_ok());
        all.extend(plans.map(|plan| Steering { plan: Some(plan), ..steering.clone() }));
    }
    all.extend(sooner(steering));
    all
}

fn smaller_plans(plan: &Plan, failed_ms: u64) -> Vec<Plan> {
    let mut all = Vec::new();
    let mut with = |change: &dyn Fn(&mut Plan)| {
        let mut changed = plan.clone();
        change(&mut changed);
        if changed != *plan {
            all.push(changed);
        }
    };
    for peers in FEWEST..plan.peers {
        with(&|plan| {
            plan.peers = peers;
            plan.clocks.truncate(peers);
        });
    }
    with(&|plan| plan.length_ms = plan.length_ms.min(failed_ms + 1));
    with(&|plan| plan.length_ms /= 2);
    for clients in [0, 1, plan.workload.clients / 2] {
        with(&|plan| plan.workload.clients = plan.workload.clients.min(clients));
    }
    for place in 0..plan.workload.bursts.len() {
        with(&|plan| plan.workload.bursts[place].commands /= 2);
    }
    for place in 0..plan.faults.len() {
        with(&|plan| plan.faults[place].for_ms /= 2);
    }
    all
}

/// The same run with one message less late.
fn sooner(steering: &Steering) -> Vec<Steering> {
    let Some(messages) = steering.messages.as_ref().filter(|messages| messages.len() <= MOST) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for (end, mishaps) in &messages.0 {
        for (place, mishap) in mishaps.iter().enumerate() {
            if let (Some(half), Some(mut changed)) = (mishap.what.halved(), steering.messages.clone()) {
                if let Some(mishaps) = changed.0.get_mut(end) {
                    mishaps[place].what = half;
                }
                all.push(Steering { messages: Some(changed), ..steering.clone() });
            }
        }
    }
    all
}
