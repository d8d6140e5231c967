import { ActionIcon, Button, Text, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { RuleProblem } from '../../../../shared/domain/rule-draft.ts';
import type { LabelPair } from '../../../../shared/domain/series.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import classes from './RuleEditor.module.css';

interface PairFieldsProps {
  readonly title: string;
  readonly field: 'labels' | 'annotations';
  readonly pairs: readonly LabelPair[];
  readonly problems: readonly RuleProblem[];
  readonly multiline?: boolean;
  readonly onChange: (pairs: readonly LabelPair[]) => void;
}

/** Rows of names and values: the labels or the annotations of a rule. */
export function PairFields({ title, field, pairs, problems, multiline = false, onChange }: PairFieldsProps) {
  const one = title.slice(0, -1).toLowerCase();
  const set = (index: number, pair: LabelPair): void => onChange(pairs.with(index, pair));
  const problemOf = ([name, value]: LabelPair): string | null =>
    name === '' && value === ''
      ? null
      : (problems.find((problem) => problem.field === `${field}/${name.trim()}`)?.message ?? null);
  return (
    <fieldset className={classes.pairs} data-testid={testIds.alerts.rule(field)}>
      <legend className={classes.legend}>{title}</legend>
      {pairs.map((pair, index) => {
        const [name, value] = pair;
        const shared = {
          'aria-label': `Value of the ${one} ${name}`,
          placeholder: multiline ? '{{ $labels.instance }} is at {{ $value }}' : 'value',
          value,
          error: problemOf(pair),
        };
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: names change and repeat while they are typed
          <div key={index} className={classes.pair}>
            <TextInput
              aria-label={`Name of a ${one}`}
              placeholder="name"
              value={name}
              onChange={(event) => set(index, [event.currentTarget.value, value])}
            />
            {multiline ? (
              <Textarea
                {...shared}
                autosize
                minRows={1}
                maxRows={6}
                onChange={(event) => set(index, [name, event.currentTarget.value])}
              />
            ) : (
              <TextInput {...shared} onChange={(event) => set(index, [name, event.currentTarget.value])} />
            )}
            <ActionIcon
              variant="subtle"
              color="gray"
              size={34}
              aria-label={`Remove the ${one} ${name}`}
              onClick={() => onChange(pairs.toSpliced(index, 1))}
            >
              <IconX size={15} />
            </ActionIcon>
          </div>
        );
      })}
      {pairs.length === 0 && (
        <Text size="xs" c="dimmed">
          None
        </Text>
      )}
      <Button
        variant="subtle"
        size="compact-xs"
        className={classes.add ?? ''}
        leftSection={<IconPlus size={13} />}
        onClick={() => onChange([...pairs, ['', '']])}
      >
        Add {one}
      </Button>
    </fieldset>
  );
}
