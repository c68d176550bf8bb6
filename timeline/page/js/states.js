// What the peers show of their inside, at every moment of the run.

/** How many changes lie between two full copies of a peer's state. */
const CHANGES_PER_COPY = 128;

/** What is known of a peer before its first life, and while it is down. */
function unknownState() {
  return {
    running: false,
    role: null,
    term: null,
    voted_for: undefined,
    commit: null,
    applied: null,
    snapshot: { index: 0, term: 0 },
    first: 1,
    terms: [],
    digests: [],
  };
}

/** Each peer's changes, with copies of its state in between, and the stretches of one role and term. */
function readStates(run) {
  const peers = Array.from({ length: run.header.peers }, (_, node) => ({
    node,
    changes: [],
    afters: [],
    copies: [],
    stretches: [],
    commits: [],
  }));
  for (const change of run.states) peers[change.node]?.changes.push(change);
  for (const peer of peers) followPeer(peer, run.length);
  return peers;
}

function followPeer(peer, length) {
  let state = unknownState();
  for (const [number, change] of peer.changes.entries()) {
    if (number % CHANGES_PER_COPY === 0) peer.copies.push(copyOf(state));
    const commit = state.commit;
    state = changed(state, change);
    peer.afters.push(change.after);
    if (state.commit !== null && state.commit !== commit && commit !== null) {
      peer.commits.push({ i: change.after, index: state.commit });
    }
    addStretch(peer.stretches, state, change.after);
  }
  const last = peer.stretches.at(-1);
  if (last) last.end = length;
}

function addStretch(stretches, state, from) {
  const last = stretches.at(-1);
  const { running, role, term } = state;
  if (last && last.running === running && last.role === role && last.term === term) return;
  if (last) last.end = from;
  if (last && last.start === from) stretches.pop();
  stretches.push({ start: from, end: from, running, role, term });
}

function copyOf(state) {
  return { ...state, terms: [...state.terms], digests: [...state.digests] };
}

/** The state after a change. The state before it is used up. */
function changed(state, change) {
  if (change.running === false) return unknownState();
  if (change.running === true) state = { ...unknownState(), running: true };
  for (const field of ["role", "term", "voted_for", "commit", "applied"]) {
    if (change[field] !== undefined) state[field] = change[field];
  }
  if (change.log) changeLog(state, change.log);
  if (change.snapshot) {
    state.snapshot = change.snapshot;
    const covered = change.snapshot.index + 1 - state.first;
    if (covered > 0) {
      state.terms.splice(0, covered);
      state.digests.splice(0, covered);
      state.first += covered;
    }
  }
  return state;
}

/** Entries that are not told are kept, unless a snapshot has moved the log away from them, on or back. */
function changeLog(state, log) {
  const end = state.first + state.terms.length;
  if (log.from < state.first || log.from > end) {
    state.terms = [];
    state.digests = [];
    state.first = log.from;
  }
  state.terms.length = state.digests.length = log.from - state.first;
  for (const [term, digest] of log.entries) {
    state.terms.push(term);
    state.digests.push(digest);
  }
}

/** A peer's state once the steps of all events up to number `i` are done. */
function stateAt(peer, i) {
  return stateAfter(peer, placeAfter(peer.afters, i));
}

/** A peer's state after its first `count` changes. */
function stateAfter(peer, count) {
  if (peer.copies.length === 0) return unknownState();
  const copy = Math.min(Math.floor(count / CHANGES_PER_COPY), peer.copies.length - 1);
  let state = copyOf(peer.copies[copy]);
  for (let number = copy * CHANGES_PER_COPY; number < count; number++) {
    state = changed(state, peer.changes[number]);
  }
  return state;
}

/** Of a peer that is down, what it showed last before it went down. */
function lastSeen(peer, i) {
  let count = placeAfter(peer.afters, i);
  while (count > 0 && peer.changes[count - 1].running !== false) count--;
  return stateAfter(peer, Math.max(count - 1, 0));
}

/** The stretch of a peer that holds event number `i`, or undefined. */
function stretchAt(peer, i) {
  const starts = (peer.stretchStarts ??= peer.stretches.map((stretch) => stretch.start));
  return peer.stretches[placeAfter(starts, i) - 1];
}

/** The last index of a log. */
function lastIndex(state) {
  return state.terms.length > 0 ? state.first + state.terms.length - 1 : state.snapshot.index;
}
