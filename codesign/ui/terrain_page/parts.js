// Small pieces that pages are made of. Text reaches the page as text only.
export const words = {};
export const say = (name, values = {}) => (words[name] ?? name).replace(/\{(\w+)\}/g, (_all, key) => values[key] ?? "");

export function h(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "class") made.className = value;
    else if (name === "value" || name === "checked") made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((each) => each !== null && each !== undefined && each !== false));
  return made;
}

export const button = (text, onclick, kind = "") => h("button", { type: "button", class: kind, onclick }, text);
export const moment = (at) =>
  new Intl.DateTimeFormat("fr-CA", { timeZone: "America/Toronto", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" }).format(at);

export const when = (at) => new Intl.DateTimeFormat("fr-CA", { timeZone: "America/Toronto", dateStyle: "long" }).format(at);

export function ask(title, texts, yes) {
  const box = h("dialog", { "aria-labelledby": "ask-title" });
  box.append(
    h("h2", { id: "ask-title" }, title),
    ...texts.map((each) => h("p", {}, each)),
    h("div", { class: "row" }, button(say("keep"), () => box.close("")), button(yes, () => box.close("yes"), "danger")),
  );
  document.body.append(box);
  box.showModal();
  return new Promise((done) => box.addEventListener("close", () => {
    box.remove();
    done(box.returnValue === "yes");
  }));
}

let count = 0;

// One field: `value` is what it holds, `change` is told what it becomes (null when emptied).
export function field(of, value, change, { rows = 4, most } = {}) {
  count += 1;
  const id = `f${count}`;
  const hint = of.help ? h("p", { class: "hint", id: `${id}-hint` }, of.help) : null;
  const ids = { id, "aria-describedby": hint && `${id}-hint`, "data-field": of.id };
  if (of.type === "multi") return ticks(of, value ?? [], change);
  const made = control(of, value, change, ids, rows, most);
  return h("div", { class: "field" }, h("label", { for: id }, of.label), hint, made);
}

function control(of, value, change, ids, rows, most) {
  const typed = (event) => change(event.target.value || null);
  if (of.type === "long") return h("textarea", { ...ids, rows, maxlength: most?.text, oninput: typed, value: value ?? "" });
  if (of.type === "date") return h("input", { ...ids, type: "date", oninput: typed, value: value ?? "" });
  if (of.type === "number") {
    const whole = (event) => change(/^\d+$/.test(event.target.value) ? Number(event.target.value) : null);
    return h("input", { ...ids, type: "text", inputmode: "numeric", pattern: "[0-9]*", oninput: whole, value: value ?? "" });
  }
  if (of.type === "choice" || of.type === "yes_no") {
    const yesNo = [["true", say("yes")], ["false", say("no")]];
    const options = of.type === "yes_no" ? yesNo : of.options;
    const now = value === null || value === undefined ? "" : String(value);
    const pick = ({ target }) => change(target.value === "" ? null : of.type === "yes_no" ? target.value === "true" : target.value);
    const blank = of.firm ? [] : [["", say("choose")]];
    const shown = [...blank, ...options].map(([each, label]) => h("option", { value: each, selected: each === now }, label));
    return h("select", { ...ids, onchange: pick }, shown);
  }
  return h("input", { ...ids, type: "text", maxlength: most?.short, autocomplete: "off", oninput: typed, value: value ?? "" });
}

export function ticks(of, chosen, change) {
  const held = new Set(chosen);
  const boxes = of.options.map(([each, label]) =>
    tick(label, held.has(each), (on) => {
      held[on ? "add" : "delete"](each);
      change(held.size ? of.options.map(([one]) => one).filter((one) => held.has(one)) : null);
    }));
  const hint = of.help ? h("p", { class: "hint" }, of.help) : null;
  return h("fieldset", { class: "field", "data-field": of.id }, h("legend", {}, of.label), hint, boxes);
}

export function tick(label, on, change) {
  const box = h("input", { type: "checkbox", checked: on, onchange: (event) => change(event.target.checked) });
  return h("label", { class: "option" }, box, h("span", {}, label));
}

export function radios(label, options, value, change) {
  count += 1;
  const name = `r${count}`;
  const lines = options.map(([each, text]) => {
    const dot = h("input", { type: "radio", name, value: each, checked: each === value, onchange: () => change(each) });
    return h("label", { class: "option" }, dot, h("span", {}, text));
  });
  return h("fieldset", { class: "field" }, h("legend", {}, label), lines);
}
