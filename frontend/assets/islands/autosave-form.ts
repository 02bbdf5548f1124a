import { answerOf, type Value } from "./answers";
import { problemOf, sessionTouched, type FieldFault } from "./problem";

const pause = 600; // milliseconds after the last key before saving; with the request itself well under three seconds
const patience = [1_000, 2_000, 5_000, 10_000, 20_000]; // milliseconds between tries when the network fails

type State = "idle" | "saving" | "saved" | "unsaved" | "offline" | "stale" | "rejected";

interface Saved {
  version: number;
  faults?: FieldFault[];
  visible?: string[]; // keys of the questions that now belong to the path
}

/**
 * <autosave-form data-save data-version data-text-*> around a form: sends what changed to data-save as {answers, version} within a
 * second, on leaving a field and on leaving the page, and says how that went in the element with data-save-state. What could not be
 * sent stays in memory and is tried again.
 */
export class AutosaveForm extends HTMLElement {
  private readonly changed = new Set<string>();
  private readonly known = new Map<string, FieldFault[]>(); // what the server last said of each question
  private readonly last = new Map<string, string>(); // the answers as they were last handed over
  private version = 0;
  private sending = false;
  private tries = 0;
  private timer = 0;
  private leaving = false;

  connectedCallback(): void {
    this.version = Number(this.dataset.version ?? 0);
    this.addEventListener("input", (event) => this.note(event, pause));
    this.addEventListener("change", (event) => this.note(event, 0));
    this.addEventListener("focusout", (event) => this.left(event));
    this.addEventListener("submit", () => (this.leaving = true));
    window.addEventListener("pagehide", this.depart);
    window.addEventListener("beforeunload", this.warn);
    window.addEventListener("online", this.again);
    document.addEventListener("visibilitychange", this.tucked);
  }

  disconnectedCallback(): void {
    window.removeEventListener("pagehide", this.depart);
    window.removeEventListener("beforeunload", this.warn);
    window.removeEventListener("online", this.again);
    document.removeEventListener("visibilitychange", this.tucked);
    window.clearTimeout(this.timer);
  }

  private note(event: Event, delay: number): void {
    const target = event.target as HTMLElement;
    if (target instanceof HTMLInputElement && target.type === "file") return; // file-upload saves it when it has arrived
    const key = target.closest<HTMLElement>("[data-question]")?.dataset.question;
    if (!key || this.shown() === "stale" || this.isSaved(key)) return;
    this.changed.add(key);
    if (this.shown() !== "offline") this.show("unsaved");
    this.later(delay);
  }

  /** Leaving a field tells again what typing told before. */
  private isSaved(key: string): boolean {
    return !this.changed.has(key) && this.last.get(key) === this.written(key);
  }

  private written(key: string): string {
    const question = this.question(key);
    return JSON.stringify((question && answerOf(question)) ?? null);
  }

  private left(event: FocusEvent): void {
    const question = (event.target as HTMLElement).closest<HTMLElement>("[data-question]");
    if (!question || question.contains(event.relatedTarget as Node | null)) return;
    const faults = this.known.get(question.dataset.question ?? "");
    if (faults) mark(question, faults);
    if (this.changed.size > 0 && this.tries === 0) this.later(0);
  }

  private later(delay: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), delay);
  }

  private readonly again = (): void => {
    if (this.changed.size > 0) this.later(0);
  };
  private readonly tucked = (): void => {
    if (document.visibilityState === "hidden" && !this.leaving) this.depart();
  };
  private readonly warn = (event: BeforeUnloadEvent): void => {
    if (!this.leaving && this.changed.size > 0 && (this.shown() === "offline" || this.shown() === "stale")) event.preventDefault();
  };

  /** The page goes away: hand over what is left to the browser, which sends it even after the page is gone. */
  private readonly depart = (): void => {
    if (this.leaving || this.changed.size === 0) return;
    const body = this.body([...this.changed]);
    void fetch(this.dataset.save ?? "", { method: "POST", keepalive: true, headers: jsonHeaders, body }).then(
      (response) => (response.ok ? this.accepted([], response) : undefined),
      () => undefined,
    );
  };

  private body(keys: string[]): string {
    const answers: Record<string, Value> = {};
    for (const key of keys) {
      const question = this.question(key);
      const value = question && answerOf(question);
      if (value !== undefined) answers[key] = value;
    }
    return JSON.stringify({ answers, version: this.version });
  }

  private question(key: string): HTMLElement | null {
    return this.querySelector<HTMLElement>(`[data-question="${CSS.escape(key)}"]`);
  }

  private async save(): Promise<void> {
    if (this.sending || this.changed.size === 0) return;
    const keys = [...this.changed];
    const body = this.body(keys);
    for (const key of keys) this.last.set(key, this.written(key));
    this.changed.clear();
    this.sending = true;
    this.show("saving");
    try {
      const response = await fetch(this.dataset.save ?? "", { method: "POST", headers: jsonHeaders, body });
      if (response.ok) await this.accepted(keys, response);
      else await this.refused(keys, response);
    } catch {
      this.failed(keys);
    } finally {
      this.sending = false;
      if (this.changed.size > 0 && this.tries === 0) this.later(pause);
    }
  }

  private async accepted(keys: string[], response: Response): Promise<void> {
    const saved = (await response.json()) as Saved;
    this.version = saved.version;
    this.tries = 0;
    sessionTouched();
    this.explain(keys, saved.faults ?? []);
    if (saved.visible) this.reveal(saved.visible);
    this.show(this.changed.size > 0 ? "unsaved" : "saved");
  }

  private async refused(keys: string[], response: Response): Promise<void> {
    const problem = await problemOf(response);
    if (response.status >= 500 || response.status === 429) return this.failed(keys);
    if (response.status === 409 || response.status === 412) {
      for (const key of keys) this.changed.add(key);
      return this.show("stale", problem.detail);
    }
    this.explain(keys, problem.errors ?? []);
    this.show("rejected", problem.errors?.length ? undefined : (problem.detail ?? problem.title));
  }

  private failed(keys: string[]): void {
    for (const key of keys) this.changed.add(key);
    this.show("offline");
    this.later(patience[Math.min(this.tries++, patience.length - 1)] ?? pause);
  }

  /** Writes the messages of just-saved questions beside them and takes away those that are mended. */
  private explain(keys: string[], faults: FieldFault[]): void {
    for (const key of keys) {
      const question = this.question(key);
      if (!question) continue;
      const own = faults.filter((fault) => fault.pointer === `/answers/${key}` || fault.pointer.startsWith(`/answers/${key}/`));
      this.known.set(key, own);
      if (own.length > 0 && question.contains(document.activeElement)) continue; // still answering: say it when he has left
      mark(question, own);
    }
  }

  /** Shows the questions of the path and hides the others, as the answers now demand. */
  private reveal(visible: string[]): void {
    const path = new Set(visible);
    for (const question of this.querySelectorAll<HTMLElement>("[data-question]")) {
      question.hidden = !path.has(question.dataset.question ?? "");
    }
  }

  private shown(): State {
    return (this.output()?.dataset.saveState ?? "idle") as State;
  }

  private output(): HTMLElement | null {
    return this.querySelector<HTMLElement>("[data-save-state]") ?? document.querySelector<HTMLElement>("[data-save-state]");
  }

  private show(state: State, text?: string): void {
    const output = this.output();
    if (!output) return;
    output.dataset.saveState = state;
    const words = output.querySelector("[data-save-text]");
    if (words) words.textContent = text ?? this.getAttribute(`data-text-${state}`) ?? "";
  }
}

const jsonHeaders = { "Content-Type": "application/json", Accept: "application/json" };

/** Writes each message on the line that stands for its place, and clears the other lines of the question. */
function mark(question: HTMLElement, faults: FieldFault[]): void {
  for (const line of question.querySelectorAll<HTMLElement>("[data-error-for]")) {
    const at = line.dataset.errorFor ?? "";
    const message = faults.find((fault) => fault.pointer.replace("/answers/", "").replaceAll("/", "-") === at)?.detail ?? "";
    const words = line.querySelector("[data-message]");
    if (words) words.textContent = message;
    line.hidden = message === "";
    line.closest(".pp-field")?.toggleAttribute("data-invalid", message !== "");
    const input = document.getElementById(at);
    if (input) describe(input, line.id, message !== "");
  }
}

function describe(input: HTMLElement, line: string, wrong: boolean): void {
  const described = new Set((input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (wrong) described.add(line);
  else described.delete(line);
  if (described.size > 0) input.setAttribute("aria-describedby", [...described].join(" "));
  else input.removeAttribute("aria-describedby");
  if (wrong && /^(INPUT|SELECT|TEXTAREA)$/.test(input.tagName)) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}
