//! `--shard auto`: which part of the hunt this process is to do, by what a cluster's scheduler put into its
//! environment.

use std::ffi::OsString;

use super::shard::Shard;

const SLURM_ID: &str = "SLURM_ARRAY_TASK_ID";
const SLURM_COUNT: &str = "SLURM_ARRAY_TASK_COUNT";
const SLURM_MIN: &str = "SLURM_ARRAY_TASK_MIN";
const SLURM_MAX: &str = "SLURM_ARRAY_TASK_MAX";
const SLURM_STEP: &str = "SLURM_ARRAY_TASK_STEP";
const KUBERNETES_INDEX: &str = "JOB_COMPLETION_INDEX";
/// Kubernetes does not set this one by itself: the job's manifest has to.
const KUBERNETES_COUNT: &str = "JOB_COMPLETIONS";

/// An environment that does not say which shard this is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum EnvironmentError {
    /// No scheduler that is known here.
    #[error(
        "this is neither a Slurm array job ({SLURM_ID}, {SLURM_COUNT}) nor an indexed Kubernetes job \
         ({KUBERNETES_INDEX}, {KUBERNETES_COUNT}): name the shard, as in `--shard 2/4`"
    )]
    Unknown,
    /// A scheduler that says one thing and not the other.
    #[error("{present} is set, but {missing} is not{}", advice(missing))]
    Missing {
        /// The variable that is there.
        present: &'static str,
        /// The one that is not.
        missing: &'static str,
    },
    /// A variable that is not the number that it should be.
    #[error("{variable} is `{value}`, which is not a whole number of at least {least}")]
    NoNumber {
        /// The variable.
        variable: &'static str,
        /// What it holds.
        value: String,
        /// The smallest number that would make sense.
        least: u64,
    },
    /// An array that is not `MIN-MAX` or `MIN-MAX:STEP`, or does not hold this task.
    #[error(
        "task {id} of a Slurm array of {count} tasks, from {min} on in steps of {step}, is no shard: \
         submit the array as `--array=1-N`, without gaps"
    )]
    Array {
        /// This task.
        id: u64,
        /// How many tasks the array has.
        count: u64,
        /// Its first task.
        min: u64,
        /// The distance from task to task.
        step: u64,
    },
    /// A pod's index beyond the job's completions.
    #[error(
        "{KUBERNETES_INDEX} is {index}, but {KUBERNETES_COUNT} is {count}: indexes go from 0 to {count} - 1"
    )]
    Index {
        /// This pod's index, from 0 on.
        index: u64,
        /// How many pods have to complete.
        count: u64,
    },
    /// Two schedulers that disagree.
    #[error("Slurm's variables say shard {slurm}, and Kubernetes' say {kubernetes}: name the shard yourself")]
    Contradiction {
        /// What Slurm says.
        slurm: Shard,
        /// What Kubernetes says.
        kubernetes: Shard,
    },
}

fn advice(missing: &str) -> &'static str {
    if missing == KUBERNETES_COUNT { ": let the manifest set it to the job's `completions`" } else { "" }
}

impl Shard {
    /// The shard that this environment means: an array task of Slurm or a pod of an indexed Kubernetes job.
    ///
    /// # Errors
    /// The environment says nothing of a shard, not enough, nonsense, or two different things.
    pub(crate) fn from_environment(
        variable: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, EnvironmentError> {
        let slurm = slurm(&variable)?;
        let kubernetes = kubernetes(&variable)?;
        match (slurm, kubernetes) {
            (Some(slurm), Some(kubernetes)) if slurm != kubernetes => {
                Err(EnvironmentError::Contradiction { slurm, kubernetes })
            }
            (Some(shard), _) | (None, Some(shard)) => Ok(shard),
            (None, None) => Err(EnvironmentError::Unknown),
        }
    }
}

/// Arrays begin where their user likes, and may have steps: what counts is the task's place among them.
fn slurm(variable: &impl Fn(&str) -> Option<OsString>) -> Result<Option<Shard>, EnvironmentError> {
    let id = number(variable, SLURM_ID, 0)?;
    let count = number(variable, SLURM_COUNT, 1)?;
    let Some((id, count)) = both(id, count, [SLURM_ID, SLURM_COUNT])? else { return Ok(None) };
    // A guess could make two tasks hunt the same seeds, and nobody others.
    let missing = EnvironmentError::Missing { present: SLURM_ID, missing: SLURM_MIN };
    let min = number(variable, SLURM_MIN, 0)?.ok_or(missing)?;
    let step = number(variable, SLURM_STEP, 1)?.unwrap_or(1);
    let max = number(variable, SLURM_MAX, 0)?;

    let position = |task: u64| task.checked_sub(min).filter(|off| off % step == 0).map(|off| off / step);
    let is_without_gaps = max.is_none_or(|max| position(max) == Some(count - 1));
    let shard = position(id)
        .filter(|_| is_without_gaps)
        .and_then(|before| Shard::new(before.checked_add(1)?, count).ok());
    shard.map(Some).ok_or(EnvironmentError::Array { id, count, min, step })
}

fn kubernetes(variable: &impl Fn(&str) -> Option<OsString>) -> Result<Option<Shard>, EnvironmentError> {
    let index = number(variable, KUBERNETES_INDEX, 0)?;
    let count = number(variable, KUBERNETES_COUNT, 1)?;
    let Some((index, count)) = both(index, count, [KUBERNETES_INDEX, KUBERNETES_COUNT])? else {
        return Ok(None);
    };
    let shard = index.checked_add(1).and_then(|number| Shard::new(number, count).ok());
    shard.map(Some).ok_or(EnvironmentError::Index { index, count })
}

/// Two variables of which one makes no sense without the other.
fn both(
    one: Option<u64>,
    other: Option<u64>,
    names: [&'static str; 2],
) -> Result<Option<(u64, u64)>, EnvironmentError> {
    match (one, other) {
        (Some(one), Some(other)) => Ok(Some((one, other))),
        (None, None) => Ok(None),
        (Some(_), None) => Err(EnvironmentError::Missing { present: names[0], missing: names[1] }),
        (None, Some(_)) => Err(EnvironmentError::Missing { present: names[1], missing: names[0] }),
    }
}

fn number(
    variable: &impl Fn(&str) -> Option<OsString>,
    name: &'static str,
    least: u64,
) -> Result<Option<u64>, EnvironmentError> {
    let Some(value) = variable(name) else { return Ok(None) };
    let number = value.to_str().and_then(|text| text.trim().parse().ok()).filter(|number| *number >= least);
    let value = value.to_string_lossy().into_owned();
    number.map(Some).ok_or(EnvironmentError::NoNumber { variable: name, value, least })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shard_of(environment: &[(&str, &str)]) -> Result<Shard, EnvironmentError> {
        Shard::from_environment(|name| {
            environment.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        })
    }

    fn array(id: &str, count: &str, min: &str, max: &str, step: &str) -> Result<String, String> {
        let environment =
            [(SLURM_ID, id), (SLURM_COUNT, count), (SLURM_MIN, min), (SLURM_MAX, max), (SLURM_STEP, step)];
        shard_of(&environment).map(|shard| shard.to_string()).map_err(|error| error.to_string())
    }

    #[test]
    fn slurm_arrays_may_begin_anywhere_and_have_steps() {
        assert_eq!(array("1", "4", "1", "4", "1").as_deref(), Ok("1/4"));
        assert_eq!(array("3", "4", "0", "3", "1").as_deref(), Ok("4/4"));
        assert_eq!(array("14", "3", "10", "14", "2").as_deref(), Ok("3/3"));
        let without_step = [(SLURM_ID, "5"), (SLURM_COUNT, "2"), (SLURM_MIN, "4")];
        assert_eq!(shard_of(&without_step).map(|shard| shard.to_string()).as_deref(), Ok("2/2"));
    }

    #[test]
    fn slurm_arrays_with_gaps_are_refused_by_every_task() {
        for id in ["1", "5", "7"] {
            assert!(array(id, "3", "1", "7", "1").is_err_and(|error| error.contains("--array=1-N")));
        }
        assert!(array("3", "4", "4", "7", "1").is_err());
        assert!(array("11", "3", "10", "14", "2").is_err());
    }

    #[test]
    fn kubernetes_counts_from_zero() {
        let pod = |index, count| shard_of(&[(KUBERNETES_INDEX, index), (KUBERNETES_COUNT, count)]);
        assert_eq!(pod("0", "4").map(|shard| shard.to_string()).as_deref(), Ok("1/4"));
        assert_eq!(pod("3", "4").map(|shard| shard.to_string()).as_deref(), Ok("4/4"));
        assert_eq!(pod("4", "4"), Err(EnvironmentError::Index { index: 4, count: 4 }));
        let last = u64::MAX.to_string();
        assert_eq!(pod(&last, "4"), Err(EnvironmentError::Index { index: u64::MAX, count: 4 }));
    }

    #[test]
    fn the_variable_to_blame_is_named() {
        let words = |environment: &[(&str, &str)]| shard_of(environment).expect_err("no shard").to_string();
        assert!(words(&[]).contains("--shard 2/4"));
        assert_eq!(
            words(&[(KUBERNETES_INDEX, "0")]),
            "JOB_COMPLETION_INDEX is set, but JOB_COMPLETIONS is not: let the manifest set it to the job's \
             `completions`"
        );
        assert_eq!(
            words(&[(SLURM_COUNT, "2")]),
            "SLURM_ARRAY_TASK_COUNT is set, but SLURM_ARRAY_TASK_ID is not"
        );
        assert_eq!(
            words(&[(SLURM_ID, "1"), (SLURM_COUNT, "2")]),
            "SLURM_ARRAY_TASK_ID is set, but SLURM_ARRAY_TASK_MIN is not"
        );
        assert_eq!(
            words(&[(SLURM_ID, "one"), (SLURM_COUNT, "2")]),
            "SLURM_ARRAY_TASK_ID is `one`, which is not a whole number of at least 0"
        );
        assert!(words(&[(KUBERNETES_INDEX, "0"), (KUBERNETES_COUNT, "0")]).contains("at least 1"));
    }

    #[test]
    fn two_schedulers_must_agree() {
        let slurm = [(SLURM_ID, "1"), (SLURM_COUNT, "2"), (SLURM_MIN, "1")];
        let same = [&slurm[..], &[(KUBERNETES_INDEX, "0"), (KUBERNETES_COUNT, "2")]].concat();
        assert_eq!(shard_of(&same), Shard::new(1, 2).map_err(|_| EnvironmentError::Unknown));
        let other = [&slurm[..], &[(KUBERNETES_INDEX, "1"), (KUBERNETES_COUNT, "2")]].concat();
        assert!(matches!(shard_of(&other), Err(EnvironmentError::Contradiction { .. })));
    }
}
