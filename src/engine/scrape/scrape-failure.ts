import type { ScrapeFailure, ScrapeFailureReason, ScrapeStep } from '../../shared/domain/target.ts';

/** The one way to make a failure, so that each has a reason, a step, a sentence and a remedy. */
export function scrapeFailure(
  step: ScrapeStep,
  reason: ScrapeFailureReason,
  message: string,
  remedy: string,
  status: number | null = null,
): ScrapeFailure {
  return { reason, step, message, remedy, status };
}

/** Carries a failure from where it is found to where the scrape ends. */
export class ScrapeFailedError extends Error {
  readonly failure: ScrapeFailure;

  constructor(failure: ScrapeFailure, cause?: unknown) {
    super(failure.message, { cause });
    this.name = 'ScrapeFailedError';
    this.failure = failure;
  }
}

/** Bytes for a sentence: "512 bytes", "64 MiB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 ** 2) return `${Math.round(bytes / 102.4) / 10} KiB`;
  return `${Math.round(bytes / (1024 ** 2 / 10)) / 10} MiB`;
}

/** Milliseconds for a sentence: "250 ms", "10 s". */
export function formatSeconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`;
}

/** Text of the other side for a sentence: one line, without control characters, shortened. */
export function quoteForeign(text: string, maxLength = 120): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a log or a page.
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g, ' ').trim();
  return clean.length > maxLength ? `${clean.slice(0, maxLength)}...` : clean;
}
