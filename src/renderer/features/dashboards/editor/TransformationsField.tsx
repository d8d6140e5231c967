import { ActionIcon, Button, JsonInput, Select, Switch } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { isJsonObject } from '../../../../shared/dashboards/json/json.ts';
import { TRANSFORMATIONS, type Transformation } from '../../../../shared/domain/dashboard-panel.ts';
import type { Json } from '../../../../shared/domain/json.ts';
import classes from './Editor.module.css';

interface TransformationsFieldProps {
  readonly transformations: readonly Transformation[];
  readonly onChange: (transformations: readonly Transformation[]) => void;
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // Half typed: the field says so itself.
    return undefined;
  }
}

/** Steps that reshape results, in order; the options of each are those of Grafana's. */
export function TransformationsField({ transformations, onChange }: TransformationsFieldProps) {
  const replace = (at: number, next: Transformation): void =>
    onChange(transformations.map((one, i) => (i === at ? next : one)));
  return (
    <div className={classes.list}>
      {transformations.map((transformation, i) => (
        <Step
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity but their place
          key={`${transformation.id}/${i}`}
          transformation={transformation}
          onChange={(next) => replace(i, next)}
          onRemove={() => onChange(transformations.filter((_, at) => at !== i))}
        />
      ))}
      <Button
        variant="default"
        size="compact-xs"
        className={classes.addButton ?? ''}
        leftSection={<IconPlus size={13} aria-hidden />}
        onClick={() => onChange([...transformations, { id: 'organize', options: {} }])}
      >
        Add transformation
      </Button>
    </div>
  );
}

interface StepProps {
  readonly transformation: Transformation;
  readonly onChange: (transformation: Transformation) => void;
  readonly onRemove: () => void;
}

function Step({ transformation, onChange, onRemove }: StepProps) {
  const { id, options, disabled = false } = transformation;
  const [text, setText] = useState(() => JSON.stringify(options, null, 2));
  const known: readonly string[] = TRANSFORMATIONS;
  return (
    <div className={classes.step}>
      <div className={classes.listRow}>
        <Select
          size="xs"
          aria-label="Transformation"
          data={known.includes(id) ? [...known] : [...known, id]}
          value={id}
          allowDeselect={false}
          searchable
          onChange={(next) => next !== null && onChange({ ...transformation, id: next })}
        />
        <Switch
          size="xs"
          label="On"
          checked={!disabled}
          onChange={(event) => onChange({ ...transformation, disabled: !event.currentTarget.checked })}
        />
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={`Remove ${id}`} onClick={onRemove}>
          <IconTrash size={14} aria-hidden />
        </ActionIcon>
      </div>
      <JsonInput
        size="xs"
        aria-label={`Options of ${id}`}
        validationError="This is not JSON yet"
        autosize
        minRows={2}
        maxRows={10}
        value={text}
        onChange={(next) => {
          setText(next);
          const parsed = parse(next);
          if (isJsonObject(parsed)) onChange({ ...transformation, options: parsed });
        }}
      />
    </div>
  );
}
