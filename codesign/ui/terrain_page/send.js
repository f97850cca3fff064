// The way to the server: who is signed in, and each waiting note sent until the server says that it has it.
import { sure, tell } from "./clock.js";
import { Elsewhere, all, put } from "./store.js";

const PATIENCE = 20_000; // ms: a link that hangs is a link that is down
const WHO = "codesign-terrain-member"; // the app forgets it when somebody signs out

export const link = { state: "unknown", member: known(), may: true, token: "", notice: "" };
let busy = false;

function known() {
  try {
    return JSON.parse(localStorage.getItem(WHO));
  } catch {
    return null;
  }
}

async function ask(path, options = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(path, { cache: "no-store", redirect: "error", signal: stop.signal, ...options });
    return { status: answer.status, body: await answer.json().catch(() => ({})) };
  } catch {
    return { status: 0, body: {} };
  } finally {
    clearTimeout(timer);
  }
}

export async function look() {
  const { status, body } = await ask("/terrain/api/me");
  if (status === 200 && body.member) {
    tell(body.now);
    Object.assign(link, { state: "online", member: body.member, may: body.may, token: body.token });
    try { localStorage.setItem(WHO, JSON.stringify(body.member)); } catch { /* it stays known while the page is open */ }
  } else if (status === 401) {
    Object.assign(link, { state: "ended", member: known(), token: "" });
  } else {
    Object.assign(link, { state: "offline", member: known(), token: "" });
  }
}

// Returns true when something changed on the device.
export async function sendAll() {
  if (busy) return false;
  busy = true;
  try {
    await look();
    if (link.state !== "online" || !link.may) return false;
    const mine = (await all()).filter((each) => each.member === link.member.id && each.state === "waiting");
    link.notice = "";
    for (const each of mine.sort((one, other) => one.queued - other.queued)) {
      if (!(await send(each))) break;
    }
    return mine.length > 0;
  } finally {
    busy = false;
  }
}

async function send(record) {
  try {
    if (!record.tried) await put(Object.assign(record, { tried: true })); // before it leaves: from now on it is as it is
  } catch (error) {
    if (error instanceof Elsewhere) return true; // taken back in another window
    throw error;
  }
  const { note, member, kind, occasion, head, known, answers, subject } = record; // `known`: the head that this note began with
  const { status, body } = await ask("/terrain/api/notes", {
    method: "POST",
    headers: { "content-type": "application/json", "x-terrain-token": link.token },
    body: JSON.stringify({ id: note, member, kind, occasion, head, known, answers, subject }),
  });
  if (status === 200 && body.state === "kept") return settle(sentOf(record, body));
  if (status === 422 && body.state === "refused") {
    return settle(Object.assign(record, { state: "refused", reason: body.reason, tried: false }));
  }
  if (status === 401) link.state = "ended";
  else if (status === 409) link.state = "unknown"; // somebody else signed in meanwhile
  else if (status === 0) link.state = "offline";
  else link.notice = body.state === "later" ? { later: body.reason } : status === 403 ? "foreign" : "trouble";
  return status === 500; // one note that the server stumbles over does not hold back the others
}

async function settle(record) {
  try {
    await put(record);
  } catch (error) {
    if (!(error instanceof Elsewhere)) throw error;
  }
  return true;
}

// The words are gone from the device in the same write that says that the server has them.
function sentOf(record, body) {
  const { key, member, kind, rev } = record;
  const { id, code, checks, person, kept } = body;
  return { key, member, kind, rev, state: "sent", note: id, code, checks, person, kept, touched: sure() ?? Date.now() };
}
