import { defineConfig } from "@playwright/test";

// Browser journeys against the built portal. Each worker starts its own (e2e/portal.ts), so journeys do not take each other's cases.
export default defineConfig({
  testDir: "e2e",
  outputDir: "../test-results",
  reporter: process.env["CI"] ? [["line"]] : [["list"]],
  fullyParallel: true,
  workers: 2,
  retries: process.env["CI"] ? 1 : 0, // a shared machine may stall for seconds; a journey that needed this is reported as flaky, which is a fault to mend
  forbidOnly: Boolean(process.env["CI"]),
  timeout: 300_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: "chromium",
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    actionTimeout: 15_000,
    navigationTimeout: 20_000,
    viewport: { width: 1280, height: 800 },
    screenshot: "only-on-failure",
    trace: process.env["TRACE"] ? "retain-on-failure" : "off", // recording slows every step
    launchOptions: {
      env: { ...process.env, LANGUAGE: "zh_CN" } as Record<string, string>, // the browser's own words: 选择文件
      executablePath: process.env["CHROMIUM"] || "/usr/bin/chromium",
      args: [
        "--lang=zh-CN", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
      ],
    },
  },
});
