import { formatDurationMs } from '../../domain/duration.ts';
import { rateIntervalMs } from '../../domain/time-range.ts';
import { formatDate } from './date-format.ts';

/** What the built-in variables are made of. */
export interface BuiltinContext {
  readonly startMs: number;
  readonly endMs: number;
  /** The query's step. */
  readonly stepMs: number;
  readonly scrapeIntervalMs: number;
  readonly dashboardTitle: string;
}

function seconds(ms: number): number {
  return Math.max(1, Math.round(ms / 1_000));
}

/** Durations of whole seconds where they are that long: `[1m30.5s]` is no PromQL. */
function duration(ms: number): string {
  return formatDurationMs(ms < 1_000 ? Math.max(1, Math.round(ms)) : Math.round(ms / 1_000) * 1_000);
}

/** A time in ms, or as `date` formats say: `date` and `date:iso` (ISO), `date:seconds`, `date:YYYY-MM-DD`. */
function formatTime(ms: number, format: string): string {
  if (format === 'date' || format === 'date:iso') return new Date(ms).toISOString();
  if (format === 'date:seconds') return String(Math.floor(ms / 1_000));
  return format.startsWith('date:') ? formatDate(ms, format.slice(5)) : String(ms);
}

/** The value of a built-in variable (`__interval`, `__range_s`, `__from` ...); undefined for a name that is none. */
export function builtinValue(name: string, format: string, context: BuiltinContext): string | undefined {
  const rangeMs = context.endMs - context.startMs;
  switch (name) {
    case '__interval':
    case '__auto':
    // Before Grafana 5 it had no underscores.
    case 'interval':
      return duration(context.stepMs);
    case '__interval_ms':
      return String(Math.round(context.stepMs));
    case '__rate_interval':
      return duration(rateIntervalMs(context.stepMs, context.scrapeIntervalMs));
    case '__rate_interval_ms':
      return String(Math.round(rateIntervalMs(context.stepMs, context.scrapeIntervalMs)));
    case '__range':
      return `${seconds(rangeMs)}s`;
    case '__range_s':
      return String(seconds(rangeMs));
    case '__range_ms':
      return String(Math.round(rangeMs));
    case '__from':
      return formatTime(context.startMs, format);
    case '__to':
      return formatTime(context.endMs, format);
    case '__dashboard':
      return context.dashboardTitle;
    case '__all':
      return '.*';
    case 'timeFilter':
    case '__timeFilter':
      return `time >= ${context.startMs}ms and time <= ${context.endMs}ms`;
    default:
      return undefined;
  }
}

const ANY_CONTEXT: BuiltinContext = {
  startMs: 0,
  endMs: 1_000,
  stepMs: 1_000,
  scrapeIntervalMs: 1_000,
  dashboardTitle: '',
};

/** Tells whether a name is a built-in variable's. */
export function isBuiltin(name: string): boolean {
  return builtinValue(name, '', ANY_CONTEXT) !== undefined;
}
