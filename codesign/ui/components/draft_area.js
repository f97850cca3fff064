// A field of a note. What it does is in drafts.js, which the page loads once; this part is sent with every field.
const shared = (globalThis.codesignDrafts ??= { waiting: new Map() });

export default function (component) {
  if (shared.field) shared.field(component);
  else shared.waiting.set(component.parentElement, component);
  return () => {
    shared.waiting.delete(component.parentElement);
    shared.leave?.(component.parentElement);
  };
}
