//! Workers that are scripts of a line, and die.

use super::*;
use crate::failure::Class;
use crate::suite;

/// A run in a worker that does this when it is asked for it.
fn run(service: Service, deed: &'static str) -> Result<Outcome, WorkerError> {
    let starter = move || {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("echo '\"Ready\"' >&0; read -r request; {deed}")]);
        Ok(command)
    };
    let manners = Manners { service, ..Manners::new(Printing::Dropped) };
    Isolated::of_program(manners, Arc::new(starter)).run(&suite::all()[0], 1)
}

/// The class in which a run failed.
fn class(run: Result<Outcome, WorkerError>) -> Option<Class> {
    run.expect("an outcome").verdict.account().map(|account| account.class)
}

#[test]
fn who_is_killed_in_its_only_run_has_not_failed() {
    assert!(matches!(run(Service::OneRun, "kill -KILL $$"), Err(WorkerError::Killed)));
    assert_eq!(class(run(Service::Long, "kill -KILL $$")), Some(Class::Panic), "it was so twice");
}

#[test]
fn who_ends_by_itself_has_failed() {
    for deed in ["kill -ABRT $$", "exit 0", "exit 137"] {
        assert_eq!(class(run(Service::OneRun, deed)), Some(Class::Panic), "{deed}");
    }
}

#[test]
fn who_is_ended_for_what_it_says_has_failed() {
    let run = run(Service::OneRun, "exec cat /dev/zero >&0");
    assert_eq!(class(run), Some(Class::Panic));
}
