import { sessionTouched } from "./problem";

/**
 * <sheet-import + texts>: a form with one spreadsheet that may also be dropped on it. The file goes at once with real progress; then its rows
 * are checked, and the answer's page takes the place of this one. Without script the form is sent as it is.
 */
export class SheetImport extends HTMLElement {
  private request?: XMLHttpRequest;

  connectedCallback(): void {
    this.form?.addEventListener("submit", this.submit);
    this.chooser?.addEventListener("change", () => this.form?.requestSubmit());
    this.addEventListener("dragover", this.over);
    this.addEventListener("dragleave", () => delete this.dataset.state);
    this.addEventListener("drop", this.drop);
  }

  disconnectedCallback(): void {
    this.request?.abort();
  }

  private get form(): HTMLFormElement | null {
    return this.querySelector("form");
  }

  private get chooser(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>("input[type=file]");
  }

  private readonly over = (event: DragEvent): void => {
    event.preventDefault();
    this.dataset.state = "over";
  };

  private readonly drop = (event: DragEvent): void => {
    event.preventDefault();
    delete this.dataset.state;
    if (!this.chooser || !event.dataTransfer?.files.length) return;
    this.chooser.files = event.dataTransfer.files;
    this.form?.requestSubmit();
  };

  private readonly submit = (event: SubmitEvent): void => {
    const form = this.form;
    if (!form || !this.chooser?.files?.length) return;
    event.preventDefault();
    this.request?.abort();
    const request = new XMLHttpRequest();
    this.request = request;
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/html");
    request.responseType = "document";
    request.upload.addEventListener("progress", (sent) => this.progress(sent.loaded, sent.total));
    request.upload.addEventListener("load", () => this.say("checking"));
    request.addEventListener("load", () => this.answered(request, form.action));
    request.addEventListener("error", () => this.say("failed"));
    this.progress(0, 1);
    this.say("sending");
    request.send(new FormData(form));
  };

  /** The answer is the page that follows: the list that was filled, or this one with what is wrong. */
  private answered(request: XMLHttpRequest, action: string): void {
    sessionTouched();
    if (request.responseURL !== "" && request.responseURL !== action) {
      location.assign(request.responseURL);
      return;
    }
    const answer: Document | null = request.response;
    const main = answer?.querySelector("main");
    if (!answer || !main) return this.say("failed");
    document.title = answer.title;
    document.querySelector("main")?.replaceWith(document.adoptNode(main));
    window.scrollTo(0, 0);
    document.querySelector<HTMLElement>("#mistakes, #sheet-result")?.focus();
  }

  private progress(sent: number, total: number): void {
    const row = this.querySelector<HTMLElement>('[data-part="progress"]');
    const bar = this.querySelector("progress");
    if (!row || !bar) return;
    row.hidden = false;
    bar.max = total || 1;
    bar.value = sent;
    const percent = this.querySelector('[data-part="percent"]');
    if (percent) percent.textContent = `${Math.floor((100 * sent) / (total || 1))}%`;
  }

  private say(what: "sending" | "checking" | "failed"): void {
    const words = this.querySelector('[data-part="state"]');
    if (words) words.textContent = this.getAttribute(`data-text-${what}`) ?? "";
    const row = this.querySelector<HTMLElement>('[data-part="progress"]');
    if (row && what === "failed") row.hidden = true;
  }
}
