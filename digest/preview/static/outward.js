import { ask, say } from "./asking.js";
import { refresh } from "./live.js";

// What leads out of the house: first what it would do, then a yes.
const TITLES = {
  approve: ["Approve this edition?", "Approve"],
  withdraw: ["Open this edition again?", "Open it again"],
  test: ["Send a test mail?", "Send the test"],
  publish: ["Publish this edition?", "Publish"],
};
let planned = null;
const part = (name) => document.getElementById(`confirm-${name}`);

export async function plan(step, field, allow = "") {
  const input = field && document.getElementById(field);
  const values = { ...(input && { [input.name]: input.value.trim() }), ...(allow && { allow }) };
  const told = await ask("/plan", { step, values });
  const problem = told.ok ? told.problem : told.words;
  planned = { step, field, values, agreed: told.agreed };
  [part("title").textContent, part("do").textContent] = TITLES[step];
  part("words").replaceChildren(...(told.ok ? told.words : []).map((words) => {
    const line = document.createElement("li");
    line.textContent = words;
    return line;
  }));
  part("problem").textContent = problem;
  part("problem").hidden = !problem;
  part("do").hidden = Boolean(problem);
  part("not").textContent = problem ? "Close" : "Cancel";
  offerToAllow(told.refused ?? []);
  const dialog = document.getElementById("confirm");
  if (!dialog.open) dialog.showModal();
  (problem ? part("not") : part("do")).focus();
}

// Errors that a person looked at and lets pass, rule by rule.
function offerToAllow(rules) {
  const box = part("allow");
  box.hidden = !rules.length;
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = "Let these pass";
  again.addEventListener("click", () => {
    const chosen = [...box.querySelectorAll("input:checked")].map((choice) => choice.value);
    plan(planned.step, planned.field, chosen.join(" "));
  });
  box.replaceChildren(...rules.map((rule) => {
    const label = document.createElement("label");
    const choice = document.createElement("input");
    choice.type = "checkbox";
    choice.value = rule;
    label.append(choice, ` I have looked at ${rule}`);
    return label;
  }), again);
}

part("not").addEventListener("click", () => document.getElementById("confirm").close());
part("do").addEventListener("click", async () => {
  part("do").disabled = true;
  const { step, values, agreed } = planned;
  const done = await ask("/carry-out", { step, values, agreed });
  part("do").disabled = false;
  document.getElementById("confirm").close();
  say(done.words, !done.ok);
  await refresh();
});
