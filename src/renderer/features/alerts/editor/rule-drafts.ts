import { parseDurationMs } from '../../../../shared/domain/duration.ts';
import type { RuleFile } from '../../../../shared/domain/rule.ts';
import type { RuleDraft, RuleProblem } from '../../../../shared/domain/rule-draft.ts';

/** What the form of a new rule begins with. */
export const EMPTY_DRAFT: RuleDraft = {
  kind: 'alerting',
  name: '',
  expr: '',
  forText: '1m',
  keepFiringForText: '',
  labels: [['severity', 'warning']],
  annotations: [['summary', '']],
};

/** A new rule goes into the first file. */
export function placeForNewRule(files: readonly RuleFile[]): {
  readonly file: string;
  readonly group: string;
} {
  return { file: files[0]?.name ?? 'my-rules', group: 'my-rules' };
}

/** The draft as it is saved: rows without a name and value are left out, and a recording rule has no alert's fields. */
export function tidyDraft(draft: RuleDraft): RuleDraft {
  const written = (pairs: RuleDraft['labels']): RuleDraft['labels'] =>
    pairs
      .map(([name, value]) => [name.trim(), value] as const)
      .filter(([name, value]) => name !== '' || value !== '');
  const labels = written(draft.labels).filter(([, value]) => value !== '');
  if (draft.kind === 'recording') {
    return { ...draft, forText: '', keepFiringForText: '', labels, annotations: [] };
  }
  return { ...draft, labels, annotations: written(draft.annotations).filter(([, value]) => value !== '') };
}

/** Problems that keep a draft from being evaluated; a name or a group is not needed for that. */
export function blocksEvaluation({ field }: RuleProblem): boolean {
  return field !== 'name' && field !== 'group';
}

/** A duration's ms, 0 for none; null for a text that is none. */
export function readDurationMs(text: string): number | null {
  if (text.trim() === '') return 0;
  try {
    return parseDurationMs(text.trim());
  } catch {
    // The field itself says what is wrong with it.
    return null;
  }
}

/** The values that a slider of a duration stops at. */
export const DURATION_STOPS_MS: readonly number[] = [
  0, 15_000, 30_000, 60_000, 120_000, 180_000, 300_000, 600_000, 900_000, 1_200_000, 1_800_000, 2_700_000,
  3_600_000, 7_200_000, 10_800_000, 21_600_000,
];

/** The stop that is nearest to a duration. */
export function nearestStop(ms: number): number {
  let best = 0;
  for (const [i, stop] of DURATION_STOPS_MS.entries()) {
    if (Math.abs(stop - ms) < Math.abs((DURATION_STOPS_MS[best] as number) - ms)) best = i;
  }
  return best;
}

/** A range of thresholds worth trying: around the values and the threshold, in steps that read well. */
export function thresholdScale(
  values: { readonly min: number; readonly max: number } | null,
  threshold: number,
): { readonly min: number; readonly max: number; readonly step: number } {
  const low = Math.min(threshold, values?.min ?? threshold, 0);
  const highest = Math.max(threshold, values?.max ?? threshold);
  const high = highest > low ? highest : low + (Math.abs(threshold) || 1);
  const span = high - low;
  const step = 10 ** Math.floor(Math.log10(span / 50));
  return {
    min: Math.floor(low / step) * step,
    max: Math.ceil((high + span * 0.1) / step) * step,
    step,
  };
}

/** A number on the scale of `step`, without the noise of binary fractions. */
export function roundToStep(value: number, step: number): number {
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  return Number((Math.round(value / step) * step).toFixed(Math.min(digits, 20)));
}
