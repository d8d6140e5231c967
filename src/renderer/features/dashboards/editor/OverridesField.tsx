import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { FieldOverride } from '../../../../shared/domain/dashboard-field.ts';
import type { DataPanel } from '../../../../shared/domain/dashboard-panel.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import classes from './Editor.module.css';
import { OverrideItem } from './OverrideItem.tsx';

interface OverridesFieldProps {
  readonly panel: DataPanel;
  readonly onChange: (panel: DataPanel) => void;
}

/** The panel's overrides in order: later ones win. */
export function OverridesField({ panel, onChange }: OverridesFieldProps) {
  const { overrides } = panel;
  const set = (next: readonly FieldOverride[]): void => onChange({ ...panel, overrides: next });
  return (
    <div className={classes.list}>
      {overrides.map((override, i) => (
        <OverrideItem
          // biome-ignore lint/suspicious/noArrayIndexKey: overrides have no identity but their place
          key={i}
          at={i}
          panel={panel}
          override={override}
          onChange={(next) => set(overrides.map((one, other) => (other === i ? next : one)))}
          onRemove={() => set(overrides.filter((_, other) => other !== i))}
        />
      ))}
      <Button
        variant="default"
        size="compact-xs"
        className={classes.addButton ?? ''}
        leftSection={<IconPlus size={13} aria-hidden />}
        onClick={() => set([...overrides, { match: { by: 'name', value: '' }, options: {} }])}
        data-testid={testIds.dashboards.overrideAdd}
      >
        Add override
      </Button>
    </div>
  );
}
