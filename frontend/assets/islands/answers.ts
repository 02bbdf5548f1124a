// Reads answers out of the page. Every question stands in an element with data-question (its key) and data-kind; the inputs inside are
// named as frontend/field names them, and the values have the shapes of models/form.

export type Value = string | boolean | null | Value[] | { [part: string]: Value };

const composite = new Set(["address", "person", "enterprise", "file", "photo"]);

type Input = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The answer that stands in a question's element now; undefined when the question has nothing to save (locked, note). */
export function answerOf(question: HTMLElement): Value | undefined {
  const inputs = [...question.querySelectorAll<Input>("input[name], select[name], textarea[name]")].filter(
    (input) => !input.disabled && input.type !== "file" && !input.name.startsWith("_"),
  );
  switch (question.dataset.kind) {
    case "yesno":
    case "declaration":
      return truth(inputs);
    case "choice":
      return checked(inputs)[0] ?? (inputs[0] instanceof HTMLSelectElement ? inputs[0].value || null : null);
    case "choices":
      return checked(inputs);
    case "rows":
      return rows(question);
    case "note":
    case "derived":
      return undefined;
  }
  if (inputs.length === 0) return undefined;
  return composite.has(question.dataset.kind ?? "") ? parts(inputs) : single(inputs[0]);
}

function single(input: Input | undefined): Value {
  return input && input.value !== "" ? input.value : null;
}

function checked(inputs: Input[]): string[] {
  return inputs.filter((input): input is HTMLInputElement => input instanceof HTMLInputElement && input.checked).map((input) => input.value);
}

function truth(inputs: Input[]): Value {
  const boxes = inputs.filter((input): input is HTMLInputElement => input instanceof HTMLInputElement);
  const on = boxes.find((box) => box.checked);
  if (on) return on.value === "true";
  return boxes[0]?.type === "checkbox" ? false : null;
}

/** key.area and key.detail become {area, detail}; null when every part is empty. */
function parts(inputs: Input[]): Value {
  const value: { [part: string]: Value } = {};
  for (const input of inputs) {
    const part = input.name.slice(input.name.lastIndexOf(".") + 1);
    if (input.value !== "") value[part] = input.value;
  }
  return Object.keys(value).length > 0 ? value : null;
}

/** Each row of the list becomes an object of its columns; rows without any value are left out. */
function rows(question: HTMLElement): Value {
  const found: Value[] = [];
  for (const row of question.querySelectorAll<HTMLElement>("[data-row]")) {
    const value: { [column: string]: Value } = {};
    for (const cell of row.querySelectorAll<HTMLElement>("[data-column]")) {
      const answer = answerOf(cell);
      if (answer !== undefined && answer !== null) value[cell.dataset.column ?? ""] = answer;
    }
    if (Object.keys(value).length > 0) found.push(value);
  }
  return found;
}
