import type { FieldOptions } from '../../../../shared/domain/dashboard-field.ts';
import type { Threshold } from '../../../charts/plot.ts';
import { formatCompact } from '../../../lib/units.ts';
import { toneOf } from './field-color.ts';
import type { FieldUnit } from './field-unit.ts';

const TONES = { plain: 'neutral', accent: 'note', good: 'good', warn: 'warn', bad: 'bad' } as const;

/**
 * The levels of a chart's thresholds: lines, spans from each to the next, or both, as the panel wants them. Values are in
 * the chart's own unit; in percent they are shares of the axis.
 */
export function panelThresholds(field: FieldOptions, { unit, factor }: FieldUnit): Threshold[] {
  const mode = field.thresholdsStyle?.mode ?? 'off';
  if (mode === 'off' || mode === 'series') return [];
  const share = field.thresholds?.mode === 'percentage';
  const line = mode.includes('line') || mode.includes('dash');
  const steps = (field.thresholds?.steps ?? []).map(({ value, color }) => ({
    value: value === null || value === undefined ? -Infinity : share ? value : value * factor,
    color,
  }));
  return steps.flatMap(({ value, color }, i): Threshold[] => {
    const isFilled = mode.includes('area') && color !== 'transparent';
    const hasLine = line && value !== -Infinity;
    if (!isFilled && !hasLine) return [];
    return [
      {
        value,
        label: share ? `${value}%` : formatCompact(value, unit),
        tone: TONES[toneOf(color)],
        line: hasLine,
        ...(share ? { share } : {}),
        ...(isFilled ? { fillTo: steps[i + 1]?.value ?? Infinity } : {}),
      },
    ];
  });
}
