import { Button, Group, Slider } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import type { RangeResult } from '../../../../shared/domain/query.ts';
import type { RuleThreshold } from '../../../../shared/domain/rule-draft.ts';
import { type TestId, testIds } from '../../../../shared/test-ids.ts';
import { formatSpan } from '../../../lib/format.ts';
import classes from './RuleEditor.module.css';
import { DURATION_STOPS_MS, nearestStop, roundToStep, thresholdScale } from './rule-drafts.ts';

/** What the sliders say in place of the rule's own values; null where they say nothing. */
export interface SliderValues {
  readonly forMs: number | null;
  readonly keepFiringForMs: number | null;
  readonly threshold: number | null;
}

interface BacktestSlidersProps {
  /** The rule's own values. */
  readonly forMs: number;
  readonly keepFiringForMs: number;
  readonly threshold: RuleThreshold | null;
  /** What the threshold is compared with. */
  readonly series: RangeResult | null;
  readonly values: SliderValues;
  readonly onChange: (part: Partial<SliderValues>) => void;
  readonly onReset: () => void;
  readonly onAdopt: () => void;
}

function extremesOf(series: RangeResult | null): { readonly min: number; readonly max: number } | null {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { values, present } of series?.series ?? []) {
    for (const [i, value] of values.entries()) {
      if ((present !== null && present[i] === 0) || !Number.isFinite(value)) continue;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  return min <= max ? { min, max } : null;
}

/** Sliders for `for`, `keep_firing_for` and the threshold; the rule itself changes only with "Use these values". */
export function BacktestSliders(props: BacktestSlidersProps) {
  const { threshold, series, values, onChange } = props;
  const extremes = useMemo(() => extremesOf(series), [series]);
  const isChanged = Object.values(values).some((value) => value !== null);
  return (
    <>
      <div className={classes.sliders}>
        <DurationSlider
          label="Pending for"
          testId={testIds.alerts.sliderFor}
          own={props.forMs}
          value={values.forMs}
          onChange={(forMs) => onChange({ forMs })}
        />
        <DurationSlider
          label="Keep firing for"
          testId={testIds.alerts.sliderKeepFiringFor}
          own={props.keepFiringForMs}
          value={values.keepFiringForMs}
          onChange={(keepFiringForMs) => onChange({ keepFiringForMs })}
        />
        {threshold !== null && Number.isFinite(threshold.value) && (
          <ThresholdSlider
            threshold={threshold}
            extremes={extremes}
            value={values.threshold}
            onChange={(next) => onChange({ threshold: next })}
          />
        )}
      </div>
      {isChanged && (
        <Group gap="xs" mb={8}>
          <Button
            variant="light"
            size="compact-xs"
            onClick={props.onAdopt}
            data-testid={testIds.alerts.adoptValues}
          >
            Use these values
          </Button>
          <Button variant="subtle" size="compact-xs" color="gray" onClick={props.onReset}>
            Back to the rule's
          </Button>
        </Group>
      )}
    </>
  );
}

interface DurationSliderProps {
  readonly label: string;
  readonly testId: TestId;
  readonly own: number;
  readonly value: number | null;
  readonly onChange: (ms: number) => void;
}

function DurationSlider({ label, testId, own, value, onChange }: DurationSliderProps) {
  const shown = value ?? own;
  return (
    <SliderField label={label} text={formatSpan(shown)} isChanged={value !== null && value !== own}>
      <Slider
        value={nearestStop(shown)}
        min={0}
        max={DURATION_STOPS_MS.length - 1}
        step={1}
        size="sm"
        label={null}
        thumbLabel={label}
        thumbProps={{ 'aria-valuetext': formatSpan(shown) }}
        data-testid={testId}
        onChange={(index) => onChange(DURATION_STOPS_MS[index] as number)}
      />
    </SliderField>
  );
}

interface ThresholdSliderProps {
  readonly threshold: RuleThreshold;
  readonly extremes: { readonly min: number; readonly max: number } | null;
  readonly value: number | null;
  readonly onChange: (value: number) => void;
}

function ThresholdSlider({ threshold, extremes, value, onChange }: ThresholdSliderProps) {
  const shown = value ?? threshold.value;
  const { min, max, step } = useMemo(
    () => thresholdScale(extremes, threshold.value),
    [extremes, threshold.value],
  );
  return (
    <SliderField
      label="Threshold"
      text={`${threshold.op} ${shown}`}
      isChanged={value !== null && value !== threshold.value}
    >
      <Slider
        value={shown}
        min={min}
        max={max}
        step={step}
        size="sm"
        label={null}
        thumbLabel="Threshold"
        data-testid={testIds.alerts.sliderThreshold}
        onChange={(next) => onChange(roundToStep(next, step))}
      />
    </SliderField>
  );
}

interface SliderFieldProps {
  readonly label: string;
  readonly text: string;
  readonly isChanged: boolean;
  readonly children: ReactNode;
}

function SliderField({ label, text, isChanged, children }: SliderFieldProps) {
  return (
    <div className={classes.slider}>
      <div className={classes.sliderHead}>
        <span>{label}</span>
        <span className={`${classes.sliderValue} numeric`} data-changed={isChanged || undefined}>
          {text}
        </span>
      </div>
      {children}
    </div>
  );
}
