// What is known of the call that the selected event belongs to: request, reply, and what became of both.

function messageDetails(app, i) {
  const { run, messages } = app;
  if (run.call[i] < 0) return [];
  const steps = messages.calls.get(run.call[i]);
  const send = steps.find((step) => kindOf(run, step) === "send");
  const replies = steps.filter((step) => kindOf(run, step) === "reply");
  const parts = [
    callHead(run, send ?? i, i),
    element("ol", { class: "steps" }, ...steps.map((step) => stepOf(app, step, i))),
  ];
  if (send !== undefined) parts.push(contents(run, send, "Request"));
  const shown = replies.includes(i) ? i : replies.at(-1);
  if (shown !== undefined) parts.push(contents(run, shown, "Reply"));
  return [element("section", { class: "message" }, ...parts)];
}

function callHead(run, send, i) {
  const from = kindOf(run, send) === "send" ? run.node[send] : run.peer[send];
  const to = kindOf(run, send) === "send" ? run.peer[send] : run.node[send];
  const name = methodOf(run, i);
  return element(
    "h3",
    {},
    `${shortMethod(name)} `,
    element("span", { class: "route" }, `${nameOf(from)} → ${nameOf(to)}`),
  );
}

const STEP_WORDS = {
  send: "sent",
  duplicate: "sent once more",
  deliver: "arrived",
  reply: "answered",
  answer: "answer arrived",
};

/** One step of a call, as a link unless it is the selected event itself. */
function stepOf(app, step, selected) {
  const { run } = app;
  const kind = kindOf(run, step);
  let words = STEP_WORDS[kind] ?? run.words[run.load[step]];
  if (kind === "answer" && run.load[step] === 0) words += ", no longer awaited";
  const first = app.messages.calls.get(run.call[step])[0];
  const time = step === first ? seconds(run.at[step]) : "+" + span(run.at[step] - run.at[first]);
  const text = `${words} · ${nameOf(run.node[step])}`;
  const body =
    step === selected
      ? element("b", { "aria-current": "true" }, text)
      : element("a", { href: "#event=" + run.id[step] }, text);
  return element("li", { class: kind === "drop" ? "is-lost" : "" }, element("time", {}, time), body);
}

/** The decoded arguments, or those of the reply. */
function contents(run, i, title) {
  const { data } = detailsOf(run, i);
  return element(
    "div",
    { class: "contents" },
    element(
      "h4",
      {},
      title,
      element("small", {}, data?.size === undefined ? "" : ` ${plural(data.size, "byte")}`),
    ),
    tree(data?.args ?? null),
  );
}
