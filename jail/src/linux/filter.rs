//! Filters of system calls, as seccompiler makes and installs them.

use std::collections::BTreeMap;
use std::env;
use std::io;

use seccompiler::{
    BackendError, BpfProgram, Error, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition,
    SeccompFilter, SeccompRule, TargetArch,
};

use super::numbers::{Number, When};
use crate::error::JailError;

/// Calls and what is asked of their arguments. A call that is listed twice is meant in either case.
pub(super) type List<'a> = &'a [(Number, When)];

/// Allows what is listed. All else fails with `EPERM`.
pub(super) fn allow(list: List<'_>) -> Result<BpfProgram, JailError> {
    make(list, SeccompAction::Errno(EPERM), SeccompAction::Allow)
}

/// Has what is listed fail with `errno`. All else is allowed, as far as this filter goes.
pub(super) fn refuse(list: List<'_>, errno: i32) -> Result<BpfProgram, JailError> {
    make(list, SeccompAction::Allow, SeccompAction::Errno(errno.unsigned_abs()))
}

const EPERM: u32 = libc::EPERM.unsigned_abs();

fn make(list: List<'_>, otherwise: SeccompAction, listed: SeccompAction) -> Result<BpfProgram, JailError> {
    let made = || -> Result<BpfProgram, BackendError> {
        let mut rules: BTreeMap<Number, Vec<SeccompRule>> = BTreeMap::new();
        for (number, when) in list {
            rules.entry(*number).or_default().extend(rule(*when)?);
        }
        let arch = TargetArch::try_from(env::consts::ARCH)?;
        SeccompFilter::new(rules, otherwise, listed, arch)?.try_into()
    };
    made().map_err(|error| JailError::Calls(io::Error::other(error)))
}

/// No rule means all arguments.
fn rule(when: When) -> Result<Option<SeccompRule>, BackendError> {
    let (position, length, operator, value) = match when {
        When::Always => return Ok(None),
        When::Is(position, value) => (position, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, u64::from(value)),
        When::Bits(position, mask, bits) => {
            (position, SeccompCmpArgLen::Qword, SeccompCmpOp::MaskedEq(mask), bits)
        }
    };
    let condition = SeccompCondition::new(position, length, operator, value)?;
    SeccompRule::new(vec![condition]).map(Some)
}

/// The kernel's own words, where it has said something.
pub(super) fn refused(error: Error) -> JailError {
    JailError::Calls(match error {
        Error::Prctl(error) | Error::Seccomp(error) => error,
        other => io::Error::other(other),
    })
}
