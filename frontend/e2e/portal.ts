import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, createWriteStream, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
export const results = join(root, "test-results");

/** The instant at which the portal's clock starts: a Thursday morning in a week of working days. */
export const started = "2026-09-17T09:00:00+08:00";

export interface Portal {
  url: string;
  stop(): Promise<void>;
}

/** An empty data directory that the database's own user may pass, so that the whole cluster lies in it and goes with it. */
export function dataDirectory(name: string): string {
  const data = mkdtempSync(join(tmpdir(), `portal-${name}-`));
  chmodSync(data, 0o755);
  return data;
}

/** Starts bin/portal on a free port with an empty data directory of its own, or one that holds the demonstration's sample cases. */
export async function startPortal(worker: number, more: Record<string, string> = {}, how: { samples?: boolean } = {}): Promise<Portal> {
  const port = await freePort();
  const data = dataDirectory("e2e");
  mkdirSync(results, { recursive: true });
  const log = createWriteStream(join(results, `portal-${worker}.log`), { flags: "a" });
  const env = {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    PORTAL_ADDR: `127.0.0.1:${port}`,
    PORTAL_DATA_DIR: data,
    PORTAL_NOW: started,
    PORTAL_UNDO: "0s", // journeys hand cases from one officer to the next at once
    ...more,
    ...(process.env["DATABASE_URL"] ? { DATABASE_URL: process.env["DATABASE_URL"] } : {}),
  };
  if (how.samples) {
    const seed = spawn(join(root, "bin/portal"), ["seed", "today"], { env, stdio: ["ignore", "ignore", "pipe"] });
    seed.stderr.pipe(log, { end: false });
    const [code] = await once(seed, "exit");
    if (code !== 0) throw new Error(`the sample cases were not made: see test-results/portal-${worker}.log`);
  }
  const child = spawn(join(root, "bin/portal"), ["serve"], { env, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const gone = once(child, "exit");
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    if (child.exitCode === null) child.kill("SIGTERM");
    await gone;
    log.end();
    rmSync(data, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) {
      await stop();
      throw new Error(`the portal ended while starting: see test-results/portal-${worker}.log`);
    }
    if (await answers(`${url}/readyz`)) return { url, stop };
    await new Promise((wait) => setTimeout(wait, 100));
  }
  await stop();
  throw new Error("the portal did not get ready within 30 seconds");
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
