import type { EvaluationHole } from '../../../../shared/domain/alert-timeline.ts';
import { formatAge, formatMoment } from '../../../lib/format.ts';

const REASONS = {
  asleep: 'the computer slept',
  closed: 'this environment was not open',
} as const;

/** "Evaluation was off from … to …" and why. */
export function describeHole({ fromMs, toMs, reason }: EvaluationHole, nowMs: number, utc: boolean): string {
  const from = formatMoment(fromMs, nowMs, utc);
  const to = formatMoment(toMs, nowMs, utc);
  return `Evaluation was off from ${from} to ${to} (${formatAge(toMs - fromMs)}): ${REASONS[reason]}.`;
}
