import type { AlertTransition } from '../../shared/domain/alert.ts';
import type { AlertSpan, AlertTimelineRow, EvaluationHole } from '../../shared/domain/alert-timeline.ts';

/** For how long after its end an alert is drawn as resolved; the rules remember it as long. */
const RESOLVED_SHOWN_MS = 15 * 60_000;

/**
 * The lives of alerts over a time range, out of their changes in order of time (those from before the range too, as far
 * as they are known). A time without evaluation belongs to no span, and one in which the environment was closed ends
 * what was active. Rows are sorted by their latest span, newest first.
 */
export function buildTimeline(
  transitions: readonly AlertTransition[],
  holes: readonly EvaluationHole[],
  startMs: number,
  endMs: number,
): AlertTimelineRow[] {
  const lives = new Map<string, AlertTransition[]>();
  for (const transition of transitions) {
    const life = lives.get(transition.alert.fingerprint);
    if (life === undefined) lives.set(transition.alert.fingerprint, [transition]);
    else life.push(transition);
  }
  const rows: AlertTimelineRow[] = [];
  for (const [fingerprint, life] of lives) {
    const spans = clip(
      toSpans(life, holes, endMs).flatMap((span) => cutOut(span, holes)),
      startMs,
      endMs,
    );
    const last = life.at(-1);
    if (spans.length > 0 && last !== undefined) {
      rows.push({ fingerprint, ruleName: last.alert.ruleName, labels: last.alert.labels, spans });
    }
  }
  const latest = ({ spans }: AlertTimelineRow): number => spans.at(-1)?.toMs ?? 0;
  return rows.sort((a, b) => latest(b) - latest(a) || (a.ruleName < b.ruleName ? -1 : 1));
}

function toSpans(
  life: readonly AlertTransition[],
  holes: readonly EvaluationHole[],
  endMs: number,
): AlertSpan[] {
  const spans: AlertSpan[] = [];
  for (const [i, { to, atMs }] of life.entries()) {
    if (to === 'inactive') continue;
    const closed = holes.find((hole) => hole.reason === 'closed' && hole.toMs > atMs);
    const nextMs = life[i + 1]?.atMs ?? endMs;
    const untilMs = Math.min(nextMs, closed?.fromMs ?? endMs);
    const toMs = to === 'resolved' ? Math.min(untilMs, atMs + RESOLVED_SHOWN_MS) : untilMs;
    if (toMs > atMs) spans.push({ state: to, fromMs: atMs, toMs });
  }
  return spans;
}

function cutOut(span: AlertSpan, holes: readonly EvaluationHole[]): AlertSpan[] {
  let parts: AlertSpan[] = [span];
  for (const { fromMs, toMs } of holes) {
    parts = parts.flatMap((part) => {
      if (toMs <= part.fromMs || fromMs >= part.toMs) return [part];
      return [
        { ...part, toMs: Math.max(part.fromMs, fromMs) },
        { ...part, fromMs: Math.min(part.toMs, toMs) },
      ].filter((rest) => rest.toMs > rest.fromMs);
    });
  }
  return parts;
}

function clip(spans: readonly AlertSpan[], startMs: number, endMs: number): AlertSpan[] {
  return spans
    .map((span) => ({
      ...span,
      fromMs: Math.max(span.fromMs, startMs),
      toMs: Math.min(span.toMs, endMs),
    }))
    .filter((span) => span.toMs > span.fromMs);
}
