import { useMemo } from 'react';
import type { GaugePanel } from '../../../../shared/domain/dashboard-panel.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { formatField } from '../display/field-unit.ts';
import { fieldRange, type SingleValue, singleValues } from '../display/single-values.ts';
import type { BodyProps } from './body-props.ts';
import classes from './GaugeBody.module.css';
import shared from './Panels.module.css';

const MAX_VALUES = 24;
const RADIUS = 42;
const HALF = Math.PI * RADIUS;
const ARC = `M ${50 - RADIUS} 50 A ${RADIUS} ${RADIUS} 0 0 1 ${50 + RADIUS} 50`;

/** Figures on half circles between their bounds. */
export function GaugeBody({ panel, data, title, utc }: BodyProps<GaugePanel>) {
  const calc = panel.options.reduce?.calcs?.[0] ?? 'lastNotNull';
  const values = useMemo(() => singleValues(panel, data, calc, utc), [panel, data, calc, utc]);
  if (values.length === 0) return <p className={shared.message}>{panel.field.noValue ?? 'No data'}</p>;
  return (
    <div className={classes.gauges}>
      {values.slice(0, MAX_VALUES).map((one) => (
        <Gauge key={one.key} one={one} showName={values.length > 1} title={title} utc={utc} />
      ))}
      {values.length > MAX_VALUES && <p className={shared.more}>{values.length - MAX_VALUES} more values</p>}
    </div>
  );
}

interface GaugeProps {
  readonly one: SingleValue;
  readonly showName: boolean;
  readonly title: string;
  readonly utc: boolean;
}

function Gauge({ one, showName, title, utc }: GaugeProps) {
  const { min, max } = fieldRange(one.options, [one.value]);
  const share = Number.isFinite(one.value) ? Math.min(1, Math.max(0, (one.value - min) / (max - min))) : 0;
  const bounds = `from ${formatField(min, one.options, utc)} to ${formatField(max, one.options, utc)}`;
  return (
    <div className={classes.gauge} data-tone={one.tone}>
      <svg
        viewBox="0 0 100 56"
        role="img"
        aria-label={`${showName ? one.name : title}: ${one.text}, ${bounds}`}
      >
        <title>{`${one.text}, ${bounds}`}</title>
        <path className={classes.gaugeTrack} d={ARC} />
        <path className={classes.gaugeFill} d={ARC} strokeDasharray={`${share * HALF} ${HALF}`} />
        <text
          x="50"
          y="48"
          textAnchor="middle"
          className={classes.gaugeText}
          data-testid={testIds.dashboards.panelValue}
        >
          {one.text}
        </text>
      </svg>
      {showName && (
        <div className={classes.gaugeName} title={one.name}>
          <bdi>{one.name}</bdi>
        </div>
      )}
    </div>
  );
}
