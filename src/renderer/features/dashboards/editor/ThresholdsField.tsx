import { ActionIcon, Button, NumberInput, Select } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ThresholdStep, Thresholds } from '../../../../shared/domain/dashboard-field.ts';
import type { DataPanel } from '../../../../shared/domain/dashboard-panel.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import classes from './Editor.module.css';
import { writeAt } from './panel-path.ts';

interface ThresholdsFieldProps {
  readonly panel: DataPanel;
  readonly onChange: (panel: DataPanel) => void;
}

const COLORS = ['green', 'yellow', 'orange', 'red', 'blue', 'purple', 'gray', 'transparent'];
const STYLES = [
  { value: 'off', label: 'Not drawn' },
  { value: 'line', label: 'Lines' },
  { value: 'dashed', label: 'Dashed lines' },
  { value: 'area', label: 'Regions' },
  { value: 'line+area', label: 'Lines and regions' },
];

function withColor(color: string): string[] {
  return COLORS.includes(color) ? COLORS : [...COLORS, color];
}

/** Thresholds from low to high; the first one has no bound. */
export function ThresholdsField({ panel, onChange }: ThresholdsFieldProps) {
  const thresholds: Thresholds = panel.field.thresholds ?? {};
  const steps = thresholds.steps ?? [];
  const set = (next: readonly ThresholdStep[]): void =>
    onChange(
      writeAt(
        panel,
        'field.thresholds',
        next.length === 0 ? undefined : { mode: 'absolute', ...thresholds, steps: next },
      ),
    );
  const add = (): void => {
    const last = steps.at(-1)?.value ?? 0;
    const first: readonly ThresholdStep[] = steps.length === 0 ? [{ value: null, color: 'green' }] : steps;
    set([...first, { value: steps.length < 2 ? 80 : last + 10, color: 'red' }]);
  };
  return (
    <div className={classes.list}>
      {steps.map((step, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity but their place
        <div key={i} className={classes.listRow}>
          {i === 0 ? (
            <span className={classes.base}>From the lowest</span>
          ) : (
            <NumberInput
              size="xs"
              aria-label={`Threshold ${i}`}
              value={step.value ?? ''}
              onChange={(value) =>
                typeof value === 'number' && set(steps.map((one, at) => (at === i ? { ...one, value } : one)))
              }
            />
          )}
          <Select
            size="xs"
            aria-label={`Colour of threshold ${i}`}
            data={withColor(step.color)}
            value={step.color}
            allowDeselect={false}
            onChange={(color) =>
              color !== null && set(steps.map((one, at) => (at === i ? { ...one, color } : one)))
            }
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label={`Remove threshold ${i}`}
            disabled={i === 0 && steps.length > 1}
            onClick={() => set(steps.filter((_, at) => at !== i))}
          >
            <IconTrash size={14} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        size="compact-xs"
        className={classes.addButton ?? ''}
        leftSection={<IconPlus size={13} aria-hidden />}
        onClick={add}
        data-testid={testIds.dashboards.thresholdAdd}
      >
        Add threshold
      </Button>
      {panel.kind === 'timeseries' && steps.length > 0 && (
        <Select
          size="xs"
          label="Drawn as"
          data={STYLES}
          value={panel.field.thresholdsStyle?.mode ?? 'off'}
          allowDeselect={false}
          onChange={(mode) => onChange(writeAt(panel, 'field.thresholdsStyle.mode', mode ?? undefined))}
        />
      )}
    </div>
  );
}
