import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import type { DataPanel } from '../../../../shared/domain/dashboard-panel.ts';
import classes from './Editor.module.css';
import { LinksField } from './LinksField.tsx';
import { OptionField } from './OptionField.tsx';
import { OverridesField } from './OverridesField.tsx';
import { optionGroups } from './option-specs.ts';
import { writeAt } from './panel-path.ts';
import { ThresholdsField } from './ThresholdsField.tsx';
import { TransformationsField } from './TransformationsField.tsx';

interface OptionsColumnProps {
  readonly panel: DataPanel;
  /** Names of those that the panel can be repeated by. */
  readonly variables: readonly string[];
  readonly onChange: (panel: DataPanel) => void;
}

/** All options of a panel's kind, group by group. */
export function OptionsColumn({ panel, variables, onChange }: OptionsColumnProps) {
  const hasData = panel.kind !== 'text' && panel.kind !== 'alertlist';
  return (
    <>
      {optionGroups(panel.kind).map(({ title, options }) => (
        <Group key={title} title={title} open={title !== 'Query'}>
          {options.map((spec) => (
            <div
              key={spec.path}
              className={classes.option}
              data-half={spec.control.kind === 'number' || undefined}
            >
              <OptionField spec={spec} panel={panel} onChange={onChange} />
            </div>
          ))}
        </Group>
      ))}
      {hasData && (
        <Group title="Thresholds" open>
          <ThresholdsField panel={panel} onChange={onChange} />
        </Group>
      )}
      {hasData && (
        <Group title="Overrides" open={panel.overrides.length > 0}>
          <OverridesField panel={panel} onChange={onChange} />
        </Group>
      )}
      {hasData && (
        <Group title="Transformations" open={panel.transformations.length > 0}>
          <TransformationsField
            transformations={panel.transformations}
            onChange={(transformations) => onChange({ ...panel, transformations })}
          />
        </Group>
      )}
      <Group title="Links" open={(panel.links?.length ?? 0) > 0}>
        <LinksField
          links={panel.links ?? []}
          onChange={(links) => onChange(writeAt(panel, 'links', links.length === 0 ? undefined : links))}
        />
      </Group>
      <Group title="Repeat" open={panel.repeat !== undefined}>
        <Select
          label="For each value of"
          size="xs"
          clearable
          placeholder="no variable"
          data={[...variables]}
          value={panel.repeat?.variable ?? null}
          onChange={(variable) => onChange(writeAt(panel, 'repeat.variable', variable ?? undefined))}
        />
      </Group>
    </>
  );
}

interface GroupProps {
  readonly title: string;
  readonly open: boolean;
  readonly children: ReactNode;
}

function Group({ title, open, children }: GroupProps) {
  return (
    <details className={classes.group} open={open}>
      <summary className={classes.groupTitle}>{title}</summary>
      <div className={classes.groupBody}>{children}</div>
    </details>
  );
}
