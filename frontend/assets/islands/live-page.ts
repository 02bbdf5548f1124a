const calm = 60_000; // milliseconds: minutes pass and leases end without anybody doing anything, so a page looks by itself so often
const deaf = 20_000; // the same where no stream can be had
const gap = 2_000; // between two looks, where the page asks for no longer one
const remembered = "live.paused"; // "on": the reader has stopped updates (WCAG 2.2.2)

/**
 * <live-page data-src data-time data-version data-every + words>: keeps the page up to date. The stream at data-src says only that something has changed; the page
 * is then asked for again as its reader and what differs is put in place. Parts with data-live and an id are all that is touched where there
 * are any, else all of <main>. Focus, scroll position, what is unfolded and every form in use stay as they are. A page that nobody sees does
 * not listen.
 */
export class LivePage extends HTMLElement {
  private stream: EventSource | undefined;
  private timer = 0;
  private lookedAt = Date.now();
  private busy = false;
  private ended = false;
  private readonly state = document.createElement("span");
  private readonly button = document.createElement("button");
  private readonly visible = (): void => this.listen();

  connectedCallback(): void {
    this.state.className = "pp-live-state";
    this.button.type = "button";
    this.button.className = "pp-live-button";
    this.button.addEventListener("click", () => this.toggle());
    this.replaceChildren(this.state, this.button);
    document.addEventListener("visibilitychange", this.visible);
    this.listen();
  }

  disconnectedCallback(): void {
    document.removeEventListener("visibilitychange", this.visible);
    this.hush();
  }

  private get paused(): boolean {
    return localStorage.getItem(remembered) === "on";
  }

  private toggle(): void {
    localStorage.setItem(remembered, this.paused ? "off" : "on");
    this.listen();
    if (!this.paused) this.lookSoon();
  }

  private hush(): void {
    this.stream?.close();
    this.stream = undefined;
    window.clearTimeout(this.timer);
  }

  /** Listens as long as somebody can see the page and wants it. */
  private listen(): void {
    this.hush();
    this.tell();
    if (this.ended || this.paused || document.visibilityState === "hidden") return;
    this.stream = new EventSource(this.dataset.src ?? "");
    this.stream.addEventListener("changed", () => this.lookSoon());
    this.lookLater();
  }

  private lookLater(): void {
    window.clearTimeout(this.timer);
    const wait = this.stream?.readyState === EventSource.CLOSED ? deaf : calm;
    this.timer = window.setTimeout(() => void this.look(), wait);
  }

  private lookSoon(): void {
    if (this.paused || this.ended) return;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.look(), Math.max(0, this.lookedAt + Number(this.dataset.every ?? gap) - Date.now()));
  }

  /** Asks for the page again. */
  private async look(): Promise<void> {
    if (this.busy || this.paused || this.ended) return;
    this.busy = true;
    this.lookedAt = Date.now();
    try {
      const response = await fetch(location.href, { headers: { Accept: "text/html", "Portal-Unattended": "1" }, cache: "no-store" });
      if (response.redirected || [401, 403, 404].includes(response.status)) return this.end();
      if (response.ok) await this.put(new DOMParser().parseFromString(await response.text(), "text/html"));
    } catch {
      // no network: the next look tries again
    } finally {
      this.busy = false;
    }
    if (this.stream?.readyState === EventSource.CLOSED) this.listen();
    this.lookLater();
  }

  /** The session has ended or the page is no longer the reader's: what stands there stays, and says so. */
  private end(): void {
    this.ended = true;
    this.hush();
    this.tell();
  }

  private async put(fresh: Document): Promise<void> {
    const { Idiomorph } = await import("idiomorph");
    const parts = [...document.querySelectorAll<HTMLElement>("main [data-live][id]")];
    const pairs: [Element, Element | null][] = parts.length
      ? parts.map((part) => [part, fresh.getElementById(part.id)])
      : [[document.querySelector("main")!, fresh.querySelector("main")]];
    for (const [old, now] of pairs) {
      if (!now) continue;
      Idiomorph.morph(old, now.innerHTML, {
        morphStyle: "innerHTML",
        ignoreActiveValue: true,
        callbacks: {
          beforeNodeMorphed: (was: Element, is: Node) => !(inUse(was) || (alive(was) && is instanceof Element && was.id === is.id)),
          beforeNodeRemoved: (was: Element) => !(was instanceof Element && (holdsUse(was) || was.matches("live-page"))),
          beforeAttributeUpdated: (name: string, on: Element) => !(name === "open" && on instanceof HTMLDetailsElement),
          afterNodeAdded: (added: Node) => added instanceof Element && added.matches("tr, li") && added.classList.add("pp-fresh"),
        },
      });
    }
    const self = fresh.querySelector<LivePage>("live-page");
    if (self?.dataset.src) this.dataset.src = self.dataset.src;
    if (self?.dataset.time) this.dataset.time = self.dataset.time;
    if (self?.dataset.version !== this.dataset.version) this.warn();
    this.tell();
  }

  /** What the reader would send is about a case that has moved on. */
  private warn(): void {
    if (!this.dataset.moved || document.getElementById("live-moved")) return;
    const note = document.createElement("div");
    note.id = "live-moved";
    note.className = "ds-alert pp-live-moved";
    note.dataset.color = "warning";
    note.setAttribute("role", "alert");
    const words = document.createElement("p");
    words.textContent = this.dataset.moved;
    const link = document.createElement("a");
    link.className = "ds-link";
    link.href = location.pathname;
    link.textContent = this.dataset.refresh ?? "";
    note.append(words, link);
    this.after(note);
  }

  private tell(): void {
    const word = this.ended ? "ended" : this.paused ? "paused" : "on";
    this.dataset.state = word;
    this.state.textContent = (this.dataset[word] ?? "").replace("{time}", this.dataset.time ?? "");
    this.button.textContent = (this.paused ? this.dataset.resume : this.dataset.pause) ?? "";
    this.button.hidden = this.ended;
  }
}

/** Elements whose inside belongs to an island, and the line that says how the page is kept up to date. */
function alive(node: Node): boolean {
  return node instanceof Element && node.matches("live-page, undo-bar, lease-heartbeat, evidence-view");
}

/** A form that holds the focus or something typed. */
function inUse(node: Node): boolean {
  return node instanceof HTMLFormElement && (node.contains(document.activeElement) || [...node.elements].some(changed));
}

function holdsUse(node: Element): boolean {
  return inUse(node) || [...node.querySelectorAll("form")].some(inUse);
}

function changed(field: Element): boolean {
  if (field instanceof HTMLInputElement) return field.checked !== field.defaultChecked || (field.type !== "hidden" && field.value !== field.defaultValue);
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  if (field instanceof HTMLSelectElement) return [...field.options].some((option) => option.selected !== option.defaultSelected) && !untouched(field);
  return false;
}

/** A list without a choice of its own shows its first entry. */
function untouched(list: HTMLSelectElement): boolean {
  return list.selectedIndex === 0 && ![...list.options].some((option) => option.defaultSelected);
}
