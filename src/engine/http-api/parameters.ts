import { parseDurationMs } from '../../shared/domain/duration.ts';
import { AppError } from '../../shared/errors.ts';

/** The times that stand for "no bound" (Prometheus writes them so where it asks another server). */
const MIN_TIME_TEXT = '-292273086-05-16T16:47:06Z';
const MAX_TIME_TEXT = '292277025-08-18T07:12:54.999999999Z';
export const MIN_TIME_MS = -8_640_000_000_000_000;
export const MAX_TIME_MS = 8_640_000_000_000_000;
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

function invalid(name: string, reason: string): AppError {
  return new AppError('bad_data', `invalid parameter "${name}": ${reason}`);
}

/** Parameters of a request to the query API, read as Prometheus reads them. All throw AppError `bad_data`. */
export class Parameters {
  readonly #values: URLSearchParams;

  constructor(values: URLSearchParams) {
    this.#values = values;
  }

  text(name: string): string {
    return this.#values.get(name) ?? '';
  }

  list(name: string): readonly string[] {
    return this.#values.getAll(name);
  }

  /** Unix seconds or RFC 3339, as ms UTC. */
  timeMs(name: string, fallbackMs: number): number {
    const text = this.text(name);
    return text === '' ? fallbackMs : parseTimeMs(name, text);
  }

  requiredTimeMs(name: string): number {
    return parseTimeMs(name, this.text(name));
  }

  /** Seconds or a duration in Prometheus' notation; null where the parameter is not given. */
  durationMs(name: string): number | null {
    const text = this.text(name);
    return text === '' ? null : parseDuration(name, text);
  }

  requiredDurationMs(name: string): number {
    return parseDuration(name, this.text(name));
  }

  /** A number of results, 0 for all. */
  limit(name = 'limit'): number {
    const text = this.text(name);
    if (text === '') return 0;
    if (!/^[+-]?\d+$/.test(text)) throw invalid(name, `cannot parse "${text}" to a whole number`);
    const limit = Number(text);
    if (limit < 0) throw invalid(name, 'limit must be non-negative');
    return limit;
  }
}

function parseTimeMs(name: string, text: string): number {
  const cannotParse = (): AppError => invalid(name, `cannot parse "${text}" to a valid timestamp`);
  let ms: number;
  if (NUMBER.test(text)) ms = Math.round(Number(text) * 1000);
  else if (RFC_3339.test(text)) ms = Date.parse(text);
  else if (text === MIN_TIME_TEXT) ms = MIN_TIME_MS;
  else if (text === MAX_TIME_TEXT) ms = MAX_TIME_MS;
  else throw cannotParse();
  if (!(Math.abs(ms) <= MAX_TIME_MS)) throw cannotParse();
  return ms;
}

function parseDuration(name: string, text: string): number {
  if (NUMBER.test(text)) {
    const ms = Math.round(Number(text) * 1000);
    if (Math.abs(ms) > 9_223_372_036_854) throw invalid(name, `"${text}" overflows a duration`);
    return ms;
  }
  try {
    return parseDurationMs(text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw invalid(name, `cannot parse "${text}" to a valid duration`);
  }
}
