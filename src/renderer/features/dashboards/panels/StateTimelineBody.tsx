import { useMemo } from 'react';
import type { FieldOptions } from '../../../../shared/domain/dashboard-field.ts';
import type { StateTimelinePanel } from '../../../../shared/domain/dashboard-panel.ts';
import type { StateName } from '../../../charts/build-states.ts';
import { useChartColors } from '../../../charts/chart-colors.ts';
import { StateTimelineChart } from '../../../charts/StateTimelineChart.tsx';
import { type SchemeName, slotColor } from '../../../lib/series-colors.ts';
import { timeRangeStore, useResetZoom } from '../../../state/time-range-store.ts';
import { chartResult } from '../display/chart-result.ts';
import { mapValue, slotOf, thresholdColor } from '../display/field-color.ts';
import { fieldUnit, formatField } from '../display/field-unit.ts';
import type { BodyProps } from './body-props.ts';

const zoomTo = (startMs: number, endMs: number): void => timeRangeStore.getState().zoomTo(startMs, endMs);
const zoomBack = (): void => timeRangeStore.getState().back();

/** Whole numbers are told apart by their colour where a file says nothing. */
function ownSlot(value: number): number {
  return Number.isInteger(value) ? Math.abs(value) : 0;
}

/** The name and the colour of a value: those of its mapping, else of the threshold that it has reached. */
function stateNames(field: FieldOptions, scheme: SchemeName, utc: boolean): (value: number) => StateName {
  return (value) => {
    const plain = formatField(value, field, utc);
    const mapped = mapValue(value, plain, field.mappings);
    const wished = mapped?.color ?? thresholdColor(value, field.thresholds, field.min ?? 0, field.max ?? 100);
    return { text: mapped?.text ?? plain, color: slotColor(slotOf(wished) ?? ownSlot(value), scheme) };
  };
}

/** The states that series go through. */
export function StateTimelineBody({ panel, data, title, height, utc }: BodyProps<StateTimelinePanel>) {
  const { scheme } = useChartColors();
  const leaveZoom = useResetZoom();
  const result = useMemo(
    () => chartResult(panel, data.ranges ?? [], 1)?.result ?? null,
    [panel, data.ranges],
  );
  const nameState = useMemo(() => stateNames(panel.field, scheme, utc), [panel, scheme, utc]);
  const exprs = useMemo(() => (data.ranges ?? []).map(({ query }) => query.expr), [data.ranges]);
  return (
    <StateTimelineChart
      title={title}
      result={result}
      nameState={nameState}
      unit={fieldUnit(panel.field.unit).unit}
      height={height}
      utc={utc}
      stale={data.stale}
      exprs={exprs}
      onLeaveZoom={leaveZoom}
      onZoom={zoomTo}
      onResetZoom={zoomBack}
    />
  );
}
