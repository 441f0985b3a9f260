// Conveniences only: every page works without this file. Words come from the
// page (data- attributes), so that this file speaks no language.

// Kazakh groups digits as Russian does, and few browsers know Kazakh.
const locale = document.documentElement.lang === "en" ? "en" : "ru";
const numbers = (options) => new Intl.NumberFormat(locale, options);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// A form that came back with faults: the list of them is what to read first.
function focusFaults() {
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();
}

// A link in the fault list goes to its field and puts the cursor there.
function jumpToField(event) {
  const link = event.target.closest("[data-error-summary] a");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const group = field.closest("fieldset, .govuk-form-group") || field;
  group.scrollIntoView();
  field.focus({ preventScroll: true });
}

// A second press while the first is on its way sends nothing. The server
// keeps the same rule; this only spares the wait and the doubt. A page that
// the browser brings back from memory may send again.
function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    for (const button of all("button[type=submit]", form)) button.setAttribute("aria-disabled", "true");
  });
  addEventListener("pageshow", () => {
    delete form.dataset.sent;
    for (const button of all("button[type=submit]", form)) button.removeAttribute("aria-disabled");
  });
}

// How many signs are left; spoken by a screen reader only after a pause.
function countSigns(field) {
  const seen = document.getElementById(field.id + "-count");
  const spoken = seen.cloneNode();
  spoken.removeAttribute("id");
  spoken.className = "govuk-visually-hidden";
  spoken.setAttribute("aria-live", "polite");
  seen.setAttribute("aria-hidden", "true");
  seen.after(spoken);
  let pause;
  const show = () => {
    const left = Number(field.dataset.count) - [...field.value].length;
    const words = left < 0 ? seen.dataset.over : seen.dataset.left;
    const number = numbers().format(Math.abs(left));
    seen.textContent = words.replace("{n}", number);
    seen.classList.toggle("govuk-error-message", left < 0);
    clearTimeout(pause);
    pause = setTimeout(() => (spoken.textContent = seen.textContent), 1000);
  };
  field.addEventListener("input", show);
  show();
}

// The names and sizes of the chosen files, under the field that hides them.
function listFiles(field) {
  const list = document.createElement("ul");
  list.className = "j-files";
  field.after(list);
  field.addEventListener("change", () => {
    const number = numbers({ maximumFractionDigits: 1 });
    list.replaceChildren(...[...field.files].map((file) => {
      const item = document.createElement("li");
      item.textContent = `${file.name} (${number.format(file.size / 1048576)} MB)`;
      return item;
    }));
  });
}

// Drafts stay on this device for a week, under the form's name. Secrets,
// files and fields marked data-no-draft are never kept.
const week = 7 * 24 * 3600 * 1000;
const shelf = {
  key: (name) => "jauap.draft." + name,
  take(name) {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key(name)));
      return kept && Date.now() - kept.at < week ? kept.fields : null;
    } catch { return null; }
  },
  put(name, fields) {
    try { localStorage.setItem(this.key(name), JSON.stringify({ at: Date.now(), fields })); } catch { /* full or forbidden: no draft */ }
  },
  drop(name) {
    try { localStorage.removeItem(this.key(name)); } catch { /* nothing kept */ }
  },
};

const kept = (form) => [...form.elements].filter((field) =>
  field.name && !field.matches("[type=hidden], [type=password], [type=file], button, fieldset, [data-no-draft]"));
const marks = (field) => field.type === "radio" || field.type === "checkbox";
const snapshot = (form) => kept(form).map((f) => [f.name, f.value, marks(f) ? f.checked : null]);

function keepDraft(form) {
  const name = form.dataset.draft;
  const note = document.querySelector(`[data-draft-note="${name}"]`);
  const fresh = JSON.stringify(snapshot(form));
  const old = shelf.take(name);
  const failed = document.querySelector("[data-error-summary]");
  if (old && !failed) fill(form, old);
  if (note) {
    const differs = () => JSON.stringify(snapshot(form)) !== fresh;
    note.hidden = !(old && differs());
    form.addEventListener("input", () => {
      shelf.put(name, snapshot(form));
      note.hidden = false;
    });
    note.querySelector("button").addEventListener("click", () => {
      shelf.drop(name);
      form.reset();
      note.hidden = true;
    });
  }
}

function fill(form, old) {
  for (const field of kept(form)) {
    const was = old.find(([name, value, mark]) => name === field.name && (mark === null || value === field.value));
    if (!was) continue;
    if (marks(field)) field.checked = was[2];
    else field.value = was[1];
    field.dispatchEvent(new Event("input"));
  }
}

document.addEventListener("click", jumpToField);
all("form[method=post]").forEach(sendOnce);
all("[data-count]").forEach(countSigns);
all("input[type=file]").forEach(listFiles);
all("[data-draft-sent]").forEach((sent) => shelf.drop(sent.dataset.draftSent));
all("form[data-draft]").forEach(keepDraft);
all("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
focusFaults();
