import { problemOf, sessionTouched } from "./problem";

const every = 60_000; // milliseconds between beats
const asleep = 10 * 60_000; // without input for so long the officer is away and the lease may end

/**
 * <lease-heartbeat data-url data-fence data-lost>: keeps an officer's claim alive while he works on the page. When the lease is lost
 * the page says so (data-lost) and its forms are closed, so that nothing is typed that cannot be saved.
 */
export class LeaseHeartbeat extends HTMLElement {
  private lastInput = Date.now();
  private timer = 0;
  private readonly seen = (): void => {
    this.lastInput = Date.now();
  };

  connectedCallback(): void {
    for (const kind of ["keydown", "pointerdown", "input"]) document.addEventListener(kind, this.seen, { passive: true });
    this.timer = window.setInterval(() => void this.beat(), every);
  }

  disconnectedCallback(): void {
    for (const kind of ["keydown", "pointerdown", "input"]) document.removeEventListener(kind, this.seen);
    window.clearInterval(this.timer);
  }

  private async beat(): Promise<void> {
    const { url, fence } = this.dataset;
    if (!url || Date.now() - this.lastInput > asleep) return;
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ fence: Number(fence), input: true }),
      });
      if (response.ok) return sessionTouched();
      const problem = await problemOf(response);
      if ([401, 403, 404, 409, 412].includes(response.status)) this.lost(problem.detail ?? problem.title);
    } catch {
      // no network: the next beat tries again, and the server decides when the lease has ended
    }
  }

  private lost(detail?: string): void {
    window.clearInterval(this.timer);
    const note = document.createElement("div");
    note.className = "ds-alert";
    note.dataset.color = "danger";
    note.setAttribute("role", "alert");
    note.textContent = detail ?? this.dataset.lost ?? "";
    this.replaceChildren(note);
    for (const button of document.querySelectorAll<HTMLButtonElement>("main form button[type=submit]")) button.disabled = true;
  }
}
