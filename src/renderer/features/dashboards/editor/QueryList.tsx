import { ActionIcon, Button, Select, Switch, TextInput, Tooltip } from '@mantine/core';
import { IconArrowUp, IconEye, IconEyeOff, IconPlus, IconTrash } from '@tabler/icons-react';
import { refIdAt } from '../../../../shared/dashboards/edit/new-panel.ts';
import type { DataPanel, PanelTarget, PromqlTarget } from '../../../../shared/domain/dashboard-panel.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { PromqlEditor } from '../../../promql-editor/PromqlEditor.tsx';
import classes from './Editor.module.css';

interface QueryListProps {
  readonly panel: DataPanel;
  readonly onChange: (panel: DataPanel) => void;
}

const FORMATS = [
  { value: 'timeSeries', label: 'Time series' },
  { value: 'table', label: 'Table' },
  { value: 'heatmap', label: 'Heatmap' },
];

function freeRefId(targets: readonly PanelTarget[]): string {
  const taken = new Set(targets.map(({ refId }) => refId));
  let i = 0;
  while (taken.has(refIdAt(i))) i += 1;
  return refIdAt(i);
}

/** A panel's queries: expression, legend, format, order. */
export function QueryList({ panel, onChange }: QueryListProps) {
  const { targets } = panel;
  const setTargets = (next: readonly PanelTarget[]): void => onChange({ ...panel, targets: next });
  const replace = (at: number, next: PanelTarget): void =>
    setTargets(targets.map((target, i) => (i === at ? next : target)));
  const moveUp = (at: number): void =>
    setTargets(
      targets.flatMap((target, i) => {
        if (i === at - 1) return targets[at] ?? [];
        return i === at ? (targets[at - 1] ?? []) : target;
      }),
    );
  const add = (): void => {
    const isNow = panel.kind === 'table' || panel.kind === 'barchart';
    const target: PromqlTarget = { kind: 'promql', refId: freeRefId(targets), expr: '' };
    setTargets([...targets, isNow ? { ...target, instant: true, range: false, format: 'table' } : target]);
  };
  return (
    <section className={classes.queries} aria-label="Queries">
      {targets.map((target, i) => (
        <Query
          key={target.refId}
          target={target}
          onChange={(next) => replace(i, next)}
          onMoveUp={i === 0 ? null : () => moveUp(i)}
          onRemove={() => setTargets(targets.filter((_, at) => at !== i))}
        />
      ))}
      <Button
        variant="default"
        size="xs"
        className={classes.addButton ?? ''}
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={add}
        data-testid={testIds.dashboards.queryAdd}
      >
        Add query
      </Button>
    </section>
  );
}

interface QueryProps {
  readonly target: PanelTarget;
  readonly onChange: (target: PanelTarget) => void;
  readonly onMoveUp: (() => void) | null;
  readonly onRemove: () => void;
}

function Query({ target, onChange, onMoveUp, onRemove }: QueryProps) {
  const { refId, hidden = false } = target;
  const Eye = hidden ? IconEyeOff : IconEye;
  return (
    <article
      className={classes.query}
      aria-label={`Query ${refId}`}
      data-testid={testIds.explore.query(refId)}
    >
      <header className={classes.queryHead}>
        <strong className={classes.refId}>{refId}</strong>
        <span className={classes.spring} />
        <Tooltip label={hidden ? 'Ask this query' : 'Don’t ask this query'}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label={`Query ${refId} is off`}
            aria-pressed={hidden}
            onClick={() => onChange({ ...target, hidden: !hidden })}
          >
            <Eye size={15} aria-hidden />
          </ActionIcon>
        </Tooltip>
        {onMoveUp !== null && (
          <Tooltip label="Move up">
            <ActionIcon
              variant="subtle"
              color="gray"
              size={24}
              aria-label={`Move query ${refId} up`}
              onClick={onMoveUp}
            >
              <IconArrowUp size={15} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
        <Tooltip label="Remove">
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label={`Remove query ${refId}`}
            onClick={onRemove}
          >
            <IconTrash size={15} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </header>
      {target.kind === 'promql' ? (
        <PromqlFields target={target} onChange={onChange} />
      ) : (
        <p className={classes.note}>This query is not asked: {target.reason}.</p>
      )}
    </article>
  );
}

interface PromqlFieldsProps {
  readonly target: PromqlTarget;
  readonly onChange: (target: PromqlTarget) => void;
}

function PromqlFields({ target, onChange }: PromqlFieldsProps) {
  const { refId, expr, legend = '', format = 'timeSeries', instant = false } = target;
  return (
    <>
      <PromqlEditor
        value={expr}
        mark={null}
        label={`Expression of query ${refId}`}
        hasVariables
        onChange={(next) => onChange({ ...target, expr: next })}
        onRun={() => {}}
      />
      <div className={classes.queryFields}>
        <TextInput
          size="xs"
          label="Legend"
          placeholder="labels, or a text with {{label}}"
          value={legend}
          onChange={(event) => onChange({ ...target, legend: event.currentTarget.value })}
          data-testid={testIds.dashboards.queryLegend(refId)}
        />
        <Select
          size="xs"
          label="Format"
          data={FORMATS}
          value={format}
          allowDeselect={false}
          onChange={(next) =>
            next !== null && onChange({ ...target, format: next as NonNullable<PromqlTarget['format']> })
          }
        />
        <TextInput
          size="xs"
          label="Least step"
          placeholder="automatic"
          value={target.interval ?? ''}
          onChange={(event) => onChange({ ...target, interval: event.currentTarget.value })}
        />
        <Switch
          size="xs"
          label="Newest value alone"
          checked={instant}
          onChange={(event) =>
            onChange({ ...target, instant: event.currentTarget.checked, range: !event.currentTarget.checked })
          }
        />
      </div>
    </>
  );
}
