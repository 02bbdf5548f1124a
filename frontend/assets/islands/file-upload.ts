import type { Upload } from "tus-js-client";
import { parseProblem, sessionTouched } from "./problem";

type State = "idle" | "over" | "sending" | "paused" | "waiting" | "done" | "failed";

/**
 * <file-upload data-endpoint data-question data-case data-max data-accept + texts>: sends the chosen file in pieces (tus 1.0) with real
 * progress, pauses, goes on after the connection dropped or the page was closed, and puts the material's id into the hidden input, which
 * saves it like any other answer. Without script the file input goes with its form.
 */
export class FileUpload extends HTMLElement {
  private upload?: Upload;

  connectedCallback(): void {
    this.chooser?.addEventListener("change", () => {
      const file = this.chooser?.files?.[0];
      if (file) void this.begin(file);
    });
    this.piece("pause")?.addEventListener("click", () => this.toggle());
    this.addEventListener("dragover", (event) => {
      event.preventDefault();
      if (this.dataset.state !== "sending") this.state("over");
    });
    this.addEventListener("dragleave", () => this.dataset.state === "over" && this.state("idle"));
    this.addEventListener("drop", (event) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file) void this.begin(file);
    });
    window.addEventListener("online", this.resume);
  }

  disconnectedCallback(): void {
    window.removeEventListener("online", this.resume);
    void this.upload?.abort();
  }

  private get chooser(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>("input[type=file]");
  }

  private piece(name: string): HTMLElement | null {
    return this.querySelector<HTMLElement>(`[data-part="${name}"]`);
  }

  private text(name: string): string {
    return this.getAttribute(`data-text-${name}`) ?? "";
  }

  private async begin(file: File): Promise<void> {
    await this.upload?.abort();
    this.fail("");
    const max = Number(this.dataset.max ?? 0);
    if (max > 0 && file.size > max) return this.fail(this.text("toolarge"));
    const accept = (this.dataset.accept ?? "").split(",").filter(Boolean);
    if (accept.length > 0 && !accept.some((ending) => file.name.toLowerCase().endsWith(ending.trim()))) return this.fail(this.text("wrongtype"));

    const tus = await import("tus-js-client"); // only pages that upload load it
    const upload = new tus.Upload(file, {
      endpoint: this.dataset.endpoint ?? "/uploads",
      chunkSize: 1 << 20, // small pieces: a dropped connection costs little, and proxies with small body limits let them through
      retryDelays: [0, 1_000, 3_000, 5_000, 10_000],
      removeFingerprintOnSuccess: true,
      metadata: { filename: file.name, filetype: file.type, question: this.dataset.question ?? "", case: this.dataset.case ?? "" },
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        return status === 0 || status === 409 || status === 423 || status >= 500;
      },
      onProgress: (sent, total) => this.progress(sent, total),
      onSuccess: () => this.done(file),
      onError: (error) => this.stopped(error),
    });
    this.upload = upload;
    const before = (await upload.findPreviousUploads())[0];
    if (before) upload.resumeFromPreviousUpload(before);
    this.name(file.name);
    this.progress(0, file.size);
    this.state("sending");
    upload.start();
  }

  private toggle(): void {
    if (this.dataset.state === "sending") {
      void this.upload?.abort();
      this.state("paused");
    } else if (this.upload) {
      this.state("sending");
      this.upload.start();
    }
  }

  private readonly resume = (): void => {
    if (this.dataset.state === "waiting") this.toggle();
  };

  private stopped(error: unknown): void {
    const answer = (error as { originalResponse?: { getStatus(): number; getHeader(name: string): string | undefined; getBody(): string } }).originalResponse;
    if (!answer || answer.getStatus() === 0) return this.state("waiting");
    const problem = parseProblem(answer.getStatus(), answer.getHeader("Content-Type") ?? "", answer.getBody());
    this.fail(problem.errors?.[0]?.detail ?? problem.detail ?? problem.title ?? this.text("failed"));
  }

  private done(file: File): void {
    const id = this.upload?.url?.split("/").pop() ?? "";
    const answer = this.querySelector<HTMLInputElement>("input[data-material]");
    if (answer) {
      answer.value = id;
      answer.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (this.chooser) this.chooser.value = "";
    const photo = this.querySelector<HTMLImageElement>("img.pp-photo");
    if (photo) {
      photo.src = `${this.dataset.endpoint ?? "/uploads"}/${id}/content`;
      photo.hidden = false;
    }
    this.name(file.name);
    this.state("done");
    sessionTouched();
  }

  private name(name: string): void {
    const line = this.piece("file");
    const words = this.piece("name");
    if (words) words.textContent = name;
    if (line) line.hidden = false;
  }

  private progress(sent: number, total: number): void {
    const bar = this.querySelector("progress");
    if (!bar) return;
    bar.max = total || 1;
    bar.value = sent;
    bar.textContent = `${Math.floor((100 * sent) / (total || 1))}%`;
    const percent = this.piece("percent");
    if (percent) percent.textContent = bar.textContent;
  }

  private state(state: State): void {
    this.dataset.state = state;
    const busy = state === "sending" || state === "paused" || state === "waiting";
    const row = this.piece("progress");
    if (row) row.hidden = !busy;
    const pause = this.piece("pause");
    if (pause) pause.textContent = state === "sending" ? this.text("pause") : this.text("resume");
    const words = this.piece("state");
    if (words) words.textContent = state === "idle" || state === "over" ? "" : this.text(state);
  }

  private fail(message: string): void {
    this.state(message === "" ? "idle" : "failed");
    const line = this.piece("error");
    if (!line) return;
    const words = line.querySelector("[data-message]");
    if (words) words.textContent = message;
    line.hidden = message === "";
  }
}
