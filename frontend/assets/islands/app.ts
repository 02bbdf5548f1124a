// The portal's script. Pages work without it; each island below makes one kind of element smoother and does nothing elsewhere.
import htmx from "htmx.org";
import { AutosaveForm } from "./autosave-form";
import { CopyButton } from "./copy-button";
import { EvidenceView } from "./evidence-view";
import { FileUpload } from "./file-upload";
import { KeyHelp } from "./key-help";
import { LeaseHeartbeat } from "./lease-heartbeat";
import { LivePage } from "./live-page";
import { PrintButton } from "./print-button";
import { RowList } from "./row-list";
import { SearchSuggest } from "./search-suggest";
import { SessionWarning } from "./session-warning";
import { SheetImport } from "./sheet-import";
import { SourceEditor } from "./source-editor";
import { UndoBar } from "./undo-bar";
import { listenForShortcuts } from "./shortcuts";

// The Content-Security-Policy allows neither inline styles nor evaluated code, and requests go to our own origin only.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0; // pages hold personal information: keep none of it in the browser's storage

customElements.define("autosave-form", AutosaveForm);
customElements.define("copy-button", CopyButton);
customElements.define("evidence-view", EvidenceView);
customElements.define("file-upload", FileUpload);
customElements.define("key-help", KeyHelp);
customElements.define("lease-heartbeat", LeaseHeartbeat);
customElements.define("live-page", LivePage);
customElements.define("print-button", PrintButton);
customElements.define("row-list", RowList);
customElements.define("search-suggest", SearchSuggest);
customElements.define("session-warning", SessionWarning);
customElements.define("sheet-import", SheetImport);
customElements.define("source-editor", SourceEditor);
customElements.define("undo-bar", UndoBar);
listenForShortcuts();

// A page that came back with mistakes starts at their summary.
document.getElementById("mistakes")?.focus();

// The menus in the page's head close when the reader goes on elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.pp-account[open]")) {
    if (!menu.contains(event.target as Node)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.pp-account[open]")) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});
