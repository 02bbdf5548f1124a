// Answers of the server as RFC 9457 problems, and signs of life for the session's clock.

export interface FieldFault {
  pointer: string; // JSON pointer, "/answers/mobile"
  code: string;
  detail?: string; // in the reader's language
}

export interface Problem {
  status: number;
  code?: string;
  title?: string;
  detail?: string;
  errors?: FieldFault[];
}

/** Reads a problem from an answer; whatever cannot be read becomes a problem with the status alone. */
export async function problemOf(response: Response): Promise<Problem> {
  return parseProblem(response.status, response.headers.get("Content-Type") ?? "", await response.text());
}

export function parseProblem(status: number, type: string, body: string): Problem {
  if (!type.includes("json")) return { status };
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null ? { ...(parsed as Problem), status } : { status };
  } catch {
    return { status };
  }
}

/** Tells the page that the server just heard from this session, so that the warning about its end waits anew. */
export function sessionTouched(): void {
  document.dispatchEvent(new CustomEvent("portal:touched"));
}
