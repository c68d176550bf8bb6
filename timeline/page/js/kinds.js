// Kinds of events, in the groups by which they are shown, filtered and coloured.

/** The groups: what a person calls them, and the kinds of a trace that belong to them. */
const GROUPS = [
  { key: "request", name: "Requests", kinds: ["send", "duplicate", "deliver"] },
  { key: "reply", name: "Replies", kinds: ["reply", "answer"] },
  { key: "loss", name: "Losses", kinds: ["drop"] },
  { key: "start", name: "Commands taken", kinds: ["start"] },
  { key: "persist", name: "Saves", kinds: ["persist"] },
  { key: "apply", name: "Applied", kinds: ["apply", "install"] },
  { key: "snapshot", name: "Snapshots", kinds: ["snapshot"] },
  { key: "role", name: "Terms and roles", kinds: ["role"] },
  {
    key: "fault",
    name: "Faults",
    kinds: [
      ...["connect", "disconnect", "crash", "boot", "pause", "clock", "arm", "due"],
      ...["reliable", "reordering", "storm", "cut", "chaos"],
    ],
  },
  { key: "test", name: "The test's steps", kinds: ["test", "passed", "failed"] },
  { key: "trouble", name: "Violations", kinds: ["violation", "apply-error", "warning", "panic"] },
  { key: "note", name: "Notes and log lines", kinds: ["note"] },
];

const GROUP_OF = new Map(GROUPS.flatMap((group) => group.kinds.map((kind) => [kind, group.key])));

/** Messages, by what their method's name says. */
const METHODS = [
  { key: "heartbeat", name: "Heartbeats" },
  { key: "append", name: "AppendEntries" },
  { key: "vote", name: "RequestVote" },
  { key: "install", name: "InstallSnapshot" },
  { key: "other", name: "Other messages" },
];

/** The group of each event, as a number. */
function groupsOf(run) {
  const ofWord = run.words.map((word) => {
    const key = GROUP_OF.get(word) ?? "note";
    return GROUPS.findIndex((group) => group.key === key);
  });
  return Uint8Array.from(run.kind, (kind) => ofWord[kind]);
}

/** Which of `METHODS` a method's name means; whether it is a heartbeat is for the message to say. */
function methodKey(name) {
  const lower = name.toLowerCase();
  if (lower.includes("vote")) return "vote";
  if (lower.includes("append") || lower.includes("heartbeat")) return "append";
  if (lower.includes("snapshot")) return "install";
  return "other";
}
