// The form of one note, drawn from the definition that the app's own screens are made from.
import { certain, dayOf, sure, today } from "./clock.js";
import { button, field, h, radios, say, tick, ticks } from "./parts.js";
import { newId } from "./store.js";

export function blank(definition, template, member, like = null) {
  const key = newId();
  const answers = {};
  for (const each of template.fields) if (each.start) answers[each.id] = each.start;
  const head = like?.head ?? (today() ? { held_on: today() } : {});
  return {
    key, note: newId(), member, kind: template.kind, state: "draft", tried: false, rev: 0, occasion: like?.occasion ?? newId(),
    head: { ...head }, known: like ? { ...head } : {}, answers, subject: { who: "", purposes: [], attributes: {} }, reason: "", touched: Date.now(), queued: 0,
  };
}

const words = (text) => (text.match(/\S+/g) ?? []).length;

// The template's words that are filled: fields of words, parts of moments, and what an older form had.
export function textsOf(definition, record) {
  const template = definition.templates.find((each) => each.kind === record.kind);
  const isText = (name) => {
    const part = name.split("/").at(-1);
    const of = (name.includes("/") ? template?.moments : template?.fields)?.find((each) => each.id === part);
    return !of || of.type === "long" || of.type === "short";
  };
  return Object.entries(record.answers).filter(([name, text]) => typeof text === "string" && text.trim() && isText(name));
}

export const wordsOf = (definition, record) => textsOf(definition, record).reduce((sum, [, text]) => sum + words(text), 0);

// What is still missing, in words; a note without a recorded consent is not put in the queue.
export function missing(definition, record) {
  const { subject, head } = record;
  const found = [];
  if (!textsOf(definition, record).length) found.push("need_text");
  const toCome = head.held_on > (sure() === null ? dayOf(new Date()) : today());
  if (toCome && certain()) found.push("future");
  else if (toCome && record.dated !== head.held_on) found.push("future_here"); // said once
  if (!subject.who) found.push("need_who");
  else if (subject.who === "nobody") {
    if (!subject.reason?.trim()) found.push("need_reason");
  } else {
    if (subject.who === "code" && !subject.code?.trim()) found.push("need_code");
    if (!subject.mode) found.push("need_mode");
    if (!subject.purposes?.includes("note")) found.push("need_note");
  }
  return found;
}

export function drawForm(definition, record, changed) {
  const template = definition.templates.find((each) => each.kind === record.kind);
  const set = (group) => (of) => (value) => {
    if (value === null) delete record[group][of.id];
    else record[group][of.id] = value;
    changed();
  };
  const answer = set("answers");
  const head = set("head");
  const drawn = (of, rows) => field(of, record.answers[of.id], answer(of), { rows, most: definition.most });
  const main = template.fields.find((each) => each.id === template.narrative);
  const first = definition.head.filter((each) => ["held_on", "sector"].includes(each.id));
  const more = definition.head.filter((each) => !first.includes(each));
  const heads = (list) => list.map((of) => field(of, record.head[of.id], head(of), { most: definition.most }));
  const rest = template.fields.filter((of) => of !== main && !(of.byMoment && of.type === "long" && template.moments.length && !record.answers[of.id]));
  return [
    older(template, record, changed),
    drawn(main, 9),
    template.moments.length ? moments(definition, template, record, answer, changed) : null,
    consent(definition, record, changed),
    h("section", {}, heads(first)),
    fold(say("details"), rest.map((of) => drawn(of, 4))),
    fold(say("occasion"), heads(more)),
    h("p", { class: "quiet" }, say("guard")),
    h("p", { class: "quiet" }, say("media")),
  ];
}

const fold = (title, inside) => h("details", {}, h("summary", {}, title), inside);

function older(template, record, changed) {
  const known = new Set(template.fields.map((each) => each.id));
  const names = Object.keys(record.answers).filter((name) => !known.has(name) && !name.startsWith("moments/"));
  return names.map((name) => {
    const gone = button(say("remove"), () => {
      delete record.answers[name];
      changed();
      line.remove();
    });
    const line = h("div", { class: "notice" }, h("p", {}, say("old_field", { name })), h("p", {}, String(record.answers[name])), gone);
    return line;
  });
}

function moments(definition, template, record, answer, changed) {
  const list = h("div", {});
  const ids = () => [...new Set(Object.keys(record.answers).filter((name) => name.startsWith("moments/")).map((name) => name.split("/")[1]))].sort();
  const shown = new Set(ids());
  const draw = () => list.replaceChildren(...[...shown].map(one));
  const one = (id, n) => {
    const parts = template.moments.map((part) => {
      const of = { ...part, id: `moments/${id}/${part.id}` };
      return field(of, record.answers[of.id], answer(of), { rows: 3, most: definition.most });
    });
    const gone = button(say("remove_moment"), () => {
      for (const name of Object.keys(record.answers)) if (name.startsWith(`moments/${id}/`)) delete record.answers[name];
      shown.delete(id);
      changed();
      draw();
    });
    return h("fieldset", { class: "card" }, h("legend", {}, say("moment", { n: n + 1 })), parts, gone);
  };
  draw();
  const add = button(say("add_moment"), () => {
    shown.add(newId());
    draw();
    list.lastElementChild.querySelector("input, textarea, select").focus();
  });
  const box = fold(say("moments"), [list, add]);
  box.open = shown.size > 0;
  return box;
}

function consent(definition, record, changed) {
  const { subject } = record;
  const place = h("div", {});
  const set = (name) => (value) => {
    subject[name] = value ?? "";
    changed();
  };
  const draw = () => place.replaceChildren(...parts(definition, subject, set, changed).filter(Boolean));
  const whom = ["new", "code", "without", "nobody"].map((each) => [each, say(`who_${each}`)]);
  const who = radios(say("who"), whom, subject.who, (value) => {
    set("who")(value);
    draw();
  });
  draw();
  return h("section", { class: "card" }, h("h2", {}, say("consent")), who, place);
}

function parts(definition, subject, set, changed) {
  const short = (id, label, help) => field({ id, label, help, type: "short" }, subject[id], set(id), { most: definition.most });
  if (!subject.who) return [];
  if (subject.who === "nobody") return [short("reason", say("reason"), say("reason_hint"))];
  const attribute = (of) => {
    const options = of.options.filter(([each]) => each !== definition.undisclosed);
    return field({ ...of, options }, subject.attributes[of.id], (value) => {
      if (value === null) delete subject.attributes[of.id];
      else subject.attributes[of.id] = value;
      changed();
    });
  };
  return [
    subject.who === "code" && short("code", say("code_label"), say("code_hint")),
    subject.who === "new" && h("p", { class: "quiet" }, say("later_code")),
    subject.who === "new" && fold(say("facts"), definition.attributes.map(attribute)),
    subject.who === "code" && h("p", { class: "quiet" }, say("again")),
    radios(say("mode"), definition.modes, subject.mode, set("mode")),
    ticks({ id: "purposes", label: say("purposes"), options: definition.purposes }, subject.purposes, (value) => {
      subject.purposes = value ?? [];
      changed();
    }),
    aloud(definition, subject, set),
    fold(`${say("language")}, ${say("ends").toLowerCase()}`, [
      field({ id: "language", label: say("language"), type: "choice", firm: true, options: definition.languages }, subject.language || "francais", set("language")),
      field({ id: "expires_on", label: say("ends"), help: say("ends_hint"), type: "date" }, subject.expires_on, set("expires_on")),
    ]),
  ];
}

function aloud(definition, subject, set) {
  const place = h("div", {});
  const chosen = definition.texts.find((each) => each.key === subject.text_read) ?? definition.texts[0];
  const draw = (text) => {
    const questions = h("ol", {}, text.questions.map((each) => h("li", {}, each)));
    const article = h("article", { lang: text.language, dir: text.rtl ? "rtl" : "ltr" }, h("h3", {}, text.title), text.paragraphs.map((each) => h("p", {}, each)), questions);
    const read = tick(say("read"), subject.text_read === text.key, (on) => set("text_read")(on ? text.key : ""));
    place.replaceChildren(text.validated ? "" : h("p", { class: "badge" }, say("unvalidated")), article, read);
  };
  draw(chosen);
  const options = definition.texts.map((each) => [each.key, each.name]);
  const pick = field({ id: "text_language", label: say("text_language"), type: "choice", firm: true, options }, chosen.key, (key) =>
    draw(definition.texts.find((each) => each.key === key)));
  return fold(say("text"), [pick, place]);
}
